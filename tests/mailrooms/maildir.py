"""A Maildir as a mail server and mail clients use it."""

from __future__ import annotations

import json
import os
import shutil
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from bot.mailbox import Ref
from bot.mailbox.maildir import MaildirMailbox
from bot.mailbox.maildir_names import directories_of
from templates.plain import plain
from tests.mailrooms import DRAFTS, SENT, Letter, Lying

_PARTS = ("cur", "new", "tmp")


class MaildirRoom:
    """One Maildir."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._need("")

    def opened(self, sort: type[MaildirMailbox] | None = None) -> MaildirMailbox:
        return (sort or MaildirMailbox)(self.root)

    def close(self) -> None:
        """Nothing runs."""

    @contextmanager
    def still(self) -> Iterator[None]:
        """Nobody else writes here."""
        yield

    # --- what comes in and what people do

    def deliver(self, name: str, raw: bytes, folder: str = "", *, read: bool = False) -> None:
        home = self._need(folder)
        half = home / "tmp" / name
        with half.open("wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        half.rename(home / "cur" / f"{name}:2,S" if read else home / "new" / name)

    def moves(self, name: str, folder: str) -> None:
        path = self._path(name)
        flags = "DS" if "D" in path.name.rpartition(":2,")[2] else "S"
        path.rename(self._need(folder) / "cur" / f"{name}:2,{flags}")

    def copies(self, name: str, folder: str) -> str:
        copy = f"{name}.copy"
        shutil.copyfile(self._path(name), self._need(folder) / "cur" / f"{copy}:2,S")
        return copy

    def labels(self, name: str, add: tuple[str, ...] = (), remove: tuple[str, ...] = ()) -> None:
        MaildirMailbox(self.root).label(Ref(name), add=add, remove=remove)

    def subject(self, name: str) -> str:
        return str(message_from_bytes(self._path(name).read_bytes(), policy=policy.default)["Subject"])

    def words(self, name: str) -> str:
        part = self._read(name).get_body(("html",))
        assert part is not None
        return str(part.get_content())

    def rewrites(self, name: str, html: str) -> None:
        mail = self._read(name)
        for kind, words in (("html", html), ("plain", plain(html))):
            part = mail.get_body((kind,))
            assert isinstance(part, EmailMessage)
            part.set_content(words, subtype=kind)
        self._path(name).write_bytes(mail.as_bytes())

    def _read(self, name: str) -> EmailMessage:
        mail = message_from_bytes(self._path(name).read_bytes(), policy=policy.default)
        assert isinstance(mail, EmailMessage)
        return mail

    def called(self, path: tuple[str, ...]) -> str:
        return directories_of(path)[-1]

    def removes(self, name: str) -> None:
        self._path(name).unlink()

    def removes_folder(self, folder: str) -> None:
        shutil.rmtree(self.root / folder)

    def renames_folder(self, folder: str, becomes: str) -> None:
        (self.root / folder).rename(self.root / becomes)

    def drafts_own(self, name: str, raw: bytes) -> str:
        path = self._need(DRAFTS) / "cur" / f"{name}.person:2,D"
        path.write_bytes(raw)
        return path.name

    def redirects(self, was: str, becomes: str) -> None:
        for path in self._in(DRAFTS):
            path.write_bytes(path.read_bytes().replace(f"To: {was}".encode(), f"To: {becomes}".encode()))

    def saves_anew(self, was: str, becomes: str, at: datetime) -> None:
        for number, path in enumerate(self._in(DRAFTS)):
            raw = path.read_bytes().replace(was.encode(), becomes.encode())
            path.unlink()
            self._saved(f"{number}.M1P1", raw, at)

    def saves_again(self, letter: Letter, name: str, at: datetime) -> None:
        self._saved(name, letter.raw, at)

    def sends_draft(self) -> None:
        for path in self._in(DRAFTS):
            path.rename(self._need(SENT) / "cur" / f"{_unique(path)}:2,S")

    def _saved(self, name: str, raw: bytes, at: datetime) -> None:
        """The draft lies in Drafts under a name that a mail client chose."""
        half = self._need(DRAFTS) / "tmp" / f"{name}.client:2,D"
        half.write_bytes(raw)
        os.utime(half, (at.timestamp(), at.timestamp()))
        half.rename(half.parent.parent / "cur" / half.name)

    # --- what there is to see

    def id_of(self, name: str) -> str:
        return name

    def ids_of(self, name: str) -> tuple[str, ...]:
        return (name,)

    def names(self) -> set[str]:
        return {_unique(path) for path in self._paths()}

    def lying(self) -> dict[str, list[Lying]]:
        entries = [json.loads(path.read_bytes()) for path in (self.root / "side").glob("*.json")]
        side = {one["id"]: one for one in entries}
        nothing = {"stamp": "", "categories": [], "flag_on": None}
        found: defaultdict[str, list[Lying]] = defaultdict(list)
        for path in self._paths():
            name = _unique(path)
            beside = side.get(name, nothing)
            folder = "" if path.parent.parent == self.root else path.parent.parent.name
            read = "S" in path.name.rpartition(":2,")[2]
            labels = beside["stamp"], tuple(beside["categories"]), beside["flag_on"] or ""
            found[name].append(Lying(folder, path.read_bytes(), read, *labels))
        return found

    def sent(self) -> list[Letter]:
        found = [(path.stat().st_mtime_ns, path) for path in self._in(SENT)]
        return [
            Letter(path.read_bytes(), datetime.fromtimestamp(at / 1e9, UTC), path.name) for at, path in sorted(found)
        ]

    def drafts(self) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in self._in(DRAFTS)}

    def half_written(self) -> list[str]:
        found = (*self.root.glob(".*/tmp/*"), *self.root.glob("tmp/*"), *self.root.glob("**/*.tmp"))
        return [str(path) for path in found]

    def everything(self) -> object:
        return sorted(self.root.rglob("*"))

    def _need(self, folder: str) -> Path:
        for part in _PARTS:
            (self.root / folder / part).mkdir(parents=True, exist_ok=True)
        return self.root / folder

    def _in(self, folder: str) -> list[Path]:
        return [path for part in ("cur", "new") for path in sorted((self.root / folder / part).glob("*"))]

    def _paths(self) -> Iterator[Path]:
        """Every message lying anywhere but among letters."""
        for home in (self.root, *(one for one in self.root.glob(".*") if one.name not in (DRAFTS, SENT))):
            for part in ("cur", "new"):
                yield from (home / part).glob("*")

    def _path(self, name: str) -> Path:
        (found,) = [path for path in self._paths() if _unique(path) == name]
        return found


def _unique(path: Path) -> str:
    return path.name.partition(":")[0]
