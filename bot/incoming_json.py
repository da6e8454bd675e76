"""`Incoming` as JSON and back, as it crosses the pipe from the limited child; believes nothing that comes back.

The answer of a child that parsed hostile bytes is itself untrusted: every field is checked for its type, and the
sender's address for its form, before an `Incoming` is made of it.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from bot.documents import CHARACTERS, FAULTS, FILES_INSIDE
from bot.mime import is_strict_address
from store.messages import Attachment, Forwarded, Incoming

if TYPE_CHECKING:
    from bot.documents.in_turn import Read

_SHA256 = re.compile(r"(?:[0-9a-f]{64})?")  # empty for what was not unpacked
_FAULTS = frozenset({"", *FAULTS})


def to_json(incoming: Incoming) -> bytes:
    """The message as one compact JSON array, its fields in the order of `Incoming`."""
    return json.dumps(_row(incoming), ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def _row(incoming: Incoming) -> list[object]:
    sent_at = incoming.sent_at
    same = incoming.new_text == incoming.text
    return [
        incoming.sender,
        incoming.sender_name,
        incoming.sender_doubt,
        incoming.to,
        incoming.cc,
        incoming.reply_to,
        incoming.subject,
        incoming.message_id,
        incoming.in_reply_to,
        incoming.references,
        incoming.return_path,
        sent_at.isoformat() if sent_at else None,
        incoming.headers,
        incoming.content_type,
        incoming.text,
        None if same else incoming.new_text,
        [_file(file) for file in incoming.attachments],
        incoming.failed_recipients,
        incoming.failed_message_ids,
        incoming.defects,
        incoming.fingerprint,
    ]


def _file(file: Attachment) -> list[object]:
    row = [file.name, file.content_type, file.size, file.sha256, file.inline, file.text, file.text_fault, file.inside]
    return [*row, _claims(file.forwarded)]


def _claims(said: Forwarded | None) -> tuple[object, ...] | None:
    if said is None:
        return None
    return said.sender, said.sender_name, said.sent_at.isoformat() if said.sent_at else None, said.subject


def document_to_json(read: Read) -> bytes:
    """What one document says, what is missing and which files lie in it, as it follows its message over the pipe."""
    found, turns = read
    inside = [
        (file.name, file.content_type, file.size, file.sha256, file.inline, file.fault, has_turn)
        for file, has_turn in zip(found.inside, turns, strict=True)
    ]
    row = [found.text, found.fault, _claims(found.forwarded), inside]
    return json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def with_document(file: Attachment, data: bytes) -> tuple[Attachment, list[tuple[Attachment, bool]]]:
    """The file with what `document_to_json` wrote of it, and the files inside it, each with whether its turn comes.

    Raises ValueError for anything else, whatever it is.
    """
    text, fault, said, inside = _list(_loaded(data))
    if len(_text(text)) > CHARACTERS or len(_list(inside)) > FILES_INSIDE:
        raise ValueError("The reader's answer says of a document what it cannot say.")
    place = (*file.inside, file.name)
    read = replace(file, text=_text(text), text_fault=_fault(fault), forwarded=_forwarded(said))
    return read, [_inner(one, place) for one in _list(inside)]


def _inner(value: object, place: tuple[str, ...]) -> tuple[Attachment, bool]:
    name, content_type, size, sha256, inline, fault, has_turn = _list(value)
    if type(has_turn) is not bool:
        raise ValueError("The reader's answer describes a file wrongly.")
    row = [name, content_type, size, sha256, inline, "", _fault(fault), list(place), None]
    return replace(_attachment(row), packed=True), has_turn


def _fault(value: object) -> str:
    if _text(value) not in _FAULTS:
        raise ValueError("The reader's answer names a fault that there is not.")
    return _text(value)


def _forwarded(value: object) -> Forwarded | None:
    if value is None:
        return None
    sender, name, sent_at, subject = _list(value)
    if _text(sender) and not is_strict_address(_text(sender)):
        raise ValueError("The reader's answer names a sender that is no plain address.")
    return Forwarded(_text(sender), _text(name), _instant(sent_at), _text(subject))


def _loaded(data: bytes) -> object:
    try:
        row = json.loads(data.decode("utf-8"))
    except RecursionError:
        raise ValueError("The reader's answer is nested too deep.") from None
    if b"\\ud" in data.lower():  # a lone surrogate, which nothing here ever writes and no database takes
        raise ValueError("The reader's answer holds characters that do not exist.")
    return row


def from_json(data: bytes) -> Incoming:
    """The message that `to_json` wrote. Raises ValueError for anything else, whatever it is."""
    row = _loaded(data)
    if not isinstance(row, list) or len(row) != 21:
        raise ValueError("The reader's answer has not the shape of a message.")
    incoming = Incoming(
        sender=_text(row[0]),
        sender_name=_text(row[1]),
        sender_doubt=_text(row[2]),
        to=_texts(row[3]),
        cc=_texts(row[4]),
        reply_to=_texts(row[5]),
        subject=_text(row[6]),
        message_id=_text(row[7]),
        in_reply_to=_texts(row[8]),
        references=_texts(row[9]),
        return_path=_optional_text(row[10]),
        sent_at=_instant(row[11]),
        headers=_headers(row[12]),
        content_type=_text(row[13]),
        text=_text(row[14]),
        new_text=_text(row[14] if row[15] is None else row[15]),
        attachments=tuple([_attachment(one) for one in _list(row[16])]),
        failed_recipients=_texts(row[17]),
        failed_message_ids=_texts(row[18]),
        defects=_texts(row[19]),
        fingerprint=_text(row[20]),
    )
    if incoming.sender and not is_strict_address(incoming.sender):
        raise ValueError("The reader's answer names a sender that is no plain address.")
    return incoming


def _text(value: object) -> str:
    if type(value) is not str:
        raise ValueError("The reader's answer holds something else where text belongs.")
    return value


def _texts(value: object) -> tuple[str, ...]:
    return tuple([_text(one) for one in _list(value)])


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise ValueError("The reader's answer holds something else where a list belongs.")
    return value


def _optional_text(value: object) -> str | None:
    return None if value is None else _text(value)


def _instant(value: object) -> datetime | None:
    if value is None:
        return None
    at = datetime.fromisoformat(_text(value))
    if at.tzinfo is None:
        raise ValueError("The reader's answer holds an instant without its time zone.")
    return at


def _headers(value: object) -> tuple[tuple[str, str], ...]:
    pairs = []
    for pair in _list(value):
        name, text = _list(pair)  # another length is a ValueError of its own
        pairs.append((_text(name), _text(text)))
    return tuple(pairs)


def _attachment(value: object) -> Attachment:
    name, content_type, size, sha256, inline, text, fault, inside, said = _list(value)
    if type(size) is not int or size < 0 or type(inline) is not bool or not _SHA256.fullmatch(_text(sha256)):
        raise ValueError("The reader's answer describes a file wrongly.")
    return Attachment(
        _text(name),
        _text(content_type),
        size,
        _text(sha256),
        inline,
        _text(text),
        _text(fault),
        _texts(inside),
        _forwarded(said),
    )
