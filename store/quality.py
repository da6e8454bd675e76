"""Checks of decisions, and who had a part in each case; chooses none and judges nothing."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam
from sqlmodel import col, insert, select, update

from store.engine import Tx
from store.events import record
from store.messages import CheckRecord
from store.oversight_tables import QualityCheckRow
from store.tables import CaseRow
from store.unsealing import words_in
from store.work_tables import DecisionRow

_PARTS = (
    select(CaseRow.reference, DecisionRow.what, DecisionRow.letter_key, DecisionRow.by)
    .join_from(DecisionRow, CaseRow, col(DecisionRow.case_id) == col(CaseRow.id))
    .where(col(CaseRow.reference).in_(bindparam("references", expanding=True)))
    .order_by(col(DecisionRow.id))
)
_NEW = insert(QualityCheckRow).returning(col(QualityCheckRow.id))
_ONE = select(QualityCheckRow.__table__).where(col(QualityCheckRow.id) == bindparam("which"))  # type: ignore[attr-defined]  # SQLModel hides __table__
_PUT_RIGHT = update(QualityCheckRow).where(col(QualityCheckRow.id) == bindparam("which"))
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


def check_of(tx: Tx, case_id: int, decision: str, sampler: str) -> int | None:
    """The number of the check that this person made of this decision, None for none."""
    which = {"case_id": case_id, "decision": decision, "sampler": sampler}
    found = tx.connection.execute(_SAME, which).scalars().first()
    return None if found is None else int(found)


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
    source: str = "the command line",
) -> int:
    """The check stands with its answers, and in the history of the case; answers its number. Points are the answers
    yes; `source` is the way by which it came.
    """
    values = {
        "case_id": case_id, "decision": decision, "person": person, "month": month, "sampler": sampler,
        "recorded_at": tx.now, "feedback_on": None, **_answered(tx, case_id, answers, finding),
    }  # fmt: skip
    number = int(tx.connection.execute(_NEW, values).scalar_one() or 0)
    record(tx, "checked", f"case:{case_id}", case_id=case_id, rule=decision, by=sampler, source=source)
    return number


def correct(tx: Tx, number: int, answers: Mapping[str, str], finding: str, *, by: str, source: str) -> bool:
    """The check says this now, and what it said before stands in the history; False where it said so already.

    Whoever decided has to hear of it anew.
    """
    row = tx.connection.execute(_ONE, {"which": number}).one()
    before = json.loads(row.answers)
    if before == dict(answers) and words_in(tx, row.case_id, row.finding, "finding") == finding:
        return False
    values = {"feedback_on": None, **_answered(tx, row.case_id, answers, finding)}
    tx.connection.execute(_PUT_RIGHT, {"which": number, **values})
    was = " ".join(f"{name}={said}" for name, said in before.items() if answers.get(name) != said)
    about = f"check:{number}"
    record(tx, "check_corrected", about, case_id=row.case_id, rule=row.decision, by=by, source=source, was=was)
    return True


def _answered(tx: Tx, case_id: int, answers: Mapping[str, str], finding: str) -> dict[str, object]:
    said = list(answers.values())
    return {
        "score": said.count("yes"), "out_of": said.count("yes") + said.count("no"),
        "answers": json.dumps(dict(answers)),
        "finding": tx.sealer(case_id).seal(finding.encode(), "finding") if finding else None,
    }  # fmt: skip


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
            json.loads(row.answers), words_in(tx, row.case_id, row.finding, "finding"), row.feedback_on,
        )  # fmt: skip
