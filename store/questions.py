"""What only a person can settle: asked once for each subject and code, open until it is answered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam
from sqlmodel import col, insert, select, update

from store.engine import Tx
from store.events import record
from store.messages import Question
from store.tables import QuestionRow

_ASKED = select(QuestionRow.code).where(col(QuestionRow.subject) == bindparam("subject"))
_NEW = insert(QuestionRow)


@dataclass(frozen=True, slots=True)
class Open:
    """A question nobody has answered yet."""

    subject: str
    code: str
    text: str
    owner: str
    due_on: date


def ask(tx: Tx, subject: str, *questions: Question, case_id: int | None = None) -> int:
    """These questions are open; answers how many of them had not been asked before."""
    asked = set(tx.connection.execute(_ASKED, {"subject": subject}).scalars()) if questions else set()
    new = {question.code: question for question in reversed(questions) if question.code not in asked}
    rows = [
        {"subject": subject, "code": question.code, "case_id": case_id, "text": question.text,
         "owner": question.owner, "due_on": question.due_on, "asked_at": tx.now}
        for question in reversed(new.values())
    ]  # fmt: skip
    if rows:
        tx.connection.execute(_NEW, rows)
    for row in rows:
        record(tx, "asked", subject, case_id=case_id, rule=str(row["code"]), due_on=row["due_on"])
    return len(rows)


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
