"""What the limited child answers, checked before it is believed; talks to no process."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass

from bot.documents import FILES_INSIDE, WARNINGS
from bot.incoming_json import from_json, with_document
from bot.mime import Unreadable
from bot.mime.limits import PARTS
from store.messages import Attachment, Incoming

_SAID_BYTES = 1_000
_WORD = re.compile(r"[a-z0-9_]{0,20}")


class Failed(Exception):
    """The child gave no answer that can be used; the arguments are the code and the sentence."""


@dataclass(frozen=True, slots=True)
class TakenOut:
    """One file of a message: its place among the message's own files, its bytes, and what it is by them.

    `by_content` is a short word ("pdf", "program"), "" where nobody can tell; `warnings` are codes of what in it might
    act by itself.
    """

    number: int
    content: bytes
    by_content: str
    warnings: tuple[str, ...] = ()


def message_of(answer: bytes) -> Incoming:
    """The message. Raises Failed for anything else."""
    try:
        return from_json(answer)
    except ValueError:
        raise Failed("reader_answered_badly", "The reader's answer is not the shape of a message.") from None


def document_of(file: Attachment, answer: bytes, others: int) -> tuple[Attachment, list[tuple[Attachment, bool]]]:
    """The document with what it says, and the files in it, each with whether its turn comes. Raises Failed."""
    try:
        read, inside = with_document(file, answer[1:])
    except ValueError:
        raise Failed("reader_answered_badly", "The reader's answer is not the shape of a document.") from None
    if len(inside) + others > PARTS + FILES_INSIDE:
        raise Failed("reader_answered_badly", "The reader's answer names more files than a message may hold.")
    return read, inside


def file_of(file: Attachment, number: int, answer: bytes) -> TakenOut:
    """The file's bytes, exactly those that the message was said to bring. Raises Failed."""
    said, _, content = answer[1:].partition(b"\n")
    try:
        by_content, warnings = json.loads(said[:_SAID_BYTES].decode("ascii"))
        words = [by_content, *warnings]
        fits = all(type(word) is str and _WORD.fullmatch(word) for word in words) and set(warnings) <= WARNINGS.keys()
    except (ValueError, TypeError, RecursionError):
        fits = False
    if not fits or hashlib.sha256(content).hexdigest() != file.sha256:
        raise Failed("reader_answered_badly", "The reader's answer is not the file that the message brought.")
    return TakenOut(number, content, by_content, tuple(warnings))


def reason_of(answer: bytes) -> Unreadable:
    """Why the message is not read. Raises Failed for anything else."""
    try:
        code, sentence = json.loads(answer[1:].decode("ascii"))
    except (ValueError, TypeError, RecursionError):
        raise Failed("reader_answered_badly", "The reader's answer is not the shape of a reason.") from None
    return Unreadable(str(code)[:60], str(sentence)[:300])
