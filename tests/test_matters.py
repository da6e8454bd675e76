"""Matters that are no reviews, by themselves: how lines are read, when steps are due, what may be done; no store."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from config.supplied_matters import SUPPLIED
from handlers.command_lines import CommandLine, Misread, Order, command_line
from handlers.matter_lines import Addressed, act, addressed, nearest_day, new
from handlers.matter_steps import (
    counted,
    due_by,
    due_on,
    end_of_week,
    for_digest,
    reminder,
    waits_for,
    working_days_before,
)
from handlers.matters import refusal, said, shown, wrong_with
from handlers.working_days import WorkingDays
from store.messages.matters import (
    Counted,
    Matter,
    MatterAct,
    MatterKind,
    MatterVerb,
    NewMatter,
    Person,
    Reminder,
    Step,
    StepRule,
    Way,
)

TODAY = date(2026, 11, 23)
DAYS = WorkingDays()
KINDS: Mapping[str, MatterKind] = {one.key: one for one in SUPPLIED}
APPEAL, MISCONDUCT, ASSOCIATION = KINDS["appeal"], KINDS["misconduct"], KINDS["association"]
REF = "OTH/2026/00012"
_V = MatterVerb


def matter(kind: MatterKind = APPEAL, **more: object) -> Matter:
    """An open matter of A Li's, without any day."""
    steps = tuple(Step(rule) for rule in kind.steps)
    values: dict[str, object] = {"owner": "A Li", "opened_on": TODAY, "closed_on": None, "dates": {}, "steps": steps}
    return Matter(12, REF, kind, **{**values, **more})  # type: ignore[arg-type]


def with_step(one: Matter, key: str, **values: object) -> Matter:
    """The matter with one of its steps as said."""
    steps = tuple(replace(step, **values) if step.rule.key == key else step for step in one.steps)  # type: ignore[arg-type]
    return replace(one, steps=steps)


# --- what people say --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("matter new appeal: PC Example", "new appeal: PC Example"),
        ("Matter OTH/2026/00012 done chair", "OTH/2026/00012 done chair"),
        ("matter 12 show.", "12 show"),
        ("matter list", "list"),
        ("matter", ""),
    ],
)
def test_a_line_about_a_matter_is_a_command(line: str, value: str) -> None:
    """The word matter with a number, a reference, or new, list, kinds or show is a command."""
    assert command_line(line, TODAY) == CommandLine(Order.MATTER, value=value)


@pytest.mark.parametrize("line", ["Matter of fact I rang her", "matters arising", "Matter closed, thank you all"])
def test_other_words_about_matters_are_none(line: str) -> None:
    """A sentence that begins with the word is just words."""
    assert command_line(line, TODAY) is None


@pytest.mark.parametrize(
    ("words", "means"),
    [
        ("OTH/2026/00012 done chair", Addressed(_V.DONE, REF, "chair")),
        ("oth 26 12: served copies by post", Addressed(_V.SERVED, REF, "copies by post")),
        ("12 close", Addressed(_V.CLOSE, REF, "")),
        ("show 12", Addressed(_V.SHOW, REF, "")),
        ("list", Addressed(_V.LIST, "", "")),
        ("new appeal: a title", Addressed(_V.NEW, "", "appeal: a title")),
    ],
)
def test_whom_a_line_is_about(words: str, means: Addressed) -> None:
    """The verb stands before or after the reference; a bare number is a matter of this year."""
    assert addressed(words, "OTH", TODAY) == means


@pytest.mark.parametrize("words", ["12 dance", "PCR/2026/00012 done chair", "show", "12"])
def test_whom_a_line_is_not_about(words: str) -> None:
    """Without a verb, or with another series' reference, the line is refused with a sentence."""
    assert isinstance(addressed(words, "OTH", TODAY), Misread)


