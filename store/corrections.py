"""What people said messages are: remembered beside what the service took them for, which it never overwrites."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import col, insert, select

from store import intake
from store.engine import Tx
from store.events import record
from store.intake import Held
from store.tables import CorrectionRow, IntakeRow
from store.terms import Kind

_NEW = insert(CorrectionRow)
_MESSAGE = select(IntakeRow.kind, IntakeRow.case_id).where(col(IntakeRow.id) == bindparam("which"))
_SAID: Any = (
    select(CorrectionRow.kind, CorrectionRow.intake_id, IntakeRow.mailbox, IntakeRow.item)
    .join_from(CorrectionRow, IntakeRow, col(CorrectionRow.intake_id) == col(IntakeRow.id))
    .order_by(col(CorrectionRow.said_at), col(CorrectionRow.id))
)


@dataclass(frozen=True, slots=True)
class Correction:
    """What a message is, as a person said last, and the row of that message."""

    kind: Kind
    held: Held


def add(tx: Tx, intake_id: int, kind: Kind, *, by: str, source: str) -> bool:
    """That the message is of this kind is remembered, also where it was taken for that; False where there is none.

    `source` says how the person said so: "command", or later the folder or category it was given in Outlook.
    """
    found = tx.connection.execute(_MESSAGE, {"which": intake_id}).first()
    if found is None:
        return False
    row = {"intake_id": intake_id, "kind": kind, "said_at": tx.now, "said_by": by, "source": source}
    tx.connection.execute(_NEW, row)
    details = {"is": kind, "was": found.kind, "by": by, "source": source}
    record(tx, "kind_said", f"intake:{intake_id}", case_id=found.case_id, **details)
    return True


def latest(tx: Tx) -> tuple[Correction, ...]:
    """Each message a person has named, once, with what was said of it last, in the order of the messages."""
    said: dict[str, dict[str, Kind]] = defaultdict(dict)
    for row in tx.connection.execute(_SAID):
        said[row.mailbox][row.item] = Kind(row.kind)
    found = [
        Correction(kinds[item], held)
        for mailbox, kinds in said.items()
        for item, held in intake.held(tx, mailbox, kinds).items()
    ]
    return tuple(sorted(found, key=lambda one: one.held.id))
