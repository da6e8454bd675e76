"""The mailbox's own list of categories in Microsoft Graph, so that Outlook shows ours in colour; labels no mail.

A label works without it: where the application may not see the list, or it does not answer, nothing is missing but
the colour, and no meaning is in that.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress

from bot.mailbox import AccessDenied, MailboxError, Permanent
from bot.mailbox.graph_calls import Calls
from bot.mailbox.graph_connection import Call

_COLOURS = 25


class Labels:
    """What the list of one mailbox holds, as far as we have asked."""

    def __init__(self, calls: Calls, mailbox: str) -> None:
        self._calls = calls
        self._list = f"{mailbox}/outlook/masterCategories"
        self._known: set[str] | None = None
        self._may = True

    def make_known(self, names: Iterable[str]) -> None:
        """These are in the list, or it was tried, once for each; a label with a digit is of one case and stays out."""
        lasting = [name for name in names if not any(letter.isdigit() for letter in name)]
        try:
            for name in lasting if self._may else ():
                self._add(name)
        except AccessDenied:
            self._may = False
        except MailboxError:
            return  # the next label asks again

    def _add(self, name: str) -> None:
        if self._known is None:
            listed = self._calls.pages(Call("GET", self._list))
            self._known = {one["displayName"].casefold() for one in listed}
        if name.casefold() in self._known:
            return
        colour = f"preset{sum(name.encode()) % _COLOURS}"
        with suppress(Permanent):  # it is there already, or cannot be there
            self._calls.ask(Call("POST", self._list, {"displayName": name, "color": colour}), once=False)
        self._known.add(name.casefold())
