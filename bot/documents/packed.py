"""One entry of a ZIP file, unpacked piece by piece for as long as it is no bomb; used by archives and Office files."""

from __future__ import annotations

import io
from collections.abc import Iterator
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from bot.documents.faults import Refused

ENTRIES = 1_000
ENTRY_BYTES = 40_000_000
RATIO = 200  # unpacked to packed, above the first megabyte
_MOST_HEADERS = 20_000  # of entries, and of entries of archives inside


def archive(data: bytes) -> ZipFile:
    """The archive, its list of entries read and not too long. Raises Refused, and what zipfile raises."""
    if data.count(b"PK\x01\x02") > _MOST_HEADERS:
        raise Refused("too_big")
    opened = ZipFile(io.BytesIO(data))
    if len(opened.infolist()) > ENTRIES:
        raise Refused("too_big")
    return opened


def unpacked(source: ZipFile, entry: ZipInfo) -> Iterator[bytes]:
    """The bytes of one entry, never more than it declares.

    Raises Refused with "encrypted", "unsupported", "bomb" or "too_big" before the first, and what zipfile raises.
    """
    if entry.flag_bits & 1:
        raise Refused("encrypted")
    if entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise Refused("unsupported")
    if entry.file_size > max(1_000_000, RATIO * entry.compress_size):
        raise Refused("bomb")
    if entry.file_size > ENTRY_BYTES:
        raise Refused("too_big")
    with source.open(entry) as stream:
        while piece := stream.read(65_536):
            yield piece
