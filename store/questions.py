"""What only a person can settle: asked once for each subject and code, open until it is answered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlmodel import col, insert, select, update

from store.engine import Tx
from store.events import record
from store.messages import Question
from store.tables import QuestionRow


@dataclass(frozen=True, slots=True)
class Open:
    """A question nobody has answered yet."""

    subject: str
    code: str
    text: str
    owner: str
    due_on: date


def ask(tx: Tx, subject: str, question: Question, *, case_id: int | None = None) -> bool:
    """The question is open; False when it had been asked before."""
    asked = select(QuestionRow.id).where(col(QuestionRow.subject) == subject, col(QuestionRow.code) == question.code)
    if tx.connection.execute(asked).first() is not None:
        return False
    values = {
        "subject": subject, "code": question.code, "case_id": case_id, "text": question.text,
        "owner": question.owner, "due_on": question.due_on, "asked_at": tx.now,
    }  # fmt: skip
    tx.connection.execute(insert(QuestionRow).values(values))
    record(tx, "asked", subject, case_id=case_id, rule=question.code, due_on=question.due_on)
    return True


def answer(tx: Tx, subject: str, code: str, *, by: str) -> bool:
    """The question is no longer open; False when it was not."""
    row = update(QuestionRow).where(
        col(QuestionRow.subject) == subject, col(QuestionRow.code) == code, col(QuestionRow.answered_at).is_(None)
    )
    if tx.connection.execute(row.values(answered_at=tx.now)).rowcount == 0:
        return False
    record(tx, "answered", subject, rule=code, by=by)
    return True


def open_on(tx: Tx, case_id: int) -> Iterator[Open]:
    """The open questions of a case, the most pressing first."""
    query = select(QuestionRow.__table__).where(  # type: ignore[attr-defined]  # SQLModel hides __table__
        col(QuestionRow.case_id) == case_id, col(QuestionRow.answered_at).is_(None)
    )
    for row in tx.connection.execute(query.order_by(col(QuestionRow.due_on), col(QuestionRow.id))):
        yield Open(row.subject, row.code, row.text, row.owner, row.due_on)
