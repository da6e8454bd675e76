"""Attachments of the look-alike Graph: inline up to 3 MB, larger ones piece by piece in an upload session."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.lookalike.graph_call import MOST_BYTES, Answer, Call, GraphError, Route, bad, page
from tests.lookalike.graph_json import attachment, instant, put, selected
from tests.lookalike.items import Attachment, Item
from tests.lookalike.letters import written

MOST_INLINE = 3 * 1024 * 1024
LEAST_UPLOADED = 2 * 1024 * 1024
MOST_UPLOADED = 150 * 1024 * 1024
WRITTEN_AT = datetime(2026, 1, 1, tzinfo=UTC)
KIND = "#microsoft.graph."


def from_json(given: dict[str, Any]) -> Attachment:
    """An attachment as a body of JSON gives it. Raises GraphError for what cannot be made so."""
    kind = given.get("@odata.type", "").removeprefix(KIND)
    if kind == "fileAttachment":
        try:
            content = base64.b64decode(given.get("contentBytes", ""), validate=True)
        except binascii.Error:
            raise bad("The content is no base64.", "ErrorInvalidRequest") from None
        if len(content) > MOST_INLINE:
            raise GraphError(413, "ErrorAttachmentSizeLimitExceeded", "Attach files of 3 MB or more by upload session.")
        content_type = given.get("contentType") or "application/octet-stream"
        inline, content_id = bool(given.get("isInline")), given.get("contentId") or ""
        return Attachment("", given["name"], "file", content, content_type, inline, content_id)
    if kind == "itemAttachment":
        inner = put(Item(is_draft=True), given.get("item") or {}, new=True)
        return Attachment("", given["name"], "item", written(inner, WRITTEN_AT), "message/rfc822")
    raise bad(f"An attachment cannot be made of the type '{kind}'.", "ErrorInvalidRequest")


def _attachment(call: Call) -> Attachment:
    found = next((one for one in call.item().attachments if one.id == call.ids["attachment"]), None)
    if found is None:
        raise GraphError(404, "ErrorItemNotFound", "The specified object was not found in the store.")
    return found


def listed(call: Call) -> Answer:
    """Every attachment of a message."""
    item = call.item()
    return page(call, item.attachments, lambda one: _selected(call, attachment(one, item)))


def _selected(call: Call, whole: dict[str, Any]) -> dict[str, Any]:
    return selected(whole, call.options.get("$select", ""))


def one(call: Call) -> Answer:
    """One attachment; `$expand=microsoft.graph.itemattachment/item` shows an attached message."""
    whole = "itemattachment/item" in call.options.get("$expand", "").lower()
    return Answer(200, _selected(call, attachment(_attachment(call), call.item(), whole=whole)))


def value(call: Call) -> Answer:
    """The bytes of an attached file, the MIME of an attached message; a link has none."""
    found = _attachment(call)
    if found.kind == "reference":
        raise GraphError(405, "ErrorInvalidRequest", "A reference attachment has no content.")
    return Answer(200, found.content, {"Content-Type": found.content_type if found.kind == "file" else "text/plain"})


def create(call: Call) -> Answer:
    """A small attachment belongs to the message."""
    if len(call.request.body) > MOST_BYTES:
        raise GraphError(413, "RequestEntityTooLarge", "The request exceeds the maximum allowed size.")
    item = call.item()
    return Answer(201, attachment(call.box.attach(item, from_json(call.json())), item))


def delete(call: Call) -> Answer:
    """The attachment is gone."""
    item, found = call.item(), _attachment(call)
    item.attachments = [one for one in item.attachments if one is not found]
    call.box.touch(item)
    return Answer(204)


@dataclass(eq=False)
class Upload:
    """A file that is on its way piece by piece."""

    item: Item
    target: Attachment
    size: int
    so_far: bytearray = field(default_factory=bytearray)


class Uploads:
    """The upload sessions that are open: at another host, where a token is not needed and refused."""

    def __init__(self) -> None:
        self.open: dict[str, Upload] = {}

    def begin(self, call: Call) -> Answer:
        """A session for a file of at most 150 MB; meant for 3 MB or more, and refused below 2 MB."""
        item, given = call.item(), {key.lower(): text for key, text in call.json().items()}
        about = given.get("attachmentitem") or {}
        size = int(about.get("size") or 0)
        if size < LEAST_UPLOADED:
            text = "Files below 3 MB are attached in one request."
            raise bad(text, "ErrorAttachmentSizeShouldNotBeLessThanMinimumSize")
        if size > MOST_UPLOADED:
            raise GraphError(413, "ErrorAttachmentSizeLimitExceeded", "The attachment is too large.")
        kind = about.get("contentType") or "application/octet-stream"
        inline, content_id = bool(about.get("isInline")), about.get("contentId") or ""
        target = Attachment("", about.get("name", ""), "file", b"", kind, inline, content_id)
        token = call.box.new_id("UP")
        self.open[token] = Upload(item, target, size)
        elsewhere = call.base.removesuffix("/v1.0").replace("localhost", "127.0.0.1")
        address = f"{elsewhere}/upload/AttachmentSessions/{token}?authtoken=eyJhbGciOi"
        return Answer(201, {"uploadUrl": address, **self._state(call, self.open[token])})

    def _state(self, call: Call, upload: Upload) -> dict[str, Any]:
        ends = instant(call.box.now() + timedelta(hours=1))
        return {"expirationDateTime": ends, "nextExpectedRanges": [f"{len(upload.so_far)}-"]}

    def call(self, call: Call) -> Answer:
        """A piece of the file, the state of its session, or its end."""
        token = call.request.path.rstrip("/").rpartition("/")[2]
        upload = self.open.get(token)
        if "authorization" in call.request.headers:
            raise GraphError(
                401, "InvalidAudienceForResource", "The audience claim value is invalid for this resource."
            )
        if upload is None:
            raise GraphError(404, "ErrorItemNotFound", "The upload session is not there any more.")
        if call.request.method == "DELETE":
            del self.open[token]
            return Answer(204)
        if call.request.method == "PUT":
            self._take(call, upload)
            if len(upload.so_far) == upload.size:
                del self.open[token]
                upload.target.content = bytes(upload.so_far)
                call.box.attach(upload.item, upload.target)
                place = f"{call.base}/users/x/messages/{upload.item.id}/attachments/{upload.target.id}"
                return Answer(201, None, {"Location": place})
        return Answer(200, self._state(call, upload))

    def _take(self, call: Call, upload: Upload) -> None:
        match = re.fullmatch(r"bytes (\d+)-(\d+)/(\d+)", call.request.headers.get("content-range", ""))
        if match is None:
            raise bad("The Content-Range header is missing or malformed.", "ErrorInvalidRequest")
        first, last, size = (int(part) for part in match.groups())
        if size != upload.size or last - first + 1 != len(call.request.body):
            raise bad("The Content-Range header does not fit the piece.", "ErrorInvalidRequest")
        if len(call.request.body) > MOST_BYTES:
            raise GraphError(413, "RequestEntityTooLarge", "A piece has at most 4 MB.")
        if first != len(upload.so_far):
            raise GraphError(416, "ErrorInvalidRange", "The piece is not the next one expected.")
        upload.so_far += call.request.body

    def routes(self) -> list[Route]:
        """What begins a session."""
        path = "messages/{messages}/attachments/createUploadSession"
        return [Route("attachments.session", "POST", path, self.begin)]


READS = ("Mail.Read", "Mail.ReadWrite")
ROUTES = [
    Route("attachments.list", "GET", "messages/{messages}/attachments", listed, READS),
    Route("attachments.create", "POST", "messages/{messages}/attachments", create),
    Route("attachments.get", "GET", "messages/{messages}/attachments/{attachment}", one, READS),
    Route("attachments.value", "GET", "messages/{messages}/attachments/{attachment}/$value", value, READS),
    Route("attachments.delete", "DELETE", "messages/{messages}/attachments/{attachment}", delete),
]
