"""What is done by the calendar: each round once a day, with what came of it as counts; knows no schedule."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam
from sqlmodel import col, insert, select

from store.columns import InstantColumn
from store.engine import Tx
from store.event_tables import EventRow
from store.tables import RoundRow
from store.terms import london_date

_ALL = select(RoundRow.__table__)  # type: ignore[attr-defined]  # SQLModel hides __table__
_NEW = insert(RoundRow)
_FIRST = (
    select(EventRow.at)
    .where(col(EventRow.at) <= bindparam("now", type_=InstantColumn))
    .order_by(col(EventRow.seq))
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class Round:
    """One round that was finished: for which day, when, and its counts by name."""

    day: date
    finished_at: datetime
    result: Mapping[str, int]


def last(tx: Tx, name: str) -> Round | None:
    """The latest finished round of this name; one of a day to come was dated by a wrong clock, and was none."""
    query = _ALL.where(col(RoundRow.name) == name, col(RoundRow.day) <= london_date(tx.now))
    query = query.order_by(col(RoundRow.day).desc()).limit(1)
    row = tx.connection.execute(query).first()
    return None if row is None else Round(row.day, row.finished_at, json.loads(row.result))


def last_until(tx: Tx, name: str, at: datetime) -> Round | None:
    """The latest round of this name that was finished by an instant."""
    query = _ALL.where(col(RoundRow.name) == name, col(RoundRow.finished_at) <= bindparam("at", type_=InstantColumn))
    row = tx.connection.execute(query.order_by(col(RoundRow.day).desc()).limit(1), {"at": at}).first()
    return None if row is None else Round(row.day, row.finished_at, json.loads(row.result))


def is_done(tx: Tx, name: str, day: date) -> bool:
    """Whether the round of this very day was finished, whatever the clock has said of other days."""
    query = _ALL.where(col(RoundRow.name) == name, col(RoundRow.day) == day)
    return tx.connection.execute(query).first() is not None


def finish(tx: Tx, name: str, day: date, result: Mapping[str, int]) -> None:
    """The round of this day is done. Raises IntegrityError when it was done before."""
    tx.connection.execute(_NEW, {"name": name, "day": day, "finished_at": tx.now, "result": json.dumps(result)})


def began_at(tx: Tx) -> datetime | None:
    """When this store recorded its first event, but for those a wrong clock dated later than now; None without any."""
    return tx.connection.execute(_FIRST, {"now": tx.now}).scalar_one_or_none()
