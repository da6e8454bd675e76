"""What is done by the calendar: each round once a day, with what came of it as counts; knows no schedule."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import col, insert, select

from store.engine import Tx
from store.tables import EventRow, RoundRow

_ALL = select(RoundRow.__table__)  # type: ignore[attr-defined]  # SQLModel hides __table__
_NEW = insert(RoundRow)
_FIRST = select(EventRow.at).where(col(EventRow.seq) == 1)


@dataclass(frozen=True, slots=True)
class Round:
    """One round that was finished: for which day, when, and its counts by name."""

    day: date
    finished_at: datetime
    result: Mapping[str, int]


def last(tx: Tx, name: str) -> Round | None:
    """The latest finished round of this name."""
    query = _ALL.where(col(RoundRow.name) == name).order_by(col(RoundRow.day).desc()).limit(1)
    row = tx.connection.execute(query).first()
    return None if row is None else Round(row.day, row.finished_at, json.loads(row.result))


def finish(tx: Tx, name: str, day: date, result: Mapping[str, int]) -> None:
    """The round of this day is done. Raises IntegrityError when it was done before."""
    tx.connection.execute(_NEW, {"name": name, "day": day, "finished_at": tx.now, "result": json.dumps(result)})


def began_at(tx: Tx) -> datetime | None:
    """When this store recorded its first event; None while it has none."""
    return tx.connection.execute(_FIRST).scalar_one_or_none()
