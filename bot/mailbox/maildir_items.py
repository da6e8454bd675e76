"""Which file of a Maildir is which item, over moves, renames, copies and restores; reads the disk, writes nothing.

An item's id is the unique part of its file name. Where that says too little: a file that is known by inode, size and
time of change is the item it was; so is one whose item has gone, if it has the same name and the same content, or the
same content in another folder. Whatever is left is a new item: two present at once are two, and in doubt mail is
treated twice rather than never.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date
from hashlib import sha256

from bot.mailbox import NotFound
from bot.mailbox import maildir_names as names
from bot.mailbox.maildir_disk import Mark, faults_named, read
from bot.mailbox.maildir_folders import SUBS, File, Folders
from bot.mailbox.side_data import Entry, SideData

_TRIES = 3
GONE = "The item is not in the mailbox any more."

Hasher = Callable[[File], str | None]


class Items:
    """Every item of one Maildir as it was when last looked at: `known` what we know of it, `places` where it lies."""

    def __init__(self, folders: Folders, side: SideData) -> None:
        self.known: dict[str, Entry] = {}
        self.places: dict[str, File] = {}
        self._folders = folders
        self._side = side
        self._loaded = False
        self._ids: defaultdict[tuple[str, str], dict[str, str]] = defaultdict(dict)
        self._versions: dict[tuple[str, str], int] = {}
        self._by_unique: defaultdict[str, set[str]] = defaultdict(set)
        self._by_inode: dict[int, str] = {}
        self._changes: Counter[str] = Counter()

    def refresh(self, directories: Collection[str] = ()) -> None:
        """What is known is true of the disk now, but for what others do meanwhile. Raises OSError.

        Where only some directories matter and nothing has come into them or left them, no other is looked at.
        """
        if directories and all(self._is_unchanged(directory) for directory in directories):
            return
        if not self._loaded:
            self.known = self._side.load()
            self._loaded = True
        lost = self._look()
        if any(item not in self.places for item in lost):
            lost += self._look()  # moved out of a folder not yet listed into one listed before
        for item in lost:
            if item not in self.places and not self.known[item].sha256:
                self.known.pop(item)

    def lying_in(self, directory: str) -> Mapping[str, File]:
        """The items that lie in a folder."""
        return {item: self.places[item] for sub in SUBS for item in self._ids[directory, sub].values()}

    def place(self, item: str) -> File:
        """Where the item lies at this moment. Raises NotFound when it has gone, OSError."""
        for _ in range(_TRIES):
            file = self.places.get(item)
            if file is not None:
                if self._folders.lies_there(file):
                    return file
                self._folders.doubt(file)
            self.refresh()
        if item in self.places:
            return self.places[item]
        raise NotFound(GONE)

    def read(self, item: str) -> bytes:
        """The bytes of the item's file, remembered by their hash. Raises NotFound when it has gone."""
        for _ in range(_TRIES):
            with faults_named(GONE):
                file = self.place(item)
                try:
                    raw, mark = read(self._folders.path(file))
                except FileNotFoundError:
                    continue
            if mark == file.mark:
                self.known[item] = replace(self.known[item], sha256=sha256(raw).hexdigest())
                return raw
        raise NotFound(GONE)

    def is_free(self, directory: str, unique: str) -> bool:
        """Whether no item in this folder has this unique part."""
        return all(self.places[item].directory != directory for item in self._by_unique.get(unique, ()))

    def moved(self, item: str, file: File) -> None:
        """The item lies where we have just put it."""
        self._lose(item)
        self._adopt(item, file)

    def keep(
        self,
        item: str,
        *,
        stamp: str | None = None,
        categories: tuple[str, ...] | None = None,
        flag_on: date | None = None,
    ) -> None:
        """The item is so stamped and labelled (None alters nothing), on disk after the next flush."""
        was = self.known[item]
        entry = replace(
            was,
            stamp=was.stamp if stamp is None else stamp,
            categories=was.categories if categories is None else categories,
            flag_on=flag_on or was.flag_on,
        )
        if entry.stamp or entry.categories or entry.flag_on or item != names.item_id(entry.unique):
            if not entry.sha256:
                self.read(item)
            self.known[item] = replace(entry, sha256=self.known[item].sha256)
            self._side.put(self.known[item])

    def rename_ahead(self, item: str, file: File) -> None:
        """The item will be known under this file's name, which it is about to get, even if the service stops now."""
        self.read(item)
        self.known[item] = replace(self.known[item], unique=file.unique)
        self._side.put(self.known[item])
        self._side.write()

    def version(self, directory: str) -> int:
        """Grows whenever an item comes into this folder or leaves it."""
        return self._changes[directory]

    def _is_unchanged(self, directory: str) -> bool:
        for sub in SUBS:
            listing = self._folders.listing(directory, sub)
            listing.files()
            if self._versions.get((directory, sub)) != listing.version:
                return False
        return True

    def _look(self) -> list[str]:
        """Lists what may have changed and settles which files are which items; answers the items that had to go."""
        lost: list[str] = []
        came: list[File] = []
        for directory, sub, listing in self._folders.listings():
            files, ids = listing.files(), self._ids[directory, sub]
            if self._versions.get((directory, sub)) == listing.version:
                continue
            self._versions[directory, sub] = listing.version
            changed = [item for name, item in ids.items() if files.get(name) != self.places[item].mark]
            for item in changed:
                self._lose(item)
            lost += changed
            came += [File(directory, sub, name, mark) for name, mark in files.items() if name not in ids]
        return lost + self._settle(came) if came else lost

    def _settle(self, came: list[File]) -> list[str]:
        """Every file that came is an item; answers the items found to have left where they were thought to be."""
        left = [item for item in self._rivals(came) if not self._folders.lies_there(self.places[item])]
        for item in left:
            self._folders.doubt(self.places[item])
            self._lose(item)
        came = [file for file in sorted(came, key=_age) if not self._is_second_link(file)]
        missing = _Missing(entry for item, entry in self.known.items() if item not in self.places)
        for rule in (missing.same_file, missing.same_name, missing.moved):
            came = [file for file in came if not self._adopt(rule(file, self._hash), file)]
        for file in came:
            self._adopt(self._new_id(file), file)
        return left

    def _rivals(self, came: Iterable[File]) -> set[str]:
        """Items said to lie elsewhere that one of these files might be."""
        found = {item for file in came for item in self._by_unique.get(file.unique, ())}
        return found | {self._by_inode[file.inode] for file in came if file.inode in self._by_inode}

    def _is_second_link(self, file: File) -> bool:
        """Whether this is one file seen under one name in two folders: a move in the making, looked at again later."""
        others = (self.places[item] for item in self._by_unique.get(file.unique, ()))
        if not any(other.inode == file.inode for other in others):
            return False
        self._versions.pop((file.directory, file.sub))
        return True

    def _new_id(self, file: File) -> str:
        plain = names.item_id(file.unique)
        item, attempt = plain, 0
        while item in self.known:
            item = f"{plain}+{file.inode}" + (f".{attempt}" if attempt else "")
            attempt += 1
        return item

    def _adopt(self, item: str | None, file: File) -> bool:
        """The file is this item; answers whether there was one to be."""
        if item is None:
            return False
        was = self.known.get(item) or Entry(item, file.unique, file.directory, file.mark)
        self.known[item] = replace(was, unique=file.unique, directory=file.directory, mark=file.mark)
        self.places[item] = file
        self._ids[file.directory, file.sub][file.name] = item
        self._by_unique[file.unique].add(item)
        self._by_inode[file.inode] = item
        self._changes[file.directory] += 1
        return True

    def _lose(self, item: str) -> None:
        file = self.places.pop(item)
        self._ids[file.directory, file.sub].pop(file.name)
        self._by_unique[file.unique].discard(item)
        self._changes[file.directory] += 1
        if self._by_inode.get(file.inode) == item:
            self._by_inode.pop(file.inode)

    def _hash(self, file: File) -> str | None:
        """The hash of the file's content; None when it cannot be read, so that it is like no other."""
        try:
            return sha256(read(self._folders.path(file))[0]).hexdigest()
        except OSError:
            return None


