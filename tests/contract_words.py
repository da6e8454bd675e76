"""What the promises of the mailbox port are told with: a letter, a message, the world, and a reader who polls it.

The world is a mailbox as people, other mail systems and a restarted service see it.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Protocol, TypeVar, cast

from bot.mailbox import Draft, Item, Mailbox, MailboxError, Outcomes, Page, Ref
from store.messages import Letter

T = TypeVar("T")
INBOX, JUNK = "INBOX", "JUNK"
TREE = {"urgent": ("Reviews", "1 To do", "Urgent"), "filed": ("Reviews", "9 Filed → done & dusted")}
LETTER = Letter(
    key="ack-1f9c0d",
    message_id="<ack-1f9c0d@reviews.example>",
    sender_name="Reviews Team",
    sender="reviews@pcc.example",
    to="pat@home.example",
    subject="We have received your message [PCR/2026/00417]",
    html="<p>We have received your message.</p>",
    text="We have received your message.\n",
    written_at=datetime(2026, 3, 2, 10, 15, tzinfo=UTC),
    answers_message_id="<q1@home.example>",
    loop_mark="8d1c",
)


def mail(subject: str = "My review", body: str = "Please review my complaint.") -> bytes:
    """A small message, as it is delivered."""
    return (
        "Received: from mx.home.example by mx.pcc.example; Mon, 02 Mar 2026 09:30:00 +0000\r\n"
        "From: Pat Example <pat@home.example>\r\nTo: reviews@pcc.example\r\n"
        f"Subject: {subject}\r\nMessage-ID: <q1@home.example>\r\n"
        f"Date: Mon, 02 Mar 2026 09:29:58 +0000\r\n\r\n{body}\r\n"
    ).encode()


class World(Protocol):
    """One real mailbox with the people who use it."""

    mailbox: Mailbox

    def restarted(self) -> Mailbox:
        """The same mailbox as a service sees it that has just started."""

    def deliver(self, raw: bytes, folder: str = INBOX, name: str | None = None) -> None:
        """The message arrives."""

    def person_moves(self, item: str, folder: str) -> None:
        """A person drags the item (a message, a draft or a card) into another folder."""

    def person_labels(self, item: str, add: tuple[str, ...] = (), remove: tuple[str, ...] = ()) -> None:
        """A person gives the item (a message, a draft or a card) categories, and takes others off."""

    def person_removes(self, item: str) -> None:
        """A person removes the item for good."""

    def person_drafts(self, raw: bytes) -> Ref:
        """A person begins a message of their own, which lies in Drafts."""

    def person_edits(self, draft: Draft, was: str, becomes: str) -> None:
        """A person changes words in subject and body of the draft, in whatever folder it lies, and saves it."""

    def person_attaches(self, draft: Draft, name: str, content: bytes) -> None:
        """A person adds a file to the draft and saves it."""

    def person_sends(self, draft: Draft) -> None:
        """A person presses Send on the draft, in whatever folder it lies."""

    def sent(self) -> list[bytes]:
        """Everything that has left."""


class Reader:
    """Polls one mailbox as the service does: keeps cursors, and every page that came."""

    def __init__(self, mailbox: Mailbox, *folders: str) -> None:
        self.mailbox = mailbox
        self.cursors = dict.fromkeys(folders, "")

    def poll(self) -> dict[str, Page]:
        """The pages since last time, by folder."""
        pages = {page.folder: page for page in self.mailbox.poll(self.cursors)}
        self.cursors |= {folder: page.cursor for folder, page in pages.items()}
        return pages

    def created(self, folder: str = INBOX) -> list[Item]:
        """What came into one folder since last time."""
        page = self.poll().get(folder)
        return list(page.created) if page else []


def only(items: list[Item]) -> Item:
    """The one item there is."""
    assert len(items) == 1
    return items[0]


def every(outcomes: Outcomes[T]) -> list[T]:
    """The outcomes, none of which is an error."""
    found = [one for step in outcomes for one in step]
    assert [one for one in found if isinstance(one, MailboxError)] == []
    return cast("list[T]", found)
