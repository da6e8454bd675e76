"""What each ruling changed, so that it can be taken back; takes nothing back itself."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import col, insert, select, update

from store.engine import Tx
from store.work_tables import StepRow

_NEW = insert(StepRow).returning(col(StepRow.id))
_LAST = (
    select(StepRow.__table__)  # type: ignore[attr-defined]  # SQLModel hides __table__
    .where(col(StepRow.case_id) == bindparam("case_id"), col(StepRow.undone_at).is_(None))
    .order_by(col(StepRow.id).desc())
    .limit(1)
)
_UNDONE = update(StepRow).where(col(StepRow.id) == bindparam("which")).values(undone_at=bindparam("now"))


@dataclass(frozen=True, slots=True)
class Taken:
    """One step taken on a case: which act, by whom, what the case was before, the letters it made, what it answered.

    `papers` is what the case's requests to the force were before.
    """

    id: int
    at: datetime
    verb: str
    by: str
    subject: str
    before: Mapping[str, Any]
    letters: tuple[str, ...]
    answered: tuple[int, ...]
    papers: Mapping[str, Any]


def keep(
    tx: Tx,
    case_id: int,
    *,
    verb: str,
    by: str,
    subject: str,
    before: Mapping[str, Any],
    letters: Sequence[str],
    answered: Sequence[int],
    papers: Mapping[str, Any] = MappingProxyType({}),
) -> int:
    """The step is on record with all that is needed to take it back; answers its id."""
    words = {"before": before, "letters": list(letters), "answered": list(answered), "papers": dict(papers)}
    values = {
        "case_id": case_id, "at": tx.now, "verb": verb, "by": by, "subject": subject,
        "before": tx.sealer(case_id).seal(json.dumps(words).encode(), "step"),
    }  # fmt: skip
    step_id: int = tx.connection.execute(_NEW, values).scalar_one()  # type: ignore[assignment]  # the database gave it
    return step_id


def last(tx: Tx, case_id: int) -> Taken | None:
    """The newest step of the case that was not taken back; none once it was erased."""
    row = tx.connection.execute(_LAST, {"case_id": case_id}).first()
    if row is None or tx.is_erased(case_id):
        return None
    words = json.loads(tx.sealer(case_id).unseal(row.before, "step"))
    letters, answered = tuple(words["letters"]), tuple(words["answered"])
    papers = words.get("papers", {})
    return Taken(row.id, row.at, row.verb, row.by, row.subject, words["before"], letters, answered, papers)


def undone(tx: Tx, taken: Taken) -> None:
    """The step has been taken back."""
    tx.connection.execute(_UNDONE, {"which": taken.id, "now": tx.now})
