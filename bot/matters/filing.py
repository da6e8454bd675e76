"""A message that a person dropped in the folder of other work: it belongs to the matter it names, or it is asked which.

Sends nothing; a case that only this message had opened is cancelled, and nothing more of it leaves.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.desk.deeds import NotDone, Outcome, reference
from bot.desk.message_deeds import SETTLED, Taken, answer, leaves_its_case, placed
from bot.desk.opened_by_mistake import is_all_of_its_case
from bot.matters.saying import WHICH, known
from handlers.reading import references
from store import cancelling, matter_reading, matters, outbox, questions, refiling
from store.engine import Tx
from store.intake import Held
from store.messages import Question
from store.messages.matters import Matter
from store.terms import Owner, Place, london_date

if TYPE_CHECKING:
    from bot.service import Service

_BY = "somebody of the team"
_OFF = "Other work is not kept here, so nothing came of it. IT switches it on: [other_work] on = true."


def belongs(taken: Taken, tx: Tx) -> Outcome:
    """The message is the matter's that it names; where it names none a person is asked. It lies where it was put."""
    held, service = taken.held, taken.service
    if not service.settings.other_work.on:
        raise NotDone(_OFF)
    if held.case_id is not None and not is_all_of_its_case(tx, held):
        belongs_to = reference(tx, held.case_id)
        also = f"To have it with a matter too: matter REF link {held.id}."
        raise NotDone(f"It belongs to {belongs_to}, as other mail does. {also}")
    said = leaves_its_case(taken, tx)
    refiling.released(tx, held)
    for one in outbox.of_message(tx, held.id):
        cancelling.cancel(tx, one, "it is other work of the office")
    answer(taken, tx, None)
    found = _named(taken, tx)
    if found is None:
        _ask(taken, tx)
        words = "It names no open matter: the question is to which it belongs."
    else:
        matters.link(tx, found, held.id, by=_BY)
        words = f"It belongs to {found.reference}."
    outcome = placed(taken, tx, str(Place.OTHER_WORK), said=f"{words} {said}".strip(), loses=SETTLED)
    return replace(outcome, note=found is None or "Sent already" in said)


def lies_there(service: Service, held: Held) -> bool:
    """Whether a person had put the message with other work before the service ever saw it."""
    return service.settings.other_work.on and held.folder == service.folders.get(Place.OTHER_WORK)


def taken_out(tx: Tx, intake_id: int) -> None:
    """The message belongs to no matter any more, because a person took back that they had put it there."""
    for matter_id in matter_reading.of_message(tx, intake_id):
        matters.unlink(tx, matter_reading.of(tx, matter_id), intake_id, by=_BY)
    for asked in list(questions.still_open(tx, subject=f"intake:{intake_id}")):
        if asked.code == WHICH:
            questions.answer(tx, asked, by=_BY)


def _named(taken: Taken, tx: Tx) -> Matter | None:
    """The one open matter whose reference stands in the message."""
    incoming, prefix = taken.incoming, taken.service.settings.other_work.prefix
    named = (known(tx, one) for one in references((incoming.subject, incoming.text), prefix))
    found = [one for one in named if one is not None and one.closed_on is None and not one.is_erased]
    return found[0] if len(found) == 1 else None


def _ask(taken: Taken, tx: Tx) -> None:
    prefix, due_on = taken.service.settings.other_work.prefix, taken.service.days.add(london_date(tx.now), 1)
    text = (
        f"Message {taken.held.id} was put with other work. To which matter does it belong? Mail: matter {prefix}/… "
        f"link {taken.held.id}; or open one: matter new KIND: TITLE, and then link it."
    )
    questions.ask(tx, taken.one.subject, Question(WHICH, text, Owner.ADMINISTRATOR, due_on))
