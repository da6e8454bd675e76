"""How many days, working days and hours of work lie between two times, for very many pairs; never asks for today."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from handlers.working_days import ONE_DAY, WorkingDays
from store.terms import LONDON

_OPENS, _SHUTS = time(9), time(17)


@dataclass(frozen=True, slots=True)
class Spent:
    """So many days of the calendar, and so many working days of those."""

    calendar: int = 0
    working: int = 0

    def __add__(self, other: Spent) -> Spent:
        return Spent(self.calendar + other.calendar, self.working + other.working)


@dataclass
class DayCounts:
    """The office's calendar, each year of it counted once."""

    days: WorkingDays
    _before: dict[int, list[int]] = field(default_factory=dict)

    def working(self, since: date, until: date) -> int:
        """How many working days lie after the one day, up to and with the other; none where that is earlier."""
        if until <= since:
            return 0
        if since.year == until.year:
            year = self._year(since.year)
            return year[_nth(until)] - year[_nth(since)]
        between = sum(self._year(year)[-1] for year in range(since.year + 1, until.year))
        return self._year(since.year)[-1] - self._year(since.year)[_nth(since)] + between + self._upto(until)

    def spent(self, since: date, until: date) -> Spent:
        """The days after the one, up to and with the other; none where that is earlier."""
        return Spent(max(0, (until - since).days), self.working(since, until))

    def monday_of(self, day: date) -> date:
        """The Monday of the week a day lies in."""
        return day - timedelta(days=day.weekday())

    def _upto(self, day: date) -> int:
        return self._year(day.year)[_nth(day)]

    def _year(self, year: int) -> list[int]:
        """At each day of the year, the working days of the year up to and with it."""
        if year not in self._before:
            counts, day, so_far = [], date(year, 1, 1), 0
            while day.year == year:
                so_far += self.days.is_working_day(day)
                counts.append(so_far)
                day += ONE_DAY
            self._before[year] = counts
        return self._before[year]


def _nth(day: date) -> int:
    return day.timetuple().tm_yday - 1


def at_work(since: datetime, until: datetime, days: WorkingDays) -> timedelta:
    """How long the office was at work between two instants: nine to five in London on working days."""
    day, last, spent = since.astimezone(LONDON).date(), until.astimezone(LONDON).date(), timedelta()
    while day <= last:
        if days.is_working_day(day):
            begins = max(datetime.combine(day, _OPENS, LONDON), since)
            spent += max(min(datetime.combine(day, _SHUTS, LONDON), until) - begins, timedelta())
        day += ONE_DAY
    return spent
