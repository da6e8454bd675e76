"""Drafts that wait for a person: what each says now and said before, and who let it leave; approves nothing itself.

Every version a person wrote is kept, sealed with the letter: the history holds its hash. A letter is approved by a
compare-and-set on its state, and so is the end of that approval.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import col, select, update

from store import decisions, outbox
from store.columns import InstantColumn
from store.engine import Tx
from store.events import record
from store.outbox import Queued
from store.tables import CaseRow, LetterRow
from store.terms import LetterState, State

_IDS = select(LetterRow.id)
_OF_PACKAGES = _IDS.where(
    col(LetterRow.package).in_(bindparam("packages", expanding=True)), col(LetterRow.package) != ""
)
_LEFT_LYING = _IDS.where(
    col(LetterRow.state) == LetterState.CANCELLED,
    col(LetterRow.draft_item) != "",
    col(LetterRow.drafted_at).is_not(None),
)
_POSTED_LYING = _IDS.where(
    col(LetterRow.to_tag) == bindparam("nobody"),
    col(LetterRow.state) == LetterState.CONFIRMED,
    col(LetterRow.draft_item) != "",
    col(LetterRow.draft_folder).in_(bindparam("folders", expanding=True)),
)
_OF_CASE_WAITING = update(LetterRow).where(
    col(LetterRow.case_id) == bindparam("of_case"), col(LetterRow.state) == LetterState.AWAITING_APPROVAL
)
_RESTING = select(CaseRow.id).where(
    col(CaseRow.id).in_(bindparam("cases", expanding=True)), col(CaseRow.state) == State.ON_HOLD
)
_ONE = update(LetterRow).where(col(LetterRow.id) == bindparam("which"))
_SUBMITTED = _OF_CASE_WAITING.values(submitted_at=bindparam("at", type_=InstantColumn))
_WAITING = (LetterState.AWAITING_APPROVAL,)
_MANY = 10_000


def waiting(tx: Tx) -> tuple[Queued, ...]:
    """Every letter whose draft waits for a person, in the order they were planned."""
    return outbox.in_states(tx, _WAITING, _MANY)


def of_packages(tx: Tx, packages: Iterable[str]) -> dict[str, tuple[Queued, ...]]:
    """The letters of each of these packages, in the order they were planned, but for those that were given up."""
    names = {name for name in packages if name}
    ids = list(tx.connection.execute(_OF_PACKAGES, {"packages": sorted(names)}).scalars()) if names else []
    found: dict[str, tuple[Queued, ...]] = {}
    for one in outbox.by_ids(tx, ids) if ids else ():
        if one.state is not LetterState.CANCELLED:
            found[one.package] = (*found.get(one.package, ()), one)
    return found


def left_lying(tx: Tx) -> tuple[Queued, ...]:
    """Letters that were given up and whose draft still lies in the mailbox."""
    ids = list(tx.connection.execute(_LEFT_LYING).scalars())
    return outbox.by_ids(tx, ids) if ids else ()


def posted_lying(tx: Tx, folders: Iterable[str]) -> tuple[Queued, ...]:
    """Letters that were posted, whose draft still lies in one of these folders."""
    wanted = {"folders": list(folders), "nobody": tx.vault.tag("", "address")}
    ids = list(tx.connection.execute(_POSTED_LYING, wanted).scalars())
    return outbox.by_ids(tx, ids) if ids else ()


def on_hold(tx: Tx, case_ids: Iterable[int | None]) -> frozenset[int]:
    """Those of these cases that rest."""
    wanted = sorted({one for one in case_ids if one is not None})
    return frozenset(tx.connection.execute(_RESTING, {"cases": wanted}).scalars()) if wanted else frozenset()


def written(
    tx: Tx,
    one: Queued,
    *,
    to: Sequence[str],
    subject: str,
    html: str,
    text: str,
    files: Sequence[tuple[str, str]],
    words_hash: str,
) -> None:
    """What the draft says now is the letter's newest version; what it said before is kept with it."""
    kept = outbox.content(tx, one)
    before = {"subject": kept["subject"], "html": kept["html"], "until": tx.now.isoformat()}
    kept |= {"subject": subject, "html": html, "text": text, "addressed": list(to), "files": list(files)}
    kept["versions"] = [*kept.get("versions", ()), before]
    _rewritten(tx, one, kept, seen_hash=words_hash, changed_at=tx.now, looks=0)
    record(tx, "draft_edited", f"letter:{one.key}", case_id=one.case_id, rule=words_hash)


