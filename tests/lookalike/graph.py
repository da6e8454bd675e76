"""A look-alike of Microsoft Graph v1.0 mail for one application: sign-in, permissions, routes, errors and batches."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass

from tests.lookalike import graph_files, graph_folders, graph_messages
from tests.lookalike.faults import Fault, Faults, Limits, Log
from tests.lookalike.folders import Refused
from tests.lookalike.graph_batch import Batches, error_answer
from tests.lookalike.graph_call import Answer, Call, GraphError, Route, bad, parts_of
from tests.lookalike.graph_delta import Deltas
from tests.lookalike.graph_files import Uploads
from tests.lookalike.graph_sign_in import SignIn
from tests.lookalike.mailbox import Mailbox
from tests.lookalike.serving import Request, Response, Server

UNREADABLE = (KeyError, TypeError, AttributeError, ValueError)


def unreadable(trouble: Exception) -> GraphError:
    """A body that does not have what it should."""
    return bad(f"The body could not be read ({type(trouble).__name__}: {trouble}).", "ErrorInvalidRequest")


class Graph:
    """The application behind the server. `boxes` are the mailboxes (by address) this application may see.

    Any other address in the domain of one of them is refused with 403, as scoping does; any other at all is unknown.
    """

    def __init__(self, *boxes: Mailbox, limits: Limits, faults: Faults, log: Log) -> None:
        self.boxes = {box.address.lower(): box for box in boxes}
        self.faults, self.log, self.limits = faults, log, limits
        self.sign_in = SignIn(boxes[0].now)
        self.uploads = Uploads()
        self._batches = Batches(faults, log, self.operation, self._one, self._date)
        self.routes = [
            *graph_messages.Sending(limits).routes(),
            *self.uploads.routes(),
            *Deltas().routes(),
            *graph_messages.ROUTES,
            *graph_files.ROUTES,
            *graph_folders.ROUTES,
        ]

    def operation(self, request: Request) -> str:
        """The name of what is asked for: "messages.send", "sign_in", "batch", …; "unknown" for anything else."""
        if request.path.endswith("/.well-known/openid-configuration"):
            return "discovery"
        if request.path.endswith("/oauth2/v2.0/token"):
            return "sign_in"
        if request.path.startswith("/upload/"):
            return "attachments.upload"
        if request.path.rstrip("/") == "/v1.0/$batch":
            return "batch"
        found = self._route(request)
        return found[0].operation if found else "unknown"

    def about(self, request: Request) -> str:
        """The path and its query."""
        return request.target

    def limited(self, request: Request) -> bool:
        """Everything below /v1.0 counts."""
        return request.path.startswith("/v1.0/")

    def answer(self, request: Request) -> Response:
        """The true answer; every refusal in Graph's own form."""
        host = f"https://{request.headers.get('host', 'localhost')}"
        operation = self.operation(request)
        if operation in {"sign_in", "discovery"}:
            return self.sign_in.answer(request, host)
        try:
            if operation == "attachments.upload":
                box = next(iter(self.boxes.values()))
                with box.lock:
                    answer = self.uploads.call(Call(box, request, f"{host}/v1.0"))
            elif operation == "batch":
                self._permissions(request)
                answer = self._batches.answer(request, f"{host}/v1.0", next(iter(self.boxes.values())))
            else:
                answer = self._one(request, f"{host}/v1.0")
        except GraphError as trouble:
            return self._error(request, trouble)
        except UNREADABLE as trouble:
            return self._error(
                request, bad(f"The body could not be read ({type(trouble).__name__}).", "ErrorInvalidRequest")
            )
        return self._with_ids(request, answer).response()

    def error(self, request: Request, fault: Fault) -> Response:
        """A planned fault, said as Graph says errors; the token endpoint says its own."""
        headers = {"Retry_After": fault.retry_after} if fault.retry_after else {}
        code = fault.code or {410: "SyncStateNotFound", 429: "ApplicationThrottled"}.get(fault.status, "UnknownError")
        if self.operation(request) == "sign_in":
            content = json.dumps({"error": "temporarily_unavailable", "error_description": "AADSTS90033: planned."})
            kind = {"Content-Type": "application/json", **{k.replace("_", "-"): v for k, v in headers.items()}}
            return Response(fault.status, content.encode(), kind)
        if fault.status < 400:
            return self._with_ids(request, Answer(fault.status, None, {"Retry-After": fault.retry_after})).response()
        return self._error(request, GraphError(fault.status, code, "This goes wrong by plan.", **headers))

    def too_many(self, request: Request) -> Response:
        """More than four at once."""
        text = "Application is over its MailboxConcurrency limit."
        return self._error(request, GraphError(429, "MailboxConcurrencyLimitExceeded", text, Retry_After="1"))

    def _error(self, request: Request, trouble: GraphError) -> Response:
        return self._with_ids(request, error_answer(request, trouble, self._date())).response()

    def _with_ids(self, request: Request, answer: Answer) -> Answer:
        number = str(uuid.uuid5(uuid.NAMESPACE_OID, f"{request.call} {request.target}"))
        client = request.headers.get("client-request-id", number)
        applied = (
            {"Preference-Applied": 'IdType="ImmutableId"'} if "immutableid" in str(request.headers).lower() else {}
        )
        answer.headers = {"request-id": number, "client-request-id": client, **applied, **answer.headers}
        return answer

    def _date(self) -> str:
        return self.sign_in.now().strftime("%Y-%m-%dT%H:%M:%S")

    def _permissions(self, request: Request) -> tuple[str, ...]:
        found = self.sign_in.permissions(request)
        if isinstance(found, str):
            raise GraphError(
                401, "InvalidAuthenticationToken", found, WWW_Authenticate='Bearer realm="", error="invalid_token"'
            )
        return found

    def _route(self, request: Request) -> tuple[Route, dict[str, str]] | None:
        parts = parts_of(request.path.removeprefix("/v1.0"))
        below = parts[1:] if parts[0].lower() == "me" else parts[2:]
        for route in self.routes:
            if route.method == request.method and (ids := route.ids(below)) is not None:
                return route, ids
        return None

    def _one(self, request: Request, base: str) -> Answer:
        """One request, signed in, allowed, at a mailbox of ours."""
        allowed = self._permissions(request)
        if wait := self.limits.may_ask():
            text = "Application is over its budget of requests."
            raise GraphError(429, "ApplicationThrottled", text, Retry_After=str(int(wait + 0.999)))
        parts = parts_of(request.path.removeprefix("/v1.0"))
        if not request.path.startswith("/v1.0/") or parts[0].lower() not in {"users", "me"}:
            raise bad("Resource not found for the segment.", "BadRequest")
        if parts[0].lower() == "me":
            raise bad("/me request is only valid with delegated authentication flow.", "BadRequest")
        found = self._route(request)
        if found is None:
            raise bad("Resource not found for the segment.", "BadRequest")
        route, ids = found
        box = self._box(parts[1].lower())
        if not set(route.needs) & set(allowed):
            raise GraphError(403, "ErrorAccessDenied", "Access is denied. Check credentials and try again.")
        try:
            with box.lock:
                return route.answer(Call(box, request, base, ids))
        except Refused as refused:
            raise GraphError.of(refused) from None
        except UNREADABLE as trouble:
            raise unreadable(trouble) from trouble

    def _box(self, address: str) -> Mailbox:
        if address in self.boxes:
            return self.boxes[address]
        if address.partition("@")[2] in {known.partition("@")[2] for known in self.boxes}:
            raise GraphError(403, "ErrorAccessDenied", "Access is denied. Check credentials and try again.")
        raise GraphError(404, "ErrorInvalidUser", f"The requested user '{address}' is invalid.")


