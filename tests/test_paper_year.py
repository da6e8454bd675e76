"""A year of 1,200 cases and 14 units: what asks again was due, fits what came, and leaves nobody unasked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, time, timedelta
from functools import partial
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.chase import Known, Ladder, Round, plan_round
from handlers.working_days import WorkingDays
from store.messages import PaperItem, PaperRequest, Unit
from store.terms import Asked, RequestState, Rung
from tests.paper_oracle import DAY, HOLIDAYS, UPWARDS, faults, london
from tests.paper_world import FIRST, NEW_HOLIDAY, OUTAGES, Planner, World

WEEKS = 9
UNITS = ("unit00", "unit02", "unit05", "unit12")
Units = dict[str, Unit]


@pytest.fixture(scope="module")
def year() -> World:
    """The year, lived through once."""
    world = World(seed=7)
    world.run()
    return world


def test_a_year_keeps_every_promise(year: World) -> None:
    """Every mail was due, fitted what had come, and was one of its unit and case; silence always led to a person."""
    assert faults(year.happened) == []


@pytest.mark.parametrize("seed", [11, 12])
def test_other_years_keep_them_too(seed: int) -> None:
    """Years of other chances keep the same promises."""
    assert faults(World(seed, cases=700).run()) == []


def test_the_year_had_everything_in_it(year: World) -> None:
    """Every step was taken often, many requests were never answered, lists were written, and each outage was long."""
    world = year.happened
    taken = [rung for mail in world.sent for _, rung, _ in mail.lines]
    assert all(taken.count(rung) > 200 for rung in UPWARDS)
    assert sum(len(mail.lines) > 1 for mail in world.sent) > 200
    assert sum(len(mail.units) > 1 for mail in world.sent) > 50
    assert sum(truth.closed_on is None for truth in world.truths.values()) > 200
    assert sum(len(truth.clocks) > 1 for truth in world.truths.values()) > 60
    assert sum(not one.verified for truth in world.truths.values() for one in truth.came if one.read_at) > 100
    assert sum(bool(truth.held) for truth in world.truths.values()) > 20
    assert len(world.idle) == sum(length for _, length in OUTAGES)
    assert not any(london(mail.at).date() == NEW_HOLIDAY for mail in world.sent)


def test_no_open_request_is_in_limbo(year: World) -> None:
    """Each request that is open at the end has a day on which it is looked at, and no other request has one."""
    open_ones = {number for number, one in year.requests.items() if one.state is RequestState.OPEN}
    assert set(year.next_on) == open_ones


def test_an_unverified_mail_closed_nothing(year: World) -> None:
    """A request that only unverified mails answered is open, and it was chased or given to a person."""
    only = [
        truth for truth in year.happened.truths.values()
        if truth.came and truth.held == [] and not any(one.verified for one in truth.came if one.read_at)
        and any(one.read_at for one in truth.came)
    ]  # fmt: skip
    chased = {number for mail in year.happened.sent for number, _, _ in mail.lines}
    assert len(only) > 10
    assert all(year.requests[truth.id].state is RequestState.OPEN for truth in only)
    assert all(truth.id in chased or truth.tasks for truth in only)


def test_after_an_outage_nothing_bursts(year: World) -> None:
    """On the first day after an outage no unit has more than one mail, though many requests had fallen due."""
    for first, length in OUTAGES:
        day = first + length * DAY
        while day.weekday() >= 5 or day in HOLIDAYS:
            day += DAY
        units = [unit for mail in year.happened.sent for unit in mail.units if london(mail.at).date() == day]
        assert units
        assert len(units) == len(set(units))


def test_the_hand_made_calendar_is_the_one_we_work_by() -> None:
    """The oracle's bank holidays and the office's are the same on every day of the year that is told."""
    days = WorkingDays()
    every = [date(2026, 1, 1) + n * DAY for n in range(730)]
    assert {day for day in every if not days.is_working_day(day)} == {
        day for day in every if day.weekday() >= 5 or day in HOLIDAYS
    }


def _without(known: dict[str, Any] | None = None, request: dict[str, Any] | None = None) -> Planner:
    """The planner, told something else than is true."""

    def plan(some: Iterable[PaperRequest], units: Units, days: WorkingDays, ladder: Ladder, at: Known) -> Round:
        told = [replace(one, **(request or {})) for one in some]
        return plan_round(told, units, days, ladder, replace(at, **(known or {})))

    return plan


def _whatever_was_read(
    some: Iterable[PaperRequest], units: Units, days: WorkingDays, ladder: Ladder, at: Known
) -> Round:
    return plan_round(some, units, days, ladder, replace(at, read_up_to=at.now))


def _without_the_new_holiday(
    some: Iterable[PaperRequest], units: Units, _days: WorkingDays, ladder: Ladder, at: Known
) -> Round:
    return plan_round(some, units, WorkingDays(), ladder, at)


def _without_lists(some: Iterable[PaperRequest], units: Units, days: WorkingDays, ladder: Ladder, at: Known) -> Round:
    return plan_round(some, {key: replace(one, weekly_on=None) for key, one in units.items()}, days, ladder, at)


FORGOTTEN = {
    "how far the mailbox was read": _whatever_was_read,
    "mail that waits": _without(known={"units_waiting": frozenset(), "cases_waiting": frozenset()}),
    "the mails of today": _without(known={"mailed": {}}),
    "the other request of a case": _without(known={"cases_mailed": frozenset()}),
    "what was heard": _without(request={"heard_on": None, "partial_on": None}),
    "the hold": _without(request={"held": False}),
    "how often it was asked": _without(request={"chases": 0}),
    "the steps that were taken": _without(request={"done": {}}),
    "the rest of a case": _without(known={"cases_mailed": frozenset()}, request={"last_mail_on": None}),
    "the chaser before the manager": _without(request={"done": {Rung.CHASER: FIRST}}),
    "what came already": _without(request={"items": (PaperItem(1, "everything"),), "asked": Asked.PAPERS}),
    "the new bank holiday": _without_the_new_holiday,
    "the weekly lists": _without_lists,
}
OTHER_LADDERS = {
    "too early": Ladder(reminder_after=4),
    "chased on the due day": Ladder(chaser_after=10, due_within=11),
    "too early in the morning": Ladder(earliest=time(8)),
    "too late in the day": Ladder(latest=time(17)),
    "escalated too late": Ladder(single_point_after=31),
    "given to nobody": Ladder(task_after=60),
    "asked once only": Ladder(most_chases=1),
    "asked for ever": Ladder(most_chases=9),
    "no pause after a reply": Ladder(pause_after_partial=1, pause_after_unverified=1),
    "no time for the unit": Ladder(chaser_after=14),
}


@pytest.mark.parametrize("what", FORGOTTEN)
def test_the_oracle_sees_what_is_forgotten(what: str) -> None:
    """A planner that forgets one care is found out."""
    assert faults(World(3, cases=400, planner=FORGOTTEN[what]).run())


@pytest.mark.parametrize("what", OTHER_LADDERS)
def test_the_oracle_sees_another_ladder(what: str) -> None:
    """Numbers that break a promise are found out."""
    assert faults(World(3, cases=400, ladder=OTHER_LADDERS[what]).run())


EVENTS = st.tuples(
    st.integers(0, 30),
    st.sampled_from(("complete", "part", "forged", "more_time", "query", "hold", "other", "recommendation")),
)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(UNITS), st.lists(EVENTS, max_size=8), st.integers(0, 3))
def test_whatever_happens_to_a_case(unit: str, events: list[tuple[int, str]], seed: int) -> None:
    """Whatever comes of one case in whatever order, its mails keep the promises."""
    world = World(seed, cases=0, last=FIRST + timedelta(weeks=WEEKS))
    world.orders.append((FIRST, lambda: world.opens(unit, Asked.PAPERS, 1)))
    for day, event in events:
        world.orders.append((FIRST + day * DAY, partial(_happens, world, unit, event)))
    assert faults(world.run()) == []


def _happens(world: World, unit: str, event: str) -> None:
    if event == "hold":
        world.hold(1, 5)
    elif event in ("other", "recommendation"):
        asked = Asked.RECOMMENDATION if event == "recommendation" else Asked.PAPERS
        world.opens(unit, asked, 1 if event == "recommendation" else 2)
    else:
        world.sends(1, 0, "complete" if event == "forged" else event, verified=event != "forged")
