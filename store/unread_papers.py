"""Mail that may answer a request and that nobody has dealt with yet, by unit and case; decides nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam
from sqlmodel import col, select

from store.engine import Tx
from store.tables import IntakeRow, QuestionRow
from store.terms import Kind

_NOT_UNDERSTOOD = select(IntakeRow.id).where(col(IntakeRow.state) == "remembered").limit(1)
_FROM_THEM = select(IntakeRow.id, IntakeRow.sender_tag).where(
    col(IntakeRow.sender_tag).in_(bindparam("tags", expanding=True)),
    col(IntakeRow.case_id).is_(None),
    col(IntakeRow.received_at) >= bindparam("since"),
)
_STILL_ASKED = select(QuestionRow.subject).where(
    col(QuestionRow.subject).in_(bindparam("subjects", expanding=True)), col(QuestionRow.answered_at).is_(None)
)
_ASKED = select(QuestionRow.case_id).where(
    col(QuestionRow.case_id).is_not(None),
    col(QuestionRow.code).in_(bindparam("codes", expanding=True)),
    col(QuestionRow.answered_at).is_(None),
    col(QuestionRow.subject).startswith("intake:"),
    col(QuestionRow.asked_at) >= bindparam("since"),
)
_ABOUT_PAPERS = (Kind.PAPERS, Kind.PAPERS_EXTENSION, Kind.FORCE_QUERY, Kind.RECOMMENDATION_RESPONSE, "really_theirs")


@dataclass(frozen=True, slots=True)
class Waiting:
    """Whose mail waits: units by their key, cases by their row id; `anybody` where mail waits that nobody has read."""

    units: frozenset[str]
    cases: frozenset[int]
    anybody: bool


def waiting(tx: Tx, addresses: Mapping[str, frozenset[str]], *, since: datetime) -> Waiting:
    """What came since then from these addresses of units, or about cases, and was not dealt with."""
    tags = {tx.vault.tag(address, "address"): unit for unit, some in addresses.items() for address in some}
    came = tx.connection.execute(_FROM_THEM, {"tags": list(tags), "since": since}).all() if tags else ()
    senders = {f"intake:{row.id}": tags[row.sender_tag] for row in came}
    open_ones = tx.connection.execute(_STILL_ASKED, {"subjects": list(senders)}).scalars()
    asked = tx.connection.execute(_ASKED, {"codes": [str(code) for code in _ABOUT_PAPERS], "since": since}).scalars()
    return Waiting(
        frozenset(senders[subject] for subject in open_ones),
        frozenset(case_id for case_id in asked if case_id is not None),
        tx.connection.execute(_NOT_UNDERSTOOD).first() is not None,
    )
