"""Who was asked to check which decision, by which code, and how far their answer goes; chooses and judges nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import col, insert, select, update

from store.columns import InstantColumn
from store.engine import Tx
from store.events import record
from store.oversight_tables import QualityAskRow
from store.tables import CaseRow
from store.terms.codes import CHECK_BEGINS, code_of
from store.unsealing import fields_in

_ALL = (
    select(QualityAskRow.__table__, CaseRow.reference)  # type: ignore[attr-defined]  # SQLModel hides __table__
    .join_from(QualityAskRow, CaseRow, col(QualityAskRow.case_id) == col(CaseRow.id))
    .order_by(col(QualityAskRow.id))
)
_BY_CODE = _ALL.where(col(QualityAskRow.code) == bindparam("code"))
_OF_DECISION = _ALL.where(
    col(QualityAskRow.case_id) == bindparam("case_id"), col(QualityAskRow.decision) == bindparam("decision")
)
_OF_MONTH = _ALL.where(col(QualityAskRow.month) >= bindparam("first"), col(QualityAskRow.month) <= bindparam("last"))
_RECENT = _ALL.where(
    col(QualityAskRow.answered_at).is_(None)
    | (col(QualityAskRow.answered_at) >= bindparam("since", type_=InstantColumn))
)
_NEW = insert(QualityAskRow)
_ONE = update(QualityAskRow).where(col(QualityAskRow.id) == bindparam("which"))


@dataclass(frozen=True, slots=True)
class Asked:
    """One decision that somebody was asked to check; `said` is what they answered so far, {} where it was erased.

    `check` is the number of the check that came of it, None while questions are open.
    """

    id: int
    code: str
    case_id: int
    reference: str
    decision: str
    decided_on: date
    month: str
    sampler: str
    twice: bool
    asked_at: datetime
    answered_at: datetime | None
    said: Mapping[str, Any]
    check: int | None


def ask(tx: Tx, case_id: int, *, decision: str, decided_on: date, month: str, sampler: str, twice: bool) -> str:
    """The person is asked to check this decision; answers the code of the question. Nobody is asked twice about one."""
    number, code = 0, ""
    while not code or by_code(tx, code) is not None:
        number += 1
        code = CHECK_BEGINS + code_of(tx.vault.mark(f"check {case_id} {decision} {sampler} {number}"))
    values = {
        "code": code, "case_id": case_id, "decision": decision, "decided_on": decided_on, "month": month,
        "sampler": sampler, "twice": twice, "asked_at": tx.now,
    }  # fmt: skip
    tx.connection.execute(_NEW, values)
    record(tx, "check_asked", f"check:{code}", case_id=case_id, rule=decision, sampler=sampler)
    return code


def by_code(tx: Tx, code: str) -> Asked | None:
    """The question that bears this code."""
    row = tx.connection.execute(_BY_CODE, {"code": code}).first()
    return None if row is None else _asked(tx, row)


def about(tx: Tx, case_id: int, decision: str) -> tuple[Asked, ...]:
    """Everybody who was asked about this decision."""
    rows = tx.connection.execute(_OF_DECISION, {"case_id": case_id, "decision": decision})
    return tuple(_asked(tx, row) for row in rows)


def of_months(tx: Tx, first: str, last: str) -> Iterator[Asked]:
    """Every question about decisions of these months, in the order in which they were asked."""
    for row in tx.connection.execute(_OF_MONTH, {"first": first, "last": last}):
        yield _asked(tx, row)


def open_or_since(tx: Tx, instant: datetime) -> tuple[Asked, ...]:
    """Every question that is still open, and those that were answered since then."""
    return tuple(_asked(tx, row) for row in tx.connection.execute(_RECENT, {"since": instant}))


def said(tx: Tx, one: Asked, words: Mapping[str, object]) -> None:
    """So far goes the answer. Raises Erased where the case has been erased."""
    sealed = tx.sealer(one.case_id).seal(json.dumps(words).encode(), "check")
    tx.connection.execute(_ONE, {"which": one.id, "said": sealed})


def answered(tx: Tx, one: Asked, check: int) -> None:
    """The whole list is answered, and this check came of it."""
    tx.connection.execute(_ONE, {"which": one.id, "answered_at": tx.now, "check_id": check})


def _asked(tx: Tx, row: Any) -> Asked:
    return Asked(
        row.id, row.code, row.case_id, row.reference, row.decision, row.decided_on, row.month, row.sampler, row.twice,
        row.asked_at, row.answered_at, fields_in(tx, row.case_id, row.said, "check"), row.check_id,
    )  # fmt: skip
