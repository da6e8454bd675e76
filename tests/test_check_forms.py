"""Checklists that go out as forms and come back by mail, half or whole, once or again; told as stories."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from bot.casework.erasing import erase
from bot.cli import app
from bot.reporting import checks_asked as asking
from handlers.check_answers import Given, form, read, read_in_form, sentence
from handlers.quality import CHECKLIST, Answer
from handlers.sampling import Decided, shared
from store import casework, checks_asked, quality, rounds
from store.messages import CheckRecord
from store.terms import Check, DecisionKind, State
from tests.desk import FIRST, SECOND, Desk
from tests.quality_desk import MONTH, two_decided
from tests.signing_world import ADA, HAN, INSIDE, MO
from tests.world import message

QUALITY = '[quality]\npercent = 100\nstarted_on = 2026-11-01\nsamplers = ["H Head", "A Li"]\n'
ALL_YES = "\n".join(f"{number}: yes" for number in range(1, 9))
DECEMBER = datetime(2026, 12, 1, 9, tzinfo=UTC)


# --- what an answer says --------------------------------------------------------------------------------------------


def test_a_line_answers_its_question() -> None:
    """Number or name, yes, no or n/a in any spelling, and after it the reason, also where it runs on."""
    given = read(
        "Hello,\n1: yes\n2) NO – the day was\ncounted wrongly\n\ntone = n/a\n4. y\nfound: A good letter.\n\nBest"
    )
    assert given.answers == {
        Check.BODY: Answer.YES, Check.TIME: Answer.NO, Check.TONE: Answer.NOT_ASKED, Check.REASONS: Answer.YES,
    }  # fmt: skip
    assert given.finding == "time: the day was counted wrongly; A good letter."
    assert given.missing == (Check.GROUNDS, Check.TOLD, Check.RECOMMENDATION, Check.DATA)
    assert read("2: no, problem with the day").answers == {Check.TIME: Answer.NO}


@pytest.mark.parametrize(
    "line",
    [
        "1: yesterday",
        "2 no",
        "9: yes",
        "1: none",
        "Was 1: yes?",
        "3: nothing",
        "1: no problem",
        "4: No issues at all",
        "2: no worries",
        "5: yes and no",
    ],
)
def test_what_only_looks_like_an_answer_is_none(line: str) -> None:
    """A word that begins like yes or no, a number without its mark and "no problem" answer nothing."""
    assert read(line).answers == {}


def test_what_was_found_runs_on_to_the_empty_line() -> None:
    """A mail program breaks long lines, and what stands on the next is no less kept."""
    assert (
        read("1: yes\nfound: Sent on the very day,\n> with care\n\nBest\nHan").found
        == "Sent on the very day, with care"
    )


def test_an_unclear_answer_is_named() -> None:
    """One sentence names what is neither yes nor no, and what is still to be answered."""
    said = sentence(read("1: yes\n2: perhaps\n3: no"))
    assert said == (
        "What you wrote for 2 (time) is neither yes, no nor n/a. What you answered is kept. "
        "Still to be answered: 2 (time), 4 (reasons), 5 (tone), 6 (told), 7 (recommendation), 8 (data)."
    )


def test_the_form_itself_answers_nothing() -> None:
    """The form brought back empty, quoted or not, is no answer; filled in, it is one, and no question is a reason."""
    for lines in (form(), [f"> {line}" for line in form()]):
        assert read_in_form("\n".join(lines)) == Given()
        filled = "\n".join(f"{line} yes" if line.strip("> ").endswith(":") else line for line in lines)
        assert read_in_form(filled).missing == ()
        reasoned = read_in_form("\n".join(f"{line} no - too late" if line.endswith("2:") else line for line in lines))
        assert reasoned.reasons == {Check.TIME: "too late"}


@given(st.dictionaries(st.sampled_from(list(Check)), st.sampled_from(list(Answer))))
def test_what_is_written_is_read(answers: dict[Check, Answer]) -> None:
    """Whatever is answered in the lines of the form is read as it was meant, in any order."""
    number = {check: place for place, check in enumerate(CHECKLIST, start=1)}
    assert read("\n".join(f"{number[check]}: {said}" for check, said in answers.items())).answers == answers


def test_a_later_answer_lies_over_the_one_before() -> None:
    """An answer given anew loses its old reason; what is not mentioned stays."""
    before = read("1: yes\n2: no - too late")
    assert read("2: yes").over(before) == Given({Check.BODY: Answer.YES, Check.TIME: Answer.YES}, {}, "")
    assert read("3: no").over(before).finding == "time: too late"


# --- whose it is to check -------------------------------------------------------------------------------------------


def decided(number: int, *people: str, kind: DecisionKind = DecisionKind.UPHELD) -> Decided:
    """A decision in which these had a part."""
    return Decided(f"PCR/2026/{number:05d}", kind, date(2026, 11, 20), people[0] if people else "", frozenset(people))


@given(
    parts=st.lists(st.sets(st.sampled_from(["A", "B", "C", "X"]), max_size=3), max_size=12),
    twice=st.integers(0, 100),
)
def test_a_sample_is_shared_among_those_who_had_no_part(parts: list[set[str]], twice: int) -> None:
    """Nobody checks their own work or one decision twice, loads are even, and the same is shared out again."""
    every = [decided(number, *sorted(people)) for number, people in enumerate(parts)]
    draw = {"percent": 100, "at_least": 1, "twice": twice}
    tasks, nobodys = shared(every, ["A", "B", "C"], "seed", **draw)  # type: ignore[arg-type]  # each its own number
    assert all(one.sampler not in one.decided.people for one in tasks)
    assert len({(one.decided.reference, one.sampler) for one in tasks}) == len(tasks)
    assert {one.decided.reference for one in tasks} == {one.reference for one in every if {"A", "B", "C"} - one.people}
    assert nobodys == ()
    assert shared(reversed(every), ["A", "B", "C"], "seed", **draw) == (tasks, ())  # type: ignore[arg-type]  # as above
    pairs = [one for one in tasks if one.twice]
    both = [one for one in every if len({"A", "B", "C"} - one.people) > 1]
    chosen = len({one.decided.reference for one in tasks})
    assert len(pairs) == 2 * min(len(both), -(-twice * chosen // 100))


def test_what_nobody_of_them_can_check_is_named() -> None:
    """A refusal that must be checked and in which all had a part goes to none of them, and is not forgotten."""
    late = decided(1, "A", kind=DecisionKind.LATE_REFUSED)
    tasks, nobodys = shared([late], ["A"], "seed", percent=10, at_least=5, started_on=date(2026, 11, 1))
    assert (tasks, nobodys) == ((), (late,))


# --- forms at work --------------------------------------------------------------------------------------------------


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """An office with an upheld case of C Writer's, and a late request that A Li had refused and M Okafor approved."""
    made = two_decided(tmp_path, QUALITY)
    yield made
    made.close()


