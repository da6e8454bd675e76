"""What lies in the directories of a Maildir, listed again only when it may have changed; changes nothing on disk."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from bot.mailbox import maildir_names as names
from bot.mailbox.maildir_disk import Mark, mark_of

SUBS = ("cur", "new")
_TICK = 2.0
"""Seconds within which a disk may give two changes of a directory the same time."""
_MISSING, _UNKNOWN = -1, -2


class File(NamedTuple):
    """One file that lies in a Maildir: in which directory, `cur` or `new`, its name and its mark."""

    directory: str
    sub: str
    name: str
    mark: Mark

    @property
    def unique(self) -> str:
        """The part of its name that stays when its flags change."""
        return names.unique_of(self.name)

    @property
    def inode(self) -> int:
        """Which file it is on its disk, whatever it is called."""
        return self.mark[0]


class Listing:
    """The regular files of one directory, by name; `version` grows when they change.

    A directory whose time of change is unaltered is not listed again, unless that time was first seen less than
    two seconds before the last listing: what changed later within the same tick of the disk's clock would be missed.
    """

    def __init__(self, path: Path, stopwatch: Callable[[], float]) -> None:
        self.path = path
        self._where = str(path)
        self.version = 0
        self.fault: OSError | None = None
        self._files: dict[str, Mark] = {}
        self._by_id: dict[str, str] = {}
        self._strange: dict[str, None] = {}
        self._saved_anew: dict[str, None] = {}
        self._stopwatch = stopwatch
        self._changed_at = _UNKNOWN
        self._first_seen = 0.0
        self._settled = False

    def files(self, *, sure: bool = True) -> Mapping[str, Mark]:
        """Every regular file that lies there; none where there is no such directory or it cannot be read.

        True now, or unless `sure` so long ago as the disk's clock takes for a tick.
        """
        if not ((self._settled or not sure) and self._time() == self._changed_at):
            self._list()
        return self._files

    def find(self, item: str, *, sure: bool) -> str | None:
        """The name of the file that goes by this id here."""
        self.files(sure=sure)
        return self._by_id.get(item)

    def strange(self, *, sure: bool) -> Iterable[str]:
        """The names that our letters do not have."""
        self.files(sure=sure)
        return tuple(self._strange)

    def drafts(self, item: str, *, sure: bool) -> Iterable[str]:
        """The name that goes by this id, and those of the strange names that say they are of drafts."""
        self.files(sure=sure)
        own = self._by_id.get(item)
        return (own, *self._saved_anew) if own else tuple(self._saved_anew)

    def forget(self) -> None:
        """The directory will be listed again, whatever its time of change says."""
        self._changed_at = _UNKNOWN

    @contextmanager
    def changing(self) -> Iterator[None]:
        """What is changed on disk inside, and told by `add` and `remove`, needs no new listing by itself."""
        quiet = self._time() == self._changed_at
        yield
        if quiet:
            self._changed_at, self._first_seen, self._settled = self._time(), self._stopwatch(), False

    def add(self, name: str, mark: Mark) -> None:
        """This file has come, by our doing."""
        self.version += 1
        self._files[name] = mark
        self._by_id[names.item_id(names.unique_of(name))] = name

    def remove(self, name: str) -> None:
        """This file has gone, by our doing."""
        self.version += 1
        self._files.pop(name, None)
        self._by_id.pop(names.item_id(names.unique_of(name)), None)
        self._strange.pop(name, None)
        self._saved_anew.pop(name, None)

    def _time(self) -> int:
        try:
            return os.stat(self._where, follow_symlinks=False).st_mtime_ns  # noqa: PTH116 - asked often
        except OSError:
            return _MISSING

    def _list(self) -> None:
        now, self.fault = self._stopwatch(), None
        try:
            changed_at, files = _list(self.path)
        except OSError as fault:
            changed_at, files = _MISSING, {}
            self.fault = None if isinstance(fault, FileNotFoundError | NotADirectoryError) else fault
        if changed_at != self._changed_at:
            self._changed_at, self._first_seen = changed_at, now
        self._settled = now - self._first_seen >= _TICK
        if files != self._files:
            self.version += 1
            self._files = files
            self._by_id = {names.item_id(names.unique_of(name)): name for name in files}
            self._strange = {name: None for name in files if not names.is_letter(name)}
            self._saved_anew = {name: None for name in self._strange if names.is_flagged_draft(name)}


def _list(path: Path) -> tuple[int, dict[str, Mark]]:
    handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        changed_at, files = os.fstat(handle).st_mtime_ns, {}
        with os.scandir(handle) as entries:
            for entry in entries:
                if not entry.name.startswith("."):
                    with suppress(FileNotFoundError):
                        seen = entry.stat(follow_symlinks=False)
                        if stat.S_ISREG(seen.st_mode):
                            files[entry.name] = mark_of(seen)
        return changed_at, files
    finally:
        os.close(handle)


class Folders:
    """Every folder of one Maildir, by its directory below the root ("" is the Inbox)."""

    def __init__(self, root: Path, stopwatch: Callable[[], float]) -> None:
        self.root = root
        self._stopwatch = stopwatch
        self._listings: dict[tuple[str, str], Listing] = {}

    def exists(self, directory: str) -> bool:
        """Whether there is such a folder now; a symbolic link is none."""
        path = self.root / directory
        return path.is_dir() and not (directory and path.is_symlink())

    def listing(self, directory: str, sub: str) -> Listing:
        """The listing of `cur` or `new` of this folder, whether or not it exists."""
        if (directory, sub) not in self._listings:
            self._listings[directory, sub] = Listing(self.root / directory / sub, self._stopwatch)
        return self._listings[directory, sub]

    def directories(self) -> list[str]:
        """Every folder that is there now or has been before. Raises OSError without a root."""
        return list(dict.fromkeys(directory for directory, _, _ in self.listings()))

    def listings(self) -> list[tuple[str, str, Listing]]:
        """The listings of every folder that is there now or has been before. Raises OSError without a root."""
        with os.scandir(self.root) as entries:
            there = [one.name for one in entries if one.name.startswith(".") and one.is_dir(follow_symlinks=False)]
        for directory in ("", *there):
            for sub in SUBS:
                self.listing(directory, sub)
        return [(directory, sub, listing) for (directory, sub), listing in self._listings.items()]

    def path(self, file: File) -> Path:
        """Where this file lies."""
        return self.listing(file.directory, file.sub).path / file.name

    def mark(self, directory: str, sub: str, name: str) -> Mark | None:
        """The mark of this file now; None when it has gone. Raises OSError."""
        try:
            seen = os.stat(f"{self.listing(directory, sub).path}/{name}", follow_symlinks=False)  # noqa: PTH116 - asked often
        except (FileNotFoundError, NotADirectoryError):
            return None
        return mark_of(seen) if stat.S_ISREG(seen.st_mode) else None

    def lies_there(self, file: File) -> bool:
        """Whether exactly this file lies there now, unchanged. Raises OSError."""
        return self.mark(file.directory, file.sub, file.name) == file.mark

    def doubt(self, file: File) -> None:
        """Its directory will be listed again."""
        self.listing(file.directory, file.sub).forget()
