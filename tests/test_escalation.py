"""What belongs before the manager is passed on, told at once where it is urgent, and comes again until it is seen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from handlers.escalation import RULES, Watched, escalations
from handlers.working_days import WorkingDays
from store import cases, questions
from store.messages import CaseRecord, QuestionRecord, Verb, spans
from store.terms import Flag, Kind, State, Trigger
from tests.desk import FIRST, Desk, words
from tests.signing_world import ADA, HAN, MO, TEAM

SECOND_FILE = "told_at_once.txt"
DANGER = (
    "Dear team,\n\nI would like a review of how my complaint was handled. The outcome letter is dated 9 November 2026 "
    "and the reference is PC/04417/26. Nobody spoke to the witness. I cannot go on any more and I am going to kill "
    "myself tonight.\n"
)
MORE = '[escalation]\nto_head = ["risk"]\nsecond_address = "duty@mopac.example"\nsecond_file = "told_at_once.txt"\n'


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """An office whose settings name every second way."""
    made = Desk(tmp_path, more=TEAM + MORE)
    yield made
    made.close()


def told(desk: Desk, who: str) -> list[str]:
    """The words of every mail that passed something on to this address."""
    return [words(one) for one in desk.sent() if one["To"] == who and "Please read now" in one["Subject"]]


def passed_on(desk: Desk) -> list[str]:
    """The codes of what was passed on and not seen."""
    return [code for code in desk.asked() if code.startswith("escalation:")]


def record(**more: object) -> CaseRecord:
    """A case that was received on 1 September 2026 and has nothing the manager need know."""
    day = date(2026, 9, 1)
    facts = {"reference": FIRST, "received_on": day, "opened_on": day, "state": State.TRIAGE, "spans": spans(day, ())}
    return CaseRecord(**{**facts, **more})  # type: ignore[arg-type]  # by name


def triggers(newest: dict[str, int] | None = None, *, on: date = date(2026, 9, 30), **more: object) -> dict[str, int]:
    """What would be passed on of such a case, with how much there is of it."""
    found = escalations(Watched(record(**more), newest or {}, on, 90))
    return {one.trigger: one.evidence for one in found}


@pytest.mark.parametrize(
    ("newest", "trigger"),
    [
        ({Flag.RISK_TO_LIFE: 3, Flag.THREAT: 7}, Trigger.RISK),
        ({Flag.SAFEGUARDING: 7}, Trigger.RISK),
        ({Flag.DOMESTIC_ABUSE: 7}, Trigger.RISK),
        ({Flag.DEATH_OR_SERIOUS_INJURY: 7}, Trigger.DEATH),
        ({Flag.MINOR: 7}, Trigger.CHILD),
        ({Flag.DISCRIMINATION: 7}, Trigger.DISCRIMINATION),
        ({Flag.SENIOR_OFFICER: 7}, Trigger.SENIOR_OFFICER),
        ({Kind.PRESS: 7}, Trigger.MEDIA),
        ({Kind.ELECTED_REPRESENTATIVE: 7}, Trigger.MEDIA),
        ({Flag.LITIGATION: 7}, Trigger.LITIGATION),
        ({Kind.LEGAL: 7}, Trigger.LITIGATION),
        ({Flag.JOINT: 7}, Trigger.SEVERAL_PEOPLE),
    ],
)
def test_each_mark_of_a_message_has_its_trigger(newest: dict[str, int], trigger: Trigger) -> None:
    """A flag or kind of a message passes its case on for the reason that belongs to it, and for no other."""
    assert triggers(newest) == {trigger: 7}


def test_each_thing_on_record_has_its_trigger() -> None:
    """Refusals, a dispute, a letter that went astray and great age are passed on, each for its own reason."""
    disputed = spans(date(2026, 9, 1), [(State.BODY_DISPUTED, date(2026, 9, 3)), (State.TRIAGE, date(2026, 9, 4))])
    due = date(2026, 9, 30)
    assert triggers(spans=disputed) == {Trigger.BODY_DISPUTED: 1}
    assert triggers(recommendation="rejected") == {Trigger.RECOMMENDATION_REFUSED: 1}
    assert triggers(recommendation="partly") == {}
    assert triggers(questions=(QuestionRecord("papers_refused", "manager", due),)) == {Trigger.PAPERS_REFUSED: 1}
    astray = (QuestionRecord("may_have_gone_to_the_wrong_person", "manager", due),)
    assert triggers(questions=astray) == {Trigger.WRONG_PERSON: 1}
    assert triggers(on=date(2026, 11, 29)) == {}
    assert triggers(on=date(2026, 11, 30)) == {Trigger.OLD: 1}
    assert triggers(on=date(2027, 2, 28)) == {Trigger.OLD: 2}


def test_every_trigger_has_one_rule() -> None:
    """Every reason there is has exactly one rule, in the order of the words."""
    assert [rule.trigger for rule in RULES] == list(Trigger)


def test_danger_is_told_at_once_by_every_way(desk: Desk) -> None:
    """A message that speaks of danger is before manager, head, second address and second file, at any hour."""
    desk.clock.at = desk.clock.at.replace(hour=3)
    desk.person("Ann").writes(DANGER)
    desk.runs()
    assert len(passed_on(desk)) == 1
    for who in (MO, HAN, "duty@mopac.example"):
        (said,) = told(desk, who)
        assert FIRST in said
        assert "speaks of danger" in said
        assert "Ann" not in said
    assert told(desk, ADA) == []
    (line,) = (desk.folder / SECOND_FILE).read_text().splitlines()
    assert line == f"2026-11-23 03:00 {FIRST} risk"


def test_nothing_is_told_twice(desk: Desk) -> None:
    """However often the service looks and starts, one message with danger in it is one mail and one line."""
    desk.person("Ann").writes(DANGER)
    desk.runs()
    desk.runs()
    desk.restarts()
    desk.runs()
    assert len(told(desk, MO)) == 1
    assert len((desk.folder / SECOND_FILE).read_text().splitlines()) == 1


def test_danger_in_a_message_of_no_case_is_told_once(desk: Desk) -> None:
    """A message that opens no case is told of too, once, also when a person puts it with a case afterwards."""
    desk.person("Ann").writes()
    desk.runs()
    loose = desk.person("Bea").writes("When will I hear about my review? I am going to kill myself tonight.")
    desk.runs()
    assert desk.only_case() == FIRST
    (said,) = told(desk, MO)
    assert "A message of no case" in said
    assert (desk.folder / SECOND_FILE).read_text().split()[2:] == ["no", "case", "risk"]
    desk.drags(loose, f"case:{FIRST}")
    desk.settles()
    desk.clock.at += timedelta(hours=1)
    desk.runs()
    assert len(told(desk, MO)) == 1
    (answer,) = desk.mails(MO, "seen 1")
    assert "M Okafor has seen" in answer
    assert passed_on(desk) == []


def test_what_nobody_has_seen_comes_again(desk: Desk) -> None:
    """What was told at once comes again after four working hours, not overnight, until the manager has seen it."""
    desk.person("Ann").writes(DANGER)
    desk.runs()
    desk.clock.at += timedelta(hours=3)
    desk.runs()
    assert len(told(desk, MO)) == 1
    desk.clock.at += timedelta(hours=1)
    desk.runs()
    assert ["Again" in one for one in told(desk, MO)] == [False, True]
    desk.clock.at += timedelta(hours=1)
    desk.runs()
    assert len(told(desk, MO)) == 2
    desk.clock.at += timedelta(hours=11)
    desk.runs()
    assert len(told(desk, MO)) == 2
    (answer,) = desk.mails(MO, "seen 1")
    assert "M Okafor has seen what was passed on" in answer
    assert passed_on(desk) == []
    desk.clock.at += timedelta(days=2)
    desk.runs()
    assert len(told(desk, MO)) == 2


def test_a_further_message_with_danger_is_passed_on_anew(desk: Desk) -> None:
    """Whoever has seen the first is told of the second."""
    ann = desk.person("Ann")
    ann.writes(DANGER)
    desk.runs()
    desk.mails(MO, "seen 1")
    assert passed_on(desk) == []
    ann.writes(f"About {FIRST}: I still want to die, I have the tablets here and will take them tonight.")
    desk.runs()
    assert len(passed_on(desk)) == 1
    assert len(told(desk, MO)) == 2


def test_what_is_not_urgent_waits_for_the_digest(desk: Desk) -> None:
    """Discrimination is passed on as a question within the hour, and no mail of its own is written."""
    desk.person("Ann").writes(
        "I would like a review of how my complaint was handled. The outcome letter is dated 9 November 2026 and the "
        "reference is PC/04417/26. The officer stopped me because I am black and called me a racist name; this was "
        "racial discrimination and nobody looked at it."
    )
    desk.runs()
    desk.clock.at += timedelta(hours=1)
    desk.runs()
    assert [code.partition(" ")[0] for code in passed_on(desk)] == ["escalation:discrimination"]
    assert told(desk, MO) == []
    assert not (desk.folder / SECOND_FILE).exists()


def test_a_case_without_a_message_is_told_like_any_other(tmp_path: Path) -> None:
    """Where the message of a case was put with another, what is told at once about it still reaches the manager."""
    desk = Desk(tmp_path, more=TEAM + '[escalation]\ntold_at_once = ["old"]\nold_after_days = 1\n')
    desk.person("Ann").writes()
    desk.runs()
    with desk.service.writing() as tx:
        tx.connection.exec_driver_sql("UPDATE intake SET case_id = NULL")
        assert cases.first_message(tx, 1) is None
    desk.passes(days=3)
    (only,) = told(desk, MO)
    assert FIRST in only
    desk.close()


def test_a_dispute_reaches_the_manager_within_the_hour(desk: Desk) -> None:
    """What people settle on a case is looked at once an hour while the office works, and not at night."""
    desk.person("Ann").writes()
    desk.runs()
    desk.tells(Verb.DISPUTE, by="A Li")
    assert passed_on(desk) == []
    desk.clock.at += timedelta(hours=9)
    desk.runs()
    assert passed_on(desk) == []
    desk.clock.at += timedelta(hours=15)
    desk.runs()
    assert passed_on(desk) == ["escalation:body_disputed 1"]


def test_anybody_of_the_team_can_pass_a_case_on(desk: Desk) -> None:
    """A case that a caseworker or administrator passes on with a reason is told to the manager at once."""
    desk.person("Ann").writes()
    desk.runs()
    (answer,) = desk.mails(ADA, "escalate 1 because a councillor asked about it")
    assert "passed it on to the manager: a councillor asked about it" in answer
    (said,) = told(desk, MO)
    assert "Somebody of the team passed it on" in said
    assert "councillor" not in said
    (again,) = desk.mails(ADA, "escalate 1 because I forgot")
    assert "already" in again
    (no_reason,) = desk.mails(ADA, "escalate 1")
    assert "Say why" in no_reason


def test_only_who_leads_can_say_that_it_was_seen(desk: Desk) -> None:
    """An administrator cannot acknowledge what was passed on to the manager; it stays with them."""
    desk.person("Ann").writes(DANGER)
    desk.runs()
    (answer,) = desk.mails(ADA, "seen 1")
    assert "Only the head or the manager" in answer
    assert len(passed_on(desk)) == 1
    (nothing,) = [desk.mails(MO, "seen 1"), desk.mails(MO, "seen 1")][1]
    assert "Nothing that was passed on" in nothing


def test_a_manager_who_is_away_is_stood_in_for(tmp_path: Path) -> None:
    """Where the manager is away their deputy is told at once."""
    away = TEAM.replace('deputy = "H Head"', 'deputy = "A Li"\nabsent = [[2026-11-23, 2026-11-30]]')
    desk = Desk(tmp_path, more=away)
    desk.person("Ann").writes(DANGER)
    desk.runs()
    assert told(desk, MO) == told(desk, HAN) == []
    assert len(told(desk, ADA)) == 1
    desk.close()


def test_what_is_switched_off_is_not_passed_on(tmp_path: Path) -> None:
    """A trigger that the office never wants passes nothing on."""
    desk = Desk(tmp_path, more=TEAM + '[escalation]\nnever = ["body_disputed"]\n')
    desk.person("Ann").writes()
    desk.runs()
    desk.tells(Verb.DISPUTE, by="A Li")
    desk.clock.at += timedelta(hours=1)
    desk.runs()
    assert passed_on(desk) == []
    desk.close()


def test_a_file_that_cannot_be_written_gets_its_line_later(desk: Desk) -> None:
    """Where the second file cannot be written the mail goes all the same, and the line follows."""
    blocked = desk.folder / SECOND_FILE
    blocked.mkdir()
    desk.person("Ann").writes(DANGER)
    desk.runs()
    assert len(told(desk, MO)) == 1
    blocked.rmdir()
    desk.runs()
    assert FIRST in blocked.read_text()


def test_a_question_answered_elsewhere_counts_as_seen(desk: Desk) -> None:
    """Whoever settles the question itself has seen it: nothing comes again."""
    desk.person("Ann").writes(DANGER)
    desk.runs()
    with desk.service.writing() as tx:
        case_id = cases.case_id_of(tx, FIRST)
        for one in questions.still_open(tx, case_id=case_id):
            questions.answer(tx, one, by="M Okafor")
    desk.clock.at += timedelta(days=1)
    desk.runs()
    assert len(told(desk, MO)) == 1


def test_the_question_says_how_it_is_answered() -> None:
    """The question is the manager's for the next working day and says the words that answer it."""
    from handlers.escalation import question

    (found,) = escalations(Watched(record(), {Flag.THREAT: 4}, date(2026, 9, 30), 90))
    asked = question(found, FIRST, date(2026, 11, 20), WorkingDays())
    assert (asked.code, asked.owner, asked.due_on) == ("escalation:risk 4", "manager", date(2026, 11, 23))
    assert f"seen {FIRST}" in asked.text