def now_called(tx: Tx, one: Queued, *, item: str, locator: str, rule: str = "saved anew") -> None:
    """The draft is known by another id in the mailbox; `item` is "" where it has been taken away by us."""
    tx.connection.execute(_ONE, {"which": one.id, "draft_item": item, "draft_locator": locator, "looks": 0})
    record(tx, "draft_now_called", f"letter:{one.key}", case_id=one.case_id, rule=rule)


def lies_in(tx: Tx, one: Queued, folder: str) -> None:
    """The draft lies in this folder, as far as the service knows."""
    tx.connection.execute(_ONE, {"which": one.id, "draft_folder": folder})


def submitted(tx: Tx, case_id: int, *, yes: bool) -> None:
    """The drafts of the case that wait for a signature are submitted for it now, or are their writer's again."""
    tx.connection.execute(_SUBMITTED, {"of_case": case_id, "at": tx.now if yes else None})


def submitted_alone(tx: Tx, letters: Iterable[Queued], *, yes: bool) -> None:
    """These drafts are submitted for a signature now, or are their writer's again; others of their case stay as is."""
    for one in letters:
        tx.connection.execute(_ONE, {"which": one.id, "submitted_at": tx.now if yes else None})
        record(tx, "submitted" if yes else "returned", f"letter:{one.key}", case_id=one.case_id)


def approve(
    tx: Tx,
    letters: Sequence[Queued],
    *,
    by: str,
    role: str = "",
    not_before: datetime,
    mode: str,
    reasons: str = "",
) -> None:
    """These letters, as this transaction read them, may leave from an instant on; each decision stands on record.

    `by` is "" where nobody knows who it was; `mode` is the one they leave in.
    """
    for one in letters:
        values = {"approved_by": by, "approved_at": tx.now, "not_before": not_before, "planned_in": mode, "looks": 0}
        if outbox.step(tx, one, LetterState.DRAFTED, rule="approved", **values):
            decisions.keep(
                tx, one.case_id, decision_on(one), "approved", by=by or "somebody of the team", role=role,
                letter_key=one.key, words_hash=one.seen_hash, reasons=reasons,
            )  # fmt: skip


def posted(tx: Tx, one: Queued, *, by: str = "") -> None:
    """A letter that is printed has been posted, on somebody's word."""
    said_at = {"approved_by": one.approved_by or by, "approved_at": one.approved_at or tx.now}
    times = {"sending_at": tx.now, "sent_at": tx.now, "confirmed_at": tx.now}
    outbox.step(tx, one, LetterState.CONFIRMED, rule="posted", **said_at, **times)
    decisions.keep(
        tx, one.case_id, decision_on(one), "posted", by=by or "somebody of the team",
        letter_key=one.key, words_hash=one.seen_hash,
    )  # fmt: skip


def decision_on(one: Queued) -> str:
    """How a decision about this letter is called on record."""
    return f"letter:{one.letter}"


def lapse(tx: Tx, letters: Iterable[Queued], why: str) -> int:
    """An approval counts no more and the drafts wait again; answers of how many that had not left."""
    nothing: Mapping[str, object] = {"approved_by": "", "approved_at": None, "not_before": None}
    lapsed = 0
    for one in letters:
        if one.state is LetterState.DRAFTED and one.approved_at is not None:
            lapsed += outbox.step(tx, one, LetterState.AWAITING_APPROVAL, rule=why, **nothing)
    return lapsed


def sent_by_hand(tx: Tx, one: Queued, at: datetime) -> bool:
    """A person pressed Send on a draft that waited: the letter has left, and nobody approved it through us."""
    if not outbox.step(tx, one, LetterState.SENT, rule="sent by a person", sent_at=at, sending_at=at):
        return False
    who = "somebody of the team"
    decisions.keep(
        tx, one.case_id, decision_on(one), "sent_by_hand", by=who, letter_key=one.key, words_hash=one.seen_hash
    )
    return True


def _rewritten(tx: Tx, one: Queued, kept: Mapping[str, Any], **values: object) -> None:
    digest = hashlib.sha256(json.dumps(kept, sort_keys=True).encode()).hexdigest()
    sealed = outbox.sealed(tx, one, kept)
    tx.connection.execute(_ONE, {"which": one.id, "sealed": sealed, "content_hash": digest, **values})
