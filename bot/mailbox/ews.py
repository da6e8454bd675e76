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
    CursorExpired,
    Draft,
    DraftContent,
    FolderId,
    Found,
    Health,
    Item,
    MailboxError,
    NotFound,
    Page,
    Permanent,
    Ref,
    SentLetter,
    Tree,
    Unavailable,
    Whereabouts,
)
from bot.mailbox.ews_login import Login
from bot.mailbox.one_by_one import OneByOne
from store.messages import Letter
from store.points import reached

if TYPE_CHECKING:
    from lxml import etree

    from bot.mailbox.ews_answers import Changes, Piece
    from bot.mailbox.ews_examination import EwsExamined
    from bot.mailbox.ews_session import Session

MISSING = "Exchange Server needs one more library: install the service with its extra, reviews-bot[exchange]."
_PAGE = 200


class EwsMailbox(OneByOne):
    """One shared mailbox on one Exchange Server; nothing is asked of it before the first call.

    Raises Permanent where the extra `exchange` is not installed.
    """

    caps = Caps("ews", auto_submitted_header=False, own_message_id=True, multipart=False)

    def __init__(self, login: Login, *, sleep: Callable[[float], None] = time.sleep, page: int = _PAGE) -> None:
        try:
            from bot.mailbox import ews_answers, ews_orders, ews_session
        except ModuleNotFoundError as missing:
            raise Permanent(MISSING) from missing
        self._says = ews_answers
        self._writer = ews_orders.Writer(login.mailbox if login.access == "delegate" else "")
        self._session: Session = ews_session.Session(login, sleep=sleep)
        self._sleep, self._address = sleep, login.mailbox
        self._page_size = page
        self._read_as: dict[str, str] = {}

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

    # --- folders and what lies in them --------------------------------------------------------------------------------

    def ensure_folders(self, tree: Tree) -> Mapping[str, FolderId]:
        """Every folder of the tree exists, below the top of the mailbox; names differ by more than their casing."""
        known = self._folders()
        return {name: self._folder_at(known, path) for name, path in tree.items()}

    def poll(self, cursors: Mapping[FolderId, str]) -> Iterator[Page]:
        """What changed in each folder since its cursor, page by page; from the start, one page that is complete.

        Raises NotFound or CursorExpired for the first folder that says so, once all others have been told.
        """
        trouble: MailboxError | None = None
        for folder, cursor in dict(cursors).items():
            try:
                yield from self._pages(folder, cursor)
            except (NotFound, CursorExpired) as fault:
                trouble = trouble or fault
        if trouble:
            raise trouble

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
        if ref.locator == folder:
            return ref
        reached("mailbox.file.before")
        moved = self._says.only(self._session.acts("MoveItem", self._writer.moved(ref.id, folder)))
        reached("mailbox.file.after")
        return Ref(self._says.first_id(moved)[0], folder)

    # --- letters ------------------------------------------------------------------------------------------------------

    def draft(self, letter: Letter) -> Draft:
        """A draft of the letter lies in Drafts; one that is there already, or has left, is answered as it is."""
        for there in self._carrying(letter.key):
            return Draft(
                Ref(there.id, there.change_key if there.is_draft and not there.is_leaving else ""),
                letter.key,
                there.made_at,
            )
        reached("mailbox.draft.before")
        try:
            made = self._says.only(self._session.acts("CreateItem", self._writer.draft(letter)))
        except Permanent:  # some versions of Exchange Server let nobody choose a Message-ID
            made = self._says.only(self._session.acts("CreateItem", self._writer.draft(letter, own_id=False)))
        reached("mailbox.draft.after")
        return Draft(Ref(*self._says.first_id(made)), letter.key, letter.written_at)

    def read_back(self, draft: Draft) -> DraftContent:
        """What the draft says now; only as it is now will `submit` send it. Raises NotFound."""
        said = self._unsent(draft.ref.id, words=True)
        self._read_as[said.id] = said.change_key
        return DraftContent(said.to, said.copies, said.subject, said.body, said.attachments)

    def submit(self, draft: Draft) -> None:
        """The draft is on its way as it was last read, or made. Raises NotFound; Ambiguous also where it changed."""
        change_key = self._read_as.pop(draft.ref.id, draft.ref.locator)
        if not change_key:
            change_key = self._unsent(draft.ref.id).change_key
        reached("mailbox.submit.before")
        self._says.only(self._session.acts("SendItem", self._writer.sent(draft.ref.id, change_key)))
        reached("mailbox.submit.after")

    def find(self, key: str) -> tuple[Found, ...]:
        """Every item in Drafts and Sent Items that carries the key and is not just leaving."""
        return tuple(
            Found(Ref(one.id), Whereabouts.DRAFT if one.is_draft else Whereabouts.SENT, one.message_id)
            for one in self._carrying(key)
            if not one.is_leaving
        )

    def sent_since(self, instant: datetime) -> Iterator[SentLetter]:
        """Everything in Sent Items with a key of ours that left at this instant or later, page by page."""
        offset: int | None = 0
        while offset is not None:
            answer = self._says.only(self._session.looks("FindItem", self._writer.sent_since(instant, offset)))
            for one in self._says.pieces_in(answer):
                if one.key and not one.is_draft:
                    yield SentLetter(Ref(one.id), one.key, one.sent_at)
            offset = self._says.next_offset([answer])

    def drafts(self) -> tuple[Draft, ...]:
        """Every unsent item in Drafts that carries a key of ours."""
        found = self._listed(("DRAFTS",), "")
        return tuple(
            Draft(Ref(one.id, one.change_key), one.key, one.made_at)
            for one in found
            if one.key and one.is_draft and not one.is_leaving
        )

    def discard(self, own: Draft) -> None:
        """The draft is gone, where people can still recover it. Raises NotFound; Permanent without our key."""
        there = self._unsent(own.ref.id)
        if not own.key or there.key != own.key:
            raise Permanent("This draft does not carry our key, so it is somebody else's and stays where it is.")
        reached("mailbox.discard.before")
        self._says.only(self._session.acts("DeleteItem", self._writer.removed(own.ref.id)))
        reached("mailbox.discard.after")

    def examined(self) -> EwsExamined:
        """What `doctor` asks of this mailbox beyond the port."""
        from bot.mailbox.ews_examination import EwsExamined

        return EwsExamined(self._session, self._writer, self._address, self._folders, sleep=self._sleep)

    @contextmanager
    def together(self) -> Iterator[None]:
        """Nothing to share: each order to an Exchange Server is done when it is answered."""
        yield

    # --- asking -------------------------------------------------------------------------------------------------------

    def _item(self, question: etree._Element) -> Piece:
        answer = self._says.only(self._session.looks("GetItem", question))
        for piece in self._says.pieces_in(answer):
            return piece
        raise Unavailable("The Exchange Server answered another question.")

    def _unsent(self, item: str, *, words: bool = False) -> Piece:
        said = self._item(self._writer.unsent(item, words=words))
        if not said.is_draft or said.is_leaving:
            raise NotFound("This is no draft any more: it was sent or removed before.")
        return said

    def _pages(self, folder: FolderId, cursor: str) -> Iterator[Page]:
        """The pages of one folder; from the start everything in one, for only all of it is a complete page."""
        here: dict[str, Item] = {}
        for page in self._changes(folder, cursor):
            created = {piece.id: _item(piece, folder) for piece in page.created}
            if cursor:
                if created or page.removed or page.state != cursor:
                    yield Page(folder, tuple(created.values()), page.removed, False, page.state)
                continue
            here |= created
            here = {item: one for item, one in here.items() if item not in page.removed}
        if not cursor:
            yield Page(folder, tuple(here.values()), (), True, page.state)

    def _changes(self, folder: FolderId, state: str) -> Iterator[Changes]:
        while True:
            question = self._writer.changes(folder, state, self._page_size)
            page = self._says.changes_in(self._says.only(self._session.looks("SyncFolderItems", question)))
            yield page
            if page.is_last:
                return
            if page.state == state:
                raise Unavailable("The Exchange Server does not get on with a listing.")
            state = page.state

    def _carrying(self, key: str) -> list[Piece]:
        """What carries exactly this key, what has left before what lies there unsent."""
        found = [one for one in self._listed(("SENT", "DRAFTS"), key) if key and one.key == key]
        return sorted(found, key=lambda one: one.is_draft)

    def _listed(self, folders: tuple[str, ...], key: str) -> list[Piece]:
        found: dict[str, Piece] = {}
        offset: int | None = 0
        while offset is not None:
            answers = self._session.looks("FindItem", self._writer.carrying(folders, key, offset))
            if len(answers) != len(folders):
                raise Unavailable("The Exchange Server answered another question.")
            found |= {piece.id: piece for one in answers for piece in self._says.pieces_in(one)}
            offset = self._says.next_offset(answers)
        return list(found.values())

    def _folders(self) -> dict[tuple[str, str], FolderId]:
        """The id of every folder by its parent's id ("" directly below the top) and its name without casing."""
        found: dict[str, tuple[str, str]] = {}
        offset: int | None = 0
        while offset is not None:
            answer = self._says.only(self._session.looks("FindFolder", self._writer.folders_below("TOP", offset)))
            found |= {folder: (parent, name) for folder, parent, name in self._says.folders_in(answer)}
            offset = self._says.next_offset([answer])
        return {
            (parent if parent in found else "", name.casefold()): folder for folder, (parent, name) in found.items()
        }

    def _folder_at(self, known: dict[tuple[str, str], FolderId], path: tuple[str, ...]) -> FolderId:
        """The folder at this path, made if it is missing, or found where somebody else has just made it."""
        here = ""
        for name in path:
            step = (here, name.casefold())
            if step not in known:
                try:
                    made = self._session.acts("CreateFolder", self._writer.new_folder(here or "TOP", name))
                    known[step] = self._says.first_id(self._says.only(made))[0]
                except Permanent:
                    known |= self._folders()
                    if step not in known:
                        raise
            here = known[step]
        return here


def _item(piece: Piece, folder: FolderId) -> Item:
    return Item(Ref(piece.id, folder), piece.received_at, piece.size, piece.stamp)
