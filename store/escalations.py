"""What was passed on to the manager and how often they were told; whether it was seen is whether its question is open.

Decides nothing and tells nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func
from sqlmodel import col, insert, select, update

from store.engine import Tx
from store.oversight_tables import EscalationRow
from store.tables import CaseRow, IntakeRow, QuestionRow
from store.terms import ENDS, Kind, Trigger

_KINDS = [str(Kind.PRESS), str(Kind.ELECTED_REPRESENTATIVE), str(Kind.LEGAL)]
_MARKED = (col(IntakeRow.flags) != "") | col(IntakeRow.kind).in_(_KINDS)
_MARKS = select(IntakeRow.case_id, IntakeRow.id, IntakeRow.flags, IntakeRow.kind).where(_MARKED)
_OF_OPEN = _MARKS.join_from(IntakeRow, CaseRow, col(IntakeRow.case_id) == col(CaseRow.id)).where(
    col(CaseRow.state).not_in([str(end) for end in ENDS])
)
_OF_SOME = _MARKS.where(col(IntakeRow.case_id).in_(bindparam("these", expanding=True)))
_NEWEST = 5000
"""So many of the newest messages are looked at for those of no case: more than come in the days asked about."""
_LAST_MESSAGE: Any = select(func.max(IntakeRow.id)).scalar_subquery()
_OF_NONE = (
    select(IntakeRow.id, IntakeRow.flags)
    .where(col(IntakeRow.id) > func.coalesce(_LAST_MESSAGE, 0) - _NEWEST)
    .where(col(IntakeRow.case_id).is_(None), col(IntakeRow.flags) != "", col(IntakeRow.seen_at) >= bindparam("since"))
    .order_by(col(IntakeRow.id))
)
_CASE_IDS = select(CaseRow.reference, CaseRow.id).where(col(CaseRow.state).not_in([str(end) for end in ENDS]))
_KNOWN = (
    select(EscalationRow.subject, EscalationRow.what, EscalationRow.evidence)
    .join_from(EscalationRow, CaseRow, col(EscalationRow.case_id) == col(CaseRow.id), isouter=True)
    .where(col(CaseRow.id).is_(None) | col(CaseRow.state).not_in([str(end) for end in ENDS]))
)
_NEW = insert(EscalationRow)
_LAST = select(func.max(EscalationRow.id))
_TOLD = (
    update(EscalationRow)
    .where(col(EscalationRow.id).in_(bindparam("these", expanding=True)))
    .values(told_at=bindparam("now"), times=EscalationRow.times + 1)
)
_UNSEEN = (
    select(EscalationRow.__table__)  # type: ignore[attr-defined]  # SQLModel hides __table__
    .join(
        QuestionRow,
        (col(QuestionRow.subject) == col(EscalationRow.subject)) & (col(QuestionRow.code) == col(EscalationRow.code)),
    )
    .where(col(QuestionRow.answered_at).is_(None), col(EscalationRow.told_at).is_not(None))
    .order_by(col(EscalationRow.id))
)
_UNFILED = (
    select(EscalationRow.__table__)  # type: ignore[attr-defined]  # SQLModel hides __table__
    .where(col(EscalationRow.in_file).is_(False))
    .order_by(col(EscalationRow.id))
)
_FILED = update(EscalationRow).where(col(EscalationRow.id).in_(bindparam("these", expanding=True))).values(in_file=True)


@dataclass(frozen=True, slots=True)
class Passed:
    """One thing that was passed on: about which case or message, why, and how often it was told by a mail."""

    id: int
    subject: str
    case_id: int | None
    intake_id: int | None
    trigger: Trigger
    raised_at: datetime
    told_at: datetime | None
    times: int


def newest(tx: Tx, case_ids: Iterable[int] | None = None) -> Mapping[int, Mapping[str, int]]:
    """By case (every open one, or these) and by flag or kind, the number of the newest message that has it."""
    query = _OF_OPEN if case_ids is None else _OF_SOME
    given = {} if case_ids is None else {"these": list(case_ids)}
    found: dict[int, dict[str, int]] = {}
    for case_id, number, flags, kind in tx.connection.execute(query, given):
        words = found.setdefault(case_id, {})
        for word in (*flags.split(), kind):
            words[word] = max(words.get(word, 0), number)
    return found


def of_no_case(tx: Tx, since: datetime) -> Mapping[int, frozenset[str]]:
    """The flags of every message that was first seen since then and belongs to no case, by its number."""
    return {number: frozenset(flags.split()) for number, flags in tx.connection.execute(_OF_NONE, {"since": since})}


def open_ids(tx: Tx) -> Mapping[str, int]:
    """The row id of every open case by its reference."""
    return {row.reference: row.id for row in tx.connection.execute(_CASE_IDS)}


def known(tx: Tx) -> Mapping[tuple[str, str], int]:
    """By subject and trigger, how much of it was passed on already, of cases that are open and of messages of none."""
    found: dict[tuple[str, str], int] = {}
    for subject, what, evidence in tx.connection.execute(_KNOWN):
        found[subject, what] = max(found.get((subject, what), 0), evidence)
    return found


def add(
    tx: Tx,
    subject: str,
    trigger: Trigger,
    *,
    code: str,
    evidence: int,
    case_id: int | None,
    intake_id: int | None,
    tell: bool,
    to_file: bool,
) -> None:
    """It is on record as passed on by the question with this code; with `tell`, by a mail that leaves now too."""
    row = {
        "subject": subject, "case_id": case_id, "intake_id": intake_id, "what": trigger, "evidence": evidence,
        "code": code, "raised_at": tx.now, "told_at": tx.now if tell else None, "times": int(tell),
        "in_file": False if to_file else None,
    }  # fmt: skip
    tx.connection.execute(_NEW, row)


def newest_number(tx: Tx) -> int:
    """The number of what was passed on last, 0 before there is anything."""
    return tx.connection.execute(_LAST).scalar_one() or 0


def unseen(tx: Tx) -> tuple[Passed, ...]:
    """What was told by a mail and nobody has seen, oldest first."""
    return tuple(_passed(row) for row in tx.connection.execute(_UNSEEN))


def told_again(tx: Tx, these: Iterable[int]) -> None:
    """They were told once more, now."""
    tx.connection.execute(_TOLD, {"these": list(these), "now": tx.now})


def unfiled(tx: Tx) -> tuple[Passed, ...]:
    """What the second file has to have and has not."""
    return tuple(_passed(row) for row in tx.connection.execute(_UNFILED))


def filed(tx: Tx, these: Iterable[int]) -> None:
    """The second file has them."""
    tx.connection.execute(_FILED, {"these": list(these)})


def _passed(row: Any) -> Passed:
    return Passed(
        row.id, row.subject, row.case_id, row.intake_id, Trigger(row.what), row.raised_at, row.told_at, row.times
    )
