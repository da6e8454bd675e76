"""Erases a case that has ended: what waited goes no further, and its key is destroyed. Touches no mailbox.

States, dates and counts stay, so no figure changes. The mail itself lies in Outlook, where people remove it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.papers import requests
from handlers.requests import standing
from store import cancelling, casework, erasing, outbox, questions, sign_offs
from store.engine import Tx
from store.terms import ENDS, Asked, LetterState

if TYPE_CHECKING:
    from bot.service import Service

_WHY = "the case was erased"


class NotErased(Exception):
    """The case stays as it is; the sentence says why."""


def erase(tx: Tx, case_id: int, *, by: str, because: str) -> None:
    """The personal data of the case can be read no more, for good. Raises NotErased for one that is still worked on."""
    case = casework.view(tx, case_id)
    if tx.is_erased(case_id):
        raise NotErased(f"{case.reference} has been erased already.")
    if case.state not in ENDS:
        raise NotErased(f"{case.reference} has not ended. Only a case that nobody works on any more can be erased.")
    if any(one.state in (LetterState.SENDING, LetterState.SENT) for one in outbox.of_case(tx, case_id)):
        raise NotErased(f"A letter of {case.reference} is just leaving. Try again when it is in Sent Items.")
    nothing_waits(tx, case_id)
    erasing.destroy_key(tx, case_id, case.reference, by=by, because=because)


def nothing_waits(tx: Tx, case_id: int) -> None:
    """No letter of the case leaves any more, nothing more is asked of the police or of a person about it."""
    for request in standing(casework.view(tx, case_id), *Asked):
        requests.over(tx, request)
    for letter in outbox.of_case(tx, case_id):
        cancelling.look_no_more(tx, letter, _WHY)
    for asked in sign_offs.of_case(tx, case_id):
        if asked.is_open:
            sign_offs.lapse(tx, asked, _WHY)
    for one in list(questions.still_open(tx, case_id=case_id)):
        questions.answer(tx, one, by=_WHY)


def pass_(service: Service) -> int:
    """Whatever waited of a case whose key is gone waits no more; answers how many such cases there were."""
    with service.reading() as tx:
        found = erasing.left_over(tx)
    if found:
        with service.writing() as tx:
            for case_id in found:
                nothing_waits(tx, case_id)
    return len(found)