@pytest.mark.parametrize(
    ("verb", "rest", "means"),
    [
        (_V.DONE, "chair", MatterAct(_V.DONE, "chair", TODAY)),
        (_V.DONE, "chair on 20 November", MatterAct(_V.DONE, "chair", date(2026, 11, 20))),
        (_V.DONE, "Chair asked for and appointed on 2026-11-20 because he said so",
         MatterAct(_V.DONE, "chair", date(2026, 11, 20), words="he said so")),
        (_V.DATE, "hearing 12 January", MatterAct(_V.DATE, "hearing", date(2027, 1, 12))),
        (_V.DATE, "decided 3 November", MatterAct(_V.DATE, "decided", date(2026, 11, 3))),
        (_V.DATE, "hearing on 12 January 2027", MatterAct(_V.DATE, "hearing", date(2027, 1, 12))),
        (_V.DUE, "response 8 January because the chair allowed it",
         MatterAct(_V.DUE, "response", date(2027, 1, 8), words="the chair allowed it")),
        (_V.SERVED, "copies by recorded post to the Chief Constable on 20 November message 45",
         MatterAct(_V.SERVED, "copies", date(2026, 11, 20), Way.RECORDED_POST, "the Chief Constable", message="45")),
        (_V.SERVED, "told by email to Jo of Stoke on Trent because a receipt came",
         MatterAct(_V.SERVED, "told", TODAY, Way.EMAIL, "Jo of Stoke on Trent", "a receipt came")),
        (_V.SERVED, "copies by hand to Jo message <a@b.example>",
         MatterAct(_V.SERVED, "copies", TODAY, Way.HAND, "Jo", message="<a@b.example>")),
        (_V.NOTE, "rang the chair", MatterAct(_V.NOTE, words="rang the chair")),
        (_V.OWNER, "to A Li", MatterAct(_V.OWNER, words="A Li")),
        (_V.PERSON, "appellant: Jo Bloggs, jo@chambers.example",
         MatterAct(_V.PERSON, person=Person("appellant", "Jo Bloggs", "jo@chambers.example"))),
        (_V.LINK, "45", MatterAct(_V.LINK, message="45")),
        (_V.LINK, "message <a@b.example>", MatterAct(_V.LINK, message="<a@b.example>")),
        (_V.CLOSE, "because withdrawn", MatterAct(_V.CLOSE, words="withdrawn")),
        (_V.REOPEN, "chair because the wrong one", MatterAct(_V.REOPEN, "chair", words="the wrong one")),
        (_V.REOPEN, "because it goes on", MatterAct(_V.REOPEN, words="it goes on")),
    ],
)  # fmt: skip
def test_what_a_line_asks_for(verb: MatterVerb, rest: str, means: MatterAct) -> None:
    """What follows the verb is read by its own rule; a day without a year is the nearest, one that is done has been."""
    assert act(verb, rest, APPEAL, TODAY) == means


@pytest.mark.parametrize(
    ("verb", "rest"),
    [
        (_V.DONE, "dancing"), (_V.DONE, "chair soon"), (_V.DATE, "birthday 3 May"), (_V.DATE, "hearing soon"),
        (_V.DUE, "response"), (_V.SERVED, "copies by pigeon to Jo"), (_V.SERVED, "by post to Jo"), (_V.NOTE, ""),
        (_V.OWNER, ""), (_V.PERSON, "Jo"), (_V.LINK, "that one"), (_V.REOPEN, "dancing because"),
    ],
)  # fmt: skip
def test_what_no_line_asks_for(verb: MatterVerb, rest: str) -> None:
    """What cannot be read is refused with a sentence, and nothing is guessed."""
    assert isinstance(act(verb, rest, APPEAL, TODAY), Misread)


