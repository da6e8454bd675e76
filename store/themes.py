"""The themes that people found in cases, out of their decisions; finds none."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlmodel import col, select

from store.engine import Tx
from store.messages import ThemeRecord
from store.tables import CaseRow
from store.terms import london_date
from store.work_tables import DecisionRow

_WHICH: Any = (CaseRow.reference, CaseRow.unit, CaseRow.outcome, DecisionRow.value, DecisionRow.at)
_FOUND = (
    select(*_WHICH)
    .join_from(DecisionRow, CaseRow, col(DecisionRow.case_id) == col(CaseRow.id))
    .where(col(DecisionRow.what) == "theme")
    .order_by(col(DecisionRow.id))
)
_NOT = "not "


def between(tx: Tx, first: date, last: date) -> Iterator[ThemeRecord]:
    """Every theme found from the first to the last of these days and not taken back since, each once for a case."""
    standing: dict[tuple[str, str], ThemeRecord] = {}
    for reference, unit, outcome, value, at in tx.connection.execute(_FOUND):
        which = reference, value.removeprefix(_NOT)
        if value.startswith(_NOT):
            standing.pop(which, None)
        else:
            standing.setdefault(which, ThemeRecord(reference, value, unit or "", london_date(at), outcome == "upheld"))
    return (one for one in standing.values() if first <= one.on <= last)
