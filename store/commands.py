"""What people did in the mailbox to tell the service something, from first sight until they see its effect; does none.

A command settles first: one that was taken back before counts as never given. It is decided once, by a compare-and-set
on its state, together with everything it leads to; what it changes in the mailbox comes after and is repeatable.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import col, insert, select, update

from store.columns import InstantColumn
from store.engine import Tx
from store.events import record
from store.work_tables import CommandRow

SETTLING, DECIDED, DONE, TAKEN_BACK = "settling", "decided", "done", "taken_back"
LOOKS = 2
"""In how many polls, one after the other, a command must be seen."""

_ALL = select(CommandRow.__table__)  # type: ignore[attr-defined]  # SQLModel hides __table__
_NEW = insert(CommandRow).returning(col(CommandRow.id))
_ONE = update(CommandRow).where(col(CommandRow.id) == bindparam("which"))
_STEP = _ONE.where(col(CommandRow.state) == bindparam("seen"))
_ONCE_MORE = (
    update(CommandRow)
    .where(
        col(CommandRow.subject) == bindparam("about"),
        col(CommandRow.verb) == bindparam("told"),
        col(CommandRow.place) == bindparam("put"),
        col(CommandRow.arrived_at) == bindparam("at", type_=InstantColumn),
        col(CommandRow.state) == TAKEN_BACK,
    )
    .values(state=SETTLING, looks=1, came_from=bindparam("from_"), done_at=None)
)
_OPEN = _ALL.where(
    col(CommandRow.subject) == bindparam("subject"), col(CommandRow.state).in_((SETTLING, DECIDED))
).order_by(col(CommandRow.id))
_DUE = _ALL.where(
    col(CommandRow.state) == SETTLING,
    col(CommandRow.looks) >= LOOKS,
    col(CommandRow.arrived_at) <= bindparam("before", type_=InstantColumn),
).order_by(col(CommandRow.arrived_at), col(CommandRow.id))
_SEEN_AGAIN = (
    update(CommandRow)
    .where(col(CommandRow.state) == SETTLING, col(CommandRow.id) == bindparam("which"))
    .values(looks=CommandRow.looks + 1)
)
_IN_STATE = _ALL.where(col(CommandRow.state) == bindparam("state")).order_by(col(CommandRow.id))
_LAST = (
    _ALL.where(
        col(CommandRow.subject) == bindparam("subject"),
        col(CommandRow.verb) == "move",
        col(CommandRow.state) == DONE,
        col(CommandRow.refused).is_(False),
    )
    .order_by(col(CommandRow.id).desc())
    .limit(1)
)
_LABELLED = select(CommandRow.subject).where(
    col(CommandRow.verb) == "label", col(CommandRow.state).in_((SETTLING, DECIDED))
)
_NEWEST = select(CommandRow.id).order_by(col(CommandRow.id).desc()).limit(1)
_NOTES = _ALL.where(col(CommandRow.note_key) != "", col(CommandRow.state) == DONE).order_by(col(CommandRow.id))
_NOTE_KEYS = select(CommandRow.note_key).where(col(CommandRow.note_key) != "")


class How(StrEnum):
    """How a person told it."""

    MOVE = "move"
    LABEL = "label"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Command:
    """One command. `place` and `came_from` are folders as the service calls them, or `place` the category given.

    `done_at` is when it was decided or taken back.
    """

    id: int
    subject: str
    case_id: int | None
    how: How
    place: str
    came_from: str
    arrived_at: datetime
    state: str
    refused: bool
    said: str
    goes_to: str
    adds: tuple[str, ...]
    removes: tuple[str, ...]
    note_key: str
    note_item: str
    note_locator: str
    done_at: datetime | None

    @property
    def row(self) -> int:
        """The row id of what it was done to."""
        return int(self.subject.rpartition(":")[2])

    @property
    def thing(self) -> str:
        """What it was done to: "intake", "card" or "letter"."""
        return self.subject.partition(":")[0]


def begin(
    tx: Tx, subject: str, how: How, place: str, *, case_id: int | None, came_from: str = "", words_hash: str = ""
) -> None:
    """The command has been seen for the first time, and settles."""
    values = {
        "subject": subject, "case_id": case_id, "verb": how, "place": place, "came_from": came_from,
        "words_hash": words_hash, "arrived_at": tx.now, "looks": 1, "state": SETTLING, "refused": False,
        **dict.fromkeys(("said", "goes_to", "adds", "removes", "note_key", "note_item", "note_locator"), ""),
    }  # fmt: skip
    same = {"about": subject, "told": how, "put": place, "at": tx.now}
    if tx.connection.execute(_ONCE_MORE, {**same, "from_": came_from}).rowcount == 0:
        tx.connection.execute(_NEW, values)


def under_way(tx: Tx, subject: str) -> tuple[Command, ...]:
    """What was told about this subject and has not had all of its effect, in the order it was told."""
    return tuple(_command(row) for row in tx.connection.execute(_OPEN, {"subject": subject}))


def told_by_label(tx: Tx) -> frozenset[str]:
    """What was told something by a category that has not had all of its effect."""
    return frozenset(tx.connection.execute(_LABELLED).scalars())


def newest(tx: Tx) -> int:
    """The id of the newest command, 0 before there is any."""
    return tx.connection.execute(_NEWEST).scalar_one_or_none() or 0


def settling(tx: Tx) -> tuple[Command, ...]:
    """What was told and does not count yet, in the order it was told."""
    return tuple(_command(row) for row in tx.connection.execute(_IN_STATE, {"state": SETTLING}))


def seen_again(tx: Tx, these: Iterable[int]) -> None:
    """These of those that settle were there in one more poll."""
    if rows := [{"which": one} for one in these]:
        tx.connection.execute(_SEEN_AGAIN, rows)


def taken_back(tx: Tx, one: Command) -> None:
    """The person took it back before it settled: it counts as never given."""
    tx.connection.execute(_STEP, {"which": one.id, "seen": SETTLING, "state": TAKEN_BACK, "done_at": tx.now})


def due(tx: Tx, before: datetime) -> tuple[Command, ...]:
    """What has settled: seen in two polls, and told at this instant or before; in the order it was told."""
    return tuple(_command(row) for row in tx.connection.execute(_DUE, {"before": before}))


def decide(
    tx: Tx,
    one: Command,
    said: str,
    *,
    refused: bool = False,
    goes_to: str = "",
    adds: Iterable[str] = (),
    removes: Iterable[str] = (),
    note_key: str = "",
) -> bool:
    """What comes of it is on record, and the mailbox has still to show it; False where it was decided before."""
    values = {
        "state": DECIDED, "said": said, "refused": refused, "goes_to": goes_to, "adds": "\n".join(adds),
        "removes": "\n".join(removes), "note_key": note_key, "done_at": tx.now,
    }  # fmt: skip
    if tx.connection.execute(_STEP, {"which": one.id, "seen": SETTLING, **values}).rowcount != 1:
        return False
    details = {"how": one.how, "place": one.place, "was": one.came_from, "said": said}
    action = "command_refused" if refused else "command_obeyed"
    record(tx, action, one.subject, case_id=one.case_id, rule=one.place, **details)
    return True


def decided(tx: Tx) -> tuple[Command, ...]:
    """What the mailbox has still to show, in the order it was told."""
    return tuple(_command(row) for row in tx.connection.execute(_IN_STATE, {"state": DECIDED}))


def shown(tx: Tx, one: Command, *, note_item: str = "", note_locator: str = "", lies_in: str = "") -> None:
    """The mailbox shows what came of it; the note that says why it was refused is this item, if there is one.

    `lies_in` is the folder of what a category was set on, and of the note beside it.
    """
    values = {"note_item": note_item, "note_locator": note_locator}
    values |= {"came_from": lies_in} if one.how is How.LABEL else {}
    tx.connection.execute(_STEP, {"which": one.id, "seen": DECIDED, "state": DONE, **values})


def last_move(tx: Tx, subject: str) -> Command | None:
    """The newest move of this subject that was obeyed."""
    row = tx.connection.execute(_LAST, {"subject": subject}).first()
    return None if row is None else _command(row)


def with_notes(tx: Tx) -> tuple[Command, ...]:
    """What was refused, where the note that says why still lies in the mailbox."""
    return tuple(_command(row) for row in tx.connection.execute(_NOTES))


def note_keys(tx: Tx) -> frozenset[str]:
    """The keys of all notes that lie in the mailbox or are being made."""
    return frozenset(tx.connection.execute(_NOTE_KEYS).scalars())


def note_gone(tx: Tx, one: Command) -> None:
    """The note about it lies in the mailbox no more."""
    tx.connection.execute(_ONE, {"which": one.id, "note_key": "", "note_item": "", "note_locator": ""})


def _command(row: Any) -> Command:
    return Command(
        row.id, row.subject, row.case_id, How(row.verb), row.place, row.came_from, row.arrived_at, row.state,
        row.refused, row.said, row.goes_to, tuple(row.adds.splitlines()), tuple(row.removes.splitlines()),
        row.note_key, row.note_item, row.note_locator, row.done_at,
    )  # fmt: skip
