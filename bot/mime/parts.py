"""A message into its parts by offsets, and one part into its bytes; copies nothing it need not and judges no content.

The walk is linear and stops at the first limit it meets, before anything has been decoded (RFC 2046).
"""

from __future__ import annotations

import binascii
import re

from bot.mime.charsets import base64_bytes
from bot.mime.headers import Head, message_head, parameter_text, parameters, part_head
from bot.mime.limits import DEPTH, PARTS, Unreadable, check_size
from bot.mime.sealed import ENCRYPTED_TEXT, Sealed, opened

EMBEDDED = frozenset({"message/rfc822", "message/global", "message/news"})
_NEVER_FETCHED = {
    "message/partial": ("partial_message", "The message is one piece of a larger one that was cut up."),
    "message/external-body": ("external_body", "The message points to a file elsewhere instead of bringing it."),
}
_SMIME = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
_UNKNOWN = "application/octet-stream"
_ENCRYPTED_TEXT = ENCRYPTED_TEXT.encode("ascii")
_TEXT_SEARCHED = 6_000_000
_TYPE = re.compile(rb"[ \t]*+([A-Za-z0-9!#$&^_.+-]{1,100}/[A-Za-z0-9!#$&^_.+-]{1,100})")
_GUESSED_BOUNDARY = re.compile(rb"^--([^\r\n]{1,200})\r?\n(?=content-)", re.I | re.M)
_TEXT_IN_BASE64 = re.compile(rb"[A-Za-z0-9+/=,.][ \t]+[A-Za-z0-9+/(]")
_PADDED_RUNS = 1_000
_BASE64_AND_BLANKS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/ \t\r\n"


class Part:
    """One part of a message: its headers, its type in lower case, its place in `raw`, and the parts inside it.

    `holder` is the part that is the attached message it lies in, None in the message itself.
    """

    __slots__ = ("body", "children", "end", "head", "holder", "kind", "parameters", "raw", "start")

    def __init__(self, raw: bytes, start: int, end: int, holder: Part | None = None) -> None:
        self.raw = raw
        self.start = start
        self.end = end
        self.body = start
        self.head = Head([])
        self.kind = "text/plain"
        self.parameters: dict[str, str] = {}
        self.children: list[Part] = []
        self.holder = holder

    @property
    def disposition(self) -> str:
        """The word of Content-Disposition in lower case, "" where there is none."""
        return self.head.raw("content-disposition").partition(b";")[0].strip().decode("latin-1").lower()

    @property
    def filename(self) -> str:
        """The name the sender gave this part, as written there; "" where it has none."""
        disposition = parameters(self.head.raw("content-disposition"))
        return parameter_text(disposition, "filename") or parameter_text(self.parameters, "name")


class _Walk:
    """What one walk has counted and seen so far."""

    __slots__ = ("defects", "parts")

    def __init__(self, defects: list[str]) -> None:
        self.defects = defects
        self.parts = 0

    def grow(self, part: Part, depth: int, default: str, *, of_message: bool, embedded: bool = False) -> Part:
        self.parts += 1
        if self.parts > PARTS:
            raise Unreadable("too_many_parts", f"The message has more than {PARTS} parts.")
        if depth > DEPTH:
            raise Unreadable("too_deep", f"Parts are nested more than {DEPTH} deep.")
        read_head = message_head if of_message else part_head
        part.head, part.body = read_head(part.raw, part.start, part.end, self.defects)
        content_type = part.head.raw("content-type")
        found = _TYPE.match(content_type)
        part.kind = found[1].decode("ascii").lower() if found else default
        part.parameters = parameters(content_type)
        if part.kind in _NEVER_FETCHED and not embedded:
            raise Unreadable(*_NEVER_FETCHED[part.kind])
        if part.kind.startswith("multipart/"):
            self._multipart(part, depth, embedded=embedded)
        elif part.kind in EMBEDDED:
            self._embedded(part, depth)
        elif part.kind in _SMIME or (part.kind == _UNKNOWN and part.filename.lower() == "smime.p7m"):
            self._sealed(part, depth, embedded=embedded)
        elif part.kind == "text/plain" and not embedded and _is_encrypted_text(part):
            self.defects.append("encrypted_pgp")
        return part

    def _multipart(self, part: Part, depth: int, *, embedded: bool) -> None:
        boundary = part.parameters.get("boundary", "").rstrip().encode("latin-1")
        sections = self._sections(part, boundary) if boundary else []
        if not sections:
            self.defects.append("boundary_missing")
            guessed = _GUESSED_BOUNDARY.search(part.raw, part.body, part.end)
            sections = self._sections(part, guessed[1].rstrip()) if guessed else []
        if not sections:
            part.kind = "text/plain"
            return
        if part.kind == "multipart/encrypted" and not embedded:
            self.defects.append("encrypted_pgp")
        default = "message/rfc822" if part.kind == "multipart/digest" else "text/plain"
        for start, end in sections:
            child = Part(part.raw, start, end, part.holder)
            part.children.append(self.grow(child, depth + 1, default, of_message=False, embedded=embedded))

    def _embedded(self, part: Part, depth: int) -> None:
        inner = Part(part.raw, part.body, part.end, part)
        if transfer_encoding(part) in ("base64", "quoted-printable"):
            data = content(part, self.defects)
            inner = Part(data, 0, len(data), part)
        part.children.append(self.grow(inner, depth + 1, "text/plain", of_message=True, embedded=True))

    def _sealed(self, part: Part, depth: int, *, embedded: bool) -> None:
        """What a signature was put around is read like any other part; what is encrypted stays a file."""
        seal, signed = opened(content(part, self.defects))
        if signed:
            child = Part(signed, 0, len(signed), part.holder)
            part.children.append(self.grow(child, depth + 1, "text/plain", of_message=False, embedded=embedded))
        elif seal is Sealed.ENCRYPTED and not embedded:
            self.defects.append("encrypted_smime")

    def _sections(self, part: Part, boundary: bytes) -> list[tuple[int, int]]:
        raw, end = part.raw, part.end
        delimiter = b"\n--" + boundary
        sections: list[tuple[int, int]] = []
        begun: int | None = None
        at = max(part.body - 1, 0)
        while (found := raw.find(delimiter, at, end)) >= 0:
            at = found + len(delimiter)
            line_end = raw.find(b"\n", at, end)
            line_end = end if line_end < 0 else line_end
            tail = raw[at : min(line_end, at + 100)].strip(b" \t\r")
            if tail not in (b"", b"--") or line_end - at > 100:
                continue
            if begun is not None:
                stop = found - 1 if raw[found - 1 : found] == b"\r" else found
                sections.append((begun, max(stop, begun)))
            if tail:
                return sections
            if self.parts + len(sections) > PARTS:
                raise Unreadable("too_many_parts", f"The message has more than {PARTS} parts.")
            begun, at = min(line_end + 1, end), line_end
        if begun is not None:
            self.defects.append("no_closing_boundary")
            sections.append((begun, end))
        return sections


