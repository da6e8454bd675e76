"""A Maildir on disk with the people and mail clients that use it, and what tests about it share."""

from __future__ import annotations

import os
from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from bot.mailbox import Draft, Ref
from bot.mailbox import maildir_names as names
from bot.mailbox.maildir import MaildirMailbox
from tests.contract import INBOX, JUNK, TREE, Reader, mail, only


class MaildirWorld:
    """A Maildir on disk, with people who use mail clients on it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.now = 0.0
        self.count = 0
        self.mailbox = self.restarted()
        self.folders = dict(self.mailbox.ensure_folders(TREE))

    def restarted(self) -> MaildirMailbox:
        return MaildirMailbox(self.root, stopwatch=lambda: self.now)

    def directory(self, folder: str) -> Path:
        return self.root / {INBOX: "", JUNK: ".Junk"}.get(folder, folder)

    def deliver(self, raw: bytes, folder: str = INBOX, name: str | None = None) -> Path:
        self.count += 1
        place = self.directory(folder)
        for sub in ("tmp", "new", "cur"):
            (place / sub).mkdir(parents=True, exist_ok=True)
        target = place / "new" / (name or f"17724{self.count:05}.M{self.count}P7.host")
        assert not target.exists()
        arriving = place / "tmp" / "arriving"
        arriving.write_bytes(raw)
        return arriving.rename(target)

    def path(self, item: str) -> Path:
        found = [one for one in self.root.rglob("*") if one.is_file() and names.unique_of(one.name) == item]
        assert len(found) == 1
        return found[0]

    def person_moves(self, item: str, folder: str, flags: str = "S") -> Path:
        path = self.path(item)
        kept = "D" if "D" in names.flags_of(path.name) else ""
        return path.rename(self.directory(folder) / "cur" / names.file_name(item, kept + flags))

    def person_labels(self, item: str, add: tuple[str, ...] = (), remove: tuple[str, ...] = ()) -> None:
        """As a viewer does it, which is another client of the same Maildir."""
        self.restarted().label(Ref(item), add=add, remove=remove)

    def person_removes(self, item: str) -> None:
        self.path(item).unlink()

    def person_drafts(self, raw: bytes) -> Ref:
        self.deliver(raw, names.DRAFTS, "1772.theirs.host")
        return Ref("1772.theirs.host")

    def person_edits(self, draft: Draft, was: str, becomes: str) -> None:
        path = self.path(draft.ref.id)
        saved = path.read_bytes().replace(was.encode(), becomes.encode())
        path.unlink()
        path.write_bytes(saved)

    def person_attaches(self, draft: Draft, name: str, content: bytes) -> None:
        path = self.path(draft.ref.id)
        message = message_from_bytes(path.read_bytes(), policy=policy.default)
        assert isinstance(message, EmailMessage)
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
        path.write_bytes(message.as_bytes())

    def person_sends(self, draft: Draft) -> None:
        raw = self.path(draft.ref.id).read_bytes()
        self.deliver(raw, names.SENT, "1772.by-hand.host").rename(self.directory(names.SENT) / "cur/1772.by-hand:2,S")
        self.person_removes(draft.ref.id)

    def sent(self) -> list[bytes]:
        return [one.read_bytes() for one in (self.root / ".Sent").glob("[cn][ue][rw]/*")]

    def ids(self, folder: str = INBOX) -> list[str]:
        """What a restarted service sees in a folder."""
        return sorted(item.ref.id for item in Reader(self.restarted(), folder).created(folder))


def stamped(world: MaildirWorld, reader: Reader, name: str = "m", raw: bytes | None = None) -> str:
    """A stamped item with this name lies in the Inbox."""
    world.deliver(mail() if raw is None else raw, name=name)
    return world.mailbox.stamp(only(reader.created()).ref, f"mark of {name}").id


def only_path(directory: Path) -> Path:
    """The one file there is."""
    (path,) = directory.iterdir()
    return path


def failing(function: Callable[..., Any], number: int, path: Path | None = None) -> Callable[..., Any]:
    """The function, which fails with this error where it is about this path (or about anything)."""

    def fails(about: object, *rest: object, **more: object) -> Any:
        if path is None or about == path:
            raise OSError(number, os.strerror(number))
        return function(about, *rest, **more)

    return fails


class Killed(BaseException):
    """The process was stopped dead."""


class count_to:
    """Stops the process at the point with this number."""

    def __init__(self, number: int) -> None:
        self.number, self.seen = number, 0

    def __call__(self, _: str) -> None:
        self.seen += 1
        if self.seen == self.number + 1:
            raise Killed
