"""What changed in the folders of a mailbox in Microsoft Graph, page by page; changes nothing.

Graph tells changes of one folder since a link of its own, which is the cursor. All folders are asked in one request,
twenty at a time. A folder that did not change gives no page, and its newer link is remembered here only.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from bot.mailbox import SINCE, CursorExpired, FolderId, Item, MailboxError, Page, Ref, Unavailable, gravest
from bot.mailbox.graph_calls import Calls
from bot.mailbox.graph_connection import Call
from bot.mailbox.graph_faults import Answer, named
from bot.mailbox.graph_folders import Folders
from bot.mailbox.graph_items import CARD, KEY, SIZE, STAMP, instant, mark, showing

_SELECT = "$select=receivedDateTime,isDraft,categories,hasAttachments"
_OURS = "/users"
_UNSAID = "1970-01-01T00:00:00Z"
_PAGE = "odata.maxpagesize=50"


@dataclass(slots=True)
class _Reading:
    """How far one folder has been read in this poll; `whole` collects a listing from the start."""

    cursor: str
    path: str
    whole: dict[str, Item] | None
    given: int = field(default=0)


class Changes:
    """Polls the folders of one mailbox."""

    def __init__(self, calls: Calls, folders: Folders) -> None:
        self._calls = calls
        self._folders = folders
        self._newer: dict[FolderId, tuple[str, str]] = {}
        self.enclosing: set[str] = set()
        """The items told in this poll that have something attached to them."""

    def poll(self, cursors: Mapping[FolderId, str]) -> Iterator[Page]:
        """The pages of every folder that can be read; then raises what kept the first other one from being read."""
        self.enclosing.clear()
        reading: dict[FolderId, _Reading] = {}
        troubles: list[MailboxError] = []
        for folder, cursor in cursors.items():
            if cursor.startswith((_OURS, SINCE)) or not cursor:
                reading[folder] = self._begun(folder, cursor)
            else:
                troubles.append(CursorExpired("This folder was read in another kind of mailbox; it is read anew."))
        while reading:
            calls = [Call("GET", one.path, prefer=_PAGE) for one in reading.values()]
            answers = zip(list(reading), self._calls.ask_all(calls), strict=True)
            for folder, answer in answers:
                try:
                    page, goes_on = self._page(folder, reading[folder], answer)
                except MailboxError as trouble:
                    trouble.folder = folder
                    troubles.append(trouble)
                    page, goes_on = None, False
                if not goes_on:
                    del reading[folder]
                if page is not None:
                    yield page
        if troubles:
            raise gravest(troubles)

    def _begun(self, folder: FolderId, cursor: str) -> _Reading:
        if not cursor:
            return _Reading("", self._start(folder), {})
        if cursor.startswith(SINCE):
            condition = quote(f"receivedDateTime ge {cursor.removeprefix(SINCE)}", safe="")
            return _Reading(cursor, f"{self._start(folder)}&$filter={condition}", None)
        known, newer = self._newer.get(folder, ("", ""))
        return _Reading(cursor, newer if cursor == known else cursor, None)

    def _start(self, folder: FolderId) -> str:
        return f"{self._folders.path(folder)}/messages/delta?{_SELECT}&{showing(STAMP, SIZE, KEY, CARD)}"

    def _page(self, folder: FolderId, reading: _Reading, answer: Answer) -> tuple[Page | None, bool]:
        """The page this answer makes, if any, and whether there is more to ask for."""
        if not answer.good:
            trouble = named(answer, act=False)
            if isinstance(trouble, CursorExpired) and reading.whole is not None:
                raise Unavailable("Microsoft 365 broke off a listing; it is asked again at the next pass.")
            raise trouble
        told = answer.body.get("value") or ()
        self.enclosing.update(one["id"] for one in told if one.get("hasAttachments"))
        created, removed = _told(told)
        more, end = answer.body.get("@odata.nextLink"), answer.body.get("@odata.deltaLink")
        if not (more or end):
            raise Unavailable("Microsoft 365 did not say how far it was read.")
        link = self._calls.connection.below(more or end)
        reading.path = link
        if reading.whole is None:
            is_new = bool(end) and reading.cursor.startswith(SINCE)
            changed = bool(created or removed) or is_new
            reading.given += changed
            if end and not reading.given:
                self._newer[folder] = reading.cursor, link
            return (_page(folder, created, removed, link) if changed else None), bool(more)
        reading.whole = {item: one for item, one in (reading.whole | created).items() if item not in removed}
        if more:
            return None, True
        return Page(folder, tuple(reading.whole.values()), (), True, link), False


def _page(folder: FolderId, created: Mapping[str, Item], removed: Mapping[str, None], link: str) -> Page:
    return Page(folder, tuple(created.values()), tuple(removed), False, link)


def _told(changes: Any) -> tuple[dict[str, Item], dict[str, None]]:
    """The items that came or changed, and the ids that went; of one that is told twice the last counts.

    What is told without its day of receipt was only read or marked unread since.
    """
    created: dict[str, Item] = {}
    removed: dict[str, None] = {}
    for one in changes:
        item: str = one["id"]
        if "@removed" in one:
            created.pop(item, None)
            removed[item] = None
        elif "receivedDateTime" in one:
            removed.pop(item, None)
            created[item] = _item(one)
    return created, removed


def _item(one: Mapping[str, Any]) -> Item:
    """A card counts as no draft even where the mailbox makes it one: it has no recipient, so it cannot be sent."""
    card = mark(one, CARD)
    return Item(
        Ref(one["id"]),
        received_at=instant(one["receivedDateTime"] or _UNSAID),
        size=int(mark(one, SIZE) or 0),
        stamp=mark(one, STAMP),
        key=card or mark(one, KEY),
        draft=bool(one.get("isDraft")) and not card,
        categories=tuple(one.get("categories") or ()),
    )
