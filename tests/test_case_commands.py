"""Cases from the command line: what is typed is done or refused in one sentence, clocks are explained day by day."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.casework.rulings import Done
from bot.cli import app
from bot.prompt.case_doing import do
from bot.prompt.show import timeline_lines
from handlers.arrival import Targets
from handlers.case_clocks import CaseClock, NotRunning, explained
from handlers.timeline import ANOTHER, only_of
from handlers.verb_words import MEANINGS, spoken, stage_named
from handlers.working_days import WorkingDays
from store import casework, decisions, questions
from store.messages import CaseView, NextAction, Verb
from store.terms import LetterState, Owner, Role, Stage, State
from tests.world import World

TEAM = [
    {"name": "A Li", "address": "a.li@mopac.example", "roles": ["administrator"]},
    {"name": "J Mensah", "address": "j.mensah@mopac.example", "roles": ["manager"], "until": "2020-01-31"},
]
ENVIRON = {"REVIEWS_OFFICE__CONTACTS__FORCE": "psu@mps.example", "REVIEWS_TEAM": json.dumps(TEAM)}
ONE = "PCR/2026/00001"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[World]:
    """An office with a team and one application, which has been acknowledged."""
    world = World(tmp_path, environ=ENVIRON)
    world.person("Ann").writes()
    world.runs()
    yield world
    world.close()


def tells(world: World, *words: str, reference: str = ONE, **more: object) -> Done:
    """Somebody types this about a case."""
    with world.service.store.writing(world.clock.at, "a.li") as tx:
        return do(world.service, tx, reference, words, **more)  # type: ignore[arg-type]


def view(world: World) -> CaseView:
    """The first case as it stands."""
    with world.service.reading() as tx:
        return casework.view(tx, 1)


# --- do -------------------------------------------------------------------------------------------------------------


def test_every_verb_has_its_line_and_is_found_by_its_own_words() -> None:
    """No verb is without a meaning, and each is what its own words begin with, hyphens or not."""
    assert set(MEANINGS) == set(Verb)
    for verb in Verb:
        assert spoken([*verb.value.split(), "more"]) == (verb, "more")
        assert spoken([verb.value.replace(" ", "-")]) == (verb, "")
    assert spoken(["dance"]) is None


@pytest.mark.parametrize("words", ["5", "sign-off", "5 Sign-off"])
def test_a_stage_is_known_by_name_or_number(words: str) -> None:
    """People need not type the whole name of a stage."""
    assert stage_named(words) is Stage.SIGN_OFF


def test_what_is_typed_is_done_with_the_name_and_roles_of_who_says_it(office: World) -> None:
    """Accepting prepares both letters, and the decision is on record with its maker."""
    tells(office, "time", on=date(2026, 11, 9), by="A Li", roles=frozenset({Role.ADMINISTRATOR}))
    done = tells(office, "accept", by="A Li", roles=frozenset({Role.ADMINISTRATOR}))
    assert not done.refused
    assert [key.split(":")[0] for key in done.letters] == ["accepted", "papers_request"]
    assert view(office).state is State.PAPERS_REQUESTED
    with office.service.reading() as tx:
        kept = decisions.of(tx, 1)
    assert [(one.what, one.value, one.by, one.role) for one in kept] == [
        ("provided_on", "2026-11-09", "A Li", "administrator"),
        ("accepted", "yes", "A Li", "administrator"),
    ]


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["dance"], "begins with no verb"),
        (["time"], "Say the day"),
        (["assign", "Nobody"], "Nobody of the team is called Nobody"),
        (["assign", "J", "Mensah"], "not one of the team"),
        (["stage", "9"], "There is no stage"),
        (["close"], "A case ends by the letter that tells people so"),
        (["draft", "transfer"], "[office.contacts] iopc"),
    ],
)
def test_what_cannot_be_done_is_refused_in_words_and_changes_nothing(office: World, words: list[str], why: str) -> None:
    """A refusal says why, and the case stands as it stood."""
    before = view(office)
    done = tells(office, *words)
    assert done.refused
    assert why in done.said
    assert view(office) == before


def test_nothing_decisive_leaves_by_a_word_typed(office: World) -> None:
    """However it is typed, a letter that decides waits for its signer."""
    tells(office, "ours", by="A Li")
    tells(office, "draft", "not", "valid", "no", "outcome", by="A Li", roles=frozenset(Role))
    sent = len(office.sent())
    office.runs()
    office.passes(hours=3)
    (letter,) = [one for one in office.letters() if one.letter == "no_right"]
    assert letter.state is LetterState.AWAITING_APPROVAL
    assert len(office.sent()) == sent


def test_the_case_goes_to_whom_the_settings_name(office: World) -> None:
    """A name in any casing is taken as the settings write it."""
    assert not tells(office, "assign", "a", "li").refused
    assert view(office).owner == "A Li"


# --- timeline -------------------------------------------------------------------------------------------------------


def test_the_timeline_tells_in_words_what_happened(office: World) -> None:
    """Opening, asking, letters and decisions are there, in their order, and what only machines need is not."""
    tells(office, "ours", by="A Li")
    with office.service.reading() as tx:
        lines = list(timeline_lines(tx, 1, ONE))
    said = [line["what"] for line in lines]
    assert said[0] == "Case opened; request received on Monday 23 November 2026"
    assert "Letter “acknowledgement” has left: seen in Sent Items" in said
    assert said[-1] == "A Li said that this review is ours."
    assert all(said)
    assert lines[-1]["by"] == "A Li"
    assert [line["at"] for line in lines] == sorted(line["at"] for line in lines)


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("It may be PCR/2026/00002.", f"It may be {ANOTHER}."),
        ("pcr-26-2 and PCR/2026/00001", f"{ANOTHER} and PCR/2026/00001"),
        ("PCR 2026/1", "PCR 2026/1"),
        ("PC/04417/26", "PC/04417/26"),
    ],
)
def test_no_other_case_is_named_in_what_is_told_of_one(words: str, left: str) -> None:
    """References of other cases are taken out, however they are written; the case's own and the force's stay."""
    assert only_of(ONE, {"said": [words]}) == {"said": [left]}


# --- explain --------------------------------------------------------------------------------------------------------

DAYS = WorkingDays(frozenset({date(2026, 12, 24)}))
TARGETS = Targets()


def case(**more: object) -> CaseView:
    """A case received on Monday 23 November 2026, as far as clocks are concerned."""
    received = date(2026, 11, 23)
    action = NextAction("", Owner.ADMINISTRATOR, received)
    return CaseView(ONE, more.pop("state", State.TRIAGE), received, action, received, **more)  # type: ignore[arg-type]


def test_the_time_limit_is_explained_as_the_law_counts_it() -> None:
    """The same sum as `law time` has, under regulation 29(2), with a line for each day."""
    found = explained(case(provided_on=date(2026, 11, 9)), CaseClock.TIME, date(2026, 12, 1), DAYS, TARGETS)
    assert (found.result, found.starts_on, found.last_day) == ("in time", date(2026, 11, 9), date(2026, 12, 7))
    assert "regulation 29(2)" in found.under
    assert "letter's own date" in found.reason
    assert found.days[14].note == "day 14; the application was made"


def test_a_day_that_a_person_said_is_told_as_theirs() -> None:
    """What a person confirmed is not put down to the letter."""
    on = case(provided_on=date(2026, 10, 12))
    found = explained(on, CaseClock.TIME, date(2026, 12, 1), DAYS, TARGETS, confirmed=True)
    assert found.result == "late"
    assert "as a person has confirmed" in found.reason


def test_working_days_leave_out_weekends_holidays_and_the_offices_own_days() -> None:
    """Ten working days over Christmas 2026: each day that does not count says why."""
    accepted, due = date(2026, 12, 17), date(2027, 1, 6)
    on = case(accepted_on=accepted, papers_due_on=due)
    found = explained(on, CaseClock.PAPERS, date(2026, 12, 18), DAYS, TARGETS)
    notes = {row.on: row.note for row in found.days}
    assert DAYS.add(accepted, 10) == due
    assert notes[accepted] == "it begins: not counted"
    assert notes[date(2026, 12, 18)] == "working day 1; today"
    assert notes[date(2026, 12, 19)] == "Saturday: not counted"
    assert notes[date(2026, 12, 24)] == "day off of the office: not counted"
    assert notes[date(2026, 12, 25)] == "bank holiday: not counted"
    assert notes[due] == "working day 10: last day"
    assert found.under == "[office.promises] papers_within_working_days = 10"
    assert (found.result, found.reason) == (
        "running",
        "10 working days from Thursday 17 December 2026 to Wednesday 6 January 2027.",
    )


def test_a_clock_that_ran_out_is_shown_to_today() -> None:
    """Days after the last one are counted, too."""
    on = case(accepted_on=date(2026, 11, 23), papers_due_on=date(2026, 12, 7))
    found = explained(on, CaseClock.PAPERS, date(2026, 12, 9), DAYS, TARGETS)
    assert found.result == "overdue"
    assert found.days[-1].note == "2 working days after the last day; today"


def test_a_recommendation_runs_in_days_of_the_calendar() -> None:
    """A weekend counts; the day the answer came ends it."""
    told, due = date(2026, 12, 1), date(2026, 12, 29)
    on = case(told_on=told, response_due_on=due, responded_on=date(2026, 12, 28))
    found = explained(on, CaseClock.RECOMMENDATION, date(2027, 1, 15), DAYS, TARGETS)
    notes = {row.on: row.note for row in found.days}
    assert found.result == "over"
    assert notes[date(2026, 12, 5)] == "day 4; Saturday, still counts"
    assert notes[date(2026, 12, 28)] == "day 27; bank holiday, still counts; it was over"
    assert notes[due] == "day 28: last day"
    assert found.days[-1].on == due


def test_another_target_than_when_it_was_set_is_said() -> None:
    """Who changes the settings does not change what was promised before."""
    on = case(state=State.ON_HOLD, held_until=date(2026, 12, 7))
    found = explained(on, CaseClock.HOLD, date(2026, 11, 24), DAYS, TARGETS)
    assert "14 days from" in found.reason
    assert "The setting is 28 now." in found.reason


@pytest.mark.parametrize("clock", CaseClock)
def test_a_clock_that_does_not_run_says_so(clock: CaseClock) -> None:
    """A case just opened without a date has no clock to explain."""
    with pytest.raises(NotRunning, match=ONE):
        explained(case(), clock, date(2026, 11, 24), DAYS, TARGETS)


# --- typed ----------------------------------------------------------------------------------------------------------


def typed(world: World, *words: str) -> Result:
    """The command line, given the settings file of this office."""
    return CliRunner().invoke(app, [*words, "--config", str(world.folder / "config.toml")], env=ENVIRON)


def test_the_commands_of_cases_answer_with_what_was_done(office: World) -> None:
    """Done is one sentence and 0, refused one sentence and 1, and --json has the fields that are documented."""
    done = typed(office, "case", "do", ONE, "ours", "--by", "A Li")
    assert (done.exit_code, done.stdout) == (0, "A Li said that this review is ours.\n")
    refused = typed(office, "case", "do", ONE, "release")
    assert (refused.exit_code, refused.stderr) == (1, f"{ONE} is not on hold.\n")
    nobody = typed(office, "case", "do", ONE, "ours", "--by", "J Mensah")
    assert nobody.exit_code == 1
    assert "Nobody of the team is called J Mensah today" in nobody.stderr
    clock = json.loads(typed(office, "case", "explain", ONE, "time", "--json").stdout)
    assert list(clock) == [
        "reference",
        "clock",
        "result",
        "reason",
        "under",
        "verified",
        "starts_on",
        "last_day",
        "days",
    ]
    assert list(clock["days"][0]) == ["day", "on", "note"]
    assert typed(office, "case", "explain", ONE, "lunch").exit_code == 2
    first = json.loads(typed(office, "case", "timeline", ONE, "--json").stdout.splitlines()[0])
    assert list(first) == ["at", "by", "what"]
    verbs = [json.loads(line) for line in typed(office, "case", "verbs", "--json").stdout.splitlines()]
    assert [list(line) for line in verbs] == [["verb", "meaning"]] * len(Verb)
    assert typed(office, "case", "timeline", "PCR/2026/00009").exit_code == 1


def test_questions_the_act_answers_are_closed(office: World) -> None:
    """Saying whose review it is leaves that question open no longer."""
    tells(office, "ours", by="A Li")
    with office.service.reading() as tx:
        assert "review_body" not in {one.code for one in questions.still_open(tx, case_id=1)}
