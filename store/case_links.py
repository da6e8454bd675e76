"""Which cases belong together, as a person said: known from both sides alike; merges nothing and decides nothing."""

from __future__ import annotations

from sqlalchemy import bindparam
from sqlmodel import col, delete, insert, select

from store.engine import Tx
from store.events import record
from store.tables import CaseRow
from store.work_tables import CaseLinkRow

_OF = (
    select(CaseRow.reference)
    .join(CaseLinkRow, col(CaseLinkRow.other_id) == col(CaseRow.id))
    .where(col(CaseLinkRow.case_id) == bindparam("case_id"))
    .order_by(col(CaseRow.year), col(CaseRow.number))
)
_ID = select(CaseRow.id).where(col(CaseRow.reference) == bindparam("reference"))
_REFERENCE = select(CaseRow.reference).where(col(CaseRow.id) == bindparam("case_id"))
_NEW = insert(CaseLinkRow)
_GONE = delete(CaseLinkRow).where(
    col(CaseLinkRow.case_id) == bindparam("one"), col(CaseLinkRow.other_id) == bindparam("other")
)


def of(tx: Tx, case_id: int) -> tuple[str, ...]:
    """The references of the cases that belong together with this one."""
    return tuple(tx.connection.execute(_OF, {"case_id": case_id}).scalars())


def put(tx: Tx, case_id: int, other: str, *, linked: bool) -> bool:
    """The case and the one with this reference belong together, or no more; answers whether that was otherwise.

    Raises LookupError where there is no such case.
    """
    other_id = tx.connection.execute(_ID, {"reference": other}).scalar_one_or_none()
    if other_id is None:
        raise LookupError(other)
    if (other in of(tx, case_id)) is linked:
        return False
    pairs = ((case_id, other_id), (other_id, case_id))
    for one, another in pairs:
        if linked:
            tx.connection.execute(_NEW, {"case_id": one, "other_id": another})
        else:
            tx.connection.execute(_GONE, {"one": one, "other": another})
    own = tx.connection.execute(_REFERENCE, {"case_id": case_id}).scalar_one()
    action = "case_linked" if linked else "case_unlinked"
    for one, reference, with_ in ((case_id, own, other), (other_id, other, own)):
        record(tx, action, f"case:{reference}", case_id=one, other=with_)
    return True
