"""What can be counted goes into the hashed history in the clear, so that figures outlive the erasing of a case.

Nothing about a complainant may be among it: states, dates, counts, codes, units, and who of the office has a case.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date

from store.engine import Tx
from store.events import record

COUNTED = "counted"
"""The action of such an event; its rule is JSON of the values that are new."""
CASE = frozenset(
    {
        "received_on", "provided_on", "last_day", "review_body", "time_result", "review_kind", "owner", "unit",
        "outcome", "ground", "withdrawn", "recommendation", "allegations", "themes", "acknowledged_on", "looked_on",
        "body_settled_on", "accepted_on", "papers_due_on", "papers_complete_on", "allocated_on", "decided_on",
        "told_on", "response_due_on", "responded_on", "closed_on", "contact_on", "held_until", "reply_by",
        "next_action", "next_owner", "next_on",
    }
)  # fmt: skip
REQUEST = frozenset({"asked", "unit", "state", "asked_on", "due_on", "completed_on", "chases"})


def case(tx: Tx, reference: str, case_id: int | None, values: Mapping[str, object]) -> None:
    """What of these new values of a case can be counted is in the history for good.

    The force's reference is there until the case is erased.
    """
    theirs = {name: values[name] for name in ("force_reference",) if name in values}
    chosen = {name: _plain(value) for name, value in values.items() if name in CASE}
    if chosen or theirs:
        record(tx, COUNTED, f"case:{reference}", case_id=case_id, rule=_as_json(chosen), **theirs)


def request(tx: Tx, request_id: int, case_id: int, values: Mapping[str, object]) -> None:
    """What of these new values of a request to the force can be counted is in the history for good."""
    if chosen := {name: _plain(value) for name, value in values.items() if name in REQUEST}:
        record(tx, COUNTED, f"papers:{request_id}", case_id=case_id, rule=_as_json(chosen))


def message(tx: Tx, intake_id: int, case_id: int | None, flags: str) -> None:
    """The flags of a message are in the history for good, where it has any."""
    if flags:
        record(tx, COUNTED, f"intake:{intake_id}", case_id=case_id, rule=_as_json({"flags": flags}))


def _as_json(values: Mapping[str, object]) -> str:
    return json.dumps(values, separators=(",", ":"), sort_keys=True)


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, int | None) else str(value)
