"""The mails that units of the force were sent, of which each gets at most one a day; writes none of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from sqlalchemy import bindparam
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, delete, func, insert, select

from store.engine import Tx
from store.outbox import AT_REST
from store.paper_tables import UnitMailRow
from store.tables import LetterRow
from store.terms import Rung

_NEW = insert(UnitMailRow)
_ON = select(UnitMailRow.unit, UnitMailRow.rung).where(col(UnitMailRow.on) == bindparam("day"))
_WAITING = (
    select(UnitMailRow.letter_key)
    .join(LetterRow, col(LetterRow.key) == col(UnitMailRow.letter_key))
    .where(col(UnitMailRow.on) >= bindparam("since"), col(LetterRow.state).not_in(AT_REST))
    .order_by(col(UnitMailRow.on))
    .distinct()
)
_LAST = select(func.max(UnitMailRow.on)).where(
    col(UnitMailRow.unit) == bindparam("of_unit"), col(UnitMailRow.rung).in_(bindparam("rungs", expanding=True))
)
_DAY = select(col(UnitMailRow.on)).where(col(UnitMailRow.letter_key) == bindparam("key"))
_TAKEN_BACK = delete(UnitMailRow).where(col(UnitMailRow.letter_key) == bindparam("key"))


class WrittenToAlready(Exception):
    """The unit has its one mail of that day; whoever meets this lets the whole transaction fall."""


def on(tx: Tx, day: date) -> Mapping[str, Rung]:
    """The units that are written to on this day, each with the step it is."""
    return {row.unit: Rung(row.rung) for row in tx.connection.execute(_ON, {"day": day})}


def waiting(tx: Tx, since: date) -> tuple[str, ...]:
    """The keys of the letters from this day on that may still leave, whichever unit of the book now stands for it."""
    return tuple(tx.connection.execute(_WAITING, {"since": since}).scalars())


def last_of(tx: Tx, unit: str, rungs: Iterable[Rung]) -> date | None:
    """The last day on which the unit is written to by one of these steps."""
    return tx.connection.execute(_LAST, {"of_unit": unit, "rungs": list(rungs)}).scalar_one_or_none()


def day_of(tx: Tx, letter: str) -> date | None:
    """The day for which the letter with this key was written."""
    return tx.connection.execute(_DAY, {"key": letter}).scalars().first()


def add(tx: Tx, unit: str, day: date, *, letter: str, rung: Rung) -> None:
    """The unit is written to on this day, by the letter with this key. Raises WrittenToAlready where it had been."""
    try:
        tx.connection.execute(_NEW, {"unit": unit, "on": day, "letter_key": letter, "rung": rung})
    except IntegrityError:
        raise WrittenToAlready(f"The unit {unit} is written to on {day} already.") from None


def take_back(tx: Tx, letter: str) -> None:
    """The letter with this key does not leave, so its unit may be written to after all."""
    tx.connection.execute(_TAKEN_BACK, {"key": letter})
