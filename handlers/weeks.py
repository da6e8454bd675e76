"""What came and what went week by week, and where that leads if it goes on so; promises nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from math import sqrt
from statistics import fmean, stdev

from handlers.figures import counted
from store.messages import CaseRecord
from store.terms import ENDS

WEEK = timedelta(days=7)
RESTS_ON, AHEAD = 6, 4
"""How many whole weeks a forecast rests on, and how many it looks ahead."""


@dataclass(frozen=True, slots=True)
class Week:
    """One week, by its Monday: requests received, cases ended, and how many were open when it was over."""

    monday: date
    received: int
    closed: int
    open: int


@dataclass(frozen=True, slots=True)
class Ahead:
    """How many cases are open at the end of a week to come, if the last weeks go on: expected, and from where to where.

    The range is one standard deviation of the weekly change to either side, wider the farther ahead.
    """

    monday: date
    expected: float
    low: float
    high: float


def weeks(records: Iterable[CaseRecord], today: date, many: int) -> tuple[Week, ...]:
    """So many weeks up to the one that today lies in, the oldest first; the last is not over yet.

    `records` are all cases that were open at any time since the first of them began.
    """
    every = list(counted(records))
    monday = today - timedelta(days=today.weekday())
    return tuple(_week(every, monday - WEEK * n, today) for n in reversed(range(many)))


def _week(records: Sequence[CaseRecord], monday: date, today: date) -> Week:
    sunday = min(monday + timedelta(days=6), today)
    return Week(
        monday=monday,
        received=sum(monday <= one.received_on <= sunday for one in records),
        closed=sum(one.ended_on is not None and monday <= one.ended_on <= sunday for one in records),
        open=sum(was_open(one, sunday) for one in records),
    )


def was_open(record: CaseRecord, day: date) -> bool:
    """Whether it had been opened and had not ended when this day was over; one reopened since counts as it then was."""
    stood = [span.state for span in record.spans if span.first <= day]
    return bool(stood) and stood[-1] not in ENDS


def forecast(past: Sequence[Week]) -> tuple[Ahead, ...]:
    """The weeks to come, from the last whole weeks (the running one, the last of `past`, is left out).

    None where there are fewer than `RESTS_ON` whole weeks to rest on.
    """
    whole = past[:-1]
    changes = [after.open - before.open for before, after in pairwise(whole)][-RESTS_ON:]
    if len(changes) < RESTS_ON:
        return ()
    last, change, spread = whole[-1], fmean(changes), stdev(changes)
    return tuple(
        Ahead(
            monday=last.monday + WEEK * n,
            expected=max(0.0, last.open + n * change),
            low=max(0.0, last.open + n * change - spread * sqrt(n)),
            high=max(0.0, last.open + n * change + spread * sqrt(n)),
        )
        for n in range(1, AHEAD + 1)
    )
