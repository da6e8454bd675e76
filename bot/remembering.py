"""From the mailbox to the store, bytes first: each message is durable and has its row before anything reads it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from bot.mailbox import AccessDenied, Item, NotFound, Permanent, Unavailable
from store import intake, questions
from store.intake import Held, Seen
from store.messages import Question
from store.terms import Owner, london_date

if TYPE_CHECKING:
    from bot.service import Service

BATCH = 64
BATCH_BYTES = 8_000_000
ANSWERS = 3
"""How often one message may fail to come before a person is asked about it and the others go on."""
REVIEWS_BEGAN = datetime(2020, 2, 1, tzinfo=UTC)
A_DAY = timedelta(days=1)


def is_same(item: Item, one: Held) -> bool:
    """Whether this is the item of that row: moved or copied it was received then; what quotes its stamp was not."""
    strange = item.received_at < REVIEWS_BEGAN or item.received_at > one.seen_at + A_DAY
    return one.item == item.ref.id or strange or one.received_at == item.received_at


def batches(items: Sequence[Item]) -> Iterator[list[Item]]:
    """The items in their order, few enough and small enough at a time to be held in memory."""
    batch: list[Item] = []
    size = 0
    for item in items:
        if batch and (len(batch) == BATCH or size + item.size > BATCH_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(item)
        size += item.size
    if batch:
        yield batch


def remember(service: Service, folder: str, items: Sequence[Item]) -> dict[str, bytes]:
    """The raw bytes are durable and each item has its row; only then may anything else happen to it."""
    raws: dict[str, bytes] = {}
    seen: list[Seen] = []
    vanished: list[Item] = []
    refused: list[tuple[Item, str]] = []
    for item in items:
        try:
            raw = service.mailbox.mime(item.ref)
        except NotFound:
            vanished.append(item)
            continue
        except AccessDenied:
            refused.append((item, "and not open it. Give its account the right to read it."))
            continue
        except Permanent:
            refused.append((item, "and does not hand it over. Open it there, and answer it by hand."))
            continue
        except Unavailable:
            service.unanswered[item.ref.id] += 1
            if service.unanswered[item.ref.id] < ANSWERS:
                raise
            refused.append((item, "and never answers when asked for it. Open it there, and answer it by hand."))
            continue
        blob = service.store.blobs.put(raw)
        raws[item.ref.id] = raw
        received_at = _believable(item.received_at, service.clock.now())
        seen.append(Seen(item.ref.id, item.ref.locator, folder, received_at, blob, item.categories, item.stamp))
    service.store.blobs.settle()
    with service.writing() as tx:
        if seen:
            intake.remember(tx, service.mailbox_name, seen)
        for item in vanished:
            intake.vanished(tx, service.mailbox_name, item.ref.id, folder, item.received_at)
        for item, why in refused:
            due_on = service.days.add(london_date(tx.now), 1)
            text = f"The mailbox lets the service see a message {why}"
            question = Question("cannot_be_opened", text, Owner.ADMINISTRATOR, due_on)
            questions.ask(tx, f"item:{item.ref.id}", question)
    return raws


def _believable(received_at: datetime, now: datetime) -> datetime:
    """When the mailbox says it received a message, or now where that cannot be: before reviews began, or to come."""
    return received_at if REVIEWS_BEGAN <= received_at <= now + A_DAY else now
