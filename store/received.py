"""Received messages as people are shown them; changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func
from sqlmodel import col, select

from store.engine import Tx
from store.tables import CaseRow, IntakeRow, LetterRow


@dataclass(frozen=True, slots=True)
class MessageLine:
    """One message: what it was taken for, its case, where it lies, and the letter that answers it or why none does."""

    id: int
    item: str
    received_at: datetime
    state: str
    kind: str
    fault: str
    reference: str | None
    folder: str
    may_acknowledge: bool | None
    why_not: str
    letter: str | None
    letter_state: str | None


ANSWERS = ("acknowledgement", "receipt", "reply_code_help")
"""The letters that answer a message. Others are kept with one only as it is the first of their case, or the last."""


def lines(tx: Tx) -> Iterator[MessageLine]:
    """Every message ever received, in the order in which they came."""
    for row in tx.connection.execute(_LINES.order_by(col(IntakeRow.received_at), col(IntakeRow.id))):
        yield MessageLine(*row)


def line(tx: Tx, number: int) -> MessageLine | None:
    """One message by its row id."""
    row = tx.connection.execute(_LINES.where(col(IntakeRow.id) == number)).first()
    return None if row is None else MessageLine(*row)


_ANSWER = (
    select(func.min(LetterRow.id))
    .where(col(LetterRow.intake_id) == col(IntakeRow.id), col(LetterRow.letter).in_(ANSWERS))
    .correlate(IntakeRow)
)
_LINES = (
    select(  # type: ignore[call-overload]  # SQLModel types selects of up to four columns
        IntakeRow.id,
        IntakeRow.item,
        IntakeRow.received_at,
        IntakeRow.state,
        IntakeRow.kind,
        IntakeRow.fault,
        CaseRow.reference,
        IntakeRow.folder,
        IntakeRow.may_acknowledge,
        IntakeRow.why_not,
        LetterRow.letter,
        LetterRow.state,
    )
    .join_from(IntakeRow, CaseRow, col(IntakeRow.case_id) == col(CaseRow.id), isouter=True)
    .join(LetterRow, col(LetterRow.id) == _ANSWER.scalar_subquery(), isouter=True)
)