def forms(desk: Desk, address: str = "") -> list[EmailMessage]:
    """The forms that left, to this person or to anybody."""
    return [one for one in desk.sent() if str(one["Subject"]).startswith("Check:") and address in ("", str(one["To"]))]


def asked(desk: Desk) -> dict[str, checks_asked.Asked]:
    """Every question by its case."""
    with desk.service.reading() as tx:
        return {one.reference: one for one in checks_asked.of_months(tx, MONTH, MONTH)}


def kept(desk: Desk) -> list[CheckRecord]:
    """Every check of November."""
    with desk.service.reading() as tx:
        return list(quality.of_months(tx, MONTH, MONTH))


def answers(desk: Desk, text: str, *, who: str = HAN, of: str = FIRST, inside: bool = True) -> None:
    """Somebody replies to the form of a case."""
    code = asked(desk)[of].code
    desk.numbers += 1
    desk.deliver(
        message(
            f"Somebody <{who}>", text, at=desk.clock.at, subject=f"RE: Check: {of} #{code}", number=desk.numbers,
            headers=INSIDE if inside else {},
        )
    )  # fmt: skip
    desk.runs()


def told(desk: Desk, address: str = HAN) -> str:
    """Everything the person was told, in one line."""
    mails = [one for one in desk.sent_to(address) if str(one["Subject"]).startswith("What became of")]
    bodies = [one.get_body(("plain",)) for one in mails]
    return " ".join(word for body in bodies if isinstance(body, EmailMessage) for word in body.get_content().split())


