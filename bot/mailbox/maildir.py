"""The embedded mailbox: a Maildir++ that any mail client can open; knows no network, deletes no mail, asks no clock.

Mail arrives as files in `new` or `cur` of the root, the Inbox. Folders are directories such as `.Reviews.1 To do`
beside them, and what is put into `.Sent` has been sent. Stamps and labels, for which a Maildir has no place, lie in
`side/`. One service at a time may use it; mail clients, and a viewer that sets labels, may use it at the same time.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from itertools import count
from pathlib import Path

from bot.mailbox import (
    SINCE,
    Caps,
    Draft,
    DraftContent,
    FolderId,
    Found,
    Health,
    NotFound,
    Page,
    Ref,
    SentLetter,
    Tree,
    Unavailable,
)
from bot.mailbox import maildir_names as names
from bot.mailbox.maildir_disk import Disk, faults_named, named
from bot.mailbox.maildir_examination import MaildirExamined
from bot.mailbox.maildir_folders import SUBS, File, Folders
from bot.mailbox.maildir_items import GONE, Items
from bot.mailbox.maildir_letters import Letters
from bot.mailbox.maildir_own import OwnFiles, ref_of
from bot.mailbox.maildir_pages import NOTHING, Pages
from bot.mailbox.one_by_one import OneByOne
from bot.mailbox.side_data import SideData
from store.messages import Card, Letter
from store.points import reached

_TRIES = 3


class MaildirMailbox(OneByOne):
    """A Maildir++ as the mailbox; everything it does is durable when the call, or the `together` around it, is over."""

    caps = Caps("maildir", auto_submitted_header=True, own_message_id=True, multipart=True)

    def __init__(
        self, path: Path, *, address: str = "reviews@mailbox.invalid", stopwatch: Callable[[], float] = time.monotonic
    ) -> None:
        self._root = path
        self._disk = Disk()
        self._folders = Folders(path, stopwatch)
        self._side = SideData(path / "side", self._disk, stopwatch)
        self._items = Items(self._folders, self._side)
        self._own = OwnFiles(self._folders, self._disk, self._items)
        self._letters = Letters(self._folders, self._disk, self._items, self._own, address)
        self._pages = Pages(self._folders, self._items, self._own)

    def check(self) -> Health:
        """Whether there is a Maildir that can be used; changes nothing."""
        if not self._root.is_dir():
            return Health(False, f"There is no Maildir at {self._root}; make it, or correct its path in the settings.")
        if not self._is_maildir():
            return Health(False, f"{self._root} is no Maildir yet: it has neither cur nor new.")
        try:
            self._items.refresh()
        except OSError as fault:
            return Health(False, str(named(fault, f"There is no Maildir at {self._root}.")))
        said = [f"{len(self._items.lying_in(''))} items in the Inbox"]
        if not os.access(self._root, os.W_OK):
            said.append("it cannot be written to, so only watching is possible")
        if self._side.unreadable:
            said.append(f"{self._side.unreadable} files in {self._side.directory} cannot be read as side data")
        return Health(True, f"The Maildir at {self._root}: {'; '.join(said)}.")

    def ensure_folders(self, tree: Tree) -> Mapping[str, FolderId]:
        """The root, Drafts, Sent and every folder of the tree exist, with all folders above them."""
        with self._changing("The folder above the Maildir is not there; make it first."):
            self._disk.make_folder(self._root, inside_another=False)
            self._own.make_folders()
            for directory in {one: None for path in tree.values() for one in names.directories_of(path)}:
                self._disk.make_folder(self._root / directory, inside_another=directory != "")
        return {name: names.folder_of(names.directories_of(path)[-1]) for name, path in tree.items()}

    def folders_inside(self, path: tuple[str, ...]) -> tuple[str, ...]:
        """The names of the folders directly inside the one at this path; none where there is no such folder."""
        above = f"{names.directories_of(path)[-1]}."
        with self._seeing():
            below = [one.removeprefix(above) for one in self._folders.directories() if one.startswith(above)]
        return tuple(names.from_utf7(one) for one in below if "." not in one)

    def poll(self, cursors: Mapping[FolderId, str]) -> Iterator[Page]:
        """What changed in each folder since its cursor, a hash of what lay there; nothing for one that is the same.

        Changed is what came or went, was labelled otherwise by whomever, and a draft that was saved anew.

        Raises NotFound for an unknown folder, once all others have been told; Unavailable when the whole Maildir has
        gone, for then it is not empty.
        """
        with self._seeing():
            known = [at for at in cursors.values() if not at.startswith(SINCE)]
            if not self._is_maildir() and not {"", NOTHING}.issuperset(known):
                raise FileNotFoundError  # an empty mount point: mail that was known lies somewhere else, not nowhere
            self._items.refresh([names.directory_of(folder) or "" for folder in cursors])
        return self._pages.since({one: "" if at.startswith(SINCE) else at for one, at in cursors.items()})

    def mime(self, ref: Ref) -> bytes:
        """The bytes of the item's file, wherever it lies by now. Raises NotFound."""
        return self._items.read(ref.id)

    def stamp(self, ref: Ref, key: str) -> Ref:
        """The item carries the stamp in its side data. Raises NotFound."""
        with self._changing(GONE):
            file = self._items.place(ref.id)
            self._items.keep(ref.id, stamp=key)
        return ref_of(file, ref.id)

    def file(
        self, ref: Ref, folder: FolderId, *, categories: tuple[str, ...] | None = None, flag_on: date | None = None
    ) -> Ref:
        """The item lies in the folder under its own name and flags, labelled in its side data; None alters no label.

        Raises NotFound when the item has gone, Permanent when the folder has: nobody but a person takes it away.
        """
        with self._changing(GONE):
            file = self._items.place(ref.id)
            directory = self._own.directory(folder)
            if file.directory != directory:
                file = self._put(ref.id, directory)
            self._items.keep(ref.id, categories=categories, flag_on=flag_on)
        return ref_of(file, ref.id)

    def draft(self, letter: Letter) -> Draft:
        """The one draft of this letter lies in its folder or .Drafts; drafting it again replaces it."""
        return self._letters.draft(letter)

    def read_back(self, draft: Draft) -> DraftContent:
        """What the draft says now, whoever saved it last. Raises NotFound when it is no longer a draft."""
        return self._letters.read_back(draft)

    def submit(self, draft: Draft) -> None:
        """The draft lies in .Sent, which is its delivery. Raises NotFound when it was submitted or removed before."""
        self._letters.submit(draft)

    def find(self, key: str) -> tuple[Found, ...]:
        """Every draft, in whatever folder, and every file in .Sent that carries the key."""
        return self._letters.find(key)

    def sent_since(self, instant: datetime) -> Iterator[SentLetter]:
        """Every file in .Sent that carries a key of ours and was written or put there at this instant or later."""
        return self._letters.sent_since(instant)

    def drafts(self) -> tuple[Draft, ...]:
        """Every file in .Drafts that carries a key of ours."""
        return self._letters.drafts()

    def note(self, folder: FolderId, card: Card) -> Ref:
        """The one card with this key lies in the folder, unread. Raises Permanent where there is no such folder."""
        return self._letters.note(folder, card)

    def label(self, ref: Ref, *, add: tuple[str, ...] = (), remove: tuple[str, ...] = ()) -> Ref:
        """The item's side data has these categories and not those; every other stays. Raises NotFound."""
        with self._changing(GONE):
            file = self._items.place(ref.id)
            self._items.label(ref.id, add, remove)
        return ref_of(file, ref.id)

    def ensure_categories(self, colours: Mapping[str, str]) -> frozenset[str]:  # noqa: ARG002 - the port gives it
        """Nothing is to be made: a Maildir has no list of categories, and whoever shows them chooses their colours."""
        return frozenset()

    def discard(self, ref: Ref, key: str) -> None:
        """The draft or card that carries this key is gone; nothing else ever is. Raises NotFound, Permanent."""
        self._letters.discard(ref, key)

    def examined(self) -> MaildirExamined:
        """What `doctor` asks of this mailbox beyond the port."""
        return MaildirExamined(self._root)

    @contextmanager
    def together(self) -> Iterator[None]:
        """Each directory and each side data file is made durable once, when the outermost closes, also after errors."""
        with self._disk.together():
            yield

    def _is_maildir(self) -> bool:
        return any((self._root / sub).is_dir() for sub in SUBS)

    def _put(self, item: str, directory: str) -> File:
        """The item lies in this folder, under a name that nothing else has there."""
        for _ in range(_TRIES):
            file = self._items.place(item)
            target = self._free(file, directory)
            if target.unique != file.unique:
                self._items.rename_ahead(item, target)
            reached("mailbox.file.before")
            try:
                self._disk.move(self._folders.path(file), self._folders.path(target))
            except FileNotFoundError:
                continue
            self._items.moved(item, target)
            reached("mailbox.file.after")
            return target
        raise NotFound(GONE)

    def _free(self, file: File, directory: str) -> File:
        for attempt in count():
            unique = names.another_unique(file.unique, attempt)
            target = File(directory, "cur", names.file_name(unique, names.flags_of(file.name)), file.mark)
            if self._items.is_free(directory, unique) and not self._folders.mark(directory, "cur", target.name):
                return target
        raise AssertionError("unreachable: count() never ends")

    @contextmanager
    def _changing(self, gone: str) -> Iterator[None]:
        with faults_named(gone), self._disk.together():
            yield

    @contextmanager
    def _seeing(self) -> Iterator[None]:
        try:
            yield
        except FileNotFoundError as fault:
            raise Unavailable(f"There is no Maildir at {self._root}; is its disk there?") from fault
        except OSError as fault:
            raise named(fault, GONE) from fault