def outline(raw: bytes, defects: list[str]) -> Part:
    """The tree of parts of a message; what is odd about it is added to `defects`. Raises Unreadable beyond limits."""
    check_size(raw)
    if b"\n" not in raw and b"\r" in raw:
        raw = raw.replace(b"\r", b"\n")
    return _Walk(defects).grow(Part(raw, 0, len(raw)), 0, "text/plain", of_message=True)


def _is_encrypted_text(part: Part) -> bool:
    return part.raw.find(_ENCRYPTED_TEXT, part.body, min(part.end, part.body + _TEXT_SEARCHED)) >= 0


def transfer_encoding(part: Part) -> str:
    """The word of Content-Transfer-Encoding in lower case, "" where there is none."""
    return part.head.raw("content-transfer-encoding").partition(b";")[0].strip(b" \t\"'").decode("latin-1").lower()


def content(part: Part, defects: list[str], *, most: int | None = None) -> bytes:
    """The decoded bytes of one part (RFC 2045 6), of its first `most` raw bytes where that is given; never raises."""
    end = part.end if most is None else min(part.end, part.body + most)
    encoding = transfer_encoding(part)
    if encoding == "base64":
        return _from_base64(part, end, defects)
    data = part.raw[part.body : end]
    if encoding == "quoted-printable":
        return binascii.a2b_qp(data)
    if encoding in ("x-uuencode", "uuencode", "x-uue", "uue"):
        return _from_uu(data, defects)
    if encoding not in ("", "7bit", "8bit", "binary"):
        defects.append("unknown_transfer_encoding")
    return data


def _from_base64(part: Part, end: int, defects: list[str]) -> bytes:
    raw = part.raw
    padded = raw.find(b"=", part.body, end)
    stop = end if padded < 0 else padded
    whole = not raw[stop : min(end, stop + 100)].strip(b"= \t\r\n") and end - stop <= 100
    if whole and _only_base64(raw, part.body, stop):
        try:
            return binascii.a2b_base64(memoryview(raw)[part.body : end])
        except binascii.Error:
            defects.append("damaged_base64")
            return base64_bytes(raw[part.body : stop])
    if part.kind.startswith("text/") and _TEXT_IN_BASE64.search(raw, part.body, min(end, part.body + 1000)):
        defects.append("wrong_transfer_encoding")
        return raw[part.body : end]
    return _from_damaged_base64(raw[part.body : end], defects)


def _only_base64(raw: bytes, start: int, stop: int) -> bool:
    return all(
        not raw[at : min(stop, at + 1_000_000)].translate(None, _BASE64_AND_BLANKS)
        for at in range(start, stop, 1_000_000)
    )


def _from_damaged_base64(data: bytes, defects: list[str]) -> bytes:
    """Runs that were padded one by one are all kept; of what is no base64 only the first run is tried."""
    runs = [run for run in re.split(rb"=+", data, maxsplit=_PADDED_RUNS) if run.strip()]
    clean = [run for run in runs if _only_base64(run, 0, len(run))]
    if len(clean) < len(runs):
        defects.append("damaged_base64")
    kept = clean if runs and clean and clean[0] is runs[0] else [*runs[:1], *clean]
    return b"".join(map(base64_bytes, kept))


def _from_uu(data: bytes, defects: list[str]) -> bytes:
    begin = re.search(rb"^begin [0-7]{3,4} [^\n]*\n", data, re.M)
    lines = data[begin.end() :].splitlines() if begin else data.splitlines()
    decoded = []
    for line in lines:
        if line.strip() in (b"end", b"`", b""):
            break
        try:
            decoded.append(binascii.a2b_uu(line))
        except binascii.Error:
            defects.append("damaged_uuencoding")
            break
    return b"".join(decoded)
