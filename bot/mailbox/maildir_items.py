"""Which file of a Maildir is which item, over moves, renames, copies and restores; reads the disk, writes nothing.

An item's id is the unique part of its file name. Where that says too little: a file that is known by inode, size and
time of change is the item it was; so is one whose item has gone, if it has the same name and the same content, or the
same content in another folder. The names of our own letters and cards are enough: what is written into them anew is
the same item. Whatever is left is a new item: two present at once are two, and in doubt mail is treated twice rather
than never.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date
from hashlib import sha256

from bot.mailbox import NotFound
from bot.mailbox import maildir_names as names
from bot.mailbox.maildir_disk import faults_named, read
from bot.mailbox.maildir_folders import SUBS, File, Folders
from bot.mailbox.maildir_missing import Missing, is_ours
from bot.mailbox.side_data import Entry, SideData

_TRIES = 3
GONE = "The item is not in the mailbox any more."


class Items:
    """Every item of one Maildir as it was when last looked at: `known` what we know of it, `places` where it lies."""

    def __init__(self, folders: Folders, side: SideData) -> None:
        self.known: dict[str, Entry] = {}
        self.places: dict[str, File] = {}
        self._folders = folders
        self._side = side
        self._ids: defaultdict[tuple[str, str], dict[str, str]] = defaultdict(dict)
        self._versions: dict[tuple[str, str], int] = {}
        self._by_unique: defaultdict[str, set[str]] = defaultdict(set)
        self._by_inode: dict[int, str] = {}
        self._changes: Counter[str] = Counter()

    def refresh(self, directories: Collection[str] = ()) -> None:
        """What is known is true of the disk now, but for what others do meanwhile. Raises OSError.

        Where only some directories matter and nothing has come into them or left them, no other is looked at.
        """
        self._take_in()
        if directories and all(self._is_unchanged(directory) for directory in directories):
            return
        lost = self._look()
        if any(item not in self.places for item in lost):
            lost += self._look()  # moved out of a folder not yet listed into one listed before
        for item in lost:
            if item not in self.places and not self.known[item].sha256:
                self.known.pop(item)

    def lying_in(self, directory: str) -> Mapping[str, File]:
        """The items that lie in a folder."""
        return {item: self.places[item] for sub in SUBS for item in self._ids[directory, sub].values()}

    def id_of(self, file: File) -> str:
        """The id of the item that is this file, as far as has been looked; else the one that goes with its name."""
        return self._ids[file.directory, file.sub].get(file.name) or names.item_id(file.unique)

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

    def laid(self, file: File) -> str:
        """The file that we have just written is the item of its name, which is answered. Raises OSError."""
        self._take_in()
        item = names.item_id(file.unique)
        if item in self.places:
            self._lose(item)
        if item in self.known:
            self.known[item] = replace(self.known[item], sha256="")
        self._adopt(item, file)
        return item

    def forget(self, item: str) -> None:
        """The item, whose file we have just removed, is unknown. Raises OSError."""
        if item in self.places:
            self._lose(item)
        self.known.pop(item, None)
        self._side.remove(item)

    def label(self, item: str, add: tuple[str, ...], remove: tuple[str, ...]) -> None:
        """The item has these categories and not those, as well as all others it had, on disk after the next flush."""
        stay = [one for one in self._fresh(item).categories if one not in remove]
        self.keep(item, categories=tuple(dict.fromkeys((*stay, *add))))

    def keep(
        self,
        item: str,
        *,
        stamp: str | None = None,
        categories: tuple[str, ...] | None = None,
        flag_on: date | None = None,
    ) -> None:
        """The item is so stamped and labelled (None alters nothing), on disk after the next flush."""
        was = self._fresh(item)
        entry = replace(
            was,
            stamp=was.stamp if stamp is None else stamp,
            categories=was.categories if categories is None else categories,
            flag_on=flag_on or was.flag_on,
        )
        said = entry.stamp or entry.categories or entry.flag_on
        if said or item != names.item_id(entry.unique) or self._side.holds(item):
            if not entry.sha256:
                self.read(item)
            self._know(replace(entry, sha256=self.known[item].sha256))
            self._side.put(self.known[item])

    def rename_ahead(self, item: str, file: File) -> None:
        """The item will be known under this file's name, which it is about to get, even if the service stops now."""
        self.read(item)
        self.known[item] = replace(self.known[item], unique=file.unique)
        self._side.put(self.known[item])
        self._side.write()

    def version(self, directory: str) -> int:
        """Grows whenever an item comes into this folder or leaves it, or one there is labelled otherwise."""
        return self._changes[directory]

    def _take_in(self) -> None:
        """What is known of every item is what its side data says now. Raises OSError."""
        for entry in self._side.changed():
            self._take(entry)

    def _fresh(self, item: str) -> Entry:
        """What is known of the item, and said of it in its side data by whomever. Raises OSError."""
        newer = self._side.newer(item)
        if newer is not None:
            self._take(newer)
        return self.known[item]

    def _take(self, entry: Entry) -> None:
        """What the side data says of the item is known; where it lies we know better, if we have looked."""
        was = self.known.get(entry.id, entry)
        read_before = was.sha256 or (entry.sha256 if entry.mark == was.mark else "")
        labels = replace(was, stamp=entry.stamp, categories=entry.categories, flag_on=entry.flag_on)
        self._know(replace(labels, sha256=read_before))

    def _know(self, entry: Entry) -> None:
        was = self.known.get(entry.id)
        self.known[entry.id] = entry
        if was is not None and was.categories != entry.categories and entry.id in self.places:
            self._changes[self.places[entry.id].directory] += 1

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
        missing = Missing(entry for item, entry in self.known.items() if item not in self.places)
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
        if was.sha256 and was.mark[1:] != file.mark[1:] and is_ours(file):
            was = replace(was, sha256=self._hash(file) or "")
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
