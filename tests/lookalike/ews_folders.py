"""What EWS does with folders: looks them up, makes them, and tells what changed in and below them since a state."""

from __future__ import annotations

import base64
import hashlib
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field

from tests.lookalike.ews_search import View, folder_value, restriction
from tests.lookalike.ews_shapes import Shape, folder_element, item_element, item_id
from tests.lookalike.ews_words import Faulted, child, instant, local, m, need, response, said, t, yes
from tests.lookalike.folders import Refused
from tests.lookalike.items import Change, Folder
from tests.lookalike.mailbox import Mailbox

KNOWN = {
    "root", "msgfolderroot", "inbox", "drafts", "sentitems", "deleteditems", "junkemail", "outbox",
    "recoverableitemsdeletions",
}  # fmt: skip
NO_MAIL = {"calendar": "IPF.Appointment", "contacts": "IPF.Contact", "tasks": "IPF.Task", "notes": "IPF.StickyNote"}
"""Folders every mailbox has that hold no mail: out of sight, and empty."""
_EVENTS = {"created": "CreatedEvent", "changed": "ModifiedEvent", "read": "ModifiedEvent", "removed": "DeletedEvent"}


@dataclass
class Listing:
    """The rest of a first listing of a folder: the ids not told yet, and up to which change it tells."""

    ids: list[str]
    up_to: int


