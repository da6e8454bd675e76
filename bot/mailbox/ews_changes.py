"""What changed in the folders of a mailbox on an Exchange Server, page by page; changes nothing.

Each folder stands for itself: one that does not answer, or may not be read, keeps no other back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from hashlib import sha256

from bot.mailbox import (
    SINCE,
    AuthError,
    FolderId,
    Item,
    MailboxError,
    Page,
    Ref,
    Throttled,
    Unavailable,
    gravest,
    since,
)
from bot.mailbox.ews_answers import Changes as Told
from bot.mailbox.ews_answers import Piece, changes_in, next_offset, only, pieces_in
from bot.mailbox.ews_orders import Writer
from bot.mailbox.ews_session import NotReached, Session

_SILENCE = 240.0
"""Seconds that folders which do not answer may take of one poll; then it is the server that is silent."""

_SHOWN_LATE = timedelta(days=2)
"""So much later than it left, a letter may still turn up in Sent Items."""


class Changes:
    """Polls the folders of one mailbox."""

    def __init__(self, session: Session, writer: Writer, page: int, stopwatch: Callable[[], float]) -> None:
        self._session, self._writer = session, writer
        self._page_size, self._stopwatch = page, stopwatch

    def poll(self, cursors: Mapping[FolderId, str]) -> Iterator[Page]:
        """The pages of every folder that can be read; then raises what kept the first other one from being read.

        After the first folder that does not answer each is asked once only. Who we are, and how much we ask, is no
        folder's affair: AuthError and Throttled end the poll, and so does a server that cannot be reached.
        """
        troubles: list[MailboxError] = []
        silence = 0.0
        for folder, cursor in dict(cursors).items():
            began = self._stopwatch()
            try:
                yield from self._pages(folder, cursor, patient=not silence)
            except (AuthError, Throttled, NotReached) as fault:
                fault.folder = folder
                raise
            except MailboxError as fault:
                fault.folder = folder
                troubles.append(fault)
                if isinstance(fault, Unavailable):
                    silence += max(self._stopwatch() - began, 0.001)
                if silence > _SILENCE:
                    break
        if troubles:
            raise gravest(troubles)

    def _pages(self, folder: FolderId, cursor: str, *, patient: bool) -> Iterator[Page]:
        """The pages of one folder; from the start everything in one, for only all of it is a complete page."""
        if cursor.startswith(SINCE):
            yield from self._recent(folder, cursor, patient=patient)
            return
        here: dict[str, Item] = {}
        for page in self._told(folder, cursor, patient=patient):
            created = {piece.id: _item(piece, folder) for piece in page.created}
            if cursor:
                if created or page.removed or page.state != cursor:
                    yield Page(folder, tuple(created.values()), page.removed, False, page.state)
                continue
            here |= created
            here = {item: one for item, one in here.items() if item not in page.removed}
        if not cursor:
            yield Page(folder, tuple(here.values()), (), True, page.state)

    def _recent(self, folder: FolderId, cursor: str, *, patient: bool) -> Iterator[Page]:
        """What lies in the folder since an instant, if that differs from what the cursor was made of.

        A listing of changes can only begin with all that lies there, however much that is: this one goes along with
        what comes, and sees nothing that lay there before, nor what was taken away.
        """
        instant, _, known = cursor.removeprefix(SINCE).partition(" ")
        offset: int | None = 0
        here: list[Item] = []
        while offset is not None:
            question = self._writer.came_since(folder, instant, offset)
            answer = only(self._session.looks("FindItem", question, patient=patient))
            here += [_item(piece, folder) for piece in pieces_in(answer)]
            offset = next_offset([answer])
        newest = max((item.received_at for item in here), default=datetime.fromisoformat(instant))
        begins = max(datetime.fromisoformat(instant), newest - _SHOWN_LATE)
        told = sha256(" ".join(sorted(item.ref.id for item in here if item.received_at >= begins)).encode()).hexdigest()
        if told[:32] != known:
            yield Page(folder, tuple(here), (), False, f"{since(begins)} {told[:32]}")

    def _told(self, folder: FolderId, state: str, *, patient: bool) -> Iterator[Told]:
        while True:
            question = self._writer.changes(folder, state, self._page_size)
            page = changes_in(only(self._session.looks("SyncFolderItems", question, patient=patient)))
            yield page
            if page.is_last:
                return
            if page.state == state:
                raise Unavailable("The Exchange Server does not get on with a listing.")
            state = page.state


def _item(piece: Piece, folder: FolderId) -> Item:
    return Item(
        Ref(piece.id, folder),
        piece.received_at,
        piece.size,
        piece.stamp,
        key=piece.card or piece.key,
        draft=piece.is_draft and not piece.is_leaving and not piece.card,
        categories=piece.categories,
    )
