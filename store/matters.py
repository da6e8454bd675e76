"""Matters that are no reviews: opened, changed, erased, each change with its event; decides none of it.

No event holds a name or free words: those are sealed under the matter's key, and the event has their hash.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from typing import Any

from sqlalchemy import bindparam, func
from sqlmodel import col, delete, insert, select, update

from store import matter_reading
from store.columns import InstantColumn
from store.engine import Tx
from store.events import record
from store.matter_tables import (
    MatterDateRow,
    MatterKeyRow,
    MatterMessageRow,
    MatterNoteRow,
    MatterReminderRow,
    MatterRow,
    MatterServedRow,
    MatterStepRow,
)
from store.messages.matters import Matter, MatterKind, Person, Reminder, Served
from store.tables import IntakeRow

_LAST_NUMBER = select(func.max(col(MatterRow.number))).where(col(MatterRow.year) == bindparam("in_year"))
_NEW = insert(MatterRow).returning(col(MatterRow.id))
_ONE = update(MatterRow).where(col(MatterRow.id) == bindparam("which"))
_KEY = update(MatterKeyRow).where(col(MatterKeyRow.matter_id) == bindparam("which"))
_NO_DATE = delete(MatterDateRow).where(
    col(MatterDateRow.matter_id) == bindparam("which"), col(MatterDateRow.name) == bindparam("called")
)
_STEP = update(MatterStepRow).where(
    col(MatterStepRow.matter_id) == bindparam("which"), col(MatterStepRow.step) == bindparam("of_step")
)
_NO_MESSAGE = delete(MatterMessageRow).where(
    col(MatterMessageRow.matter_id) == bindparam("which"), col(MatterMessageRow.intake_id) == bindparam("message")
)
_THE_REMINDER = (
    col(MatterReminderRow.matter_id) == bindparam("which"),
    col(MatterReminderRow.step) == bindparam("of_step"),
    col(MatterReminderRow.due_on) == bindparam("day"),
    col(MatterReminderRow.occasion) == bindparam("for_what"),
)
_NOW = bindparam("now", type_=InstantColumn)
_REMINDED = select(MatterReminderRow.at).where(*_THE_REMINDER, col(MatterReminderRow.at) <= _NOW)
_NOT_YET = delete(MatterReminderRow).where(*_THE_REMINDER, col(MatterReminderRow.at) > _NOW)
_UNREADABLE = (
    update(IntakeRow).where(col(IntakeRow.id).in_(bindparam("messages", expanding=True))).values(wrapped_key=None)
)
_OF_NO_CASE = select(IntakeRow.id).where(
    col(IntakeRow.id).in_(bindparam("messages", expanding=True)), col(IntakeRow.case_id).is_(None)
)


def open_matter(
    tx: Tx, kind: MatterKind, *, prefix: str, title: str, owner: str, people: Iterable[Person], on: date, by: str
) -> Matter:
    """A new matter with its own key and the next free number of the year; nothing of it has been done."""
    number = (tx.connection.execute(_LAST_NUMBER, {"in_year": on.year}).scalar_one() or 0) + 1
    reference, rules = f"{prefix}/{on.year}/{number:05d}", matter_reading.as_kept(kind)
    values = {
        "reference": reference, "year": on.year, "number": number, "kind": kind.key, "rules": rules, "owner": owner,
        "opened_on": on,
    }  # fmt: skip
    matter_id: int = tx.connection.execute(_NEW, values).scalar_one()  # type: ignore[assignment]  # the database gave it
    wrapped = tx.vault.new_wrapped_key(f"matter {matter_id}")
    tx.connection.execute(insert(MatterKeyRow), {"matter_id": matter_id, "wrapped": wrapped})
    steps = [{"matter_id": matter_id, "step": one.key} for one in kind.steps]
    tx.connection.execute(insert(MatterStepRow), steps)
    _seal_words(tx, matter_id, title, people)
    _record(tx, "opened", reference, kind.key, by, owner=owner, opened_on=on, kind=json.loads(rules))
    return matter_reading.of(tx, matter_id)


def set_date(tx: Tx, one: Matter, name: str, on: date, *, by: str) -> None:
    """One of the days the matter is counted from is this one."""
    tx.connection.execute(_NO_DATE, {"which": one.id, "called": name})
    tx.connection.execute(insert(MatterDateRow), {"matter_id": one.id, "name": name, "on": on})
    _record(tx, "dated", one.reference, name, by, on=on)


def move_due(tx: Tx, one: Matter, step: str, on: date, *, by: str) -> None:
    """The step is due on this day, whatever its rule says."""
    tx.connection.execute(_STEP, {"which": one.id, "of_step": step, "moved_to": on})
    _record(tx, "due_moved", one.reference, step, by, on=on)


def done(tx: Tx, one: Matter, step: str, on: date, *, by: str, due_on: date | None = None) -> None:
    """The step was done on this day; `due_on` is when it was due then, for the record."""
    values: dict[str, Any] = {"done_on": on}
    if one.step(step).rule.repeats:
        values["moved_to"] = None
    tx.connection.execute(_STEP, {"which": one.id, "of_step": step, **values})
    _record(tx, "step_done", one.reference, step, by, on=on, due_on=due_on, again=one.step(step).rule.repeats)


def not_done(tx: Tx, one: Matter, step: str, *, by: str) -> None:
    """The step is open again; proofs of its service stay."""
    tx.connection.execute(_STEP, {"which": one.id, "of_step": step, "done_on": None})
    _record(tx, "step_reopened", one.reference, step, by)


def served(tx: Tx, one: Matter, step: str, proof: Served, *, by: str) -> None:
    """There is proof that the step was served like this."""
    words = _sealed(tx, one, {"to": proof.to, "evidence": proof.evidence}, "service")
    values = {"step": step, "how": proof.how, "on": proof.on, "intake_id": proof.message, "words": words}
    tx.connection.execute(insert(MatterServedRow), {"matter_id": one.id, **values})
    _record(
        tx, "served", one.reference, step, by, how=proof.how, on=proof.on, message=proof.message, words=_hash(words)
    )


def note(tx: Tx, one: Matter, what: str, words: str, *, by: str) -> None:
    """These words stand with the matter, said with that."""
    sealed = _sealed(tx, one, {"words": words}, "note")
    values = {"matter_id": one.id, "at": tx.now, "by": by, "what": what, "words": sealed}
    tx.connection.execute(insert(MatterNoteRow), values)
    _record(tx, "noted", one.reference, what, by, words=_hash(sealed))


def add_person(tx: Tx, one: Matter, person: Person, *, by: str) -> None:
    """The matter is about this person as well; one known in that role takes the newer name and address."""
    kept = [known for known in one.people if (known.role, known.name) != (person.role, person.name)]
    _seal_words(tx, one.id, one.title, (*kept, person))
    _record(tx, "person_added", one.reference, "", by)


def give(tx: Tx, one: Matter, owner: str, *, by: str) -> None:
    """The matter is this person's, of the team."""
    tx.connection.execute(_ONE, {"which": one.id, "owner": owner})
    _record(tx, "given", one.reference, "", by, owner=owner)


