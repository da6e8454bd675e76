"""What the properties of an Outlook item say (MS-OXPROPS), however they came: in a .msg file or in winmail.dat."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from bot import mime
from bot.documents import rich_text, simple
from bot.documents.faults import Refused
from bot.documents.opened import Inner, inner_file
from bot.mime.charsets import decode, harmless, one_line
from store.messages import Forwarded

TEXT_8, TEXT_16, BINARY, OBJECT = 0x001E, 0x001F, 0x0102, 0x000D
SUBJECT, BODY, HTML, RICH_TEXT, SUBMITTED_AT, DELIVERED_AT = 0x0037, 0x1000, 0x1013, 0x1009, 0x0039, 0x0E06
FILE_DATA, FILE_NAME, SHORT_NAME, SHOWN_NAME, FILE_TYPE, CONTENT_ID = 0x3701, 0x3707, 0x3704, 0x3001, 0x370E, 0x3712
_HEADERS, _BODY_CHARSET, ITEM_CHARSET = 0x007D, 0x3FDE, 0x3FFD
_SENDERS = (0x5D02, 0x5D01, 0x0065, 0x0C1F)  # on whose behalf, then who; the plain addresses first
_SENDER_NAMES = (0x0042, 0x0C1A)
_BODIES = (BODY, HTML, RICH_TEXT)
WANTED = frozenset(
    {SUBJECT, *_BODIES, SUBMITTED_AT, DELIVERED_AT, _HEADERS, _BODY_CHARSET, ITEM_CHARSET, *_SENDERS, *_SENDER_NAMES}
    | {FILE_DATA, FILE_NAME, SHORT_NAME, SHOWN_NAME, FILE_TYPE, CONTENT_ID}
)
_BEGINNING = datetime(1601, 1, 1, tzinfo=UTC)

Properties = Mapping[int, tuple[int, bytes]]  # by their number: the type and the bytes of each


def text_of(properties: Properties, number: int, charset: str = "") -> str:
    """A property's text, "" where it has none."""
    kind, data = properties.get(number, (0, b""))
    if kind == TEXT_16:
        return harmless(data.decode("utf-16-le", "replace").rstrip("\0"))
    if kind in (TEXT_8, BINARY):
        return harmless(decode(data.rstrip(b"\0"), charset or _charset(properties, ITEM_CHARSET))[0])
    return ""


def words(properties: Properties) -> str:
    """What a person reading the item would read: its plain text, else its HTML, else its rich text."""
    plain = text_of(properties, BODY)
    if plain.strip():
        return plain
    kind, html = properties.get(HTML, (0, b""))
    if html:
        charset = "utf-16-le" if kind == TEXT_16 else _charset(properties, _BODY_CHARSET)
        return simple.read_html(html, charset).text
    _, packed = properties.get(RICH_TEXT, (0, b""))
    try:
        return rich_text.read(rich_text.unpacked(packed)).text if packed else ""
    except Refused:
        return ""


def claimed(properties: Properties) -> Forwarded:
    """Who wrote the item, when and about what, by its own word."""
    addresses = (one_line(text_of(properties, number)).lower() for number in _SENDERS)
    sender = next(filter(mime.is_strict_address, addresses), "") or _sender_in_head(properties)
    name = next(filter(None, (one_line(text_of(properties, number)) for number in _SENDER_NAMES)), "")
    sent_at = _instant(properties, SUBMITTED_AT) or _instant(properties, DELIVERED_AT)
    return Forwarded(sender, name[:200], sent_at, one_line(text_of(properties, SUBJECT))[:2_000])


def attached(properties: Properties) -> Inner | None:
    """A file of an item whose bytes came with it; None where they did not."""
    kind, data = properties.get(FILE_DATA, (0, b""))
    if kind != BINARY:
        return None
    declared = text_of(properties, FILE_TYPE)
    inline = bool(text_of(properties, CONTENT_ID)) and declared.startswith("image/")
    return inner_file(name_of(properties), declared, data, inline=inline)


def name_of(properties: Properties) -> str:
    """The name of a file of an item, as it stands there."""
    return next(filter(None, (text_of(properties, one) for one in (FILE_NAME, SHORT_NAME, SHOWN_NAME))), "")


def sent_line(forwarded: Forwarded) -> str:
    """The date of an item as the head of a mail gives it."""
    return f"{forwarded.sent_at:%a, %d %b %Y %H:%M:%S +0000}" if forwarded.sent_at else ""


def _sender_in_head(properties: Properties) -> str:
    """The author by the head the item once came with; Exchange gives its own people no plain address otherwise."""
    try:
        return mime.read(text_of(properties, _HEADERS).encode("utf-8") + b"\n\n").sender
    except mime.Unreadable:
        return ""


def _charset(properties: Properties, number: int) -> str:
    _, data = properties.get(number, (0, b""))
    page = struct.unpack_from("<I", data)[0] if len(data) >= 4 else 0
    return {0: "", 65001: "utf-8", 20127: "ascii", 1200: "utf-16-le", 28591: "iso-8859-1"}.get(page, f"cp{page}")


def _instant(properties: Properties, number: int) -> datetime | None:
    _, data = properties.get(number, (0, b""))
    if len(data) < 8:
        return None
    ticks = int(struct.unpack_from("<Q", data)[0])
    at = _BEGINNING + timedelta(microseconds=ticks // 10) if ticks < 2**58 else _BEGINNING
    return at.replace(microsecond=0) if 1970 <= at.year <= 2100 else None
