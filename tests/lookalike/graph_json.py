"""Items as Graph shows them, and what Graph takes as an item: names, types and rules of the message resource."""

from __future__ import annotations

import base64
import re
from datetime import UTC, date, datetime
from typing import Any

from tests.lookalike import letters
from tests.lookalike.graph_call import Call, GraphError, bad
from tests.lookalike.items import SIZE_TAG, Address, Attachment, Item, Property

ONLY_WHEN_ASKED = {"internetMessageHeaders", "uniqueBody"}
ONLY_DRAFTS = {
    "subject",
    "body",
    "toRecipients",
    "ccRecipients",
    "bccRecipients",
    "from",
    "sender",
    "replyTo",
    "internetMessageId",
    "internetMessageHeaders",
}
ALWAYS = {"categories", "isRead", "flag", "importance", "inferenceClassification"}
EXTENDED = ("singleValueExtendedProperties", "multiValueExtendedProperties")
RECEIPTS = {"isReadReceiptRequested", "isDeliveryReceiptRequested"}
IGNORED = {"isDraft", "id", "@odata.type", "@odata.etag", "attachments"} | RECEIPTS
PEOPLE = {"toRecipients": "to", "ccRecipients": "cc", "bccRecipients": "bcc", "replyTo": "reply_to"}
MOST_HEADERS = 5


def instant(at: datetime | None) -> str | None:
    """The instant as Graph writes it."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if at else None


def person(one: Address | None) -> dict[str, Any] | None:
    """A recipient."""
    return {"emailAddress": {"name": one.name, "address": one.address}} if one else None


def item_id(item: Item, call: Call) -> str:
    """The id of the sort the caller prefers."""
    return item.immutable_id if call.immutable else item.id


def shown(item: Item, call: Call) -> dict[str, Any]:
    """Everything about a message."""
    text = call.prefers.get("outlook.body-content-type") == "text" or item.body_type == "text"
    content = letters.plain(item.body) if text and item.body_type == "html" else item.body
    body = {"contentType": "text" if text else "html", "content": content}
    files = [one for one in item.attachments if not one.inline]
    flag: dict[str, Any] = {"flagStatus": item.flag}
    if item.flag_on:
        flag["dueDateTime"] = {"dateTime": f"{item.flag_on.isoformat()}T00:00:00.0000000", "timeZone": "UTC"}
    return {
        "@odata.etag": f'W/"{item.change_key}"',
        "id": item_id(item, call),
        "createdDateTime": instant(item.created_at),
        "lastModifiedDateTime": instant(item.modified_at),
        "changeKey": item.change_key,
        "categories": list(item.categories),
        "receivedDateTime": instant(item.received_at),
        "sentDateTime": instant(item.sent_at or item.received_at),
        "hasAttachments": bool(files),
        "internetMessageId": item.message_id,
        "internetMessageHeaders": _headers(item),
        "subject": item.subject,
        "bodyPreview": letters.plain(item.body)[:255],
        "importance": item.importance,
        "parentFolderId": item.folder,
        "conversationId": item.conversation_id,
        "conversationIndex": "AQHX" + item.conversation_id[6:22],
        "isDeliveryReceiptRequested": False,
        "isReadReceiptRequested": False,
        "isRead": item.is_read,
        "isDraft": item.is_draft,
        "webLink": f"https://outlook.office365.com/owa/?ItemID={item.id}",
        "inferenceClassification": "focused",
        "body": body,
        "uniqueBody": body,
        "sender": person(item.sender),
        "from": person(item.author),
        "toRecipients": [person(one) for one in item.to],
        "ccRecipients": [person(one) for one in item.cc],
        "bccRecipients": [person(one) for one in item.bcc],
        "replyTo": [person(one) for one in item.reply_to],
        "flag": flag,
    }


def _headers(item: Item) -> list[dict[str, str]]:
    """All of a received message, the x- headers of a draft, none of a sent message."""
    known = item.headers if item.raw or item.is_draft else []
    return [{"name": name, "value": value} for name, value in known]


def message(item: Item, call: Call) -> dict[str, Any]:
    """A message with what $select and $expand choose. Raises GraphError for a property that does not exist."""
    whole = shown(item, call)
    wanted = [name.strip() for name in call.options.get("$select", "").split(",") if name.strip()]
    names = {name.lower(): name for name in (*whole, *EXTENDED)}
    for name in wanted:
        if name.lower() not in names:
            raise _unknown(name)
    chosen = {names[name.lower()] for name in wanted} or set(whole) - ONLY_WHEN_ASKED
    result = {name: value for name, value in whole.items() if name in chosen | {"@odata.etag", "id"}}
    for name, inside in _expansions(call.options.get("$expand", "")):
        if name in EXTENDED:
            result |= _extended(item, name, inside, call)
        elif name.lower() == "attachments":
            chosen = inside.removeprefix("$select=") if inside.startswith("$select=") else ""
            result["attachments"] = [selected(attachment(one, item), chosen) for one in item.attachments]
        else:
            raise _unknown(name)
    return result


def check_names(call: Call, fields: list[str]) -> None:
    """Every property that $select, $expand and the filter name exists, whatever there is to list."""
    nothing = Item()
    message(nothing, call)
    names = {name.lower() for name in (*shown(nothing, call), *EXTENDED)}
    for field in fields:
        if field.partition("/")[0].lower() not in names:
            raise _unknown(field)


def _unknown(name: str) -> GraphError:
    return bad(f"Could not find a property named '{name}' on type 'microsoft.graph.message'.")


def attachment(one: Attachment, item: Item, *, whole: bool = False) -> dict[str, Any]:
    """An attachment; the bytes of a file always, an attached message only `whole`, a link's address never."""
    result: dict[str, Any] = {
        "@odata.type": f"#microsoft.graph.{one.kind}Attachment",
        "id": one.id,
        "lastModifiedDateTime": instant(item.modified_at),
        "name": one.name,
        "contentType": one.content_type if one.kind == "file" else None,
        "size": len(one.content) + 200,
        "isInline": one.inline,
    }
    if one.kind == "file":
        content = base64.b64encode(one.content).decode()
        result |= {"contentId": one.content_id or None, "contentLocation": None, "contentBytes": content}
    if one.kind == "item" and whole:
        inner = letters.read(one.content)
        result["item"] = {
            "@odata.type": "#microsoft.graph.message",
            "id": "",
            "subject": inner.subject,
            "body": {"contentType": inner.body_type, "content": inner.body},
            "from": person(inner.author),
            "toRecipients": [person(each) for each in inner.to],
            "internetMessageId": inner.message_id,
            "sentDateTime": instant(inner.sent_at),
        }
    return result


