"""What a ruling changed of a case's requests to the force, and how that is taken back; decides nothing."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import col, select, update

from store import counted
from store.engine import Tx
from store.events import record
from store.paper_requests import end, view
from store.paper_tables import PaperItemRow, PaperRequestRow

_FIELDS = ("unit", "state", "due_on", "clock", "done", "extensions", "paused_until", "paused_because", "completed_on")
"""What of a request a ruling can change; what a mail or a reply did to it stays."""
_ITEM_FIELDS = ("state", "received_on", "by")
_DAYS = ("due_on", "paused_until", "completed_on", "received_on")
_REQUESTS = select(PaperRequestRow.__table__).where(col(PaperRequestRow.case_id) == bindparam("case_id"))  # type: ignore[attr-defined]  # SQLModel hides __table__
_ITEMS = (
    select(PaperItemRow.__table__)  # type: ignore[attr-defined]  # SQLModel hides __table__
    .join(PaperRequestRow, col(PaperRequestRow.id) == col(PaperItemRow.request_id))
    .where(col(PaperRequestRow.case_id) == bindparam("case_id"))
)
_ONE = update(PaperRequestRow).where(col(PaperRequestRow.id) == bindparam("which"))
_ITEM = update(PaperItemRow).where(
    col(PaperItemRow.request_id) == bindparam("which"), col(PaperItemRow.number) == bindparam("nth")
)

Kept = Mapping[str, Any]


def kept(tx: Tx, case_id: int) -> Kept:
    """What a ruling can change of the case's requests, as JSON; `changed` needs it from before and from after."""
    rows = tx.connection.execute(_REQUESTS, {"case_id": case_id}).all()
    found: dict[str, Any] = {str(row.id): {**_plain(row, _FIELDS), "items": {}} for row in rows}
    for row in tx.connection.execute(_ITEMS, {"case_id": case_id}) if found else ():
        found[str(row.request_id)]["items"][str(row.number)] = _plain(row, _ITEM_FIELDS)
    return found


def changed(before: Kept, after: Kept) -> Kept:
    """What was different before: of each request its changed fields, or None where there was no such request."""
    return {which: _was(before.get(which), now) for which, now in after.items() if before.get(which) != now}


def _was(before: Kept | None, now: Kept) -> Kept | None:
    if before is None:
        return None
    fields = {name: before[name] for name in _FIELDS if before[name] != now[name]}
    items = {nth: one for nth, one in before["items"].items() if one != now["items"][nth]}
    return {**fields, "items": items}


def take_back(tx: Tx, was: Kept, *, keeps: Collection[str] = ()) -> None:
    """These requests are what they were, as far as a ruling had changed them; new ones are no longer wanted.

    The fields that it `keeps` stay as they are now.
    """
    for which, fields in was.items():
        one = view(tx, int(which))
        if fields is None:
            end(tx, one)
            continue
        for number, values in fields["items"].items():
            tx.connection.execute(_ITEM, {"which": one.id, "nth": int(number), **_stored(values)})
        plain = {name: value for name, value in fields.items() if name not in ("items", *keeps)}
        if plain:
            tx.connection.execute(_ONE, {"which": one.id, **_stored(plain)})
            counted.request(tx, one.id, one.case_id, plain)
        record(tx, "papers_taken_back", f"papers:{one.id}", case_id=one.case_id, rule=one.asked)


def _plain(row: Any, names: tuple[str, ...]) -> dict[str, Any]:
    values = {name: getattr(row, name) for name in names}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


def _stored(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: date.fromisoformat(value) if name in _DAYS and value else value for name, value in values.items()}
