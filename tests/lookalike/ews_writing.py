"""What EWS writes into an item: a message given as XML or as MIME, and one field at a time."""

from __future__ import annotations

import base64
import xml.etree.ElementTree as ET
from collections.abc import Callable
from datetime import date, datetime

from tests.lookalike import letters
from tests.lookalike.ews_shapes import FLAG_TAG, KEYWORDS
from tests.lookalike.ews_words import Faulted, child, instant, local, need, property_of, said, value_of
from tests.lookalike.folders import Refused
from tests.lookalike.items import DELIVERY_TAG, Address, Item
from tests.lookalike.mailbox import Mailbox

ORDER = (
    "MimeContent", "ItemId", "ParentFolderId", "ItemClass", "Subject", "Sensitivity", "Body", "Attachments",
    "DateTimeReceived", "Size", "Categories", "Importance", "InReplyTo", "IsSubmitted", "IsDraft", "IsFromMe",
    "IsResend", "IsUnmodified", "InternetMessageHeaders", "DateTimeSent", "DateTimeCreated", "ResponseObjects",
    "ReminderDueBy", "ReminderIsSet", "ReminderMinutesBeforeStart", "DisplayCc", "DisplayTo", "HasAttachments",
    "ExtendedProperty", "Culture", "EffectiveRights", "LastModifiedName", "LastModifiedTime", "IsAssociated",
    "ConversationId", "UniqueBody", "Flag", "Sender", "ToRecipients", "CcRecipients", "BccRecipients",
    "IsReadReceiptRequested", "IsDeliveryReceiptRequested", "ConversationIndex", "ConversationTopic", "From",
    "InternetMessageId", "IsRead", "IsResponseRequested", "References", "ReplyTo", "ReferenceItemId",
    "NewBodyContent",
)  # fmt: skip
"""The elements of a message in the order of the schema, which Exchange insists upon."""
_CANNOT = {"ItemId", "ParentFolderId", "DateTimeReceived", "Size", "IsSubmitted", "IsDraft", "DateTimeSent"}
_CANNOT |= {"DateTimeCreated"}
_MESSAGE_FLAGS, _UNSENT, _READ = 0x0E07, 8, 1
_ONLY_IN_DRAFTS = {"Body", "ToRecipients", "CcRecipients", "BccRecipients", "From", "Sender", "InternetMessageId"}


def people(element: ET.Element) -> list[Address]:
    """The people in a field of people."""
    found = []
    for one in element:
        address = said(one, "EmailAddress")
        if not address and child(one, "ItemId") is None:
            raise Refused("ErrorInvalidRecipients", "At least one recipient isn't valid.")
        found.append(Address(said(one, "Name") or address, address))
    return found


def _body(item: Item, given: ET.Element) -> None:
    kind = given.get("BodyType", "Text")
    item.body, item.body_type = given.text or "", "html" if kind == "HTML" else "text"


def _flag(item: Item, given: ET.Element) -> None:
    status, start, due = (said(given, name) for name in ("FlagStatus", "StartDate", "DueDate"))
    if bool(start) != bool(due):
        raise Refused("ErrorInvalidArgument", "A start date and a due date go together.")
    item.flag = {"NotFlagged": "notFlagged", "Flagged": "flagged", "Complete": "complete"}[status]  # type: ignore[assignment]
    item.flag_on = date.fromisoformat(due[:10]) if due else None


def _set(name: str) -> Callable[[Item, ET.Element], None]:
    return lambda item, given: setattr(item, name, given.text or "")


def _who(name: str) -> Callable[[Item, ET.Element], None]:
    return lambda item, given: setattr(item, name, people(given)[0])


def _listed(name: str) -> Callable[[Item, ET.Element], None]:
    return lambda item, given: setattr(item, name, people(given))


def _property(item: Item, given: ET.Element) -> None:
    wanted, value = property_of(given[0]), value_of(given)
    if wanted.type == "SystemTime" and isinstance(value, str):
        at = datetime.fromisoformat(value)
        value = instant(at)
        if wanted.number == DELIVERY_TAG:
            item.received_at = at
    if wanted == KEYWORDS:
        item.categories = [value] if isinstance(value, str) else value
    elif wanted.number == FLAG_TAG:
        item.flag = "flagged" if value == "2" else "complete"
    else:
        item.put(wanted, value)


