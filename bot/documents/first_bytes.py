"""What a file is by its bytes, whatever it is called, and what in it might act by itself; opens nothing of it."""

from __future__ import annotations

import re

from bot.documents.compound import MAGIC

_BEGINNINGS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "pdf"), (b"{\\rtf", "rtf"), (b"\x89PNG\r\n", "png"), (b"\xff\xd8\xff", "jpg"), (b"GIF8", "gif"),
    (b"II*\x00", "tiff"), (b"MM\x00*", "tiff"), (b"BM", "bmp"), (b"MZ", "program"), (b"\x7fELF", "program"),
    (b"\xca\xfe\xba\xbe", "program"), (b"#!", "script"), (b"L\x00\x00\x00\x01\x14\x02\x00", "lnk"),
    (b"\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d", "onenote"), (b"7z\xbc\xaf\x27\x1c", "7z"), (b"Rar!\x1a\x07", "rar"),
    (b"\x1f\x8b", "gz"), (b"MSCF", "cab"), (b"ITSF", "chm"), (b"ID3", "mp3"), (b"\xff\xfb", "mp3"), (b"OggS", "ogg"),
    (b"\x1aE\xdf\xa3", "mkv"), (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "wmv"), (b"\x78\x9f\x3e\x22", "tnef"),
    (b"-----BEGIN PGP MESSAGE", "pgp"), (b"\x76\xe8\x04\x60", "rights"),
)  # fmt: skip
_PACKED = (b"PK\x03\x04", b"PK\x05\x06")
_IN_PACKED = ((b"word/", "docx"), (b"xl/", "xlsx"), (b"ppt/", "pptx"))
_ODT = b"mimetypeapplication/vnd.oasis.opendocument.text"
_ISO_AT, _ISO = 0x8001, b"CD001"
_BRANDS = {b"heic": "heic", b"heix": "heic", b"mif1": "heic", b"qt  ": "mov", b"M4A ": "m4a"}
_MARKUP = re.compile(
    rb"\s*(?:<\?xml[^>]{0,300}>\s*|<!--.{0,300}?-->\s*)*<(!doctype\s+html|html|head|body|script|svg)\b", re.I | re.S
)
_MHT = re.compile(rb"(?:^|\n)mime-version:", re.I)
_NOT_TEXT = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_LOOKED_AT = 4_096
_SCRIPT, _LAUNCH, _FILES = (
    re.compile(rb"/(?:JavaScript|JS)\b"),
    re.compile(rb"/Launch\b"),
    re.compile(rb"/EmbeddedFile"),
)
_MACROS = (b"vbaProject.bin", b"_VBA_PROJECT", "_VBA_PROJECT".encode("utf-16-le"))


def by_content(data: bytes) -> str:
    """A short word for what the bytes are, "" where they do not say."""
    if not data:
        return "empty"
    for first, kind in _BEGINNINGS:
        if data.startswith(first):
            return kind
    if data.startswith(_PACKED):
        return _packed(data)
    if data.startswith(MAGIC):
        return "compound"
    if data[4:8] == b"ftyp":
        return _BRANDS.get(data[8:12], "mp4")
    if data.startswith(b"RIFF"):
        return {b"WAVE": "wav", b"AVI ": "avi", b"WEBP": "webp"}.get(data[8:12], "")
    if data[_ISO_AT : _ISO_AT + len(_ISO)] == _ISO:
        return "iso"
    return _written(data[:_LOOKED_AT])


def warnings(kind: str, data: bytes) -> list[str]:
    """The codes of what in it might act by itself, as far as that shows without unpacking anything."""
    if kind == "pdf":
        signs = ((_SCRIPT, "script"), (_LAUNCH, "launch"), (_FILES, "files_inside"))
        return [code for sign, code in signs if sign.search(data)]
    if kind in ("docx", "xlsx", "pptx", "compound") and any(sign in data for sign in _MACROS):
        return ["macros"]
    return []


def _packed(data: bytes) -> str:
    if data[30:].startswith(_ODT):
        return "odt"
    names = data if len(data) < 2_000_000 else data[:1_000_000] + data[-1_000_000:]
    if b"[Content_Types].xml" not in names:
        return "zip"
    return next((kind for sign, kind in _IN_PACKED if sign in names), "zip")


def _written(beginning: bytes) -> str:
    if beginning.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "text"
    if found := _MARKUP.match(beginning):
        return "svg" if found[1].lower() == b"svg" else "html"
    if _NOT_TEXT.search(beginning):
        return ""
    return "mail" if _MHT.search(beginning[:2_000]) else "text"
