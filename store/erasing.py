"""Destroys the key of a case, and what could still lead to it; decides nothing, and leaves everything that is counted.

Rows sealed under that key stay, and can be read by nobody any more: here and in every backup.
"""

from __future__ import annotations

from sqlalchemy import bindparam
from sqlmodel import col, delete, select, update

from store.engine import Tx
from store.events import record
from store.outbox import AT_REST
from store.tables import CaseKeyRow, CaseRow, ClueRow, LetterRow, QuestionRow
from store.terms import LetterState

_UNDER_WAY = [str(one) for one in LetterState if one not in (*AT_REST, LetterState.SENDING, LetterState.SENT)]
_KEY = update(CaseKeyRow).where(col(CaseKeyRow.case_id) == bindparam("which"))
_CLUES = delete(ClueRow).where(col(ClueRow.case_id) == bindparam("which"))
_CASE = update(CaseRow).where(col(CaseRow.id) == bindparam("which"))
_QUESTIONS = update(QuestionRow).where(col(QuestionRow.case_id) == bindparam("which"))
_LEFT_OVER = (
    select(LetterRow.case_id)
    .join(CaseKeyRow, col(CaseKeyRow.case_id) == col(LetterRow.case_id))
    .where(col(LetterRow.state).in_(_UNDER_WAY), col(CaseKeyRow.wrapped).is_(None))
    .distinct()
)


def destroy_key(tx: Tx, case_id: int, reference: str, *, by: str, because: str) -> None:
    """Nothing personal of the case can be read any more, and no name, reference or file of a message leads to it.

    Who had it erased stands in its history, and why in that of the office.
    """
    record(tx, "erased", f"case:{reference}", case_id=case_id, rule=by)
    record(tx, "erasure", f"case:{reference}", rule=by, because=because)
    tx.connection.execute(_CLUES, {"which": case_id})
    tx.connection.execute(_CASE.values(force_reference=None), {"which": case_id})
    tx.connection.execute(_QUESTIONS.values(text="Erased with its case."), {"which": case_id})
    tx.connection.execute(_KEY.values(wrapped=None), {"which": case_id})
    tx.forget_key(case_id)


def left_over(tx: Tx) -> tuple[int, ...]:
    """The cases without a key of which letters still wait to leave: a key may be destroyed elsewhere than here."""
    return tuple(one for one in tx.connection.execute(_LEFT_OVER).scalars() if one is not None)
