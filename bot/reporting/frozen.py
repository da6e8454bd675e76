"""A quarter's figures as they are kept beside its files: read from the store once, and from then on from the file."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.reporting.plain_files import kept
from handlers.day_counts import DayCounts
from handlers.quarters import Quarter
from handlers.report import ReportData, report
from handlers.report_tables import Table

if TYPE_CHECKING:
    from bot.service import Service
    from store.engine import Tx

FILE = "report.json"
_FORM = 1
"""Which form the file has; another is not read."""


class NotOurs(Exception):
    """The file is no report that this version wrote; the sentence says what to do."""


def frozen(service: Service, tx: Tx, quarter: Quarter, folder: Path, *, again: bool = False) -> ReportData:
    """The quarter's figures: those of report.json in the folder where there is one, else of today, and kept there.

    A quarter that was not over when it was kept is counted anew. `again` counts anew whatever is there. Raises NotOurs.
    """
    path = folder / FILE
    if path.exists() and not again:
        there = read(path)
        if there.quarter != quarter:
            raise NotOurs(f"{path} is about {there.quarter.label}; choose another folder.")
        if there.so_far is None:
            return there
    data = counted_now(service, tx, quarter)
    kept(path, written(data))
    return data


def counted_now(service: Service, tx: Tx, quarter: Quarter) -> ReportData:
    """The quarter's figures as the store has them now, with the place of the history that they rest on."""
    from store import events, records
    from store.terms import london_date

    today = london_date(tx.now)
    units = {unit.key: unit.name for unit in service.settings.book.units(today)}
    found = records.between(tx, quarter.first, quarter.last)
    counts = DayCounts(service.days)
    data = report(found, quarter, today, service.settings.target_table, counts, units)
    number, head = events.head(tx)
    return replace(data, events=number, head=head)


def written(data: ReportData) -> bytes:
    """The figures as JSON; equal figures give equal bytes."""
    facts = {"form": _FORM, **asdict(data)}
    return json.dumps(facts, default=date.isoformat, ensure_ascii=False, indent=1).encode()


def read(path: Path) -> ReportData:
    """The figures of a file that `written` made. Raises NotOurs for any other."""
    try:
        found = json.loads(path.read_bytes())
        if found.pop("form") != _FORM:
            raise ValueError("another form")
        return _data(found)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise NotOurs(f"{path} is no report of this version; move it away, or count anew with --again.") from None


def _data(found: dict[str, Any]) -> ReportData:
    quarter, so_far = found["quarter"], found["so_far"]
    return ReportData(
        quarter=Quarter(quarter["label"], *(date.fromisoformat(quarter[end]) for end in ("first", "last"))),
        made_on=date.fromisoformat(found["made_on"]),
        tables=tuple(_table(one) for one in found["tables"]),
        events=int(found["events"]),
        head=str(found["head"]),
        so_far=date.fromisoformat(so_far) if so_far else None,
    )


def _table(found: dict[str, Any]) -> Table:
    return Table(
        key=found["key"],
        title=found["title"],
        says=found["says"],
        columns=tuple(found["columns"]),
        rows=tuple(tuple(row) for row in found["rows"]),
        terms=tuple(found["terms"]),
    )