def link(tx: Tx, one: Matter, message: int, *, by: str) -> bool:
    """The message belongs to the matter; False where it did before."""
    if message in matter_reading.of(tx, one.id).messages:
        return False
    tx.connection.execute(insert(MatterMessageRow), {"matter_id": one.id, "intake_id": message})
    _record(tx, "linked", one.reference, "", by, message=message)
    return True


def unlink(tx: Tx, one: Matter, message: int, *, by: str) -> bool:
    """The message belongs to the matter no more; False where it did not."""
    if tx.connection.execute(_NO_MESSAGE, {"which": one.id, "message": message}).rowcount == 0:
        return False
    _record(tx, "unlinked", one.reference, "", by, message=message)
    return True


def close(tx: Tx, one: Matter, on: date, *, by: str) -> None:
    """The matter is closed from this day on."""
    tx.connection.execute(_ONE, {"which": one.id, "closed_on": on})
    _record(tx, "closed", one.reference, "", by, on=on)


def reopen(tx: Tx, one: Matter, *, by: str) -> None:
    """The matter is open again."""
    tx.connection.execute(_ONE, {"which": one.id, "closed_on": None})
    _record(tx, "reopened", one.reference, "", by)


def erase(tx: Tx, one: Matter, *, by: str, because: str) -> int:
    """Nobody can read whom the matter is about, what was noted, or its messages any more; answers how many those were.

    Its dates and steps stay, and so does its history. A message that is a case's stays with the case, and one that is
    another matter's until that one is erased too. What proved a service goes with the matter, linked or not.
    """
    tx.connection.execute(_KEY, {"which": one.id, "wrapped": None})
    proofs = {proof.message for step in one.steps for proof in step.served if proof.message is not None}
    alone = sorted(number for number in {*one.messages, *proofs} if not _is_anothers(tx, number))
    gone = list(tx.connection.execute(_OF_NO_CASE, {"messages": alone}).scalars()) if alone else []
    if gone:
        tx.connection.execute(_UNREADABLE, {"messages": gone})
    _record(tx, "erased", one.reference, "", by, messages=gone, because=because)
    return len(gone)


def _is_anothers(tx: Tx, message: int) -> bool:
    """Whether a matter that can still be read has the message."""
    return any(not matter_reading.of(tx, matter_id).is_erased for matter_id in matter_reading.of_message(tx, message))


def was_reminded(tx: Tx, one: Matter, step: str, due_on: date, occasion: Reminder) -> bool:
    """Whether somebody was reminded of this day for this occasion, or of it itself where it only comes near.

    A reminder dated later than now was dated by a wrong clock, and came at the wrong time.
    """
    which = {"which": one.id, "of_step": step, "day": due_on, "now": tx.now}
    return any(
        tx.connection.execute(_REMINDED, {**which, "for_what": what}).first() is not None
        for what in {occasion, Reminder.DAY}
    )


def reminded(tx: Tx, one: Matter, step: str, due_on: date, occasion: Reminder) -> None:
    """Somebody is reminded of this day for this occasion. Raises IntegrityError where somebody was before now."""
    which = {"which": one.id, "of_step": step, "day": due_on, "for_what": occasion, "now": tx.now}
    tx.connection.execute(_NOT_YET, which)
    values = {"matter_id": one.id, "step": step, "due_on": due_on, "occasion": occasion, "at": tx.now}
    tx.connection.execute(insert(MatterReminderRow), values)
    _record(tx, "reminded", one.reference, step, "", due_on=due_on, occasion=occasion)


def _record(tx: Tx, what: str, reference: str, rule: str, by: str, **details: Any) -> None:
    record(tx, f"matter_{what}", f"matter:{reference}", rule=rule, by=by, **details)


def _seal_words(tx: Tx, matter_id: int, title: str, people: Iterable[Person]) -> None:
    said = {"title": title, "people": [asdict(one) for one in people]}
    words = matter_reading.sealer(tx, matter_id).seal(json.dumps(said).encode(), "matter")
    tx.connection.execute(_ONE, {"which": matter_id, "words": words})


def _sealed(tx: Tx, one: Matter, said: dict[str, str], about: str) -> bytes:
    return matter_reading.sealer(tx, one.id).seal(json.dumps(said).encode(), about)


def _hash(sealed: bytes) -> str:
    return hashlib.sha256(sealed).hexdigest()
