"""Who belongs to a case, and how they are written to: names and addresses sealed, looked up by tag; decides nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import col, insert, select, update

from store.engine import Tx
from store.events import record
from store.messages import PartyView
from store.tables import CaseRow, PartyRow
from store.vault import Erased

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
_NEW = insert(PartyRow)
_ONE = update(PartyRow).where(col(PartyRow.id) == bindparam("which"))


def add(tx: Tx, case_id: int, party: PartyView) -> None:
    """The party belongs to the case; one known by this address takes the newer name and role."""
    tag = tx.vault.tag(party.address or f"by post: {party.role} {party.name}", "address")
    details = {"name": party.name, "address": party.address, "postal": party.postal}
    sealed = tx.sealer(case_id).seal(json.dumps(details).encode(), "party")
    known = next((row for row in tx.connection.execute(_OF, {"case_id": case_id}) if row.address_tag == tag), None)
    values = {"role": party.role, "details": sealed, "consent_on": party.consent_on}
    if known is None:
        tx.connection.execute(_NEW, {"case_id": case_id, "address_tag": tag, **values})
    else:
        tx.connection.execute(_ONE, {"which": known.id, **values})
    record(tx, "party_added", f"case:{case_id}", case_id=case_id, rule=party.role)


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


def _views(tx: Tx, case_id: int, fallback: PartyView | None) -> Iterator[PartyView]:
    for row in tx.connection.execute(_OF, {"case_id": case_id}):
        details = _details(tx, row)
        if not details and fallback is not None and row.role == fallback.role:
            yield PartyView(row.role, fallback.name, fallback.address, row.consent_on)
        else:
            name, address, postal = (details.get(key, "") for key in ("name", "address", "postal"))
            yield PartyView(row.role, name, address, row.consent_on, postal)


def _details(tx: Tx, row: Any) -> dict[str, str]:
    if row.details is None:
        return {}
    try:
        return dict(json.loads(tx.sealer(row.case_id).unseal(row.details, "party")))
    except Erased:
        return {}
