"""One call to the look-alike Graph, read: its route, ids, options and body; and the two ways it is answered."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import parse_qsl, quote, urlencode

from tests.lookalike.folders import Refused
from tests.lookalike.items import Item
from tests.lookalike.mailbox import Mailbox
from tests.lookalike.serving import Request, Response

T = TypeVar("T")
MOST_BYTES = 4 * 1024 * 1024
STATUS = {
    "ErrorItemNotFound": 404,
    "ErrorFolderExists": 409,
    "ErrorInvalidSyncStateData": 410,
    "ErrorInvalidRequest": 400,
    "ErrorInvalidRecipients": 400,
    "ErrorAccessDenied": 403,
}


class GraphError(Exception):
    """The call is refused: with this status and Graph's code."""

    def __init__(self, status: int, code: str, message: str = "", **headers: str) -> None:
        super().__init__(message or code)
        self.status, self.code, self.headers = (
            status,
            code,
            {key.replace("_", "-"): value for key, value in headers.items()},
        )

    @classmethod
    def of(cls, refused: Refused) -> GraphError:
        """What the mailbox refuses, as Graph says it."""
        code = "SyncStateNotFound" if refused.code == "ErrorInvalidSyncStateData" else refused.code
        return cls(STATUS.get(refused.code, 400), code, str(refused))


def bad(message: str, code: str = "BadRequest") -> GraphError:
    """A request nobody could answer."""
    return GraphError(400, code, message)


@dataclass
class Answer:
    """What is answered: `content` is JSON data, bytes of a file, or None for nothing."""

    status: int = 200
    content: dict[str, Any] | bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)

    def response(self) -> Response:
        """As it goes over the wire."""
        if self.content is None:
            return Response(self.status, b"", self.headers)
        if isinstance(self.content, bytes):
            return Response(self.status, self.content, {"Content-Type": "text/plain", **self.headers})
        kind = "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8"
        return Response(self.status, json.dumps(self.content).encode(), {"Content-Type": kind, **self.headers})


@dataclass(frozen=True)
class Call:
    """One call: `ids` are the names in its path by the words before them, `options` its query, `base` up to /v1.0."""

    box: Mailbox
    request: Request
    base: str
    ids: Mapping[str, str] = field(default_factory=dict)

    @property
    def options(self) -> dict[str, str]:
        """The query, its option names in lower case."""
        return {name.lower(): value for name, value in parse_qsl(self.request.query, keep_blank_values=True)}

    @property
    def prefers(self) -> dict[str, str]:
        """The Prefer header, names in lower case, values without quotes."""
        parts = (part.partition("=") for part in self.request.headers.get("prefer", "").split(","))
        return {name.strip().lower(): value.strip().strip('"') for name, _, value in parts}

    @property
    def immutable(self) -> bool:
        """Whether ids are wanted that do not change."""
        return self.prefers.get("idtype", "").lower() == "immutableid"

    @property
    def plain_bytes(self) -> bool:
        """Whether the body is MIME and not JSON."""
        return self.request.headers.get("content-type", "").lower().startswith("text/plain")

    def json(self) -> dict[str, Any]:
        """The body as data. Raises GraphError where it is none."""
        if not self.request.body:
            return {}
        if "json" not in self.request.headers.get("content-type", "").lower():
            raise GraphError(415, "RequestBodyRead", "A JSON body needs its Content-Type.")
        try:
            found = json.loads(self.request.body)
        except ValueError:
            raise bad("Unable to read JSON request payload.") from None
        if not isinstance(found, dict):
            raise bad("Unable to read JSON request payload.")
        return found

    def item(self) -> Item:
        """The message the path names."""
        if "{" in self.ids["messages"] or not re.fullmatch(r"[\w=-]{20,}", self.ids["messages"]):
            raise bad("Id is malformed.", "ErrorInvalidIdMalformed")
        return self.box.item(self.ids["messages"])

    def number(self, name: str, default: int, most: int) -> int:
        """A numeric option between 0 and the most that is allowed."""
        text = self.options.get(name, str(default))
        if not text.isdecimal() or not 0 <= int(text) <= most:
            raise bad(f"The {name} query must be a number from 0 to {most}.")
        return int(text)

    def link(self, **changes: str) -> str:
        """The address of this call with other options."""
        options = self.options | {name.replace("_", "$", 1): value for name, value in changes.items()}
        return f"{self.place()}?{urlencode(options, safe='$')}"

    def place(self) -> str:
        """The address of this call without options."""
        return self.base + quote(self.request.path.removeprefix("/v1.0"), safe="/()'@$")


@dataclass(frozen=True)
class Route:
    """Which calls an operation answers: the method, the path with {words} in the place of ids, and what they need.

    `needs` are the permissions of which one must be held.
    """

    operation: str
    method: str
    path: str
    answer: Callable[[Call], Answer]
    needs: tuple[str, ...] = ("Mail.ReadWrite",)

    def ids(self, parts: list[str]) -> dict[str, str] | None:
        """The ids in a path that fits, None where it does not."""
        wanted = self.path.split("/")
        if len(wanted) != len(parts):
            return None
        found: dict[str, str] = {}
        for want, part in zip(wanted, parts, strict=True):
            if want.startswith("{"):
                found[want[1:-1]] = part
            elif want.lower() != part.lower():
                return None
        return found


def parts_of(path: str) -> list[str]:
    """The parts of a path below the user: `messages('id')` is read as messages/id, `microsoft.graph.` is left off."""
    path = re.sub(r"\('((?:[^']|'')*)'\)", lambda match: "/" + match[1].replace("''", "'"), path)
    path = re.sub(r"\(\)(?=/|$)", "", path)
    return [part.removeprefix("microsoft.graph.") for part in path.strip("/").split("/")]


def page(call: Call, found: Sequence[T], show: Callable[[T], dict[str, Any]], *, default: int = 10) -> Answer:
    """One page of a list by $top and $skip, with a link to the next."""
    top, skip = call.number("$top", default, 1000) or default, call.number("$skip", 0, 10**9)
    content: dict[str, Any] = {"@odata.context": f"{call.base}/$metadata"}
    if call.options.get("$count", "").lower() == "true":
        content["@odata.count"] = len(found)
    content["value"] = [show(one) for one in found[skip : skip + top]]
    if skip + top < len(found):
        content["@odata.nextLink"] = call.link(_skip=str(skip + top), _top=str(top))
    return Answer(200, content)
