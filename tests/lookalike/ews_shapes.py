"""What EWS tells of items and folders: the fields asked for, in the order of the schema."""

from __future__ import annotations

import base64
import hashlib
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import dataclass

from tests.lookalike import letters
from tests.lookalike.ews_words import SETS, child, extended, instant, local, property_of, said, t, yes
from tests.lookalike.folders import Refused
from tests.lookalike.items import SIZE_TAG, Address, Attachment, Folder, Item, Property
from tests.lookalike.mailbox import Mailbox

Field = Callable[[Mailbox, Item], ET.Element | None]
KEYWORDS, FLAG_TAG = Property("StringArray", SETS["PublicStrings"], "Keywords"), 0x1090
"""The properties behind the categories and the flag, as older clients write them."""
TAGS = {
    "IPM.Note": "Message",
    "IPM.Post": "PostItem",
    "IPM.Schedule.Meeting.Request": "MeetingRequest",
}


def item_id(item: Item) -> ET.Element:
    """The id of an item and its change key."""
    return t("ItemId", Id=item.id, ChangeKey=item.change_key)


def is_leaving(mailbox: Mailbox, item: Item) -> bool:
    """Whether this is a draft that was sent and is only still in sight."""
    return item.is_draft and item in mailbox._consumed


def people(name: str, listed: list[Address]) -> ET.Element | None:
    """A field of people, left out where there are none."""
    return t(name, *(person(one) for one in listed)) if listed else None


def person(one: Address) -> ET.Element:
    """One of them."""
    return t("Mailbox", t("Name", one.name), t("EmailAddress", one.address), t("RoutingType", "SMTP"))


def attachment(one: Attachment, *, content: ET.Element | None = None) -> ET.Element:
    """One attachment, without its content unless that is given."""
    tag = {"file": "FileAttachment", "item": "ItemAttachment", "reference": "ReferenceAttachment"}[one.kind]
    return t(
        tag,
        t("AttachmentId", Id=one.id),
        t("Name", one.name),
        t("ContentType", one.content_type),
        t("ContentId", one.content_id) if one.content_id else None,
        t("Size", str(len(one.content))),
        t("IsInline", yes(one.inline)),
        content,
    )


def _mime(mailbox: Mailbox, item: Item) -> ET.Element:
    return t("MimeContent", base64.b64encode(mailbox.mime(item)).decode(), CharacterSet="UTF-8")


def _body(mailbox: Mailbox, item: Item) -> ET.Element:
    return t("Body", item.body, BodyType="HTML" if item.body_type == "html" else "Text")


def _attachments(mailbox: Mailbox, item: Item) -> ET.Element | None:
    return t("Attachments", *(attachment(one) for one in item.attachments)) if item.attachments else None


def _headers(mailbox: Mailbox, item: Item) -> ET.Element | None:
    if not item.headers:
        return None
    listed = (t("InternetMessageHeader", value, HeaderName=name) for name, value in item.headers)
    return t("InternetMessageHeaders", *listed)


def _flag(mailbox: Mailbox, item: Item) -> ET.Element:
    status = {"notFlagged": "NotFlagged", "flagged": "Flagged", "complete": "Complete"}[item.flag]
    day = f"{item.flag_on.isoformat()}T00:00:00Z" if item.flag_on and item.flag == "flagged" else ""
    return t("Flag", t("FlagStatus", status), t("StartDate", day) if day else None, t("DueDate", day) if day else None)


def _author(name: str, one: Address | None) -> ET.Element | None:
    return t(name, person(one)) if one else None


def _text(name: str, value: str) -> ET.Element | None:
    return t(name, value) if value else None


