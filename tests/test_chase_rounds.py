"""Which mails a round writes, of all that could be asked about; each rule by itself, and any mixture of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.chase import Known, next_day, plan_round
from handlers.rungs import list_day
from store.messages import Away, PaperRequest, Unit
from store.terms import Asked, Rung
from tests.chasing import (
    A_DAY,
    ASKED,
    BOSS,
    BOX,
    CHASER,
    DAYS,
    DUE,
    LADDER,
    MANAGER,
    POINT,
    POINT_DAY,
    UNIT,
    asked,
    at,
    chased,
    round_of,
    steps_of,
)


def test_requests_of_one_step_go_as_one_list() -> None:
    """Several requests at the same step of one unit are one mail, the oldest first."""
    late = [asked(number, due_on=DUE - (number % 3) * A_DAY, heard_on=ASKED) for number in (1, 2, 3)]
    [mail] = round_of(*late, on=CHASER).mails
    assert [line.request.id for line in mail.lines] == [2, 1, 3]
    assert mail.is_list
    assert all(line.why for line in mail.lines)


def test_a_unit_gets_one_mail_a_day_the_most_urgent() -> None:
    """Of several steps the highest is taken, and the others wait for the next working day, with the reason."""
    requests = asked(1, heard_on=ASKED), chased(2), asked(3, asked_on=MANAGER - 9 * A_DAY, due_on=MANAGER + A_DAY)
    plan = round_of(*requests, on=MANAGER)
    assert steps_of(plan) == [("PCR/2026/00002", Rung.MANAGER, BOSS)]
    assert {one.request.id: one.again_on for one in plan.passed_over if one.again_on} == {
        1: MANAGER + A_DAY,
        3: MANAGER + A_DAY,
    }
    assert all("one mail of today" in one.why for one in plan.passed_over if one.again_on)
    assert round_of(*requests, on=MANAGER, mailed={"psu": Rung.CHASER}).mails == ()


def test_the_single_point_gets_one_list_of_all_units() -> None:
    """The single point of contact hears of all units in one mail a day, which counts for each of them."""
    high = chased(1), chased(2, unit="north"), asked(3, unit="north", heard_on=ASKED)
    plan = round_of(*high, on=POINT_DAY)
    [mail] = plan.mails
    assert (mail.to, mail.units, len(mail.lines)) == (POINT, ("north", "psu"), 2)
    again = round_of(chased(2, unit="north"), on=POINT_DAY, mailed={"psu": Rung.SINGLE_POINT})
    assert again.mails == ()
    both = chased(1), chased(2, unit="north", asked=Asked.RECOMMENDATION, items=())
    assert [mail.to for mail in round_of(*both, on=POINT_DAY).mails] == [POINT]
    unknown = round_of(chased(2, unit="north"), on=POINT_DAY, mailed={"gone": Rung.SINGLE_POINT})
    assert unknown.mails == ()


def test_recommendations_and_papers_are_not_asked_for_in_one_mail() -> None:
    """Answers to recommendations have a mail of their own, on another day."""
    plan = round_of(asked(1, heard_on=ASKED), asked(2, heard_on=ASKED, asked=Asked.RECOMMENDATION, items=()), on=CHASER)
    assert [[line.request.id for line in mail.lines] for mail in plan.mails] == [[1]]
    assert not plan.mails[0].is_about_recommendations


def test_two_requests_of_a_case_share_a_mail_or_wait() -> None:
    """What is asked on one case goes in one mail, or two working days lie between."""
    both = asked(1, heard_on=ASKED), asked(2, case_id=1, heard_on=ASKED)
    assert len(round_of(*both, on=CHASER).mails) == 1
    other = asked(2, case_id=1, unit="north", heard_on=ASKED)
    plan = round_of(both[0], other, on=CHASER)
    assert len(plan.mails) == 1
    assert round_of(other, on=CHASER, cases_mailed=frozenset({1})).mails == ()
    assert round_of(asked(heard_on=ASKED, last_mail_on=DUE), on=CHASER).mails == ()


@pytest.mark.parametrize(
    ("now", "leaves"),
    [
        (at(CHASER, 8, 59), False),
        (at(CHASER, 9), True),
        (at(CHASER, 15, 59), True),
        (at(CHASER, 16), False),
        (at(date(2026, 11, 21)), False),
        (at(date(2026, 12, 28)), False),
        (datetime(2027, 6, 15, 8, 1, tzinfo=UTC), True),
        (datetime(2027, 6, 15, 7, 59, tzinfo=UTC), False),
        (datetime(2027, 6, 15, 15, 1, tzinfo=UTC), False),
    ],
)
def test_nothing_leaves_outside_the_hours(now: datetime, leaves: bool) -> None:
    """Mails leave on working days from 09:00 until 16:00 in London, in summer and winter."""
    plan = plan_round([asked(heard_on=ASKED)], {"psu": UNIT}, DAYS, LADDER, Known(now, now))
    assert bool(plan.mails) is leaves
    if not leaves:
        assert plan.tasks == ()
        [over] = plan.passed_over
        assert over.again_on is not None
        assert over.again_on >= now.date()
        assert DAYS.is_working_day(over.again_on)


@pytest.mark.parametrize(("minutes", "leaves"), [(14, True), (15, False), (600, False), (None, False)])
def test_nothing_is_decided_on_old_knowledge(minutes: int | None, leaves: bool) -> None:
    """Where the mailbox was not read to its end within 15 minutes, nothing is planned, and it is tried again today."""
    read = None if minutes is None else at(POINT_DAY) - timedelta(minutes=minutes)
    plan = round_of(chased(), on=POINT_DAY, read_up_to=read)
    assert bool(plan.mails or plan.tasks) is leaves
    if not leaves:
        assert [one.again_on for one in plan.passed_over] == [POINT_DAY]


@pytest.mark.parametrize("waiting", [{"units_waiting": frozenset({"psu"})}, {"cases_waiting": frozenset({1})}])
def test_an_unread_message_of_unit_or_case_stops_its_mails(waiting: dict[str, object]) -> None:
    """While a message of the unit or the case waits to be read, it is not asked; others are."""
    plan = round_of(asked(heard_on=ASKED), asked(2, unit="north", heard_on=ASKED), on=CHASER, **waiting)
    assert [reference for reference, _, _ in steps_of(plan)] == ["PCR/2026/00002"]
    assert [one.again_on for one in plan.passed_over] == [CHASER]


def test_after_an_outage_one_mail_not_three() -> None:
    """Steps that were missed are left out with a line each; only the most urgent one is taken."""
    plan = round_of(chased(), on=date(2026, 12, 1))
    assert [rung for _, rung, _ in steps_of(plan)] == [Rung.SINGLE_POINT]
    assert [(one.rung, one.again_on) for one in plan.passed_over] == [(Rung.MANAGER, None)]
    assert "left out: one mail is enough" in plan.passed_over[0].why


@pytest.mark.parametrize(
    "unit", [replace(UNIT, frozen=frozenset({BOX})), replace(UNIT, key="elsewhere"), replace(UNIT, mailbox="")]
)
def test_a_unit_that_cannot_be_written_to_is_a_task(unit: Unit) -> None:
    """Where mail came back, or the book has no such unit, nothing is written and a person is asked on that day."""
    plan = round_of(asked(heard_on=ASKED), on=CHASER, unit=unit)
    assert plan.mails == ()
    assert "Nothing more is written:" in plan.tasks[0].why
    after = asked(heard_on=ASKED, done={Rung.TASK: CHASER})
    assert round_of(after, on=CHASER + A_DAY, unit=unit).tasks == ()
    assert round_of(after, on=POINT_DAY, unit=unit).tasks != ()


@pytest.mark.parametrize("unit", [replace(UNIT, manager=""), replace(UNIT, frozen=frozenset({BOSS}))])
def test_without_a_manager_the_single_point_is_next(unit: Unit) -> None:
    """A step without an address that works is left out, and the one above is taken on its own day."""
    assert round_of(chased(), on=MANAGER, unit=unit).mails == ()
    plan = round_of(chased(), on=POINT_DAY, unit=unit)
    assert [to for _, _, to in steps_of(plan)] == [POINT]
    assert "no address for it that works" in plan.passed_over[0].why


def test_a_weekly_list_waits_for_its_day() -> None:
    """Reminders and chasers go together on the unit's weekday; what goes above the unit does not wait."""
    weekly = replace(UNIT, weekly_on=3)
    thursday = date(2026, 11, 19)
    late, soon = asked(1, heard_on=ASKED), asked(2, asked_on=date(2026, 11, 10), due_on=date(2026, 11, 24))
    assert round_of(late, on=CHASER, unit=weekly).mails == ()
    assert next_day(late, weekly, DAYS, LADDER, CHASER) == thursday
    [mail] = round_of(late, soon, on=thursday, unit=weekly).mails
    assert {line.rung for line in mail.lines} == {Rung.CHASER, Rung.REMINDER}
    assert mail.rung is Rung.CHASER
    assert steps_of(round_of(chased(), on=MANAGER, unit=weekly))


