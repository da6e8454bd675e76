"""Every document of one message in its turn, those inside a container after it, all within one message's budget."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from bot.documents.kinds import DEPTH, FILES_INSIDE, TEXT_IN_ALL, TEXTS_INSIDE, kind_of
from bot.documents.opened import Document, Inner
from bot.documents.reading import read_document, read_inner
from store.messages import Attachment

Read = tuple[Document, tuple[bool, ...]]  # a document, and for each file inside it whether its own turn comes


@dataclass(slots=True)
class _Left:
    """What may still be read of this message."""

    characters: int = TEXT_IN_ALL
    texts: int = TEXTS_INSIDE
    files: int = FILES_INSIDE


def in_turn(files: Sequence[Attachment], numbers: Sequence[int], contents: Iterable[bytes]) -> Iterator[Read]:
    """The documents of a message, of which these numbers are read; each is read when it is asked for."""
    left = _Left()
    for number, data in zip(numbers, contents, strict=True):
        file = files[number]
        found = read_document(file.name, file.content_type, data)
        if file.content_type == "message/rfc822":  # its files are the message's own already
            found = found._replace(inside=())
        yield from _with_inside(found, len(file.inside) + 1, left)


def _with_inside(found: Document, depth: int, left: _Left) -> Iterator[Read]:
    text = found.text[: left.characters]
    inside = tuple(_judged(file, depth, left) for file in found.inside[: left.files])
    cut = len(text) < len(found.text) or len(inside) < len(found.inside)
    left.characters -= len(text)
    left.files -= len(inside)
    turns = tuple(_has_its_turn(file) for file in inside)
    yield found._replace(text=text, inside=inside, fault=found.fault or ("cut" if cut else "")), turns
    for file, has_turn in zip(inside, turns, strict=True):
        if has_turn:
            yield from _with_inside(read_inner(file), depth + 1, left)


def _judged(file: Inner, depth: int, left: _Left) -> Inner:
    """The file with the reason why it has no turn, where it would have one."""
    if not _has_its_turn(file):
        return file
    if depth > DEPTH:
        return replace(file, fault="too_deep")
    left.texts -= 1
    return file if left.texts >= 0 else replace(file, fault="too_many")


def _has_its_turn(file: Inner) -> bool:
    return not (file.inline or file.fault) and (file.opens is not None or bool(kind_of(file.name, file.content_type)))
