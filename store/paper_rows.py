"""Rows of requests to the force as the values that others see; where a case was erased, without what was sealed.

Changes nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import col, select

from store.engine import Tx
from store.messages import PaperItem, PaperRequest
from store.paper_tables import PaperItemRow
from store.terms import Asked, PaperState, RequestState, Rung, Sensitivity, State, london_date
from store.unsealing import fields_in, words_in

_AT_ONCE = 400
_ITEMS = (
    select(PaperItemRow.__table__)  # type: ignore[attr-defined]  # SQLModel hides __table__
    .where(col(PaperItemRow.request_id).in_(bindparam("requests", expanding=True)))
    .order_by(col(PaperItemRow.request_id), col(PaperItemRow.number))
)
_HELD_BY = frozenset({State.ON_HOLD, State.DECISION_PENDING})


def requests_of(tx: Tx, rows: Sequence[Any]) -> Iterator[PaperRequest]:
    """The rows as requests, with their items, in the order they come."""
    tx.fetch_keys(row.case_id for row in rows)
    items = dict(_items(tx, {row.id: row.case_id for row in rows}))
    return (_request(tx, row, items.get(row.id, ())) for row in rows)


def _items(tx: Tx, cases: Mapping[int, int]) -> Iterator[tuple[int, tuple[PaperItem, ...]]]:
    ids = list(cases)
    for start in range(0, len(ids), _AT_ONCE):
        rows = tx.connection.execute(_ITEMS, {"requests": ids[start : start + _AT_ONCE]})
        for request_id, ones in groupby(rows, key=lambda row: row.request_id):
            yield int(request_id), tuple(_item(tx, one, cases[request_id]) for one in ones)


def _item(tx: Tx, row: Any, case_id: int) -> PaperItem:
    return PaperItem(
        row.number, row.what, row.kind, row.required, PaperState(row.state), row.received_on,
        words_in(tx, case_id, row.note, f"item {row.request_id} {row.number}"), Sensitivity(row.sensitivity),
    )  # fmt: skip


def _request(tx: Tx, row: Any, items: tuple[PaperItem, ...]) -> PaperRequest:
    return PaperRequest(
        id=row.id,
        case_id=row.case_id,
        reference=row.reference,
        force_reference=row.force_reference or "",
        unit=row.unit,
        asked=Asked(row.asked),
        state=RequestState(row.state),
        asked_on=row.asked_on or london_date(row.written_at),
        due_on=row.due_on,
        items=items,
        clock=row.clock,
        done={Rung(rung): date.fromisoformat(on) for rung, on in json.loads(row.done).items()},
        heard_on=row.heard_on,
        partial_on=row.partial_on,
        paused_until=row.paused_until,
        paused_because=row.paused_because,
        held=row.case_state in _HELD_BY,
        last_mail_on=row.last_mail_on,
        chases=row.chases,
        rests=row.rests,
        extensions=row.extensions,
        initials=_initials(tx, row),
    )


def _initials(tx: Tx, row: Any) -> str:
    """The first letters of the complainant's name; "" where there is none, or the case was erased."""
    name = str(fields_in(tx, row.case_id, row.facts, "facts").get("complainant", ""))
    return "" if "@" in name else "".join(word[0] for word in name.split() if word[0].isalpha()).upper()
