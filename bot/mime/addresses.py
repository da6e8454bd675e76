"""Who a message names: one strict reader for the author, one lenient for the others; believes nobody.

The strict reader answers an address only where no sound reader of mail could take another (CVE-2023-27043 and its
kin): what is unusual is a doubt with a code, and a person looks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.mime.charsets import header_text
from bot.mime.limits import ADDRESSES

_LONGEST = 2_000
_STRICT = re.compile(
    r"(?=.{1,64}@)[A-Za-z0-9#$&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9#$&'*+/=?^_`{|}~-]+)*"
    r"@(?=.{4,253}\Z)(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+(?=[A-Za-z])[A-Za-z0-9-]{1,62}[A-Za-z0-9]\Z"
)
_LOOSE = re.compile(r"(?<![A-Za-z0-9.!#$%&'*+/=?^_`{|}~@-])[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}+@[A-Za-z0-9.-]{1,253}")
_QUOTED = re.compile(r'"(?:[^"\\]|\\.){0,200}+"', re.S)  # bounded, so that quotes without end cost little
_PIECE = re.compile(r'[ \t]++|"(?:[^"\\]|\\.)*+"|[^ \t"(),:;<>@\\]++|.', re.S)
_CONTROL = re.compile(rb"[\x00-\x08\x0a-\x1f\x7f]")
_ODD_DOTS = ("\u3002", "\uff0e", "\uff61", "\u2024")


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote a message: an address in lower case, or "" with the code of the doubt; the name is only for show."""

    address: str = ""
    name: str = ""
    doubt: str = ""


class _Doubt(Exception):
    """There is no one address; the argument is the code."""


def is_strict(address: str) -> bool:
    """Whether this is one plain ASCII mailbox at a domain name, in lower case."""
    return bool(_STRICT.match(address)) and "=?" not in address and address == address.lower()


def author(values: list[bytes]) -> Author:
    """The one author that the raw From values name (RFC 5322 3.6.2), or the doubt about it."""
    shown = header_text(b", ".join(values)[:_LONGEST])[:200]
    try:
        if not values:
            raise _Doubt("no_address")
        if len(values) > 1:
            raise _Doubt("two_from")
        if len(values[0]) > _LONGEST:
            raise _Doubt("malformed")
        if _CONTROL.search(values[0]):
            raise _Doubt("control_characters")
        name, address = _only_mailbox(values[0].decode("latin-1"))
    except _Doubt as doubt:
        return Author(name=shown, doubt=str(doubt))
    return Author(address, header_text(name.encode("latin-1"))[:200])


def _only_mailbox(value: str) -> tuple[str, str]:
    pieces, comments = _without_comments(_PIECE.findall(value))
    if any("@" in comment or "<" in comment for comment in comments):
        raise _Doubt("two_readings")
    if "@" not in pieces:
        raise _Doubt("no_address")
    depth = 0
    mailboxes: list[list[str]] = [[]]
    for piece in pieces:
        depth += (piece == "<") - (piece == ">")
        if piece == ":" and not depth:
            raise _Doubt("group")
        if piece == "," and not depth:
            mailboxes.append([])
        else:
            mailboxes[-1].append(piece)
    mailboxes = [mailbox for mailbox in map(_trimmed, mailboxes) if mailbox]
    if len(mailboxes) > 1:
        raise _Doubt("several_authors" if all("@" in mailbox for mailbox in mailboxes) else "malformed")
    phrase, spec = _phrase_and_spec(mailboxes[0])
    name = "".join(_unquoted(piece) for piece in phrase) or " ".join(comments)
    return name, _address(spec)


def _without_comments(pieces: list[str]) -> tuple[list[str], list[str]]:
    kept: list[str] = []
    comments: list[str] = []
    inside: list[str] = []
    depth = 0
    for piece in pieces:
        if depth and piece[0] in '"\\':
            raise _Doubt("malformed")
        depth += (piece == "(") - (piece == ")")
        if depth < 0 or piece == "\\":
            raise _Doubt("malformed")
        if depth or piece == ")":
            inside.append(piece)
            if not depth:
                comments.append("".join(inside).strip("()"))
                inside = []
                kept.append(" ")
        else:
            kept.append(piece)
    if depth:
        raise _Doubt("malformed")
    return kept, comments


def _phrase_and_spec(pieces: list[str]) -> tuple[list[str], list[str]]:
    if "<" not in pieces and ">" not in pieces:
        return [], pieces
    if pieces.count("<") != 1 or pieces.count(">") != 1 or pieces.index(">") < pieces.index("<"):
        raise _Doubt("two_readings" if pieces.count("@") > 1 else "malformed")
    opens, closes = pieces.index("<"), pieces.index(">")
    phrase, spec, after = _trimmed(pieces[:opens]), _trimmed(pieces[opens + 1 : closes]), _trimmed(pieces[closes + 1 :])
    if "@" in phrase or "@" in after:
        raise _Doubt("two_readings")
    if after or ";" in phrase or '"' in phrase:
        raise _Doubt("malformed")
    return phrase, spec


def _address(spec: list[str]) -> str:
    if not spec or "@" not in spec:
        raise _Doubt("no_address")
    text = "".join(spec)
    if spec[0].startswith('"'):
        raise _Doubt("quoted_local_part")
    if spec.count("@") > 1:
        raise _Doubt("two_readings")
    if not text.isascii():
        raw = text.encode("latin-1").decode("utf-8", "replace")
        raise _Doubt("malformed" if "\ufffd" in raw or any(dot in raw for dot in _ODD_DOTS) else "international")
    if "=?" in text or not _STRICT.match(text):
        raise _Doubt("malformed")
    return text.lower()


def _trimmed(pieces: list[str]) -> list[str]:
    start, end = 0, len(pieces)
    while start < end and not pieces[start].strip(" \t"):
        start += 1
    while end > start and not pieces[end - 1].strip(" \t"):
        end -= 1
    return pieces[start:end]


def _unquoted(piece: str) -> str:
    return re.sub(r"\\(.)", r"\1", piece[1:-1], flags=re.S) if piece.startswith('"') else piece


def plain_addresses(values: list[bytes]) -> tuple[str, ...]:
    """Every plain address these raw headers name, in lower case, each once, at most 500; unusual ones are left out."""
    found: dict[str, None] = {}
    for value in values:
        text = value[:64_000].decode("latin-1")
        if '"' in text:
            text = _QUOTED.sub(" ", text)
        for address in _LOOSE.findall(text):
            found[address.lower().rstrip(".-")] = None
    return tuple(found)[:ADDRESSES]
