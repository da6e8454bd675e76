"""Durable acts on a Maildir's files, and what their failures mean to the port; knows nothing about mail.

Nothing here follows a symbolic link at the end of a path, overwrites mail or removes any by itself.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.mailbox import AccessDenied, MailboxError, NotFound, Permanent, Unavailable
from store.points import reached

Mark = tuple[int, int, int]
"""Inode, size in bytes and time of last change in nanoseconds: what tells a file from another without reading it."""

_SENTENCES = {
    errno.ENOSPC: "The disk with the mailbox is full; free some space.",
    errno.EDQUOT: "The mailbox has used up its disk quota; free some space or raise it.",
    errno.EIO: "The disk with the mailbox reports errors; have it looked at.",
    errno.EROFS: "The disk with the mailbox cannot be written to (it is mounted read-only).",
    errno.EMFILE: "Too many files are open in this process; raise its limit (ulimit -n).",
    errno.ENFILE: "Too many files are open on this computer; close something or raise its limit.",
}
_REFUSED = {
    errno.EACCES: "The Maildir refuses this; give the service's user the right to read and write it.",
    errno.EPERM: "The Maildir refuses this; give the service's user the right to read and write it.",
}
_GONE = {errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.ESTALE}


@contextmanager
def faults_named(gone: str) -> Iterator[None]:
    """An OSError inside is raised as an error of the port; `gone` is the sentence for what is not there."""
    try:
        yield
    except OSError as fault:
        raise named(fault, gone) from fault


def named(fault: OSError, gone: str) -> MailboxError:
    """The port's error for a failed act, as a sentence that says what to do and names no message."""
    number = fault.errno or 0
    if number in _GONE:
        return NotFound(gone)
    if number in _REFUSED:
        return AccessDenied(_REFUSED[number])
    if number == errno.ENAMETOOLONG:
        return Permanent("A name is too long for this disk; choose shorter folder names.")
    return Unavailable(_SENTENCES.get(number) or f"The disk with the mailbox failed: {os.strerror(number)}.")


def mark_of(seen: os.stat_result) -> Mark:
    """The mark of a file that has been looked at."""
    return (seen.st_ino, seen.st_size, seen.st_mtime_ns)


def read(path: Path, limit: int = -1) -> tuple[bytes, Mark]:
    """The bytes of a regular file (the first `limit` only, if given) with its mark. Raises OSError."""
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(handle, "rb") as file:
        seen = os.fstat(handle)
        if not stat.S_ISREG(seen.st_mode):
            raise FileNotFoundError(errno.ENOENT, "not a regular file")
        return file.read(limit), mark_of(seen)


class Disk:
    """Acts whose directories are made durable once each: at once, or together when the outermost `together` closes."""

    def __init__(self) -> None:
        self._depth = 0
        self._changed: dict[Path, None] = {}
        self._before_flush: list[Callable[[], None]] = []

    def before_flush(self, write: Callable[[], None]) -> None:
        """`write` is called each time before directories are made durable, and may change some itself."""
        self._before_flush.append(write)

    @contextmanager
    def together(self) -> Iterator[None]:
        """What is done inside is durable when this closes, also after an ordinary error, which is raised on.

        After anything that ends the process (SystemExit, KeyboardInterrupt) nothing more is written.
        """
        self._depth += 1
        try:
            yield
        except Exception:
            self._close()
            raise
        except BaseException:
            self._depth -= 1
            raise
        self._close()

    def _close(self) -> None:
        self._depth -= 1
        if self._depth == 0:
            with faults_named("A folder of the Maildir has gone while it was written to."):
                self._flush()

    def _flush(self) -> None:
        reached("mailbox.flush.before")
        for write in self._before_flush:
            write()
        while self._changed:
            _fsync_directory(next(iter(self._changed)))
            self._changed.pop(next(iter(self._changed)))
        reached("mailbox.flush.after")

    def changed(self, *directories: Path) -> None:
        """These directories' entries will be durable when the outermost `together` closes."""
        self._changed.update(dict.fromkeys(directories))

    def write(self, target: Path, raw: bytes, *, by_way_of: Path, changed_at: int | None = None) -> Mark:
        """The target holds exactly these bytes, whole or not at all; `by_way_of` lies on the same disk."""
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC
        with os.fdopen(os.open(by_way_of, flags, 0o600), "wb") as file:
            file.write(raw)
            file.flush()
            if changed_at is not None:
                os.utime(file.fileno(), ns=(changed_at, changed_at))
            os.fsync(file.fileno())
            mark = mark_of(os.fstat(file.fileno()))
        by_way_of.rename(target)
        self.changed(target.parent)
        return mark

    def move(self, source: Path, target: Path) -> None:
        """The file lies at the target and not at the source."""
        source.rename(target)
        self.changed(target.parent, source.parent)

    def remove(self, path: Path) -> None:
        """The file is gone."""
        path.unlink()
        self.changed(path.parent)

    def make_directory(self, path: Path) -> None:
        """The directory exists, closed to others if it was made now."""
        if _is_directory(path):
            return
        try:
            path.mkdir(mode=0o700)
        except FileExistsError:
            if not _is_directory(path):  # somebody else may have made it just now
                raise
        else:
            self.changed(path.parent)

    def make_folder(self, path: Path, *, inside_another: bool) -> None:
        """A mail folder with cur, new and tmp exists at the path, marked as a sub-folder if it is one."""
        for directory in (path, path / "cur", path / "new", path / "tmp"):
            self.make_directory(directory)
        if inside_another and not (path / "maildirfolder").exists():
            os.close(os.open(path / "maildirfolder", os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600))
            self.changed(path)


def _is_directory(path: Path) -> bool:
    """Whether a directory lies there itself, and no link to one."""
    try:
        return stat.S_ISDIR(os.lstat(path).st_mode)
    except FileNotFoundError:
        return False


def _fsync_directory(path: Path) -> None:
    try:
        handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except FileNotFoundError:
        return
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
