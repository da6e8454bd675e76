"""Messages of the look-alike Graph: listed, read, written, moved, answered and sent."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from typing import Any

from tests.lookalike.faults import Limits
from tests.lookalike.graph_call import MOST_BYTES, Answer, Call, GraphError, Route, bad, page
from tests.lookalike.graph_files import from_json
from tests.lookalike.graph_filter import Filter, ordered
from tests.lookalike.graph_json import check_names, message, put, shown
from tests.lookalike.items import Item, Property

FLAGS = Property("Integer", "", "", 0x0E07)
UNSENT = 8


def listed(call: Call) -> Answer:
    """Messages of a folder or of the whole mailbox; never what was deleted for good."""
    if "$search" in call.options:
        raise GraphError(501, "NotImplemented", "The look-alike does not search by words.")
    hidden = call.box.folder("recoverableitemsdeletions").id
    chosen = Filter(text) if (text := call.options.get("$filter", "")) else None
    check_names(call, chosen.fields if chosen else [])
    if folder := call.ids.get("folder", ""):
        items = call.box.listed(folder)
    else:
        items = [one for one in call.box.listed() if one.folder != hidden]
    if chosen:
        items = [one for one in items if chosen(shown(one, call) if chosen.reads_json else {}, one)]
    if order := call.options.get("$orderby", ""):
        items = ordered(items, lambda one: shown(one, call), order, chosen)
    return page(call, items, lambda item: message(item, call))


def one(call: Call) -> Answer:
    """One message."""
    return Answer(200, {"@odata.context": f"{call.base}/$metadata#message", **message(call.item(), call)})


def value(call: Call) -> Answer:
    """The MIME of a message."""
    return Answer(200, call.box.mime(call.item()))


def made(call: Call, item: Item, status: int = 201) -> Answer:
    """The message as it is answered by what made it."""
    plain = Call(call.box, call.request, call.base, call.ids)
    return Answer(status, {"@odata.context": f"{call.base}/$metadata#message", **message(item, plain)})


def create(call: Call) -> Answer:
    """A draft from JSON or MIME; what sets the property flags without "unsent" is no draft, where that is heeded."""
    item = _written(call, call.ids.get("folder", "drafts"))
    flags = item.extended.get(FLAGS)
    if isinstance(flags, str) and not int(flags) & UNSENT and not call.box.habits.every_item_is_a_draft:
        item.is_draft = False
    return made(call, item)


def _written(call: Call, folder: str) -> Item:
    if len(call.request.body) > MOST_BYTES:
        raise GraphError(413, "RequestEntityTooLarge", "The request exceeds the maximum allowed size.")
    call.box.folder(folder)
    if call.plain_bytes:
        return call.box.create_from_mime(_mime(call.request.body), folder)
    given = call.json()
    item = put(Item(), given, new=True)
    item.attachments = [from_json(each) for each in given.get("attachments", [])]
    return call.box.create(item, folder)


def _mime(body: bytes) -> bytes:
    try:
        return base64.b64decode(body, validate=False)
    except binascii.Error:
        raise bad("Invalid base64 string for MIME content.", "ErrorMimeContentInvalidBase64String") from None


def patch(call: Call) -> Answer:
    """The message has what the body says; with `isRead` alone the change is one of reading only."""
    item, given = call.item(), call.json()
    _unchanged(call, item)
    put(item, given)
    call.box.touch(item, only_read=set(given) == {"isRead"})
    return made(call, item, 200)


def _unchanged(call: Call, item: Item) -> None:
    wanted = call.request.headers.get("if-match", "*")
    if wanted not in {"*", f'W/"{item.change_key}"'}:
        raise GraphError(412, "ErrorIrresolvableConflict", "The change key is no longer the item's.")


def delete(call: Call) -> Answer:
    """The message lies in Deleted Items, or if it did (or deleting is soft) in the hidden Deletions, where it stays."""
    item, hidden = call.item(), call.box.folder("recoverableitemsdeletions").id
    _unchanged(call, item)
    if item.folder == hidden:
        raise GraphError(403, "ErrorCannotDeleteObject", "Object cannot be deleted.")
    if call.box.habits.deletes_softly:
        call.box.move(item, hidden)
    else:
        call.box.delete(item)
    return Answer(204)


def delete_for_good(call: Call) -> Answer:
    """The message is gone."""
    call.box.remove(call.item())
    return Answer(204)


def move(call: Call) -> Answer:
    """The message lies in another folder."""
    return made(call, call.box.move(call.item(), _destination(call)))


def copy(call: Call) -> Answer:
    """A second one lies in another folder."""
    return made(call, call.box.copy(call.item(), _destination(call)))


def _destination(call: Call) -> str:
    given = {key.lower(): text for key, text in call.json().items()}
    if not given.get("destinationid"):
        raise bad("The destination id is missing.", "ErrorInvalidRequest")
    return call.box.folder(str(given["destinationid"])).id


def _answering(call: Call, what: str) -> Item:
    """A reply or forward as the body wants it, kept nowhere yet."""
    original, given = call.item(), {key.lower(): text for key, text in call.json().items()}
    wanted: dict[str, Any] = given.get("message") or {}
    if given.get("comment") and wanted.get("body"):
        raise bad("Comment and message body cannot both be given.", "ErrorInvalidRequest")
    reply = call.box.reply(original, everyone=what == "ReplyAll")
    if what == "Forward":
        reply.to, reply.subject = [], f"FW: {original.subject}"
    taken = list(reply.to)
    reply.body = f"<p>{given.get('comment', '')}</p><hr><p>{original.body}</p>"
    put(reply, wanted | ({"toRecipients": given["torecipients"]} if "torecipients" in given else {}), new=True)
    if call.box.habits.reply_keeps_recipients:
        reply.to = taken + [each for each in reply.to if each not in taken]
    if call.box.habits.reply_loses_labels:
        reply.categories = []
    return reply


def creating(what: str) -> Callable[[Call], Answer]:
    """The operation that makes a draft in answer to a message."""
    return lambda call: made(call, call.box.create(_answering(call, what)))


class Sending:
    """What sends, within the limit of messages a minute."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits

    def _may(self) -> None:
        if wait := self.limits.may_send():
            text = "Application is over its message rate limit."
            raise GraphError(429, "ApplicationThrottled", text, Retry_After=str(int(wait + 0.999)))

    def send(self, call: Call) -> Answer:
        """The draft is on its way."""
        item = call.item()
        self._may()
        call.box.send(item)
        return Answer(202)

    def send_at_once(self, call: Call) -> Answer:
        """A message is written and on its way in one act (`sendMail`)."""
        self._may()
        given = {} if call.plain_bytes else {key.lower(): text for key, text in call.json().items()}
        if call.plain_bytes:
            item = _written(call, "drafts")
        else:
            wanted = given.get("message") or {}
            item = put(Item(), wanted, new=True)
            item.attachments = [from_json(each) for each in wanted.get("attachments", [])]
            call.box.create(item)
        call.box.send(item, keep="sentitems" if given.get("savetosentitems", True) else "")
        return Answer(202)

    def answering(self, what: str) -> Callable[[Call], Answer]:
        """The operation that answers a message in one act."""

        def answer(call: Call) -> Answer:
            self._may()
            call.box.send(call.box.create(_answering(call, what)))
            return Answer(202)

        return answer

    def routes(self) -> list[Route]:
        """What sends."""
        needs = ("Mail.Send",)
        return [
            Route("messages.send", "POST", "messages/{messages}/send", self.send, needs),
            Route("messages.sendMail", "POST", "sendMail", self.send_at_once, needs),
            *(
                Route(f"messages.{name}", "POST", f"messages/{{messages}}/{name}", self.answering(what), needs)
                for name, what in (("reply", "Reply"), ("replyAll", "ReplyAll"), ("forward", "Forward"))
            ),
        ]


READS = ("Mail.Read", "Mail.ReadWrite")
ROUTES = [
    Route("messages.list", "GET", "messages", listed, READS),
    Route("messages.list", "GET", "mailFolders/{folder}/messages", listed, READS),
    Route("messages.create", "POST", "messages", create),
    Route("messages.create", "POST", "mailFolders/{folder}/messages", create),
    Route("messages.get", "GET", "messages/{messages}", one, READS),
    Route("messages.get", "GET", "mailFolders/{folder}/messages/{messages}", one, READS),
    Route("messages.value", "GET", "messages/{messages}/$value", value, READS),
    Route("messages.patch", "PATCH", "messages/{messages}", patch),
    Route("messages.delete", "DELETE", "messages/{messages}", delete),
    Route("messages.permanentDelete", "POST", "messages/{messages}/permanentDelete", delete_for_good),
    Route("messages.move", "POST", "messages/{messages}/move", move),
    Route("messages.copy", "POST", "messages/{messages}/copy", copy),
    *(
        Route(f"messages.create{what}", "POST", f"messages/{{messages}}/create{what}", creating(what))
        for what in ("Reply", "ReplyAll", "Forward")
    ),
]
