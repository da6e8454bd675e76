"""`Incoming` as JSON and back, as it crosses the pipe from the limited child; believes nothing that comes back.

The answer of a child that parsed hostile bytes is itself untrusted: every field is checked for its type, and the
sender's address for its form, before an `Incoming` is made of it.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import datetime

from bot.documents import CHARACTERS, FAULTS
from bot.mime import is_strict_address
from store.messages import Attachment, Incoming

_SHA256 = re.compile(r"[0-9a-f]{64}")


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


def _file(file: Attachment) -> tuple[object, ...]:
    label = (file.name, file.content_type, file.size, file.sha256, file.inline)
    return (*label, file.text, file.text_fault) if file.text or file.text_fault else label


def document_to_json(text: str, fault: str) -> bytes:
    """What one document says and the code of what is missing, as they follow their message over the pipe."""
    return json.dumps([text, fault], ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def with_document(file: Attachment, data: bytes) -> Attachment:
    """The file with what `document_to_json` wrote of it. Raises ValueError for anything else, whatever it is."""
    text, fault = _list(_loaded(data))
    if len(_text(text)) > CHARACTERS or (_text(fault) and fault not in FAULTS):
        raise ValueError("The reader's answer says of a document what it cannot say.")
    return replace(file, text=_text(text), text_fault=_text(fault))


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
    fields = _list(value)
    if len(fields) not in (5, 7):
        raise ValueError("The reader's answer describes a file wrongly.")
    name, content_type, size, sha256, inline, *read = fields
    if type(size) is not int or size < 0 or type(inline) is not bool or not _SHA256.fullmatch(_text(sha256)):
        raise ValueError("The reader's answer describes a file wrongly.")
    return Attachment(_text(name), _text(content_type), size, _text(sha256), inline, *map(_text, read))