FIELDS: dict[str, tuple[str, Field]] = {
    "item:MimeContent": ("", _mime),
    "item:ItemId": ("id", lambda _, item: item_id(item)),
    "item:ParentFolderId": ("all", lambda _, item: t("ParentFolderId", Id=item.folder)),
    "item:ItemClass": ("all", lambda _, item: t("ItemClass", item.kind)),
    "item:Subject": ("default", lambda _, item: _text("Subject", item.subject)),
    "item:Sensitivity": ("default", lambda _, item: t("Sensitivity", "Normal")),
    "item:Body": ("read", _body),
    "item:Attachments": ("read", _attachments),
    "item:DateTimeReceived": ("all", lambda _, item: _text("DateTimeReceived", instant(item.received_at))),
    "item:Size": ("default", lambda mailbox, item: t("Size", str(len(mailbox.mime(item))))),
    "item:Categories": (
        "all",
        lambda _, item: t("Categories", *(t("String", one) for one in item.categories)) if item.categories else None,
    ),
    "item:Importance": ("all", lambda _, item: t("Importance", item.importance.capitalize())),
    "item:InReplyTo": ("all", lambda _, item: _text("InReplyTo", item.in_reply_to)),
    "item:IsSubmitted": ("all", lambda mailbox, item: t("IsSubmitted", yes(is_leaving(mailbox, item)))),
    "item:IsDraft": ("all", lambda _, item: t("IsDraft", yes(item.is_draft))),
    "item:InternetMessageHeaders": ("read", _headers),
    "item:DateTimeSent": ("default", lambda _, item: _text("DateTimeSent", instant(item.sent_at))),
    "item:DateTimeCreated": ("default", lambda _, item: _text("DateTimeCreated", instant(item.created_at))),
    "item:DisplayCc": ("all", lambda _, item: _text("DisplayCc", "; ".join(one.name for one in item.cc))),
    "item:DisplayTo": ("all", lambda _, item: _text("DisplayTo", "; ".join(one.name for one in item.to))),
    "item:HasAttachments": ("default", lambda _, item: t("HasAttachments", yes(item.attachments))),
    "": ("", lambda _, item: None),
    "item:LastModifiedTime": ("all", lambda _, item: _text("LastModifiedTime", instant(item.modified_at))),
    "item:ConversationId": ("all", lambda _, item: t("ConversationId", Id=item.conversation_id)),
    "item:Flag": ("all", _flag),
    "message:Sender": ("all", lambda _, item: _author("Sender", item.sender)),
    "message:ToRecipients": ("read", lambda _, item: people("ToRecipients", item.to)),
    "message:CcRecipients": ("read", lambda _, item: people("CcRecipients", item.cc)),
    "message:BccRecipients": ("read", lambda _, item: people("BccRecipients", item.bcc)),
    "message:From": ("default", lambda _, item: _author("From", item.author)),
    "message:InternetMessageId": ("all", lambda _, item: _text("InternetMessageId", item.message_id)),
    "message:IsRead": ("default", lambda _, item: t("IsRead", yes(item.is_read))),
    "message:References": ("all", lambda _, item: _text("References", item.references)),
    "message:ReplyTo": ("read", lambda _, item: people("ReplyTo", item.reply_to)),
}
"""Every field with when it is told unasked; "" stands where extended properties do."""

_TOLD = {
    "IdOnly": {"id"},
    "Default": {"id", "default"},
    "AllProperties": {"id", "default", "all"},
}


@dataclass(frozen=True)
class Shape:
    """How much is told of an item: a base shape, further fields, extended properties; `bulk` where many are told."""

    base: str
    fields: frozenset[str]
    properties: tuple[tuple[ET.Element, Property], ...]
    bulk: bool = False

    @classmethod
    def read(cls, asked: ET.Element | None, *, bulk: bool = False) -> Shape:
        """From an ItemShape. Raises Refused for what no listing may tell and for what nobody knows."""
        if asked is None:
            return cls("IdOnly", frozenset(), ())
        fields = {"item:MimeContent"} if said(asked, "IncludeMimeContent") == "true" else set()
        properties = []
        for one in child(asked, "AdditionalProperties") or ():
            if local(one) == "ExtendedFieldURI":
                properties.append((one, property_of(one)))
            else:
                fields.add(one.get("FieldURI", ""))
        base = said(asked, "BaseShape")
        unasked = {name for name, (when, _) in FIELDS.items() if when == "read"}
        if bulk and fields & (unasked | {"item:MimeContent"}) - {"message:ToRecipients", "message:ReplyTo"}:
            raise Refused("ErrorInvalidPropertyForOperation", "A listing cannot tell this property.")
        return cls(base, frozenset(fields), tuple(properties), bulk)

    def tells(self, name: str, when: str) -> bool:
        """Whether a field is told."""
        if name in self.fields or when in _TOLD.get(self.base, ()):
            return True
        return when == "read" and not self.bulk and self.base in {"Default", "AllProperties"}