def test_the_forms_of_a_month_come_back_half_whole_and_corrected(desk: Desk) -> None:
    """On the first working day of December each sampler gets their forms once; what they answer becomes one check."""
    desk.runs()
    assert forms(desk) == []
    desk.clock.at = DECEMBER
    desk.runs()
    desk.restarts()
    desk.passes(days=1)
    assert {FIRST, SECOND} == set(asked(desk))
    assert {asked(desk)[SECOND].sampler} == {"H Head"}  # A Li had a part in it
    assert len(forms(desk)) == 2
    assert len(forms(desk, ADA)) + len(forms(desk, HAN)) == 2
    [sampler, address] = [asked(desk)[FIRST].sampler, {"H Head": HAN, "A Li": ADA}[asked(desk)[FIRST].sampler]]

    answers(desk, "1: yes\n2: no - a day too many\n\nOn Monday somebody wrote:\n> 3: yes", who=address)
    assert "Still to be answered: 3 (grounds), 4 (reasons)" in told(desk, address)
    assert kept(desk) == []
    answers(desk, "\n".join(f"{number}: yes" for number in range(3, 9)), who=address)
    assert f"{FIRST} is checked." in told(desk, address)
    [one] = kept(desk)
    assert (one.person, one.sampler, one.score, one.out_of) == ("C Writer", sampler, 7, 8)
    assert (one.answers["time"], one.finding) == ("no", "time: a day too many")

    with desk.service.writing() as tx:
        assert quality.feedback_given(tx, one.number, date(2026, 12, 1))
    answers(desk, "2: yes", who=address)
    assert "is put right" in told(desk, address)
    [one] = kept(desk)
    assert (one.score, one.finding, one.feedback_on) == (8, "", None)
    answers(desk, "2: yes", who=address)
    assert f"{FIRST} is checked so." in told(desk, address)
    answers(desk, "Thank you.\n\nFrom: Reviews\nSent: Monday\n\n> 2: no - a day too many", who=address)
    assert "Nothing in it answers a question" in told(desk, address)
    assert kept(desk)[0].answers["time"] == "yes"
    assert len(kept(desk)) == 1
    assert "PCR/2026/00003" not in {one["reference"] for one in lines(desk)}


def test_a_clock_that_was_ahead_keeps_no_form_back(desk: Desk) -> None:
    """After days on which the clock said next year, the forms of this November still come, once."""
    with desk.service.writing() as tx:
        rounds.finish(tx, asking.ROUND, date(2027, 12, 1), {"asked": 0})
    desk.clock.at = DECEMBER
    desk.runs()
    desk.passes(days=2)
    assert len(forms(desk)) == 2


def lines(desk: Desk) -> list[dict[str, object]]:
    """What `quality asked` shows of November, and that nothing else became a case."""
    with desk.service.reading() as tx:
        assert tx.connection.exec_driver_sql("SELECT count(*) FROM review").scalar_one() == 2
        return list(asking.asked_lines(tx, MONTH, MONTH))


@pytest.mark.parametrize(
    ("who", "inside", "said"),
    [(MO, True, "only they can answer"), (HAN, False, "Nothing proves"), ("ann@person.example", True, "")],
    ids=["another of the team", "not proved", "a stranger"],
)
def test_only_whoever_was_asked_can_answer(desk: Desk, who: str, inside: bool, said: str) -> None:
    """An answer of somebody else, proved or not, changes nothing, and colleagues hear why."""
    desk.clock.at = DECEMBER
    desk.runs()
    answers(desk, ALL_YES, who=who, of=SECOND, inside=inside)
    assert kept(desk) == []
    assert asked(desk)[SECOND].said == {}
    assert (
        said in told(desk, who) if said else not [one for one in desk.sent_to(who) if "What became" in one["Subject"]]
    )


def test_of_an_erased_case_nothing_is_kept(desk: Desk) -> None:
    """Whoever answers the form of a case that was erased since hears so, and their mail is no fault."""
    desk.clock.at = DECEMBER
    desk.runs()
    answers(desk, "1: yes", of=SECOND)
    code = asked(desk)[SECOND].code
    with desk.service.writing() as tx:
        erase(tx, 2, by="M Okafor", because="rule 6")
    raw = message(f"<{HAN}>", ALL_YES, at=desk.clock.at, number=902, subject=f"RE: Check #{code}", headers=INSIDE)
    name = desk.deliver(raw)
    desk.runs()
    assert f"{SECOND} was erased, so nothing can be found in it any more." in told(desk)
    assert desk.held(name).failures == 0
    assert kept(desk) == []


