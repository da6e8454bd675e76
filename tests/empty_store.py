"""A store as it is on its first day, made once for a process: stories begin with a copy, which costs a tenth."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from config.sections import StoreSection
from store.engine import open_store

_SQLITE = "sqlite:///"


def lay(store: StoreSection) -> None:
    """A store of SQLite lies there, with nothing in it, unless there is one or a key already."""
    place = Path(store.url.removeprefix(_SQLITE))
    if not store.url.startswith(_SQLITE) or place.exists() or store.key_file.exists() or store.blobs.exists():
        return
    for folder in (place.parent, store.key_file.parent):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    database, key = _first_day()
    shutil.copy(database, place)
    shutil.copy(key, store.key_file)


@cache
def _first_day() -> tuple[Path, Path]:
    """The files of a store that was opened once and closed again."""
    folder = Path(tempfile.mkdtemp(prefix="first-day-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    store = open_store(f"{_SQLITE}{folder / 'store.sqlite'}", folder / "blobs", folder / "key")
    store.close()
    return folder / "store.sqlite", folder / "key"
