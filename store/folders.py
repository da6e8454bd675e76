"""The watched folders: how the service calls each, its id in the mailbox, and how far it has been read."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import bindparam
from sqlmodel import col, insert, select, update

from store.engine import Tx
from store.tables import FolderRow

_NEW = insert(FolderRow)
_READ = update(FolderRow).where(col(FolderRow.folder_id) == bindparam("which"))


def known(tx: Tx) -> dict[str, str]:
    """Folder ids by the name the service knows them by."""
    return {row[0]: row[1] for row in tx.connection.execute(select(FolderRow.name, FolderRow.folder_id))}


def cursors(tx: Tx) -> dict[str, str]:
    """How far each watched folder has been read, by folder id."""
    return {row[0]: row[1] for row in tx.connection.execute(select(FolderRow.folder_id, FolderRow.cursor))}


def keep(tx: Tx, ids: Mapping[str, str]) -> None:
    """These folders are watched under these ids; one whose id changed is read from its start again."""
    before = known(tx)
    for name, folder_id in ids.items():
        if name not in before:
            tx.connection.execute(_NEW, {"name": name, "folder_id": folder_id, "cursor": ""})
        elif before[name] != folder_id:
            changed = update(FolderRow).where(col(FolderRow.name) == name)
            tx.connection.execute(changed.values(folder_id=folder_id, cursor=""))


def read_up_to(tx: Tx, folder_id: str, cursor: str) -> None:
    """Everything in this folder up to the cursor is on record."""
    tx.connection.execute(_READ, {"which": folder_id, "cursor": cursor})
