"""A dry run: what a pass would do with what is new, said and not done. Writes to no mailbox and no store."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from bot.carry_out import carry_out
from bot.intake import plan_for
from bot.mailbox import Item, NotFound
from bot.mime import Unreadable
from bot.prompt.show import Line
from bot.recognising import candidates
from store import clues, intake
from store.blobs import Blob
from store.engine import Tx
from store.intake import Seen
from store.messages import Incoming
from store.terms import Place, WhyNot

if TYPE_CHECKING:
    from bot.service import Service


def lines(service: Service) -> Iterator[Line]:
    """One line for each message the store does not know, in the order in which they came.

    Each is seen with all that the earlier ones would have led to; at the end everything is taken back.
    """
    readings = [(item, _read(service, item)) for item in _new(service)]
    with service.store.trying(service.clock.now()) as tx:
        for item, reading in readings:
            yield {"item": item.ref.id, "received_at": item.received_at, **_outcome(service, tx, item, reading)}


def _new(service: Service) -> list[Item]:
    new: list[Item] = []
    for page in service.mailbox.poll({"INBOX": "", "JUNK": ""}):
        with service.reading() as tx:
            known = intake.recognised(tx, service.mailbox_name, {item.ref.id: item.stamp for item in page.created})
        new += [item for item in page.created if item.ref.id not in known]
    return sorted(new, key=lambda item: item.received_at)


def _read(service: Service, item: Item) -> Incoming | str:
    try:
        return service.reader.read(service.mailbox.mime(item.ref))
    except (Unreadable, NotFound) as fault:
        return str(fault)


def _outcome(service: Service, tx: Tx, item: Item, reading: Incoming | str) -> Line:
    if isinstance(reading, str):
        nothing = {"opens_case": False, "joins_case": None, "may_acknowledge": False, "why_not": WhyNot.UNREADABLE}
        return {"kind": None, "why": reading, "place": Place.COULD_NOT_READ, **nothing, "letters": []}
    blob = Blob(item.ref.id, "", item.size, service.store.vault.new_wrapped_key(f"blob {item.ref.id}"))
    seen = Seen(item.ref.id, item.ref.locator, "INBOX", item.received_at, blob)
    intake.remember(tx, service.mailbox_name, [seen])
    held = intake.held(tx, service.mailbox_name, [item.ref.id])[item.ref.id]
    understood = plan_for(service, tx, reading, item.received_at, intake_id=held.id)
    carry_out(service, tx, held, understood)
    plan = understood.plan
    if plan.opens_case:
        clues.add_files(tx, held.id, candidates.files_of(reading))
    return {
        "kind": understood.recognition.kind,
        "why": plan.why,
        "place": plan.place,
        "opens_case": plan.opens_case,
        "joins_case": plan.joins_case or None,
        "may_acknowledge": plan.may_acknowledge.may,
        "why_not": plan.may_acknowledge.why_not,
        "letters": [order.letter for order in plan.letters],
    }