def test_a_new_matter_is_read_from_its_lines() -> None:
    """Days by their word or their words, owner, people and a note; what stands after an empty line is a signature."""
    below = "decided: 3 November 2026\nowner: A Li\nappellant: Jo Bloggs, jo@chambers.example\n\nKind regards\nAda: x"
    read = new("appeal: Appeal of 3 November", below, SUPPLIED, TODAY)
    people = (Person("appellant", "Jo Bloggs", "jo@chambers.example"),)
    assert read == NewMatter("appeal", "Appeal of 3 November", "A Li", {"decided": date(2026, 11, 3)}, people)
    noted = new("association a friend", "note: one\n\ntwo", SUPPLIED, TODAY)
    assert noted == NewMatter("association", "a friend", dates={}, note="one\n\ntwo")


@pytest.mark.parametrize(
    ("rest", "below"),
    [("party: a title", ""), ("appeal: a title", "just words"), ("appeal: a title", "decided: soon")],
)
def test_a_new_matter_that_cannot_be_read(rest: str, below: str) -> None:
    """Another kind, a line that is no field, a day that is none: each is refused."""
    assert isinstance(new(rest, below, SUPPLIED, TODAY), Misread)


@given(st.text(max_size=80), st.sampled_from([*MatterVerb]))
def test_no_words_break_the_reading(words: str, verb: MatterVerb) -> None:
    """Whatever is written, it is an act or a sentence that refuses."""
    assert isinstance(addressed(words, "OTH", TODAY), Addressed | Misread)
    assert isinstance(act(verb, words, APPEAL, TODAY), MatterAct | Misread)
    assert isinstance(new(words, words, SUPPLIED, TODAY), NewMatter | Misread)


def test_a_day_without_a_year_is_the_nearest() -> None:
    """In November, January lies ahead and October behind."""
    assert nearest_day("5 January", TODAY) == date(2027, 1, 5)
    assert nearest_day("5 October", TODAY) == date(2026, 10, 5)
    assert nearest_day("one day", TODAY) is None


# --- when steps are due -----------------------------------------------------------------------------------------------

some_days = st.dates(min_value=date(2020, 1, 1), max_value=date(2040, 12, 31))
numbers = st.integers(min_value=0, max_value=60)


@given(some_days, numbers, st.booleans())
@example(date(2026, 11, 29), 0, True)
@example(date(2026, 11, 29), 0, False)
def test_what_is_counted_in_working_days_ends_on_one(since: date, number: int, before: bool) -> None:
    """No step counted in working days is due on a day off, and as many working days lie between as the rule says."""
    due = counted(StepRule("a", "A", number, Counted.WORKING, "since", before), since, DAYS)
    assert DAYS.is_working_day(due)
    first, last = (due, since) if before else (since, due)
    if number:
        span = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        between = [day for day in span if day != since and DAYS.is_working_day(day)]
        assert len(between) == number
    assert (due <= since) if before else (due >= since)


@given(some_days, st.integers(min_value=0, max_value=36))
def test_months_keep_the_day_of_the_month(since: date, number: int) -> None:
    """A year on is the same day; the last of the month where that day does not exist."""
    due = counted(StepRule("a", "A", number, Counted.MONTHS, "since"), since, DAYS)
    assert (due.year * 12 + due.month) - (since.year * 12 + since.month) == number
    assert due.day == since.day or (due.day < since.day and (due + timedelta(days=1)).day == 1)


@pytest.mark.parametrize(
    ("kind", "dates", "step", "due"),
    [
        (APPEAL, {"decided": date(2026, 12, 18)}, "notice", date(2027, 1, 6)),  # three bank holidays on the way
        (APPEAL, {"received": date(2026, 11, 20)}, "copies", date(2026, 11, 24)),
        (APPEAL, {"hearing": date(2027, 1, 12)}, "told", date(2026, 12, 10)),
        (MISCONDUCT, {"hearing": date(2027, 1, 4)}, "publish", date(2026, 12, 23)),
        (MISCONDUCT, {"hearing": date(2027, 1, 3)}, "heard", date(2027, 1, 3)),
        (ASSOCIATION, {"declared": date(2024, 2, 29)}, "review", date(2025, 2, 28)),
        (APPEAL, {}, "notice", None),
        (APPEAL, {"hearing": date(2027, 1, 12)}, "determination", None),
    ],
)
def test_when_supplied_steps_are_due(kind: MatterKind, dates: dict[str, date], step: str, due: date | None) -> None:
    """Counted from the day after, over bank holidays; backwards from a hearing; and not at all without a day."""
    one = matter(kind, dates=dates)
    assert due_on(one, one.step(step), DAYS) == due


