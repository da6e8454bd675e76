"""One office for many seeds: settings, cues and an empty store at its schema, copied anew onto a memory file system."""

from __future__ import annotations

import atexit
import base64
import shutil
import sqlite3
import tempfile
from contextlib import closing
from functools import cache
from pathlib import Path

from bot.clock import Clock
from bot.log import Log
from bot.mailbox import Mailbox
from bot.recognising.words import cue_table
from bot.service import Service
from handlers.working_days import WorkingDays
from store.blobs import Blobs
from store.engine import Store, open_store
from tests.world import ReaderHere, settings_in

HOSTS = ("a", "b")
_MEMORY = Path("/dev/shm")
_KEY = "reviews-bot key 1\n" + base64.b64encode(bytes(range(32))).decode() + "\n"


class Office:
    """The settings and the real store of one process, made empty again for each seed; one engine for each host."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="reviews-sim-", dir=_MEMORY if _MEMORY.is_dir() else None))
        atexit.register(shutil.rmtree, self.folder, ignore_errors=True)
        self.settings = settings_in(self.folder)
        self.database = self.folder / "store" / "reviews.sqlite"
        self._copy = self.folder / "copy.sqlite"
        self.settings.store.key_file.parent.mkdir(exist_ok=True)
        self.settings.store.key_file.write_text(_KEY)
        self.settings.store.key_file.chmod(0o600)
        self.stores: dict[str, Store] = {host: self._open() for host in HOSTS}
        self._close()
        self._empty = self.database.read_bytes()
        self._cues = cue_table()
        self._days = WorkingDays()

    def empty(self) -> None:
        """Nothing has ever happened here."""
        self._close()
        for path in self.database.parent.glob(f"{self.database.name}-*"):
            path.unlink()
        self.database.write_bytes(self._empty)
        shutil.rmtree(self.settings.store.blobs, ignore_errors=True)
        self.settings.stop_file.unlink(missing_ok=True)

    def backs_up(self) -> None:
        """The store lies aside as it is now."""
        with closing(sqlite3.connect(self.database)) as now, closing(sqlite3.connect(self._copy)) as copy:
            now.backup(copy)

    def comes_back(self) -> None:
        """The store is as it was then, for whoever opens it from now on; who has it open still has the other."""
        self._close()
        for path in self.database.parent.glob(f"{self.database.name}*"):
            path.unlink()
        shutil.copy(self._copy, self.database)
        self.stores = {host: self._open() for host in HOSTS}

    def service(self, host: str, mailbox: Mailbox, clock: Clock, log: Log) -> Service:
        """A process that has just started on this host: nothing in memory, everything on disk."""
        store = self.stores[host]
        store.blobs = Blobs(self.settings.store.blobs, store.vault)
        return Service(
            settings=self.settings,
            store=store,
            mailbox=mailbox,
            reader=ReaderHere(),
            clock=clock,
            log=log,
            cues=self._cues,
            days=self._days,
        )

    def _open(self) -> Store:
        where = self.settings.store
        return open_store(where.url, where.blobs, where.key_file)

    def _close(self) -> None:
        for store in self.stores.values():
            store.close()


@cache
def office() -> Office:
    """The office of this process."""
    return Office()
