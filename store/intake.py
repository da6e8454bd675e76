"""Received items: remembered before anything else is done with them, and what became of each.

An item is new when this table knows neither its id nor the stamp it carries; whether it was read, when it is dated
and which Message-ID it carries play no part in that. Rows are never removed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, func, or_
from sqlmodel import col, insert, select, update

from store import counted
from store.blobs import Blob
from store.engine import Store, Tx
from store.events import record
from store.stamps import to_give
from store.tables import IntakeRow
from store.vault import Erased, Sealer

_CHUNK = 400

# Statements are built once: building one costs ten times as much as running it.
_ALL = select(IntakeRow.__table__)  # type: ignore[attr-defined]  # SQLModel hides __table__
_ONE = update(IntakeRow).where(col(IntakeRow.id) == bindparam("which"))
_NEW = insert(IntakeRow)
_HERE = col(IntakeRow.mailbox) == bindparam("mailbox")
_BY_ITEMS = _ALL.where(_HERE, col(IntakeRow.item).in_(bindparam("wanted", expanding=True)))
_BY_STAMPS = _ALL.where(_HERE, col(IntakeRow.stamp).in_(bindparam("wanted", expanding=True)))
_LYING_IN = select(IntakeRow.item).where(_HERE, col(IntakeRow.folder) == bindparam("folder"))
_UNREAD = (
    _ALL.where(col(IntakeRow.state) == "remembered")
    .order_by(col(IntakeRow.attempts), col(IntakeRow.received_at), col(IntakeRow.id))
    .limit(bindparam("most"))
)
_NO_TAG = "-"
_SAME = or_(col(IntakeRow.fingerprint_tag) == bindparam("content"), col(IntakeRow.matter_tag) == bindparam("matter"))
_HELD_ALREADY = (
    select(IntakeRow.id, IntakeRow.case_id)
    .where(_SAME, col(IntakeRow.id) != bindparam("but"))
    .order_by(col(IntakeRow.received_at), col(IntakeRow.id))
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class Seen:
    """An item as it was found, with its bytes already in the blob store."""

    item: str
    locator: str
    folder: str
    received_at: datetime
    blob: Blob
    categories: tuple[str, ...] = ()
    stamp: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """One row as intake works with it. `filing` is none, intended, done or overtaken (not ours any more).

    `item` is the id it has now, which a move may change; `stamp` is the mark it is given, which nothing changes.
    """

    id: int
    item: str
    stamp: str
    locator: str
    folder: str
    seen_at: datetime
    received_at: datetime
    state: str
    attempts: int
    failures: int
    case_id: int | None
    blob: Blob
    filing: str
    target: str
    categories: str
    flag_on: date | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a message was taken to be, and where it is to be filed: what stays in the row once it is understood."""

    kind: str
    flags: str
    may_acknowledge: bool
    why_not: str
    case_id: int | None
    sender: str
    fingerprint: str
    matter: str
    duplicate_of: int | None
    target: str
    categories: str
    flag_on: date | None


def held(tx: Tx, mailbox: str, items: Iterable[str]) -> dict[str, Held]:
    """The rows of those of these items whose id is known."""
    return {one.item: one for one in _found(tx, _BY_ITEMS, mailbox, items)}


def recognised(tx: Tx, mailbox: str, stamps: Mapping[str, str]) -> dict[str, Held]:
    """The rows of those of these items (stamps by item id) that are known, by the id each has now.

    An item whose id is new but whose stamp is ours is the same item, moved.
    """
    found = held(tx, mailbox, stamps)
    strangers = {item: stamp for item, stamp in stamps.items() if stamp and item not in found}
    by_stamp = {one.stamp: one for one in _found(tx, _BY_STAMPS, mailbox, set(strangers.values()))}
    return found | {item: by_stamp[stamp] for item, stamp in strangers.items() if stamp in by_stamp}


def lying_in(tx: Tx, mailbox: str, folder: str) -> frozenset[str]:
    """The known items that lie in this folder as far as we know."""
    return frozenset(tx.connection.execute(_LYING_IN, {"mailbox": mailbox, "folder": folder}).scalars())


def remember(tx: Tx, mailbox: str, items: Sequence[Seen]) -> None:
    """Each item has its row, not yet read. Raises IntegrityError when one has been remembered before."""
    given = to_give(tx, [(one.item, one.blob.sha256, one.stamp) for one in items])
    rows = [
        {
            "mailbox": mailbox, "item": one.item, "stamp": stamp,
            "locator": one.locator, "folder": one.folder, "seen_at": tx.now, "received_at": one.received_at,
            "size": one.blob.size, "sha256": one.blob.sha256, "blob": one.blob.name,
            "wrapped_key": one.blob.wrapped_key, "state": "remembered", "categories": "\n".join(one.categories),
        }
        for one, stamp in zip(items, given, strict=True)
    ]  # fmt: skip
    tx.connection.execute(_NEW, rows)
    kept = held(tx, mailbox, (one.item for one in items))
    for one in items:
        subject = f"intake:{kept[one.item].id}"
        record(tx, "remembered", subject, item=one.item, folder=one.folder, received_at=one.received_at)


def unread(tx: Tx, limit: int) -> tuple[Held, ...]:
    """What is remembered and not yet understood: never tried first, then the earliest received."""
    return tuple(held_of(row) for row in tx.connection.execute(_UNREAD, {"most": limit}))


def attempt(tx: Tx, ids: Sequence[int]) -> None:
    """One more attempt to understand each of these is on record, before it is made."""
    tx.connection.execute(update(IntakeRow).where(col(IntakeRow.id).in_(ids)).values(attempts=IntakeRow.attempts + 1))


