"""A dry run: what a pass would do with what is new, said and not done. Writes to no mailbox and no store."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from bot.intake import plan_for
from bot.mailbox import Item, NotFound
from bot.mime import Unreadable
from bot.show import Line
from store import intake

if TYPE_CHECKING:
    from bot.service import Service


def lines(service: Service) -> Iterator[Line]:
    """One line for each message the store does not know, in the order in which they came."""
    new: list[Item] = []
    for page in service.mailbox.poll({"INBOX": "", "JUNK": ""}):
        with service.reading() as tx:
            known = intake.recognised(tx, service.mailbox_name, {item.ref.id: item.stamp for item in page.created})
        new += [item for item in page.created if item.ref.id not in known]
    for item in sorted(new, key=lambda item: item.received_at):
        yield _line(service, item)


def _line(service: Service, item: Item) -> Line:
    seen = {"item": item.ref.id, "received_at": item.received_at}
    try:
        incoming = service.reader.read(service.mailbox.mime(item.ref))
    except (Unreadable, NotFound) as fault:
        return {**seen, "kind": None, "why": str(fault), "place": "could_not_read", "opens_case": False, "letters": []}
    with service.reading() as tx:
        understood = plan_for(service, tx, incoming, item.received_at)
    plan = understood.plan
    return {
        **seen,
        "kind": understood.recognition.kind,
        "why": plan.why,
        "place": plan.place,
        "opens_case": plan.opens_case,
        "joins_case": plan.joins_case or None,
        "may_acknowledge": plan.may_acknowledge.may,
        "why_not": plan.may_acknowledge.why_not,
        "letters": [order.letter for order in plan.letters],
    }
