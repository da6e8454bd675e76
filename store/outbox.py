"""Letters on their way out. A letter for an occasion exists once; every step is a compare-and-set on its state.

Recipients and words are sealed under the case's key.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import col, insert, select, update

from store.engine import Tx
from store.events import record
from store.messages import AddedSignature
from store.tables import LetterRow
from store.terms import Approval, Audience, LetterState

MAY_HAVE_LEFT = "cannot_tell_whether_it_left"
"""Why a letter is held that was submitted and is nowhere to be seen."""
AT_REST = (LetterState.CONFIRMED, LetterState.BOUNCED, LetterState.CANCELLED)

# Statements are built once: building one costs ten times as much as running it.
ALL = select(LetterRow.__table__)  # type: ignore[attr-defined]  # SQLModel hides __table__
"""Every letter, to be narrowed."""
_IN_STATES = (
    ALL.where(col(LetterRow.state).in_(bindparam("states", expanding=True)), col(LetterRow.id) > bindparam("after"))
    .order_by(col(LetterRow.id))
    .limit(bindparam("most"))
)
_BY_IDS = ALL.where(col(LetterRow.id).in_(bindparam("ids", expanding=True))).order_by(col(LetterRow.id))
_BY_KEY = ALL.where(col(LetterRow.key) == bindparam("key"))
_BY_MARK = ALL.where(col(LetterRow.mark) == bindparam("mark"))
_BY_MARKS = ALL.where(col(LetterRow.mark).in_(bindparam("marks", expanding=True)))
_KNOWN = select(LetterRow.id).where(col(LetterRow.key) == bindparam("key"))
_NEW = insert(LetterRow)
_STATES = select(LetterRow.id, LetterRow.state).where(col(LetterRow.id).in_(bindparam("ids", expanding=True)))
_STEP = update(LetterRow).where(col(LetterRow.id) == bindparam("which"), col(LetterRow.state) == bindparam("seen"))
_OF_CASE = ALL.where(col(LetterRow.case_id) == bindparam("case_id")).order_by(col(LetterRow.id))
_OF_MESSAGE = ALL.where(col(LetterRow.intake_id) == bindparam("intake_id")).order_by(col(LetterRow.id))
_TO_NOTE = (
    ALL.where(col(LetterRow.noted).is_(False), col(LetterRow.state).in_((LetterState.CONFIRMED, LetterState.BOUNCED)))
    .order_by(col(LetterRow.id))
    .limit(bindparam("most"))
)
_NOTED = update(LetterRow).where(col(LetterRow.id) == bindparam("which")).values(noted=True)
_LOOKED = update(LetterRow).where(col(LetterRow.id) == bindparam("which")).values(looks=LetterRow.looks + 1)


@dataclass(frozen=True, slots=True)
class Queued:
    """One letter as dispatch works with it; `mark` is the key it carries in the mailbox.

    `writer` is who of the team wanted it written, "" for nobody by name; `added` what a rule of the office wants.
    """

    id: int
    key: str
    mark: str
    letter: str
    case_id: int | None
    intake_id: int | None
    state: LetterState
    planned_at: datetime
    planned_in: str
    to_tag: str
    domain_tag: str
    sealed: bytes
    content_hash: str
    message_id: str
    draft_item: str
    draft_locator: str
    drafted_at: datetime | None
    sending_at: datetime | None
    sent_at: datetime | None
    looks: int
    held_because: str
    held_from: str
    released_by: str
    audience: Audience
    approval: Approval
    package: str
    draft_folder: str
    seen_hash: str
    approved_by: str
    changed_at: datetime | None
    submitted_at: datetime | None
    approved_at: datetime | None
    not_before: datetime | None
    writer: str
    added: AddedSignature | None


def queue(
    tx: Tx,
    *,
    letter: str,
    occasion: str,
    case_id: int | None,
    intake_id: int | None,
    to: str,
    content: Mapping[str, Any],
    message_id_domain: str,
    mode: str,
    audience: Audience = Audience.COMPLAINANT,
    approval: Approval = Approval.BY_ITSELF,
    package: str = "",
    writer: str = "",
    added: AddedSignature | None = None,
) -> bool:
    """The letter is planned; False when one for this letter, occasion and recipient was planned before.

    `to` is "" only for a letter that is printed and posted, `intake_id` None for one about no message. Letters of one
    `package` are approved and leave as one.
    """
    tag, key = tx.vault.tag(to, "address"), key_of(tx, letter, occasion, to)
    if tx.connection.execute(_KNOWN, {"key": key}).first() is not None:
        return False
    mark = tx.vault.mark(f"letter {key}")
    values = {
        "key": key, "mark": mark, "letter": letter, "case_id": case_id, "intake_id": intake_id,
        "state": LetterState.PLANNED, "planned_at": tx.now, "planned_in": mode, "to_tag": tag,
        "domain_tag": tx.vault.tag(to.rpartition("@")[2], "domain"), "message_id": f"<pcr.{mark}@{message_id_domain}>",
        "sealed": _seal(tx, case_id, mark, {"to": to, **content}), "audience": audience, "approval": approval,
        "package": package, "noted": case_id is None, "writer": writer,
    }  # fmt: skip
    more = {"added_signer": added.signer, "added_because": added.because} if added else {}
    tx.connection.execute(_NEW, values | more)
    record(tx, "letter_planned", f"letter:{key}", case_id=case_id, letter=letter, **more)
    return True


def key_of(tx: Tx, letter: str, occasion: str, to: str) -> str:
    """The unchanging key of the letter for this occasion and recipient."""
    return f"{letter}:{occasion}:{tx.vault.tag(to, 'address')}"


def content(tx: Tx, one: Queued) -> dict[str, Any]:
    """Recipient and words of a letter as they stand. Raises Erased when its case has been erased."""
    kept: dict[str, Any] = json.loads(tx.sealer(one.case_id).unseal(one.sealed, f"letter {one.mark}"))
    return kept


def rendered(tx: Tx, one: Queued, content_now: Mapping[str, Any], *, template_version: str) -> None:
    """The letter's final words are kept with their hash; from here they never change."""
    digest = hashlib.sha256(json.dumps(content_now, sort_keys=True).encode()).hexdigest()
    sealed = _seal(tx, one.case_id, one.mark, content_now)
    step(
        tx, one, LetterState.RENDERED, rule=template_version,
        sealed=sealed, content_hash=digest, template_version=template_version,
    )  # fmt: skip


