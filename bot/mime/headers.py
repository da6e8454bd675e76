"""Header blocks into names and raw values, and parameters out of a value; knows no meaning of any header.

Survives what real mail does: a junk or mbox line first, blank lines first, a line without a colon in the middle.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.mime.charsets import decode, header_text, one_line
from bot.mime.limits import HEAD_BYTES, Unreadable, check_head

_BLANK_LINE = re.compile(rb"\n\r*+\n")
_FOLD = re.compile(rb"\r?\n(?=[ \t])")
_HEADER = re.compile(rb"([!-9;-~]++)[ \t]*+:[ \t]*+(.*)", re.S)
_KNOWN = re.compile(
    rb"(?:from|to|cc|subject|date|received|return-path|message-id|mime-version|content-[a-z-]{1,40}|reply-to|sender|"
    rb"delivered-to|references|in-reply-to|list-[a-z-]{1,40}|dkim-signature|authentication-results|auto-submitted|"
    rb"x-[a-z-]{1,60})[ \t]{0,9}:",
    re.I,
)
_LEADING_BLANK = re.compile(rb"(?:[ \t\0]*+\r*+\n)++")
_BLOCKS_TRIED = 5

_PARAMETER = re.compile(r';[ \t]*+([^=;"\s]++)[ \t]*+=[ \t]*+(?:"((?:[^"\\]|\\.)*+)"?|([^;]*+))', re.S)
_CONTINUATION = re.compile(r"([^*]+)\*(\d{1,3})?(\*)?")
_ESCAPE = re.compile(r"\\(.)", re.S)
_PERCENT = re.compile(rb"%([0-9A-Fa-f]{2})")


class Head:
    """One header block: `pairs` of lower-case name and raw unfolded value, in their order."""

    __slots__ = ("_first", "pairs")

    def __init__(self, pairs: list[tuple[str, bytes]]) -> None:
        self.pairs = pairs
        self._first = dict(reversed(pairs))

    def raw(self, name: str) -> bytes:
        """The first value of this header, b"" where there is none."""
        return self._first.get(name, b"")

    def all_raw(self, name: str) -> list[bytes]:
        """Every value of this header, in order."""
        return [value for key, value in self.pairs if key == name] if name in self._first else []

    def text(self, name: str) -> str:
        """The first value decoded to one line of text; only its first 16 kB are read."""
        return header_text(self._first.get(name, b"")[:16_000])

    def __contains__(self, name: str) -> bool:
        return name in self._first


def message_head(raw: bytes, start: int, end: int, defects: list[str]) -> tuple[Head, int]:
    """The headers of a message, and where its body starts; junk before or among the headers costs none of them.

    Raises Unreadable beyond the limits. Without any header at all everything is body.
    """
    at = start + 3 if raw.startswith(b"\xef\xbb\xbf", start) else start
    for attempt in range(_BLOCKS_TRIED):
        skipped = _LEADING_BLANK.match(raw, at, end)
        at = skipped.end() if skipped else at
        pairs, body = _block(raw, at, end, defects)
        moved = bool(skipped) or attempt > 0
        if pairs and (not moved or any(_KNOWN.match(name.encode() + b":") for name, _ in pairs)):
            if moved:
                defects.append("junk_before_headers")
            check_head(pairs, of_message=True)
            return Head(pairs), body
        if body >= end:
            break
        at = body
    defects.append("no_headers")
    return Head([]), start


def part_head(raw: bytes, start: int, end: int, defects: list[str]) -> tuple[Head, int]:
    """The headers of one part inside a multipart (there may be none), and where its body starts."""
    if raw.startswith((b"\n", b"\r\n"), start, end):
        return Head([]), raw.find(b"\n", start, end) + 1
    pairs, body = _block(raw, start, end, defects)
    check_head(pairs, of_message=False)
    return Head(pairs), body


def _block(raw: bytes, start: int, end: int, defects: list[str]) -> tuple[list[tuple[str, bytes]], int]:
    stop = min(end, start + HEAD_BYTES)
    if blank := _BLANK_LINE.search(raw, start, stop):
        head, body = raw[start : blank.start()], blank.end()
    elif stop < end:
        raise Unreadable("head_too_long", f"The headers take more than {HEAD_BYTES // 1_000_000} MB.")
    else:
        head, body = raw[start:end], end
    pairs, junk = _pairs(head)
    if junk and pairs:
        defects.append("header_without_colon")
        if (offset := _body_without_blank_line(head)) is not None:
            pairs, _ = _pairs(head[:offset])
            body = start + offset
    return pairs, body


def _pairs(head: bytes) -> tuple[list[tuple[str, bytes]], bool]:
    pairs = []
    junk = False
    for number, line in enumerate(_FOLD.sub(b"", head).split(b"\n")):
        if found := _HEADER.match(line):
            pairs.append((found[1].decode("ascii").lower(), found[2].rstrip(b"\r\t ")))
        elif line.strip() and not (number == 0 and line.startswith((b"From ", b">From "))):
            junk = True
    return pairs, junk


def _body_without_blank_line(head: bytes) -> int | None:
    """Where text begins in a head that no blank line ends: at the first junk line after the last known header."""
    offset, junk_at = 0, None
    for line in head.splitlines(keepends=True):
        if _KNOWN.match(line):
            junk_at = None
        elif junk_at is None and offset and not line.startswith((b" ", b"\t")) and not _HEADER.match(line):
            junk_at = offset
        offset += len(line)
    return junk_at


def parameters(value: bytes) -> dict[str, str]:
    """The parameters of a MIME header as written (bytes as Latin-1), names in lower case, the first of each kept."""
    if b";" not in value:
        return {}
    found: dict[str, str] = {}
    for match in _PARAMETER.finditer(value.decode("latin-1")):
        quoted, bare = match[2], match[3]
        text = _ESCAPE.sub(r"\1", quoted) if quoted is not None else bare.strip()
        found.setdefault(match[1].lower(), text)
    return found


def parameter_text(found: dict[str, str], name: str) -> str:
    """One parameter as readable text: plain, with encoded words, or in the pieces of RFC 2231; "" where absent."""
    if name in found:
        return header_text(found[name].encode("latin-1"))
    if all("*" not in key for key in found):
        return ""
    pieces = sorted(_pieces(found.items(), name))
    charset, data = "", b""
    for place, (_, encoded, value) in enumerate(pieces):
        if encoded:
            if place == 0 and value.count("'") >= 2:
                charset, _, value = value.split("'", 2)  # RFC 2231: charset'language'value
            data += _PERCENT.sub(lambda hexed: bytes((int(hexed[1], 16),)), value.encode("latin-1"))
        else:
            data += value.encode("latin-1")
    return one_line(decode(data, charset)[0])


def _pieces(items: Iterable[tuple[str, str]], name: str) -> Iterable[tuple[int, bool, str]]:
    for key, value in items:
        match = _CONTINUATION.fullmatch(key)
        if match and match[1] == name:
            number, starred = match[2], match[3]
            yield int(number or 0), bool(starred) or number is None, value
