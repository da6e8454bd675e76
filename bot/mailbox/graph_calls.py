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

from bot.mailbox import MailboxError, Permanent
from bot.mailbox.graph_connection import Call, GraphConnection
from bot.mailbox.graph_faults import LOST, NOT_SIGNED_IN, Answer, code_in, named, wait_of

BATCH = 20
_NOT_TAKEN = (400, 404, 405, 413)
"""What a batch is refused with as a whole, by Graph or by something on the way, before anything in it was done."""
NOT_IN_A_BATCH = 406
"""In place of a status: bytes that came in some other way than as base64, and have to be asked for alone."""
_PAUSES = (1.0, 4.0, 10.0)
_PATIENCE = 30.0


class Calls:
    """Everything that is asked of one Graph, one call after another."""

    def __init__(self, connection: GraphConnection, *, sleep: Callable[[float], None] = time.sleep) -> None:
        self.connection = connection
        self.sleep = sleep

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
            self.sleep(wait)
        raise named(answer, act=act)

    def ask_all(self, calls: Sequence[Call], *, once: bool = False, patience: float = _PATIENCE) -> list[Answer]:
        """The answer to each, in order, at most 20 in a request; what certainly was not done is asked again.

        So is what nobody can know about, unless these are acts that are done `once`.
        """
        answers = [Answer(LOST)] * len(calls)
        waiting = list(range(len(calls)))
        for pause in (*_PAUSES, None):
            for start in range(0, len(waiting), BATCH):
                numbers = waiting[start : start + BATCH]
                for number, answer in zip(numbers, self._batch([calls[one] for one in numbers]), strict=True):
                    answers[number] = answer
            waiting = [one for one in waiting if answers[one].not_done or (answers[one].unsure and not once)]
            asked = [wait for one in waiting if (wait := answers[one].wait) is not None]
            wait = max(asked, default=pause)
            if not waiting or pause is None or wait is None or wait > patience:
                break
            self.sleep(wait)
        return answers

    def remove(self, path: str) -> None:
        """What lies at the path is gone for good, or where the cloud knows no such act, among the deleted items."""
        try:
            self.ask(Call("POST", f"{path}/permanentDelete", expects="nothing"), once=False)
        except Permanent:
            self.ask(Call("DELETE", path, expects="nothing"))

    def pages(self, call: Call) -> list[dict[str, Any]]:
        """Everything a listing holds, over all its pages. Raises MailboxError."""
        return list(self.one_by_one(call))

    def one_by_one(self, call: Call) -> Iterator[dict[str, Any]]:
        """Everything a listing holds; a page is asked for when all before it were taken. Raises MailboxError."""
        yield from self.rest_of(self.ask(call), prefer=call.prefer)

    def rest_of(self, page: Mapping[str, Any], *, prefer: str = "") -> Iterator[dict[str, Any]]:
        """Everything on this page of a listing and on those after it, as in `one_by_one`. Raises MailboxError."""
        while True:
            yield from page.get("value", ())
            link = page.get("@odata.nextLink")
            if not link:
                return
            page = self.ask(Call("GET", self.connection.below(link), prefer=prefer))

    def _batch(self, calls: Sequence[Call]) -> list[Answer]:
        """The answer to each of at most 20 calls, made in one request where that is not refused as a whole."""
        if len(calls) > 1:
            body = {"requests": [_inside(str(number), call) for number, call in enumerate(calls)]}
            whole = self._one(Call("POST", "/$batch", body))
            if whole.good:
                return _in_order(calls, whole.body.get("responses"))
            if whole.status not in _NOT_TAKEN:
                return [whole] * len(calls)
        return [self._one(call) for call in calls]

    def _one(self, call: Call) -> Answer:
        try:
            return self.connection.once(call)
        except MailboxError as trouble:
            return Answer(NOT_SIGNED_IN, trouble=trouble)


def _in_order(calls: Sequence[Call], responses: Any) -> list[Answer]:
    """The answers of a batch in the order of its calls; one that is missing was lost."""
    told = responses if isinstance(responses, list) else ()
    by_id = {one["id"]: one for one in told if isinstance(one, dict) and "id" in one}
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
