"""What people decided: what, by whom in which role, on which exact words; only appended, and decides nothing itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam
from sqlmodel import col, insert, select

from store.engine import Tx
from store.events import record
from store.unsealing import words_in
from store.work_tables import DecisionRow

_NEW = insert(DecisionRow)
_OF = (
    select(DecisionRow.__table__)  # type: ignore[attr-defined]  # SQLModel hides __table__
    .where(col(DecisionRow.case_id) == bindparam("case_id"))
    .order_by(col(DecisionRow.id))
)


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision as it stands on record; `reasons` is "" where none were given or they have been erased."""

    what: str
    value: str
    by: str
    role: str
    at: datetime
    letter_key: str
    words_hash: str
    reasons: str


def keep(
    tx: Tx,
    case_id: int | None,
    what: str,
    value: str,
    *,
    by: str,
    role: str = "",
    letter_key: str = "",
    words_hash: str = "",
    reasons: str = "",
) -> None:
    """The decision is on record with who made it, and in the history of the case, or of a letter that is on none."""
    sealed = tx.sealer(case_id).seal(reasons.encode(), "reasons") if reasons else None
    values = {
        "case_id": case_id, "what": what, "value": value, "by": by, "role": role, "at": tx.now,
        "letter_key": letter_key, "words_hash": words_hash, "reasons": sealed,
    }  # fmt: skip
    tx.connection.execute(_NEW, values)
    about = f"letter:{letter_key}" if case_id is None else f"case:{case_id}"
    record(tx, "decided", about, case_id=case_id, rule=what, value=value, by=by, role=role)


def of(tx: Tx, case_id: int) -> tuple[Decided, ...]:
    """Every decision on the case, oldest first."""
    return tuple(
        Decided(
            row.what, row.value, row.by, row.role, row.at, row.letter_key, row.words_hash,
            words_in(tx, row.case_id, row.reasons, "reasons"),
        )
        for row in tx.connection.execute(_OF, {"case_id": case_id})
    )  # fmt: skip
