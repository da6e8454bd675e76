"""Dates of mail (RFC 5322 3.3 and what senders make of them) into aware UTC instants; asks no clock."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: number for number, name in enumerate(_NAMES, 1)}
_ZONES = {"EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "BST": 1, "CET": 1}
_USUAL = re.compile(
    r"(?<!\d)(\d{1,2})[ \t-]{1,5}([A-Za-z]{3})[a-z]{0,6}[ \t-]{1,5}(\d{2,4})(?!\d)[ \t,]{1,5}"
    r"(\d{1,2}):(\d\d)(?::(\d\d))?(?!\d)(?:[ \t]{0,5}(?:([+-]\d{4}(?!\d))|([A-Z]{1,5})\b|([+-]\d)))?"
)
_ASCTIME = re.compile(
    r"([A-Z][a-z]{2})[ \t]{1,3}(\d{1,2})[ \t]{1,3}(\d{1,2}):(\d\d):(\d\d)[ \t]{1,3}(?:[A-Z]{1,5}[ \t])?(\d{4})"
)
_RECEIVED = re.compile(rb"^received[ \t]*:((?:[^\n]|\n[ \t])*+)", re.I | re.M)
_HEAD_END = re.compile(rb"\n\r*\n")


def instant(text: str) -> datetime | None:
    """The instant a Date header names, or None where it names none between 1970 and 2100."""
    text = text[:200]
    if found := _USUAL.search(text):
        day, month, year, hour, minute, second, offset, zone, broken_offset = found.groups()
        if broken_offset:
            return None
        return _made((year, month, day, hour, minute, second), _offset(offset, zone))
    if found := _ASCTIME.search(text):
        month, day, hour, minute, second, year = found.groups()
        return _made((year, month, day, hour, minute, second), timedelta())
    return None


def _offset(digits: str | None, zone: str | None) -> timedelta | None:
    if digits:
        hours, minutes = int(digits[1:3]), int(digits[3:])
        if hours > 14 or minutes > 59:
            return None
        size = timedelta(hours=hours, minutes=minutes)
        return -size if digits[0] == "-" else size
    return timedelta(hours=_ZONES.get(zone or "", 0))


def _made(fields: tuple[str | None, ...], offset: timedelta | None) -> datetime | None:
    year, month, day, hour, minute, second = fields
    if offset is None or str(month).lower() not in _MONTHS:
        return None
    years = int(year or 0)
    if len(year or "") < 4:  # RFC 5322 4.3: two digits are 1950 to 2049, three are years since 1900
        years += 2000 if years < 50 else 1900
    if not 1970 <= years <= 2100:
        return None
    try:
        at = datetime(
            years, _MONTHS[str(month).lower()], int(day or 0), int(hour or 0), int(minute or 0),
            min(int(second or 0), 59), tzinfo=UTC,
        )  # fmt: skip
    except ValueError:
        return None
    return at - offset


def received_at(raw_head: bytes) -> datetime | None:
    """When the topmost Received header says the message arrived (RFC 5321 4.4), or None where nothing sound says so.

    Looks only at the first 64 kB; a head that is cut off in its first Received header gives None.
    """
    head = raw_head[:65_536].lstrip(b"\r\n")
    if blank := _HEAD_END.search(head):
        head = head[: blank.start() + 1]
    found = _RECEIVED.search(head)
    if found is None:
        return None
    value = found[1].replace(b"\r", b"").replace(b"\n", b"")
    return instant(value.rpartition(b";")[2].decode("latin-1"))
