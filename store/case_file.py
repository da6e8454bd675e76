"""Everything that is kept of one case, for its file: letters and questions, open or not; changes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import col, select

from store import outbox
from store.engine import Tx
from store.outbox import Queued
from store.tables import LetterRow, QuestionRow


@dataclass(frozen=True, slots=True)
class Question:
    """One question that was asked on a case, and when it was answered, None where nobody has."""

    code: str
    text: str
    owner: str
    asked_at: datetime
    due_on: date
    answered_at: datetime | None


def letters(tx: Tx, case_id: int) -> tuple[Queued, ...]:
    """Every letter of the case, in the order they were planned."""
    query = select(LetterRow.id).where(col(LetterRow.case_id) == case_id).order_by(col(LetterRow.id))
    ids = list(tx.connection.execute(query).scalars())
    return outbox.by_ids(tx, ids) if ids else ()


def left_at(tx: Tx, one: Queued) -> datetime | None:
    """When the letter left, or was posted, as far as is on record."""
    query = select(LetterRow.sent_at, LetterRow.sending_at, LetterRow.confirmed_at).where(col(LetterRow.id) == one.id)
    return next((at for at in tx.connection.execute(query).one() if at is not None), None)


def questions(tx: Tx, case_id: int) -> tuple[Question, ...]:
    """Every question that was ever asked on the case, oldest first."""
    query = select(QuestionRow.__table__).where(col(QuestionRow.case_id) == case_id)  # type: ignore[attr-defined]  # SQLModel hides __table__
    return tuple(
        Question(row.code, row.text, row.owner, row.asked_at, row.due_on, row.answered_at)
        for row in tx.connection.execute(query.order_by(col(QuestionRow.id)))
    )
