"""Between bytes and items: what a delivered message says, and the bytes of one that was written here."""

from __future__ import annotations

import email
import email.policy
import hashlib
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from email.message import EmailMessage, Message
from email.utils import format_datetime, formataddr, getaddresses, parsedate_to_datetime

from tests.lookalike.items import Address, Attachment, Item

HEAD = '<html><head>\r\n<meta http-equiv="Content-Type" content="text/html; charset=utf-8"></head><body>'


def whole_page(html: str) -> str:
    """The HTML as Exchange keeps it: always a page of its own with its character set named."""
    return html if re.search(r"<html[\s>]", html, re.IGNORECASE) else f"{HEAD}{html}</body></html>"


def plain(html: str) -> str:
    """The words of the HTML."""
    return re.sub(r"<[^>]+>", "", re.sub(r"(?is)<(head|style).*?</\1>|<br>|</p>", "\n", html)).strip()


def read(raw: bytes) -> Item:
    """What a message says, in an item without ids; odd bytes are read as well as they can be."""
    parsed: Message = email.message_from_bytes(raw, policy=email.policy.compat32)
    text = _text
    authors = _addresses(text(parsed, "From"))
    item = Item(
        subject=text(parsed, "Subject"),
        author=authors[0] if authors else None,
        to=_addresses(text(parsed, "To")),
        cc=_addresses(text(parsed, "Cc")),
        reply_to=_addresses(text(parsed, "Reply-To")),
        message_id=text(parsed, "Message-ID"),
        in_reply_to=text(parsed, "In-Reply-To"),
        references=text(parsed, "References"),
        headers=[(name, " ".join(str(value).split())) for name, value in parsed.items()],
        raw=raw,
    )
    senders = _addresses(text(parsed, "Sender"))
    item.sender = senders[0] if senders else item.author
    item.sent_at = _instant(text(parsed, "Date"))
    item.received_at = _instant(text(parsed, "Received").rpartition(";")[2])
    item.conversation_id = thread(item)
    _parts(parsed, item)
    return item


def thread(item: Item) -> str:
    """The conversation a message belongs to: that of the first message it refers to."""
    first = (f"{item.references} {item.in_reply_to}".split() or [item.message_id or item.subject])[0]
    return "AAQkAD" + hashlib.sha256(first.encode("utf-8", "replace")).hexdigest()[:40] + "="


def _text(message: Message, name: str) -> str:
    value = message.get(name, "")
    try:
        decoded = str(email.header.make_header(email.header.decode_header(value)))
    except (ValueError, LookupError, UnicodeError):
        decoded = str(value)
    return " ".join(decoded.encode("utf-8", "replace").decode().split())


def _addresses(text: str) -> list[Address]:
    return [Address(name or address, address) for name, address in getaddresses([text]) if address]


def _instant(text: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(text.strip())
    except (ValueError, TypeError, IndexError):
        return None
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)


def _words(part: Message) -> str:
    data = part.get_payload(decode=True)
    data = data if isinstance(data, bytes) else b""
    try:
        return data.decode(part.get_content_charset() or "utf-8", "replace")
    except LookupError:
        return data.decode("utf-8", "replace")


def _parts(parsed: Message, item: Item) -> None:
    texts: dict[str, str] = {}
    for part in _leaves(parsed):
        name = part.get_filename()
        kind = part.get_content_type()
        if kind in {"text/plain", "text/html"} and not name and part.get_content_disposition() != "attachment":
            texts.setdefault(kind, _words(part))
        elif kind == "message/rfc822":
            inner = part.get_payload(0) if part.is_multipart() else part
            title = _text(inner, "Subject") if isinstance(inner, Message) else ""
            content = inner.as_bytes() if isinstance(inner, Message) else b""
            item.attachments.append(Attachment("", title or name or "message", "item", content, kind))
        else:
            data = part.get_payload(decode=True)
            inline = part.get_content_disposition() == "inline" or "Content-ID" in part
            content_id = str(part.get("Content-ID", "")).strip("<> ")
            item.attachments.append(
                Attachment(
                    "", name or "attachment", "file", data if isinstance(data, bytes) else b"", kind, inline, content_id
                )
            )
    item.body_type = "html" if "text/html" in texts else "text"
    item.body = texts.get("text/html", texts.get("text/plain", ""))


def _leaves(part: Message) -> Iterable[Message]:
    if part.is_multipart() and part.get_content_type() != "message/rfc822":
        for inner in part.get_payload():
            yield from _leaves(inner) if isinstance(inner, Message) else ()
    else:
        yield part


def written(item: Item, at: datetime) -> bytes:
    """The bytes of a message that was written here, as it leaves: one body with its words as text; nothing inward.

    Categories, flags, extended properties and blind copies stay behind.
    """
    message = EmailMessage(policy=email.policy.SMTP)
    people = (
        ("From", [item.author] if item.author else []),
        ("To", item.to),
        ("Cc", item.cc),
        ("Reply-To", item.reply_to),
    )
    for name, listed in people:
        if listed:
            message[name] = ", ".join(
                formataddr((one.name if one.name != one.address else "", one.address)) for one in listed
            )
    fixed = (
        ("Subject", item.subject),
        ("Date", format_datetime(item.sent_at or at)),
        ("Message-ID", item.message_id),
        ("In-Reply-To", item.in_reply_to),
        ("References", item.references),
    )
    for name, value in (*fixed, *item.headers):
        if value and name not in message:
            message[name] = " ".join(value.split())
    if item.body_type == "html":
        message.set_content(plain(item.body) + "\n")
        message.add_alternative(item.body, subtype="html")
    else:
        message.set_content(item.body)
    for one in item.attachments:
        if one.kind == "item":
            message.add_attachment(email.message_from_bytes(one.content, policy=email.policy.SMTP))
        elif one.kind == "file":
            major, _, minor = one.content_type.partition("/")
            message.add_attachment(one.content, maintype=major, subtype=minor or "octet-stream", filename=one.name)
    return message.as_bytes()
