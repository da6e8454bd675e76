"""The themes that people found in cases, out of their decisions; finds none."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlmodel import col, select

from store.engine import Tx
from store.messages import ThemeRecord
from store.tables import CaseRow
from store.terms import Theme, london_date
from store.work_tables import DecisionRow

_WHICH: Any = (
    CaseRow.reference, CaseRow.unit, CaseRow.outcome, CaseRow.themes, DecisionRow.value, DecisionRow.at
)  # fmt: skip
_FOUND = (
    select(*_WHICH)
    .join_from(DecisionRow, CaseRow, col(DecisionRow.case_id) == col(CaseRow.id))
    .where(col(DecisionRow.what) == "theme")
    .order_by(col(DecisionRow.id))
)
_NOT = "not "


def between(tx: Tx, first: date, last: date) -> Iterator[ThemeRecord]:
    """Every theme found from the first to the last of these days that still stands, each once for a case."""
    standing: dict[tuple[str, str], ThemeRecord] = {}
    before: dict[tuple[str, str], ThemeRecord] = {}
    for reference, unit, outcome, themes, value, at in tx.connection.execute(_FOUND):
        theme = value if value in set(Theme) else value.removeprefix(_NOT)
        which = reference, theme
        if theme not in themes.split(", "):
            continue
        if theme == value:
            standing.setdefault(which, ThemeRecord(reference, value, unit or "", london_date(at), outcome == "upheld"))
        elif which in standing:  # taken back, and perhaps that was undone
            before[which] = standing.pop(which)
    return (one for one in (before | standing).values() if first <= one.on <= last)
