"""An HTTPS server on the loopback with faults: it carries requests to one application and knows no protocol of mail.

Standard library only. HTTP/1.1 with connections kept alive; every request ends in the log.
"""

from __future__ import annotations

import os
import socket
import struct
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal, Protocol
from urllib.parse import unquote, urlsplit

from tests.lookalike.faults import Entry, Fault, Faults, Limits, Log, Rule
from tests.lookalike.tls import authority


@dataclass(frozen=True)
class Request:
    """One request: `path` without its encoding and query, `query` raw, header names in lower case.

    `connection` is kept for as long as the connection lives (for sign-in that belongs to a connection);
    `call` is the number of the HTTP call in the log.
    """

    method: str
    path: str
    query: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    connection: dict[str, Any] = field(default_factory=dict)
    call: int = 0

    @property
    def target(self) -> str:
        """Path and query."""
        return f"{self.path}?{self.query}" if self.query else self.path


@dataclass
class Response:
    """One answer; its length is told by the server."""

    status: int
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


class Application(Protocol):
    """What a server serves; called from many threads at once."""

    def operation(self, request: Request) -> str:
        """The name of what is asked for, as rules and the log call it: "send", "SyncFolderItems"."""

    def about(self, request: Request) -> str:
        """Where a rule's `only` is looked for: the words that say what a request is about."""

    def limited(self, request: Request) -> bool:
        """Whether the limit of requests at once counts this request; it does not count sign-in."""

    def answer(self, request: Request) -> Response:
        """The true answer, the act done; never raises."""

    def error(self, request: Request, fault: Fault) -> Response:
        """How this protocol says the status, code and Retry-After of a fault."""

    def too_many(self, request: Request) -> Response:
        """How this protocol says that too many requests are made at once."""


class Server:
    """One application behind HTTPS; use it as a context, or start and stop it.

    Trust `ca`; `url` has no slash at its end. `faults`, `limits` and `log` may be used while it runs.
    """

    def __init__(
        self, application: Application, limits: Limits, *, faults: Faults | None = None, log: Log | None = None
    ) -> None:
        self.application = application
        self.limits = limits
        self.faults = faults or Faults()
        self.log = log or Log()
        self.ca = str(authority().ca)
        self._http = _Http(("127.0.0.1", 0), self)
        self.port: int = self._http.server_address[1]
        self.url = f"https://localhost:{self.port}"

    def start(self) -> Server:
        """It answers."""
        threading.Thread(target=self._http.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def stop(self) -> None:
        """It answers no more; every open connection is closed."""
        self._http.shutdown()
        self._http.server_close()
        self.drop_connections()

    def drop_connections(self) -> None:
        """Every open connection is closed, as after a restart of something on the way; the server goes on."""
        for one in list(self._http.connections):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def __enter__(self) -> Server:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def __init__(self, address: tuple[str, int], owner: Server) -> None:
        self.owner = owner
        self.connections: set[socket.socket] = set()
        self.tls = authority().server_context()
        super().__init__(address, _Handler)

    def finish_request(self, request: Any, client_address: Any) -> None:
        request.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        request.settimeout(120)
        with suppress(OSError):
            secure = self.tls.wrap_socket(request, server_side=True)
            self.connections.add(secure)
            try:
                super().finish_request(secure, client_address)
            finally:
                self.connections.discard(secure)
                with suppress(OSError):
                    secure.close()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that hang up are no news."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "Look-alike", ""
    wbufsize = -1
    server: _Http

    def setup(self) -> None:
        super().setup()
        self.kept: dict[str, Any] = {}

    def date_time_string(self, timestamp: float | None = None) -> str:
        """The Date header: the told time, or this one."""
        return formatdate(timestamp or self.server.owner.limits.now().timestamp(), usegmt=True)

    def log_message(self, format: str, *args: Any) -> None:
        """The log of requests is kept elsewhere."""

    def _serve(self) -> None:
        server = self.server.owner
        split = urlsplit(self.path)
        headers = {name.lower(): value for name, value in self.headers.items()}
        call = server.log.call()
        request = Request(self.command, unquote(split.path), split.query, headers, self._body(), self.kept, call)
        operation = server.application.operation(request)
        rule = server.faults.meet(operation, server.application.about(request))
        struck: Literal["", "before", "after"] = "" if rule is None else "after" if rule.after else "before"
        fault = rule.fault if rule else Fault()
        response = self._response(server, request, rule)
        status = 0 if response is None else response.status
        entry = Entry(call, operation, request.method, request.target, status, headers, request.body, 0, struck)
        server.log.add(entry)
        if response is None:
            self._break()
        else:
            self._send(response, fault)

    do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = do_HEAD = do_OPTIONS = _serve

    def _response(self, server: Server, request: Request, rule: Rule | None) -> Response | None:
        with _place(server, request) as allowed:
            if not allowed:
                return server.application.too_many(request)
            if rule and rule.fault.pause:
                threading.Event().wait(rule.fault.pause)
            if rule is None or rule.after or not rule.fault.replaces:
                response = server.application.answer(request)
        if rule is None or not rule.fault.replaces:
            return response
        if rule.fault.reset:
            return None
        if rule.fault.body is not None:
            return Response(rule.fault.status or 200, rule.fault.body, {"Content-Type": "text/html"})
        return server.application.error(request, rule.fault)

    def _body(self) -> bytes:
        if "chunked" in self.headers.get("Transfer-Encoding", "").lower():
            parts = []
            while size := int(self.rfile.readline().split(b";")[0], 16):
                parts.append(self.rfile.read(size))
                self.rfile.readline()
            self.rfile.readline()
            return b"".join(parts)
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def _send(self, response: Response, fault: Fault) -> None:
        self.send_response(response.status)
        for name, value in response.headers.items():
            self.send_header(name, value)
        if response.status != 204:
            self.send_header("Content-Length", str(len(response.body)))
        self.end_headers()
        body = b"" if self.command == "HEAD" or response.status == 204 else response.body
        if fault.cut is not None:
            self.wfile.write(body[: fault.cut])
            self.wfile.flush()
            self._break()
            return
        if fault.drip:
            for start in range(0, len(body), 16):
                self.wfile.write(body[start : start + 16])
                self.wfile.flush()
                threading.Event().wait(fault.drip)
        else:
            self.wfile.write(body)
        self.wfile.flush()

    def _break(self) -> None:
        self.close_connection = True
        with suppress(OSError):
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            os.close(self.connection.detach())


@contextmanager
def _place(server: Server, request: Request) -> Iterator[bool]:
    if not server.application.limited(request):
        yield True
        return
    allowed = server.limits.enter()
    try:
        yield allowed
    finally:
        if allowed:
            server.limits.leave()