def test_a_step_is_counted_from_another_once_that_was_done() -> None:
    """The determination is due from the day it was heard; a day set by hand goes before any rule."""
    one = with_step(matter(), "heard", done_on=date(2027, 1, 12))
    assert due_on(one, one.step("determination"), DAYS) == date(2027, 1, 19)
    moved = with_step(one, "determination", moved_to=date(2027, 1, 31))
    assert due_on(moved, moved.step("determination"), DAYS) == date(2027, 1, 31)


def test_what_repeats_is_due_again() -> None:
    """A declaration looked at is due again a year after that, and its matter stays open."""
    one = with_step(matter(ASSOCIATION, dates={"declared": date(2025, 6, 1)}), "review", done_on=date(2026, 7, 1))
    assert due_on(one, one.step("review"), DAYS) == date(2027, 7, 1)
    assert one.step("review").is_open


@given(some_days, some_days, st.integers(min_value=0, max_value=10))
def test_nobody_is_reminded_on_a_day_off(due: date, today: date, before: int) -> None:
    """A reminder comes on working days alone, so many before the day, and on the last working day up to it."""
    found = reminder(due, today, DAYS, before)
    if not DAYS.is_working_day(today):
        assert found is None
        return
    last = working_days_before(due, 0, DAYS)
    near = working_days_before(last, before, DAYS)
    assert found is (Reminder.DAY if today >= last else Reminder.BEFORE if today >= near and before else None)


def test_the_days_of_reminders() -> None:
    """Due on a Sunday, with two days' notice: near from Wednesday on, due on Friday."""
    due = date(2026, 11, 29)
    told = {day: reminder(due, date(2026, 11, day), DAYS, 2) for day in range(24, 31)}
    assert told == {
        24: None, 25: Reminder.BEFORE, 26: Reminder.BEFORE, 27: Reminder.DAY, 28: None, 29: None, 30: Reminder.DAY,
    }  # fmt: skip


def test_what_the_manager_is_told() -> None:
    """Overdue and due up to Sunday, by day; what has no day says what for; names and titles are not told."""
    late = matter(dates={"received": date(2026, 11, 2)}, title="PC Example")
    free = replace(matter(MISCONDUCT, title="PC Other"), reference="OTH/2026/00013")
    told = for_digest((late, free), TODAY, DAYS)
    assert [(one.step, one.on, one.days_late, one.unverified) for one in told.due] == [
        ("Copies of the notice to the respondent", date(2026, 11, 4), 19, False),
        ("Chair asked for and appointed", date(2026, 11, 16), 7, False),
        ("Respondent's documents and statement", date(2026, 11, 23), 0, True),
    ]
    assert told.waiting == (("OTH/2026/00013", "waits for the first day of the hearing"),)
    assert "Example" not in repr(told)
    assert not due_by((replace(late, closed_on=TODAY),), end_of_week(TODAY), DAYS)


def test_a_matter_with_nothing_left_says_so() -> None:
    """Everything done and not closed: that is what the manager reads."""
    one = matter(MISCONDUCT, steps=tuple(Step(rule, done_on=TODAY) for rule in MISCONDUCT.steps))
    assert waits_for(one, DAYS) == "everything is done: close it"
    assert waits_for(replace(one, closed_on=TODAY), DAYS) == ""


