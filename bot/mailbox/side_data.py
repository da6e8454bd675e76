"""What a Maildir cannot say about a message: one small durable JSON file for each item, beside the mail; no mail."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any

from bot.mailbox.maildir_disk import Disk, Mark, read
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
    """The entries on disk, in one directory; what is put is durable when the disk's `together` closes."""

    def __init__(self, directory: Path, disk: Disk) -> None:
        self.directory = directory
        self.unreadable = 0
        self._disk = disk
        self._saved: dict[str, Entry] = {}
        self._unsaved: dict[str, Entry] = {}
        disk.before_flush(self.write)

    def load(self) -> dict[str, Entry]:
        """Every entry on disk by its item's id; files that hold none are counted in `unreadable`. Raises OSError."""
        self.unreadable = 0
        try:
            found = list(self.directory.iterdir())
        except FileNotFoundError:
            found = []
        for path in found:
            if path.suffix == ".json" and not path.name.startswith("."):
                self._load(path)
        return {**self._saved, **self._unsaved}

    def _load(self, path: Path) -> None:
        try:
            entry = _entry(json.loads(read(path)[0]))
        except (ValueError, TypeError, KeyError):
            self.unreadable += 1
        else:
            self._saved[entry.id] = entry

    def put(self, entry: Entry) -> None:
        """The entry is written at the next flush, unless it says what the disk says already."""
        if self._saved.get(entry.id) == entry:
            self._unsaved.pop(entry.id, None)
        else:
            self._unsaved[entry.id] = entry

    def write(self) -> None:
        """Every entry that was put is in its file; what fails stays to be written next time."""
        if self._unsaved:
            self._disk.make_directory(self.directory)
        for entry in list(self._unsaved.values()):
            reached("mailbox.stamp.before")
            name = side_name(entry.id)
            self._disk.write(self.directory / name, _bytes(entry), by_way_of=self.directory / f".{name}.tmp")
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
