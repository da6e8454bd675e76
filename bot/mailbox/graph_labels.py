"""Categories in Microsoft Graph: those of an item, of which others' stay, and the mailbox's own list with its colours.

A label works without that list: where the application may not see it nothing is missing but the colour, and no
meaning is in that.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress

from bot.mailbox import AccessDenied, Permanent, Unavailable
from bot.mailbox.graph_calls import Calls
from bot.mailbox.graph_connection import Call
from bot.mailbox.graph_items import message

_TRIES = 3


class Labels:
    """The categories in one mailbox; what counts is their words, not their capitals."""

    def __init__(self, calls: Calls, mailbox: str) -> None:
        self._calls = calls
        self._mailbox = mailbox
        self._list = f"{mailbox}/outlook/masterCategories"

    def label(self, item: str, add: Sequence[str], remove: Sequence[str]) -> str:
        """The item carries these and lacks those, whatever somebody does to it meanwhile; its id. Raises NotFound."""
        tries = _TRIES
        while True:
            found = self._calls.ask(Call("GET", f"{message(self._mailbox, item)}?$select=categories"))
            there = found.get("categories") or []
            labels = _changed(there, add, remove)
            if labels != there:
                tag = found.get("@odata.etag") or ""
                change = Call("PATCH", message(self._mailbox, item), {"categories": labels}, if_match=tag)
                try:
                    found = self._calls.ask(change)
                except Unavailable:  # as a rule because somebody changed the item at this moment
                    tries -= 1
                    if tries:
                        continue
                    raise
            name: str = found["id"]
            return name

    def ensure(self, colours: Mapping[str, str]) -> frozenset[str]:
        """Each is in the list, with its colour where it was not there before; those that could not be put there."""
        missing = frozenset(colours)
        try:
            missing = self._missing(colours)
            for name in sorted(missing):
                with suppress(Permanent):  # it was made meanwhile, or cannot be: looking tells
                    colour = {"displayName": name, "color": colours[name]}
                    self._calls.ask(Call("POST", self._list, colour), once=False)
            return self._missing(missing) if missing else missing
        except AccessDenied:
            return missing

    def _missing(self, names: Iterable[str]) -> frozenset[str]:
        listed = {one["displayName"].casefold() for one in self._calls.pages(Call("GET", self._list))}
        return frozenset(name for name in names if name.casefold() not in listed)


def _changed(there: Sequence[str], add: Sequence[str], remove: Sequence[str]) -> list[str]:
    """The categories with some put on and others taken off; those that stay keep their order."""
    without = {name.casefold() for name in remove}
    kept = [name for name in there if name.casefold() not in without]
    known = {name.casefold() for name in kept}
    return kept + [name for name in dict.fromkeys(add) if name.casefold() not in known]
