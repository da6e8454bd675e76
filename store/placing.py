"""Where received items are to lie, and where they were put or found: what is on record of it. Moves none itself."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import bindparam
from sqlmodel import col, select, update

from store.engine import Tx
from store.events import record
from store.intake import Held, held_of
from store.tables import IntakeRow

_ONE = update(IntakeRow).where(col(IntakeRow.id) == bindparam("which"))
_TO_FILE = (
    select(IntakeRow.__table__)  # type: ignore[attr-defined]  # SQLModel hides __table__
    .where(col(IntakeRow.filing) == "intended")
    .order_by(col(IntakeRow.id))
    .limit(bindparam("most"))
)
_FILED = _ONE.values(item=bindparam("item_"), locator=bindparam("locator_"), folder=bindparam("folder_"), filing="done")


def to_file(tx: Tx, limit: int) -> tuple[Held, ...]:
    """What waits to be filed, oldest first."""
    return tuple(held_of(row) for row in tx.connection.execute(_TO_FILE, {"most": limit}))


def filed(tx: Tx, placed: Sequence[tuple[Held, str, str, str]]) -> None:
    """Each of these lies where it was to be filed: row, item id, locator and folder now."""
    if not placed:
        return
    rows = [
        {"which": one.id, "item_": item, "locator_": locator, "folder_": folder}
        for one, item, locator, folder in placed
    ]
    tx.connection.execute(_FILED, rows)
    for one, _, _, folder in placed:
        record(tx, "filed", f"intake:{one.id}", case_id=one.case_id, folder=folder)


def half_filed(tx: Tx, one: Held, folder: str) -> None:
    """The item lies where it was to be filed; stamp and labels may be missing, so filing it is still intended."""
    tx.connection.execute(_ONE, {"which": one.id, "folder": folder, "filing": "intended"})


def overtaken(tx: Tx, one: Held, why: str) -> None:
    """The message is not ours to file any more: a person moved it or took it away first, or it cannot be filed."""
    tx.connection.execute(_ONE, {"which": one.id, "filing": "overtaken"})
    record(tx, "filing_overtaken", f"intake:{one.id}", case_id=one.case_id, why=why)


def now_called(tx: Tx, one: Held, *, item: str, locator: str) -> None:
    """The item is known by the id it has now."""
    tx.connection.execute(_ONE, {"which": one.id, "item": item, "locator": locator})


def moved_by_person(tx: Tx, one: Held, folder: str) -> None:
    """A person put the item into another folder ("" when it is in none that is watched)."""
    tx.connection.execute(_ONE, {"which": one.id, "folder": folder})
    action = "moved_by_person" if folder else "gone_from_view"
    record(tx, action, f"intake:{one.id}", case_id=one.case_id, was=one.folder, now=folder)