def test_one_list_a_week() -> None:
    """A unit that had its list this week gets no second one, unless a chaser is a week late."""
    weekly = replace(UNIT, weekly_on=1)  # Tuesday the 17th was the day, and on it somebody else had the mail
    friday = date(2026, 11, 20)
    plan = round_of(asked(heard_on=ASKED), on=friday, unit=weekly, listed={"psu": CHASER})
    assert [one.again_on for one in plan.passed_over] == [date(2026, 11, 24)]
    assert round_of(asked(heard_on=ASKED), on=friday, unit=weekly, listed={"psu": CHASER - 7 * A_DAY}).mails
    late = date(2026, 11, 25)
    assert round_of(asked(heard_on=ASKED), on=late, unit=weekly, listed={"psu": late - A_DAY}).mails


@pytest.mark.parametrize(
    ("day", "weekday", "listed"),
    [
        (date(2026, 11, 17), 1, date(2026, 11, 17)),
        (date(2026, 11, 18), 1, date(2026, 11, 24)),
        (date(2026, 12, 24), 4, date(2026, 12, 29)),
        (date(2026, 12, 28), 4, date(2026, 12, 29)),
        (date(2026, 12, 29), 4, date(2026, 12, 29)),
        (date(2026, 12, 30), 4, date(2027, 1, 4)),
    ],
)
def test_list_days(day: date, weekday: int, listed: date) -> None:
    """The list goes on the unit's weekday, or on the next working day where that is a day off."""
    assert list_day(day, weekday, DAYS) == listed


