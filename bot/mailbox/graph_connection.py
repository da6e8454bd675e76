"""One HTTPS request to Microsoft Graph and its answer, on O365's connection; waits for nothing and repeats nothing.

The only importer of O365. Its own signing in, retrying and logging are not used: signing in fails for good when the
first token runs out, retrying loses what the server said, and logging writes tokens and letters.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import requests
from O365.connection import Connection
from O365.utils.token import MemoryTokenBackend
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError, ProxyError, SSLError

from bot.mailbox import Unavailable
from bot.mailbox.graph_faults import LOST, NOT_ASKED, Answer, code_in, wait_of
from bot.mailbox.https import session
from bot.mailbox.sign_in import TIMEOUT, SignIn

_WHOLE_ANSWER = 300.0
_LARGEST = 256 * 1024 * 1024
_PIECE = 65_536
_Expected = Literal["json", "bytes", "nothing", "anything"]
_BEFORE_ASKING = (NewConnectionError, ConnectTimeoutError, ProxyError)


@dataclass(frozen=True, slots=True)
class Call:
    """One request: `path` below the base URL, encoded; `prefer` besides immutable ids; `expects` what a good answer is.

    "nothing" is 202 or 204, as for sending. With `if_match` it is done only to the version of an item with that tag.
    """

    method: Literal["GET", "POST", "PATCH", "DELETE"]
    path: str
    body: Mapping[str, Any] | None = None
    prefer: str = ""
    expects: _Expected = "json"
    if_match: str = ""

    @property
    def headers(self) -> dict[str, str]:
        """Its own headers."""
        prefer = ", ".join(one for one in ('IdType="ImmutableId"', self.prefer) if one)
        accepts = "*/*" if self.expects == "bytes" else "application/json"
        content = {} if self.body is None else {"Content-Type": "application/json"}
        version = {"If-Match": self.if_match} if self.if_match else {}
        return {"Accept": accepts, "Prefer": prefer} | content | version


class GraphConnection(Connection):  # type: ignore[misc] # O365 has no types
    """O365's connection, signed in by our own `SignIn`; for one thread."""

    def __init__(
        self,
        sign_in: SignIn,
        base_url: str,
        *,
        ca_bundle: Path | None = None,
        stopwatch: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(
            (sign_in.client_id, "unused"),
            auth_flow_type="credentials",
            tenant_id=sign_in.tenant_id,
            token_backend=MemoryTokenBackend(),
            requests_delay=0,
            request_retries=0,
            timeout=TIMEOUT,
        )
        self.sign_in = sign_in
        self.base_url = base_url
        self.session = session(base_url, ca_bundle)
        self._stopwatch = stopwatch

    def oauth_request(self, url: str, method: str, **kwargs: Any) -> requests.Response:
        """The answer to one request with a token that is good; refused for its token it is made once more."""
        response = self._request(url, method, self.sign_in.token(), kwargs)
        if response.status_code != 401:
            return response
        response.close()
        return self._request(url, method, self.sign_in.token(renew=True), kwargs)

    def once(self, call: Call) -> Answer:
        """The answer to this call, whatever it is. Raises AuthError, and Unavailable where nobody signs us in."""
        data = None if call.body is None else json.dumps(call.body).encode()
        url = self.base_url + call.path
        return self._answer(call.expects, lambda: self.oauth_request(url, call.method, data=data, headers=call.headers))

    def put(self, place: str, piece: bytes, *, start: int, size: int) -> Answer:
        """The answer to a piece of a file of `size` bytes, from `start` on, put where Graph said, without a token."""
        reach = f"bytes {start}-{start + len(piece) - 1}/{size}"
        headers = {"Content-Range": reach, "Content-Type": "application/octet-stream"}
        return self._answer("anything", lambda: self._bare("PUT", place, {"data": piece, "headers": headers}))

    def so_far(self, place: str) -> Answer:
        """What Graph says of a file that is put there piece by piece."""
        return self._answer("json", lambda: self._bare("GET", place, {}))

    def _answer(self, expects: _Expected, ask: Callable[[], requests.Response]) -> Answer:
        try:
            response = ask()
        except requests.RequestException as fault:
            return Answer(NOT_ASKED if _never_left(fault) else LOST)
        try:
            raw = self._read(response)
        except (requests.RequestException, HTTPError, OSError):
            return Answer(response.status_code if response.status_code >= 400 else LOST)
        finally:
            response.close()
        return _understood(expects, response, raw)

    def below(self, link: str) -> str:
        """The path below the base URL of a link that Graph gave. Raises Unavailable for one that leads elsewhere."""
        ours, theirs = urlsplit(self.base_url), urlsplit(link)
        same = (theirs.scheme, theirs.netloc.lower()) == (ours.scheme, ours.netloc.lower())
        if not same or not theirs.path.startswith(f"{ours.path}/"):
            raise Unavailable("Microsoft 365 answered with a link to another place, which is not followed.")
        return theirs.path.removeprefix(ours.path) + (f"?{theirs.query}" if theirs.query else "")

    def _request(self, url: str, method: str, token: str, how: Mapping[str, Any]) -> requests.Response:
        headers = {"Authorization": f"Bearer {token}", **how.get("headers", {})}
        return self._bare(method, url, {**how, "headers": headers})

    def _bare(self, method: str, url: str, how: Mapping[str, Any]) -> requests.Response:
        more = {**how, "timeout": TIMEOUT, "stream": True, "allow_redirects": False}
        made: requests.Response = self.session.request(method, url, **more)
        return made

    def _read(self, response: requests.Response) -> bytes:
        """All of the answer, if it comes in time: a server may send one byte a second for ever."""
        until, pieces, size = self._stopwatch() + _WHOLE_ANSWER, [], 0
        while piece := response.raw.read1(_PIECE, decode_content=True):
            pieces.append(piece)
            size += len(piece)
            if size > _LARGEST or self._stopwatch() > until:
                raise requests.Timeout
        return b"".join(pieces)


def _never_left(fault: requests.RequestException) -> bool:
    """Whether the connection failed before anything was asked."""
    cause = fault.args[0] if fault.args else None
    reason = getattr(cause, "reason", cause)
    untrusted = isinstance(reason, SSLError) and "CERTIFICATE_VERIFY_FAILED" in str(reason)
    return untrusted or isinstance(reason, _BEFORE_ASKING)


def _understood(expects: _Expected, response: requests.Response, raw: bytes) -> Answer:
    status = response.status_code
    if status >= 400:
        return Answer(status, None, code_in(_json(raw)), wait_of(response.headers))
    if expects == "nothing":
        return Answer(status if status in (202, 204) else LOST)
    if expects == "bytes":
        is_page = "html" in response.headers.get("Content-Type", "").lower()
        return Answer(status, raw) if status == 200 and raw.strip() and not is_page else Answer(LOST)
    body = _json(raw)
    good = isinstance(body, dict) or (expects == "anything" and not raw)
    return Answer(status, body) if 200 <= status < 300 and good else Answer(LOST)


def _json(raw: bytes) -> Any:
    try:
        return json.loads(raw)
    except ValueError:
        return None
