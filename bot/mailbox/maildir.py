"""The embedded mailbox: a Maildir++ that any mail client can open; knows no network, deletes no mail, asks no clock.

Mail arrives as files in `new` or `cur` of the root, the Inbox. Folders are directories such as `.Reviews.1 To do`
beside them, and what is put into `.Sent` has been sent. Stamps and labels, for which a Maildir has no place, lie in
`side/`. One process at a time may use it; mail clients may use it at the same time.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from hashlib import sha256
from itertools import count
from pathlib import Path

from bot import mime
from bot.mailbox import (
    Caps,
    Draft,
    DraftContent,
    FolderId,
    Found,
    Health,
    Item,
    MailboxError,
    NotFound,
    Page,
    Permanent,
    Ref,
    SentLetter,
    Tree,
    Unavailable,
)
from bot.mailbox import maildir_names as names
from bot.mailbox.maildir_disk import Disk, Mark, faults_named, named, read
from bot.mailbox.maildir_examination import MaildirExamined
from bot.mailbox.maildir_folders import SUBS, File, Folders
from bot.mailbox.maildir_items import GONE, Items
from bot.mailbox.maildir_letters import Letters, instant, ref_of
from bot.mailbox.one_by_one import OneByOne
from bot.mailbox.side_data import SideData
from store.messages import Letter
from store.points import reached

_HEAD = 32_768
_TRIES = 3


class MaildirMailbox(OneByOne):
    """A Maildir++ as the mailbox; everything it does is durable when the call, or the `together` around it, is over."""

    caps = Caps("maildir", auto_submitted_header=True, own_message_id=True, multipart=True)

    def __init__(self, path: Path, *, stopwatch: Callable[[], float] = time.monotonic) -> None:
        self._root = path
        self._disk = Disk()
        self._folders = Folders(path, stopwatch)
        self._side = SideData(path / "side", self._disk)
        self._items = Items(self._folders, self._side)
        self._letters = Letters(self._folders, self._disk)
        self._given: dict[FolderId, tuple[str, frozenset[str], int | None]] = {}
        self._received: dict[str, tuple[Mark, datetime]] = {}

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
            self._letters.make_folders()
            for path in tree.values():
                for directory in names.directories_of(path):
                    self._disk.make_folder(self._root / directory, inside_another=directory != "")
        return {name: names.folder_of(names.directories_of(path)[-1]) for name, path in tree.items()}

    def poll(self, cursors: Mapping[FolderId, str]) -> Iterator[Page]:
        """What changed in each folder since its cursor, a hash of what lay there; nothing for one that is the same.

        Raises NotFound for an unknown folder, once all others have been told; Unavailable when the whole Maildir has
        gone, for then it is not empty.
        """
        with self._seeing():
            if not self._is_maildir() and not {"", _cursor(())}.issuperset(cursors.values()):
                raise FileNotFoundError  # an empty mount point: mail that was known lies somewhere else, not nowhere
            self._items.refresh([names.directory_of(folder) or "" for folder in cursors])
        return self._pages(dict(cursors))

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
            directory = names.directory_of(folder)
            if directory is None or not (self._root / directory / "cur").is_dir():
                raise Permanent(f"The folder {names.shown(folder)!r} is not in the Maildir any more; put it back.")
            if file.directory != directory:
                file = self._put(ref.id, directory)
            self._items.keep(ref.id, categories=categories, flag_on=flag_on)
        return ref_of(file, ref.id)

    def draft(self, letter: Letter) -> Draft:
        """The one draft of this letter lies in .Drafts; drafting it again replaces it."""
        return self._letters.draft(letter)

    def read_back(self, draft: Draft) -> DraftContent:
        """What the draft says now, whoever saved it last. Raises NotFound when it is no longer a draft."""
        return self._letters.read_back(draft)

    def submit(self, draft: Draft) -> None:
        """The draft lies in .Sent, which is its delivery. Raises NotFound when it was submitted or removed before."""
        self._letters.submit(draft)

    def find(self, key: str) -> tuple[Found, ...]:
        """Every file in .Drafts and .Sent that carries the key."""
        return self._letters.find(key)

    def sent_since(self, instant: datetime) -> Iterator[SentLetter]:
        """Every file in .Sent that carries a key of ours and was written or put there at this instant or later."""
        return self._letters.sent_since(instant)

    def drafts(self) -> tuple[Draft, ...]:
        """Every file in .Drafts that carries a key of ours."""
        return self._letters.drafts()

    def discard(self, own: Draft) -> None:
        """The draft is gone; only one in .Drafts that carries its key ever is. Raises NotFound, Permanent."""
        self._letters.discard(own)

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

    def _pages(self, cursors: Mapping[FolderId, str]) -> Iterator[Page]:
        """The pages of every folder that can be seen; then raises what kept the first other one from being seen."""
        troubles: list[MailboxError] = []
        for folder, cursor in cursors.items():
            try:
                page = self._page(folder, cursor)
            except MailboxError as trouble:
                troubles.append(trouble)
            else:
                yield from () if page is None else (page,)
        if troubles:
            raise troubles[0]

    def _page(self, folder: FolderId, cursor: str) -> Page | None:
        directory = self._directory(folder)
        version = self._items.version(directory)
        known_at, known, at_version = self._given.get(folder, ("", frozenset(), None))
        if cursor == known_at and version == at_version:
            return None
        here = self._items.lying_in(directory)
        if cursor == _cursor(here):
            self._given[folder] = cursor, frozenset(here), version
            return None
        complete = not cursor or cursor != known_at
        since = frozenset() if complete else known
        seen = (self._item(item, file) for item, file in here.items() if item not in since)
        created = tuple(item for item in seen if item is not None)
        ids = (since & here.keys()) | {item.ref.id for item in created}
        self._given[folder] = _cursor(ids), ids, version
        return Page(folder, created, tuple(sorted(since - ids)), complete, _cursor(ids))

    def _directory(self, folder: FolderId) -> str:
        """The directory of a folder that is there and can be seen whole; of the Inbox and Junk always."""
        directory = names.directory_of(folder)
        if directory is None or not (folder in (names.INBOX, names.JUNK) or self._folders.exists(directory)):
            raise NotFound(f"There is no folder {names.shown(folder)!r} in the Maildir; `ensure_folders` makes it.")
        for sub in SUBS:
            fault = self._folders.listing(directory, sub).fault
            if fault is not None:
                raise named(fault, GONE) from fault
        return directory

    def _item(self, item: str, file: File) -> Item | None:
        """The item as it lies there; None when it has gone since it was listed."""
        mark, received_at = self._received.get(item, (None, instant(file.mark)))
        if mark != file.mark:
            try:
                head, _ = read(self._folders.path(file), _HEAD)
            except FileNotFoundError:
                return None
            except OSError:
                head = b""
            received_at = mime.received_at(head) or received_at
            self._received[item] = file.mark, received_at
        return Item(ref_of(file, item), received_at, file.mark[1], self._items.known[item].stamp)

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


def _cursor(ids: Iterable[str]) -> str:
    return sha256("\0".join(sorted(ids)).encode()).hexdigest()[:32]
