"""The questions and orders of Exchange Web Services as XML; asks nothing itself and reads no answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

from lxml import etree
from lxml.builder import ElementMaker

from bot.mailbox import Permanent
from store.messages import Letter

TYPES = "http://schemas.microsoft.com/exchange/services/2006/types"
MESSAGES = "http://schemas.microsoft.com/exchange/services/2006/messages"
T = ElementMaker(namespace=TYPES, nsmap={"t": TYPES})
M = ElementMaker(namespace=MESSAGES, nsmap={"m": MESSAGES, "t": TYPES})

OURS = "6ab1cf0b-6b1c-4d0a-9a0f-5c2a55d0e7b1"
"""The property set of our marks; Graph shows the same properties as `String {…} Name …`."""
STAMP = {"PropertySetId": OURS, "PropertyName": "ReviewsStamp", "PropertyType": "String"}
KEY = {"PropertySetId": OURS, "PropertyName": "ReviewsKey", "PropertyType": "String"}

_DISTINGUISHED = {
    "INBOX": "inbox",
    "JUNK": "junkemail",
    "DRAFTS": "drafts",
    "SENT": "sentitems",
    "TOP": "msgfolderroot",
}
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

    def folders_below(self, folder: str, offset: int) -> etree._Element:
        """FindFolder: every folder inside, however deep."""
        return M.FindFolder(
            _shape("FolderShape", "folder:DisplayName", "folder:ParentFolderId"),
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
            _shape("ItemShape", "item:DateTimeReceived", "item:Size", STAMP),
            M.SyncFolderId(self.folder(folder)),
            *([M.SyncState(state)] if state else []),
            M.MaxChangesReturned(str(most)),
            M.SyncScope("NormalItems"),
        )

    def item(self, item: str, *, mime: bool = False) -> etree._Element:
        """GetItem: whether an item is there, and its MIME."""
        return M.GetItem(_shape("ItemShape", mime=mime), M.ItemIds(T.ItemId(Id=item)))

    def unsent(self, item: str, *, words: bool = False) -> etree._Element:
        """GetItem: whether an item is a draft, its key, and all that it says and to whom."""
        said = _WORDS if words else ()
        return M.GetItem(_shape("ItemShape", *_STATE, KEY, *said), M.ItemIds(T.ItemId(Id=item)))

    def carrying(self, folders: Sequence[str], key: str, offset: int) -> etree._Element:
        """FindItem: what carries this letter key in these folders (any key, where it is "")."""
        same = T.IsEqualTo(_field(KEY), T.FieldURIOrConstant(T.Constant(Value=key)))
        condition = same if key else T.Exists(_field(KEY))
        fields = ("item:DateTimeCreated", "message:InternetMessageId")
        return self._found(folders, fields, condition, offset)

    def sent_since(self, instant: datetime, offset: int) -> etree._Element:
        """FindItem: what carries any letter key in Sent Items and left at this instant or later."""
        since = T.Constant(Value=f"{instant.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}")
        later = T.IsGreaterThanOrEqualTo(_field("item:DateTimeSent"), T.FieldURIOrConstant(since))
        return self._found(("SENT",), ("item:DateTimeSent",), T.And(T.Exists(_field(KEY)), later), offset)

    def _found(
        self, folders: Sequence[str], fields: Sequence[str], condition: etree._Element, offset: int
    ) -> etree._Element:
        return M.FindItem(
            _shape("ItemShape", *_STATE, *fields, KEY),
            M.IndexedPageItemView(MaxEntriesReturned="500", Offset=str(offset), BasePoint="Beginning"),
            M.Restriction(condition),
            M.ParentFolderIds(*(self.folder(folder) for folder in folders)),
            Traversal="Shallow",
        )

    def draft(self, letter: Letter, *, own_id: bool = True) -> etree._Element:
        """CreateItem: the letter as a draft with its key, in its thread, to its one recipient; it is not sent.

        Raises Permanent for a letter that XML cannot hold.
        """
        try:
            message = _message(letter, own_id=own_id)
        except ValueError as fault:
            raise Permanent("The letter holds characters that Exchange Server does not take.") from fault
        return M.CreateItem(M.SavedItemFolderId(self.folder("DRAFTS")), M.Items(message), MessageDisposition="SaveOnly")

    def stamped(self, item: str, stamp: str) -> etree._Element:
        """UpdateItem: our mark on an item."""
        return _update(item, (T.ExtendedFieldURI(**STAMP), _extended(STAMP, stamp)))

    def labelled(self, item: str, categories: tuple[str, ...] | None, flag_on: date | None) -> etree._Element:
        """UpdateItem: the categories of an item and its flag; None leaves either as it is."""
        changes: list[tuple[etree._Element, etree._Element | None]] = []
        if categories is not None:
            labels = T.Categories(*(T.String(one) for one in categories)) if categories else None
            changes.append((_field("item:Categories"), labels))
        if flag_on is not None:
            day = f"{flag_on.isoformat()}T00:00:00Z"
            flag = T.Flag(T.FlagStatus("Flagged"), T.StartDate(day), T.DueDate(day))
            changes.append((_field("item:Flag"), flag))
        return _update(item, *changes)

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


def _extended(where: dict[str, str], value: str) -> etree._Element:
    return T.ExtendedProperty(T.ExtendedFieldURI(**where), T.Value(value))


def _update(item: str, *changes: tuple[etree._Element, etree._Element | None]) -> etree._Element:
    """An order that needs no change key and overwrites what somebody else says in these fields only; None empties."""
    fields = [
        T.DeleteItemField(field) if value is None else T.SetItemField(field, T.Message(value))
        for field, value in changes
    ]
    return M.UpdateItem(
        M.ItemChanges(T.ItemChange(T.ItemId(Id=item), T.Updates(*fields))),
        ConflictResolution="AlwaysOverwrite",
        MessageDisposition="SaveOnly",
        SuppressReadReceipts="true",
    )


def _person(address: str, name: str = "") -> etree._Element:
    return T.Mailbox(*([T.Name(name)] if name else []), T.EmailAddress(address))


def _message(letter: Letter, *, own_id: bool) -> etree._Element:
    return T.Message(
        T.Subject(letter.subject),
        T.Body(letter.html, BodyType="HTML"),
        *([T.InReplyTo(letter.answers_message_id)] if letter.answers_message_id else []),
        *(_extended(where, value) for where, value in _marks(letter)),
        T.ToRecipients(_person(letter.to)),
        T.From(_person(letter.sender, letter.sender_name)),
        *([T.InternetMessageId(letter.message_id)] if own_id else []),
        *([T.References(" ".join(thread))] if (thread := _thread(letter)) else []),
    )


def _marks(letter: Letter) -> list[tuple[dict[str, str], str]]:
    """The key of the letter, and the headers that keep machines from answering it."""
    headers = {"Auto-Submitted": "auto-replied", "X-Auto-Response-Suppress": "All", "X-PCR-Loop": letter.loop_mark}
    return [(KEY, letter.key), *((_header(name), value) for name, value in headers.items() if value)]


def _header(name: str) -> dict[str, str]:
    return {"DistinguishedPropertySetId": "InternetHeaders", "PropertyName": name, "PropertyType": "String"}


def _thread(letter: Letter) -> list[str]:
    """The messages this letter follows, ending with the one it answers."""
    ids = [*letter.references, letter.answers_message_id]
    return list(dict.fromkeys(one for one in reversed(ids) if one))[::-1]
