"""The folders of the look-alike mailbox and, for each, the log of what happened to its items."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from threading import RLock
from typing import Any

from tests.lookalike.items import Change, Folder, Item

WELL_KNOWN = {
    "inbox": "Inbox",
    "drafts": "Drafts",
    "sentitems": "Sent Items",
    "deleteditems": "Deleted Items",
    "junkemail": "Junk Email",
    "outbox": "Outbox",
    "archive": "Archive",
}
MISSING, EXISTS, INVALID = "ErrorItemNotFound", "ErrorFolderExists", "ErrorInvalidRequest"


class Refused(Exception):
    """The mailbox does not do this; `code` is Exchange's own word, the same in Graph and in EWS."""

    def __init__(self, code: str, message: str = "") -> None:
        super().__init__(message or code)
        self.code = code


class FolderTree:
    """The folders by id, and what changed in each; `lock` is held by every act."""

    address: str
    now: Callable[[], datetime]
    folders: dict[str, Folder]
    lock: RLock

    def settle(self) -> None:
        """What is due by now has happened."""

    def plant(self) -> None:
        """The folders every mailbox has are there."""
        self._logs: dict[str, list[Change]] = {}
        self._floors: dict[str, int] = {}
        self._numbers = 0
        self._add_folder(Folder(self.new_id("AAMkFO"), "", "", "root", hidden=True, kind=""))
        top = self._add_folder(
            Folder(self.new_id("AAMkFO"), "Top of Information Store", self.folder("root").id, "msgfolderroot")
        )
        for known, name in WELL_KNOWN.items():
            self._add_folder(Folder(self.new_id("AAMkFO"), name, top.id, known))
        deletions = Folder(
            self.new_id("AAMkFO"), "Deletions", self.folder("root").id, "recoverableitemsdeletions", True
        )
        self._add_folder(deletions)

    def new_id(self, prefix: str = "AAMkAD") -> str:
        """An id nothing has yet: long, its case counts, with the `-`, `_` and `=` that real ones have."""
        self._numbers += 1
        digest = hashlib.sha512(f"{self.address}/{self._numbers}".encode()).digest()
        return prefix + base64.urlsafe_b64encode(digest[:46]).decode()

    def folder(self, name: str) -> Folder:
        """The folder with this id or well-known name. Raises Refused(ErrorItemNotFound)."""
        found = self.folders.get(name) or next(
            (one for one in self.folders.values() if one.well_known and one.well_known == name.lower()), None
        )
        if found is None:
            raise Refused(MISSING, "The specified folder could not be found in the store.")
        return found

    def children(self, parent: str, *, hidden: bool = True) -> list[Folder]:
        """The folders directly inside one, by name."""
        inside = self.folder(parent).id
        found = [one for one in self.folders.values() if one.parent == inside and (hidden or not one.hidden)]
        return sorted(found, key=lambda one: one.name.lower())

    def make_folder(self, parent: str, name: str, *, hidden: bool = False, kind: str = "IPF.Note") -> Folder:
        """A new folder. Raises Refused(ErrorFolderExists) where one has that name already, in any casing."""
        with self.lock:
            if any(one.name.lower() == name.lower() for one in self.children(parent)):
                raise Refused(EXISTS, "A folder with the specified name already exists.")
            return self._add_folder(Folder(self.new_id("AAMkFO"), name, self.folder(parent).id, "", hidden, kind))

    def at(self, *path: str) -> Folder:
        """The folder people see at this path, made where it is missing."""
        with self.lock:
            here = self.folder("msgfolderroot")
            for name in path:
                found = [one for one in self.children(here.id) if one.name.lower() == name.lower()]
                here = found[0] if found else self.make_folder(here.id, name)
            return here

    def _add_folder(self, folder: Folder) -> Folder:
        self.folders[folder.id] = folder
        self._logs[folder.id], self._floors[folder.id] = [], 0
        return folder

    def newest(self) -> int:
        """The number of the last change so far."""
        return self._numbers

    def changes(self, folder: str, after: int, *, immutable: bool = False) -> list[Change]:
        """What happened in the folder since change `after`: one entry an item, in order, its last state.

        An item created and then changed is "created"; one created and removed since is "removed". Items are told
        apart by their `id`, with `immutable` by the id that does not change. Raises
        Refused(ErrorInvalidSyncStateData) where `after` was forgotten.
        """
        with self.lock:
            self.settle()
            inside = self.folder(folder).id
            if after < self._floors[inside]:
                raise Refused("ErrorInvalidSyncStateData", "The sync state is no longer good.")
            last: dict[str, Change] = {}
            for change in self._logs[inside]:
                if change.number <= after:
                    continue
                key = change.immutable_id if immutable else change.id
                before = last.pop(key, None)
                if before and change.what in {"changed", "read"} and before.what in {"created", "changed"}:
                    change = replace(change, what=before.what)
                last[key] = change
            return list(last.values())

    def forget(self, folder: str = "") -> None:
        """Every sync state of the folder (of all with none named) given out until now is no longer good."""
        with self.lock:
            self._numbers += 1
            for one in [self.folder(folder)] if folder else list(self.folders.values()):
                self._floors[one.id] = self._numbers

    def _note(self, item: Item, what: Any) -> None:
        item.modified_at = self.now()
        item.change_key = base64.b64encode(self._log(item, what).to_bytes(12, "big")).decode()

    def _log(self, item: Item, what: Any) -> int:
        self._numbers += 1
        self._logs[item.folder].append(Change(self._numbers, what, item.id, item.immutable_id))
        return self._numbers
