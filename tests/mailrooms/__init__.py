"""One mailbox as mail servers and people see it, the same for every back end that the service has to it.

Folders go by the names a Maildir gives them: "" is the Inbox, others are ".Junk", ".Sent", ".Reviews.1 To do.Urgent".
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from bot.mailbox import Mailbox
from store.points import POINTS

BACK_ENDS = ("maildir", "graph", "ews")
DRAFTS, SENT, STOP = ".Drafts", ".Sent", ".Reviews.9 Bot.Stop"


@dataclass(frozen=True, slots=True)
class Lying:
    """A message that was delivered, as it lies in a folder, with what people see beside it."""

    folder: str
    raw: bytes
    read: bool
    stamp: str
    categories: tuple[str, ...]
    flag_on: str


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter of ours that has left: its bytes, when, and what the mail room keeps of it."""

    raw: bytes
    at: datetime
    kept: Any


class MailRoom(Protocol):
    """One mailbox. Messages go by the name they were delivered under, drafts by whatever the mailbox calls them."""

    def opened(self, sort: type[Any] | None = None) -> Mailbox:
        """The mailbox as a service sees it that has just started, of this sort if another is told."""

    def close(self) -> None:
        """Nothing of it is running any more."""

    def still(self) -> AbstractContextManager[None]:
        """Nothing happens in the mailbox meanwhile, once whoever asked for something and died has got it."""

    # what comes in and what people do

    def deliver(self, name: str, raw: bytes, folder: str = "", *, read: bool = False) -> None:
        """The message lies in the folder, as a mail server or a mail client that has shown it would have put it."""

    def moves(self, name: str, folder: str) -> None:
        """A person drags the message into a folder, which is made where there is none."""

    def copies(self, name: str, folder: str) -> str:
        """A person drags a copy of the message into a folder; answers what the copy goes by."""

    def labels(self, name: str, add: tuple[str, ...] = (), remove: tuple[str, ...] = ()) -> None:
        """A person sets categories on an item, or takes them off."""

    def called(self, path: tuple[str, ...]) -> str:
        """How this mailbox calls the folder at the end of a path, outermost first."""

    def subject(self, name: str) -> str:
        """The subject of an item, as people see it."""

    def words(self, name: str) -> str:
        """The body of an item as it is marked up."""

    def rewrites(self, name: str, html: str) -> None:
        """A person saves other words in a draft, wherever it lies."""

    def removes(self, name: str) -> None:
        """A person removes the message for good."""

    def removes_folder(self, folder: str) -> None:
        """A person removes a folder with all that is in it."""

    def renames_folder(self, folder: str, becomes: str) -> None:
        """A person gives a folder another name."""

    def drafts_own(self, name: str, raw: bytes) -> str:
        """A person begins a letter of their own; answers what the mailbox calls it."""

    def redirects(self, was: str, becomes: str) -> None:
        """A person puts another address into every draft."""

    def saves_anew(self, was: str, becomes: str, at: datetime) -> None:
        """A mail client saved every draft anew at this time, with other words, and removed the one that was there."""

    def saves_again(self, letter: Letter, name: str, at: datetime) -> None:
        """A mail client keeps a draft of a letter that has left, saved at this time."""

    def sends_draft(self) -> None:
        """A person sends every draft."""

    # what there is to see

    def id_of(self, name: str) -> str:
        """What the service calls the message now."""

    def ids_of(self, name: str) -> tuple[str, ...]:
        """Everything the service may have called it."""

    def names(self) -> set[str]:
        """Every message that lies in a folder other than Drafts and Sent."""

    def lying(self) -> dict[str, list[Lying]]:
        """How each of them lies; twice where it does."""

    def sent(self) -> list[Letter]:
        """Every letter that has left, oldest first."""

    def drafts(self) -> dict[str, bytes]:
        """Every draft, ours or not."""

    def half_written(self) -> list[str]:
        """What is in the mailbox and no message."""

    def everything(self) -> object:
        """Equal as long as nothing in the mailbox has been made, moved or changed."""


_NOWHERE = {"ews": ("mailbox.flush.",)}
_ALL_AT_ONCE = {"graph": ("mailbox.draft.", "mailbox.submit.")}


def points_of(back_end: str) -> list[str]:
    """The named points that a service on this back end comes by."""
    return sorted(name for name in POINTS if not name.startswith(_NOWHERE.get(back_end, ())))


def times_of(back_end: str) -> list[tuple[str, int]]:
    """Each of them with 1, 2 and 3, if a service comes by so often where there is enough to do for it."""
    once = _ALL_AT_ONCE.get(back_end, ())
    return [(name, nth) for name in points_of(back_end) for nth in ((1,) if name.startswith(once) else (1, 2, 3))]


def mail_room(back_end: str, folder: Path, now: Callable[[], datetime]) -> MailRoom:
    """An empty mailbox of this sort; what it keeps on disk is in the folder, and its time is what it is told."""
    if back_end == "maildir":
        from tests.mailrooms.maildir import MaildirRoom

        return MaildirRoom(folder / "mail")
    from tests.mailrooms.exchange import EwsRoom, GraphRoom

    return {"graph": GraphRoom, "ews": EwsRoom}[back_end](folder, now)
