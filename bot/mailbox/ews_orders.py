"""The questions and orders of Exchange Web Services as XML; asks nothing itself and reads no answer."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from datetime import UTC, date, datetime

from lxml import etree
from lxml.builder import ElementMaker

TYPES = "http://schemas.microsoft.com/exchange/services/2006/types"
MESSAGES = "http://schemas.microsoft.com/exchange/services/2006/messages"
T = ElementMaker(namespace=TYPES, nsmap={"t": TYPES})
M = ElementMaker(namespace=MESSAGES, nsmap={"m": MESSAGES, "t": TYPES})

OURS = "6ab1cf0b-6b1c-4d0a-9a0f-5c2a55d0e7b1"
"""The property set of our marks; Graph shows the same properties as `String {…} Name …`."""
STAMP = {"PropertySetId": OURS, "PropertyName": "ReviewsStamp", "PropertyType": "String"}
KEY = {"PropertySetId": OURS, "PropertyName": "ReviewsKey", "PropertyType": "String"}
CARD = {"PropertySetId": OURS, "PropertyName": "ReviewsCard", "PropertyType": "String"}
"""Cards carry their key in a property of their own, so that none is ever taken for a letter."""
MESSAGE_FLAGS = {"PropertyTag": "0x0E07", "PropertyType": "Integer"}
"""Whether an item is read (1) and unsent (8); only one that is new takes them, and what is not unsent is no draft."""
READ_AND_NO_DRAFT = "1"
CATEGORY_LIST = "CategoryList"

_DISTINGUISHED = {
    "INBOX": "inbox",
    "JUNK": "junkemail",
    "DRAFTS": "drafts",
    "SENT": "sentitems",
    "DELETED": "deleteditems",
    "CALENDAR": "calendar",
    "TOP": "msgfolderroot",
}
_SEEN = ("item:DateTimeReceived", "item:Size", "item:Categories", "item:IsDraft", "item:IsSubmitted")
_STATE = ("item:IsSubmitted", "item:IsDraft")
_WORDS = (
    "item:Subject", "item:Body", "item:Attachments",
    "message:ToRecipients", "message:CcRecipients", "message:BccRecipients",
)  # fmt: skip


class Writer:
    """Writes questions and orders; a delegate names the mailbox with every folder everybody has."""

    def __init__(self, mailbox: str = "") -> None:
        self._mailbox = mailbox

    def folder(self, name: str) -> etree._Element:
        """One of the folders everybody has, or the one with this id."""
        if name not in _DISTINGUISHED:
            return T.FolderId(Id=name)
        whose = [T.Mailbox(T.EmailAddress(self._mailbox))] if self._mailbox else []
        return T.DistinguishedFolderId(*whose, Id=_DISTINGUISHED[name])

    def count(self, folder: str) -> etree._Element:
        """GetFolder: how many items lie in a folder."""
        return M.GetFolder(_shape("FolderShape", "folder:TotalCount"), M.FolderIds(self.folder(folder)))

    def ids_of(self, *folders: str) -> etree._Element:
        """GetFolder: the ids of folders everybody has."""
        return M.GetFolder(_shape("FolderShape"), M.FolderIds(*(self.folder(one) for one in folders)))

    def folders_below(self, folder: str, offset: int) -> etree._Element:
        """FindFolder: every folder inside, however deep."""
        return M.FindFolder(
            _shape("FolderShape", "folder:DisplayName", "folder:ParentFolderId", "folder:FolderClass"),
            M.IndexedPageFolderView(MaxEntriesReturned="1000", Offset=str(offset), BasePoint="Beginning"),
            M.ParentFolderIds(self.folder(folder)),
            Traversal="Deep",
        )

    def new_folder(self, parent: str, name: str) -> etree._Element:
        """CreateFolder: a folder for mail."""
        return M.CreateFolder(
            M.ParentFolderId(self.folder(parent)),
            M.Folders(T.Folder(T.FolderClass("IPF.Note"), T.DisplayName(name))),
        )

    def changes(self, folder: str, state: str, most: int) -> etree._Element:
        """SyncFolderItems: what happened since this state."""
        return M.SyncFolderItems(
            _shape("ItemShape", *_SEEN, STAMP, KEY, CARD),
            M.SyncFolderId(self.folder(folder)),
            *([M.SyncState(state)] if state else []),
            M.MaxChangesReturned(str(most)),
            M.SyncScope("NormalItems"),
        )

    def came_since(self, folder: str, instant: str, offset: int) -> etree._Element:
        """FindItem: what was received in a folder at this instant or later, whoever it is of."""
        from_then = T.FieldURIOrConstant(T.Constant(Value=instant))
        later = T.IsGreaterThanOrEqualTo(_field("item:DateTimeReceived"), from_then)
        fields = tuple(one for one in _SEEN if one not in _STATE)
        return self._found((folder,), (*fields, STAMP, CARD), later, offset)

    def item(self, item: str, *, mime: bool = False) -> etree._Element:
        """GetItem: whether an item is there, and its MIME."""
        return M.GetItem(_shape("ItemShape", mime=mime), M.ItemIds(T.ItemId(Id=item)))

    def unsent(self, item: str, *, words: bool = False) -> etree._Element:
        """GetItem: whether an item is a draft, its key, and all that it says and to whom."""
        said = _WORDS if words else ()
        return M.GetItem(_shape("ItemShape", *_STATE, KEY, CARD, *said), M.ItemIds(T.ItemId(Id=item)))

    def told(self, item: str, field: str) -> etree._Element:
        """GetItem: what an item says in one field, and its change key."""
        return M.GetItem(_shape("ItemShape", field), M.ItemIds(T.ItemId(Id=item)))

    def attachment(self, attachment: str) -> etree._Element:
        """GetAttachment: what is in an attachment; of a message inside another its MIME."""
        shape = M.AttachmentShape(T.IncludeMimeContent("true"), T.BodyType("Best"))
        return M.GetAttachment(shape, M.AttachmentIds(T.AttachmentId(Id=attachment)))

    def carrying(self, folders: Sequence[str], key: str, offset: int, mark: dict[str, str] = KEY) -> etree._Element:
        """FindItem: what carries this key, of a letter or a card, in these folders (any key, where it is "")."""
        same = T.IsEqualTo(_field(mark), T.FieldURIOrConstant(T.Constant(Value=key)))
        condition = same if key else T.Exists(_field(mark))
        fields = ("item:DateTimeCreated", "message:InternetMessageId", CARD)
        return self._found(folders, fields, condition, offset)

    def sent_since(self, instant: datetime, offset: int) -> etree._Element:
        """FindItem: what carries any letter key in Sent Items and left at this instant or later."""
        since = T.Constant(Value=f"{instant.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}")
        later = T.IsGreaterThanOrEqualTo(_field("item:DateTimeSent"), T.FieldURIOrConstant(since))
        return self._found(("SENT",), ("item:DateTimeSent",), T.And(T.Exists(_field(KEY)), later), offset)

    def _found(
        self, folders: Sequence[str], fields: Sequence[str | dict[str, str]], condition: etree._Element, offset: int
    ) -> etree._Element:
        return M.FindItem(
            _shape("ItemShape", *_STATE, *fields, KEY),
            M.IndexedPageItemView(MaxEntriesReturned="500", Offset=str(offset), BasePoint="Beginning"),
            M.Restriction(condition),
            M.ParentFolderIds(*(self.folder(folder) for folder in folders)),
            Traversal="Shallow",
        )

    def saved(self, folder: str, message: etree._Element) -> etree._Element:
        """CreateItem: the message in the folder; it is not sent."""
        where = M.SavedItemFolderId(self.folder(folder))
        return M.CreateItem(where, M.Items(message), MessageDisposition="SaveOnly")

    def stamped(self, item: str, stamp: str) -> etree._Element:
        """UpdateItem: our mark on an item."""
        return _update(item, (T.ExtendedFieldURI(**STAMP), extended(STAMP, stamp)))

    def labelled(self, item: str, categories: tuple[str, ...] | None, flag_on: date | None) -> etree._Element:
        """UpdateItem: the categories of an item and its flag; None leaves either as it is."""
        changes: list[tuple[etree._Element, etree._Element | None]] = []
        if categories is not None:
            changes.append(_categories(categories))
        if flag_on is not None:
            changes.append((_field("item:Flag"), flagged(flag_on)))
        return _update(item, *changes)

    def relabelled(self, item: str, change_key: str, categories: tuple[str, ...]) -> etree._Element:
        """UpdateItem: the categories of an item that has not changed since it had this change key."""
        return _update(item, _categories(categories), change_key=change_key)

    def moved(self, item: str, folder: str) -> etree._Element:
        """MoveItem: the item into the folder."""
        return M.MoveItem(M.ToFolderId(self.folder(folder)), M.ItemIds(T.ItemId(Id=item)))

    def sent(self, item: str, change_key: str) -> etree._Element:
        """SendItem: the draft as it was when it had this change key, with its copy in Sent Items."""
        return M.SendItem(
            M.ItemIds(T.ItemId(Id=item, ChangeKey=change_key)),
            M.SavedItemFolderId(self.folder("SENT")),
            SaveItemToFolder="true",
        )

    def category_list(self) -> etree._Element:
        """GetUserConfiguration: the list of categories with their colours, which lies with the calendar."""
        return M.GetUserConfiguration(
            M.UserConfigurationName(self.folder("CALENDAR"), Name=CATEGORY_LIST),
            M.UserConfigurationProperties("XmlData"),
        )

    def new_category_list(self, xml: bytes, *, is_first: bool) -> etree._Element:
        """UpdateUserConfiguration, or CreateUserConfiguration where there was none: the list of categories."""
        order = M.CreateUserConfiguration if is_first else M.UpdateUserConfiguration
        name = T.UserConfigurationName(self.folder("CALENDAR"), Name=CATEGORY_LIST)
        return order(M.UserConfiguration(name, T.XmlData(b64encode(xml).decode())))

    def removed(self, item: str) -> etree._Element:
        """DeleteItem: the item, so that people can still recover it."""
        return M.DeleteItem(M.ItemIds(T.ItemId(Id=item)), DeleteType="SoftDelete")


# --- pieces of XML --------------------------------------------------------------------------------------------------


def _shape(tag: str, *fields: str | dict[str, str], mime: bool = False) -> etree._Element:
    shape = M(tag, T.BaseShape("IdOnly"))
    if mime:
        shape.append(T.IncludeMimeContent("true"))
    if fields:
        shape.append(T.AdditionalProperties(*(_field(one) for one in fields)))
    return shape


def _field(named: str | dict[str, str]) -> etree._Element:
    return T.FieldURI(FieldURI=named) if isinstance(named, str) else T.ExtendedFieldURI(**named)


def extended(where: dict[str, str], value: str) -> etree._Element:
    """An extended property with its value."""
    return T.ExtendedProperty(T.ExtendedFieldURI(**where), T.Value(value))


def flagged(day: date) -> etree._Element:
    """A flag that is due on the day."""
    at = f"{day.isoformat()}T00:00:00Z"
    return T.Flag(T.FlagStatus("Flagged"), T.StartDate(at), T.DueDate(at))


def _categories(names: tuple[str, ...]) -> tuple[etree._Element, etree._Element | None]:
    return _field("item:Categories"), T.Categories(*(T.String(one) for one in names)) if names else None


def _update(item: str, *changes: tuple[etree._Element, etree._Element | None], change_key: str = "") -> etree._Element:
    """An order that changes these fields only (None empties one): of the item as it is, or only as it was."""
    fields = [
        T.DeleteItemField(field) if value is None else T.SetItemField(field, T.Message(value))
        for field, value in changes
    ]
    identity = T.ItemId(Id=item, ChangeKey=change_key) if change_key else T.ItemId(Id=item)
    return M.UpdateItem(
        M.ItemChanges(T.ItemChange(identity, T.Updates(*fields))),
        ConflictResolution="NeverOverwrite" if change_key else "AlwaysOverwrite",
        MessageDisposition="SaveOnly",
        SuppressReadReceipts="true",
    )
