"""A `Letter` or `Card` into the bytes of one message; sends nothing and takes nothing from chance or a clock.

Lines end in "\\n" as files of a Maildir do. Equal letters give equal bytes: the boundaries come from the key, and
cannot occur in a body because quoted-printable writes every "=" as "=3D" and base64 has no "_" (RFC 2045 6.7, 6.8).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from datetime import UTC, datetime
from urllib.parse import quote

from bot.mime.addresses import is_strict
from store.messages import Card, Enclosure, Letter

_REFERENCES = 20
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]+")
_MESSAGE_ID = re.compile(r"<[!-;=?-~]{3,400}>")
_TOKEN = re.compile(r"[!-~]{1,300}")
_KIND = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,99}/[a-z0-9][a-z0-9!#$&^_.+-]{0,99}", re.I)
_QUOTABLE = re.compile(r"[ !#-\[\]-~]{1,60}")
_PIECE = re.compile(r"(?:%[0-9A-F]{2}|[^%]){1,20}")
_WORD_BYTES = 42
_LINE = 76


def compose(letter: Letter) -> bytes:
    """One message (RFC 5322, 2046) that says exactly what the letter says in text and HTML, its files after them.

    It has no To where the letter has no recipient. Raises ValueError where a header would hold a line break or other
    control character, an address is not one plain mailbox, an id or key is no id or key, or the instant is naive.
    """
    head = [f"From: {_named(letter.sender_name, letter.sender)}"]
    if letter.to:
        head.append(f"To: {_mailbox(letter.to)}")
    head += [
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
    if letter.votes:
        head.append(f"X-Reviews-Votes:{_unstructured(';'.join(letter.votes), len('X-Reviews-Votes: '))}")
    return _message(head, letter.key, letter.text, letter.html, letter.enclosures)


def compose_card(card: Card, mailbox: str) -> bytes:
    """One message from the mailbox to itself that says what the card says; it bears no date. Raises ValueError."""
    head = [
        f"From: {_mailbox(mailbox)}",
        f"To: {_mailbox(mailbox)}",
        f"Subject:{_unstructured(card.subject, len('Subject: '))}",
        f"X-Reviews-Card: {_token(card.key)}",
    ]
    if card.important:
        head.append("Importance: high")
    return _message(head, card.key, card.text, card.html, ())


def compose_entry(letter: Letter) -> bytes:
    """What somebody of the team wrote down, as one message in plain text with its files, which is kept and not sent.

    The key marks it as entered by hand. Raises ValueError where `compose` does.
    """
    head = [
        f"From: {_named(letter.sender_name, letter.sender)}",
        f"To: {_mailbox(letter.to)}",
        f"Subject:{_unstructured(letter.subject, len('Subject: '))}",
        f"Date: {_date(letter.written_at)}",
        f"Message-ID: {_id(letter.message_id)}",
        f"X-Reviews-Entry: {_token(letter.key)}",
    ]
    return _message(head, letter.key, letter.text, "", letter.enclosures)


def _message(head: list[str], key: str, text: str, html: str, enclosures: tuple[Enclosure, ...]) -> bytes:
    mark = hashlib.sha256(key.encode("utf-8")).hexdigest()[:24]
    bodies = [_body("plain", text), _body("html", html)] if html else [_body("plain", text)]
    shown = [one for one in enclosures if one.content_id]
    if shown and html:  # RFC 2387: pictures belong to the page that shows them
        page = _with_head(*_joined("related", f"=_r{mark}", [bodies.pop(), *map(_file, shown)]))
        bodies.append(page)
    kind, body = _joined("alternative", f"=_{mark}", bodies)
    beside = [one for one in enclosures if not (one.content_id and html)]
    if beside:
        kind, body = _joined("mixed", f"=_m{mark}", [_with_head(kind, body), *map(_file, beside)])
    head += ["Content-Language: en-GB", "MIME-Version: 1.0", f"Content-Type: {kind}"]
    return "\n".join(head).encode("ascii") + b"\n\n" + body


def _with_head(kind: str, body: bytes) -> bytes:
    return f"Content-Type: {kind}\n\n".encode("ascii") + body


def _joined(kind: str, boundary: str, parts: list[bytes]) -> tuple[str, bytes]:
    """The parts as one multipart: its Content-Type, and its body."""
    edge = f"\n--{boundary}".encode("ascii")
    body = b"".join(edge + b"\n" + part for part in parts) + edge + b"--\n"
    return f'multipart/{kind}; boundary="{boundary}"', body


def _file(enclosure: Enclosure) -> bytes:
    if not _KIND.fullmatch(enclosure.content_type):
        raise ValueError("The type of a file is a MIME type without parameters.")
    whole = enclosure.content_type.lower().startswith(("message/", "multipart/"))  # RFC 2046 5: these take no base64
    shown = f"Content-ID: <{_content_id(enclosure.content_id)}>\n" if enclosure.content_id else ""
    head = (
        f"Content-Type: {'application/octet-stream' if whole else enclosure.content_type}\n{shown}"
        f"Content-Disposition: {'inline' if shown else 'attachment'};{_file_name(enclosure.name)}\n"
        "Content-Transfer-Encoding: base64\n\n"
    )
    return head.encode("ascii") + base64.encodebytes(enclosure.content)


def _content_id(name: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9.-]{1,60}", name):
        raise ValueError("The id of a picture is made of letters, digits, points and strokes.")
    return name


def _file_name(name: str) -> str:
    """The name as a parameter: plain, or in pieces of RFC 2231 where it is long or not ASCII."""
    if not _printable(name).strip() or re.search(r"[/\\]", name):
        raise ValueError("The name of a file is one line and never a path.")
    if _QUOTABLE.fullmatch(name):
        return f'\n filename="{name}"'
    pieces = _PIECE.findall(quote(name, safe=""))
    pieces[0] = f"utf-8''{pieces[0]}"
    return ";".join(f"\n filename*{number}*={piece}" for number, piece in enumerate(pieces))


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
