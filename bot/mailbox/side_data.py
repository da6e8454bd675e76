"""What a Maildir cannot say about a message: one small durable JSON file for each item, beside the mail; no mail."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any

from bot.mailbox.maildir_disk import Disk, Mark, mark_of, read
from bot.mailbox.maildir_folders import Listing
from bot.mailbox.maildir_names import side_name
from store.points import reached


@dataclass(frozen=True, slots=True)
class Entry:
    """What is known of one item: where its file lay last and what it was, our stamp, and its labels.

    `sha256` is of the whole file, or "" where nobody has read it yet; only its folder and inode may be out of date.
    """

    id: str
    unique: str
    directory: str
    mark: Mark
    sha256: str = ""
    stamp: str = ""
    categories: tuple[str, ...] = ()
    flag_on: date | None = None


class SideData:
    """The entries on disk, in one directory; what is put is durable when the disk's `together` closes.

    Others may write there too, such as a viewer in which people set labels; `changed` and `newer` tell what they wrote.
    Where both write about one item at once, what is put here and not written yet wins.
    """

    def __init__(self, directory: Path, disk: Disk, stopwatch: Callable[[], float]) -> None:
        self.directory = directory
        self._disk = disk
        self._listing = Listing(directory, stopwatch)
        self._looked_at = self._listing.version
        self._marks: dict[str, Mark] = {}
        self._damaged: set[str] = set()
        self._saved: dict[str, Entry] = {}
        self._unsaved: dict[str, Entry] = {}
        disk.before_flush(self.write)

    @property
    def unreadable(self) -> int:
        """How many files there hold no entry."""
        return len(self._damaged)

    def changed(self) -> list[Entry]:
        """Every entry on disk that is new or another than when it was last read or written here. Raises OSError."""
        files = self._listing.files()
        if self._listing.fault is not None:
            raise self._listing.fault
        if self._looked_at == self._listing.version:
            return []
        self._looked_at = self._listing.version
        names = [name for name, mark in files.items() if name.endswith(".json") and self._marks.get(name) != mark]
        found = [self._load(name) for name in names]
        return [entry for entry in found if entry is not None and entry.id not in self._unsaved]

    def newer(self, item: str) -> Entry | None:
        """What somebody else has written about this item since it was last read or written here. Raises OSError."""
        name = side_name(item)
        if item in self._unsaved:
            return None
        try:
            seen = os.stat(f"{self.directory}/{name}", follow_symlinks=False)  # noqa: PTH116 - asked often
        except (FileNotFoundError, NotADirectoryError):
            return None
        return None if self._marks.get(name) == mark_of(seen) else self._load(name)

    def _load(self, name: str) -> Entry | None:
        try:
            raw, self._marks[name] = read(self.directory / name)
            entry = _entry(json.loads(raw))
        except FileNotFoundError:
            return None
        except (ValueError, TypeError, KeyError):
            self._damaged.add(name)
            return None
        self._damaged.discard(name)
        self._saved[entry.id] = entry
        return entry

    def holds(self, item: str) -> bool:
        """Whether there is anything about this item."""
        return item in self._saved or item in self._unsaved

    def put(self, entry: Entry) -> None:
        """The entry is written at the next flush, unless it says what the disk says already."""
        if self._saved.get(entry.id) == entry:
            self._unsaved.pop(entry.id, None)
        else:
            self._unsaved[entry.id] = entry

    def remove(self, item: str) -> None:
        """There is nothing about this item. Raises OSError."""
        self._unsaved.pop(item, None)
        if self._saved.pop(item, None) is not None:
            self._marks.pop(side_name(item), None)
            self._disk.remove(self.directory / side_name(item))

    def write(self) -> None:
        """Every entry that was put is in its file; what fails stays to be written next time."""
        if self._unsaved:
            self._disk.make_directory(self.directory)
        for entry in list(self._unsaved.values()):
            reached("mailbox.stamp.before")
            name = side_name(entry.id)
            by_way_of = self.directory / f".{name}.tmp"
            self._marks[name] = self._disk.write(self.directory / name, _bytes(entry), by_way_of=by_way_of)
            self._saved[entry.id] = self._unsaved.pop(entry.id)
            reached("mailbox.stamp.after")


def _bytes(entry: Entry) -> bytes:
    known = {one.name: getattr(entry, one.name) for one in fields(entry)}
    return json.dumps(known, default=date.isoformat, separators=(",", ":")).encode("ascii")


def _entry(data: dict[str, Any]) -> Entry:
    inode, size, changed_at = (int(number) for number in data["mark"])
    words = {name: str(data[name]) for name in ("id", "unique", "directory", "sha256", "stamp")}
    flag_on = date.fromisoformat(data["flag_on"]) if data["flag_on"] else None
    return Entry(**words, mark=(inode, size, changed_at), categories=tuple(data["categories"]), flag_on=flag_on)
