"""ZIP archives: what lies in them by name, its documents unpacked; guesses no password and unpacks no bomb."""

from __future__ import annotations

import zlib
from zipfile import BadZipFile, ZipFile, ZipInfo

from bot.documents import office
from bot.documents.faults import Refused
from bot.documents.kinds import kind_of
from bot.documents.opened import Document, Inner, inner_file, label
from bot.documents.packed import archive, unpacked

_UNPACKED_IN_ALL = 60_000_000
_BYTES_TYPE = "application/octet-stream"


def read(data: bytes) -> Document:
    """Every entry as a file inside; pictures and the like are named and not unpacked. Raises what zipfile raises.

    A locked archive says "encrypted" of itself and of each file, one with a bomb in it "bomb", and then none is read.
    A Word file that is named .zip is read as one.
    """
    with archive(data) as source:
        entries = [entry for entry in source.infolist() if not entry.is_dir()]
        if any(entry.filename == "word/document.xml" for entry in entries):
            return office.read_docx(data)
        inside: list[Inner] = []
        left = _UNPACKED_IN_ALL
        for entry in entries:
            inside.append(_file(source, entry, left))
            left -= inside[-1].size if inside[-1].sha256 or inside[-1].fault == "damaged" else 0
            if inside[-1].fault == "bomb":
                return Document("", "bomb", tuple(_unread(entry, "bomb") for entry in entries))
    locked = any(file.fault == "encrypted" for file in inside)
    return Document("", "encrypted" if locked else "" if inside else "no_text", tuple(inside))


def _file(source: ZipFile, entry: ZipInfo, left: int) -> Inner:
    name = label(entry.filename)
    if entry.flag_bits & 1:
        return _unread(entry, "encrypted")
    if not kind_of(name, _BYTES_TYPE):
        return _unread(entry)
    if entry.file_size > left:
        return _unread(entry, "too_big")
    try:
        return inner_file(name, _BYTES_TYPE, b"".join(unpacked(source, entry)))
    except Refused as reason:
        return _unread(entry, str(reason))
    except (BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError):  # one entry costs no other
        return _unread(entry, "damaged")


def _unread(entry: ZipInfo, fault: str = "") -> Inner:
    return Inner(label(entry.filename), _BYTES_TYPE, entry.file_size, "", fault=fault)
