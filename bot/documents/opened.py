"""What comes out of one file: its text, what is missing, and the files that lie in it; judges nothing of it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from bot.mime.charsets import one_line
from store.messages import Forwarded

_NAME_CHARACTERS = 200
_INVISIBLE = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


@dataclass(frozen=True, slots=True)
class Inner:
    """One file that lies in another: its label as it stands there (cleaned), its bytes or what opens it in place.

    `sha256` is "" where its bytes were not unpacked; `fault` then says why.
    """

    name: str
    content_type: str
    size: int
    sha256: str
    data: bytes = b""
    opens: Callable[[], Document] | None = None
    inline: bool = False
    fault: str = ""


class Document(NamedTuple):
    """What a file says, the code of what is missing from it ("" for nothing), and the files inside it, in order.

    `forwarded` stands where the file is a message of its own.
    """

    text: str
    fault: str = ""
    inside: tuple[Inner, ...] = ()
    forwarded: Forwarded | None = None


def inner_file(name: str, content_type: str, data: bytes, *, inline: bool = False) -> Inner:
    """One file inside another of which all bytes are there."""
    declared = one_line(content_type)[:_NAME_CHARACTERS] or "application/octet-stream"
    return Inner(label(name), declared, len(data), hashlib.sha256(data).hexdigest(), data, inline=inline)


def label(name: str) -> str:
    """A file's name without folders and without what cannot be seen, at most 200 characters; never empty."""
    last = name.replace("\\", "/").rstrip("/").rpartition("/")[2].encode("utf-8", "replace").decode("utf-8")
    shown = " ".join(_INVISIBLE.sub("", last).split())
    if not shown.strip(". "):
        return "unnamed.bin"
    if len(shown) <= _NAME_CHARACTERS:
        return shown
    stem, dot, ending = shown.rpartition(".")
    tail = dot + ending if dot and len(ending) <= 10 else ""
    return (stem if tail else shown)[: _NAME_CHARACTERS - len(tail)] + tail


def message(claimed: Forwarded, sent: str, text: str, inside: tuple[Inner, ...]) -> Document:
    """A message that lies in a file, as its reader would see it, below the lines a forwarded mail begins with."""
    if not text.strip():
        return Document("", "" if inside else "no_text", inside, claimed)
    head = (f"From: {claimed.sender_name} <{claimed.sender}>", f"Date: {sent}", f"Subject: {claimed.subject}")
    return Document("\n".join((*head, "", text)), "", inside, claimed)
