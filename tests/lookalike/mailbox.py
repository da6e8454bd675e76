"""The one mailbox in memory behind both look-alike servers: what lies where, what changed, and what really left.

Nothing fails here by chance and nothing knows HTTP. Every act holds `lock`; a server holds it too while it answers.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from threading import RLock
from typing import Any

from tests.lookalike import letters
from tests.lookalike.folders import INVALID, MISSING, FolderTree, Refused
from tests.lookalike.items import Address, Attachment, Folder, Item, Sent


@dataclass
class Habits:
    """How this mailbox behaves where Exchange has been seen to behave in more than one way; tests switch them.

    `ids_change_on_move`: an item gets a new `id` with every move (the immutable one stays).
    `immutable_changes_on_send`: the sent copy has a new immutable id as well.
    `sent_lag`: how long after sending the copy is seen in Sent Items; until then it is nowhere.
    `draft_lingers`: how long after sending the draft is still seen in Drafts; it cannot be sent again.
    `second_send`: what sending a draft that was sent says, where a lingering draft is still there.
    `keeps_own_message_id`: the Message-ID that a draft is created with is kept.
    `deletes_softly`: what Graph deletes goes into the hidden Deletions at once and not into Deleted Items first.
    `delta_repeats`: each page of changes in Graph begins with the last item of the page before.
    `reply_keeps_recipients`: a reply keeps the recipients taken from the message beside those it is given.
    `reply_loses_labels`: a reply is made without the categories it is given.
    `every_item_is_a_draft`: what is created is a draft, whatever flags it is given.
    """

    ids_change_on_move: bool = True
    immutable_changes_on_send: bool = True
    sent_lag: timedelta = timedelta()
    draft_lingers: timedelta = timedelta()
    second_send: str = MISSING
    keeps_own_message_id: bool = True
    deletes_softly: bool = False
    delta_repeats: bool = False
    reply_keeps_recipients: bool = False
    reply_loses_labels: bool = False
    every_item_is_a_draft: bool = False


@dataclass(eq=False)
class Mailbox(FolderTree):
    """One mailbox with its folders, items and their change logs; `now` is told by the test.

    `journal` is everything that really left, in order. `known_headers` are the x- headers (lower case) this mailbox
    has a property for: only those survive a message that is created from MIME.
    """

    address: str
    now: Callable[[], datetime]
    name: str = "Reviews Team"
    habits: Habits = field(default_factory=Habits)
    journal: list[Sent] = field(default_factory=list)
    folders: dict[str, Folder] = field(default_factory=dict)
    known_headers: set[str] = field(default_factory=lambda: {"x-auto-response-suppress"})
    master_categories: dict[str, str] = field(default_factory=dict)
    settings: dict[str, Any] = field(default_factory=dict)
    rules: list[dict[str, Any]] = field(default_factory=list)
    lock: RLock = field(default_factory=RLock)

    def __post_init__(self) -> None:
        self._items: dict[str, Item] = {}
        self._aliases: dict[str, str] = {}
        self._due: list[tuple[datetime, Callable[[], object]]] = []
        self._consumed: set[Item] = set()
        self.plant()

    def item(self, name: str) -> Item:
        """The item with this id, of either sort. Raises Refused(ErrorItemNotFound) for one that is gone."""
        with self.lock:
            self.settle()
            found = self._items.get(self._aliases.get(name, name))
            if found is None:
                raise Refused(MISSING, "The specified object was not found in the store.")
            return found

    def listed(self, folder: str = "") -> list[Item]:
        """What lies in a folder (with none named: anywhere), newest first."""
        with self.lock:
            self.settle()
            inside = self.folder(folder).id if folder else ""
            found = [one for one in self._items.values() if not inside or one.folder == inside]
            return sorted(found, key=lambda one: one.received_at or self.now(), reverse=True)

    def mime(self, item: Item) -> bytes:
        """The bytes of the item: those delivered, or those it would leave with."""
        return item.raw or letters.written(item, self.now())

    def remove_folder(self, name: str) -> None:
        """The folder, what is inside it and its items are gone for good."""
        with self.lock:
            gone = self.folder(name)
            for child in self.children(gone.id):
                self.remove_folder(child.id)
            for item in self.listed(gone.id):
                self.remove(item)
            del self.folders[gone.id]

    def deliver(
        self, raw: bytes, folder: str = "inbox", at: datetime | None = None, late: timedelta = timedelta()
    ) -> Item:
        """The message has arrived, unread; received `at`, else as its top Received header says, else now.

        With `late` it can be seen, and has its ids, only so much later, and is received as early as ever.
        """
        item = letters.read(raw)
        item.received_at = at or item.received_at or self.now()
        with self.lock:
            self._due.append((self.now() + late, lambda: self.add(item, folder)))
            self.settle()
        return item

    def create(self, item: Item, folder: str = "drafts") -> Item:
        """A draft lies in the folder: from us, with a Message-ID, its HTML a whole page."""
        us = Address(self.name, self.address)
        with self.lock:
            item.author, item.sender = item.author or us, item.sender or us
            item.is_draft, item.is_read = True, True
            if not item.message_id or not self.habits.keeps_own_message_id:
                item.message_id = f"<{self.new_id('LO')[:32]}@mail.lookalike.example>"
            item.conversation_id = item.conversation_id or letters.thread(item)
            item.body = letters.whole_page(item.body) if item.body_type == "html" else item.body
            self.known_headers |= {name.lower() for name, _ in item.headers}
            item.sent_at = item.received_at = self.now()
            return self.add(item, folder)

    def create_from_mime(self, raw: bytes, folder: str = "drafts") -> Item:
        """A draft with what the bytes say; Auto-Submitted and x- headers this mailbox does not know are lost."""
        item = letters.read(raw)
        item.raw, item.author, item.sender = b"", None, None
        item.headers = [(name, value) for name, value in item.headers if name.lower() in self.known_headers]
        return self.create(item, folder)

    def add(self, item: Item, folder: str) -> Item:
        """The item lies in the folder under new ids."""
        with self.lock:
            item.id, item.immutable_id = self.new_id(), item.immutable_id or self.new_id("AAkALg")
            item.created_at = item.created_at or self.now()
            for one in item.attachments:
                one.id = one.id or self.new_id("AAMkAT")
            item.folder = self.folder(folder).id
            self._items[item.id] = item
            self._aliases.setdefault(item.immutable_id, item.id)
            self._note(item, "created")
            return item

    def touch(self, item: Item, *, only_read: bool = False) -> Item:
        """A change made to the item's fields is known: new change key, seen by whoever asks for changes."""
        with self.lock:
            item.body = letters.whole_page(item.body) if item.is_draft and item.body_type == "html" else item.body
            self._note(item, "read" if only_read else "changed")
            return item

    def attach(self, item: Item, attachment: Attachment) -> Attachment:
        """The attachment belongs to the item and has an id."""
        with self.lock:
            attachment.id = self.new_id("AAMkAT")
            item.attachments.append(attachment)
            self.touch(item)
            return attachment

    def move(self, item: Item, folder: str) -> Item:
        """The item lies in the folder, under a new id where ids change; its immutable id stays."""
        with self.lock:
            target = self.folder(folder).id
            self._log(item, "removed")
            if self.habits.ids_change_on_move:
                del self._items[item.id]
                item.id = self.new_id()
                self._items[item.id] = item
                self._aliases[item.immutable_id] = item.id
            item.folder = target
            self._note(item, "created")
            return item

    def copy(self, item: Item, folder: str) -> Item:
        """A second item with the same content lies in the folder."""
        twin = copy(item)
        twin.immutable_id, twin.extended, twin.categories = "", dict(item.extended), list(item.categories)
        twin.attachments = [replace(one, id="") for one in item.attachments]
        return self.add(twin, folder)

    def delete(self, item: Item) -> None:
        """The item lies in Deleted Items; one that lay there is gone from sight into the hidden Deletions."""
        binned = item.folder == self.folder("deleteditems").id
        self.move(item, "recoverableitemsdeletions" if binned else "deleteditems")

    def remove(self, item: Item) -> None:
        """The item is gone for good."""
        with self.lock:
            self._items.pop(item.id, None)
            if self._aliases.get(item.immutable_id) == item.id:
                del self._aliases[item.immutable_id]
            self._log(item, "removed")

    def reply(self, item: Item, *, everyone: bool = False) -> Item:
        """A reply to the item, not yet kept: to whoever it says replies go to, in its thread, without a body."""
        to = list(item.reply_to or ([item.author] if item.author else []))
        ours = {one.address.lower() for one in to} | {self.address.lower()}
        subject = item.subject if item.subject.lower().startswith("re:") else f"RE: {item.subject}"
        return Item(
            subject=subject,
            to=to,
            cc=[one for one in (*item.to, *item.cc) if one.address.lower() not in ours] if everyone else [],
            in_reply_to=item.message_id,
            references=f"{item.references} {item.message_id}".strip(),
            conversation_id=item.conversation_id,
        )

    def send(self, item: Item, *, keep: str = "sentitems") -> None:
        """The draft has left, once; its copy comes to the folder `keep` ("" for none) and the draft goes.

        Raises Refused where it is no draft, was sent before or has no recipient.
        """
        with self.lock:
            if item in self._consumed:
                raise Refused(self.habits.second_send, "The message was submitted before.")
            if not item.is_draft:
                raise Refused(INVALID, "The message is no draft.")
            recipients = tuple(one.address for one in (*item.to, *item.cc, *item.bcc))
            if not recipients:
                raise Refused("ErrorInvalidRecipients", "At least one recipient isn't valid.")
            item.sent_at = self.now()
            sent = copy(item)
            sent.is_draft, sent.received_at, sent.extended = False, self.now(), dict(item.extended)
            sent.immutable_id = "" if self.habits.immutable_changes_on_send else item.immutable_id
            self._consumed.add(item)
            self.journal.append(Sent(letters.written(item, self.now()), recipients, self.now(), sent))
            if keep:
                self._due.append((self.now() + self.habits.sent_lag, lambda: self._arrive(sent, keep)))
            self._due.append((self.now() + self.habits.draft_lingers, lambda: self.remove(item)))
            self.settle()

    def was_sent(self, item: Item) -> bool:
        """Whether this draft was sent, even where it is still in sight."""
        return item in self._consumed

    def _arrive(self, sent: Item, keep: str) -> None:
        self._aliases.pop(sent.immutable_id, None)
        self.add(sent, keep)

    def settle(self) -> None:
        """What is due by now has happened: drafts that were sent go, their copies come."""
        with self.lock:
            due = [act for at, act in self._due if at <= self.now()]
            self._due = [(at, act) for at, act in self._due if at > self.now()]
            for act in reversed(due):
                act()
