"""$batch of the look-alike Graph: up to twenty requests in one call, each answered, counted and refused by itself."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import unquote

from tests.lookalike.faults import Entry, Fault, Faults, Log
from tests.lookalike.graph_call import Answer, Call, GraphError, bad
from tests.lookalike.mailbox import Mailbox
from tests.lookalike.serving import Request

MOST = 20


def error_answer(request: Request, trouble: GraphError, date: str) -> Answer:
    """A refusal in Graph's form."""
    inner = {"date": date, "request-id": str(request.call), "client-request-id": str(request.call)}
    content = {"error": {"code": trouble.code, "message": str(trouble), "innerError": inner}}
    return Answer(trouble.status, content, trouble.headers)


@dataclass(frozen=True)
class Batches:
    """What carries out batches: `one` answers a single request and `operation` names it."""

    faults: Faults
    log: Log
    operation: Callable[[Request], str]
    one: Callable[[Request, str], Answer]
    date: Callable[[], str]

    def answer(self, request: Request, base: str, box: Mailbox) -> Answer:
        """Every inner request is answered by itself; one whose forerunner failed is not done (424)."""
        wanted = Call(box, request, base).json().get("requests")
        if not isinstance(wanted, list) or not wanted or len(wanted) > MOST:
            raise bad(f"A batch has 1 to {MOST} requests.")
        check_order([(str(one["id"]), tuple(one.get("dependsOn") or ())) for one in wanted])
        done: dict[str, dict[str, Any]] = {}
        for one in wanted:
            done[str(one["id"])] = self._inner(request, one, base, done)
        return Answer(200, {"responses": [done[name] for name in sorted(done)]})

    def _inner(
        self, outer: Request, wanted: dict[str, Any], base: str, done: Mapping[str, dict[str, Any]]
    ) -> dict[str, Any]:
        inner = _request(outer, wanted)
        operation = self.operation(inner)
        rule = self.faults.meet(operation, inner.target)
        if any(done[str(name)]["status"] >= 400 for name in wanted.get("dependsOn") or ()):
            trouble = GraphError(424, "FailedDependency", "A request this one depends on failed.")
            answer = error_answer(inner, trouble, self.date())
        else:
            answer = self._with_fault(inner, base, rule.fault if rule else None, bool(rule and rule.after))
        struck: Any = "" if rule is None else "after" if rule.after else "before"
        call, headers = self.log.call(), {name: text for name, text in inner.headers.items() if name != "authorization"}
        status = answer.status
        entry = Entry(call, operation, inner.method, inner.target, status, headers, inner.body, outer.call, struck)
        self.log.add(entry)
        content = answer.content
        told = base64.b64encode(content).decode() if isinstance(content, bytes) else content
        result = {"id": str(wanted["id"]), "status": status, "headers": answer.headers}
        return result if told is None else result | {"body": told}

    def _with_fault(self, inner: Request, base: str, fault: Fault | None, after: bool) -> Answer:
        """As a request of its own would be answered; a broken connection is a gateway's time-out here."""
        try:
            if fault is None or after or not fault.replaces:
                answer = self.one(inner, base)
            if fault is not None and fault.replaces:
                headers = {"Retry_After": fault.retry_after} if fault.retry_after else {}
                code = fault.code or "UnknownError"
                raise GraphError(fault.status or 504, code, "This goes wrong by plan.", **headers)
        except GraphError as trouble:
            answer = error_answer(inner, trouble, self.date())
        kinds = {"Content-Type": "text/plain" if isinstance(answer.content, bytes) else "application/json"}
        return replace(answer, headers=(kinds if answer.content is not None else {}) | answer.headers)


def _request(outer: Request, wanted: dict[str, Any]) -> Request:
    headers = {name.lower(): str(value) for name, value in (wanted.get("headers") or {}).items()}
    body = wanted.get("body")
    if body is not None and "content-type" not in headers:
        raise bad(f"Request {wanted['id']}: a body needs a Content-Type header of its own.")
    raw = b"" if body is None else body.encode() if isinstance(body, str) else json.dumps(body).encode()
    path, _, query = str(wanted["url"]).partition("?")
    headers["authorization"] = outer.headers.get("authorization", "")
    target = "/v1.0/" + unquote(path).strip("/")
    return Request(str(wanted["method"]).upper(), target, query, headers, raw, {}, outer.call)


def check_order(wanted: list[tuple[str, tuple[str, ...]]]) -> None:
    """All at once, each after the one before, or all that wait after the same earlier one: nothing else is allowed."""
    names = [name for name, _ in wanted]
    if len(set(names)) != len(names):
        raise bad("The ids of a batch must differ.")
    for place, (name, after) in enumerate(wanted):
        if not set(after) <= set(names[:place]):
            raise bad(f"Invalid dependency for request Id {name}.")
    waits = [after for _, after in wanted if after]
    serial = all(after == (names[place],) for place, (_, after) in enumerate(wanted[1:]))
    same = len(set(waits)) <= 1 and all(len(after) == 1 for after in waits)
    if not (serial or same):
        raise bad("Batch should be either fully sequential or fully parallel.")
