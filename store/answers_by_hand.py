"""Letters that people sent by hand out of the shared mailbox, and what they answer; knows no mailbox.

A letter that belongs to nothing we hold leaves a row that says so and no more: neither its words nor its recipients.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import bindparam
from sqlmodel import col, insert, select, update

from store.blobs import Blob
from store.columns import InstantColumn
from store.engine import Store, Tx
from store.events import record
from store.tables import ControlRow, IntakeRow, PartyRow
from store.terms import APART
from store.vault import Erased, Sealer
from store.work_tables import AnswerRow

SEEN, KEPT, NOTHING_OF_OURS = "seen", "kept", "nothing_of_ours"
_LOOKED_FOR = timedelta(days=3)
"""How long a letter waits for the message it answers, which may come to be read after it."""
_CHUNK = 400

_ALL = select(AnswerRow.__table__)  # type: ignore[attr-defined]  # SQLModel hides __table__
_NEW = insert(AnswerRow)
_ONE = update(AnswerRow).where(col(AnswerRow.id) == bindparam("which"))
_TRIED = _ONE.values(attempts=AnswerRow.attempts + 1)
_SINCE = select(ControlRow.sent_items_since).where(col(ControlRow.id) == 1)
_BEGIN = update(ControlRow).where(col(ControlRow.id) == 1)
_HERE = col(AnswerRow.mailbox) == bindparam("mailbox")
_AMONG = col(AnswerRow.item).in_(bindparam("wanted", expanding=True))
_KNOWN = select(AnswerRow.item).where(_HERE, _AMONG)
_TO_READ = _ALL.where(col(AnswerRow.state) == SEEN).order_by(col(AnswerRow.id)).limit(bindparam("most"))
_WAIT = select(AnswerRow.id, AnswerRow.answers_tags).where(
    col(AnswerRow.state) == NOTHING_OF_OURS,
    col(AnswerRow.answers_tags) != "",
    col(AnswerRow.seen_at) > bindparam("since", type_=InstantColumn),
)
_CAME = select(IntakeRow.message_tag).where(col(IntakeRow.message_tag).in_(bindparam("tags", expanding=True)))
_OF_CASE = _ALL.where(col(AnswerRow.case_id) == bindparam("case_id"), col(AnswerRow.state) == KEPT).order_by(
    col(AnswerRow.sent_at), col(AnswerRow.id)
)
_SAME = select(AnswerRow.id).where(col(AnswerRow.message_tag) == bindparam("tag"), col(AnswerRow.state) == KEPT)
_ANSWERED = select(AnswerRow.id).where(col(AnswerRow.intake_id) == bindparam("intake_id"), col(AnswerRow.state) == KEPT)
_APART = (
    _ALL.add_columns(col(IntakeRow.case_id).label("case_now"))
    .join(IntakeRow, col(IntakeRow.id) == col(AnswerRow.intake_id))
    .where(col(AnswerRow.state) == KEPT, col(AnswerRow.case_id).is_distinct_from(col(IntakeRow.case_id)))
)
_BLOBS = select(AnswerRow.blob).where(col(AnswerRow.blob) != "")
_SENDER = select(IntakeRow.sender_tag).where(col(IntakeRow.id) == bindparam("intake_id"))
_PARTIES = select(PartyRow.address_tag, PartyRow.role).where(col(PartyRow.case_id) == bindparam("case_id"))
_SILENCED = update(IntakeRow).where(col(IntakeRow.id) == bindparam("which"))


@dataclass(frozen=True, slots=True)
class Answer:
    """One letter of a person; `blob` says nothing unless its bytes are kept."""

    id: int
    item: str
    locator: str
    sent_at: datetime
    attempts: int
    case_id: int | None
    intake_id: int | None
    blob: Blob


def since(tx: Tx) -> datetime | None:
    """From when on letters of people count; None before Sent Items were first looked at."""
    return cast(datetime | None, tx.connection.execute(_SINCE).scalar_one())


def begin(tx: Tx, at: datetime) -> None:
    """What people send from this instant on counts; what they sent before does not."""
    tx.connection.execute(_BEGIN, {"sent_items_since": at})
    record(tx, "sent_items_watched", "mailbox", since=at)


def known(tx: Tx, mailbox: str, items: Iterable[str]) -> frozenset[str]:
    """Those of these items that were seen in Sent Items as letters of people."""
    return _among(tx, _KNOWN, mailbox, items)


def kept(tx: Tx, mailbox: str, items: Iterable[str]) -> frozenset[str]:
    """Those of these items that are letters of people whose bytes are kept, wherever they lie now."""
    return _among(tx, _KNOWN.where(col(AnswerRow.state) == KEPT), mailbox, items)


def see(tx: Tx, mailbox: str, items: Sequence[tuple[str, str, datetime]]) -> None:
    """Each of these items (id, locator, when it was sent) is on record as a letter to be read."""
    rows = [
        {"mailbox": mailbox, "item": item, "locator": locator, "seen_at": tx.now, "sent_at": sent_at}
        for item, locator, sent_at in items
    ]
    tx.connection.execute(_NEW, rows)


def to_read(tx: Tx, most: int) -> tuple[Answer, ...]:
    """Letters that wait to be read, in the order they were seen."""
    return tuple(_answer(row) for row in tx.connection.execute(_TO_READ, {"most": most}))


def attempt(tx: Tx, one: Answer) -> None:
    """One more attempt to read the letter is on record, before it is made."""
    tx.connection.execute(_TRIED, {"which": one.id})


def found_since(tx: Tx) -> tuple[int, ...]:
    """Letters that answered no message we held, of which one has come to be held since."""
    waiting = tx.connection.execute(_WAIT, {"since": tx.now - _LOOKED_FOR}).all()
    tags = {tag for row in waiting for tag in row.answers_tags.split()}
    came = set(tx.connection.execute(_CAME, {"tags": sorted(tags)}).scalars()) if tags else set()
    return tuple(row.id for row in waiting if came & {*row.answers_tags.split()})


def read_again(tx: Tx, ids: Iterable[int]) -> None:
    """These letters wait to be read."""
    for one in ids:
        tx.connection.execute(_ONE, {"which": one, "state": SEEN, "attempts": 0})


def set_aside(tx: Tx, one: Answer, state: str, *, message_ids: Iterable[str] = ()) -> None:
    """Nothing comes of the letter, for this reason; what it answers is kept in tags as far as it is not held yet."""
    tags = {_tag(tx, one) for one in message_ids}
    held = set(tx.connection.execute(_CAME, {"tags": sorted(tags)}).scalars()) if tags else set()
    values = {"state": state, "answers_tags": " ".join(sorted(tags - held))}
    tx.connection.execute(_ONE, {"which": one.id, **values})
    record(tx, "own_letter_not_kept", f"own letter:{one.id}", rule=state)


def keep(tx: Tx, one: Answer, blob: Blob, *, case_id: int | None, intake_id: int | None, message_id: str) -> None:
    """The letter is kept: with its case, under whose key it is sealed, and as the answer to that message."""
    wrapped = blob.wrapped_key
    if case_id is not None:
        wrapped = tx.vault.rewrapped(wrapped, f"blob {blob.name}", tx.sealer(case_id))
    values = {
        "state": KEPT, "case_id": case_id, "intake_id": intake_id, "answers_tags": "", "blob": blob.name,
        "sha256": blob.sha256, "size": blob.size, "wrapped_key": wrapped,
        "message_tag": _tag(tx, message_id) if message_id else "",
    }  # fmt: skip
    tx.connection.execute(_ONE, {"which": one.id, **values})


def is_kept(tx: Tx, message_id: str) -> bool:
    """Whether a letter with this Message-ID is kept already, as where an item has been given another id."""
    if not message_id:
        return False
    return tx.connection.execute(_SAME, {"tag": _tag(tx, message_id)}).first() is not None


def is_answered(tx: Tx, intake_id: int) -> bool:
    """Whether a person has answered this message by hand."""
    return tx.connection.execute(_ANSWERED, {"intake_id": intake_id}).first() is not None


def of_case(tx: Tx, case_id: int) -> tuple[Answer, ...]:
    """The letters of people on this case, the earliest first."""
    return tuple(_answer(row) for row in tx.connection.execute(_OF_CASE, {"case_id": case_id}))


def raw_of(store: Store, tx: Tx, one: Answer) -> bytes:
    """The bytes as they were sent. Raises BlobDamaged, or Erased when the case has been erased."""
    return store.blobs.read(one.blob, _key_of(tx, one))


def blobs(tx: Tx) -> frozenset[str]:
    """The name of every blob that a letter of a person has."""
    return frozenset(tx.connection.execute(_BLOBS).scalars())


def apart(tx: Tx) -> tuple[tuple[Answer, int | None], ...]:
    """Letters whose message has another case by now than they have, with that case."""
    return tuple((_answer(row), row.case_now) for row in tx.connection.execute(_APART))


def follow(tx: Tx, one: Answer, case_id: int | None) -> bool:
    """The letter belongs to this case, and its key is sealed under the case's; False where it can be read no more."""
    about = f"blob {one.blob.name}"
    try:
        free = one.blob.wrapped_key
        if one.case_id is not None:
            free = tx.vault.wrapped(free, about, tx.sealer(one.case_id))
        key = free if case_id is None else tx.vault.rewrapped(free, about, tx.sealer(case_id))
    except Erased:
        tx.connection.execute(_ONE, {"which": one.id, "intake_id": None})
        return False
    tx.connection.execute(_ONE, {"which": one.id, "case_id": case_id, "wrapped_key": key})
    return True