def _age(file: File) -> tuple[int, int]:
    return file.mark[2], file.inode


class _Missing:
    """The known items without a file, and the rules by which a file that came can be one of them, strictest first."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._found: set[str] = set()
        self._by_mark: defaultdict[Mark, list[Entry]] = defaultdict(list)
        self._by_unique: defaultdict[str, list[Entry]] = defaultdict(list)
        self._by_size: defaultdict[int, list[Entry]] = defaultdict(list)
        for entry in entries:
            self._by_mark[entry.mark].append(entry)
            self._by_unique[entry.unique].append(entry)
            self._by_size[entry.mark[1]].append(entry)

    def same_file(self, file: File, hashed: Hasher) -> str | None:
        """The item that was this very file, moved, flagged or renamed; under another name only with its content."""
        entries = sorted(self._by_mark.get(file.mark, ()), key=lambda entry: entry.unique != file.unique)
        return self._first(entries, lambda entry: entry.unique == file.unique or _same(entry, file, hashed))

    def same_name(self, file: File, hashed: Hasher) -> str | None:
        """The item that had this name and this content, if anybody ever read it (as after a restore from backup)."""
        return self._first(self._by_unique.get(file.unique, ()), lambda entry: _same(entry, file, hashed))

    def moved(self, file: File, hashed: Hasher) -> str | None:
        """The item that lay in another folder with this content (moved by a client that copies and renames)."""
        entries = self._by_size.get(file.mark[1], ())
        elsewhere = [entry for entry in entries if entry.sha256 and entry.directory != file.directory]
        return self._first(elsewhere, lambda entry: _same(entry, file, hashed))

    def _first(self, entries: Iterable[Entry], fits: Callable[[Entry], bool]) -> str | None:
        for entry in entries:
            if entry.id not in self._found and fits(entry):
                self._found.add(entry.id)
                return entry.id
        return None


def _same(entry: Entry, file: File, hashed: Hasher) -> bool:
    return not entry.sha256 or (entry.mark[1] == file.mark[1] and entry.sha256 == hashed(file))
