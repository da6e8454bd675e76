"""Whether the store is older than the mailbox, and the letters in Sent Items that it had forgotten; asks no mailbox."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam
from sqlmodel import col, insert, select, update

from store import outbox
from store.engine import Tx
from store.events import record
from store.outbox import Queued
from store.tables import ControlRow, FoundLetterRow
from store.terms import LetterState

UNSURE = "may_have_left_before_the_restore"

_ROW = col(ControlRow.id) == 1
_WAITING = select(ControlRow.restored_at, ControlRow.restored_since, ControlRow.restored_why).where(_ROW)
_CONTROL = update(ControlRow).where(_ROW)
_ADOPTED = select(FoundLetterRow.mark).where(col(FoundLetterRow.mark).in_(bindparam("marks", expanding=True)))
_NEW = insert(FoundLetterRow)
_FOUND = select(FoundLetterRow.__table__)  # type: ignore[attr-defined]  # SQLModel hides __table__
_UNMATCHED = _FOUND.where(col(FoundLetterRow.letter_id).is_(None)).order_by(col(FoundLetterRow.sent_at))
_MATCHED = update(FoundLetterRow).where(col(FoundLetterRow.mark) == bindparam("which"))


@dataclass(frozen=True, slots=True)
class Waiting:
    """A restore that nobody has accepted yet: when it was noticed and why, and from when on Sent Items count."""

    at: datetime
    since: datetime
    why: str


@dataclass(frozen=True, slots=True)
class FoundLetter:
    """A letter that had left before the restore; tags and reference are "" where it did not say."""

    mark: str
    sent_at: datetime
    to_tag: str
    answers_tag: str
    reference: str


def waiting(tx: Tx) -> Waiting | None:
    """The restore that waits to be accepted, if one does."""
    row = tx.connection.execute(_WAITING).one()
    return None if row.restored_at is None else Waiting(row.restored_at, row.restored_since, row.restored_why)


def notice(tx: Tx, *, since: datetime, why: str) -> bool:
    """Nothing leaves until a person accepts the comparison of Sent Items with the outbox; False when that was so."""
    if waiting(tx):
        return False
    tx.connection.execute(_CONTROL.values(restored_at=tx.now, restored_since=since, restored_why=why))
    record(tx, "restore_noticed", "service", rule=why, since=since)
    return True


def accept(tx: Tx, *, by: str, adopted: int) -> None:
    """The restore is accepted, and by whom is on record."""
    tx.connection.execute(_CONTROL.values(restored_at=None, restored_since=None, restored_why=""))
    record(tx, "restore_accepted", "service", by=by, adopted=adopted)


def adopted(tx: Tx, marks: Sequence[str]) -> frozenset[str]:
    """Those of these marks that letters carry which were found after a restore and adopted."""
    return frozenset(tx.connection.execute(_ADOPTED, {"marks": list(marks)}).scalars())


def adopt(tx: Tx, *, mark: str, sent_at: datetime, to: str, answers: str, reference: str) -> None:
    """A letter nobody remembered is on record as having left: to whom and in answer to which message, as tags."""
    values = {
        "mark": mark, "sent_at": sent_at, "reference": reference,
        "to_tag": tx.vault.tag(to, "address") if to else "",
        "answers_tag": tx.vault.tag(answers, "answers") if answers else "",
    }  # fmt: skip
    tx.connection.execute(_NEW, values)
    record(tx, "letter_adopted", f"found:{mark}", rule="found in Sent Items", sent_at=sent_at)


def unmatched(tx: Tx) -> tuple[FoundLetter, ...]:
    """The adopted letters that have not turned out to be one of the outbox, oldest first."""
    rows = tx.connection.execute(_UNMATCHED)
    return tuple(FoundLetter(row.mark, row.sent_at, row.to_tag, row.answers_tag, row.reference) for row in rows)


def matches(tx: Tx, found: FoundLetter, answers: str) -> bool:
    """Whether the adopted letter answers the message with this Message-ID."""
    return bool(answers) and found.answers_tag == tx.vault.tag(answers, "answers")


def match(tx: Tx, found: FoundLetter, one: Queued) -> bool:
    """The letter of the outbox has left before the restore, as the one that was found, and never leaves again."""
    if not left(tx, one, found.sent_at):
        return False
    tx.connection.execute(_MATCHED, {"which": found.mark, "letter_id": one.id})
    return True


def left(tx: Tx, one: Queued, sent_at: datetime) -> bool:
    """The letter lies in Sent Items and is on record as such, whatever was planned with it; False if it changed."""
    values = {"sending_at": sent_at, "sent_at": sent_at, "confirmed_at": tx.now, "held_because": ""}
    return outbox.step(tx, one, LetterState.CONFIRMED, rule="found in Sent Items", **values)


def hold_as_unsure(tx: Tx, one: Queued) -> bool:
    """The letter waits because it may have left before the restore, also where it waited for something else."""
    held_from = one.held_from if one.state is LetterState.HOLD else one.state
    return outbox.step(tx, one, LetterState.HOLD, rule=UNSURE, held_because=UNSURE, held_from=held_from)
