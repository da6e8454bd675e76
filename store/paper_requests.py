"""What the force was asked for and how far it has come; it decides nothing, and is told when to look again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import col, insert, select, update

from store import counted
from store.engine import Tx
from store.events import record
from store.messages import PaperItem, PaperOrder, PaperRequest
from store.paper_rows import requests_of
from store.paper_tables import PaperItemRow, PaperRequestRow
from store.tables import CaseRow
from store.terms import PaperState, RequestState, Rung

_AT_ONCE = 400
_ALL = select(  # type: ignore[call-overload]  # SQLModel types selects of up to four columns
    PaperRequestRow.__table__,  # type: ignore[attr-defined]  # SQLModel hides __table__
    CaseRow.reference,
    CaseRow.force_reference,
    col(CaseRow.state).label("case_state"),
    CaseRow.facts,
).join_from(PaperRequestRow, CaseRow, col(PaperRequestRow.case_id) == col(CaseRow.id))
_IN_ORDER = (col(PaperRequestRow.due_on), col(PaperRequestRow.id))
_BY_ID = _ALL.where(col(PaperRequestRow.id) == bindparam("which"))
_BY_LETTER = _ALL.where(col(PaperRequestRow.letter_key) == bindparam("key"))
_OF_CASE = _ALL.where(col(PaperRequestRow.case_id) == bindparam("case_id")).order_by(col(PaperRequestRow.id))
_OF_UNIT = _ALL.where(
    col(PaperRequestRow.unit) == bindparam("of_unit"), col(PaperRequestRow.state) == RequestState.OPEN
).order_by(*_IN_ORDER)
_IN_STATE = _ALL.where(col(PaperRequestRow.state) == bindparam("stands")).order_by(*_IN_ORDER)
_DUE = _ALL.where(col(PaperRequestRow.next_on) <= bindparam("on")).order_by(*_IN_ORDER)
"""Only by the index of days, for nearly every request of a large table is open: what is not open has no such day."""
_WRITTEN_TO = select(PaperRequestRow.case_id).where(
    col(PaperRequestRow.case_id).in_(bindparam("cases", expanding=True)),
    col(PaperRequestRow.last_mail_on) > bindparam("after"),
)
_NEXT = select(col(PaperRequestRow.next_on)).where(col(PaperRequestRow.id) == bindparam("which"))
_NEW = insert(PaperRequestRow).returning(col(PaperRequestRow.id))
_NEW_ITEMS = insert(PaperItemRow)
_ONE = update(PaperRequestRow).where(col(PaperRequestRow.id) == bindparam("which"))
_ITEM = update(PaperItemRow).where(
    col(PaperItemRow.request_id) == bindparam("which"), col(PaperItemRow.number) == bindparam("nth")
)
_KEY = select(PaperRequestRow.letter_key).where(col(PaperRequestRow.id) == bindparam("which"))


# --- what stands ----------------------------------------------------------------------------------------------------


def view(tx: Tx, request_id: int) -> PaperRequest:
    """The request as it stands."""
    (found,) = requests_of(tx, tx.connection.execute(_BY_ID, {"which": request_id}).all())
    return found


def by_letter(tx: Tx, key: str) -> PaperRequest | None:
    """The request that the letter with this key makes."""
    return next(iter(requests_of(tx, tx.connection.execute(_BY_LETTER, {"key": key}).all())), None)


def letter_key(tx: Tx, request_id: int) -> str:
    """The key of the letter that makes the request."""
    return str(tx.connection.execute(_KEY, {"which": request_id}).scalar_one())


def next_on(tx: Tx, request_id: int) -> date | None:
    """The day of the next round that looks at the request, None for never."""
    return tx.connection.execute(_NEXT, {"which": request_id}).scalar_one()


def of_case(tx: Tx, case_id: int) -> tuple[PaperRequest, ...]:
    """Everything the force was ever asked for on the case, oldest first."""
    return tuple(requests_of(tx, tx.connection.execute(_OF_CASE, {"case_id": case_id}).all()))


def of_unit(tx: Tx, unit: str) -> tuple[PaperRequest, ...]:
    """The unit's open requests, the earliest due first."""
    return tuple(requests_of(tx, tx.connection.execute(_OF_UNIT, {"of_unit": unit}).all()))


def in_state(tx: Tx, state: RequestState) -> tuple[PaperRequest, ...]:
    """Every request that stands so, the earliest due first."""
    return tuple(requests_of(tx, tx.connection.execute(_IN_STATE, {"stands": state}).all()))


def due(tx: Tx, on: date) -> tuple[PaperRequest, ...]:
    """The open requests that a round of this day has to look at, the earliest due first."""
    found = requests_of(tx, tx.connection.execute(_DUE, {"on": on}).all())
    return tuple(one for one in found if one.state is RequestState.OPEN)


def written_to(tx: Tx, case_ids: Sequence[int], *, after: date) -> frozenset[int]:
    """Those of these cases about which the force was asked again after this day, whatever the request."""
    found: set[int] = set()
    for start in range(0, len(case_ids), _AT_ONCE):
        some = {"cases": list(case_ids[start : start + _AT_ONCE]), "after": after}
        found |= set(tx.connection.execute(_WRITTEN_TO, some).scalars())
    return frozenset(found)


# --- what becomes of it ---------------------------------------------------------------------------------------------


def ask(tx: Tx, case_id: int, order: PaperOrder, *, unit: str, letter: str) -> int:
    """The request is written, and stands open once the letter with this key is confirmed as sent; answers its id."""
    values = {
        "case_id": case_id, "unit": unit, "asked": order.asked, "state": RequestState.WRITTEN, "letter_key": letter,
        "written_at": tx.now, "due_on": order.due_on,
    }  # fmt: skip
    request_id: int = tx.connection.execute(_NEW, values).scalar_one()  # type: ignore[assignment]  # the database gave it
    add_items(tx, request_id, order.items)
    record(
        tx, "papers_asked", f"papers:{request_id}", case_id=case_id, rule=order.asked, unit=unit, due_on=order.due_on
    )
    counted.request(tx, request_id, case_id, values)
    return request_id


