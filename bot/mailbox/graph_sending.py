"""Our letters leaving Microsoft Graph: drafts sent by id, twenty in a request, and found again by key.

Nothing is sent in one step. A draft that lies among the deleted items is none any more, though Graph would send it.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any
from urllib.parse import quote

from bot.mailbox import (
    Draft,
    Found,
    MailboxError,
    NotFound,
    Outcomes,
    Permanent,
    Ref,
    SentLetter,
    Throttled,
    Whereabouts,
)
from bot.mailbox.graph_calls import BATCH, Calls
from bot.mailbox.graph_connection import Call
from bot.mailbox.graph_faults import Answer, named
from bot.mailbox.graph_folders import Folders
from bot.mailbox.graph_items import KEY, carrying, instant, mark, message, showing
from bot.mailbox.one_by_one import tried
from store.points import reached

GONE = "The draft is not in the mailbox any more: it was sent or removed before."
SELECT = "$select=id,isDraft,parentFolderId,createdDateTime,internetMessageId"
_SENDS, _A_MINUTE = 30, 60.0
_SEND_PATIENCE = 5.0


class Sending:
    """What leaves one mailbox, and what has left it."""

    def __init__(
        self, calls: Calls, folders: Folders, mailbox: str, *, stopwatch: Callable[[], float] = time.monotonic
    ) -> None:
        self._calls = calls
        self._folders = folders
        self._mailbox = mailbox
        self._stopwatch = stopwatch
        self._sends: deque[float] = deque()
        self._awaited: set[str] = set()
        self._just_sent: set[str] = set()

    def submit_all(self, drafts: Sequence[Draft]) -> Outcomes[None]:
        """Each draft is on its way: as many in a request as may leave in this minute, then Throttled for the rest.

        It never waits long: whoever stops the sending has stopped it.
        """
        left = list(drafts)
        while left:
            if not (room := self.room()):
                said = "The mailbox sends 30 messages a minute; the others leave after it."
                wait = self._sends[0] + _A_MINUTE - self._stopwatch()
                yield [Throttled(said, wait)] * len(left)
                return
            some, left = left[: min(room, BATCH)], left[min(room, BATCH) :]
            yield self._sent(some)

    def room(self) -> int:
        """How many may leave now."""
        now = self._stopwatch()
        while self._sends and now - self._sends[0] >= _A_MINUTE:
            self._sends.popleft()
        return _SENDS - len(self._sends)

    def find_all(self, keys: Sequence[str]) -> Outcomes[tuple[Found, ...]]:
        """Every draft or sent item that carries each key; of a letter just sent its sent copy, once that is there.

        All letters just sent are looked for in one request. By its key alone such a letter is looked for only later.
        """
        try:
            there = self._newest(keys)
        except MailboxError as trouble:
            yield [trouble] * len(keys)
            return
        for start in range(0, len(keys), BATCH):
            some = keys[start : start + BATCH]
            asked = [key for key in some if key not in there]
            answers = self._calls.ask_all([self._carrying(key) for key in asked])
            found = {key: tried(partial(self._found, key, answer)) for key, answer in zip(asked, answers, strict=True)}
            yield [there.get(key) or found.get(key, ()) for key in some]

    def sent_since(self, since: datetime) -> Iterator[SentLetter]:
        """Everything in Sent Items with a key of ours that left at this instant or later, the newest first."""
        condition = quote(f"sentDateTime ge {since.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}", safe="")
        order = quote("sentDateTime desc")
        where = f"{self._folders.path('sentitems')}/messages?$filter={condition}&$orderby={order}"
        call = Call("GET", f"{where}&$select=id,isDraft,sentDateTime&{showing(KEY)}&$top=100")
        for one in self._calls.one_by_one(call):
            if not one["isDraft"] and (key := mark(one, KEY)):
                yield SentLetter(Ref(one["id"]), key, instant(one["sentDateTime"]))

    def newest(self) -> Call:
        """Asks for what left last."""
        order = f"$orderby={quote('sentDateTime desc')}&$top=50"
        return Call("GET", f"{self._folders.path('sentitems')}/messages?{SELECT}&{showing(KEY)}&{order}")

    def is_draft(self, item: Mapping[str, Any]) -> bool:
        """Whether it is one and nobody has thrown it away; asks where that is, once."""
        return bool(item["isDraft"]) and not self._folders.thrown_away(item)

    # --- sending -----------------------------------------------------------------------------------------------------

    def _sent(self, drafts: Sequence[Draft]) -> list[MailboxError | None]:
        for _ in drafts:
            reached("mailbox.submit.before")
        sends = [Call("POST", f"{message(self._mailbox, one.ref.id)}/send", expects="nothing") for one in drafts]
        answers = self._calls.ask_all(sends, once=True, patience=_SEND_PATIENCE)
        self._sends.extend([self._stopwatch()] * len(drafts))
        for _ in drafts:
            reached("mailbox.submit.after")
        gone = {one.key for one, answer in zip(drafts, answers, strict=True) if answer.good}
        self._awaited |= gone
        self._just_sent |= gone
        return [tried(partial(self._became, one, answer)) for one, answer in zip(drafts, answers, strict=True)]

    def _became(self, draft: Draft, answer: Answer) -> None:
        """Nothing where it was sent. Raises NotFound also where Graph only says that it refuses what is no draft."""
        if answer.good:
            return
        trouble = named(answer, act=True)
        if isinstance(trouble, Permanent):
            there = self._calls.ask(Call("GET", f"{message(self._mailbox, draft.ref.id)}?{SELECT}"))
            if not self.is_draft(there):
                raise NotFound(GONE)
        raise trouble

    # --- finding -----------------------------------------------------------------------------------------------------

    def _newest(self, keys: Sequence[str]) -> dict[str, tuple[Found, ...]]:
        """What the newest in Sent Items tells of letters that were sent; nothing of one of which it is too early."""
        awaited = self._awaited & {*keys}
        if not awaited:
            return {}
        newest = self._calls.ask(self.newest())["value"]
        told: dict[str, tuple[Found, ...]] = dict.fromkeys(self._just_sent & awaited, ())
        for one in newest:
            if not one["isDraft"] and (key := mark(one, KEY)) in awaited:
                told[key] = (_found(one),)
                self._awaited.discard(key)
        self._just_sent -= awaited
        return told

    def _carrying(self, key: str) -> Call:
        return Call("GET", f"{self._mailbox}/messages?{carrying(KEY, key)}&{SELECT}&{showing(KEY)}")

    def _found(self, key: str, answer: Answer) -> tuple[Found, ...]:
        """What carries the key in its own capitals, though Graph thinks nothing of those."""
        if not answer.good:
            raise named(answer, act=False)
        found = [one for one in self._calls.rest_of(answer.body) if mark(one, KEY) == key]
        return tuple(_found(one) for one in found if not one["isDraft"] or self.is_draft(one))


def _found(one: Mapping[str, Any]) -> Found:
    where = Whereabouts.DRAFT if one["isDraft"] else Whereabouts.SENT
    return Found(Ref(one["id"]), where, one.get("internetMessageId") or "")
