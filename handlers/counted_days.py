"""A count of days as a calendar, one row a day with what there is to say of it; counts and decides nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from handlers.counting import WITH
from handlers.working_days import ONE_DAY, WorkingDays
from store.terms import Count, LeftOut


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the calendar: its number in the count, none where it is left out, and what there is to say of it."""

    number: int | None
    on: date
    note: str


def day_by_day(count: Count, days: WorkingDays) -> tuple[Day, ...]:
    """The count as a calendar, regulation 29(2) and (3), from the day of provision to whichever day ends the matter."""
    left_out = {day: period for period in count.left_out for day in period.days}
    rows: list[Day] = []
    number, day, end = 0, count.provided_on, max(count.rolled_on, count.made_on)
    while day <= end:
        shown = None if day in left_out else number
        first = (_left_out(left_out[day]),) if day in left_out else _number(number, count)
        rows.append(Day(shown, day, "; ".join((*first, *_kind_of_day(day, count, days), *_happened(day, count)))))
        day += ONE_DAY
        number += day not in left_out
    return tuple(rows)


def _left_out(period: LeftOut) -> str:
    return f"left out: with {WITH[period.held_by]}"


def _number(number: int, count: Count) -> tuple[str, ...]:
    if number == 0:
        return ("the information was provided: not counted",)
    late = number - (count.last_day - count.provided_on).days
    if late > 0:
        return (f"{late} {'day' if late == 1 else 'days'} after the last day",)
    return (f"day {number}: last day" if late == 0 else f"day {number}",)


def _kind_of_day(day: date, count: Count, days: WorkingDays) -> tuple[str, ...]:
    if day == count.rolled_on != count.closes_on:
        return ("the next working day",)
    if days.is_working_day(day) or day == count.provided_on or day > count.closes_on:
        return ()
    if day == count.closes_on:
        return (f"last day falls on a {days.why_closed(day)}",)
    return () if day in count.days_left_out else (f"{days.why_closed(day)}, still counts",)


def _happened(day: date, count: Count) -> tuple[str, ...]:
    came = (f"received by {WITH[period.held_by]}" for period in count.left_out if day == period.received_on)
    went = (f"forwarded by {WITH[period.held_by]}" for period in count.left_out if day == period.forwarded_on)
    made = ("the application was made",) if day == count.made_on else ()
    return (*came, *went, *made)
