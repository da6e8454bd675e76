"""What the service did and how it is, in counts since an instant, as the digest tells it; counts no case.

Cases are counted from their records alone (`store.records`).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import bindparam, func
from sqlmodel import col, delete, insert, select

from store.columns import InstantColumn
from store.engine import Tx
from store.tables import CaseKeyRow, CaseRow, CorrectionRow, IntakeRow, LetterRow, QuestionRow, RoundRow
from store.terms import Approval, LetterState

AWAY = "away"
"""The round that keeps in which times the mailbox was not read, noticed on that day, in seconds since 1970."""
_SINCE = bindparam("since", type_=InstantColumn)
_UNTIL = bindparam("until", type_=InstantColumn)
_CAME = select(func.count(col(IntakeRow.id))).where(
    col(IntakeRow.received_at) > _SINCE, col(IntakeRow.received_at) <= _UNTIL
)
_READ = select(func.count(col(IntakeRow.id))).where(col(IntakeRow.seen_at) > _SINCE)
_CORRECTED = (
    select(func.count(func.distinct(CorrectionRow.intake_id)))
    .join_from(CorrectionRow, IntakeRow, col(CorrectionRow.intake_id) == col(IntakeRow.id))
    .where(col(CorrectionRow.said_at) > _SINCE, col(CorrectionRow.kind) != col(IntakeRow.kind))
)
_ASKED = select(func.count()).select_from(QuestionRow).where(col(QuestionRow.asked_at) > _SINCE)
_SENT = (
    select(func.count())
    .select_from(LetterRow)
    .where(col(LetterRow.sending_at) > _SINCE, col(LetterRow.approval) == Approval.BY_ITSELF)
)
_HELD = select(func.count()).select_from(LetterRow).where(col(LetterRow.state) == LetterState.HOLD)
_UNREADABLE = select(func.count()).select_from(IntakeRow).where(col(IntakeRow.state) == "unreadable")
_LOOSE = (
    select(QuestionRow.code, QuestionRow.owner, QuestionRow.asked_at)
    .where(col(QuestionRow.answered_at).is_(None), col(QuestionRow.case_id).is_(None))
    .order_by(col(QuestionRow.due_on), col(QuestionRow.id))
)
_ERASED = (
    select(CaseRow.reference)
    .join_from(CaseRow, CaseKeyRow, col(CaseKeyRow.case_id) == col(CaseRow.id))
    .where(col(CaseKeyRow.wrapped).is_(None))
)
_RESTRICTED = select(CaseRow.reference).where(col(CaseRow.restricted))
_AWAY = col(RoundRow.name) == AWAY
_OUTAGES = select(RoundRow.result).where(_AWAY, col(RoundRow.finished_at) > _SINCE).order_by(col(RoundRow.day))
_OUTAGES_OF = select(RoundRow.result).where(_AWAY, col(RoundRow.day) == bindparam("day"))
_NO_MORE = delete(RoundRow).where(_AWAY, col(RoundRow.day) == bindparam("day"))
_NEW = insert(RoundRow)


@dataclass(frozen=True, slots=True)
class Did:
    """What was done since an instant, and what stands now: letters on hold, and messages that could not be read."""

    read: int
    sent_by_itself: int
    asked: int
    corrected: int
    held_letters: int
    cannot_read: int


@dataclass(frozen=True, slots=True)
class Loose:
    """An open question on no case: its code, who answers it, and since when it is open."""

    code: str
    owner: str
    asked_at: datetime


def did(tx: Tx, since: datetime) -> Did:
    """What the service did since then."""

    def number(query: object) -> int:
        return int(tx.connection.execute(query, {"since": since}).scalar_one())  # type: ignore[call-overload]  # a select

    return Did(*map(number, (_READ, _SENT, _ASKED, _CORRECTED, _HELD, _UNREADABLE)))


def came(tx: Tx, since: datetime, until: datetime) -> int:
    """How many messages came after the one instant, up to and with the other."""
    return int(tx.connection.execute(_CAME, {"since": since, "until": until}).scalar_one())


def loose_questions(tx: Tx) -> Iterator[Loose]:
    """Every open question on no case, the most pressing first."""
    for code, owner, asked_at in tx.connection.execute(_LOOSE):
        yield Loose(code, owner, asked_at)


def restricted(tx: Tx) -> frozenset[str]:
    """The references of the cases of which nothing else is told."""
    return frozenset(tx.connection.execute(_RESTRICTED).scalars())


def erased(tx: Tx) -> frozenset[str]:
    """The references of the cases whose personal data has been erased."""
    return frozenset(tx.connection.execute(_ERASED).scalars())


def was_away(tx: Tx, day: date, since: datetime, until: datetime) -> None:
    """That the mailbox was not read to its end in this time, which was noticed on that day, is on record."""
    known = tx.connection.execute(_OUTAGES_OF, {"day": day}).scalar_one_or_none()
    times = json.loads(known)["times"] if known else []
    tx.connection.execute(_NO_MORE, {"day": day})
    kept = json.dumps({"times": [*times, [int(since.timestamp()), int(until.timestamp())]]})
    tx.connection.execute(_NEW, {"name": AWAY, "day": day, "finished_at": tx.now, "result": kept})


def outages(tx: Tx, since: datetime) -> Iterator[tuple[datetime, datetime]]:
    """From when until when the mailbox was not read to its end, for each outage that ended since then."""
    for kept in tx.connection.execute(_OUTAGES, {"since": since}).scalars():
        for first, last in json.loads(kept)["times"]:
            if last > since.timestamp():
                yield datetime.fromtimestamp(first, UTC), datetime.fromtimestamp(last, UTC)
