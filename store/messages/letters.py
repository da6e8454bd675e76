"""Letters and cards ready for a mailbox: data, never MIME; nothing here sends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Rendered:
    """A letter's words: one line of subject, HTML for mail clients and the same said in plain text."""

    subject: str
    html: str
    text: str
    template_version: str


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that goes with a letter of ours: its label (one line, never a path), its MIME type and its bytes.

    With a `content_id` it is a picture that the letter's HTML shows as "cid:…", and no attachment beside it.
    """

    name: str
    content_type: str
    content: bytes
    content_id: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """A readable item of ours that is no message: what stands of one case, in the folder of its stage.

    `key` says which card it is and of which wording, and is carried inside; nothing in it can be sent.
    """

    key: str
    subject: str
    html: str
    text: str
    categories: tuple[str, ...] = ()
    flag_on: date | None = None
    important: bool = False


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter ready for a mailbox: data, never MIME; exactly one recipient, no copies.

    `key` never changes and is carried inside the letter; `answers_item` is the item it replies to (for the
    thread only), `written_at` the instant its draft is made. `to` is "" only for a letter that is printed and posted.
    `folder` is the id of the folder in which its draft waits for a person, "" for Drafts; `votes` are the answers a
    reader can give by a button; `categories` are what its draft is labelled with.
    """

    key: str
    message_id: str
    sender_name: str
    sender: str
    to: str
    subject: str
    html: str
    text: str
    written_at: datetime
    answers_item: str = ""
    answers_message_id: str = ""
    references: tuple[str, ...] = ()
    loop_mark: str = ""
    folder: str = ""
    enclosures: tuple[Enclosure, ...] = ()
    votes: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
