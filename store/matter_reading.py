"""Matters that are no reviews, read from their rows; changes none and counts no day."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import col, select

from store.engine import Tx
from store.matter_tables import (
    MatterDateRow,
    MatterKeyRow,
    MatterMessageRow,
    MatterNoteRow,
    MatterRow,
    MatterServedRow,
    MatterStepRow,
)
from store.messages.matters import Counted, Matter, MatterKind, Note, Person, Served, Step, StepRule, Way
from store.vault import Erased, Sealer

_ALL: Any = select(MatterRow.__table__).order_by(col(MatterRow.year), col(MatterRow.number))  # type: ignore[attr-defined]  # SQLModel hides __table__
_OPEN = _ALL.where(col(MatterRow.closed_on).is_(None))
_ONE = _ALL.where(col(MatterRow.id) == bindparam("which"))
_WHICH = select(MatterRow.id).where(col(MatterRow.reference) == bindparam("reference"))
_KEY = select(MatterKeyRow.wrapped).where(col(MatterKeyRow.matter_id) == bindparam("which"))
_OF_MESSAGE = (
    select(MatterMessageRow.matter_id)
    .where(col(MatterMessageRow.intake_id) == bindparam("intake_id"))
    .order_by(col(MatterMessageRow.matter_id))
)


def _of(row: Any, order: Any) -> Any:
    return select(row.__table__).where(col(row.matter_id) == bindparam("which")).order_by(col(order))


_DATES = _of(MatterDateRow, MatterDateRow.name)
_STEPS = _of(MatterStepRow, MatterStepRow.step)
_SERVED = _of(MatterServedRow, MatterServedRow.id)
_NOTES = _of(MatterNoteRow, MatterNoteRow.id)
_MESSAGES = _of(MatterMessageRow, MatterMessageRow.intake_id)


def every(tx: Tx, *, closed_too: bool = True) -> Iterator[Matter]:
    """Every matter, or every open one, in the order of their numbers."""
    for row in tx.connection.execute(_ALL if closed_too else _OPEN).all():
        yield _matter(tx, row)


def of(tx: Tx, matter_id: int) -> Matter:
    """One matter by its row id."""
    return _matter(tx, tx.connection.execute(_ONE, {"which": matter_id}).one())


def id_of(tx: Tx, reference: str) -> int | None:
    """The row id of the matter with exactly this reference."""
    return tx.connection.execute(_WHICH, {"reference": reference}).scalar_one_or_none()


def of_message(tx: Tx, intake_id: int) -> tuple[int, ...]:
    """The row ids of the matters that a message belongs to."""
    return tuple(tx.connection.execute(_OF_MESSAGE, {"intake_id": intake_id}).scalars())


def sealer(tx: Tx, matter_id: int) -> Sealer:
    """The key that seals what names anybody in this matter. Raises Erased when it has been destroyed."""
    wrapped = tx.connection.execute(_KEY, {"which": matter_id}).scalar_one_or_none()
    if wrapped is None:
        raise Erased(f"The personal data of matter {matter_id} has been erased.")
    return tx.vault.sealer(wrapped, f"matter {matter_id}")


def as_kept(kind: MatterKind) -> str:
    """A kind of matter as JSON."""
    steps = [asdict(one) for one in kind.steps]
    return json.dumps({"key": kind.key, "name": kind.name, "dates": dict(kind.dates), "steps": steps})


def as_read(kept: str) -> MatterKind:
    """The kind of matter that was kept as JSON."""
    said = json.loads(kept)
    steps = tuple(StepRule(**{**one, "counted": Counted(one["counted"])}) for one in said["steps"])
    return MatterKind(said["key"], said["name"], said["dates"], steps)


def _matter(tx: Tx, row: Any) -> Matter:
    kind, which = as_read(row.rules), {"which": row.id}
    try:
        key: Sealer | None = sealer(tx, row.id)
    except Erased:
        key = None
    words = _opened(key, row.words, "matter")
    served = defaultdict[str, list[Served]](list)
    for one in tx.connection.execute(_SERVED, which):
        told = _opened(key, one.words, "service")
        proof = Served(Way(one.how), one.on, told.get("to", ""), told.get("evidence", ""), one.intake_id)
        served[one.step].append(proof)
    stands = {one.step: one for one in tx.connection.execute(_STEPS, which)}
    return Matter(
        id=row.id,
        reference=row.reference,
        kind=kind,
        owner=row.owner,
        opened_on=row.opened_on,
        closed_on=row.closed_on,
        dates={one.name: one.on for one in tx.connection.execute(_DATES, which)},
        steps=tuple(_step(rule, stands.get(rule.key), tuple(served[rule.key])) for rule in kind.steps),
        messages=tuple(one.intake_id for one in tx.connection.execute(_MESSAGES, which)),
        title=words.get("title", ""),
        people=tuple(Person(**one) for one in words.get("people", ())),
        notes=tuple(
            Note(one.at, one.by, one.what, _opened(key, one.words, "note").get("words", ""))
            for one in (tx.connection.execute(_NOTES, which) if key else ())
        ),
        is_erased=key is None,
    )


def _step(rule: StepRule, row: Any, served: tuple[Served, ...]) -> Step:
    return Step(rule, row.moved_to, row.done_on, served) if row is not None else Step(rule, served=served)


def _opened(key: Sealer | None, sealed: bytes | None, about: str) -> Mapping[str, Any]:
    if key is None or sealed is None:
        return {}
    found: dict[str, Any] = json.loads(key.unseal(sealed, about))
    return found
