"""Letters found and counted by more than their key: when they left, whose, to whom, by Message-ID. Reads only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import bindparam, func
from sqlmodel import col, select

from store.columns import InstantColumn
from store.engine import Tx
from store.outbox import ALL, Queued, queued
from store.tables import LetterRow
from store.terms import LetterState

_LEFT_BY = select(func.count(col(LetterRow.id))).where(
    col(LetterRow.writer) == bindparam("whose"),
    col(LetterRow.letter) == bindparam("name"),
    col(LetterRow.state).in_((LetterState.SENT, LetterState.CONFIRMED, LetterState.BOUNCED)),
)
_LAST_SENT = select(func.max(col(LetterRow.sending_at))).where(
    col(LetterRow.sending_at) <= bindparam("now", type_=InstantColumn)
)
_BEFORE_ANY_DRAFT = (LetterState.PLANNED, LetterState.RENDERED, LetterState.HOLD)
_NEVER_DRAFTED = ALL.where(
    col(LetterRow.state).in_(_BEFORE_ANY_DRAFT),
    col(LetterRow.drafted_at).is_(None),
    col(LetterRow.to_tag).in_(bindparam("tags", expanding=True)),
).order_by(col(LetterRow.id))
_SENT_BETWEEN = (
    ALL.where(
        col(LetterRow.state).in_((LetterState.SENT, LetterState.CONFIRMED)),
        col(LetterRow.sending_at) > bindparam("since", type_=InstantColumn),
        col(LetterRow.sending_at) < bindparam("until", type_=InstantColumn),
        col(LetterRow.id) > bindparam("after"),
    )
    .order_by(col(LetterRow.id))
    .limit(bindparam("most"))
)
_BY_MESSAGE_IDS = ALL.where(col(LetterRow.message_id).in_(bindparam("ids", expanding=True))).limit(1)
_OWN_MESSAGE_IDS = select(LetterRow.message_id).where(col(LetterRow.message_id).in_(bindparam("ids", expanding=True)))
_LATEST_TO = select(func.max(col(LetterRow.planned_at))).where(
    col(LetterRow.to_tag) == bindparam("tag"), col(LetterRow.case_id) == bindparam("case_id")
)
_LATEST_TO_WITHOUT_CASE = select(func.max(col(LetterRow.planned_at))).where(
    col(LetterRow.to_tag) == bindparam("tag"), col(LetterRow.case_id).is_(None)
)


def counts(tx: Tx) -> Mapping[str, int]:
    """How many letters are in each state."""
    query = select(LetterRow.state, func.count()).group_by(col(LetterRow.state))
    return {row[0]: row[1] for row in tx.connection.execute(query)}


def left_by(tx: Tx, letter: str, writer: str) -> int:
    """How many letters of this name by this person have left."""
    return int(tx.connection.execute(_LEFT_BY, {"name": letter, "whose": writer}).scalar_one())


def last_sent(tx: Tx) -> datetime | None:
    """When the newest letter was sent, as far as is on record; one dated later than now was dated by a wrong clock."""
    return tx.connection.execute(_LAST_SENT, {"now": tx.now}).scalar_one()


def never_drafted(tx: Tx, tags: Iterable[str]) -> tuple[Queued, ...]:
    """The letters to these addresses (by tag) that were planned, and of which no draft was ever recorded."""
    return tuple(queued(row) for row in tx.connection.execute(_NEVER_DRAFTED, {"tags": list(tags)}))


def sent_between(tx: Tx, since: datetime, until: datetime, limit: int, *, after: int = 0) -> tuple[Queued, ...]:
    """The letters that left between two instants, in the order they were planned, from after a row id."""
    asked = {"since": since, "until": until, "most": limit, "after": after}
    return tuple(queued(row) for row in tx.connection.execute(_SENT_BETWEEN, asked))


def by_message_ids(tx: Tx, ids: Iterable[str]) -> Queued | None:
    """The letter of ours that one of these Message-IDs names."""
    row = tx.connection.execute(_BY_MESSAGE_IDS, {"ids": list(ids)}).first()
    return None if row is None else queued(row)


def own_message_ids(tx: Tx, ids: Iterable[str]) -> frozenset[str]:
    """Those of these Message-IDs that letters of ours carry."""
    wanted = [one for one in ids if one]
    if not wanted:
        return frozenset()
    return frozenset(tx.connection.execute(_OWN_MESSAGE_IDS, {"ids": wanted}).scalars())


def latest_to(tx: Tx, address: str, case_id: int | None) -> datetime | None:
    """When the newest letter on this case to this address was planned."""
    tag = tx.vault.tag(address, "address")
    if case_id is None:
        return tx.connection.execute(_LATEST_TO_WITHOUT_CASE, {"tag": tag}).scalar_one()
    return tx.connection.execute(_LATEST_TO, {"tag": tag, "case_id": case_id}).scalar_one()
