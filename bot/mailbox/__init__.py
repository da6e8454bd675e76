"""The mailbox port: what the service may ask of any mailbox, and the closed set of ways it can fail.

No one-shot send exists here and nothing deletes mail. Every call either did what it says, raised an error that
means it certainly did not, or raised `Ambiguous`/`Unavailable`, which mean that nobody can know.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Protocol, TypeVar

from store.messages import Card, Letter

T = TypeVar("T")
FolderId = str
SENT: FolderId = "SENT"
"""Sent Items, as every back end knows them."""
Tree = Mapping[str, tuple[str, ...]]
"""Folders by the name the service knows them by; each value is the path people see, outermost first."""


SINCE = "since "
"""How the cursor of a folder begins that is not read from its start, but from an instant on."""


def since(instant: datetime) -> str:
    """The cursor with which a folder is read for the first time of which nothing older is wanted."""
    return f"{SINCE}{instant.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


class MailboxError(Exception):
    """A mailbox could not do what it was asked; the sentence says what to do about it.

    `folder` is the one folder that a poll could not read, "" for every other trouble.
    """

    folder: FolderId = ""


class AuthError(MailboxError):
    """The mailbox does not accept who we are."""


class AccessDenied(MailboxError):
    """We are known, and may not do this."""


class NotFound(MailboxError):
    """The item or folder is not there (any more)."""


class CursorExpired(MailboxError):
    """A cursor is no longer good; listing from the start answers everything."""


class Throttled(MailboxError):
    """Refused for now and certainly not done; try again after `retry_after` seconds."""

    def __init__(self, message: str, retry_after: float = 60.0) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class Unavailable(MailboxError):
    """The mailbox did not answer; for an act, nobody can know whether it was done."""


class Ambiguous(MailboxError):
    """An act was asked for and its answer was lost: it may or may not have been done."""


class Permanent(MailboxError):
    """Refused for good; asking again will not help."""


def gravest(troubles: Sequence[MailboxError]) -> MailboxError:
    """Of what kept several folders from being read, what a poll raises: silence first, for nobody knows its end."""
    return next((one for one in troubles if isinstance(one, Unavailable)), troubles[0])


Outcomes = Iterator[Sequence[T | MailboxError]]
"""What became of several letters, in their order and each by itself; errors are answered here and not raised.

Each step asks the mailbox once and answers for as many as that took along. What is not asked for is not done, so that
whoever stops between two steps has stopped what comes after.
"""


@dataclass(frozen=True, slots=True)
class Caps:
    """What this back end cannot do, said openly."""

    name: str
    auto_submitted_header: bool
    own_message_id: bool
    multipart: bool


@dataclass(frozen=True, slots=True)
class Health:
    """Whether the mailbox can be used, and in a sentence what was seen."""

    ok: bool
    detail: str


@dataclass(frozen=True, slots=True)
class Ref:
    """One item: `id` is its identity (opaque, kept over moves where the back end can), `locator` a hint of ours."""

    id: str
    locator: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """An item seen in a folder: when the mailbox received it, its size in bytes, and our stamp if it carries one.

    `key` is that of the letter or card of ours it is, and "" for every message of others; `draft` says that it could
    still be sent. `categories` are all it carries, whoever set them.
    """

    ref: Ref
    received_at: datetime
    size: int
    stamp: str = ""
    key: str = ""
    draft: bool = False
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """What a poll found in one folder; keep `cursor` once all of it has been recorded.

    Where `complete`, `created` is everything that lies in the folder now, and what is not in it has gone;
    otherwise `created` and `removed` are only what changed since the cursor that was given.
    """

    folder: FolderId
    created: tuple[Item, ...]
    removed: tuple[str, ...]
    complete: bool
    cursor: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter lying in the mailbox unsent, with the key it carries and when it was made."""

    ref: Ref
    key: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A file lying in a draft: its name, and the SHA-256 of its bytes in hexadecimal."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class DraftContent:
    """What a draft says when it is read back: every recipient of any sort, subject, body, and the files with it."""

    to: tuple[str, ...]
    copies: tuple[str, ...]
    subject: str
    html: str
    attachments: tuple[Enclosed, ...]


class Whereabouts(StrEnum):
    """Where a letter with a given key was found."""

    DRAFT = "draft"
    SENT = "sent"


