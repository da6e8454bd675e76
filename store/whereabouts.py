"""Where received items lie and when they came, as far as the store knows, by row id; changes nothing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import col, select

from store.engine import Tx
from store.tables import IntakeRow


def rows_in(tx: Tx, mailbox: str, folder: str) -> dict[int, str]:
    """The rows that say their item lies in this folder, with the item's id."""
    query = select(IntakeRow.id, IntakeRow.item).where(col(IntakeRow.folder) == folder)
    return {row[0]: row[1] for row in tx.connection.execute(query.where(col(IntakeRow.mailbox) == mailbox))}


def folder_of(tx: Tx, row: int) -> str:
    """The folder an item lies in, "" where it is in none that is watched."""
    return str(tx.connection.execute(select(IntakeRow.folder).where(col(IntakeRow.id) == row)).scalar_one())


def received_at(tx: Tx, ids: Iterable[int]) -> dict[int, datetime]:
    """When each of these messages was received, by row id."""
    query = select(IntakeRow.id, IntakeRow.received_at).where(col(IntakeRow.id).in_(list(ids)))
    return {row[0]: row[1] for row in tx.connection.execute(query)}