def written_anew(tx: Tx, one: Queued, content_now: Mapping[str, Any]) -> bool:
    """The letter begins again with these facts under its own key; one on hold stays there. False where it has moved on.

    Whatever draft of it lies in the mailbox is its own no more.
    """
    held = one.state is LetterState.HOLD
    return step(
        tx, one, LetterState.HOLD if held else LetterState.PLANNED, rule="written anew",
        sealed=_seal(tx, one.case_id, one.mark, content_now), content_hash="", draft_item="", draft_locator="",
        drafted_at=None, held_from=LetterState.PLANNED if held else "",
    )  # fmt: skip


def step(tx: Tx, one: Queued, to: LetterState, *, rule: str = "", **values: object) -> bool:
    """The letter goes from the state we saw to another, if it still is in that state; False when it is not."""
    if tx.connection.execute(_STEP, {"which": one.id, "seen": one.state, "state": to, **values}).rowcount != 1:
        return False
    record(tx, f"letter_{to}", f"letter:{one.key}", case_id=one.case_id, rule=rule)
    return True


def steps(tx: Tx, moves: Sequence[tuple[Queued, Mapping[str, object]]], to: LetterState) -> frozenset[int]:
    """Each letter still in the state we saw goes to another, with what is new of it; answers the row ids of those."""
    ids = [one.id for one, _ in moves]
    now = {row[0]: row[1] for row in tx.connection.execute(_STATES, {"ids": ids})}
    going = [(one, values) for one, values in moves if now.get(one.id) == one.state]
    if going:
        rows = [{"which": one.id, "seen": one.state, "state": to, **values} for one, values in going]
        tx.connection.execute(_STEP, rows)
    for one, _ in going:
        record(tx, f"letter_{to}", f"letter:{one.key}", case_id=one.case_id)
    return frozenset(one.id for one, _ in going)


def looked(tx: Tx, one: Queued) -> None:
    """One more look for the letter in the mailbox is on record."""
    tx.connection.execute(_LOOKED, {"which": one.id})


