"""Cases: opening them, finding them, and showing them; whoever decides what happens on a case is elsewhere."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import bindparam, func
from sqlmodel import col, insert, select, update

from store import clues, counted, parties, told_references
from store.engine import Tx
from store.events import record
from store.messages import KnownCase, Learned, NextAction, PartyView
from store.tables import CaseKeyRow, CaseRow, IntakeRow, LetterRow
from store.terms import STAGE_OF, State
from store.unsealing import fields_in

_LAST_NUMBER = select(func.max(col(CaseRow.number))).where(col(CaseRow.year) == bindparam("year"))
_NEW = insert(CaseRow).returning(col(CaseRow.id))
_NEW_KEY = insert(CaseKeyRow)
_CASE = update(CaseRow).where(col(CaseRow.id) == bindparam("which"))
_BY_REFERENCES = select(CaseRow.id).where(col(CaseRow.reference).in_(bindparam("references", expanding=True)))
_BY_LETTERS = select(LetterRow.case_id).where(col(LetterRow.message_id).in_(bindparam("letters", expanding=True)))
_KNOWN = select(CaseRow.reference, CaseRow.state).where(col(CaseRow.id) == bindparam("case_id"))
_ROWS: Any = select(CaseRow.__table__)  # type: ignore[attr-defined]  # SQLModel hides __table__
_THESE: Any = (
    select(  # type: ignore[call-overload]  # SQLModel types selects of up to four columns
        CaseRow.id,
        CaseRow.reference,
        CaseRow.state,
        CaseRow.facts,
        CaseRow.force_reference,
        CaseRow.provided_on,
    )
    .where(col(CaseRow.id).in_(bindparam("cases", expanding=True)))
    .order_by(col(CaseRow.id).desc())
)
_ANY_LETTER = select(LetterRow.id).where(col(LetterRow.case_id) == bindparam("case_id")).limit(1)
_FIRST = (
    select(IntakeRow.id)
    .where(col(IntakeRow.case_id) == bindparam("case_id"))
    .order_by(col(IntakeRow.received_at), col(IntakeRow.id))
    .limit(1)
)
_EARLIER = (
    update(CaseRow)
    .where(col(CaseRow.id) == bindparam("which"), col(CaseRow.received_on) > bindparam("day"))
    .values(received_on=bindparam("day"))
)


@dataclass(frozen=True, slots=True)
class Opened:
    """A case just opened: its row id and the reference people quote."""

    case_id: int
    reference: str


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One case as `case list` shows it; what nobody has settled yet is None."""

    reference: str
    stage: str
    state: str
    complainant: str | None
    force_reference: str | None
    received_on: date
    provided_on: date | None
    last_day: date | None
    review_body: str | None
    time_result: str | None
    next_action: str
    next_owner: str
    next_on: date


@dataclass(frozen=True, slots=True)
class PoliceNamed:
    """The units and the officers of the police that a case is about, as they were named."""

    units: tuple[str, ...]
    officers: tuple[str, ...]


def open_case(
    tx: Tx,
    *,
    prefix: str,
    received_on: date,
    complainant: str,
    address: str,
    next_action: NextAction,
    learned: Learned,
    for_another: bool = False,
    told: str = "",
) -> Opened:
    """A new case in triage with its own key, the next free reference of its year, and its first parties.

    `address` is the complainant's, or with `for_another` that of whoever writes for them, who is no complainant. `told`
    is the reference they were told before the store was restored and forgot it: the case has that one then.
    """
    year = received_on.year
    number = told_references.number_of(told) if told else told_references.next_number(tx, year)
    reference = told or f"{prefix}/{year}/{number:05d}"
    values = {
        "reference": reference, "year": year, "number": number, "opened_at": tx.now, "received_on": received_on,
        "state": State.TRIAGE, "state_since": tx.now.date(), "next_action": next_action.what,
        "next_owner": next_action.owner,
        "next_on": next_action.on, "force_reference": learned.force_reference, "provided_on": learned.provided_on,
        "last_day": learned.last_day, "review_body": learned.review_body, "time_result": learned.time_result,
    }  # fmt: skip
    case_id: int = tx.connection.execute(_NEW, values).scalar_one()  # type: ignore[assignment]  # the database gave it
    wrapped = tx.vault.new_wrapped_key(f"case {case_id}")
    tx.connection.execute(_NEW_KEY, {"case_id": case_id, "wrapped": wrapped})
    tx.keep_key(case_id, wrapped)
    known_of_it = {
        "complainant": complainant, "address": "" if for_another else address,
        "units": learned.units, "officers": learned.officers, "limbs": learned.limbs,
        "sources": dict(learned.sources),
    }  # fmt: skip
    facts = tx.sealer(case_id).seal(json.dumps(known_of_it).encode(), "facts")
    tx.connection.execute(_CASE, {"which": case_id, "facts": facts})
    record(tx, "case_opened", f"case:{reference}", case_id=case_id, received_on=received_on, next=next_action.what)
    counted.case(tx, reference, case_id, {name: value for name, value in values.items() if value is not None})
    if address:
        name = learned.representative if for_another else complainant
        parties.add(tx, case_id, PartyView("representative" if for_another else "complainant", name, address))
    if for_another:
        parties.add(tx, case_id, PartyView("complainant", complainant, ""))
    clues.add(tx, case_id, names=complainant, force_references=learned.force_reference or "")
    return Opened(case_id, reference)


