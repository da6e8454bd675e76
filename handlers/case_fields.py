"""The fields of one case in words, as other systems ask for them; the names of people are in none of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from handlers.day_counts import DayCounts
from handlers.quarters import Quarter
from handlers.register import clean
from handlers.report_tables import ANSWERS, KINDS, OUTCOMES
from handlers.working_days import MONTHS
from store.messages import CaseRecord

Value = str | int | date | None

FIELDS: Mapping[str, Callable[[CaseRecord], Value]] = MappingProxyType(
    {
        "force reference": lambda one: clean(one.force_reference),
        "our reference": lambda one: one.reference,
        "received": lambda one: one.received_on,
        "outcome provided": lambda one: one.provided_on,
        "whose review": lambda one: one.review_body,
        "whose review settled": lambda one: one.body_settled_on,
        "passed on": lambda one: one.transferred_on,
        "kind of review": lambda one: KINDS.get(one.review_kind, ""),
        "about": lambda one: one.allegations,
        "time limit": lambda one: one.time_result.replace("_", " ").lower(),
        "valid": lambda one: {True: "Yes", False: "No"}.get(one.is_valid, "") if one.is_valid is not None else "",
        "not valid because": lambda one: one.invalid_reason,
        "papers asked": lambda one: one.papers_asked_on,
        "papers complete": lambda one: one.papers_complete_on,
        "allocated": lambda one: one.allocated_on,
        "decided": lambda one: one.decided_on,
        "told": lambda one: one.told_on,
        "outcome": lambda one: OUTCOMES.get(one.outcome, ""),
        "upheld because": lambda one: one.themes if one.outcome == "upheld" else "",
        "answer due": lambda one: one.response_due_on,
        "answered": lambda one: one.responded_on,
        "answer": lambda one: ANSWERS.get(one.recommendation, ""),
        "ended": lambda one: one.ended_on,
    }
)
"""What can be said of a case, by the name of the field."""
COLLECTED = (
    "our reference", "force reference", "whose review", "kind of review", "about", "outcome provided", "received",
    "passed on", "whose review settled", "valid", "not valid because", "papers asked", "papers complete", "allocated",
    "told", "outcome", "upheld because", "answered", "answer",
)  # fmt: skip
"""The fields that the IOPC collects and that we hold, in its order."""
_DAYS = ("days", "working days")


def rows(
    records: Iterable[CaseRecord], quarter: Quarter, counts: DayCounts
) -> tuple[tuple[str, ...], list[tuple[Value, ...]]]:
    """The columns and a row for each case that was received, decided or ended in the quarter.

    Days count from receipt until everybody was told the outcome, or until the end of what was not valid.
    """
    found = [_row(one, counts) for one in records if _belongs(one, quarter)]
    return (*COLLECTED, *_DAYS), found


def _belongs(record: CaseRecord, quarter: Quarter) -> bool:
    days = (record.received_on, record.told_on, record.ended_on)
    return any(day is not None and quarter.first <= day <= quarter.last for day in days)


def _row(record: CaseRecord, counts: DayCounts) -> tuple[Value, ...]:
    until = record.told_on if record.is_valid else record.ended_on
    spent = counts.spent(record.received_on, until) if until else None
    days = (spent.calendar, spent.working) if spent else (None, None)
    return (*(FIELDS[name](record) for name in COLLECTED), *days)


# --- beside another system ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Differs:
    """One field in which a case is not the same there; `field` is "" where the case itself is missing on one side."""

    reference: str
    field: str
    ours: str
    theirs: str


class Incomparable(Exception):
    """The export cannot be laid beside our cases; the sentence says why."""


def drift(
    records: Iterable[CaseRecord], export: Sequence[Mapping[str, str]], columns: Mapping[str, str]
) -> Iterator[Differs]:
    """Every difference between our cases and an export, matched by either reference. Raises Incomparable.

    `columns` says how the export heads our fields. Days are compared as days and words without regard to case; a case
    of ours that is not in the export is a difference only where its force reference is known.
    """
    key = next((one for one in ("our reference", "force reference") if one in columns), None)
    if key is None:
        raise Incomparable("Say under [reports] columns how the export heads our reference or the force's.")
    missing = [head for head in columns.values() if export and head not in export[0]]
    if missing or not export:
        raise Incomparable(f"The export has no column {missing[0]!r}." if missing else "The export has no rows.")
    theirs = {_plain(row[columns[key]]): row for row in export if _plain(row[columns[key]])}
    seen = set()
    for record in records:
        ours = _plain(_shown(FIELDS[key](record)))
        row = theirs.get(ours)
        if row is not None:
            seen.add(ours)
            yield from _differences(record, row, columns, key)
        elif ours and record.force_reference:
            yield Differs(record.reference, "", "is here", "is not there")
    yield from (
        Differs(row[columns[key]], "", "is not here", "is there") for one, row in theirs.items() if one not in seen
    )


def _differences(record: CaseRecord, row: Mapping[str, str], columns: Mapping[str, str], key: str) -> Iterator[Differs]:
    for name, head in columns.items():
        ours, there = _shown(FIELDS[name](record)), row[head] or ""
        if name != key and _plain(ours) != _plain(there):
            yield Differs(record.reference, name, ours, there)


def _shown(value: Value) -> str:
    return value.isoformat() if isinstance(value, date) else str(value or "")


def _plain(words: str) -> str:
    """The words as they are compared: days in one form, small letters, single spaces."""
    words = " ".join((words or "").split()).casefold()
    day = _day(words)
    return day.isoformat() if day else words


def _day(words: str) -> date | None:
    """A day as exports write it, with or without a time: 2026-07-01, 01/07/2026, 1 July 2026."""
    iso = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)(?:[ t][\d:.]+)?", words)
    british = re.fullmatch(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?: [\d:]+)?", words)
    spoken = re.fullmatch(r"(\d{1,2})[ -]([a-z]{3,9})[ -](\d{4})", words)
    try:
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        if british:
            return date(int(british[3]), int(british[2]), int(british[1]))
        if spoken:
            months = [at for at, name in enumerate(MONTHS, start=1) if name.casefold().startswith(spoken[2])]
            return date(int(spoken[3]), months[0], int(spoken[1])) if len(months) == 1 else None
    except ValueError:
        return None
    return None
