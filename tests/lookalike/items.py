"""What lies in the look-alike mailbox: folders, messages, attachments and extended properties, as plain data."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, NamedTuple

INTERNET_HEADERS = "00020386-0000-0000-c000-000000000046"
"""The property set whose named properties are the x- headers of a message."""


class Address(NamedTuple):
    """Who writes or receives: a name to show and an address."""

    name: str
    address: str


@dataclass(frozen=True)
class Property:
    """Which extended property is meant; the same one whether Graph or EWS names it.

    A named property has a property set and a `name` (its case counts) or a `number`; a tag has a `number` only.
    """

    type: str
    space: str = ""
    name: str = ""
    number: int = 0

    @classmethod
    def graph(cls, text: str) -> Property:
        """Read in Graph's spelling (`String {guid} Name n`, `Long {guid} Id 0x8503`, `Integer 0x3FDF`).

        Raises ValueError for anything else.
        """
        match = re.fullmatch(
            r"(\w+) (?:\{([0-9A-Fa-f-]{36})\} (?:Name (.+)|Id 0x([0-9A-Fa-f]+))|0x([0-9A-Fa-f]+))", text
        )
        if match is None:
            raise ValueError(f"This names no extended property: {text}")
        kind, space, name, numbered, tag = match.groups()
        return cls(kind, (space or "").lower(), name or "", int(numbered or tag or "0", 16))

    def __str__(self) -> str:
        """Graph's spelling."""
        if not self.space:
            return f"{self.type} 0x{self.number:X}"
        return f"{self.type} {{{self.space}}} " + (f"Name {self.name}" if self.name else f"Id 0x{self.number:X}")


SIZE_TAG, DELIVERY_TAG, MESSAGE_ID_TAG, SUBJECT_TAG, SUPPRESS_TAG, HEADERS_TAG = (
    0x0E08,
    0x0E06,
    0x1035,
    0x0037,
    0x3FDF,
    0x007D,
)
SUPPRESS_HEADER = "X-Auto-Response-Suppress"


@dataclass(eq=False)
class Attachment:
    """One file, one message (`raw` holds it) or one link (`url`) that belongs to a message."""

    id: str
    name: str
    kind: Literal["file", "item", "reference"] = "file"
    content: bytes = b""
    content_type: str = "application/octet-stream"
    inline: bool = False
    content_id: str = ""
    url: str = ""


@dataclass(eq=False)
class Item:
    """One message as it lies in the mailbox: a draft, a received or a sent one.

    `id` changes when it is moved, `immutable_id` does not (on sending, see `Habits`); `raw` are the bytes as they
    were delivered, b"" for what was written here. `headers` are all headers of a received message and the x-
    headers of one written here. `extended` holds a text or a list of texts for each property.
    """

    id: str = ""
    immutable_id: str = ""
    folder: str = ""
    change_key: str = ""
    kind: str = "IPM.Note"
    subject: str = ""
    body: str = ""
    body_type: Literal["html", "text"] = "html"
    sender: Address | None = None
    author: Address | None = None
    to: list[Address] = field(default_factory=list)
    cc: list[Address] = field(default_factory=list)
    bcc: list[Address] = field(default_factory=list)
    reply_to: list[Address] = field(default_factory=list)
    message_id: str = ""
    in_reply_to: str = ""
    references: str = ""
    conversation_id: str = ""
    importance: str = "normal"
    headers: list[tuple[str, str]] = field(default_factory=list)
    categories: list[str] = field(default_factory=list)
    flag: Literal["notFlagged", "flagged", "complete"] = "notFlagged"
    flag_on: date | None = None
    is_read: bool = False
    is_draft: bool = False
    received_at: datetime | None = None
    sent_at: datetime | None = None
    created_at: datetime | None = None
    modified_at: datetime | None = None
    extended: dict[Property, str | list[str]] = field(default_factory=dict)
    attachments: list[Attachment] = field(default_factory=list)
    raw: bytes = b""

    def header(self, name: str) -> str:
        """The first value of a header, "" where there is none."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")

    def value(self, wanted: Property, size: int = 0) -> str | list[str] | None:
        """What the item says under an extended property; computed tags too, None where it has none.

        `size` is the number of bytes of its MIME, which only the mailbox knows.
        """
        if wanted.space == INTERNET_HEADERS:
            return self.header(wanted.name) or None
        if wanted.space or wanted in self.extended:
            return self.extended.get(wanted)
        computed = {
            SIZE_TAG: str(size) if size else None,
            DELIVERY_TAG: self.received_at.strftime("%Y-%m-%dT%H:%M:%SZ") if self.received_at else None,
            MESSAGE_ID_TAG: self.message_id or None,
            SUBJECT_TAG: self.subject,
            SUPPRESS_TAG: "-1" if self.header(SUPPRESS_HEADER).lower() == "all" else None,
            HEADERS_TAG: "".join(f"{key}: {value}\r\n" for key, value in self.headers) if self.raw else None,
        }
        return computed.get(wanted.number)

    def put(self, wanted: Property, value: str | list[str] | None) -> None:
        """The item says this under the property from now on; None takes it away."""
        if wanted.space == INTERNET_HEADERS or (not wanted.space and wanted.number == SUPPRESS_TAG):
            name = wanted.name or SUPPRESS_HEADER
            shown = "All" if not wanted.name and value == "-1" else str(value)
            self.headers = [(key, old) for key, old in self.headers if key.lower() != name.lower()]
            self.headers += [(name, shown)] if value is not None else []
        elif value is None:
            self.extended.pop(wanted, None)
        else:
            self.extended[wanted] = value


@dataclass(eq=False)
class Folder:
    """A folder; `well_known` is its name in Graph where every mailbox has it, and its id never changes."""

    id: str
    name: str
    parent: str
    well_known: str = ""
    hidden: bool = False
    kind: str = "IPF.Note"


@dataclass(frozen=True)
class Change:
    """What happened to one item in one folder; `number` grows over the whole mailbox."""

    number: int
    what: Literal["created", "changed", "read", "removed"]
    id: str
    immutable_id: str


@dataclass(frozen=True)
class Sent:
    """A message that really left: its bytes, everyone it went to, when, and the copy that Sent Items gets."""

    raw: bytes
    recipients: tuple[str, ...]
    at: datetime
    item: Item
