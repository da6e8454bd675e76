"""A `Letter` into the bytes of one message; sends nothing and takes nothing from chance or a clock.

Lines end in "\\n" as files of a Maildir do. Equal letters give equal bytes: the boundary comes from the key, and
cannot occur in a body because quoted-printable writes every "=" as "=3D" (RFC 2045 6.7).
"""

from __future__ import annotations

import binascii
import hashlib
import re
from datetime import UTC, datetime

from bot.mime.addresses import is_strict
from store.messages import Letter

_REFERENCES = 20
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]+")
_MESSAGE_ID = re.compile(r"<[!-;=?-~]{3,400}>")
_TOKEN = re.compile(r"[!-~]{1,300}")
_WORD_BYTES = 42
_LINE = 76


def compose(letter: Letter) -> bytes:
    """One multipart/alternative message (RFC 5322, 2046) that says exactly what the letter says.

    Raises ValueError where a header would hold a line break or other control character, an address is not one
    plain mailbox, an id or key is no id or key, or the instant is naive.
    """
    boundary = "=_" + hashlib.sha256(letter.key.encode("utf-8")).hexdigest()[:24]
    head = [
        f"From: {_named(letter.sender_name, letter.sender)}",
        f"To: {_mailbox(letter.to)}",
        f"Subject:{_unstructured(letter.subject, len('Subject: '))}",
        f"Date: {_date(letter.written_at)}",
        f"Message-ID: {_id(letter.message_id)}",
    ]
    if letter.answers_message_id:
        head.append(f"In-Reply-To: {_id(letter.answers_message_id)}")
    if references := _references(letter):
        head.append("References: " + "\n ".join(references))
    head += [
        "Auto-Submitted: auto-replied",
        "X-Auto-Response-Suppress: All",
        f"X-Reviews-Key: {_token(letter.key)}",
    ]
    if letter.loop_mark:
        head.append(f"X-PCR-Loop: {_token(letter.loop_mark)}")
    head += [
        "Content-Language: en-GB",
        "MIME-Version: 1.0",
        f'Content-Type: multipart/alternative; boundary="{boundary}"',
    ]
    edge = f"\n--{boundary}".encode("ascii")
    return b"".join(
        (
            "\n".join(head).encode("ascii"),
            b"\n",
            edge,
            b"\n",
            _body("plain", letter.text),
            edge,
            b"\n",
            _body("html", letter.html),
            edge,
            b"--\n",
        )
    )


def _body(kind: str, text: str) -> bytes:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").encode("utf-8")
    head = f'Content-Type: text/{kind}; charset="utf-8"\nContent-Transfer-Encoding: quoted-printable\n\n'
    return head.encode("ascii") + binascii.b2a_qp(lines, istext=True)


def _printable(text: str) -> str:
    if not text.isprintable():
        raise ValueError("A header of a letter must be one line of printable text.")
    return text


def _mailbox(address: str) -> str:
    if not is_strict(address.lower()):
        raise ValueError("A letter goes from one plain mailbox to one plain mailbox.")
    return address


def _named(name: str, address: str) -> str:
    mailbox = _mailbox(address)
    if not _printable(name):
        return mailbox
    if not name.isascii() or "=?" in name:
        return f"{_encoded(name, len('From: '))}\n <{mailbox}>"
    if not _ATOMS.fullmatch(name):
        escaped = name.replace("\\", "\\\\").replace('"', '\\"')
        name = f'"{escaped}"'
    return f"{name} <{mailbox}>"


def _id(message_id: str) -> str:
    if not _MESSAGE_ID.fullmatch(message_id):
        raise ValueError("A Message-ID stands in angle brackets, without blanks.")
    return message_id


def _token(text: str) -> str:
    if not _TOKEN.fullmatch(text):
        raise ValueError("The key and the loop mark of a letter are printable ASCII without blanks.")
    return text


def _references(letter: Letter) -> list[str]:
    """The thread so far: its first message and the latest ones, ending with the one that is answered."""
    thread = [*letter.references, letter.answers_message_id] if letter.answers_message_id else [*letter.references]
    known = list(dict.fromkeys(reversed([_id(one) for one in thread])))[::-1]
    return known if len(known) <= _REFERENCES else [known[0], *known[1 - _REFERENCES :]]


def _date(at: datetime) -> str:
    if at.tzinfo is None:
        raise ValueError("A letter's instant needs its time zone.")
    utc = at.astimezone(UTC)
    day = f"{_DAYS[utc.weekday()]}, {utc.day:02d} {_MONTHS[utc.month - 1]} {utc.year:04d}"
    return f"{day} {utc.hour:02d}:{utc.minute:02d}:{utc.second:02d} +0000"


def _unstructured(text: str, used: int) -> str:
    """A header's free text with its leading blank: folded ASCII, or encoded words (RFC 2047) where it needs them."""
    plain = _printable(text).isascii() and "=?" not in text and "  " not in text and text == text.strip()
    if not plain or any(len(word) > _LINE for word in text.split(" ")):
        return " " + _encoded(text, used)
    lines, line = [], " " * (used - 1)
    for word in text.split(" "):
        if len(line) + 1 + len(word) > _LINE and line.strip():
            lines.append(line)
            line = ""
        line += f" {word}"
    lines.append(line)
    return "\n".join(lines)[used - 1 :]


def _encoded(text: str, used: int) -> str:
    """Encoded words of base64 UTF-8, none cut inside a character, one a line."""
    words: list[str] = []
    piece = b""
    room = _WORD_BYTES - used // 2
    for character in text:
        data = character.encode("utf-8")
        if len(piece) + len(data) > room:
            words.append(_word(piece))
            piece, room = b"", _WORD_BYTES
        piece += data
    words.append(_word(piece))
    return "\n ".join(words)


def _word(data: bytes) -> str:
    return f"=?utf-8?b?{binascii.b2a_base64(data, newline=False).decode('ascii')}?="