@dataclass
class Folders:
    """The operations on folders. `named_as` is the mailbox a delegate has to name, "" where none need be named."""

    mailbox: Mailbox
    states: dict[str, object] = field(default_factory=dict)

    def which(self, named: ET.Element, whose: str = "") -> Folder:
        """The folder an id names; `whose` is the mailbox a delegate must name with it. Raises Refused."""
        if local(named) == "DistinguishedFolderId":
            name = named.get("Id", "")
            owner = child(named, "Mailbox")
            address = said(owner, "EmailAddress") if owner is not None else ""
            if (address or self.mailbox.address).lower() != self.mailbox.address.lower():
                raise Refused("ErrorNonExistentMailbox", "No mailbox with such guid.")
            if whose and not address:
                raise Refused("ErrorMissingEmailAddress", "This account has no mailbox.")
            if name in NO_MAIL:
                return self._without_mail(name)
            if name not in KNOWN:
                raise Refused("ErrorFolderNotFound", "The specified folder could not be found in the store.")
            return self.mailbox.folder(name)
        if not named.get("Id", "").startswith("AAMk"):
            raise Refused("ErrorInvalidIdMalformed", "Id is malformed.")
        try:
            return self.mailbox.folders[named.get("Id", "")]
        except KeyError:
            raise Refused("ErrorItemNotFound", "The specified object was not found in the store.") from None

    def get(self, asked: ET.Element, folder: Folder) -> ET.Element:
        """GetFolder, for one of the folders."""
        base = said(need(asked, "FolderShape"), "BaseShape")
        told = base if child(need(asked, "FolderShape"), "AdditionalProperties") is None else "AllProperties"
        return response("GetFolder", m("Folders", folder_element(self.mailbox, folder, told)))

    def find(self, asked: ET.Element, folder: Folder) -> ET.Element:
        """FindFolder, below one of the folders."""
        passes = restriction(child(asked, "Restriction"))
        found = self._below(folder, deep=asked.get("Traversal") == "Deep")
        told, root = View.read(asked, "IndexedPageFolderView").part(
            [one for one in found if passes(lambda uri, one=one: folder_value(one, uri))]
        )
        root.append(t("Folders", *(folder_element(self.mailbox, one) for one in told)))
        return response("FindFolder", root)

    def create(self, asked: ET.Element, parent: Folder) -> list[ET.Element]:
        """CreateFolder: each with its own answer."""
        answers = []
        for one in need(asked, "Folders"):
            try:
                made = self.mailbox.make_folder(
                    parent.id, said(one, "DisplayName"), kind=said(one, "FolderClass") or "IPF.Note"
                )
                answers.append(response("CreateFolder", m("Folders", folder_element(self.mailbox, made, "IdOnly"))))
            except Refused as no:
                answers.append(response("CreateFolder", m("Folders"), code=no.code, text=str(no)))
        return answers

    def delete(self, folder: Folder) -> ET.Element:
        """DeleteFolder, for one of the folders: gone with everything in it; those every mailbox has stay."""
        if folder.well_known:
            raise Refused("ErrorDeleteDistinguishedFolder", "Distinguished folders cannot be deleted.")
        self.mailbox.remove_folder(folder.id)
        return response("DeleteFolder")

    def hierarchy(self, asked: ET.Element, folder: Folder) -> ET.Element:
        """SyncFolderHierarchy: folders made, changed and gone since a state."""
        before = self._state(asked, "SyncState", dict) if said(asked, "SyncState") else {}
        now = {one.id: (one.name, one.parent) for one in self._below(folder, deep=True)}
        changes = [
            t("Create" if one not in before else "Update", folder_element(self.mailbox, self.mailbox.folders[one]))
            for one in now
            if before.get(one) != now[one]
        ]
        changes += [t("Delete", t("FolderId", Id=one)) for one in before if one not in now]
        last = m("IncludesLastFolderInRange", "true")
        return response("SyncFolderHierarchy", m("SyncState", self._keep(now)), last, m("Changes", *changes))

    def items(self, asked: ET.Element, folder: Folder) -> ET.Element:
        """SyncFolderItems: one page of what happened in the folder since a state."""
        shape = Shape.read(need(asked, "ItemShape"))
        most = int(said(asked, "MaxChangesReturned"))
        if not 0 < most <= 512:
            raise Faulted("ErrorSchemaValidation", "MaxChangesReturned is 1 to 512.")
        if said(asked, "SyncState"):
            where, since = self._state(asked, "SyncState", tuple)
            if where != folder.id:
                raise Refused("ErrorInvalidSyncStateData", "The sync state is of another folder.")
        else:
            since = Listing([one.id for one in reversed(self.mailbox.listed(folder.id))], self.mailbox.newest())
        changes: list[ET.Element] = []
        if isinstance(since, Listing):
            page, rest = since.ids[:most], since.ids[most:]
            lying = {one.id: one for one in self.mailbox.listed(folder.id)}
            changes = [t("Create", item_element(self.mailbox, lying[one], shape)) for one in page if one in lying]
            after: object = Listing(rest, since.up_to) if rest else since.up_to
            is_last = not rest and not self.mailbox.changes(folder.id, since.up_to)
        else:
            found = self.mailbox.changes(folder.id, since)
            changes = [made for one in found[:most] if (made := self._change(one, shape)) is not None]
            after = found[:most][-1].number if found else since
            is_last = len(found) <= most
        state = m("SyncState", self._keep((folder.id, after)))
        return response("SyncFolderItems", state, m("IncludesLastItemInRange", yes(is_last)), m("Changes", *changes))

    def subscribe(self, asked: ET.Element, folders: list[Folder]) -> ET.Element:
        """Subscribe, for pulling."""
        name = self._keep([one.id for one in folders])
        mark = self._keep(("watermark", self.mailbox.newest()))
        return response("Subscribe", m("SubscriptionId", name), m("Watermark", mark))

    def events(self, asked: ET.Element) -> ET.Element:
        """GetEvents: what happened in the folders of a subscription since a watermark."""
        try:
            folders = self._state(asked, "SubscriptionId", list)
        except Refused:
            raise Refused("ErrorSubscriptionNotFound", "The specified subscription was not found.") from None
        try:
            _, since = self._state(asked, "Watermark", tuple)
        except Refused:
            raise Refused("ErrorInvalidWatermark", "The watermark is not of this subscription.") from None
        found = sorted((one.number, folder, one) for folder in folders for one in self.mailbox.changes(folder, since))
        told, mark = [], said(asked, "Watermark")
        for number, folder, one in found:
            mark = self._keep(("watermark", number))
            told.append(
                t(
                    _EVENTS[one.what],
                    t("Watermark", mark),
                    t("TimeStamp", instant(self.mailbox.now())),
                    t("ItemId", Id=one.id),
                    t("ParentFolderId", Id=folder),
                )
            )
        notification = m(
            "Notification",
            t("SubscriptionId", said(asked, "SubscriptionId")),
            t("PreviousWatermark", said(asked, "Watermark")),
            t("MoreEvents", "false"),
            *(told or [t("StatusEvent", t("Watermark", mark))]),
        )
        return response("GetEvents", notification)

    def _without_mail(self, name: str) -> Folder:
        top = self.mailbox.children("msgfolderroot")
        found = [one for one in top if one.hidden and one.name == name.capitalize()]
        return (
            found[0]
            if found
            else self.mailbox.make_folder("msgfolderroot", name.capitalize(), hidden=True, kind=NO_MAIL[name])
        )

    def _below(self, folder: Folder, *, deep: bool) -> list[Folder]:
        children = self.mailbox.children(folder.id, hidden=False)
        inner = [one for each in children for one in self._below(each, deep=True)] if deep else []
        return [*children, *inner]

    def _change(self, change: Change, shape: Shape) -> ET.Element | None:
        if change.what == "removed":
            return t("Delete", t("ItemId", Id=change.id))
        try:
            item = self.mailbox.item(change.id)
        except Refused:
            return None
        if change.what == "read":
            return t("ReadFlagChange", item_id(item), t("IsRead", yes(item.is_read)))
        return t("Create" if change.what == "created" else "Update", item_element(self.mailbox, item, shape))

    def _keep(self, state: object) -> str:
        """A state as it is handed out: the same words for the same state."""
        name = base64.b64encode(hashlib.sha256(repr(state).encode()).digest()).decode()
        self.states[name] = state
        return name

    def _state(self, asked: ET.Element, name: str, kind: type) -> object:
        state = self.states.get(said(asked, name))
        if not isinstance(state, kind):
            raise Refused("ErrorInvalidSyncStateData", "The sync state is no longer good.")
        return state
