"""Received items that people put elsewhere: another case, another folder, or copies; decides none of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy import bindparam
from sqlmodel import col, select, update

from store import papers
from store.engine import Tx
from store.events import record
from store.intake import Held, held_of
from store.tables import IntakeRow

_ALL = select(IntakeRow.__table__)  # type: ignore[attr-defined]  # SQLModel hides __table__
_ONE = update(IntakeRow).where(col(IntakeRow.id) == bindparam("which"))
_BY_ID = _ALL.where(col(IntakeRow.id) == bindparam("which"))
_BY_MESSAGE_ID = (
    _ALL.where(col(IntakeRow.message_tag) == bindparam("tag"), col(IntakeRow.state) != "copy")
    .order_by(col(IntakeRow.id))
    .limit(1)
)
_KIND = select(IntakeRow.kind).where(col(IntakeRow.id) == bindparam("which"))
_OF_CASE = _ALL.where(col(IntakeRow.case_id) == bindparam("case_id")).order_by(
    col(IntakeRow.received_at), col(IntakeRow.id)
)
_ORIGINAL = (
    select(IntakeRow.id)
    .where(
        col(IntakeRow.sha256) == bindparam("sha256"),
        col(IntakeRow.id) < bindparam("but"),
        col(IntakeRow.folder) != "",
        col(IntakeRow.state) != "copy",
    )
    .order_by(col(IntakeRow.id))
    .limit(1)
)
_PUT_THERE = select(IntakeRow.id, IntakeRow.categories).where(
    col(IntakeRow.case_id) == bindparam("case_id"),
    col(IntakeRow.folder) == bindparam("folder"),
    col(IntakeRow.filing) == "done",
)


def released(tx: Tx, one: Held) -> Held:
    """The message and its files have no case, and its key is wrapped by the key file again; answers its row."""
    if one.case_id is None:
        return one
    key = tx.vault.wrapped(one.blob.wrapped_key, f"blob {one.blob.name}", tx.sealer(one.case_id))
    tx.connection.execute(_ONE, {"which": one.id, "case_id": None, "wrapped_key": key})
    record(tx, "belongs", f"intake:{one.id}")
    papers.follow(tx, one.id, None)
    return replace(one, case_id=None, blob=replace(one.blob, wrapped_key=key))


def rejoined(tx: Tx, one: Held, case_id: int) -> Held:
    """The message is this case's, with its files, and its key is wrapped under the case's; answers its row."""
    free = released(tx, one)
    key = tx.vault.rewrapped(free.blob.wrapped_key, f"blob {one.blob.name}", tx.sealer(case_id))
    tx.connection.execute(_ONE, {"which": one.id, "case_id": case_id, "wrapped_key": key})
    record(tx, "belongs", f"intake:{one.id}", case_id=case_id)
    papers.follow(tx, one.id, case_id)
    return replace(free, case_id=case_id, blob=replace(one.blob, wrapped_key=key))


def placed(tx: Tx, intake_id: int, target: str, categories: Iterable[str]) -> None:
    """Where the message is to lie and what it is labelled with, on a person's word; nobody else files it any more."""
    values = {"target": target, "categories": "\n".join(dict.fromkeys(categories)), "filing": "done"}
    tx.connection.execute(_ONE, {"which": intake_id, **values})


def labelled(tx: Tx, intake_id: int, categories: Iterable[str]) -> None:
    """What the message is labelled with, as far as the service knows."""
    tx.connection.execute(_ONE, {"which": intake_id, "categories": "\n".join(dict.fromkeys(categories))})


def is_a_copy(tx: Tx, one: Held) -> None:
    """The item is a copy that a person made of a message that is still there; nobody reads it."""
    tx.connection.execute(_ONE, {"which": one.id, "state": "copy", "filing": "done"})


def originals(tx: Tx, these: Iterable[Held]) -> dict[int, int]:
    """Those of these items that have the bytes of a message which came before and still lies somewhere, with its id."""
    found: dict[int, int] = {}
    for one in these:
        wanted = {"sha256": one.blob.sha256, "but": one.id}
        if (first := tx.connection.execute(_ORIGINAL, wanted).scalar_one_or_none()) is not None:
            found[one.id] = first
    return found


def settled_for(tx: Tx, case_id: int, folder: str, target: str, without: str) -> None:
    """What the service put into this folder for a person to settle waits to be filed there, without that label."""
    for row in tx.connection.execute(_PUT_THERE, {"case_id": case_id, "folder": folder}).all():
        labels = "\n".join(name for name in row.categories.splitlines() if name != without)
        values = {"filing": "intended", "target": target, "categories": labels, "flag_on": None}
        tx.connection.execute(_ONE, {"which": row.id, **values})


def known_as(tx: Tx, intake_id: int, message_id: str) -> None:
    """The message can be found again by its Message-ID, which is kept as a tag."""
    tag = tx.vault.tag(message_id, "message id") if message_id else ""
    tx.connection.execute(_ONE, {"which": intake_id, "message_tag": tag})


def by_message_id(tx: Tx, message_id: str) -> Held | None:
    """The first message that came with this Message-ID."""
    wanted = {"tag": tx.vault.tag(message_id, "message id")}
    row = tx.connection.execute(_BY_MESSAGE_ID, wanted).first()
    return None if row is None else held_of(row)


def by_id(tx: Tx, intake_id: int) -> Held | None:
    """One row."""
    row = tx.connection.execute(_BY_ID, {"which": intake_id}).first()
    return None if row is None else held_of(row)


def kind_of(tx: Tx, intake_id: int) -> str:
    """What the service took the message for, "" before it was understood."""
    return tx.connection.execute(_KIND, {"which": intake_id}).scalar_one_or_none() or ""


def of_case(tx: Tx, case_id: int) -> tuple[Held, ...]:
    """The messages of a case, the earliest received first."""
    return tuple(held_of(row) for row in tx.connection.execute(_OF_CASE, {"case_id": case_id}))
