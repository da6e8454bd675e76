"""The files that go with our drafts in Microsoft Graph: put in, the large ones piece by piece, and read; sends nothing.

A file that came only half lies nowhere. One whose answer was lost may lie in the draft: look before it is put again.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any
from urllib.parse import quote, urlsplit

from bot.mailbox import Enclosed, MailboxError, NotFound, Unavailable
from bot.mailbox.graph_calls import Calls
from bot.mailbox.graph_connection import Call
from bot.mailbox.graph_faults import Answer, named
from bot.mailbox.graph_items import message
from store.messages import Enclosure

LISTED = "$expand=attachments($select=id,name)"
"""Asks for an item with the names of its files, as `read` needs it."""
_MOST_AT_ONCE = 3_000_000
_PIECE = 10 * 320 * 1024
_FILE = "#microsoft.graph.fileAttachment"
_PAUSES = (1.0, 4.0, 10.0)
_PATIENCE = 60.0


class Enclosures:
    """The files of the drafts of one mailbox."""

    def __init__(self, calls: Calls, mailbox: str) -> None:
        self._calls = calls
        self._mailbox = mailbox

    def put(self, item: str, files: Sequence[Enclosure], there: Sequence[Enclosed]) -> None:
        """Each of the files lies in the draft, and those that lay `there` only once. Raises MailboxError."""
        lying = list(there)
        for file in files:
            known = Enclosed(file.name, sha256(file.content).hexdigest())
            if known in lying:
                lying.remove(known)
            elif len(file.content) < _MOST_AT_ONCE:
                self._calls.ask(Call("POST", self._path(item), _whole(file)))
            else:
                self._upload(item, file)

    def read(self, item: Mapping[str, Any]) -> tuple[Enclosed, ...]:
        """The files of an item that was asked for with LISTED; what is no file, as a link, has no SHA-256."""
        listed = {"value": item.get("attachments") or (), "@odata.nextLink": item.get("attachments@odata.nextLink")}
        return tuple(self._read(item["id"], one) for one in self._calls.rest_of(listed))

    def _read(self, item: str, listed: Mapping[str, Any]) -> Enclosed:
        found = self._calls.ask(Call("GET", f"{self._path(item)}/{quote(listed['id'], safe='')}"))
        content = base64.b64decode(found.get("contentBytes") or "")
        is_file = found.get("@odata.type") == _FILE
        return Enclosed(found.get("name") or "", sha256(content).hexdigest() if is_file else "")

    def _upload(self, item: str, file: Enclosure) -> None:
        """The file lies in the draft once its last piece has come."""
        about = {"attachmentType": "file", "name": file.name, "size": len(file.content)}
        call = Call("POST", f"{self._path(item)}/createUploadSession", {"AttachmentItem": about | _sort(file)})
        place = self._calls.ask(call, once=False).get("uploadUrl") or ""
        if urlsplit(place).scheme != "https":
            raise Unavailable("Microsoft 365 named no safe place for a large file; it is asked again at the next pass.")
        start, pauses = 0, list(_PAUSES)
        while start < len(file.content):
            piece = file.content[start : start + _PIECE]
            answer = self._calls.connection.put(place, piece, start=start, size=len(file.content))
            start = start + len(piece) if answer.good else self._goes_on(place, answer, pauses)

    def _goes_on(self, place: str, answer: Answer, pauses: list[float]) -> int:
        """From which byte on to go on after a piece that may not have come. Raises MailboxError."""
        wait = answer.wait if answer.wait is not None else (pauses or [0.0])[0]
        if not pauses or not (answer.not_done or answer.unsure) or wait > _PATIENCE:
            raise _broken_off(answer)
        del pauses[0]
        self._calls.sleep(wait)
        state = self._calls.connection.so_far(place)
        expected = str(*(state.body.get("nextExpectedRanges") or ())[:1]) if state.good else ""
        if not expected[:1].isdigit():
            raise _broken_off(answer)
        return int(expected.partition("-")[0])

    def _path(self, item: str) -> str:
        return f"{message(self._mailbox, item)}/attachments"


def _whole(file: Enclosure) -> dict[str, Any]:
    content = base64.b64encode(file.content).decode()
    return {"@odata.type": _FILE, "name": file.name, "contentBytes": content} | _sort(file)


def _sort(file: Enclosure) -> dict[str, Any]:
    shown = {"isInline": True, "contentId": file.content_id} if file.content_id else {}
    return {"contentType": file.content_type, **shown} if file.content_type else shown


def _broken_off(answer: Answer) -> MailboxError:
    """An upload that is not known any more is begun anew at the next pass, as is one whose answers were lost."""
    trouble = named(answer, act=True)
    return Unavailable("A large file was broken off on its way.") if isinstance(trouble, NotFound) else trouble
