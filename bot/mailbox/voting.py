"""The buttons with which Outlook lets a reader answer a letter, as Exchange keeps them; asks no mailbox.

They stand in the property PidLidVerbStream. Who presses one writes an ordinary answer, whose subject begins with its
words.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence

_ASK_BEFORE_SENDING = 2


def verb_stream(votes: Sequence[str]) -> bytes:
    """The value of the property for these answers, at least one. Raises UnicodeEncodeError for words beyond cp1252."""
    options = b"".join(_option(number, vote) for number, vote in enumerate(votes, 1))
    return struct.pack("<HI", 0x0102, len(votes)) + options + struct.pack("<H", 0x0104) + b"".join(map(_wide, votes))


def _option(number: int, vote: str) -> bytes:
    words, sort = _counted(vote.encode("cp1252")), _counted(b"IPM.Note")
    how = struct.pack("<IBIIIIII", 0, 0, 0, 1, _ASK_BEFORE_SENDING, 2, number, 0xFFFFFFFF)
    return struct.pack("<I", 4) + words + sort + _counted(b"") + words + how


def _counted(text: bytes) -> bytes:
    return bytes([len(text)]) + text


def _wide(vote: str) -> bytes:
    return 2 * (bytes([len(vote)]) + vote.encode("utf-16-le"))