@dataclass(frozen=True, slots=True)
class Found:
    """One item that carries a key: where it is, and its Message-ID where the back end tells it."""

    ref: Ref
    where: Whereabouts
    message_id: str = ""


@dataclass(frozen=True, slots=True)
class SentLetter:
    """One item in Sent Items that carries a key of ours, and when it left, as the mailbox says."""

    ref: Ref
    key: str
    sent_at: datetime


class Mailbox(Protocol):
    """One shared mailbox, synchronous, used by one thread; refs returned replace refs given."""

    caps: Caps

    def check(self) -> Health:
        """Sign in and see the mailbox; changes nothing."""

    def ensure_folders(self, tree: Tree) -> Mapping[str, FolderId]:
        """Every folder of the tree exists; answers the id of each; repeatable."""

    def folders_inside(self, path: tuple[str, ...]) -> tuple[str, ...]:
        """The names of the folders directly inside the one at this path; none where there is no such folder."""

    def poll(self, cursors: Mapping[FolderId, str]) -> Iterator[Page]:
        """What changed in each of these folders since its cursor ("" lists from the start); changes nothing.

        With a cursor of `since` nothing that was received before its instant need be told, now or later, and there is a
        page even if it is empty. Raises CursorExpired for a cursor that is no longer good; the ids "INBOX", "JUNK" and
        "SENT" always work. In Sent Items an item was received when it was sent.
        """

    def mime(self, ref: Ref) -> bytes:
        """The raw RFC 5322 bytes of a received or sent item. Raises NotFound when it has gone."""

    def stamp(self, ref: Ref, key: str) -> Ref:
        """The item carries our own mark, which survives moves; repeatable. Raises NotFound."""

    def file(
        self, ref: Ref, folder: FolderId, *, categories: tuple[str, ...] | None = None, flag_on: date | None = None
    ) -> Ref:
        """The item lies in the folder, labelled; repeatable. Raises NotFound when it has gone altogether."""

    def draft(self, letter: Letter) -> Draft:
        """A draft of the letter carrying its key lies in Drafts; nothing is sent."""

    def read_back(self, draft: Draft) -> DraftContent:
        """What the draft says now. Raises NotFound when it is no longer a draft."""

    def submit(self, draft: Draft) -> None:
        """The draft is on its way, once. Raises NotFound when it was submitted or removed before."""

    def find(self, key: str) -> tuple[Found, ...]:
        """Every draft (in whatever folder) or sent item that carries this key."""

    def draft_all(self, letters: Sequence[Letter]) -> Outcomes[Draft]:
        """As `draft` for each letter."""

    def read_back_all(self, drafts: Sequence[Draft]) -> Outcomes[DraftContent]:
        """As `read_back` for each draft."""

    def room(self) -> int:
        """How many letters may be submitted now; more than these are Throttled."""

    def submit_all(self, drafts: Sequence[Draft]) -> Outcomes[None]:
        """As `submit` for each draft; where one answer was lost for several, each of them is Ambiguous."""

    def find_all(self, keys: Sequence[str]) -> Outcomes[tuple[Found, ...]]:
        """As `find` for each key."""

    def sent_since(self, instant: datetime) -> Iterator[SentLetter]:
        """Everything in Sent Items that carries a key of ours and left at this instant or later, whoever sent it.

        Nothing older need be looked at, and what is not asked for yet need not be fetched; changes nothing.
        """

    def drafts(self) -> tuple[Draft, ...]:
        """Every unsent draft that carries a key of ours."""

    def note(self, folder: FolderId, card: Card) -> Ref:
        """A readable item that is no message, cannot be sent and carries the card's key lies in the folder."""

    def label(self, ref: Ref, *, add: tuple[str, ...] = (), remove: tuple[str, ...] = ()) -> Ref:
        """The item carries these categories and lacks those; every other it carries stays. Raises NotFound."""

    def ensure_categories(self, colours: Mapping[str, str]) -> frozenset[str]:
        """Each category has a colour in the mailbox's list ("preset0" … "preset24"); one that is there is left alone.

        Answers the names that this back end or its permissions did not let be made: they work without a colour.
        """

    def discard(self, ref: Ref, key: str) -> None:
        """The draft or card of ours that carries this key is gone; nothing else is ever touched.

        Raises NotFound where it has gone already or was sent, Permanent where the item does not carry the key.
        """

    def together(self) -> AbstractContextManager[None]:
        """Acts inside share their cost; all of them are durable when it closes without an error."""
