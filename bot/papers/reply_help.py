"""One helpful answer to a reply code that could not be read, to the unit's own mailbox; never a second one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.papers import requests
from bot.papers.replies import Reply
from handlers.working_days import in_words
from store import outbox
from store.engine import Tx
from store.intake import Held
from store.terms import Approval, Audience, london_date

if TYPE_CHECKING:
    from bot.service import Service

LETTER = "reply_code_help"


def answer(service: Service, tx: Tx, held: Held, one: Reply) -> None:
    """The unit is told once for each request which answers can be read, at its mailbox in the contact book.

    Whoever wrote need not be proved: what they wrote is not repeated, and no other address is written to.
    """
    if one.case is None or one.case_id is None or not one.requests:
        return
    request, today = one.requests[-1], london_date(tx.now)
    unit = requests.unit(service, tx, request.unit)
    to = requests.address(unit, today)
    if not to or to in unit.frozen:
        return
    outbox.queue(
        tx,
        letter=LETTER,
        occasion=f"{one.case.reference}:{request.id}",
        case_id=one.case_id,
        intake_id=held.id,
        to=to,
        content={
            "facts": {
                "reference": one.case.reference,
                "force_reference": one.case.force_reference,
                "due_on": in_words(request.due_on),
                "example_day": f"{request.due_on.day}/{request.due_on.month}",
            },
            "answers_item": "",
            "answers_message_id": "",
            "references": [],
        },
        message_id_domain=service.settings.office.mailbox_address.rpartition("@")[2],
        mode=service.settings.sending.mode,
        audience=Audience.FORCE,
        approval=Approval.BY_ITSELF,
    )