def sender_tag(tx: Tx, intake_id: int) -> str:
    """The tag of whoever wrote a message, "" where nobody knows."""
    return tx.connection.execute(_SENDER, {"intake_id": intake_id}).scalar_one_or_none() or ""


def party_tags(tx: Tx, case_id: int, *, apart: bool) -> frozenset[str]:
    """The tags of the addresses of a case's parties: of those kept apart, or of the complainant's side."""
    rows = tx.connection.execute(_PARTIES, {"case_id": case_id})
    return frozenset(tag for tag, role in rows if (role in APART) is apart)


def silenced(tx: Tx, intake_id: int, why_not: str, categories: Iterable[str]) -> None:
    """Why the message has no automatic answer stands in its row and in its labels."""
    values = {"may_acknowledge": False, "why_not": why_not, "categories": "\n".join(categories)}
    tx.connection.execute(_SILENCED, {"which": intake_id, **values})


def _among(tx: Tx, query: Any, mailbox: str, items: Iterable[str]) -> frozenset[str]:
    wanted, found = list(items), set[str]()
    for start in range(0, len(wanted), _CHUNK):
        some = {"mailbox": mailbox, "wanted": wanted[start : start + _CHUNK]}
        found |= set(tx.connection.execute(query, some).scalars())
    return frozenset(found)


def _tag(tx: Tx, message_id: str) -> str:
    return tx.vault.tag(message_id, "message id")


def _key_of(tx: Tx, one: Answer) -> Sealer:
    about = f"blob {one.blob.name}"
    if one.case_id is None:
        return tx.vault.sealer(one.blob.wrapped_key, about)
    return Sealer(tx.sealer(one.case_id).unseal(one.blob.wrapped_key, about))


def _answer(row: Any) -> Answer:
    blob = Blob(row.blob, row.sha256, row.size, row.wrapped_key or b"")
    return Answer(row.id, row.item, row.locator, row.sent_at, row.attempts, row.case_id, row.intake_id, blob)
