"""Once a day: whether the days off are those that open requests were dated by; what a new one moves is listed once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from bot.casework import rulings
from bot.papers import requests
from handlers.moved_days import Moved, moved_by_calendar
from handlers.requests import FOR_THE_REVIEW
from handlers.told import day
from handlers.working_days import ONE_DAY, SATURDAY, WorkingDays
from store import casework, paper_requests, questions, rounds
from store.engine import Tx
from store.events import record
from store.messages import NextAction, PaperChange, Question, Ruling
from store.terms import Owner, RequestState, State, london_date

if TYPE_CHECKING:
    from bot.service import Service

ROUND = "papers_days_off"
_BACK, _AHEAD = timedelta(days=60), timedelta(days=400)
_NAMED = 20
_WAITS = (State.PAPERS_REQUESTED, State.PAPERS_OVERDUE)


@dataclass(frozen=True, slots=True)
class _AsItWas(WorkingDays):
    """The working days by days off that were kept, whatever is known since."""

    def is_working_day(self, day: date) -> bool:
        """The office was to work on this day."""
        return day.weekday() < SATURDAY and day not in self.extra_holidays


def pass_(service: Service) -> int:
    """Every open request has a due date by the days off as they are known today; answers how many were moved."""
    today = london_date(service.clock.now())
    with service.reading() as tx:
        last = rounds.last(tx, ROUND)
    if last is not None and last.day >= today:
        return 0
    now = _days_off(service.days, today)
    with service.writing() as tx:
        moved = _moved(service, tx, _kept(last.result), now, today) if last is not None else ()
        for one in moved:
            _move(service, tx, one)
        if moved:
            _list(service, tx, moved, now)
        rounds.finish(tx, ROUND, today, {one.isoformat(): 1 for one in sorted(now)})
    return len(moved)


def _days_off(days: WorkingDays, today: date) -> frozenset[date]:
    span = [today - _BACK + ONE_DAY * n for n in range((_BACK + _AHEAD).days)]
    return frozenset(one for one in span if one.weekday() < SATURDAY and not days.is_working_day(one))


def _kept(result: Mapping[str, int]) -> frozenset[date]:
    return frozenset(date.fromisoformat(one) for one in result)


def _moved(service: Service, tx: Tx, was: frozenset[date], now: frozenset[date], today: date) -> tuple[Moved, ...]:
    """What moves, where the days off differ that lie ahead and were within sight then."""
    seen_up_to = max(was, default=today)
    ahead = {one for one in now if today <= one <= seen_up_to}
    if ahead == {one for one in was if one >= today}:
        return ()
    asked = paper_requests.in_state(tx, RequestState.OPEN)
    units = {key: requests.unit(service, tx, key) for key in {one.unit for one in asked}}
    old = _AsItWas(was | {one for one in now if one > seen_up_to})
    return moved_by_calendar(asked, units, requests.ladder(service), today, old=old, new=service.days)


def _move(service: Service, tx: Tx, moved: Moved) -> None:
    one = moved.request
    if moved.due_on == one.due_on:
        paper_requests.look_again(tx, one.id, moved.next_on)
        return
    case = casework.view(tx, one.case_id)
    for_review = one.asked in FOR_THE_REVIEW
    waits = for_review and case.state in _WAITS
    action: NextAction | None = replace(case.next_action, on=moved.due_on) if waits else None
    ruling = Ruling(
        why=f"A new day off: the police have until {day(moved.due_on)} instead of {day(one.due_on)}.",
        sets={"papers_due_on" if for_review else "response_due_on": moved.due_on},
        papers=(PaperChange(frozenset({one.asked}), due_on=moved.due_on),),
        next_action=action,
    )
    rulings.carry_out(service, tx, one.case_id, ruling)


def _list(service: Service, tx: Tx, moved: Iterable[Moved], now: frozenset[date]) -> None:
    """The administrator has one list of the dates that moved."""
    dates = [one for one in moved if one.due_on != one.request.due_on]
    record(tx, "days_off_changed", "service", moved=len(dates), days_off=len(now))
    if not dates:
        return
    lines = [f"{one.request.reference}: {day(one.request.due_on)} is now {day(one.due_on)}" for one in dates[:_NAMED]]
    more = f"; and {len(dates) - _NAMED} more (`reviews-bot papers due`)" if len(dates) > _NAMED else ""
    text = f"A new day off moved what the police have to send. Is anybody to be told? {'; '.join(lines)}{more}."
    today = london_date(tx.now)
    question = Question("days_off_changed", text, Owner.ADMINISTRATOR, service.days.add(today, 1))
    questions.ask(tx, f"days off:{today}", question)
