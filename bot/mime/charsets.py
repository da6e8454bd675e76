"""Bytes of any charset into harmless text; never raises and never guesses beyond its fixed chain.

The chain is: what was declared, its superset where senders mean that, UTF-8, Windows-1252.
"""

from __future__ import annotations

import binascii
import re

_SUPERSETS: dict[str, str] = {
    "": "utf-8",
    "ascii": "utf-8",
    "us-ascii": "utf-8",
    "ansi_x3.4-1968": "utf-8",
    "utf8": "utf-8",
    "utf8mb4": "utf-8",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "iso_8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "iso-8859": "cp1252",
    "iso-8859-9": "cp1254",
    "iso-8859-8-i": "iso8859_8",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb_2312-80": "gb18030",
    "x-gbk": "gb18030",
    "big5": "cp950",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "ks_c_5601-1987": "cp949",
    "ks_c_5601": "cp949",
    "euc-kr": "cp949",
    "iso-8859-11": "cp874",
    "tis-620": "cp874",
    "macintosh": "mac_roman",
    "x-mac-roman": "mac_roman",
    "unicode-1-1-utf-7": "utf-7",
}
_SECOND_TRY = {"iso-2022-jp": "cp932"}
_NOT_CHARSETS = frozenset(
    {"idna", "punycode", "undefined", "unicode_escape", "unicode-escape", "raw_unicode_escape", "raw-unicode-escape"}
)
_CHARSET_NAME = re.compile(r"[A-Za-z0-9_.:+-]{1,40}")

_ASCII_CONTROLS = bytes((*range(9), *range(11, 32), 127))
_HARMFUL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_HARMFUL_IN_LINE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]+")
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")

_WORD = re.compile(r"=\?([^?\s]{0,60})\?([bBqQ])\?([^?]*+)\?=")
_BETWEEN_WORDS = re.compile(r"(\?=)[ \t]++(?==\?[^?\s]{0,60}\?[bBqQ]\?)")
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]+")


def decode(data: bytes, declared: str = "") -> tuple[str, bool]:
    """The text of these bytes, and whether the declared charset was one we know."""
    name = declared.strip(" \t'\"").lower()
    known = bool(_CHARSET_NAME.fullmatch(name)) or not name
    if not known or name in _NOT_CHARSETS:
        return _guess(data), False
    for codec in (_SUPERSETS.get(name, name), _SECOND_TRY.get(name)):
        if codec is None:
            continue
        try:
            return data.decode(codec), known
        except UnicodeDecodeError:
            continue
        except (LookupError, ValueError):  # no such charset, or a codec that makes no text of bytes (rot13)
            known = False
            break
    return _guess(data), known


def _guess(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    rightly_decoded = len(text) - len(text.encode("ascii", "ignore")) - broken
    return text if rightly_decoded > broken else data.decode("cp1252", "replace")


def harmless(text: str) -> str:
    """Text over many lines, its line breaks "\\n", without control characters and surrogates."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.isascii():
        plain = text.encode("ascii")
        if len(plain.translate(None, _ASCII_CONTROLS)) == len(plain):
            return text
    return _HARMFUL.sub(" ", text).removeprefix("\ufeff")


def one_line(text: str) -> str:
    """Text on one line: line breaks and control characters are blanks, overrides of direction are gone."""
    if not text.isprintable():
        text = _BIDI.sub("", _HARMFUL_IN_LINE.sub(" ", text))
    return text.strip()


def header_text(value: bytes) -> str:
    """What a raw header value says, on one line, its encoded words decoded (RFC 2047)."""
    text = value.decode("ascii") if value.isascii() else _guess(value)
    if "=?" in text:
        text = _words(text)
    return one_line(text)


def _words(text: str) -> str:
    """Encoded words decoded; neighbours of one charset are joined first, since senders cut inside characters."""
    text = _BETWEEN_WORDS.sub(r"\1", text)
    pieces: list[str] = []
    held, held_charset, end = b"", "", 0
    for word in _WORD.finditer(text):
        charset = word[1].partition("*")[0].lower()
        if held and (word.start() != end or charset != held_charset):
            pieces.append(decode(held, held_charset)[0])
            held = b""
        pieces.append(text[end : word.start()])
        held += _word_bytes(word[2], word[3])
        held_charset, end = charset, word.end()
    pieces.append(decode(held, held_charset)[0])
    pieces.append(text[end:])
    return "".join(pieces)


def _word_bytes(encoding: str, payload: str) -> bytes:
    data = payload.encode("utf-8", "replace")
    if encoding in "qQ":
        return binascii.a2b_qp(data, header=True)
    return base64_bytes(data)


def base64_bytes(data: bytes) -> bytes:
    """The bytes of one base64 run, whatever stands in it that does not belong and however it ends."""
    clean = _NOT_BASE64.sub(b"", data)
    if len(clean) % 4 == 1:
        clean = clean[:-1]
    return binascii.a2b_base64(clean + b"=" * (-len(clean) % 4))
