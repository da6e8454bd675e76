"""What was made of a message that somebody brings along as a file, as far as it was ever received; changes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import col, select

from store.engine import Tx
from store.tables import IntakeRow

_TO_THE_END = col(IntakeRow.state).in_(("understood", "unreadable"))
_ALL = select(IntakeRow.__table__).where(_TO_THE_END)  # type: ignore[attr-defined]  # SQLModel hides __table__
_IN_ORDER = (col(IntakeRow.received_at), col(IntakeRow.id))
_SAME_WORDS = _ALL.where(col(IntakeRow.fingerprint_tag) == bindparam("tag")).order_by(*_IN_ORDER)
_SAME_BYTES = _ALL.where(col(IntakeRow.sha256) == bindparam("sha256")).order_by(*_IN_ORDER)


@dataclass(frozen=True, slots=True)
class Recorded:
    """What one received message was taken to be; for what could not be read `kind` is ""."""

    id: int
    kind: str
    flags: frozenset[str]
    may_acknowledge: bool
    why_not: str
    is_a_copy: bool


def recorded(tx: Tx, *, sha256: str, fingerprint: str) -> Recorded | None:
    """The message with these very bytes, else the earliest that says the same; None where neither was received."""
    found: list[Any] = []
    if fingerprint:
        found = list(tx.connection.execute(_SAME_WORDS, {"tag": tx.vault.tag(fingerprint, "fingerprint")}))
    found = found or list(tx.connection.execute(_SAME_BYTES, {"sha256": sha256}))
    if not found:
        return None
    row = next((one for one in found if one.sha256 == sha256), found[0])
    return Recorded(
        id=row.id,
        kind=row.kind,
        flags=frozenset(row.flags.split()),
        may_acknowledge=bool(row.may_acknowledge),
        why_not=row.why_not,
        is_a_copy=row.duplicate_of is not None,
    )