def item_element(mailbox: Mailbox, item: Item, shape: Shape) -> ET.Element:
    """The item as far as it was asked for, in the order of the schema."""
    made = t(TAGS.get(item.kind, "Message"))
    for name, (when, tell) in FIELDS.items():
        if not name:
            made.extend(_properties(mailbox, item, shape))
        elif shape.tells(name, when):
            told = tell(mailbox, item)
            made.extend([] if told is None else [told])
    return made


def _properties(mailbox: Mailbox, item: Item, shape: Shape) -> list[ET.Element]:
    told = ((uri, property_value(mailbox, item, wanted)) for uri, wanted in shape.properties)
    return [extended(uri, value) for uri, value in told if value is not None]


def property_value(mailbox: Mailbox, item: Item, wanted: Property) -> str | list[str] | None:
    """What an item says under a property, also those that other clients of EWS ask for by their tag."""
    if wanted == KEYWORDS:
        return item.categories or None
    found = item.value(wanted, len(mailbox.mime(item)) if wanted.number == SIZE_TAG else 0)
    if found is not None or wanted.space:
        return found
    flags = (1 if item.is_read else 0) | (8 if item.is_draft else 0) | (16 if item.attachments else 0)
    number = int.from_bytes(base64.b64decode(item.change_key), "big") if item.change_key else 0
    computed = {
        0x0E07: str(flags),
        0x0E23: str(int.from_bytes(hashlib.sha256(item.immutable_id.encode()).digest()[:4], "big") >> 1),
        0x0FF9: base64.b64encode(item.immutable_id.encode()).decode(),
        0x1042: item.in_reply_to or None,
        0x1039: item.references or None,
        0x10F3: f"{item.immutable_id[-24:]}.EML",
        FLAG_TAG: {"notFlagged": None, "complete": "1", "flagged": "2"}[item.flag],
        0x65E2: base64.b64encode(number.to_bytes(16, "big")).decode(),
        0x3008: instant(item.modified_at) or None,
        0x001A: item.kind,
    }
    return computed.get(wanted.number)


def folder_element(mailbox: Mailbox, folder: Folder, base: str = "AllProperties") -> ET.Element:
    """A folder; `IdOnly` tells its id only."""
    found = t("FolderId", Id=folder.id, ChangeKey="AQAAAA==")
    if base == "IdOnly":
        return t("Folder", found)
    inside = mailbox.listed(folder.id) if folder.kind else []
    return t(
        "Folder",
        found,
        t("ParentFolderId", Id=folder.parent) if folder.parent else None,
        t("FolderClass", folder.kind) if folder.kind else None,
        t("DisplayName", folder.name),
        t("TotalCount", str(len(inside))),
        t("ChildFolderCount", str(len(mailbox.children(folder.id, hidden=False)))),
        t("UnreadCount", str(len([one for one in inside if not one.is_read]))),
    )


def attached_item(mailbox: Mailbox, one: Attachment, *, mime: bool) -> ET.Element:
    """The message inside an attachment, with its MIME or without."""
    inner = letters.read(one.content)
    shape = Shape("Default", frozenset({"item:MimeContent"} if mime else ()), ())
    made = item_element(mailbox, inner, shape)
    made.remove(made[int(mime)])  # a message inside another has no id of its own
    return made
