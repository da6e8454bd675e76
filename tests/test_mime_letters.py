"""Letters with files, votes or nobody to send them to, and cards, as bytes: everybody reads them as they were meant."""

from __future__ import annotations

import email
import email.policy
from dataclasses import replace
from datetime import UTC, datetime
from email.message import EmailMessage
from hashlib import sha256

import pytest

from bot import mime
from store.messages import Card, Enclosure, Letter

LETTER = Letter(
    key="outcome:PCR/2026/00417:1",
    message_id="<1@reviews.example>",
    sender_name="Reviews team",
    sender="reviews@pcc.example",
    to="ann@archer.example",
    subject="Your review",
    html="<p>Dear Ann</p>",
    text="Dear Ann\n",
    written_at=datetime(2026, 11, 19, 9, 0, tzinfo=UTC),
)
CARD = Card(
    key="card:417:a1",
    subject="PCR/2026/00417 · Okonkwo-Hale · day 34",
    html="<p>Next: papers by 4 December.</p>",
    text="Next: papers by 4 December.\n",
)


def parsed(raw: bytes) -> EmailMessage:
    """The message as Python's own parser has it, which finds nothing wrong."""
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    assert not [part.defects for part in message.walk() if part.defects]
    return message


@pytest.mark.parametrize(
    "name",
    [
        "Determination.pdf",
        "it's 100% (final) [v2]; really = yes.pdf",
        'say "hello".pdf',
        "Entscheid – Ünal Åström.pdf",
        "日本語の手紙.pdf",
        "😀" * 60 + ".pdf",
        "a" * 190 + ".pdf",
    ],
)
def test_a_file_keeps_name_and_bytes(name: str) -> None:
    """A file comes out under its name and byte for byte, whoever reads it, and no line is too long."""
    content = bytes(range(256)) * 40 + b"\n--=_\r\n.\r\n"
    letter = replace(LETTER, enclosures=(Enclosure(name, "application/pdf", content),))
    raw = mime.compose(letter)
    assert raw == mime.compose(letter)
    assert b"\r" not in raw
    assert max(map(len, raw.split(b"\n"))) <= 300
    message = parsed(raw)
    (file,) = message.iter_attachments()
    assert (file.get_filename(), file.get_content_type()) == (name, "application/pdf")
    assert file.get_content() == content
    assert [message.get_body((kind,)).get_content() for kind in ("plain", "html")] == [LETTER.text, LETTER.html]  # type: ignore[union-attr] # it has both
    said = mime.read_letter(raw)
    assert [(one.name, one.sha256) for one in said.attachments] == [(name, sha256(content).hexdigest())]
    assert (said.html, said.to) == (LETTER.html, (LETTER.to,))


def test_several_files() -> None:
    """Files keep their order; an empty one, a text and a message are files and nothing else, whole."""
    mail = b"Subject: The application\r\nMIME-Version: 1.0\r\n\r\nPlease review.\r\n"
    files = (
        Enclosure("empty.txt", "text/plain", b""),
        Enclosure("The application.eml", "message/rfc822", mail),
        Enclosure("page.html", "text/html", b"<p>not the body</p>"),
    )
    raw = mime.compose(replace(LETTER, enclosures=files))
    assert [(one.get_filename(), one.get_payload(decode=True)) for one in parsed(raw).iter_attachments()] == [
        (one.name, one.content) for one in files
    ]
    said = mime.read_letter(raw)
    assert [(one.name, one.sha256) for one in said.attachments] == [
        (one.name, sha256(one.content).hexdigest()) for one in files
    ]
    assert said.html == LETTER.html


@pytest.mark.parametrize(
    "file",
    [
        Enclosure("../../etc/passwd", "text/plain", b""),
        Enclosure("a\\b.txt", "text/plain", b""),
        Enclosure("a\nX-Evil: b", "text/plain", b""),
        Enclosure("  ", "text/plain", b""),
        Enclosure("", "text/plain", b""),
        Enclosure("a.txt", "text/plain\nX-Evil: b", b""),
        Enclosure("a.txt", "text/plain; charset=utf-8", b""),
        Enclosure("a.txt", "", b""),
    ],
)
def test_a_file_cannot_grow_headers(file: Enclosure) -> None:
    """A name that is a path or no line, and a type that is none, are refused before there are any bytes."""
    with pytest.raises(ValueError, match=r"\.$"):
        mime.compose(replace(LETTER, enclosures=(file,)))


def test_votes() -> None:
    """The answers a reader can give stand in a header, and only where there are any."""
    assert parsed(mime.compose(replace(LETTER, votes=("Approve", "Return"))))["X-Reviews-Votes"] == "Approve;Return"
    assert "X-Reviews-Votes" not in parsed(mime.compose(LETTER))
    with pytest.raises(ValueError, match=r"\.$"):
        mime.compose(replace(LETTER, votes=("Approve\nBcc: b@x.test",)))


def test_nobody_to_send_it_to() -> None:
    """A letter that is printed and posted names no recipient of any sort."""
    raw = mime.compose(replace(LETTER, to=""))
    message = parsed(raw)
    assert [message[name] for name in ("To", "Cc", "Bcc")] == [None] * 3
    assert (mime.read_letter(raw).to, mime.is_addressed(raw), mime.is_addressed(mime.compose(LETTER))) == (
        ((), False, True)
    )


@pytest.mark.parametrize(
    ("head", "addressed"),
    [
        (b"Subject: x\r\nbcc : a@b.example\r\n\r\n", True),
        (b"Subject: x\nTo:\n\ta@b.example\n\n", True),
        (b"Cc: a@b.example", True),
        (b"To: \r\nSubject: x\r\n\r\n", False),
        (b"To:\nSubject: x\n\n", False),
        (b"Subject: x\n\nTo: a@b.example\n", False),
        (b"Subject: a\n To: a@b.example\n\n", False),
        (b"", False),
    ],
)
def test_whether_it_is_addressed(head: bytes, addressed: bool) -> None:
    """A recipient stands in To, Cc or Bcc of the head, and nowhere else."""
    assert mime.is_addressed(head) is addressed


def test_a_card_as_bytes() -> None:
    """A card is a message of the mailbox to itself that carries its key, and carries no letter's."""
    message = parsed(raw := mime.compose_card(replace(CARD, important=True), "reviews@pcc.example"))
    assert raw == mime.compose_card(replace(CARD, important=True), "reviews@pcc.example")
    assert (message["From"], message["To"], message["Subject"]) == (
        ("reviews@pcc.example", "reviews@pcc.example", CARD.subject)
    )
    assert (message["X-Reviews-Card"], message["X-Reviews-Key"], message["Importance"]) == (CARD.key, None, "high")
    assert [part.get_content() for part in message.iter_parts()] == [CARD.text, CARD.html]
    assert (mime.card_key(raw), mime.letter_key(raw)) == (CARD.key, "")
    assert mime.card_key(mime.compose(LETTER)) == ""
    assert parsed(mime.compose_card(CARD, "reviews@pcc.example"))["Importance"] is None
    for change in ({"key": "two words"}, {"subject": "a\nBcc: b@x.test"}):
        with pytest.raises(ValueError, match=r"\.$"):
            mime.compose_card(replace(CARD, **change), "reviews@pcc.example")
