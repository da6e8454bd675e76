"""Asks a person about a case to which no message belongs any more, so no letter of it can be written; does no more.

Letters answer what opened their case.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from store import questions
from store.engine import Tx
from store.messages import Question
from store.terms import Owner, london_date

if TYPE_CHECKING:
    from bot.service import Service

_NO_MESSAGE = (
    "No message belongs to this case any more, so no letter of it can be written. Undo the move that took its message "
    "away. If the case was opened by mistake, tell whoever was written to, by hand."
)


def ask(service: Service, tx: Tx, case_id: int, reference: str) -> None:
    """A person is asked, once, about a case to which no message belongs any more."""
    due_on = service.days.add(london_date(tx.now), 1)
    question = Question("no_message", _NO_MESSAGE, Owner.ADMINISTRATOR, due_on)
    questions.ask(tx, f"case:{reference}", question, case_id=case_id)
