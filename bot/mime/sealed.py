"""Sealed mail: what is only signed (S/MIME, PGP) is read through; what is encrypted is said to be, and left alone.

A signature is taken off, never checked: nobody here takes it for proof (RFC 5652 3 to 6, in BER as Outlook writes it).
"""

from __future__ import annotations

from enum import Enum

ENCRYPTED_TEXT = "-----BEGIN PGP MESSAGE-----"
_SIGNED_TEXT = "-----BEGIN PGP SIGNED MESSAGE-----"
_SIGNATURE, _SIGNATURE_END = "\n-----BEGIN PGP SIGNATURE-----", "-----END PGP SIGNATURE-----"
_PKCS7 = b"\x2a\x86\x48\x86\xf7\x0d\x01\x07"  # 1.2.840.113549.1.7
_SIGNED = _PKCS7 + b"\x02"
_LOCKED = frozenset(
    {_PKCS7 + b"\x03", _PKCS7 + b"\x06", b"\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x01\x17"}  # enveloped, authenticated
)
_SEQUENCE, _SET, _INTEGER, _OBJECT_ID, _CONTENT = 0x30, 0x31, 0x02, 0x06, 0xA0
_OCTETS, _OCTETS_IN_PIECES = 0x04, 0x24
_DEEPEST, _PIECES = 6, 500_000


class Sealed(Enum):
    """What a sealed file is."""

    SIGNED = "signed"
    ENCRYPTED = "encrypted"
    UNKNOWN = "unknown"


class _Broken(Exception):
    """The bytes are no such structure."""


def opened(data: bytes) -> tuple[Sealed, bytes]:
    """What an S/MIME file is, and the part that was signed, b"" where none lies in it; never raises."""
    try:
        at, _ = _enter(data, 0, _SEQUENCE)
        at, end = _enter(data, at, _OBJECT_ID)
        kind = data[at:end]
        if kind != _SIGNED:
            return (Sealed.ENCRYPTED if kind in _LOCKED else Sealed.UNKNOWN), b""
        at, _ = _enter(data, end, _CONTENT)
        at, _ = _enter(data, at, _SEQUENCE)
        at = _behind(data, at, _INTEGER)
        at = _behind(data, at, _SET)
        at, whole = _enter(data, at, _SEQUENCE)
        at = _behind(data, at, _OBJECT_ID)
        if at == whole or data[at : at + 1] != bytes([_CONTENT]):
            return Sealed.SIGNED, b""
        at, _ = _enter(data, at, _CONTENT)
        pieces: list[bytes] = []
        _gather(data, at, pieces, 0)
    except (_Broken, IndexError):
        return Sealed.UNKNOWN, b""
    return Sealed.SIGNED, b"".join(pieces)


def without_armour(text: str) -> str:
    """The text without the frame a PGP signature puts around it; a text without such a frame is unchanged."""
    begins = text.find(_SIGNED_TEXT)
    said = text.find("\n\n", begins) if begins >= 0 else -1
    signed = text.find(_SIGNATURE, said) if said >= 0 else -1
    if signed < 0:
        return text
    ends = text.find(_SIGNATURE_END, signed)
    rest = text[ends + len(_SIGNATURE_END) :] if ends >= 0 else ""
    return text[:begins] + text[said + 2 : signed].replace("\n- ", "\n").removeprefix("- ") + rest


def _head(data: bytes, at: int) -> tuple[int, int, int]:
    """The tag of the element that begins here, where its content begins, and its length (-1: until its end mark)."""
    tag, size = data[at], data[at + 1]
    at += 2
    if tag & 0x1F == 0x1F:
        raise _Broken
    if size == 0x80:
        return tag, at, -1
    if size > 0x80:
        width = size & 0x7F
        if width > 5:
            raise _Broken
        size = int.from_bytes(data[at : at + width], "big")
        at += width
    if at + size > len(data):
        size = len(data) - at  # cut short: what is there is still read
    return tag, at, size


def _enter(data: bytes, at: int, wanted: int) -> tuple[int, int]:
    tag, start, size = _head(data, at)
    if tag != wanted:
        raise _Broken
    return start, (start + size if size >= 0 else -1)


def _behind(data: bytes, at: int, wanted: int, depth: int = 0) -> int:
    tag, start, size = _head(data, at)
    if wanted not in (tag, 0) or depth > _DEEPEST:
        raise _Broken
    if size >= 0:
        return start + size
    while data[start : start + 2] != b"\0\0":
        start = _behind(data, start, 0, depth + 1)
    return start + 2


def _gather(data: bytes, at: int, pieces: list[bytes], depth: int) -> int:
    """The bytes of an octet string, which may lie in pieces; answers the place behind it."""
    tag, start, size = _head(data, at)
    if tag == _OCTETS and size >= 0:
        pieces.append(data[start : start + size])
        return start + size
    if tag != _OCTETS_IN_PIECES or depth > _DEEPEST:
        raise _Broken
    end = start + size if size >= 0 else len(data)
    while start < end and data[start : start + 2] != b"\0\0":
        if len(pieces) > _PIECES:
            raise _Broken
        start = _gather(data, start, pieces, depth + 1)
    return start if size >= 0 else start + 2
