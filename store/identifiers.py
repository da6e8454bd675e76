"""By what a case could be recognised in a text: reference, complainant, force reference; compares nothing itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlmodel import col, select

from store.engine import Tx
from store.tables import CaseRow
from store.terms import ENDS
from store.unsealing import fields_in

_OPEN = select(CaseRow.id, CaseRow.reference, CaseRow.force_reference, CaseRow.facts).where(
    col(CaseRow.state).not_in([str(end) for end in ENDS])
)


@dataclass(frozen=True, slots=True)
class Identifiers:
    """What tells of one case; "" is what is not known."""

    reference: str
    complainant: str
    address: str
    force_reference: str


def of_open_cases(tx: Tx, *, but: int | None = None) -> Iterator[Identifiers]:
    """Those of every other case that has not ended and was not erased."""
    rows = [row for row in tx.connection.execute(_OPEN) if row.id != but]
    tx.fetch_keys(row.id for row in rows)
    for row in rows:
        facts = fields_in(tx, row.id, row.facts, "facts")
        names = str(facts.get("complainant", "")), str(facts.get("address", ""))
        yield Identifiers(row.reference, *names, row.force_reference or "")
