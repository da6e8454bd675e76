"""Who belongs to a case, in which role, and how they are written to: sealed, looked up by tag; decides nothing.

An address has one role on a case. Parties with a line of their own can be taken off again; nobody else can.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from sqlalchemy import and_, bindparam, func
from sqlmodel import col, delete, insert, select, update

from store.engine import Tx
from store.events import record
from store.messages import PartyView
from store.tables import CaseRow, IntakeRow, LetterRow, PartyRow
from store.terms import APART, WRITTEN_TO, Audience, london_date
from store.unsealing import fields_in

_OF = (
    select(PartyRow.__table__)  # type: ignore[attr-defined]  # SQLModel hides __table__
    .where(col(PartyRow.case_id) == bindparam("case_id"))
    .order_by(col(PartyRow.id))
)
_RESTRICTED = (
    select(PartyRow.id)
    .join(CaseRow, col(CaseRow.id) == col(PartyRow.case_id))
    .where(col(PartyRow.address_tag) == bindparam("tag"), col(CaseRow.restricted).is_(True))
    .limit(1)
)
_NEW = insert(PartyRow).returning(col(PartyRow.id))
_ONE = update(PartyRow).where(col(PartyRow.id) == bindparam("which"))
_GONE = delete(PartyRow).where(col(PartyRow.id) == bindparam("which"))
_ROLE = select(PartyRow.role).where(
    col(PartyRow.case_id) == bindparam("case_id"), col(PartyRow.address_tag) == bindparam("tag")
)
_WROTE = (
    select(IntakeRow.id, PartyRow.role, IntakeRow.received_at, PartyRow.id)
    .join_from(
        IntakeRow,
        PartyRow,
        and_(
            col(PartyRow.case_id) == col(IntakeRow.case_id),
            col(PartyRow.address_tag) == col(IntakeRow.sender_tag),
        ),
    )
    .where(col(IntakeRow.case_id) == bindparam("case_id"))
    .order_by(col(IntakeRow.id))
)
_RECIPIENTS = (
    select(LetterRow.id, LetterRow.audience, PartyRow.role)
    .join_from(LetterRow, IntakeRow, col(IntakeRow.id) == col(LetterRow.intake_id), isouter=True)
    .join(
        PartyRow,
        and_(
            col(PartyRow.case_id) == func.coalesce(LetterRow.case_id, IntakeRow.case_id),
            col(PartyRow.address_tag) == col(LetterRow.to_tag),
        ),
    )
    .where(col(LetterRow.id).in_(bindparam("letters", expanding=True)))
)


def add(tx: Tx, case_id: int, party: PartyView) -> int:
    """The party belongs to the case; one known by this address takes the newer name and role. Answers its row id."""
    tag = _tag(tx, party.role, party.name, party.address)
    known = next((row for row in tx.connection.execute(_OF, {"case_id": case_id}) if row.address_tag == tag), None)
    return _put(tx, case_id, party, known)


def set_apart(tx: Tx, case_id: int, party: PartyView) -> Mapping[str, Any] | None:
    """The party belongs to the case with a line of its own; answers what `put_back` needs, None where it was so.

    One known in the same role and by the same name without an address takes the address. Raises ValueError for an
    address of the complainant's side: nobody is on both.
    """
    rows = tuple(tx.connection.execute(_OF, {"case_id": case_id}))
    tag = _tag(tx, party.role, party.name, party.address)
    known = next((row for row in rows if row.address_tag == tag), None)
    if known is None and party.address:
        known = next((row for row in rows if row.role == party.role and _lacks_an_address(tx, row, party.name)), None)
    if known is not None and known.role not in APART:
        raise ValueError("Whoever has this address is on the complainant's side.")
    was = None if known is None else {"role": known.role, **fields_in(tx, known.case_id, known.details, "party")}
    now = {"role": str(party.role), "name": party.name, "address": party.address, "postal": party.postal}
    if was == now:
        return None
    return {"id": _put(tx, case_id, party, known), "was": was}


def put_back(tx: Tx, case_id: int, changes: Iterable[Mapping[str, Any]]) -> None:
    """What `set_apart` changed is as it was; a party that was new is taken off the case."""
    for change in changes:
        row = next((one for one in tx.connection.execute(_OF, {"case_id": case_id}) if one.id == change["id"]), None)
        if row is None:
            continue
        if change["was"] is None:
            tx.connection.execute(_GONE, {"which": row.id})
            record(tx, "party_removed", f"case:{case_id}", case_id=case_id, rule=row.role)
        else:
            _put(tx, case_id, PartyView(**change["was"]), row)


def role_at(tx: Tx, case_id: int, address: str) -> str:
    """What whoever has this address is to the case, "" for nobody of it."""
    if not address:
        return ""
    wanted = {"case_id": case_id, "tag": tx.vault.tag(address, "address")}
    return tx.connection.execute(_ROLE, wanted).scalar_one_or_none() or ""


def written_by(tx: Tx, case_id: int) -> Mapping[int, str]:
    """The messages of the case that parties of it wrote, by row id, with the writer's role."""
    return {row[0]: row[1] for row in _wrote(tx, case_id)}


