"""Checks of decisions, and who had a part in each case; chooses none and judges nothing."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import col, insert, select, update

from store.engine import Tx
from store.events import record
from store.messages import CheckRecord
from store.oversight_tables import QualityCheckRow
from store.tables import CaseRow
from store.vault import Erased
from store.work_tables import DecisionRow

_PARTS = (
    select(CaseRow.reference, DecisionRow.what, DecisionRow.letter_key, DecisionRow.by)
    .join_from(DecisionRow, CaseRow, col(DecisionRow.case_id) == col(CaseRow.id))
    .where(col(CaseRow.reference).in_(bindparam("references", expanding=True)))
    .order_by(col(DecisionRow.id))
)
_NEW = insert(QualityCheckRow)
_SAME = select(QualityCheckRow.id).where(
    col(QualityCheckRow.case_id) == bindparam("case_id"),
    col(QualityCheckRow.decision) == bindparam("decision"),
    col(QualityCheckRow.sampler) == bindparam("sampler"),
)
_KEPT = (
    select(QualityCheckRow.__table__, CaseRow.reference)  # type: ignore[attr-defined]  # SQLModel hides __table__
    .join_from(QualityCheckRow, CaseRow, col(QualityCheckRow.case_id) == col(CaseRow.id))
    .where(col(QualityCheckRow.month) >= bindparam("first"), col(QualityCheckRow.month) <= bindparam("last"))
    .order_by(col(QualityCheckRow.id))
)
_FEEDBACK = (
    update(QualityCheckRow)
    .where(col(QualityCheckRow.id) == bindparam("which"), col(QualityCheckRow.feedback_on).is_(None))
    .values(feedback_on=bindparam("given_on"))
)
_AT_ONCE = 400


@dataclass(frozen=True, slots=True)
class Part:
    """That somebody decided something on a case: what, and which letter it was about, "" for none."""

    what: str
    letter: str
    by: str


def parts(tx: Tx, references: Iterable[str]) -> Mapping[str, tuple[Part, ...]]:
    """Who decided what on these cases, oldest first, by their references."""
    wanted, found = list(references), dict[str, list[Part]]()
    for first in range(0, len(wanted), _AT_ONCE):
        rows = tx.connection.execute(_PARTS, {"references": wanted[first : first + _AT_ONCE]})
        for reference, what, letter_key, by in rows:
            found.setdefault(reference, []).append(Part(what, letter_key.partition(":")[0], by))
    return {reference: tuple(those) for reference, those in found.items()}


def was_checked(tx: Tx, case_id: int, decision: str, sampler: str) -> bool:
    """Whether this person has checked this decision before."""
    which = {"case_id": case_id, "decision": decision, "sampler": sampler}
    return tx.connection.execute(_SAME, which).first() is not None


def keep(
    tx: Tx,
    case_id: int,
    *,
    decision: str,
    person: str,
    month: str,
    sampler: str,
    answers: Mapping[str, str],
    finding: str = "",
) -> None:
    """The check stands with its answers, and in the history of the case; points are the answers yes."""
    said = list(answers.values())
    sealed = tx.sealer(case_id).seal(finding.encode(), "finding") if finding else None
    values = {
        "case_id": case_id, "decision": decision, "person": person, "month": month, "sampler": sampler,
        "recorded_at": tx.now, "score": said.count("yes"), "out_of": said.count("yes") + said.count("no"),
        "answers": json.dumps(dict(answers)), "finding": sealed,
        "feedback_on": None,
    }  # fmt: skip
    tx.connection.execute(_NEW, values)
    record(tx, "checked", f"case:{case_id}", case_id=case_id, rule=decision, by=sampler)


def feedback_given(tx: Tx, number: int, on: date) -> bool:
    """Whoever decided has heard of the check; False where there is none of that number, or they had heard before."""
    done = tx.connection.execute(_FEEDBACK, {"which": number, "given_on": on}).rowcount
    if done:
        record(tx, "feedback_given", f"check:{number}")
    return bool(done)


def of_months(tx: Tx, first: str, last: str) -> Iterator[CheckRecord]:
    """Every check of decisions of these months, written like 2026-11, in the order in which they were made."""
    for row in tx.connection.execute(_KEPT, {"first": first, "last": last}):
        yield CheckRecord(
            row.id, row.reference, row.decision, row.person, row.month, row.sampler, row.score, row.out_of,
            json.loads(row.answers), _finding(tx, row), row.feedback_on,
        )  # fmt: skip


def _finding(tx: Tx, row: Any) -> str:
    if row.finding is None:
        return ""
    try:
        return tx.sealer(row.case_id).unseal(row.finding, "finding").decode()
    except Erased:
        return ""
