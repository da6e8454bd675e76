"""Our letters and cards on Exchange Server: made with their key, read back, sent by their id, found, taken away.

A draft's `Ref.locator` is the change key it was made with after "=", without which it cannot be sent.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from hashlib import sha256

from bot.mailbox import (
    Draft,
    DraftContent,
    Enclosed,
    FolderId,
    Found,
    NotFound,
    Permanent,
    Ref,
    SentLetter,
    Unavailable,
    Whereabouts,
)
from bot.mailbox.ews_answers import File, Piece, bytes_in, first_id, item_in, next_offset, only, pieces_in
from bot.mailbox.ews_composing import message, note
from bot.mailbox.ews_folders import Folders
from bot.mailbox.ews_orders import CARD, KEY, Writer
from bot.mailbox.ews_session import Session
from store.messages import Card, Letter
from store.points import reached

AS_MADE = "="
_CHANGED = "Somebody changed the mailbox while it was read; it will be looked at again."
_AT_ONCE = 100


class Letters:
    """The letters and cards of ours in one mailbox."""

    def __init__(self, session: Session, writer: Writer, folders: Folders, mailbox: str) -> None:
        self._session = session
        self._writer = writer
        self._folders = folders
        self._mailbox = mailbox
        self._read_as: dict[str, str] = {}

    def draft(self, letter: Letter) -> Draft:
        """A draft of the letter lies in its folder, with all its files; one that is there, or has left, is it."""
        for there in self._anywhere(letter.key):
            unsent = there.is_draft and not there.is_leaving
            return Draft(Ref(there.id, AS_MADE + there.change_key if unsent else ""), letter.key, there.made_at)
        where = letter.folder or "DRAFTS"
        reached("mailbox.draft.before")
        try:
            made = only(self._session.acts("CreateItem", self._writer.saved(where, message(letter, own_id=True))))
        except Permanent:  # some versions of Exchange Server let nobody choose a Message-ID
            made = only(self._session.acts("CreateItem", self._writer.saved(where, message(letter, own_id=False))))
        reached("mailbox.draft.after")
        item, change_key = first_id(made)
        return Draft(Ref(item, AS_MADE + change_key), letter.key, letter.written_at)

    def read_back(self, draft: Draft) -> DraftContent:
        """What the draft says now; only as it is now will `submit` send it. Raises NotFound."""
        said = self._unsent(draft.ref.id, words=True)
        files = tuple(Enclosed(one.name, sha256(self._bytes(one)).hexdigest()) for one in said.files)
        self._read_as[said.id] = said.change_key
        return DraftContent(said.to, said.copies, said.subject, said.body, files)

    def submit(self, draft: Draft) -> None:
        """The draft is on its way as it was last read, or made. Raises NotFound; Ambiguous also where it changed."""
        known = self._read_as.pop(draft.ref.id, "") or as_made(draft.ref)
        change_key = known or self._unsent(draft.ref.id).change_key
        reached("mailbox.submit.before")
        only(self._session.acts("SendItem", self._writer.sent(draft.ref.id, change_key)))
        reached("mailbox.submit.after")

    def find(self, key: str) -> tuple[Found, ...]:
        """Every draft and every sent item that carries the key and is not just leaving, but in Deleted Items."""
        return tuple(
            Found(Ref(one.id), Whereabouts.DRAFT if one.is_draft else Whereabouts.SENT, one.message_id)
            for one in self._anywhere(key)
            if not one.is_leaving
        )

    def sent_since(self, instant: datetime) -> Iterator[SentLetter]:
        """Everything in Sent Items with a key of ours that left at this instant or later, page by page."""
        offset: int | None = 0
        while offset is not None:
            answer = only(self._session.looks("FindItem", self._writer.sent_since(instant, offset)))
            for one in pieces_in(answer):
                if one.key and not one.is_draft:
                    yield SentLetter(Ref(one.id), one.key, one.sent_at)
            offset = next_offset([answer])

    def drafts(self) -> tuple[Draft, ...]:
        """Every unsent item in Drafts that carries a key of ours."""
        return tuple(
            Draft(Ref(one.id, AS_MADE + one.change_key), one.key, one.made_at)
            for one in self._carrying(("DRAFTS",), "")
            if one.key and one.is_draft and not one.is_leaving
        )

    def note(self, folder: FolderId, card: Card) -> Ref:
        """The card lies in the folder, once. Raises NotFound where there is no such folder."""
        for there in self._carrying((folder,), card.key, CARD):
            if there.card == card.key:
                return Ref(there.id, folder)
        made = only(self._session.acts("CreateItem", self._writer.saved(folder, note(card, self._mailbox))))
        return Ref(first_id(made)[0], folder)

    def discard(self, ref: Ref, key: str) -> None:
        """The draft or card is gone, where people can still recover it. Raises NotFound; Permanent without the key."""
        there = self._told(ref.id)
        if not key or key not in (there.key, there.card):
            raise Permanent("This does not carry our key, so it is somebody else's and stays where it is.")
        if not there.card:
            _still_unsent(there)
        reached("mailbox.discard.before")
        only(self._session.acts("DeleteItem", self._writer.removed(ref.id)))
        reached("mailbox.discard.after")

    # --- asking -------------------------------------------------------------------------------------------------------

    def _told(self, item: str, *, words: bool = False) -> Piece:
        return item_in(only(self._session.looks("GetItem", self._writer.unsent(item, words=words))))

    def _unsent(self, item: str, *, words: bool = False) -> Piece:
        return _still_unsent(self._told(item, words=words))

    def _bytes(self, file: File) -> bytes:
        try:
            return bytes_in(only(self._session.looks("GetAttachment", self._writer.attachment(file.id))))
        except NotFound as gone:
            raise Unavailable(_CHANGED) from gone

    def _anywhere(self, key: str) -> list[Piece]:
        """What carries exactly this key in any folder, what has left before what lies there unsent."""
        if not key:
            return []
        known = self._folders.for_letters()
        try:
            found = self._carrying(known, key)
        except NotFound:  # a folder has gone
            found, known = [], ()
        if not found:  # it may lie in a folder that is new
            new = [one for one in self._folders.for_letters(anew=True) if one not in known]
            try:
                found = self._carrying(new, key)
            except NotFound as gone:
                raise Unavailable(_CHANGED) from gone
        return sorted((one for one in found if one.key == key), key=lambda one: one.is_draft)

    def _carrying(self, folders: Sequence[FolderId], key: str, mark: dict[str, str] = KEY) -> list[Piece]:
        found: dict[str, Piece] = {}
        for start in range(0, len(folders), _AT_ONCE):
            part = folders[start : start + _AT_ONCE]
            offset: int | None = 0
            while offset is not None:
                answers = self._session.looks("FindItem", self._writer.carrying(part, key, offset, mark))
                if len(answers) != len(part):
                    raise Unavailable("The Exchange Server answered another question.")
                found |= {piece.id: piece for one in answers for piece in pieces_in(one)}
                offset = next_offset(answers)
        return list(found.values())


def as_made(ref: Ref) -> str:
    """The change key that a draft was made with, "" where the ref tells none."""
    return ref.locator.removeprefix(AS_MADE) if ref.locator.startswith(AS_MADE) else ""


def _still_unsent(said: Piece) -> Piece:
    if said.card or not said.is_draft or said.is_leaving:
        raise NotFound("This is no draft any more: it was sent or removed before.")
    return said
