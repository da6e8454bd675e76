"""The working days of England and Wales, and dates in words; every day is given to it, and it never asks for today."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.util import find_spec, module_from_spec

ONE_DAY = timedelta(days=1)
SATURDAY = 5
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
# fmt: off
MONTHS = ("January", "February", "March", "April", "May", "June",
          "July", "August", "September", "October", "November", "December")
# fmt: on


@cache
def bank_holidays(year: int) -> frozenset[date]:
    """Every bank holiday of England and Wales in a year, substitute days included."""
    import holidays  # a quarter of a second to import, so only once a date is really asked for

    _leave_out_other_countries()
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))


def _leave_out_other_countries() -> None:
    """The package of all countries counts as imported, so that one of them can be without the other 250 (10 MB)."""
    name = "holidays.countries"
    if name not in sys.modules and (spec := find_spec(name)) is not None:
        sys.modules[name] = module_from_spec(spec)


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """The calendar an office works by: Monday to Friday without bank holidays and without its own extra days off."""

    extra_holidays: frozenset[date] = frozenset()

    def is_working_day(self, day: date) -> bool:
        """The office works on this day."""
        return day.weekday() < SATURDAY and day not in self.extra_holidays and day not in bank_holidays(day.year)

    def why_closed(self, day: date) -> str:
        """Which sort of day off this is, in words; "" for a working day."""
        if day.weekday() >= SATURDAY:
            return WEEKDAYS[day.weekday()]
        if day in self.extra_holidays:
            return "day off of the office"
        return "bank holiday" if day in bank_holidays(day.year) else ""

    def next_on_or_after(self, day: date) -> date:
        """The day itself where it is a working day, otherwise the first working day after it."""
        while not self.is_working_day(day):
            day += ONE_DAY
        return day

    def add(self, day: date, n: int) -> date:
        """The n-th working day after a day that itself is day 0, whether or not it is a working day.

        Raises ValueError for a negative number, because nothing is due before it came.
        """
        if n < 0:
            raise ValueError(f"Working days are counted forwards; {n} is before the day itself.")
        for _ in range(n):
            day = self.next_on_or_after(day + ONE_DAY)
        return day


def in_words(day: date) -> str:
    """The day as letters write it: "Monday 9 November 2026", in English wherever the program runs."""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"
