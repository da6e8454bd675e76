"""The plain words of rich text (.rtf), and rich text as Outlook packs it (LZFu); runs no object that lies in it."""

from __future__ import annotations

import re
import struct

from bot.documents.faults import Refused
from bot.documents.opened import Document

_RTF = re.compile(
    rb"\\([a-z]{1,32})(-?\d{1,9})? ?|\\'([0-9a-f]{2})|\\([^a-z])|([{}])|[\r\n]++|([^\\{}\r\n]++)", re.I | re.S
)
_RTF_SILENT = frozenset(
    b"fonttbl colortbl stylesheet info pict object themedata datastore listtable listoverridetable generator "
    b"fldinst latentstyles rsidtbl xmlnstbl".split()
)
_RTF_BREAKS = {b"par": "\n", b"line": "\n", b"sect": "\n", b"page": "\n", b"row": "\n", b"tab": "\t", b"cell": "\t"}
_RTF_SIGNS = {b"lquote": "‘", b"rquote": "’", b"ldblquote": "“", b"rdblquote": "”", b"endash": "–", b"emdash": "—"}
_MOST_UNPACKED = 5_000_000
_PRIMED = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript "
    rb"\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0"
    b"\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)  # the 207 bytes both sides begin with (MS-OXRTFCP 2.1.2.1)


def read(data: bytes) -> Document:
    """Tables of fonts, pictures and other machinery are passed over. Raises Refused for what is no rich text."""
    if not data.lstrip().startswith(b"{\\rtf"):
        raise Refused("damaged")
    kept: list[str] = []
    silent, outer, skip = False, [False], 0
    for found in _RTF.finditer(data):
        word, number, byte, sign, brace, text = found.groups()
        if brace == b"{":
            outer.append(silent)
        elif brace == b"}":
            silent = outer.pop() if outer else False
        elif word in _RTF_SILENT or sign == b"*":
            silent = True
        elif silent:
            continue
        elif word == b"u" and number:
            kept.append(chr(int(number) % 65_536))
            skip = 1
        elif skip and (byte or text):  # what stands in for a character that older programs cannot show
            kept.append(text[1:].decode("cp1252", "replace") if text else "")
            skip = 0
        elif byte:
            kept.append(bytes.fromhex(byte.decode("ascii")).decode("cp1252", "replace"))
        elif text:
            kept.append(text.decode("cp1252", "replace"))
        elif word:
            kept.append(_RTF_BREAKS.get(word.lower()) or _RTF_SIGNS.get(word.lower(), ""))
        elif sign in (b"\\", b"{", b"}", b"~"):
            kept.append(" " if sign == b"~" else sign.decode("ascii"))
    return Document("".join(kept))


def unpacked(data: bytes) -> bytes:
    """Rich text out of Outlook's packing (MS-OXRTFCP), at most five megabytes. Raises Refused."""
    if len(data) < 16:
        raise Refused("damaged")
    packing = data[8:12]
    if packing == b"MELA":
        return data[16 : 16 + _MOST_UNPACKED]
    if packing != b"LZFu":
        raise Refused("damaged")
    out = bytearray(_PRIMED)
    at, end = 16, len(data)
    while at < end and len(out) < _MOST_UNPACKED:
        control = data[at]
        at += 1
        for bit in range(8):
            if at >= end:
                break
            if not control >> bit & 1:
                out.append(data[at])
                at += 1
                continue
            if at + 2 > end:
                raise Refused("damaged")
            (token,) = struct.unpack_from(">H", data, at)
            at += 2
            back = (len(out) - (token >> 4)) % 4096
            if back == 0:
                return bytes(out[len(_PRIMED) :])
            if back > len(out):
                raise Refused("damaged")
            for _ in range((token & 15) + 2):
                out.append(out[-back])
    return bytes(out[len(_PRIMED) :])
