"""Calls to Microsoft Graph with patience, alone or twenty in one request; decides what may be asked twice.

What was refused for now, or never left, is asked again; what nobody can know about is asked again only where doing it
twice does no harm. Waiting that would take long is the caller's affair: Throttled says for how long.
"""

from __future__ import annotations

import base64
import binascii
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from bot.mailbox.graph_connection import Call, GraphConnection
from bot.mailbox.graph_faults import LOST, Answer, code_in, named, wait_of

BATCH = 20
NOT_IN_A_BATCH = 406
"""In place of a status: bytes that came in some other way than as base64, and have to be asked for alone."""
_PAUSES = (1.0, 4.0, 10.0)
_PATIENCE = 30.0


class Calls:
    """Everything that is asked of one Graph, one call after another."""

    def __init__(self, connection: GraphConnection, *, sleep: Callable[[float], None] = time.sleep) -> None:
        self.connection = connection
        self._sleep = sleep

    def ask(self, call: Call, *, once: bool | None = None, patience: float = _PATIENCE) -> Any:
        """What Graph answers: JSON, or the bytes asked for. Raises MailboxError.

        An act that is done `once` (by default what is posted) is not repeated when its answer is lost: Ambiguous.
        """
        act = call.method == "POST" if once is None else once
        for pause in (*_PAUSES, None):
            answer = self.connection.once(call)
            if answer.good:
                return answer.body
            wait = answer.wait if answer.wait is not None else pause
            again = answer.not_done or (answer.unsure and not act)
            if not again or pause is None or wait is None or wait > patience:
                break
            self._sleep(wait)
        raise named(answer, act=act)

    def ask_all(self, calls: Sequence[Call]) -> list[Answer]:
        """The answer to each, in order, of calls that do no harm when they are made twice; at most 20 in a request.

        Raises MailboxError only where a whole request fails.
        """
        answers = [Answer(LOST)] * len(calls)
        waiting = list(range(len(calls)))
        for pause in (*_PAUSES, None):
            for start in range(0, len(waiting), BATCH):
                numbers = waiting[start : start + BATCH]
                for number, answer in zip(numbers, self._batch([calls[one] for one in numbers]), strict=True):
                    answers[number] = answer
            waiting = [one for one in waiting if answers[one].not_done or answers[one].unsure]
            asked = [wait for one in waiting if (wait := answers[one].wait) is not None]
            wait = max(asked, default=pause)
            if not waiting or pause is None or wait is None or wait > _PATIENCE:
                break
            self._sleep(wait)
        return answers

    def pages(self, call: Call) -> list[dict[str, Any]]:
        """Everything a listing holds, over all its pages. Raises MailboxError."""
        return list(self.one_by_one(call))

    def one_by_one(self, call: Call) -> Iterator[dict[str, Any]]:
        """Everything a listing holds; a page is asked for when all before it were taken. Raises MailboxError."""
        while True:
            page = self.ask(call)
            yield from page.get("value", ())
            link = page.get("@odata.nextLink")
            if not link:
                return
            call = Call("GET", self.connection.below(link), prefer=call.prefer)

    def _batch(self, calls: Sequence[Call]) -> list[Answer]:
        if len(calls) == 1:
            return [self.connection.once(calls[0])]
        body = {"requests": [_inside(str(number), call) for number, call in enumerate(calls)]}
        found = self.ask(Call("POST", "/$batch", body), once=False).get("responses", ())
        by_id = {one["id"]: one for one in found if isinstance(one, dict) and "id" in one}
        return [_outside(call, by_id.get(str(number), {})) for number, call in enumerate(calls)]


def _inside(number: str, call: Call) -> dict[str, Any]:
    """A call as it stands in a batch: every one needs its own headers."""
    body = {} if call.body is None else {"body": call.body}
    return {"id": number, "method": call.method, "url": call.path, "headers": call.headers, **body}


def _outside(call: Call, said: Mapping[str, Any]) -> Answer:
    """One answer out of a batch, where bytes stand as base64."""
    status, body = said.get("status"), said.get("body")
    if not isinstance(status, int):
        return Answer(LOST)
    if status >= 400:
        return Answer(status, None, code_in(body), wait_of(said.get("headers") or {}))
    if call.expects == "bytes":
        raw = _bytes(body)
        return Answer(status, raw) if raw else Answer(NOT_IN_A_BATCH)
    good = isinstance(body, dict) or call.expects == "nothing"
    return Answer(status, body) if good and 200 <= status < 300 else Answer(LOST)


def _bytes(body: object) -> bytes:
    text = body.replace("-", "+").replace("_", "/") if isinstance(body, str) else ""
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    except (binascii.Error, ValueError):
        return b""
