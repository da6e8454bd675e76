"""Our cards in Microsoft Graph: items that can be read and not sent; makes them, and alters none."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from bot.mailbox import FolderId, Ref
from bot.mailbox.graph_calls import Calls
from bot.mailbox.graph_connection import Call
from bot.mailbox.graph_folders import Folders
from bot.mailbox.graph_items import CARD, NO_DRAFT, carrying, flagged, mark, showing, with_properties
from store.messages import Card

_LOOKED_LATELY = 600.0


class Cards:
    """The cards of the mailbox at one address, and which of them there may be, as far as was seen lately."""

    def __init__(
        self, calls: Calls, folders: Folders, address: str, *, stopwatch: Callable[[], float] = time.monotonic
    ) -> None:
        self._calls = calls
        self._folders = folders
        self._address = address
        self._stopwatch = stopwatch
        self._known: set[str] = set()
        self._looked_at: dict[FolderId, float] = {}

    def note(self, folder: FolderId, card: Card) -> Ref:
        """The card lies in the folder, once: one with its key that lies there already is it. Raises NotFound."""
        where = f"{self._folders.path(folder)}/messages"
        if self._stopwatch() - self._looked_at.get(folder, float("-inf")) > _LOOKED_LATELY:
            listing = Call("GET", f"{where}?$select=id&{showing(CARD)}&$top=100")
            self._known |= {mark(one, CARD) for one in self._calls.one_by_one(listing)}
        self._looked_at[folder] = self._stopwatch()
        if card.key in self._known and (there := self._lying(where, card.key)):
            return Ref(there)
        self._known.add(card.key)
        return Ref(self._calls.ask(Call("POST", where, self._written(card)))["id"])

    def _lying(self, where: str, key: str) -> str:
        """The id of the card with this key, in its own capitals; "" where there is none."""
        found = self._calls.one_by_one(Call("GET", f"{where}?{carrying(CARD, key)}&$select=id&{showing(CARD)}"))
        return next((str(one["id"]) for one in found if mark(one, CARD) == key), "")

    def _written(self, card: Card) -> dict[str, Any]:
        """The card as Graph takes it; it has no recipient, so that it cannot be sent even where it becomes a draft."""
        return {
            "subject": card.subject,
            "body": {"contentType": "html", "content": card.html},
            "from": {"emailAddress": {"address": self._address}},
            "categories": list(card.categories),
            "importance": "high" if card.important else "normal",
            **({} if card.flag_on is None else flagged(card.flag_on)),
            **with_properties({CARD: card.key} | NO_DRAFT),
        }