def not_understood(tx: Tx, intake_id: int, fault: str) -> None:
    """The attempt failed, and the message waits for the next one."""
    tx.connection.execute(_one(intake_id).values(failures=IntakeRow.failures + 1, fault=fault))
    record(tx, "reading_failed", f"intake:{intake_id}", rule=fault)


def set_aside(tx: Tx, intake_id: int, fault: str, *, target: str, categories: str, flag_on: date) -> None:
    """The message is for a person to read, to be filed where told; nothing more is tried with it."""
    values = {
        "state": "unreadable", "failures": IntakeRow.failures + 1, "fault": fault, "may_acknowledge": False,
        "why_not": "unreadable", "filing": "intended", "target": target, "categories": categories, "flag_on": flag_on,
    }  # fmt: skip
    tx.connection.execute(_one(intake_id).values(values))
    record(tx, "set_aside", f"intake:{intake_id}", rule=fault)


def understood(tx: Tx, one: Held, verdict: Verdict) -> None:
    """What the message was taken to be stands in its row, and it waits to be filed; what others labelled it with stays.

    Where it has a case, the raw mail's own key is wrapped under the case's, so that erasing the case erases the mail.
    """
    values: dict[str, Any] = {
        "state": "understood", "kind": verdict.kind, "flags": verdict.flags, "why_not": verdict.why_not,
        "may_acknowledge": verdict.may_acknowledge, "case_id": verdict.case_id,
        "duplicate_of": verdict.duplicate_of, "filing": "intended", "target": verdict.target,
        "categories": "\n".join(dict.fromkeys((*verdict.categories.splitlines(), *one.categories.splitlines()))),
        "flag_on": verdict.flag_on,
        "sender_tag": tx.vault.tag(verdict.sender, "address") if verdict.sender else "",
        "fingerprint_tag": tx.vault.tag(verdict.fingerprint, "fingerprint") if verdict.fingerprint else "",
        "matter_tag": tx.vault.tag(verdict.matter, "matter") if verdict.matter else "",
    }  # fmt: skip
    if verdict.case_id is not None:
        about = f"blob {one.blob.name}"
        values["wrapped_key"] = tx.vault.rewrapped(one.blob.wrapped_key, about, tx.sealer(verdict.case_id))
    tx.connection.execute(_ONE, {"which": one.id, **values})
    counted.message(tx, one.id, verdict.case_id, verdict.flags)


@dataclass(frozen=True, slots=True)
class Copy:
    """A message held already with the same content or matter: its row id and its case."""

    id: int
    case_id: int | None


def held_already(tx: Tx, fingerprint: str, matter: str, but: int) -> Copy | None:
    """The earliest received other message of this content or this matter: a suggestion, never a reason to ignore."""
    tags = {
        "content": tx.vault.tag(fingerprint, "fingerprint") if fingerprint else _NO_TAG,
        "matter": tx.vault.tag(matter, "matter") if matter else _NO_TAG,
    }
    row = tx.connection.execute(_HELD_ALREADY, {**tags, "but": but}).first()
    return None if row is None else Copy(row[0], row[1])


def vanished(tx: Tx, mailbox: str, item: str, folder: str, received_at: datetime) -> None:
    """An item that was listed but had gone before it could be fetched has been noted, for a person to see."""
    record(tx, "seen_then_gone", f"item:{item}", mailbox=mailbox, folder=folder, received_at=received_at)


def blobs(tx: Tx) -> frozenset[str]:
    """The name of every blob that a message has."""
    return frozenset(tx.connection.execute(select(IntakeRow.blob)).scalars())


def key_of(tx: Tx, one: Held) -> Sealer:
    """The key that opens this message's blob. Raises Erased where it, or its case's, has been destroyed."""
    about = f"blob {one.blob.name}"
    if not one.blob.wrapped_key:
        raise Erased("What was kept of this message has been erased.")
    if one.case_id is None:
        return tx.vault.sealer(one.blob.wrapped_key, about)
    return Sealer(tx.sealer(one.case_id).unseal(one.blob.wrapped_key, about))


def raw_of(store: Store, tx: Tx, one: Held) -> bytes:
    """The raw bytes as they were received. Raises BlobDamaged, or Erased when the case has been erased."""
    return store.blobs.read(one.blob, key_of(tx, one))


def counts(tx: Tx) -> Mapping[str, int]:
    """How many messages are in each state."""
    query = select(IntakeRow.state, func.count()).group_by(col(IntakeRow.state))
    return {row[0]: row[1] for row in tx.connection.execute(query)}


def _one(intake_id: int) -> Any:
    return update(IntakeRow).where(col(IntakeRow.id) == intake_id)


def _found(tx: Tx, query: Any, mailbox: str, values: Iterable[str]) -> Iterator[Held]:
    wanted = list(values)
    for start in range(0, len(wanted), _CHUNK):
        some = {"mailbox": mailbox, "wanted": wanted[start : start + _CHUNK]}
        for row in tx.connection.execute(query, some):
            yield held_of(row)


def held_of(row: Any) -> Held:
    """The row as intake works with it."""
    return Held(
        id=row.id, item=row.item, stamp=row.stamp, locator=row.locator, folder=row.folder, seen_at=row.seen_at,
        received_at=row.received_at, state=row.state, attempts=row.attempts, failures=row.failures,
        case_id=row.case_id, blob=Blob(row.blob, row.sha256, row.size, row.wrapped_key), filing=row.filing,
        target=row.target, categories=row.categories, flag_on=row.flag_on,
    )  # fmt: skip
