"""What an Exchange Server really does where nothing is promised, tried out in a folder that goes again. Sends nothing.

Needs the extra `exchange`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lxml import etree

from bot.doctor.check import Check
from bot.mailbox import FolderId, NotFound, Permanent
from bot.mailbox.ews_answers import Piece, changes_in, first_id, only, pieces_in
from bot.mailbox.ews_folders import Known
from bot.mailbox.ews_orders import MESSAGE_FLAGS, READ_AND_NO_DRAFT, STAMP, M, T, Writer, extended
from bot.mailbox.ews_session import Session
from bot.mailbox.examination import TRIAL, TRIED_AGAIN, in_a_folder

_OURS = "reviews-bot trial"
_MACHINES = {
    "DistinguishedPropertySetId": "InternetHeaders", "PropertyName": "Auto-Submitted", "PropertyType": "String",
}  # fmt: skip
_PAUSES = (0.0, 1.0, 2.0, 4.0)
_MOST = 100


class EwsTrial:
    """One trial in one mailbox."""

    def __init__(
        self,
        session: Session,
        writer: Writer,
        known: Callable[[], Known],
        sleep: Callable[[float], None],
    ) -> None:
        self._session = session
        self._writer = writer
        self._known = known
        self._sleep = sleep
        self._states: dict[FolderId, str] = {}
        self._came: dict[FolderId, dict[str, str]] = {}
        self._went: dict[FolderId, set[str]] = {}

    def run(self) -> Iterator[Check]:
        """What was seen, once everything that was made has gone again; never raises MailboxError."""
        yield from in_a_folder(lambda: self._made("", TRIAL), self._try_in, self._gone_again)

    def _try_in(self, here: FolderId, seen: list[Check]) -> None:
        """What was seen is in the list, as far as it got. Raises MailboxError where it was broken off."""
        there = self._made(here, "Moved")
        self._look(here, there)
        note = self._written(here, "A note", extended(STAMP, _OURS), extended(MESSAGE_FLAGS, READ_AND_NO_DRAFT))
        seen.append(_note(self._piece(self._writer.unsent(note))))
        seen.append(self._stamps(here, there, note))
        moved = first_id(only(self._session.acts("MoveItem", self._writer.moved(note, there))))[0]
        seen.append(self._ids(note, moved))
        seen.append(self._move_told(here, there, note, moved))
        draft = self._written(here, "A draft", extended(_MACHINES, "auto-replied"))
        seen.append(_headers(self._piece(self._writer.item(draft, mime=True)).mime))

    def _stamps(self, here: FolderId, there: FolderId, item: str) -> Check:
        if not self._looks_until(here, there, lambda: item in self._came.get(here, {})):
            return Check("live: changes", "failed", "a new item was not told", TRIED_AGAIN)
        if self._came[here][item] != _OURS:
            found = "a new item is told without our stamp"
            return Check("live: changes", "failed", found, "Report it: items that were filed would not be known again.")
        return Check("live: changes", "ok", "a new item is told with our stamp")

    def _ids(self, before: str, after: str) -> Check:
        if before == after:
            return Check("live: ids", "ok", "an item keeps its id when it is moved")
        try:
            self._piece(self._writer.item(before))
        except NotFound:
            return Check("live: ids", "ok", "an item gets another id when it is moved; its stamp tells it")
        return Check("live: ids", "ok", "an item gets another id when it is moved, and is still found by the old one")

    def _move_told(self, here: FolderId, there: FolderId, before: str, after: str) -> Check:
        def told() -> bool:
            return before in self._went.get(here, set()) and after in self._came.get(there, {})

        if self._looks_until(here, there, told):
            return Check("live: moves", "ok", "a move is told in both folders")
        return Check("live: moves", "failed", "a move was not told in both folders", TRIED_AGAIN)

    # --- asking -------------------------------------------------------------------------------------------------------

    def _looks_until(self, here: FolderId, there: FolderId, seen: Callable[[], bool]) -> bool:
        for pause in _PAUSES:
            self._sleep(pause)
            self._look(here, there)
            if seen():
                return True
        return False

    def _look(self, *folders: FolderId) -> None:
        for folder in folders:
            question = self._writer.changes(folder, self._states.get(folder, ""), _MOST)
            page = changes_in(only(self._session.looks("SyncFolderItems", question)))
            self._states[folder] = page.state
            self._came.setdefault(folder, {}).update({piece.id: piece.stamp for piece in page.created})
            self._went.setdefault(folder, set()).update(page.removed)

    def _made(self, parent: FolderId, name: str) -> FolderId:
        """The folder of a trial: a new one, or that of a trial that was broken off."""
        try:
            return first_id(only(self._session.acts("CreateFolder", self._writer.new_folder(parent or "TOP", name))))[0]
        except Permanent:
            there = self._known().get((parent, name.casefold()))
            if there is None:
                raise
            return there

    def _written(self, folder: FolderId, title: str, *properties: etree._Element) -> str:
        """The id of a new item with these properties."""
        text = "Made by `reviews-bot doctor --live`, which takes it away again. It may be deleted."
        message = T.Message(T.Subject(f"{title} of a trial"), T.Body(text, BodyType="Text"), *properties)
        order = self._writer.saved(folder, message)
        return first_id(only(self._session.acts("CreateItem", order)))[0]

    def _piece(self, question: etree._Element) -> Piece:
        for piece in pieces_in(only(self._session.looks("GetItem", question))):
            return piece
        raise NotFound("The Exchange Server did not show what it was asked for.")

    def _gone_again(self, here: FolderId) -> Check:
        order = M.DeleteFolder(M.FolderIds(self._writer.folder(here)), DeleteType="HardDelete")
        self._session.acts("DeleteFolder", order)
        return Check("live: folder", "ok", "a folder of its own was made for the trial and taken away")


def _note(note: Piece) -> Check:
    said = "is a draft here, so it is kept without a recipient" if note.is_draft else "is no draft"
    return Check("live: note", "ok", f"a note {said}")


def _headers(mime: bytes) -> Check:
    said = "leaves" if b"\nauto-submitted:" in mime.lower() else "is taken off, and X-Auto-Response-Suppress remains"
    return Check("live: Auto-Submitted", "ok", f"the header Auto-Submitted {said}")