# --- what may be done -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        (MatterAct(_V.DONE, "copies", TODAY), "needs proof of service"),
        (MatterAct(_V.DONE, "chair", TODAY + timedelta(days=1)), "still to come"),
        (MatterAct(_V.SERVED, "copies", TODAY, Way.POST, "Jo"), "what shows it"),
        (MatterAct(_V.SERVED, "copies", TODAY, Way.POST, words="receipt 7"), "to whom"),
        (MatterAct(_V.SERVED, "copies", TODAY, to="Jo", words="receipt 7"), "how it was served"),
        (MatterAct(_V.DUE, "response", TODAY), "why it has another day"),
        (MatterAct(_V.DATE, "hearing", date(9999, 12, 31)), "cannot be right"),
        (MatterAct(_V.CLOSE), "Still to be done"),
        (MatterAct(_V.REOPEN, "chair", words="wrong"), "is open"),
        (MatterAct(_V.REOPEN, words="wrong"), "is open"),
        (MatterAct(_V.REOPEN), "Say why"),
        (MatterAct(_V.DONE, "chair", TODAY), ""),
        (MatterAct(_V.SERVED, "copies", TODAY, Way.POST, "Jo", "receipt 7"), ""),
        (MatterAct(_V.SERVED, "copies", TODAY, Way.POST, "Jo", message="45"), ""),
        (MatterAct(_V.CLOSE, words="withdrawn"), ""),
        (MatterAct(_V.DUE, "response", TODAY, words="the chair allowed it"), ""),
    ],
)
def test_what_may_be_done(asked: MatterAct, why: str) -> None:
    """A step to serve is done by proof alone, nothing is done before it happens, and whatever departs has a reason."""
    found = refusal(matter(), asked, TODAY)
    assert why in found
    assert bool(found) == bool(why)


def test_a_closed_or_erased_matter_takes_nothing_more() -> None:
    """A closed one is reopened first, and one that was erased stays as it is."""
    closed, erased = matter(closed_on=TODAY), matter(closed_on=TODAY, is_erased=True)
    assert "Reopen it first" in refusal(closed, MatterAct(_V.DONE, "chair", TODAY), TODAY)
    assert not refusal(closed, MatterAct(_V.REOPEN, words="it goes on"), TODAY)
    assert "has been erased" in refusal(erased, MatterAct(_V.REOPEN, words="it goes on"), TODAY)


def test_a_step_done_is_not_done_again() -> None:
    """A second doing is refused with the day of the first; what repeats is done as often as it is."""
    one = with_step(matter(), "chair", done_on=TODAY)
    assert "Monday 23 November 2026" in refusal(one, MatterAct(_V.DONE, "chair", TODAY), TODAY)
    yearly = with_step(matter(ASSOCIATION), "review", done_on=TODAY)
    assert not refusal(yearly, MatterAct(_V.DONE, "review", TODAY), TODAY)


def test_a_matter_needs_words_and_days_that_can_be() -> None:
    """A matter without a title, or from another century, is not opened."""
    assert "Say what it is" in wrong_with(NewMatter("appeal", ""), APPEAL, TODAY)
    assert "cannot be right" in wrong_with(NewMatter("appeal", "x", dates={"decided": date(1926, 1, 1)}), APPEAL, TODAY)
    assert not wrong_with(NewMatter("appeal", "x", dates={"decided": TODAY}), APPEAL, TODAY)


def test_answers_name_nobody() -> None:
    """What is mailed back tells steps and days, and whether a period of law is confirmed; never whom it is about."""
    people = (Person("appellant", "Jo Bloggs", "jo@chambers.example"),)
    one = matter(dates={"decided": date(2026, 11, 13)}, title="PC Bloggs", people=people)
    told = " ".join((said(one, None, DAYS), *shown(one, DAYS)))
    assert "Next: Last day for the officer's notice of appeal, due on Friday 27 November 2026 (nobody has" in told
    assert "Bloggs" not in told


@pytest.mark.parametrize("kind", SUPPLIED, ids=lambda one: one.key)
def test_no_supplied_law_counts_as_checked(kind: MatterKind) -> None:
    """Whatever is supplied and follows a law says that nobody has confirmed its period."""
    assert not [step.key for step in kind.steps if step.law and step.verified]