def selected(whole: dict[str, Any], chosen: str) -> dict[str, Any]:
    """Of an attachment what a $select chooses, everything where it chooses nothing; its type and id always."""
    wanted = {name.strip() for name in chosen.split(",") if name.strip()}
    return {name: value for name, value in whole.items() if not wanted or name in wanted | {"@odata.type", "id"}}


def _expansions(text: str) -> list[tuple[str, str]]:
    found = re.findall(r"([\w./]+)(?:\(((?:'(?:[^']|'')*'|[^()'])*)\))?", text)
    return [(name, inside) for name, inside in found if name]


def _extended(item: Item, name: str, inside: str, call: Call) -> dict[str, Any]:
    wanted = re.findall(r"\bid eq '((?:[^']|'')*)'", inside)
    if not inside.startswith("$filter=") or not wanted:
        raise bad(f"{name} can be expanded only with a $filter on id.", "ErrorInvalidRequest")
    values: list[dict[str, Any]] = []
    for text in wanted:
        asked = _property(text.replace("''", "'"))
        value = item.value(asked, len(call.box.mime(item)) if asked.number == SIZE_TAG else 0)
        if isinstance(value, list) == (name == EXTENDED[1]) and value is not None:
            values.append({"id": str(asked), "value": value})
    return {name: values} if values else {}


def _property(text: str) -> Property:
    try:
        return Property.graph(text)
    except ValueError as trouble:
        raise bad(str(trouble), "ErrorInvalidProperty") from None


def put(item: Item, given: dict[str, Any], *, new: bool = False) -> Item:
    """The item has what a body of JSON says; nothing has changed where anything in it is refused.

    Raises GraphError for unknown properties, for what only a draft may change and for headers without x-.
    """
    unknown = [name for name in given if name not in ONLY_DRAFTS | ALWAYS | IGNORED | set(EXTENDED)]
    if unknown:
        raise bad(f"The property '{unknown[0]}' does not exist on type 'microsoft.graph.message'.", "RequestBodyRead")
    if not new and not item.is_draft and (fixed := sorted(ONLY_DRAFTS & given.keys())):
        raise bad(f"{fixed[0]} can be changed only in a draft.", "ErrorInvalidPropertySet")
    headers = _checked_headers(given.get("internetMessageHeaders", []))
    extended = [(_property(one["id"]), one["value"]) for name in EXTENDED for one in given.get(name, [])]
    people = {field: [_person(one) for one in given[name]] for name, field in PEOPLE.items() if name in given}
    due = _due(given["flag"]) if "flag" in given else None
    for field, value in people.items():
        setattr(item, field, value)
    for name, field in (("subject", "subject"), ("internetMessageId", "message_id"), ("importance", "importance")):
        setattr(item, field, given.get(name, getattr(item, field)))
    if body := given.get("body"):
        item.body, item.body_type = body.get("content", ""), str(body.get("contentType", "text")).lower()  # type: ignore[assignment]
    if "flag" in given:
        item.flag, item.flag_on = given["flag"].get("flagStatus", item.flag), due
    item.author = _person(given["from"]) if given.get("from") else item.author
    item.categories = list(given.get("categories", item.categories))
    item.is_read = bool(given.get("isRead", item.is_read))
    for header, shown_value in headers:
        item.headers = [(key, old) for key, old in item.headers if key.lower() != header.lower()]
        item.headers.append((header, shown_value))
    for wanted, value in extended:
        item.put(wanted, value)
    return item


def _checked_headers(given: list[dict[str, str]]) -> list[tuple[str, str]]:
    for one in given:
        if not one["name"].lower().startswith("x-"):
            text = f"The internet message header name '{one['name']}' should start with 'x-' or 'X-'."
            raise bad(text, "InvalidInternetMessageHeader")
    if len(given) > MOST_HEADERS:
        text = "Maximum number of headers in one message should be less than or equal to 5."
        raise bad(text, "InvalidInternetMessageHeaderCollection")
    return [(one["name"], one["value"]) for one in given]


def _person(one: dict[str, Any]) -> Address:
    found = one.get("emailAddress", {})
    address = str(found.get("address", ""))
    if not re.fullmatch(r"[^@\s]+@[^@\s]+", address):
        raise GraphError(400, "ErrorInvalidRecipients", "At least one recipient isn't valid.")
    return Address(str(found.get("name") or address), address)


def _due(flag: dict[str, Any]) -> date | None:
    due = (flag.get("dueDateTime") or {}).get("dateTime")
    if due and "startDateTime" not in flag:
        raise bad("A flag with a due date needs its start date.", "ErrorInvalidRequest")
    return date.fromisoformat(due[:10]) if due else None
