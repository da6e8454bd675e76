"""A case as those see it who decide on it, and what a ruling changes of it; rules on nothing.

What is about people is sealed under the case's key; where a case stands and its dates are not personal by themselves.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import col, select, update

from store import case_links, counted, paper_requests, parties
from store.engine import Tx
from store.events import record
from store.messages import CaseView, LetterView, NextAction, PartyView
from store.tables import CaseRow, IntakeRow, LetterRow, QuestionRow
from store.terms import ENDS, Approval, Audience, LetterState, Owner, State
from store.unsealing import fields_in

_CASES = select(CaseRow.__table__)  # type: ignore[attr-defined]  # SQLModel hides __table__
_BY_ID = _CASES.where(col(CaseRow.id) == bindparam("case_id"))
_OPEN = select(CaseRow.id).where(col(CaseRow.state).not_in([str(end) for end in ENDS])).order_by(col(CaseRow.id))
_LETTERS = (
    select(LetterRow.__table__)  # type: ignore[attr-defined]  # SQLModel hides __table__
    .where(col(LetterRow.case_id) == bindparam("case_id"))
    .order_by(col(LetterRow.id))
)
_ASKED = select(QuestionRow.code).where(
    col(QuestionRow.case_id) == bindparam("case_id"), col(QuestionRow.answered_at).is_(None)
)
_FLAGS = select(IntakeRow.flags).where(col(IntakeRow.case_id) == bindparam("case_id"))
_ONE = update(CaseRow).where(col(CaseRow.id) == bindparam("which"))

_SEALED = ("complainant", "adjustments")
"""What of a case is sealed and can be changed by a ruling."""
_WORDS = ("review_body", "time_result", "review_kind", "body_by", "time_by", "right_by", "owner", "unit", "outcome",
          "asked_from", "held_from", "force_reference", "recommendation", "allegations", "themes")  # fmt: skip
_ONLY_COUNTED = ("ground", "withdrawn", "acknowledged_on", "looked_on", "body_settled_on")
"""What no decision rests on, and figures do."""
_DAYS = ("provided_on", "last_day", "held_until", "reply_by", "accepted_on", "papers_due_on", "papers_complete_on",
         "allocated_on", "decided_on", "told_on", "response_due_on", "responded_on", "closed_on", "contact_on",
         "received_on")  # fmt: skip
_FIRST = {"contact_on": "acknowledged_on", "body_by": "body_settled_on"}
"""What is on record for good as the first day on which the other was given."""
_STATES = ("asked_from", "held_from")
SETTABLE = frozenset({*_SEALED, *_WORDS, *_DAYS, *_ONLY_COUNTED, "restricted", "consent_on"})


def view(tx: Tx, case_id: int) -> CaseView:
    """The case as it stands now."""
    row = tx.connection.execute(_BY_ID, {"case_id": case_id}).one()
    facts = fields_in(tx, row.id, row.facts, "facts")
    complainant = str(facts.get("complainant", ""))
    address = str(facts.get("address", ""))
    asked = tx.connection.execute(_ASKED, {"case_id": case_id}).scalars()
    flags = tx.connection.execute(_FLAGS, {"case_id": case_id}).scalars()
    return CaseView(
        reference=row.reference,
        state=State(row.state),
        received_on=row.received_on,
        next_action=NextAction(row.next_action, Owner(row.next_owner), row.next_on),
        state_since=row.state_since or row.received_on,
        complainant=complainant,
        **{name: getattr(row, name) or "" for name in _WORDS if name not in _STATES},  # type: ignore[arg-type]  # by name
        **{name: getattr(row, name) for name in _DAYS if name != "received_on"},
        asked_from=State(row.asked_from) if row.asked_from else None,
        held_from=State(row.held_from) if row.held_from else None,
        restricted=row.restricted,
        flags=frozenset(" ".join(flags).split()),
        adjustments=tuple(facts.get("adjustments", ())),
        limbs=tuple(facts.get("limbs", ())),
        units=tuple(facts.get("units", ())),
        officers=tuple(facts.get("officers", ())),
        sources=facts.get("sources", {}),
        parties=parties.of(tx, case_id, PartyView("complainant", complainant, address)),
        letters=tuple(_letters(tx, case_id)),
        requests=paper_requests.of_case(tx, case_id),
        linked=case_links.of(tx, case_id),
        asked=frozenset(asked),
    )


def open_cases(tx: Tx) -> tuple[int, ...]:
    """The row ids of every case that has not ended."""
    return tuple(tx.connection.execute(_OPEN).scalars())


def change(
    tx: Tx, case_id: int, *, on: date, state: State | None, sets: Mapping[str, Any], next_action: NextAction | None
) -> Mapping[str, Any]:
    """The case stands where it is told and these fields are as given; answers what each of them was before, as JSON.

    Raises KeyError for a field that no ruling may change.
    """
    if unknown := set(sets) - SETTABLE:
        raise KeyError(f"No ruling may set {', '.join(sorted(unknown))}.")
    row = tx.connection.execute(_BY_ID, {"case_id": case_id}).one()
    plain = {name: value for name, value in sets.items() if name not in (*_SEALED, "consent_on")}
    values: dict[str, Any] = {name: _stored(value) for name, value in plain.items()} | dict(_first_days(row, plain, on))
    if state is not None and state != row.state:
        values |= {"state": state, "state_since": on}
    if next_action is not None:
        values |= {"next_action": next_action.what, "next_owner": next_action.owner, "next_on": next_action.on}
    before = {name: _as_json(getattr(row, name)) for name in values}
    about_people = {name: sets[name] for name in _SEALED if name in sets}
    if about_people:
        facts = fields_in(tx, row.id, row.facts, "facts")
        before |= {name: facts.get(name) for name in about_people}
        values["facts"] = tx.sealer(case_id).seal(json.dumps({**facts, **about_people}).encode(), "facts")
    if "consent_on" in sets:
        before["consent_on"] = None
        parties.consent(tx, case_id, sets["consent_on"])
    if values:
        tx.connection.execute(_ONE, {"which": case_id, **values})
    counted.case(tx, row.reference, case_id, values)
    if "state" in values:
        record(tx, "moved", f"case:{row.reference}", case_id=case_id, rule=str(state), was=row.state)
    return before


def looked_at(tx: Tx, case_id: int, on: date) -> None:
    """A person has looked at the case, on this day for the first time unless it was earlier."""
    if tx.connection.execute(_BY_ID, {"case_id": case_id}).one().looked_on is None:
        change(tx, case_id, on=on, state=None, sets={"looked_on": on}, next_action=None)


def _first_days(row: Any, plain: Mapping[str, Any], on: date) -> Iterator[tuple[str, date]]:
    """The first day a case was settled or answered, where these fields say that it is now and it was not before."""
    for name, first in _FIRST.items():
        if plain.get(name) and getattr(row, first) is None and first not in plain:
            yield first, plain[name] if isinstance(plain[name], date) else on


def restore(tx: Tx, case_id: int, before: Mapping[str, Any]) -> None:
    """The case's fields are what they were, as `change` answered them."""
    sets = {name: _from_json(name, value) for name, value in before.items()}
    state = sets.pop("state", None)
    since = sets.pop("state_since", None)
    action: dict[str, Any] = {name: sets.pop(name) for name in ("next_action", "next_owner", "next_on") if name in sets}
    sealed = {name: value if value is not None else () for name, value in sets.items() if name in _SEALED}
    change(tx, case_id, on=since or tx.now.date(), state=State(state) if state else None, sets={**sets, **sealed},
           next_action=_action(action))  # fmt: skip


def _action(action: Mapping[str, Any]) -> NextAction | None:
    if not action:
        return None
    return NextAction(action["next_action"], Owner(action["next_owner"]), action["next_on"])


def _stored(value: Any) -> Any:
    return str(value) if isinstance(value, State) else value


def _as_json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value


def _from_json(name: str, value: Any) -> Any:
    dated = name.endswith("_on") or name in (*_DAYS, "state_since")
    return date.fromisoformat(value) if dated and isinstance(value, str) else value


def _letters(tx: Tx, case_id: int) -> Iterator[LetterView]:
    for row in tx.connection.execute(_LETTERS, {"case_id": case_id}):
        yield LetterView(
            letter=row.letter, occasion=row.key.split(":")[-2] if ":" in row.key else "",
            audience=Audience(row.audience), approval=Approval(row.approval), state=LetterState(row.state),
            package=row.package, approved_by=row.approved_by, confirmed_at=row.confirmed_at,
            added_because=row.added_because,
        )  # fmt: skip
