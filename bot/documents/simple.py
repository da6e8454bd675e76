"""Plain text, HTML and what PGP made of them; encrypted text is said to be that, and nothing is fetched."""

from __future__ import annotations

import re

from bot.documents.faults import Refused
from bot.documents.kinds import CHARACTERS
from bot.documents.opened import Document
from bot.mime.bodies import from_html
from bot.mime.charsets import decode, harmless
from bot.mime.sealed import ENCRYPTED_TEXT, without_armour

_META_CHARSET = re.compile(rb"<meta[^<>]{1,200}?charset=[\"' ]{0,3}([A-Za-z0-9_:.-]{2,40})", re.I)
_BYTES_READ = 4 * CHARACTERS
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\r\f\x1b")
_KEYS = (b"-----BEGIN PGP SIGNATURE", b"-----BEGIN PGP PUBLIC KEY")


def read_html(data: bytes, charset: str = "") -> Document:
    """What an HTML page shows; its own word on its charset goes before the one that is given."""
    meta = _META_CHARSET.search(data, 0, 4_000)
    text, _ = decode(data[:_BYTES_READ], meta[1].decode("ascii") if meta else charset)
    return Document(from_html(harmless(text)), "cut" if len(data) > _BYTES_READ else "")


def read_plain(data: bytes) -> Document:
    """The text, without the frame of a PGP signature. Raises Refused for a PGP message."""
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    if not marked and len(data[:4_000].translate(None, _CONTROLS)) < 0.95 * len(data[:4_000]):
        raise Refused("damaged")  # no text, whatever its name says
    text, _ = decode(data[:_BYTES_READ], "utf-16" if marked else "")
    if text.lstrip().startswith(ENCRYPTED_TEXT):
        raise Refused("encrypted_pgp")
    return Document(without_armour(harmless(text)), "cut" if len(data) > _BYTES_READ else "")


def read_pgp(data: bytes) -> Document:
    """A file PGP made: signed text is read, a key or a signature says nothing. Raises Refused for encrypted ones."""
    if data.lstrip().startswith(_KEYS):
        return Document("", "unsupported")
    if data[:1] >= b"\x80":  # every packet begins with that bit (RFC 9580 4.2)
        raise Refused("encrypted_pgp")
    return read_plain(data)