def add_items(tx: Tx, request_id: int, items: Iterable[PaperItem]) -> None:
    """These numbered lines are among what is asked for."""
    rows = [
        {"request_id": request_id, "number": one.number, "what": one.what, "kind": one.kind, "required": one.required,
         "state": one.state, "received_on": one.received_on, "sensitivity": one.sensitivity}
        for one in items
    ]  # fmt: skip
    if rows:
        tx.connection.execute(_NEW_ITEMS, rows)


def sent(tx: Tx, one: PaperRequest, on: date, due_on: date) -> None:
    """The request's letter left on this day; its answer is due on that one."""
    _set(tx, one, "papers_request_left", state=RequestState.OPEN, asked_on=on, due_on=due_on)


def look_again(tx: Tx, request_id: int, on: date | None) -> None:
    """The next round that has to look at the request is the one of this day, or none."""
    tx.connection.execute(_ONE, {"which": request_id, "next_on": on})


def heard(tx: Tx, one: PaperRequest, on: date) -> None:
    """Something that may be a reply came on this day and brought no papers; the request rests once more for it."""
    _set(tx, one, "papers_heard", heard_on=on, rests=one.rests + 1)


def heard_again(tx: Tx, one: PaperRequest) -> None:
    """Something more came that brought no papers; the request has rested for such often enough, and goes on."""
    record(tx, "papers_heard_again", f"papers:{one.id}", case_id=one.case_id, rule=one.asked)


def partial(tx: Tx, one: PaperRequest, on: date) -> None:
    """Papers came on this day that were not all."""
    _set(tx, one, "papers_partly", heard_on=on, partial_on=on)


def pause(tx: Tx, one: PaperRequest, until: date, because: str) -> None:
    """Nothing is asked again before this day, for the reason given; a longer pause stays."""
    if one.paused_until is None or one.paused_until < until:
        _set(tx, one, "papers_paused", paused_until=until, paused_because=because)


def go_on(tx: Tx, one: PaperRequest) -> None:
    """Whatever the request was paused for is over."""
    _set(tx, one, "papers_go_on", paused_until=None, paused_because="")


def extend(tx: Tx, one: PaperRequest, due_on: date) -> None:
    """The unit has until this day: its clock begins anew, and so does the ladder."""
    _set(
        tx, one, "papers_extended", due_on=due_on, clock=one.clock + 1, done="{}", extensions=one.extensions + 1,
        paused_until=None, paused_because="", rests=0,
    )  # fmt: skip


def goes_to(tx: Tx, one: PaperRequest, unit: str) -> None:
    """Another unit is asked from now on."""
    _set(tx, one, "papers_go_to", unit=unit)


def move(tx: Tx, one: PaperRequest, due_on: date) -> None:
    """The day it is due is another; the ladder moves along, and a letter that has not left names that day."""
    _set(tx, one, "papers_moved", due_on=due_on)


def mailed(tx: Tx, one: PaperRequest, rung: Rung, on: date) -> None:
    """This step of the ladder was taken on this day; all but the task for our own manager are a mail."""
    values: dict[str, object] = {"done": _as_json({**one.done, rung: on})}
    if rung is not Rung.TASK:
        values |= {"chases": one.chases + 1, "last_mail_on": on, "rests": 0}
    _set(tx, one, f"papers_{rung}", **values)


def not_mailed(tx: Tx, one: PaperRequest, rung: Rung, *, last_mail_on: date | None, rests: int) -> None:
    """The mail of this step did not leave after all, so it was not taken.

    The last that did is of the day given, and the request has rested so often since.
    """
    done = {step: on for step, on in one.done.items() if step is not rung}
    values = {"done": _as_json(done), "chases": max(0, one.chases - 1), "last_mail_on": last_mail_on,
              "rests": rests}  # fmt: skip
    _set(tx, one, f"papers_not_{rung}", **values)


def complete(tx: Tx, one: PaperRequest, on: date) -> None:
    """Everything asked for is here, or will never come."""
    _set(tx, one, "papers_complete", state=RequestState.COMPLETE, completed_on=on, next_on=None)


def end(tx: Tx, one: PaperRequest) -> None:
    """Nothing more is wanted by this request."""
    _set(tx, one, "papers_ended", state=RequestState.ENDED, next_on=None)


def item(tx: Tx, one: PaperRequest, number: int, state: PaperState, on: date, *, by: str = "", note: str = "") -> None:
    """How far this item has come, since this day, and by whose word; `note` is sealed."""
    came = on if state is PaperState.RECEIVED else None
    values: dict[str, Any] = {"state": state, "received_on": came, "by": by, "note": None}
    if note:
        values["note"] = tx.sealer(one.case_id).seal(note.encode(), f"item {one.id} {number}")
    tx.connection.execute(_ITEM, {"which": one.id, "nth": number, **values})
    record(tx, "paper_item", f"papers:{one.id}", case_id=one.case_id, rule=state, item=number, by=by)


def _set(tx: Tx, one: PaperRequest, action: str, **values: object) -> None:
    tx.connection.execute(_ONE, {"which": one.id, **values})
    record(tx, action, f"papers:{one.id}", case_id=one.case_id, rule=one.asked, due_on=values.get("due_on", one.due_on))
    counted.request(tx, one.id, one.case_id, values)


def _as_json(done: Mapping[Rung, date]) -> str:
    return json.dumps({str(rung): on.isoformat() for rung, on in done.items()})
