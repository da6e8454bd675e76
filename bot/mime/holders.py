"""In which attached message each file of a message lies; opens nothing."""

from __future__ import annotations

from dataclasses import replace

from bot.mime.bodies import file_parts
from bot.mime.parts import outline
from store.messages import Incoming


def holders(raw: bytes) -> tuple[int | None, ...]:
    """For each file of a message the number of the attached message it lies in, None for the message's own.

    Raises Unreadable where `read` does.
    """
    parts = file_parts(outline(raw, []))
    numbers = {id(part): number for number, part in enumerate(parts)}
    return tuple(None if part.holder is None else numbers.get(id(part.holder)) for part in parts)


def with_places(incoming: Incoming, raw: bytes) -> Incoming:
    """The message, each of its files naming the attached messages it lies in, outermost first."""
    if not any(file.content_type == "message/rfc822" for file in incoming.attachments):
        return incoming
    files = list(incoming.attachments)
    for number, holder in enumerate(holders(raw)):
        if holder is not None:
            files[number] = replace(files[number], inside=(*files[holder].inside, files[holder].name))
    return replace(incoming, attachments=tuple(files))
