"""Days, instants and numbers as the digest says them; knows nothing of what it tells."""

from __future__ import annotations

from datetime import date, datetime

from store.terms import LONDON

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
# fmt: off
MONTHS = ("January", "February", "March", "April", "May", "June",
           "July", "August", "September", "October", "November", "December")
# fmt: on


def many(number: int, one: str, more: str = "") -> str:
    """A number with its word: "1 case", "2 cases", "no cases"."""
    return f"{number or 'no'} {one if number == 1 else more or f'{one}s'}"


def day_in_words(day: date) -> str:
    """ "Monday 23 November 2026"."""
    return f"{WEEKDAYS[day.weekday()]} {short(day)} {day.year}"


def short(day: date) -> str:
    """ "23 November"."""
    return f"{day.day} {MONTHS[day.month - 1]}"


def instant(at: datetime) -> str:
    """ "Friday 20 November 17:05", in London."""
    here = at.astimezone(LONDON)
    return f"{WEEKDAYS[here.weekday()]} {short(here.date())} {here:%H:%M}"
