"""The raw bytes of received mail from Microsoft Graph, ahead of being asked for when they are asked for in a row."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from urllib.parse import quote

from bot.mailbox import Item
from bot.mailbox.graph_calls import BATCH, NOT_IN_A_BATCH, Calls
from bot.mailbox.graph_connection import Call
from bot.mailbox.graph_faults import named
from bot.mailbox.graph_links import shows_files, with_links

_LINK = "#microsoft.graph.referenceAttachment"
_MOST_BYTES = 3_000_000


class Reading:
    """Fetches messages: one, then two, then four at once, for as long as those fetched ahead are really wanted.

    Who goes through a backlog asks in the order of receipt. Who asks here and there costs nothing extra.
    """

    def __init__(self, calls: Calls, mailbox: str) -> None:
        self._calls = calls
        self._mailbox = mailbox
        self._coming: deque[Item] = deque()
        self._ahead: dict[str, bytes] = {}
        self._enclosing: set[str] = set()
        self._stride = 0
        self._most = BATCH

    def expect(self, items: Iterable[Item]) -> None:
        """These may be asked for next, those received first before the others."""
        self._coming.extend(sorted(items, key=lambda item: item.received_at))

    def enclose(self, items: Iterable[str]) -> None:
        """These messages were told to have something attached."""
        self._enclosing.update(items)

    def expect_nothing(self) -> None:
        """Nothing that was expected is, any more."""
        self._coming.clear()
        self._enclosing.clear()
        self._ahead.clear()
        self._stride = 0

    def mime(self, item: str) -> bytes:
        """The raw bytes of one message, with the links that those leave out. Raises MailboxError."""
        raw = self._bytes_of(item)
        if item not in self._enclosing or shows_files(raw):
            return raw
        return with_links(raw, self._links(item))

    def _links(self, item: str) -> list[tuple[str, str]]:
        """What is attached to a message by its name alone, with its address where Graph tells that."""
        found = self._calls.pages(Call("GET", f"{self._mailbox}/messages/{quote(item, safe='')}/attachments"))
        links = (one for one in found if one.get("@odata.type") == _LINK)
        return [(str(one.get("name") or ""), str(one.get("sourceUrl") or "")) for one in links]

    def _bytes_of(self, item: str) -> bytes:
        if item in self._ahead:
            return self._ahead.pop(item)
        self._stride = 1 if self._ahead else min(max(self._stride * 2, 1), self._most)
        self._ahead.clear()
        wanted = [item, *self._next(item)]
        if len(wanted) > 1:
            answers = dict(zip(wanted, self._calls.ask_all([self._call(one) for one in wanted]), strict=True))
            self._ahead = {one: answer.body for one, answer in answers.items() if answer.good}
            if item in self._ahead:
                return self._ahead.pop(item)
            if answers[item].status == 404:
                raise named(answers[item], act=False)
            self._most = 1 if answers[item].status == NOT_IN_A_BATCH else self._most
        raw: bytes = self._calls.ask(self._call(item))
        return raw

    def _next(self, item: str) -> list[str]:
        """What will be asked for after this one, if it was expected: as many as the stride and the bytes allow."""
        if all(one.ref.id != item for one in self._coming):
            return []
        while (passed := self._coming.popleft()).ref.id != item:
            pass
        size = passed.size
        chosen: list[str] = []
        for one in self._coming:
            size += one.size
            if len(chosen) + 1 >= self._stride or size > _MOST_BYTES:
                break
            chosen.append(one.ref.id)
        return chosen

    def _call(self, item: str) -> Call:
        return Call("GET", f"{self._mailbox}/messages/{quote(item, safe='')}/$value", expects="bytes")