REQUESTS = st.builds(
    asked,
    number=st.integers(1, 40),
    case_id=st.integers(1, 12),
    unit=st.sampled_from(["psu", "north", "nobody"]),
    asked=st.sampled_from(Asked),
    due_on=st.dates(date(2026, 11, 9), date(2026, 12, 4)),
    done=st.dictionaries(st.sampled_from(Rung), st.dates(CHASER, date(2026, 12, 4)), max_size=3),
    clock=st.integers(1, 2),
    heard_on=st.none() | st.dates(ASKED, date(2026, 12, 4)),
    partial_on=st.none() | st.dates(ASKED, date(2026, 12, 4)),
    paused_until=st.none() | st.dates(ASKED, date(2026, 12, 4)),
    last_mail_on=st.none() | st.dates(ASKED, date(2026, 12, 4)),
    chases=st.integers(0, 5),
    held=st.booleans(),
)
PSU = st.builds(
    replace,
    st.just(UNIT),
    weekly_on=st.none() | st.integers(0, 4),
    manager=st.sampled_from(["", BOSS]),
    frozen=st.frozensets(st.sampled_from([BOX, BOSS, POINT]), max_size=2),
    away=st.just(()) | st.builds(lambda first: (Away(first, first + 9 * A_DAY),), st.dates(ASKED, DUE)),
)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(REQUESTS, max_size=14, unique_by=lambda one: one.id),
    PSU,
    st.dates(date(2026, 11, 9), date(2026, 12, 4)),
    st.sets(st.sampled_from(["psu", "north"])),
)
def test_whatever_is_handed_in_is_answered(requests: list[PaperRequest], unit: Unit, day: date, had: set[str]) -> None:
    """Every request is in the answer with a reason; no unit, case or recipient gets more than it may."""
    plan = round_of(*requests, on=day, unit=unit, mailed=dict.fromkeys(had, Rung.CHASER))
    again = [one.request.id for one in plan.passed_over if one.again_on]
    lines = [line for mail in plan.mails for line in mail.lines]
    assert {*again, *(line.request.id for line in lines), *(one.request.id for one in plan.tasks)} == {
        one.id for one in requests
    }
    assert len(again) == len(set(again))
    assert not set(again) & {line.request.id for line in lines}
    units = [key for mail in plan.mails for key in mail.units] + [*had]
    assert len(units) == len(set(units))
    cases = [{line.request.case_id for line in mail.lines} for mail in plan.mails]
    assert sum(map(len, cases)) == len(set().union(*cases))
    assert not {mail.to for mail in plan.mails} & (unit.frozen | {""})
    assert all(one.why for one in (*plan.mails, *lines, *plan.tasks, *plan.passed_over))
    assert not any(line.request.held or line.request.chases >= 4 for line in lines)
    for one in requests:
        found = next_day(one, unit, DAYS, LADDER, day)
        assert found is not None
        assert found >= day
    if not DAYS.is_working_day(day):
        assert not lines
