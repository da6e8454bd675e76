"""What the virus scanner made of the files that are kept, and when it is asked again; scans nothing itself."""

from __future__ import annotations

from datetime import date

from sqlalchemy import bindparam, func
from sqlmodel import col, select, update

from store.engine import Tx
from store.events import record
from store.messages import PaperFile
from store.paper_tables import PaperFileRow
from store.papers import file_of
from store.terms import Scan

_ALL = select(PaperFileRow.__table__)  # type: ignore[attr-defined]  # SQLModel hides __table__
_ONE = update(PaperFileRow).where(col(PaperFileRow.id) == bindparam("which"))
_NEVER_ASKED = col(PaperFileRow.scan) == Scan.PENDING
_DUE = (
    _ALL.where(
        col(PaperFileRow.scan_again_on) <= bindparam("on"),
        col(PaperFileRow.blob) != "",
    )
    .order_by(col(PaperFileRow.scan_again_on), col(PaperFileRow.scanned_at).nulls_first(), col(PaperFileRow.id))
    .limit(bindparam("most"))
)
_WAITING = update(PaperFileRow).where(_NEVER_ASKED, col(PaperFileRow.blob) != "")
_ANY_WAITING = select(PaperFileRow.id).where(_NEVER_ASKED, col(PaperFileRow.blob) != "").limit(1)
_COUNTS = select(PaperFileRow.scan, func.count()).group_by(col(PaperFileRow.scan))


def due(tx: Tx, on: date, limit: int) -> tuple[PaperFile, ...]:
    """The kept files that the scanner is to be asked about on this day, those last that were tried last."""
    rows = tx.connection.execute(_DUE, {"on": on, "most": limit})
    return tuple(file_of(tx, row) for row in rows)


def scanned(tx: Tx, one: PaperFile, scan: Scan, reason: str, *, again_on: date | None) -> None:
    """What the scanner made of the file, and when it is asked again; a change is in the history."""
    values = {"scan": scan, "scan_reason": reason, "scanned_at": tx.now, "scan_again_on": again_on}
    tx.connection.execute(_ONE, {"which": one.id, **values})
    if (scan, reason) != (one.scan, one.scan_reason):
        record(tx, "paper_scanned", f"paper:{one.id}", case_id=one.case_id, rule=scan, reason=reason)


def any_waiting(tx: Tx) -> bool:
    """Whether a kept file waits for its first answer."""
    return tx.connection.execute(_ANY_WAITING).first() is not None


def nobody_scans(tx: Tx, reason: str) -> int:
    """Every file that waits for a first answer is "not scanned", for this reason, and stays due; how many that are."""
    return tx.connection.execute(_WAITING.values(scan=Scan.UNSCANNED, scan_reason=reason)).rowcount


def counts(tx: Tx) -> dict[Scan, int]:
    """How many files are in each state."""
    return {Scan(row[0]): row[1] for row in tx.connection.execute(_COUNTS)}