@dataclass
class GraphServer:
    """The look-alike over one or more mailboxes; a context in which it answers.

    `url` is the authority as well as the base of `/v1.0`; trust `ca`.
    """

    app: Graph
    server: Server

    @classmethod
    def over(cls, *boxes: Mailbox) -> GraphServer:
        """A server over these mailboxes, by the clock of the first, not started yet."""
        limits, faults, log = Limits(boxes[0].now), Faults(), Log()
        app = Graph(*boxes, limits=limits, faults=faults, log=log)
        return cls(app, Server(app, limits, faults=faults, log=log))

    def __enter__(self) -> GraphServer:
        self.server.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.stop()

    @property
    def url(self) -> str:
        """Scheme, host and port."""
        return self.server.url

    @property
    def ca(self) -> str:
        """The file of the authority to trust."""
        return self.server.ca

    @property
    def box(self) -> Mailbox:
        """The first mailbox."""
        return next(iter(self.app.boxes.values()))

    @property
    def sign_in(self) -> SignIn:
        """The directory."""
        return self.app.sign_in

    @property
    def faults(self) -> Faults:
        """What is to go wrong."""
        return self.server.faults

    @property
    def limits(self) -> Limits:
        """What is allowed at once and in a minute."""
        return self.server.limits

    @property
    def log(self) -> Log:
        """What was asked."""
        return self.server.log
