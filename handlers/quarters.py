"""A quarter of a year by its label, 2026Q3, of the calendar or of the financial year; never asks for today."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from handlers.working_days import MONTHS

JANUARY, APRIL = 1, 4
_LABEL = re.compile(r"(20\d\d)Q([1-4])")


@dataclass(frozen=True, slots=True)
class Month:
    """One month of a quarter by its name and year, with its first and its last day."""

    name: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Quarter:
    """Three months, with the first and the last day of them."""

    label: str
    first: date
    last: date

    @property
    def words(self) -> str:
        """The quarter as people say it."""
        return f"{spoken(self.first)} to {spoken(self.last)}"

    @property
    def months(self) -> Iterator[Month]:
        """Its three months."""
        first = self.first
        while first < self.last:
            after = _months_later(first, 1)
            yield Month(f"{MONTHS[first.month - 1]} {first.year}", first, after - timedelta(days=1))
            first = after


def quarter(label: str, begins: int = JANUARY) -> Quarter:
    """The quarter of this label in years that begin with this month; raises ValueError with a sentence.

    A year that begins in April has the name of the calendar year in which it begins: its 2026Q4 ends in March 2027.
    """
    found = _LABEL.fullmatch(label.strip().upper())
    if found is None:
        raise ValueError(f"{label!r} is no quarter; write it like 2026Q3.")
    first = _months_later(date(int(found[1]), begins, 1), 3 * (int(found[2]) - 1))
    return Quarter(found[0], first, _months_later(first, 3) - timedelta(days=1))


def first_month(year_begins: str) -> int:
    """The month with which the office's years begin, by its name in the settings."""
    return APRIL if year_begins == "april" else JANUARY


def spoken(day: date) -> str:
    """A day as reports write it: 1 July 2026."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _months_later(first: date, many: int) -> date:
    """The first day of the month that is so many months later."""
    year, month = divmod(first.year * 12 + first.month - 1 + many, 12)
    return date(year, month + 1, 1)
