"""Outlook's winmail.dat (MS-OXTNEF): the message's own words and its files; lengths that lie end the reading there."""

from __future__ import annotations

import struct

from bot.documents import mapi
from bot.documents.faults import Refused
from bot.documents.opened import Document, Inner, inner_file, label, message

SIGNATURE = b"\x78\x9f\x3e\x22"
_ATTRIBUTES, _PROPERTIES = 20_000, 5_000
_BODY, _ITEM, _CHARSET = 0x0002800C, 0x00069003, 0x00069007
_NEXT_FILE, _TITLE, _DATA, _FILE = 0x00069002, 0x00018010, 0x0006800F, 0x00069005
_MANY = 0x1000
_LONG_FIXED = frozenset({0x05, 0x06, 0x07, 0x14, 0x40})
_SHORT_FIXED = frozenset({0x02, 0x03, 0x04, 0x0A, 0x0B})
_VARIABLE = frozenset({mapi.TEXT_8, mapi.TEXT_16, mapi.BINARY, mapi.OBJECT})
_INTERFACE = 16  # bytes before an object that say what it is

_Found = dict[int, tuple[int, bytes]]


def read(data: bytes) -> Document:
    """The message's words without a head, for they are the outer message's own, and its files. Raises Refused."""
    item, files, whole = _taken_apart(data)
    text = mapi.words(item)
    inside = tuple(filter(None, map(_inner, files)))
    return Document(text, "" if whole and (text.strip() or inside) else "no_text" if whole else "damaged", inside)


def _read_item(data: bytes) -> Document:
    """A message that lies in winmail.dat as a file of it."""
    item, files, whole = _taken_apart(data)
    claimed = mapi.claimed(item)
    inside = tuple(filter(None, map(_inner, files)))
    found = message(claimed, mapi.sent_line(claimed), mapi.words(item), inside)
    return found if whole else found._replace(fault="damaged")


def _inner(found: _Found) -> Inner | None:
    """A file as it stands there; a name without bytes is one that came as a link."""
    if file := mapi.attached(found):
        return file
    kind, data = found.get(mapi.FILE_DATA, (0, b""))
    name = mapi.name_of(found)
    if kind == mapi.OBJECT and data[_INTERFACE:].startswith(SIGNATURE):
        item = data[_INTERFACE:]
        file = inner_file(f"{name or 'message'}.msg", "application/ms-tnef", item)
        return Inner(file.name, file.content_type, file.size, file.sha256, opens=lambda: _read_item(item))
    return Inner(label(name), "application/octet-stream", 0, "", fault="link") if name else None


def _taken_apart(data: bytes) -> tuple[_Found, list[_Found], bool]:
    """The properties of the message and of each file, and whether every length was true."""
    if not data.startswith(SIGNATURE):
        raise Refused("damaged")
    item: _Found = {}
    files: list[_Found] = []
    at, end = 6, len(data)
    for _ in range(_ATTRIBUTES):
        if at + 9 > end:
            return item, files, at >= end
        number, size = struct.unpack_from("<II", data, at + 1)
        value = data[at + 9 : at + 9 + size]
        _add(item, files, number, value)
        if at + 9 + size > end:
            return item, files, False
        at += 9 + size + 2  # the checksum is not looked at: what came is what is read
    return item, files, False


def _add(item: _Found, files: list[_Found], number: int, value: bytes) -> None:
    if number == _NEXT_FILE:
        files.append({})
    elif number == _BODY:
        item.setdefault(mapi.BODY, (mapi.TEXT_8, value))
    elif number == _CHARSET:
        item.setdefault(mapi.ITEM_CHARSET, (3, value[:4]))
    elif number == _ITEM:
        item.update(_properties(value))
    elif files and number == _TITLE:
        files[-1].setdefault(mapi.SHOWN_NAME, (mapi.TEXT_8, value))
    elif files and number == _DATA:
        files[-1].setdefault(mapi.FILE_DATA, (mapi.BINARY, value))
    elif files and number == _FILE:
        files[-1].update(_properties(value))


def _properties(data: bytes) -> _Found:
    """The wanted properties of one list, as far as its lengths hold (MS-OXTNEF 2.1.3.4)."""
    found: _Found = {}
    at = 4
    for _ in range(min(struct.unpack_from("<I", data)[0], _PROPERTIES) if len(data) >= 4 else 0):
        if at + 4 > len(data):
            break
        kind, number = struct.unpack_from("<HH", data, at)
        at += 4
        if number >= 0x8000:
            at = _past_name(data, at)
        values, at = _values(data, at, kind)
        if number in mapi.WANTED and values:
            found[number] = (kind & ~_MANY, values)
        if at < 0:
            break
    return found


def _past_name(data: bytes, at: int) -> int:
    """Behind the name of a named property: a set, and there a number or a text."""
    if at + 24 > len(data):
        return len(data)
    by_text, size = struct.unpack_from("<II", data, at + 16)
    return at + 24 + (-(-int(size) // 4) * 4 if by_text else 0)


def _values(data: bytes, at: int, kind: int) -> tuple[bytes, int]:
    """The first value that stands here and the place behind all of them; a place below nought where none can be."""
    plain = kind & ~_MANY
    width = 4 if plain in _SHORT_FIXED else 8 if plain in _LONG_FIXED else 16 if plain == 0x48 else 0
    count = 1
    if kind & _MANY or plain in _VARIABLE:
        if at + 4 > len(data):
            return b"", -1
        (count,) = struct.unpack_from("<I", data, at)
        at += 4
    if width:
        return data[at : at + width], at + width * count
    if plain not in _VARIABLE or count > _PROPERTIES:
        return b"", -1
    first = b""
    for number in range(count):
        if at + 4 > len(data):
            return first, -1
        (size,) = struct.unpack_from("<I", data, at)
        first = first if number else data[at + 4 : at + 4 + size]
        at += 4 + -(-int(size) // 4) * 4
    return first, at
