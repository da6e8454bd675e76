"""What goes with a letter as a file: built from what is held, named and hashed; attaches nothing itself."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from store import intake, received
from store.blobs import BlobDamaged
from store.engine import Tx
from store.messages import Enclosure
from store.outbox import Queued

if TYPE_CHECKING:
    from bot.service import Service

APPLICATION = "application"
MESSAGE = "message"
"""The one message that a letter on no case is about."""
_RFC822 = "message/rfc822"


class CannotEnclose(Exception):
    """A file that belongs to a letter cannot be had; the sentence says which."""


def enclosures(service: Service, tx: Tx, one: Queued, kept: Mapping[str, Any]) -> tuple[Enclosure, ...]:
    """The files of the letter, as they came, and those that were written with it. Raises CannotEnclose."""
    came = (_file(service, tx, one, what, str(kept["facts"]["reference"])) for what in kept.get("encloses", ()))
    written = (
        Enclosure(file["name"], file["content_type"], base64.b64decode(file["content"]), file["content_id"])
        for file in kept.get("files", ())
    )
    return (*came, *written)


def named(files: tuple[Enclosure, ...]) -> list[tuple[str, str]]:
    """Name and SHA-256 of each of the files, by which they are known again in a draft."""
    return [(file.name, hashlib.sha256(file.content).hexdigest()) for file in files]


def _file(service: Service, tx: Tx, one: Queued, what: str, reference: str) -> Enclosure:
    if what != (APPLICATION if one.case_id is not None else MESSAGE):
        raise CannotEnclose(f"Nobody knows what {what} is.")
    line = received.line(tx, one.intake_id) if one.intake_id is not None else None
    held = intake.held(tx, service.mailbox_name, [line.item]).get(line.item) if line else None
    if held is None or held.case_id != one.case_id:
        raise CannotEnclose("The request that belongs to it is not that of its case.")
    try:
        raw = intake.raw_of(service.store, tx, held)
    except BlobDamaged:
        raise CannotEnclose("What was kept of the request is damaged.") from None
    name = f"{what} {reference.replace('/', '-')}".strip()
    return Enclosure(f"{name}.eml", _RFC822, raw)
