"""Raw bytes of a message into `Incoming`; pure, trusts nothing it reads and fetches nothing."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.mime import bodies, protection, reports
from bot.mime.addresses import author, plain_addresses
from bot.mime.charsets import header_text, one_line
from bot.mime.dates import instant
from bot.mime.headers import Head
from bot.mime.limits import Unreadable
from bot.mime.parts import Part, content, outline
from bot.mime.quotes import before_the_copy, new_text
from bot.mime.sealed import without_armour
from store.messages import Attachment, Incoming

HEADERS_KEPT = 300
BY_SERVERS = frozenset({"authentication-results", "received"})
VALUE_CHARACTERS = 2_000
_REFERENCES_KEPT = 50
_MESSAGE_ID = re.compile(rb"<[\x21-\x3b\x3d\x3f-\x7e]{3,400}>")
_KEY = re.compile(rb"^x-reviews-key[ \t]*+:[ \t]*+([!-~]{1,300})[ \t\r]*+$", re.I | re.M)
_CARD = re.compile(rb"^x-reviews-card[ \t]*+:[ \t]*+([!-~]{1,300})[ \t\r]*+$", re.I | re.M)
_ADDRESSED = re.compile(rb"^(?:to|cc|bcc)[ \t]*+:[ \t]*+(?:\r?\n[ \t]++)*+[^ \t\r\n]", re.I | re.M)
_HEAD_END = re.compile(rb"\n\r*+\n")


@dataclass(frozen=True, slots=True)
class LetterContent:
    """What a letter lying in a mailbox says: every recipient of any sort, subject, HTML body, its files."""

    key: str
    to: tuple[str, ...]
    copies: tuple[str, ...]
    subject: str
    html: str
    attachments: tuple[Attachment, ...]


def too_much(raw: bytes) -> Unreadable | None:
    """Why this message is not read at all, from counting its raw bytes in linear time; None where it may be read."""
    try:
        outline(raw, [])
    except Unreadable as reason:
        return reason
    return None


def read(raw: bytes) -> Incoming:
    """What a raw message (RFC 5322, and what real mail makes of it) says, all of it harmless text.

    Raises Unreadable, and nothing else, for what must go to a person: beyond the limits of `limits`, encrypted, cut
    into pieces (message/partial) or pointing elsewhere (message/external-body).
    """
    defects: list[str] = []
    root = outline(raw, defects)
    head = root.head
    by = author(head.all_raw("from"))
    text = without_armour(bodies.best_text(root, defects))
    subject = head.text("subject")[:VALUE_CHARACTERS]
    attachments = bodies.files(root, defects)
    if protection.says_nothing(root, text, defects):
        raise Unreadable("encrypted", protection.ENCRYPTED)
    return_path = _return_path(head)
    failed: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
    if formal := reports.is_report(root):
        failed = reports.failures(root, text, formal=formal)
    elif reports.is_bounce_by_its_words(head, return_path):
        failed = reports.failures(root, text, formal=False)
    if not text and not attachments:
        defects.append("empty")
    return Incoming(
        sender=by.address,
        sender_name=by.name,
        sender_doubt=by.doubt,
        to=plain_addresses(head.all_raw("to")),
        cc=plain_addresses(head.all_raw("cc")),
        reply_to=plain_addresses(head.all_raw("reply-to")),
        subject=subject,
        message_id=next(iter(_ids(head.raw("message-id")[:4_000])), ""),
        in_reply_to=_ids(head.raw("in-reply-to")[:16_000])[:_REFERENCES_KEPT],
        references=_ids(head.raw("references")[-64_000:])[-_REFERENCES_KEPT:],
        return_path=return_path,
        sent_at=instant(head.text("date")),
        headers=tuple((name, _capped(name, value)) for name, value in head.pairs[:HEADERS_KEPT]),
        content_type=_content_type(root, arrived=formal and reports.says_it_arrived(root)),
        text=text,
        new_text=before_the_copy(text) if reports.is_from_a_server(head, return_path) else new_text(text, subject),
        attachments=attachments,
        failed_recipients=failed[0],
        failed_message_ids=failed[1],
        defects=tuple(dict.fromkeys(defects)),
        fingerprint=_fingerprint(head, subject, text, attachments),
    )


def contents(raw: bytes, numbers: Iterable[int]) -> Iterator[bytes]:
    """The bytes of these files of a message, each when it is asked for, numbered as in `Incoming.attachments`.

    Raises Unreadable where `read` does.
    """
    parts = bodies.file_parts(outline(raw, []))
    for number in numbers:
        yield content(parts[number], [])


def _capped(name: str, value: bytes) -> str:
    """A value as text; what servers wrote stays as it is, for an encoded word in it can only be the sender's."""
    cut = value[: 4 * VALUE_CHARACTERS]
    return (one_line(cut.decode("latin-1")) if name in BY_SERVERS else header_text(cut))[:VALUE_CHARACTERS]


def _ids(value: bytes) -> tuple[str, ...]:
    return tuple(found.decode("ascii") for found in _MESSAGE_ID.findall(value))


def _return_path(head: Head) -> str | None:
    if "return-path" not in head:
        return None
    return next(iter(plain_addresses([head.raw("return-path")[:1_000]])), "")


def _content_type(root: Part, *, arrived: bool) -> str:
    """The type and what of its parameters tells machines apart; a report that a message arrived says so."""
    report_type = root.parameters.get("report-type", "")
    cleaned = "".join(character for character in report_type.lower() if character.isalnum() or character in "-._")
    told = f"{root.kind}; report-type={cleaned[:60]}" if cleaned else root.kind
    return f"{told}; action=delivered" if arrived else told


def _fingerprint(head: Head, subject: str, text: str, attachments: tuple[Attachment, ...]) -> str:
    """The same for two copies of one message however they came: author, date, subject, words and files."""
    said = (
        head.text("from").lower(),
        head.text("date"),
        " ".join(subject.split()),
        " ".join(text.split()),
        *sorted(attachment.sha256 for attachment in attachments),
    )
    return hashlib.sha256("\0".join(said).encode("utf-8")).hexdigest()


def read_letter(raw: bytes) -> LetterContent:
    """What a letter of ours says now, read from its raw bytes. Raises Unreadable as `read` does."""
    root = outline(raw, [])
    head = root.head
    return LetterContent(
        key=letter_key(raw[:65_536]),
        to=plain_addresses(head.all_raw("to")),
        copies=plain_addresses([*head.all_raw("cc"), *head.all_raw("bcc")]),
        subject=head.text("subject"),
        html=bodies.first_html(root),
        attachments=bodies.files(root, []),
    )


def letter_key(head: bytes) -> str:
    """The key that a raw head (or a whole message) carries in X-Reviews-Key, "" where it carries none or two."""
    return _only(_KEY.findall(_head_of(head)))


def card_key(head: bytes) -> str:
    """The key that a raw head (or a whole message) carries in X-Reviews-Card, "" where it carries none or two."""
    return _only(_CARD.findall(_head_of(head)))


def is_addressed(head: bytes) -> bool:
    """Whether a raw head (or a whole message) names any recipient at all."""
    return _ADDRESSED.search(_head_of(head)) is not None


def _head_of(raw: bytes) -> bytes:
    blank = _HEAD_END.search(raw)
    return raw[: blank.start() + 1] if blank else raw


def _only(found: list[bytes]) -> str:
    return found[0].decode("ascii") if len(found) == 1 else ""
