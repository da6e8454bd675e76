"""What EWS does with items and their attachments: finds, tells, makes, changes, moves, copies, sends, removes."""

from __future__ import annotations

import base64
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from tests.lookalike import letters
from tests.lookalike.ews_search import View, ordered, restriction, value
from tests.lookalike.ews_shapes import Shape, attached_item, attachment, is_leaving, item_element, item_id
from tests.lookalike.ews_words import Faulted, child, local, m, need, response, said, t
from tests.lookalike.ews_writing import fill, put, take_away
from tests.lookalike.faults import Limits
from tests.lookalike.folders import MISSING, Refused
from tests.lookalike.items import Attachment, Folder, Item
from tests.lookalike.mailbox import Mailbox

REPLIES = {"ReplyToItem", "ReplyAllToItem", "ForwardItem"}
_DISPOSITIONS = {"SaveOnly", "SendOnly", "SendAndSaveCopy"}


@dataclass
class Items:
    """The operations on items; `which` finds the folder an id names."""

    mailbox: Mailbox
    limits: Limits
    which: Callable[[ET.Element], Folder]

    def item(self, named: ET.Element, *, for_writing: bool = False) -> Item:
        """The item an ItemId names; for writing only under its present change key, if it gives one."""
        name, key = named.get("Id", ""), named.get("ChangeKey")
        if not name:
            raise Refused("ErrorInvalidIdEmpty", "Id must be non-empty.")
        if not name.startswith("AAMk"):
            raise Refused("ErrorInvalidIdMalformed", "Id is malformed.")
        found = self.mailbox.item(name)
        if name != found.id:
            raise Refused(MISSING, "The specified object was not found in the store.")
        if for_writing and key and key != found.change_key:
            raise Refused("ErrorIrresolvableConflict", "The send or update operation could not be performed.")
        return found

    def find(self, asked: ET.Element, folder: Folder) -> ET.Element:
        """FindItem, in one of the folders."""
        if asked.get("Traversal") != "Shallow":
            raise Refused("ErrorInvalidOperation", "Only what lies directly in a folder can be found.")
        shape, passes = Shape.read(need(asked, "ItemShape"), bulk=True), restriction(child(asked, "Restriction"))
        lying = self.mailbox.listed(folder.id)
        found = [one for one in lying if passes(lambda uri, one=one: value(self.mailbox, one, uri))]
        found = ordered(self.mailbox, found, child(asked, "SortOrder"))
        told, root = View.read(asked, "IndexedPageItemView").part(found)
        root.append(t("Items", *(item_element(self.mailbox, one, shape) for one in told)))
        return response("FindItem", root)

    def get(self, asked: ET.Element, named: ET.Element) -> ET.Element:
        """GetItem, for one of the ids."""
        shape = Shape.read(need(asked, "ItemShape"))
        return response("GetItem", m("Items", item_element(self.mailbox, self.item(named), shape)))

    def create(self, asked: ET.Element, given: ET.Element) -> ET.Element:
        """CreateItem, for one of the items given: a message, or a reply to one."""
        disposition = asked.get("MessageDisposition", "")
        if disposition not in _DISPOSITIONS:
            raise Refused("ErrorMessageDispositionRequired", "The message disposition is missing.")
        where = child(asked, "SavedItemFolderId")
        folder = self.which(where[0]).id if where is not None else ""
        made = self._reply(given) if local(given) in REPLIES else Item(kind="IPM.Note")
        unsent = fill(self.mailbox, made, given) or self.mailbox.habits.every_item_is_a_draft
        if not unsent:
            made.received_at = made.sent_at = self.mailbox.now()
            self.mailbox.add(made, folder or "inbox")
        elif disposition == "SaveOnly":
            self.mailbox.create(made, folder or "drafts")
        else:
            self._may_send()
            self.mailbox.send(
                self.mailbox.create(made), keep="" if disposition == "SendOnly" else folder or "sentitems"
            )
            return response("CreateItem", m("Items"))
        return response("CreateItem", m("Items", t("Message", item_id(made))))

    def update(self, asked: ET.Element, change: ET.Element) -> ET.Element:
        """UpdateItem, for one of the changes."""
        named = need(change, "ItemId")
        resolution = asked.get("ConflictResolution", "AutoResolve")
        if resolution != "AlwaysOverwrite" and not named.get("ChangeKey"):
            raise Refused("ErrorChangeKeyRequiredForWriteOperations", "The change key is required.")
        found = self.item(named, for_writing=resolution == "NeverOverwrite")
        only_read = True
        for one in need(change, "Updates"):
            uri = one[0]
            only_read = only_read and uri.get("FieldURI") == "message:IsRead"
            if local(one) == "DeleteItemField":
                take_away(found, uri)
                continue
            if len(one) != 2 or len(one[1]) != 1:
                raise Refused("ErrorIncorrectUpdatePropertyCount", "One change sets one property.")
            put(self.mailbox, found, one[1][0], append=local(one) == "AppendToItemField")
        self.mailbox.touch(found, only_read=only_read)
        if asked.get("MessageDisposition") in {"SendOnly", "SendAndSaveCopy"}:
            self._may_send()
            self.mailbox.send(found, keep="sentitems" if asked.get("MessageDisposition") == "SendAndSaveCopy" else "")
        told = m("Items", t("Message", item_id(found)))
        return response("UpdateItem", told, m("ConflictResults", t("Count", "0")))

    def move(self, asked: ET.Element, named: ET.Element, *, copy: bool = False) -> ET.Element:
        """MoveItem or CopyItem, for one of the ids."""
        operation = "CopyItem" if copy else "MoveItem"
        try:
            folder = self.which(need(asked, "ToFolderId")[0])
        except Refused as no:
            code = "ErrorToFolderNotFound" if no.code in {MISSING, "ErrorFolderNotFound"} else no.code
            raise Refused(code, str(no)) from None
        found = self.item(named)
        moved = self.mailbox.copy(found, folder.id) if copy else self.mailbox.move(found, folder.id)
        return response(operation, m("Items", t("Message", item_id(moved))))

    def send(self, asked: ET.Element, named: ET.Element) -> ET.Element:
        """SendItem, for one of the ids: only under its present change key."""
        found = self.item(named)
        if not named.get("ChangeKey"):
            raise Refused("ErrorChangeKeyRequiredForWriteOperations", "The change key is required.")
        if named.get("ChangeKey") != found.change_key:
            raise Refused("ErrorStaleObject", "The send or update operation could not be performed: it has changed.")
        keeps = asked.get("SaveItemToFolder") == "true"
        where = child(asked, "SavedItemFolderId")
        if where is not None and not keeps:
            raise Refused("ErrorInvalidSendItemSaveSettings", "The save settings contradict each other.")
        folder = self.which(where[0]).id if where is not None else "sentitems"
        if not is_leaving(self.mailbox, found):
            self._may_send()
        self.mailbox.send(found, keep=folder if keeps else "")
        return response("SendItem")

    def delete(self, asked: ET.Element, named: ET.Element) -> ET.Element:
        """DeleteItem, for one of the ids."""
        found = self.item(named)
        kind = asked.get("DeleteType")
        if kind == "MoveToDeletedItems":
            self.mailbox.move(found, "deleteditems")
        elif kind == "SoftDelete":
            self.mailbox.move(found, "recoverableitemsdeletions")
        else:
            self.mailbox.remove(found)
        return response("DeleteItem")

    def attach(self, asked: ET.Element) -> list[ET.Element]:
        """CreateAttachment: each with its own answer."""
        found = self.item(need(asked, "ParentItemId"))
        answers = []
        for one in need(asked, "Attachments"):
            made = self.mailbox.attach(found, new_attachment(one))
            told = attachment(made)
            told[0].set("RootItemId", found.id)
            told[0].set("RootItemChangeKey", found.change_key)
            answers.append(response("CreateAttachment", m("Attachments", told)))
        return answers

    def attached(self, asked: ET.Element, named: ET.Element) -> ET.Element:
        """GetAttachment, for one of the ids; the MIME of a message inside another only where it is asked for."""
        shape = child(asked, "AttachmentShape")
        mime = shape is not None and said(shape, "IncludeMimeContent") == "true"
        name = named.get("Id", "")
        for item in self.mailbox.listed():
            for one in item.attachments:
                if one.id == name:
                    content = {
                        "file": lambda one=one: t("Content", base64.b64encode(one.content).decode()),
                        "item": lambda one=one: attached_item(self.mailbox, one, mime=mime),
                        "reference": lambda one=one: t("AttachLongPathName", one.url),
                    }[one.kind]()
                    return response("GetAttachment", m("Attachments", attachment(one, content=content)))
        raise Refused(MISSING, "The specified object was not found in the store.")

    def _reply(self, given: ET.Element) -> Item:
        answered = self.item(need(given, "ReferenceItemId"))
        made = self.mailbox.reply(answered, everyone=local(given) == "ReplyAllToItem")
        if local(given) == "ForwardItem":
            made.to, made.in_reply_to, made.subject = [], "", f"FW: {answered.subject}"
        made.body = f"<hr>{answered.body}" if answered.body_type == "html" else f"<hr><pre>{answered.body}</pre>"
        return made

    def _may_send(self) -> None:
        wait = self.limits.may_send()
        if wait:
            raise Faulted("ErrorServerBusy", "The server cannot service this request right now.", int(wait * 1000))


def new_attachment(given: ET.Element) -> Attachment:
    """The attachment an element describes."""
    if local(given) == "FileAttachment":
        content = base64.b64decode(said(given, "Content"))
        kind = said(given, "ContentType") or "application/octet-stream"
        inline = said(given, "IsInline") == "true"
        return Attachment("", said(given, "Name"), "file", content, kind, inline, said(given, "ContentId"))
    if local(given) == "ItemAttachment":
        inner = Item()
        message = need(given, "Message")
        mime = said(message, "MimeContent")
        for one in message:
            if local(one) != "MimeContent":
                put(None, inner, one)
        content = base64.b64decode(mime) if mime else letters.written(inner, datetime(2026, 1, 1, tzinfo=UTC))
        return Attachment("", said(given, "Name"), "item", content, "message/rfc822")
    raise Refused("ErrorInvalidOperation", "Such an attachment cannot be made.")
