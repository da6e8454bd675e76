"""What only a person can settle: asked once for each subject and code, open until it is answered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam
from sqlmodel import col, insert, select, update

from store.columns import InstantColumn
from store.engine import Tx
from store.events import record
from store.messages import Question
from store.tables import CaseRow, QuestionRow

_ASKED = select(QuestionRow.code).where(col(QuestionRow.subject) == bindparam("subject"))
_NEW = insert(QuestionRow)
_ANSWERED = update(QuestionRow).where(col(QuestionRow.id) == bindparam("which")).values(answered_at=bindparam("now"))

_AGAIN = update(QuestionRow).where(col(QuestionRow.id).in_(bindparam("these", expanding=True))).values(answered_at=None)
_WHICH = select(QuestionRow.subject, QuestionRow.code).where(
    col(QuestionRow.id).in_(bindparam("these", expanding=True))
)
_STANDING = select(QuestionRow.__table__).where(  # type: ignore[attr-defined]  # SQLModel hides __table__
    col(QuestionRow.subject) == bindparam("subject"), col(QuestionRow.answered_at).is_(None)
)
_BELONG = (
    update(QuestionRow)
    .where(col(QuestionRow.subject) == bindparam("about"), col(QuestionRow.answered_at).is_(None))
    .values(case_id=bindparam("of_case"))
)
_ANSWERED_AT = select(QuestionRow.id).where(
    col(QuestionRow.subject) == bindparam("subject"),
    col(QuestionRow.answered_at) == bindparam("at", type_=InstantColumn),
)


@dataclass(frozen=True, slots=True)
class Open:
    """A question nobody has answered yet."""

    id: int
    subject: str
    case_id: int | None
    reference: str | None
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
        record(tx, "asked", subject, case_id=case_id, rule=str(row["code"]), due_on=row["due_on"], owner=row["owner"])
    return len(rows)


def answer(tx: Tx, one: Open, *, by: str) -> None:
    """The question is no longer open, and who closed it is on record."""
    tx.connection.execute(_ANSWERED, {"which": one.id, "now": tx.now})
    record(tx, "answered", one.subject, case_id=one.case_id, rule=one.code, by=by)


def belong(tx: Tx, subject: str, case_id: int | None) -> None:
    """What is open about this subject is asked of this case."""
    if tx.connection.execute(_BELONG, {"about": subject, "of_case": case_id}).rowcount:
        rows = tx.connection.execute(_STANDING, {"subject": subject})
        asked = [[row.code, row.owner, row.due_on] for row in rows]
        record(tx, "asked_of", subject, case_id=case_id, asked=asked)


def answered_at(tx: Tx, subject: str, at: datetime) -> tuple[int, ...]:
    """The questions about this subject that were closed at exactly this instant."""
    return tuple(tx.connection.execute(_ANSWERED_AT, {"subject": subject, "at": at}).scalars())


def reopen(tx: Tx, subject: str, these: Iterable[int]) -> None:
    """These questions are open again."""
    if wanted := list(these):
        tx.connection.execute(_AGAIN, {"these": wanted})
        again = [list(row) for row in tx.connection.execute(_WHICH, {"these": wanted})]
        record(tx, "asked_again", subject, questions=len(wanted), again=again)


def still_open(tx: Tx, *, case_id: int | None = None, subject: str = "") -> Iterator[Open]:
    """Every open question, or those of one case or about one subject, the most pressing first."""
    query = select(QuestionRow.__table__, CaseRow.reference).join_from(  # type: ignore[attr-defined]  # SQLModel hides __table__
        QuestionRow, CaseRow, col(QuestionRow.case_id) == col(CaseRow.id), isouter=True
    )
    query = query.where(col(QuestionRow.answered_at).is_(None))
    if case_id is not None:
        query = query.where(col(QuestionRow.case_id) == case_id)
    if subject:
        query = query.where(col(QuestionRow.subject) == subject)
    for row in tx.connection.execute(query.order_by(col(QuestionRow.due_on), col(QuestionRow.id))):
        yield Open(row.id, row.subject, row.case_id, row.reference, row.code, row.text, row.owner, row.due_on)