FIELDS: dict[str, Callable[[Item, ET.Element], None]] = {
    "ItemClass": _set("kind"),
    "Subject": _set("subject"),
    "Body": _body,
    "Categories": lambda item, given: setattr(item, "categories", [one.text or "" for one in given]),
    "Importance": lambda item, given: setattr(item, "importance", (given.text or "Normal").lower()),
    "InReplyTo": _set("in_reply_to"),
    "Flag": _flag,
    "Sender": _who("sender"),
    "From": _who("author"),
    "ToRecipients": _listed("to"),
    "CcRecipients": _listed("cc"),
    "BccRecipients": _listed("bcc"),
    "InternetMessageId": _set("message_id"),
    "IsRead": lambda item, given: setattr(item, "is_read", given.text == "true"),
    "References": _set("references"),
    "ReplyTo": _listed("reply_to"),
    "ExtendedProperty": _property,
}
_IGNORED = {"Sensitivity", "Culture", "IsReadReceiptRequested", "IsDeliveryReceiptRequested", "IsResponseRequested"}
_IGNORED |= {"ReminderDueBy", "ReminderIsSet", "ReminderMinutesBeforeStart", "ReferenceItemId"}
_BY_URI = {"flag": "Flag", "replyto": "ReplyTo"}


def put(mailbox: Mailbox | None, item: Item, given: ET.Element, *, append: bool = False) -> None:
    """The item says in one field what the element says. Raises Refused for what nobody may set."""
    name = local(given)
    if name in _IGNORED:
        return
    if name == "MimeContent" and mailbox is not None:
        put_mime(mailbox, item, given)
        return
    if name in _CANNOT or name not in FIELDS:
        raise Refused("ErrorInvalidPropertySet", f"{name} cannot be set.")
    if name in _ONLY_IN_DRAFTS and mailbox is not None and item.id and not item.is_draft:
        raise Refused("ErrorInvalidPropertySet", f"{name} cannot be set once it was sent.")
    if append and name == "Body":
        item.body += given.text or ""
        return
    FIELDS[name](item, given)


def take_away(item: Item, uri: ET.Element) -> None:
    """The item says nothing in this field any more."""
    if local(uri) == "ExtendedFieldURI":
        wanted = property_of(uri)
        if wanted == KEYWORDS:
            item.categories = []
        elif wanted.number == FLAG_TAG:
            item.flag, item.flag_on = "notFlagged", None
        else:
            item.put(wanted, None)
        return
    empty = {
        "item:Categories": ("categories", []),
        "item:InReplyTo": ("in_reply_to", ""),
        "item:Subject": ("subject", ""),
        "item:Flag": ("flag", "notFlagged"),
        "message:CcRecipients": ("cc", []),
        "message:BccRecipients": ("bcc", []),
        "message:ReplyTo": ("reply_to", []),
        "message:References": ("references", ""),
    }
    if uri.get("FieldURI", "") not in empty:
        raise Refused("ErrorInvalidPropertyDelete", "This field cannot be emptied.")
    setattr(item, *empty[uri.get("FieldURI", "")])


def put_mime(mailbox: Mailbox, item: Item, given: ET.Element) -> None:
    """The item says what the MIME says; of its x- headers only those this mailbox knows, and nothing of machines."""
    read = letters.read(base64.b64decode(given.text or ""))
    kept = mailbox.known_headers
    read.headers = [(name, value) for name, value in read.headers if name.lower() in kept]
    for name in (
        "subject",
        "author",
        "sender",
        "to",
        "cc",
        "bcc",
        "reply_to",
        "message_id",
        "in_reply_to",
        "references",
    ):
        setattr(item, name, getattr(read, name))
    item.body, item.body_type, item.attachments = read.body, read.body_type, read.attachments
    item.headers += read.headers


def fill(mailbox: Mailbox, item: Item, given: ET.Element) -> bool:
    """The new item says what it was given; answers whether it is a draft, as all are that are not said to be sent.

    Raises Faulted(ErrorSchemaValidation) for elements in another order than the schema's, as Exchange does.
    """
    from tests.lookalike.ews_items import new_attachment

    names = [local(one) for one in given]
    places = [ORDER.index(name) if name in ORDER else -1 for name in names]
    if -1 in places or places != sorted(places):
        raise Faulted(
            "ErrorSchemaValidation", f"The request failed schema validation: an element is out of its place: {names}"
        )
    sent = False
    for one in given:
        name = local(one)
        if name == "NewBodyContent":
            item.body = (one.text or "") + item.body
        elif name == "Attachments":
            item.attachments += [new_attachment(each) for each in one]
        elif name == "ExtendedProperty" and property_of(need(one, "ExtendedFieldURI")).number == _MESSAGE_FLAGS:
            flags = int(str(value_of(one)))
            sent, item.is_read = not flags & _UNSENT, bool(flags & _READ)
        else:
            put(mailbox, item, one)
    return not sent
