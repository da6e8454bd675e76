"""The history: events are appended, hashed one to the next and never changed; personal words stay outside the chain."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlmodel import col, insert, select, update

from store.engine import Tx
from store.event_tables import EventDetailRow, EventRow
from store.messages import Happened
from store.tables import ControlRow
from store.vault import Erased, StoreFault

_SALT = 16
_AT_ONCE = 1000

_NEW, _NEW_DETAIL = insert(EventRow), insert(EventDetailRow)
_HEAD = update(ControlRow).where(col(ControlRow.id) == 1)


@dataclass(frozen=True, slots=True)
class Event:
    """One event as it is shown; `details` is empty where they have been erased."""

    seq: int
    at: datetime
    actor: str
    action: str
    subject: str
    rule: str
    details: Mapping[str, Any]


def record(tx: Tx, action: str, subject: str, *, case_id: int | None = None, rule: str = "", **details: object) -> None:
    """The event stands at the end of the chain when the transaction commits; `details` may hold personal data.

    Of a case that has been erased nothing but the event itself is kept.
    """
    tx.pending.append((action, subject, case_id, rule, details))


def flush(tx: Tx) -> None:
    """Everything recorded in this transaction is in the chain, and the head says where the chain ends."""
    if not tx.pending:
        return
    tx.fetch_keys(case_id for _, _, case_id, _, _ in tx.pending)
    seq, previous = tx.head
    events, kept = [], []
    for action, subject, case_id, rule, details in tx.pending:
        seq += 1
        salted = os.urandom(_SALT) + json.dumps(details, default=str, separators=(",", ":")).encode()
        row = {
            "seq": seq, "at": tx.now, "actor": tx.actor, "action": action, "subject": subject, "case_id": case_id,
            "rule": rule, "details_hash": hashlib.sha256(salted).hexdigest(), "previous": previous,
        }  # fmt: skip
        previous = row["hash"] = _hash(row)
        events.append(row)
        sealed = b"" if tx.is_erased(case_id) else tx.sealer(case_id).seal(salted, f"event {seq}")
        kept.append({"seq": seq, "case_id": case_id, "sealed": sealed})
    tx.connection.execute(_NEW, events)
    tx.connection.execute(_NEW_DETAIL, kept)
    tx.connection.execute(_HEAD, {"head_seq": seq, "head_hash": previous})
    tx.head, tx.pending = (seq, previous), []


def history(tx: Tx, *, case_id: int | None = None, subject: str = "") -> tuple[Event, ...]:
    """The events of one case, or about one subject, oldest first."""
    query = select(EventRow.__table__, EventDetailRow.sealed).join_from(  # type: ignore[attr-defined]  # SQLModel hides __table__
        EventRow, EventDetailRow, col(EventRow.seq) == col(EventDetailRow.seq)
    )
    query = query.where(col(EventRow.case_id) == case_id if case_id is not None else col(EventRow.subject) == subject)
    return tuple(_event(tx, row) for row in tx.connection.execute(query.order_by(col(EventRow.seq))))


def every(tx: Tx, actions: Iterable[str]) -> Iterator[Happened]:
    """Every event of these actions there ever was, oldest first, a few at a time."""
    query: Any = select(EventRow.__table__, EventDetailRow.sealed).join_from(  # type: ignore[attr-defined]  # SQLModel hides __table__
        EventRow, EventDetailRow, col(EventRow.seq) == col(EventDetailRow.seq)
    )
    query = query.where(col(EventRow.action).in_(list(actions))).order_by(col(EventRow.seq))
    for rows in tx.connection.execute(query.execution_options(yield_per=_AT_ONCE)).partitions():
        tx.fetch_keys(row.case_id for row in rows)
        for row in rows:
            one = _event(tx, row)
            yield Happened(one.seq, one.at, one.action, one.subject, row.case_id, one.rule, one.details)


def verify(tx: Tx) -> Iterator[str]:
    """A sentence for each place where the chain is not what was written; nothing at all when it is whole."""
    seq, previous = 0, ""
    rows = select(EventRow.__table__, EventDetailRow.sealed).join_from(  # type: ignore[attr-defined]  # SQLModel hides __table__
        EventRow, EventDetailRow, col(EventRow.seq) == col(EventDetailRow.seq), isouter=True
    )
    for row in tx.connection.execute(rows.order_by(col(EventRow.seq)).execution_options(yield_per=_AT_ONCE)):
        if row.seq != seq + 1:
            yield f"Events {seq + 1} to {row.seq - 1} are missing."
        elif row.previous != previous:
            yield f"Event {row.seq} does not follow from the one before it."
        if _hash(dict(row._mapping)) != row.hash:
            yield f"Event {row.seq} was changed."
        if fault := _details_fault(tx, row):
            yield fault
        seq, previous = row.seq, row.hash
    head = select(ControlRow.head_seq, ControlRow.head_hash).where(col(ControlRow.id) == 1)
    if tuple(tx.connection.execute(head).one()) != (seq, previous):
        yield f"The chain ends at event {seq}, but that is not where it ended when it was last written."


def head(tx: Tx) -> tuple[int, str]:
    """How many events the chain has, and the hash at its end: noted elsewhere, it proves what led to it."""
    row = tx.connection.execute(select(ControlRow.head_seq, ControlRow.head_hash).where(col(ControlRow.id) == 1)).one()
    return row.head_seq, row.head_hash


def _details_fault(tx: Tx, row: Any) -> str:
    if row.sealed is None:
        return f"The details of event {row.seq} are missing."
    try:
        salted = tx.sealer(row.case_id).unseal(row.sealed, f"event {row.seq}")
    except Erased:
        return ""
    except StoreFault:
        return f"The details of event {row.seq} were changed."
    return (
        ""
        if hashlib.sha256(salted).hexdigest() == row.details_hash
        else f"The details of event {row.seq} were changed."
    )


def _event(tx: Tx, row: Any) -> Event:
    try:
        details = json.loads(tx.sealer(row.case_id).unseal(row.sealed, f"event {row.seq}")[_SALT:])
    except Erased:
        details = {}
    return Event(row.seq, row.at, row.actor, row.action, row.subject, row.rule, details)


def _hash(row: Mapping[str, Any]) -> str:
    parts = [row[name] for name in ("seq", "actor", "action", "subject", "case_id", "rule", "details_hash", "previous")]
    parts.append(row["at"].astimezone(UTC).isoformat(timespec="microseconds"))
    return hashlib.sha256(json.dumps(parts, separators=(",", ":")).encode()).hexdigest()
