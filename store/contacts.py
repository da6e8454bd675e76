"""What was learnt about the addresses of the contact book; it changes no book and writes to nobody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import col, func, insert, select, update

from store.engine import Tx
from store.events import record
from store.paper_tables import ContactRow, PaperRequestRow

_ALL = select(ContactRow.__table__)  # type: ignore[attr-defined]  # SQLModel hides __table__
_ONE = _ALL.where(col(ContactRow.address_tag) == bindparam("tag"))
_FROZEN = select(ContactRow.address_tag).where(col(ContactRow.frozen_at).is_not(None))
_NEW = insert(ContactRow)
_SET = update(ContactRow).where(col(ContactRow.address_tag) == bindparam("which"))
_LAST_CASE = select(func.max(PaperRequestRow.case_id)).where(col(PaperRequestRow.unit) == bindparam("of_unit"))
_COUNTS = (
    select(ContactRow.unit, func.sum(ContactRow.asked), func.sum(ContactRow.heard))
    .where(col(ContactRow.asked) > 0)
    .group_by(col(ContactRow.unit))
)
_ENOUGH, _OF_TEN, _USUALLY = 5, 10, 8


@dataclass(frozen=True, slots=True)
class Contact:
    """What is known of one address: `frozen_why` is "" while it may be written to."""

    frozen_at: datetime | None = None
    frozen_why: str = ""
    asked: int = 0
    heard: int = 0
    checked_on: date | None = None
    confirmed_on: date | None = None


def tag_of(tx: Tx, address: str) -> str:
    """What an address is remembered by."""
    return tx.vault.tag(address, "address")


def of(tx: Tx, address: str) -> Contact:
    """What was learnt about this address; nothing, where nothing was."""
    row = tx.connection.execute(_ONE, {"tag": tag_of(tx, address)}).first()
    if row is None:
        return Contact()
    return Contact(row.frozen_at, row.frozen_why, row.asked, row.heard, row.checked_on, row.confirmed_on)


def frozen(tx: Tx) -> frozenset[str]:
    """The tags of the addresses that nothing is written to any more."""
    return frozenset(tx.connection.execute(_FROZEN).scalars())


def freeze(tx: Tx, address: str, unit: str, why: str) -> bool:
    """Nothing more is written to this address until a person thaws it; False where that stood already."""
    if of(tx, address).frozen_at is not None:
        return False
    _learn(tx, address, unit, frozen_at=tx.now, frozen_why=why)
    record(tx, "contact_frozen", f"contact:{unit}", rule=why)
    return True


def thaw(tx: Tx, address: str, *, by: str) -> bool:
    """The address may be written to again, on a person's word; False where it might be anyway."""
    if of(tx, address).frozen_at is None:
        return False
    tx.connection.execute(_SET, {"which": tag_of(tx, address), "frozen_at": None, "frozen_why": ""})
    record(tx, "contact_thawed", f"contact:{tag_of(tx, address)}", by=by)
    return True


def checked(tx: Tx, address: str, unit: str, on: date) -> None:
    """The address was asked on this day whether it still stands."""
    _learn(tx, address, unit, checked_on=on)
    record(tx, "contact_asked", f"contact:{unit}")


def confirmed(tx: Tx, address: str, unit: str, on: date) -> None:
    """The address answered on this day, so it stands."""
    _learn(tx, address, unit, confirmed_on=on)
    record(tx, "contact_confirmed", f"contact:{unit}")


def asked(tx: Tx, address: str, unit: str) -> None:
    """One more request left for this address."""
    _learn(tx, address, unit, asked=of(tx, address).asked + 1)


def acknowledged(tx: Tx, address: str, unit: str) -> None:
    """The mailbox said by itself that one more of the requests to it arrived."""
    known = of(tx, address)
    _learn(tx, address, unit, heard=min(known.heard + 1, known.asked))


def acknowledging(tx: Tx) -> frozenset[str]:
    """The units whose mailbox said of eight requests in ten, and of five at least, that they arrived."""
    rows = tx.connection.execute(_COUNTS)
    return frozenset(unit for unit, asked, heard in rows if asked >= _ENOUGH and heard * _OF_TEN >= asked * _USUALLY)


def last_case_of(tx: Tx, unit: str) -> int | None:
    """The latest case on which this unit was asked for anything; None where it never was."""
    found: int | None = tx.connection.execute(_LAST_CASE, {"of_unit": unit}).scalar_one_or_none()
    return found


def _learn(tx: Tx, address: str, unit: str, **values: Any) -> None:
    tag = tag_of(tx, address)
    if tx.connection.execute(_ONE, {"tag": tag}).first() is None:
        start = {"frozen_why": "", "asked": 0, "heard": 0}
        tx.connection.execute(_NEW, {"address_tag": tag, "unit": unit, **start, **values})
    else:
        tx.connection.execute(_SET, {"which": tag, "unit": unit, **values})
