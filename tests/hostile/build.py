"""Raw mail byte by byte, as no sound mail program would make it; the same bytes every time, no clock."""

from __future__ import annotations

import hashlib
from base64 import encodebytes
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

OFFICE = "reviews@mopac.example"
ARRIVED = datetime(2026, 11, 23, 8, 50, tzinfo=UTC)
ASKS = (
    "Dear team,\n\nI would like a review of how my complaint was handled by the Metropolitan Police. "
    "The outcome letter is dated 9 November 2026 and the reference is PC/04417/26. "
    "I am not happy with the outcome because nobody spoke to the witness.\n\nYours sincerely\nAnn Archer\n"
)
ANN = "Ann Archer <ann@archer.example>"

Header = tuple[str, str | bytes]


def mail(
    text: str | bytes = ASKS,
    *headers: Header,
    sender: str | bytes | None = ANN,
    subject: str | bytes = "Request for a review",
    to: str = OFFICE,
    entity: bytes = b"",
    without: Iterable[str] = (),
    number: int = 1,
    minutes: int = 0,
) -> bytes:
    """One mail: `headers` replace those of their name or stand beside them, `entity` is a body with its own head."""
    at = ARRIVED + timedelta(minutes=minutes)
    usual: list[Header] = [
        ("Received", f"from mail.archer.example by mx.mopac.example; {format_datetime(at)}"),
        *([("From", sender)] if sender is not None else []),
        ("To", to),
        ("Subject", subject),
        ("Date", format_datetime(at)),
        ("Message-ID", f"<{number}@archer.example>"),
    ]
    given = {name.lower() for name, _ in headers} | {name.lower() for name in without}
    kept = [one for one in usual if one[0].lower() not in given]
    head = b"".join(name.encode() + b": " + coded(value) + b"\n" for name, value in [*kept, *headers])
    return head + (entity or b"Content-Type: text/plain; charset=utf-8\n\n" + coded(text))


def coded(value: str | bytes) -> bytes:
    """The bytes of a value."""
    return value if isinstance(value, bytes) else value.encode()


def plain(text: str | bytes = ASKS, head: bytes = b"Content-Type: text/plain; charset=utf-8\n") -> bytes:
    """One part of plain text."""
    return head + b"\n" + coded(text)


def html(text: str | bytes) -> bytes:
    """One part of HTML."""
    return b"Content-Type: text/html; charset=utf-8\n\n" + coded(text)


def file(
    name: str | bytes, data: bytes, kind: bytes = b"application/octet-stream", how: bytes = b"attachment"
) -> bytes:
    """One file in base64; `name` stands in quotes."""
    return (
        b"Content-Type: " + kind + b"\nContent-Disposition: " + how + b'; filename="' + coded(name) + b'"\n'
        b"Content-Transfer-Encoding: base64\n\n" + encodebytes(data)
    )  # fmt: skip


def multipart(kind: str, *parts: bytes, extra: str = "") -> bytes:
    """One multipart entity whose parts are given with their own heads."""
    boundary = "=_" + hashlib.sha256(b"".join(parts)).hexdigest()[:12]
    inside = b"".join(b"--" + boundary.encode() + b"\n" + part.rstrip(b"\n") + b"\n" for part in parts)
    head = f'Content-Type: multipart/{kind}{extra}; boundary="{boundary}"\n\n'
    return head.encode() + inside + f"--{boundary}--\n".encode()


def with_files(*files: bytes, text: str = ASKS) -> bytes:
    """A letter with these files, as an entity."""
    return multipart("mixed", plain(text), *files)


def zipped(files: Iterable[tuple[str, bytes]], *, password: bool = False) -> bytes:
    """A ZIP of these files; `password` sets the flag that says they are encrypted."""
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for name, data in files:
            archive.writestr(ZipInfo(name, (2026, 11, 9, 0, 0, 0)), data, ZIP_DEFLATED)
    done = packed.getvalue()
    if password:
        done = done.replace(b"PK\x03\x04\x14\x00\x00", b"PK\x03\x04\x14\x00\x01")
        done = done.replace(b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01")
    return done


_PKCS7 = b"\x2a\x86\x48\x86\xf7\x0d\x01\x07"  # the object identifier 1.2.840.113549.1.7


def _der(tag: int, *inside: bytes) -> bytes:
    data = b"".join(inside)
    return bytes((tag, 0x82)) + len(data).to_bytes(2, "big") + data


def sealed(what: int, inside: bytes) -> bytes:
    """An S/MIME file: `what` is 2 for one that is signed, with this part in it, and 3 for one that is encrypted."""
    said = _der(0x30, _der(0x06, _PKCS7 + b"\x01"), _der(0xA0, _der(0x04, inside)))
    signed = _der(0x30, _der(0x02, b"\x01"), _der(0x31), said)
    return _der(0x30, _der(0x06, _PKCS7 + bytes((what,))), _der(0xA0, signed if what == 2 else _der(0x30)))
