"""The words of old Word files (.doc, Word 97 to 2003; MS-DOC 2.4.1); macros, fields and objects are left alone."""

from __future__ import annotations

import re
import struct

from bot.documents.compound import Compound, Path
from bot.documents.faults import Refused
from bot.documents.kinds import CHARACTERS
from bot.documents.opened import Document

MAIN: Path = ("WordDocument",)
_WORD_97 = 0x00C1
_ENCRYPTED, _OTHER_TABLE = 0x0100, 0x0200
_CLX = 0x01A2
_PIECES = 50_000
_IN_CP1252 = 0x4000_0000
_BREAKS = str.maketrans(
    {"\r": "\n", "\x0b": "\n", "\x0c": "\n", "\x07": "\t", "\x1e": "-", "\x1f": None, "\x01": None, "\x08": None}
)
_INSTRUCTION = re.compile(
    "\x13[^\x13\x14\x15]{0,1000}+(?:\x14|(?=[\x13\x15]))|[\x13\x14\x15]"
)  # what a field is made from, not what it shows


def read(box: Compound) -> Document:
    """Body, notes and letterhead. Raises Refused, and what olefile raises."""
    main = box.stream(*MAIN)
    if len(main) < _CLX + 8:
        raise Refused("damaged")
    version, flags = struct.unpack_from("<H", main, 2)[0], struct.unpack_from("<H", main, 10)[0]
    if flags & _ENCRYPTED:
        raise Refused("encrypted")
    if version < _WORD_97:
        raise Refused("unsupported")
    table = box.stream("1Table" if flags & _OTHER_TABLE else "0Table")
    at, size = struct.unpack_from("<II", main, _CLX)
    text, whole = _text(main, _pieces(table[at : at + size]))
    return Document(_INSTRUCTION.sub("", text).translate(_BREAKS), "" if whole else "cut")


def _pieces(clx: bytes) -> bytes:
    """The table of pieces, behind the formatting that comes before it (MS-DOC 2.9.38)."""
    at = 0
    while at + 3 <= len(clx) and clx[at] == 1:
        at += 3 + int(struct.unpack_from("<H", clx, at + 1)[0])
    if at + 5 > len(clx) or clx[at] != 2:
        raise Refused("damaged")
    return clx[at + 5 : at + 5 + int(struct.unpack_from("<I", clx, at + 1)[0])]


def _text(main: bytes, pieces: bytes) -> tuple[str, bool]:
    """The text of all pieces in their order, and whether that is all of it."""
    count = min((len(pieces) - 4) // 12, _PIECES)
    kept: list[str] = []
    characters = 0
    for number in range(max(count, 0)):
        begins, ends = struct.unpack_from("<II", pieces, 4 * number)
        (place,) = struct.unpack_from("<I", pieces, 4 * (count + 1) + 8 * number + 2)
        length = min(max(ends - begins, 0), 2 * CHARACTERS)
        if place & _IN_CP1252:
            start = (place & ~_IN_CP1252) // 2
            kept.append(main[start : start + length].decode("cp1252", "replace"))
        else:
            kept.append(main[place : place + 2 * length].decode("utf-16-le", "replace"))
        characters += len(kept[-1])
        if characters > 2 * CHARACTERS:
            return "".join(kept), False
    return "".join(kept), True
