"""The registers that were written, and each change read back from one, once; opens no file and decides nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam
from sqlmodel import col, insert, select, update

from store.engine import Tx
from store.register_tables import RegisterEditRow, RegisterExportRow

_NEW = insert(RegisterExportRow).returning(col(RegisterExportRow.id))
_WRITTEN = update(RegisterExportRow).where(col(RegisterExportRow.id) == bindparam("which"))
_KNOWN = select(RegisterExportRow.id).where(col(RegisterExportRow.id) == bindparam("which"))
_OURS = select(RegisterExportRow.id).where(col(RegisterExportRow.sha256) == bindparam("sha256")).limit(1)
_EDIT = insert(RegisterEditRow)
_READ = select(RegisterEditRow.export).where(
    col(RegisterEditRow.export) == bindparam("export"),
    col(RegisterEditRow.reference) == bindparam("reference"),
    col(RegisterEditRow.field) == bindparam("field"),
    col(RegisterEditRow.value) == bindparam("value"),
)
_SINCE = (
    select(RegisterEditRow.__table__)  # type: ignore[attr-defined]  # SQLModel hides __table__
    .where(col(RegisterEditRow.read_at) >= bindparam("since"))
    .order_by(col(RegisterEditRow.read_at).desc(), col(RegisterEditRow.reference), col(RegisterEditRow.field))
    .limit(bindparam("most"))
)


@dataclass(frozen=True, slots=True)
class ReadBack:
    """What became of one change that somebody made in a register."""

    read_at: datetime
    reference: str
    field: str
    done: bool
    said: str


def begin(tx: Tx, cases: int) -> int:
    """A register of so many cases is being written; answers its number."""
    found = tx.connection.execute(_NEW, {"made_at": tx.now, "cases": cases, "sha256": ""})
    return int(found.scalar_one() or 0)


def written(tx: Tx, export: int, sha256: str) -> None:
    """The register has these bytes."""
    tx.connection.execute(_WRITTEN, {"which": export, "sha256": sha256})


def is_known(tx: Tx, export: int) -> bool:
    """Whether this store wrote a register of this number."""
    return tx.connection.execute(_KNOWN, {"which": export}).first() is not None


def is_untouched(tx: Tx, sha256: str) -> bool:
    """Whether bytes with this hash are a register as it was written."""
    return tx.connection.execute(_OURS, {"sha256": sha256}).first() is not None


def was_read(tx: Tx, export: int, reference: str, field: str, value: str) -> bool:
    """Whether this change was read back before."""
    which = {"export": export, "reference": reference, "field": field, "value": tx.vault.mark(f"register {value}")}
    return tx.connection.execute(_READ, which).first() is not None


def read(tx: Tx, export: int, reference: str, field: str, value: str, *, done: bool, said: str) -> None:
    """The change was read back, with what became of it; one that was read before stays as it is."""
    if was_read(tx, export, reference, field, value):
        return
    tx.connection.execute(
        _EDIT,
        {
            "export": export, "reference": reference, "field": field, "value": tx.vault.mark(f"register {value}"),
            "read_at": tx.now, "outcome": "done" if done else "not_taken",
            "said": tx.sealer(None).seal(said.encode(), "register edit"),
        },
    )  # fmt: skip


def since(tx: Tx, instant: datetime, *, most: int = 200) -> Iterator[ReadBack]:
    """What was read back since then, the newest first."""
    for row in tx.connection.execute(_SINCE, {"since": instant, "most": most}):
        said = tx.sealer(None).unseal(row.said, "register edit").decode()
        yield ReadBack(row.read_at, row.reference, row.field, row.outcome == "done", said)
