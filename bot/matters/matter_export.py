"""Everything that is kept of one matter as a zip: its facts, its history, its messages; changes nothing.

The names in it are made here, never taken from mail. What is equal in the store gives an equal file.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZipFile

from bot.casework.bundle import Bundle
from bot.matters.showing import whole
from store import intake, refiling
from store.blobs import BlobDamaged
from store.engine import Tx
from store.messages.matters import Matter
from store.terms import london_date
from store.vault import Erased

if TYPE_CHECKING:
    from bot.service import Service


def export(service: Service, tx: Tx, one: Matter, out: Path) -> int:
    """The zip is written there, whole or not at all; answers how many messages are in it. Raises OSError."""
    half = out.with_name(f"{out.name}.part")
    try:
        with half.open("wb") as stream, ZipFile(stream, "w") as archive:
            number = _written(service, tx, one, Bundle(archive))
        half.rename(out)
    finally:
        half.unlink(missing_ok=True)
    return number


def _written(service: Service, tx: Tx, one: Matter, bundle: Bundle) -> int:
    facts = whole(tx, one, london_date(tx.now), service.days)
    index = [f"{one.reference}, {one.kind.name}", ""]
    digest = bundle.put(
        "matter.json", f"{json.dumps(facts, default=_as_text, ensure_ascii=False, indent=1)}\n".encode()
    )
    index.append(f"matter.json: what is kept of it, with its history; SHA-256 {digest}")
    found = list(_messages(service, tx, one))
    for number, said in found:
        if isinstance(said, bytes):
            name = f"messages/{number}.eml"
            index.append(f"{name}: message {number}; SHA-256 {bundle.put(name, said)}")
        else:
            index.append(f"Message {number}: {said}")
    if one.is_erased:
        index.append("Whom and what it was about has been erased and can be read no more.")
    bundle.put("index.txt", "\n".join((*index, "")).encode())
    return sum(isinstance(said, bytes) for _, said in found)


def _messages(service: Service, tx: Tx, one: Matter) -> Iterator[tuple[int, bytes | str]]:
    """Each message by its number, as it came, or why it is not there."""
    for number in one.messages:
        held = refiling.by_id(tx, number)
        assert held is not None  # noqa: S101 - rows are never removed
        try:
            yield number, intake.raw_of(service.store, tx, held)
        except Erased:
            yield number, "it has been erased."
        except BlobDamaged:
            yield number, f"what was kept of it is damaged. Its SHA-256 was {held.blob.sha256}."


def _as_text(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)