def hold(tx: Tx, one: Queued, because: str) -> bool:
    """The letter waits, for the reason given, and remembers where it was."""
    return step(tx, one, LetterState.HOLD, rule=because, held_because=because, held_from=one.state)


def release(tx: Tx, one: Queued, *, by: str = "") -> bool:
    """A held letter goes on from where it was, or is drafted again if its draft has gone; `by` names who let it."""
    back = LetterState.RENDERED if one.held_because == "draft_gone" else LetterState(one.held_from)
    values = {"held_because": "", "released_by": by or one.released_by, "looks": 0}
    if one.state is not LetterState.HOLD or not step(tx, one, back, rule=one.held_because, **values):
        return False
    record(tx, "letter_released", f"letter:{one.key}", case_id=one.case_id, rule=one.held_because, by=by or "room")
    return True


def in_states(tx: Tx, states: Iterable[LetterState], limit: int, *, after: int = 0) -> tuple[Queued, ...]:
    """The letters in these states, in the order they were planned, from after a row id."""
    rows = tx.connection.execute(_IN_STATES, {"states": list(states), "after": after, "most": limit})
    return tuple(queued(row) for row in rows)


def by_ids(tx: Tx, ids: Sequence[int]) -> tuple[Queued, ...]:
    """These letters as they stand now, in the order they were planned."""
    return tuple(queued(row) for row in tx.connection.execute(_BY_IDS, {"ids": list(ids)}))


def by_key(tx: Tx, key: str) -> Queued | None:
    """The letter with exactly this key."""
    row = tx.connection.execute(_BY_KEY, {"key": key}).first()
    return None if row is None else queued(row)


def by_mark(tx: Tx, mark: str) -> Queued | None:
    """The letter that carries this mark in the mailbox."""
    row = tx.connection.execute(_BY_MARK, {"mark": mark}).first()
    return None if row is None else queued(row)


def by_marks(tx: Tx, marks: Sequence[str]) -> dict[str, Queued]:
    """Those of these marks that letters of ours carry, with the letter."""
    return {row.mark: queued(row) for row in tx.connection.execute(_BY_MARKS, {"marks": list(marks)})}


def of_message(tx: Tx, intake_id: int) -> tuple[Queued, ...]:
    """The letters that answer one message, in the order they were planned."""
    return tuple(queued(row) for row in tx.connection.execute(_OF_MESSAGE, {"intake_id": intake_id}))


def of_case(tx: Tx, case_id: int) -> tuple[Queued, ...]:
    """The letters of one case, in the order they were planned."""
    return tuple(queued(row) for row in tx.connection.execute(_OF_CASE, {"case_id": case_id}))


def to_note(tx: Tx, limit: int) -> tuple[Queued, ...]:
    """Letters that have left or come back, of which it is not yet on record what that means for their case."""
    return tuple(queued(row) for row in tx.connection.execute(_TO_NOTE, {"most": limit}))


def note(tx: Tx, one: Queued) -> None:
    """What became of the letter is on record with its case."""
    tx.connection.execute(_NOTED, {"which": one.id})


def sealed(tx: Tx, one: Queued, words: Mapping[str, Any]) -> bytes:
    """Recipient and words of this letter, sealed as they are kept."""
    return _seal(tx, one.case_id, one.mark, words)


def _seal(tx: Tx, case_id: int | None, mark: str, words: Mapping[str, Any]) -> bytes:
    return tx.sealer(case_id).seal(json.dumps(words).encode(), f"letter {mark}")


def queued(row: Any) -> Queued:
    """The letter of a row."""
    return Queued(
        row.id, row.key, row.mark, row.letter, row.case_id, row.intake_id, LetterState(row.state), row.planned_at,
        row.planned_in, row.to_tag, row.domain_tag, row.sealed, row.content_hash, row.message_id, row.draft_item,
        row.draft_locator, row.drafted_at, row.sending_at, row.sent_at, row.looks, row.held_because, row.held_from,
        row.released_by, Audience(row.audience), Approval(row.approval), row.package, row.draft_folder, row.seen_hash,
        row.approved_by, row.changed_at, row.submitted_at, row.approved_at, row.not_before, row.writer,
        AddedSignature(row.added_signer, row.added_because) if row.added_signer else None,
    )  # fmt: skip