def candidate(tx: Tx, *, references: Iterable[str], letters: Iterable[str], sender: str) -> KnownCase | None:
    """The case a message speaks of by our reference or by answering a letter of ours; None when it names none or two.

    Both are only hints: `sender_is_party` says whether the sender belongs to that case, without which nothing joins it.
    """
    ids = by_references(tx, references) | by_letters(tx, letters)
    return known(tx, next(iter(ids)), sender) if len(ids) == 1 else None


def by_references(tx: Tx, references: Iterable[str]) -> frozenset[int]:
    """The cases with exactly these references of ours."""
    wanted = list(references)
    return frozenset(tx.connection.execute(_BY_REFERENCES, {"references": wanted}).scalars() if wanted else ())


def by_letters(tx: Tx, message_ids: Iterable[str]) -> frozenset[int]:
    """The cases whose letters of ours have these Message-IDs."""
    wanted = list(message_ids)
    found = tx.connection.execute(_BY_LETTERS, {"letters": wanted}).scalars() if wanted else ()
    return frozenset(case_id for case_id in found if case_id is not None)


def known(tx: Tx, case_id: int | None, sender: str | None = None) -> KnownCase | None:
    """A case by its row id, None for one that was erased; without a sender, what led to it was our own: a party's."""
    if case_id is None or tx.is_erased(case_id):
        return None
    found = tx.connection.execute(_KNOWN, {"case_id": case_id}).one()
    role = parties.role_at(tx, case_id, sender or "")
    return KnownCase(found.reference, State(found.state), sender is None or bool(role), role)


def case_id_of(tx: Tx, reference: str) -> int | None:
    """The row id of the case with exactly this reference."""
    return tx.connection.execute(_BY_REFERENCES, {"references": [reference]}).scalar_one_or_none()


@dataclass(frozen=True, slots=True)
class Found:
    """A case a message may be about; the complainant is "" where nobody knows the name."""

    case_id: int
    reference: str
    state: State
    complainant: str
    force_reference: str
    provided_on: date | None


def found(tx: Tx, case_ids: Iterable[int]) -> tuple[Found, ...]:
    """These cases, the latest first, with what tells whose they are; no message is about one that was erased."""
    tx.fetch_keys(every := set(case_ids))
    wanted = [one for one in every if not tx.is_erased(one)]
    if not wanted:
        return ()
    rows = tx.connection.execute(_THESE, {"cases": wanted})
    return tuple(
        Found(
            row.id, row.reference, State(row.state),
            fields_in(tx, row.id, row.facts, "facts").get("complainant", ""), row.force_reference or "",
            row.provided_on,
        )
        for row in rows
    )  # fmt: skip


def first_message(tx: Tx, case_id: int) -> int | None:
    """The row id of the earliest received message of this case."""
    return tx.connection.execute(_FIRST, {"case_id": case_id}).scalar_one_or_none()


def was_written_to(tx: Tx, case_id: int) -> bool:
    """Whether any letter of this case has been planned, so that somebody hears or has heard from us."""
    return tx.connection.execute(_ANY_LETTER, {"case_id": case_id}).first() is not None


def received_by(tx: Tx, reference: str, day: date) -> bool:
    """The case was received on this day or before; True where that is earlier than was known."""
    case_id = case_id_of(tx, reference)
    earlier: bool = tx.connection.execute(_EARLIER, {"which": case_id, "day": day}).rowcount == 1
    if earlier:
        record(tx, "received_earlier", f"case:{reference}", case_id=case_id, received_on=day)
        counted.case(tx, reference, case_id, {"received_on": day})
    return earlier


def lines(tx: Tx, reference: str = "") -> Iterator[CaseLine]:
    """Every case, or the one with this reference, in the order of their references."""
    query = _ROWS
    if reference:
        query = query.where(col(CaseRow.reference) == reference)
    for row in tx.connection.execute(query.order_by(col(CaseRow.year), col(CaseRow.number))):
        yield CaseLine(
            reference=row.reference, stage=STAGE_OF[State(row.state)], state=row.state,
            complainant=fields_in(tx, row.id, row.facts, "facts").get("complainant") or None,
            force_reference=row.force_reference,
            received_on=row.received_on, provided_on=row.provided_on, last_day=row.last_day,
            review_body=row.review_body, time_result=row.time_result, next_action=row.next_action,
            next_owner=row.next_owner, next_on=row.next_on,
        )  # fmt: skip


def police_named(tx: Tx, case_id: int) -> PoliceNamed:
    """The units and officers the case's first message named; none where it has been erased or was kept without them."""
    row = tx.connection.execute(_THESE, {"cases": [case_id]}).one()
    facts = fields_in(tx, row.id, row.facts, "facts")
    return PoliceNamed(tuple(facts.get("units", ())), tuple(facts.get("officers", ())))


def count(tx: Tx) -> int:
    """How many cases there are."""
    return int(tx.connection.execute(select(func.count()).select_from(CaseRow)).scalar_one())