def test_an_absence_note_is_no_answer(desk: Desk) -> None:
    """What a program of the sampler's says is neither kept nor answered; who writes so themselves is heard."""
    desk.clock.at = DECEMBER
    desk.runs()
    code, away = asked(desk)[SECOND].code, "I am out of the office until Monday."
    for number, (words, mark) in enumerate(((ALL_YES, "auto-replied"), (away, "no"), (f"{away}\n{ALL_YES}", "no"))):
        assert asked(desk)[SECOND].said == {}
        assert told(desk) == ""
        headers = {**INSIDE, "Auto-Submitted": mark}
        raw = message(
            f"<{HAN}>",
            words,
            at=desk.clock.at,
            number=900 + number,
            subject=f"Automatic reply: #{code}",
            headers=headers,
        )
        desk.deliver(raw)
        desk.runs()
    assert f"{SECOND} is checked." in told(desk)


def test_one_more_person_is_asked_on_request(desk: Desk) -> None:
    """`second` asks about what another was asked about, once; without it only about what nobody was."""
    with desk.service.writing() as tx:
        assert [one.reference for one in asking.ask(desk.service, tx, MONTH, "H Head")] == [SECOND, FIRST]
        assert asking.ask(desk.service, tx, MONTH, "H Head") == ()
        assert asking.ask(desk.service, tx, MONTH, "A Li") == ()
        assert [one.reference for one in asking.ask(desk.service, tx, MONTH, "A Li", second=True)] == [FIRST]
        assert asking.ask(desk.service, tx, MONTH, "A Li", second=True) == ()


def test_the_commands_ask_and_say_who_was_asked(desk: Desk) -> None:
    """`quality ask` sends each form once, `quality asked` shows them, and the report says how many are unanswered."""

    def runs(*words: str) -> tuple[int, str]:
        done = CliRunner().invoke(app, ["quality", *words, "--config", str(desk.folder / "config.toml")])
        return done.exit_code, done.output

    assert "H Head is asked to check" in runs("ask", "--month", MONTH, "--sampler", "h head")[1]
    assert runs("ask", "--month", MONTH, "--sampler", "H Head") == (0, "There is nothing more to ask for.\n")
    assert runs("ask", "--month", "November", "--sampler", "H Head")[0] == 2
    assert runs("ask", "--month", MONTH, "--sampler", "X")[0] == 1
    shown = [json.loads(line) for line in runs("asked", "--from", MONTH, "--json")[1].splitlines()]
    assert [(one["reference"], one["sampler"], one["answered_on"]) for one in shown] == [
        (SECOND, "H Head", None), (FIRST, "H Head", None),
    ]  # fmt: skip
    report = [json.loads(line) for line in runs("report", "--from", MONTH, "--json")[1].splitlines()]
    assert {"about": "asked for, not answered", "label": "", "number": 2, "percent": None} in report


def test_a_decision_that_changed_is_not_checked_as_it_was(desk: Desk) -> None:
    """What was decided anew after the form left is said so, and nothing is kept under the old decision."""
    desk.clock.at = DECEMBER
    desk.runs()
    with desk.service.writing() as tx:
        casework.change(tx, 2, on=date(2026, 12, 1), state=State.INVALID, sets={}, next_action=None)
    answers(desk, ALL_YES, of=SECOND)
    assert "decided anew" in told(desk)
    assert kept(desk) == []


def test_the_same_decision_made_anew_is_another(desk: Desk) -> None:
    """Where a case was opened again and upheld again, an old form says nothing of the new decision."""
    desk.clock.at = DECEMBER
    desk.runs()
    day, address = date(2026, 12, 1), {"H Head": HAN, "A Li": ADA}[asked(desk)[FIRST].sampler]
    with desk.service.writing() as tx:
        casework.change(tx, 1, on=day, state=State.OUTCOME_SENT, sets={"decided_on": day}, next_action=None)
    answers(desk, ALL_YES, who=address)
    assert "decided anew" in told(desk, address)
    assert kept(desk) == []


def test_an_answer_that_was_held_up_writes_nothing_over(desk: Desk) -> None:
    """A mail that comes after a later one adds what that one left open, and no more."""
    desk.clock.at = DECEMBER
    desk.runs()
    answers(desk, "1: yes\n2: yes", of=SECOND)
    desk.passes(hours=1)
    early = message(
        f"Han <{HAN}>", "2: no - a day too late\n3: no - which?", at=desk.clock.at.replace(hour=8),
        subject=f"RE: #{asked(desk)[SECOND].code}", number=900, headers=INSIDE,
    )  # fmt: skip
    desk.deliver(early)
    desk.runs()
    said = asked(desk)[SECOND].said
    assert said["answers"] == {"body": "yes", "time": "yes", "grounds": "no"}
    assert said["reasons"] == {"grounds": "which?"}