def astray(tx: Tx, letters: Iterable[int]) -> frozenset[int]:
    """Those of these letters that are addressed to a party of their case for whom they are not, by row id.

    An answer to a message that was of no case is about the case the message belongs to by now. What is for our own
    people is no party's, whoever they are besides.
    """
    wanted = list(letters)
    rows = tx.connection.execute(_RECIPIENTS, {"letters": wanted}).all() if wanted else []
    others = (row for row in rows if row[1] != Audience.TEAM)
    return frozenset(which for which, audience, role in others if role not in WRITTEN_TO.get(Audience(audience), ()))


def of(tx: Tx, case_id: int, fallback: PartyView | None = None) -> tuple[PartyView, ...]:
    """Everybody who belongs to the case, in the order they came; `fallback` fills in one kept without details."""
    return tuple(_views(tx, case_id, fallback))


def is_restricted(tx: Tx, address: str) -> bool:
    """Whether contact with whoever has this address is only as agreed, on any case."""
    if not address:
        return False
    return tx.connection.execute(_RESTRICTED, {"tag": tx.vault.tag(address, "address")}).first() is not None


def consent(tx: Tx, case_id: int, on: date | None) -> None:
    """The representative of the case acts with written consent from this day, or without."""
    for row in tx.connection.execute(_OF, {"case_id": case_id}):
        if row.role == "representative":
            tx.connection.execute(_ONE, {"which": row.id, "consent_on": on})


def _put(tx: Tx, case_id: int, party: PartyView, known: Any) -> int:
    details = {"name": party.name, "address": party.address, "postal": party.postal}
    sealed = tx.sealer(case_id).seal(json.dumps(details).encode(), "party")
    tag = _tag(tx, party.role, party.name, party.address)
    values = {"role": str(party.role), "details": sealed, "consent_on": party.consent_on, "address_tag": tag}
    if known is None:
        found: int = tx.connection.execute(_NEW, {"case_id": case_id, **values}).scalar_one()  # type: ignore[assignment]  # the database gave it
    else:
        found = known.id
        tx.connection.execute(_ONE, {"which": found, **values})
    record(tx, "party_added", f"case:{case_id}", case_id=case_id, rule=str(party.role))
    return found


def _tag(tx: Tx, role: str, name: str, address: str) -> str:
    return tx.vault.tag(address or f"by post: {role} {name}", "address")


def _lacks_an_address(tx: Tx, row: Any, name: str) -> bool:
    details = fields_in(tx, row.case_id, row.details, "party")
    return not details.get("address") and details.get("name", "").casefold() == name.casefold()


def _views(tx: Tx, case_id: int, fallback: PartyView | None) -> Iterator[PartyView]:
    rows = tuple(tx.connection.execute(_OF, {"case_id": case_id}))
    heard = _heard(tx, case_id) if any(row.role in APART for row in rows) else {}
    for row in rows:
        details = fields_in(tx, row.case_id, row.details, "party")
        if not details and fallback is not None and row.role == fallback.role:
            yield PartyView(row.role, fallback.name, fallback.address, row.consent_on)
        else:
            name, address, postal = (details.get(key, "") for key in ("name", "address", "postal"))
            on = heard.get(row.id) if row.role in APART else None
            yield PartyView(row.role, name, address, row.consent_on, postal, on)


def _heard(tx: Tx, case_id: int) -> Mapping[int, date]:
    """The day on which each party with a line of its own last wrote, by its row id."""
    return {row[3]: london_date(row[2]) for row in sorted(_wrote(tx, case_id), key=lambda row: row[2])}


def _wrote(tx: Tx, case_id: int) -> Iterable[Any]:
    return tx.connection.execute(_WROTE, {"case_id": case_id}).all()
