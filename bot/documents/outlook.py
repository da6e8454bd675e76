"""Outlook items (.msg, MS-OXMSG): their head, words and files, items inside them too; runs and follows nothing."""

from __future__ import annotations

import hashlib
import struct

from bot.documents import mapi
from bot.documents.compound import Compound, Path
from bot.documents.opened import Document, Inner, label, message

_PROPERTIES = "__properties_version1.0"
PROPERTIES: Path = (_PROPERTIES,)  # what an Outlook item always has
_VALUE = "__substg1.0_"
_FILE = "__attach_version1.0_"
_OBJECT = f"{_VALUE}{mapi.FILE_DATA:04X}{mapi.OBJECT:04X}"
_ITEM_HEAD, _INNER_HEAD, _FILE_HEAD = 32, 24, 8
_ITEM_TYPE = "application/vnd.ms-outlook"
_FIXED = 2_000  # properties


def read(box: Compound) -> Document:
    """The item that the file holds. Raises Refused, and what olefile raises."""
    return _item(box, (), _ITEM_HEAD)


def _item(box: Compound, at: Path, head: int) -> Document:
    properties = _properties(box, at, head)
    claimed = mapi.claimed(properties)
    files = tuple(_file(box, (*at, name)) for name in box.names_in(*at) if name.startswith(_FILE))
    return message(claimed, mapi.sent_line(claimed), mapi.words(properties), files)


def _file(box: Compound, at: Path) -> Inner:
    properties = _properties(box, at, _FILE_HEAD)
    if file := mapi.attached(properties):
        return file
    inner = (*at, _OBJECT)
    if (*inner, _PROPERTIES) not in box:
        return Inner(label(mapi.name_of(properties)), "application/octet-stream", 0, "", fault="link")
    name = label(mapi.name_of(properties) or "message")
    digest, size = hashlib.sha256(), 0
    for path in box.streams:
        if path[: len(inner)] == inner:
            data = box.stream(*path)
            digest.update(f"{'/'.join(path[len(inner) :])}\0{len(data)}\0".encode("utf-8", "replace") + data)
            size += len(data)
    name = name if name.lower().endswith(".msg") else f"{name}.msg"
    return Inner(name, _ITEM_TYPE, size, digest.hexdigest(), opens=lambda: _item(box, inner, _INNER_HEAD))


def _properties(box: Compound, at: Path, head: int) -> dict[int, tuple[int, bytes]]:
    """What is wanted of one storage: small values stand in one table, the others in streams of their own."""
    found: dict[int, tuple[int, bytes]] = {}
    table = box.stream(*at, _PROPERTIES)[head:]
    for kind, number, _, value in struct.iter_unpack("<HHI8s", table[: min(len(table) // 16, _FIXED) * 16]):
        if number in mapi.WANTED:
            found[number] = (kind, value)
    for name in box.names_in(*at):
        if not name.startswith(_VALUE) or len(name) != len(_VALUE) + 8:
            continue
        try:
            number, kind = int(name[-8:-4], 16), int(name[-4:], 16)
        except ValueError:
            continue
        if number in mapi.WANTED and kind in (mapi.TEXT_8, mapi.TEXT_16, mapi.BINARY):
            found[number] = (kind, box.stream(*at, name))
    return found
