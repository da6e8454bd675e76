"""The mailbox on an Exchange Server of one's own, by EWS; sends only drafts by their id, deletes no mail.

Ids change with every move, so an id says in which folder an item lies, and `Ref.locator` keeps that folder (of a
draft: the change key, without which it cannot be sent). Exchange Online is refused: EWS has ended there.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from typing import TYPE_CHECKING

from bot.mailbox import (
    Caps,
    Draft,
    DraftContent,
    FolderId,
    Found,
    Health,
    MailboxError,
    Page,
    Permanent,
    Ref,
    SentLetter,
    Tree,
)
from bot.mailbox.ews_login import Login
from bot.mailbox.one_by_one import OneByOne
from store.messages import Card, Letter
from store.points import reached

if TYPE_CHECKING:
    from lxml import etree

    from bot.mailbox.ews_answers import Piece
    from bot.mailbox.ews_examination import EwsExamined

MISSING = "Exchange Server needs one more library: install the service with its extra, reviews-bot[exchange]."
_PAGE = 200


class EwsMailbox(OneByOne):
    """One shared mailbox on one Exchange Server; nothing is asked of it before the first call.

    Raises Permanent where the extra `exchange` is not installed.
    """

    caps = Caps("ews", auto_submitted_header=False, own_message_id=True, multipart=False)

    def __init__(
        self,
        login: Login,
        *,
        sleep: Callable[[float], None] = time.sleep,
        stopwatch: Callable[[], float] = time.monotonic,
        page: int = _PAGE,
    ) -> None:
        try:
            from bot.mailbox import ews_answers, ews_changes, ews_folders, ews_labels, ews_letters, ews_orders
            from bot.mailbox.ews_session import Session
        except ModuleNotFoundError as missing:
            raise Permanent(MISSING) from missing
        self._says = ews_answers
        self._writer = ews_orders.Writer(login.mailbox if login.access == "delegate" else "")
        self._session = Session(login, sleep=sleep)
        self._sleep, self._address = sleep, login.mailbox
        self._changes = ews_changes.Changes(self._session, self._writer, page, stopwatch)
        self._folders = ews_folders.Folders(self._session, self._writer)
        self._letters = ews_letters.Letters(self._session, self._writer, self._folders, login.mailbox)
        self._labels = ews_labels.Labels(self._session, self._writer)
        self._as_made = ews_letters.as_made

    def close(self) -> None:
        """The connections are closed."""
        self._session.close()

    def check(self) -> Health:
        """Whether the server lets us in and shows the Inbox; changes nothing."""
        try:
            answer = self._session.looks("GetFolder", self._writer.count("INBOX"))
            there = self._says.count_in(self._says.only(answer))
            return Health(True, f"{self._session.server()}: {there} items in the Inbox.")
        except MailboxError as trouble:
            return Health(False, str(trouble))

    def ensure_folders(self, tree: Tree) -> Mapping[str, FolderId]:
        """Every folder of the tree exists, below the top of the mailbox; names differ by more than their casing."""
        return self._folders.ensure(tree)

    def folders_inside(self, path: tuple[str, ...]) -> tuple[str, ...]:
        """The names of the folders directly inside the one at this path; none where there is no such folder."""
        return self._folders.inside(path)

    def poll(self, cursors: Mapping[FolderId, str]) -> Iterator[Page]:
        """What changed in each folder since its cursor, page by page; from the start, one page that is complete.

        Raises as the port says for the first folder that cannot be read, once all others have been told.
        """
        return self._changes.poll(cursors)

    def mime(self, ref: Ref) -> bytes:
        """The bytes of the item as Exchange gives them. Raises NotFound."""
        return self._item(self._writer.item(ref.id, mime=True)).mime

    def stamp(self, ref: Ref, key: str) -> Ref:
        """The item carries the stamp as a property that only we write. Raises NotFound."""
        reached("mailbox.stamp.before")
        self._says.only(self._session.acts("UpdateItem", self._writer.stamped(ref.id, key)))
        reached("mailbox.stamp.after")
        return ref

    def file(
        self, ref: Ref, folder: FolderId, *, categories: tuple[str, ...] | None = None, flag_on: date | None = None
    ) -> Ref:
        """The item is labelled and lies in the folder, under a new id if it was moved. Raises NotFound."""
        if categories is not None or flag_on is not None:
            self._says.only(self._session.acts("UpdateItem", self._writer.labelled(ref.id, categories, flag_on)))
        elif ref.locator == folder:
            self._item(self._writer.item(ref.id))
        if folder in (ref.locator, self._place_of_draft(ref)):
            return Ref(ref.id, folder)
        reached("mailbox.file.before")
        moved = self._says.only(self._session.acts("MoveItem", self._writer.moved(ref.id, folder)))
        reached("mailbox.file.after")
        return Ref(self._says.first_id(moved)[0], folder)

    def label(self, ref: Ref, *, add: tuple[str, ...] = (), remove: tuple[str, ...] = ()) -> Ref:
        """The item carries these categories and lacks those; every other it carries stays. Raises NotFound."""
        return self._labels.label(ref, add, remove)

    def ensure_categories(self, colours: Mapping[str, str]) -> frozenset[str]:
        """Each category stands with a colour in the list, or is answered where the account may not write it."""
        return self._labels.ensure(colours)

    # --- letters and cards --------------------------------------------------------------------------------------------

    def draft(self, letter: Letter) -> Draft:
        """A draft of the letter lies in its folder, whole; one that is there already, or has left, is it."""
        return self._letters.draft(letter)

    def read_back(self, draft: Draft) -> DraftContent:
        """What the draft says now; only as it is now will `submit` send it. Raises NotFound."""
        return self._letters.read_back(draft)

    def submit(self, draft: Draft) -> None:
        """The draft is on its way as it was last read, or made. Raises NotFound; Ambiguous also where it changed."""
        self._letters.submit(draft)

    def find(self, key: str) -> tuple[Found, ...]:
        """Every draft, in any folder but Deleted Items, and sent item that carries the key and is not just leaving."""
        return self._letters.find(key)

    def sent_since(self, instant: datetime) -> Iterator[SentLetter]:
        """Everything in Sent Items with a key of ours that left at this instant or later, page by page."""
        return self._letters.sent_since(instant)

    def drafts(self) -> tuple[Draft, ...]:
        """Every unsent item in Drafts that carries a key of ours."""
        return self._letters.drafts()

    def note(self, folder: FolderId, card: Card) -> Ref:
        """The card lies in the folder, once. Raises NotFound where there is no such folder."""
        return self._letters.note(folder, card)

    def discard(self, ref: Ref, key: str) -> None:
        """The draft or card is gone, where people can still recover it. Raises NotFound; Permanent without the key."""
        self._letters.discard(ref, key)

    def examined(self) -> EwsExamined:
        """What `doctor` asks of this mailbox beyond the port."""
        from bot.mailbox.ews_examination import EwsExamined

        return EwsExamined(self._session, self._writer, self._address, self._folders.known, sleep=self._sleep)

    @contextmanager
    def together(self) -> Iterator[None]:
        """Nothing to share: each order to an Exchange Server is done when it is answered."""
        yield

    # --- asking -------------------------------------------------------------------------------------------------------

    def _item(self, question: etree._Element) -> Piece:
        return self._says.item_in(self._says.only(self._session.looks("GetItem", question)))

    def _place_of_draft(self, ref: Ref) -> FolderId | None:
        """The folder of a draft whose ref tells its change key instead. Raises NotFound."""
        if not self._as_made(ref):
            return None
        return self._item(self._writer.told(ref.id, "item:ParentFolderId")).folder
