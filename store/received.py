"""Received messages as people are shown them; changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select

from store.engine import Tx
from store.tables import CaseRow, IntakeRow


@dataclass(frozen=True, slots=True)
class MessageLine:
    """One message: what it was taken for, its case, where it lies, whether it was answered and if not why not."""

    item: str
    received_at: datetime
    state: str
    kind: str
    fault: str
    reference: str | None
    folder: str
    may_acknowledge: bool | None
    why_not: str


def lines(tx: Tx) -> Iterator[MessageLine]:
    """Every message ever received, in the order in which they came."""
    query = select(  # type: ignore[call-overload]  # SQLModel types selects of up to four columns
        IntakeRow.item,
        IntakeRow.received_at,
        IntakeRow.state,
        IntakeRow.kind,
        IntakeRow.fault,
        CaseRow.reference,
        IntakeRow.folder,
        IntakeRow.may_acknowledge,
        IntakeRow.why_not,
    ).join_from(IntakeRow, CaseRow, col(IntakeRow.case_id) == col(CaseRow.id), isouter=True)
    for row in tx.connection.execute(query.order_by(col(IntakeRow.received_at), col(IntakeRow.id))):
        yield MessageLine(*row)
