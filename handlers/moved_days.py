"""What a new day off, or one taken back, moves of what the force was asked for; lists it and changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from handlers.rungs import Ladder, next_day
from handlers.working_days import ONE_DAY, WorkingDays
from store.messages import PaperRequest, Unit
from store.terms import RequestState


@dataclass(frozen=True, slots=True)
class Moved:
    """An open request that a change of the days off moves: its due date from now on, its next look before and now."""

    request: PaperRequest
    due_on: date
    next_was: date | None
    next_on: date | None


def moved_by_calendar(
    requests: Iterable[PaperRequest],
    units: Mapping[str, Unit],
    ladder: Ladder,
    today: date,
    *,
    old: WorkingDays,
    new: WorkingDays,
) -> tuple[Moved, ...]:
    """Each open request that a change of the days off moves, once: a due date only ever later.

    A due date that has passed stands, and so does one that a person agreed, unless it became a day off.
    """
    moved = []
    for request in requests:
        if request.state is not RequestState.OPEN:
            continue
        unit = units.get(request.unit)
        then = replace(request, due_on=_due_anew(request, today, old, new))
        was, now = (next_day(one, unit, days, ladder, today) for one, days in ((request, old), (then, new)))
        if (then.due_on, now) != (request.due_on, was):
            moved.append(Moved(request, then.due_on, was, now))
    return tuple(moved)


def _due_anew(request: PaperRequest, today: date, old: WorkingDays, new: WorkingDays) -> date:
    """The due date with as many working days before it as were given; one already past stands."""
    if request.due_on < today:
        return request.due_on
    if request.clock > 1:
        return new.next_on_or_after(request.due_on)
    given = _working_days(request.asked_on, request.due_on, old)
    return max(request.due_on, new.next_on_or_after(new.add(request.asked_on, given)))


def _working_days(first: date, last: date, days: WorkingDays) -> int:
    """How many working days lie after a day, up to another one, which counts."""
    count, day = 0, first
    while day < last:
        day += ONE_DAY
        count += days.is_working_day(day)
    return count
