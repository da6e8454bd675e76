"""Who had a case, and for how many days: us, the unit of the force, the complainant, or nobody while it is on hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from handlers.day_counts import DayCounts, Spent
from handlers.measures import Middle, middle
from store.messages import CaseRecord
from store.terms import ENDS, State


class HeldBy(StrEnum):
    """On whom a case waits."""

    US = "us"
    UNIT = "unit"
    COMPLAINANT = "complainant"
    HOLD = "hold"


_NOT_OURS: Mapping[State, HeldBy] = MappingProxyType(
    {
        State.PAPERS_REQUESTED: HeldBy.UNIT,
        State.PAPERS_OVERDUE: HeldBy.UNIT,
        State.RECOMMENDATION_PENDING: HeldBy.UNIT,
        State.AWAITING_COMPLAINANT: HeldBy.COMPLAINANT,
        State.ON_HOLD: HeldBy.HOLD,
        State.BODY_DISPUTED: HeldBy.HOLD,
    }
)


def holder(state: State) -> HeldBy | None:
    """On whom a case in this state waits; None on nobody any more. What waits on nobody else waits on us."""
    return None if state in ENDS else _NOT_OURS.get(state, HeldBy.US)


def by_holder(record: CaseRecord, until: date, counts: DayCounts) -> Mapping[HeldBy, Spent]:
    """How long each had the case, up to and with this day. Each day counts once, for who had the case at its end."""
    found = dict.fromkeys(HeldBy, Spent())
    for span in record.spans:
        who, last = holder(span.state), min(span.until or until, until)
        if who is not None and span.first < last:
            found[who] += counts.spent(span.first, last)
    return found


def middle_by_holder(
    records: Iterable[CaseRecord], until: date, counts: DayCounts, *, working: bool = True
) -> Mapping[HeldBy, Middle]:
    """For each holder, what the days it had each case come to; a case it never had counts as none."""
    found: dict[HeldBy, list[int]] = {who: [] for who in HeldBy}
    for record in records:
        for who, spent in by_holder(record, until, counts).items():
            found[who].append(spent.working if working else spent.calendar)
    return {who: middle(days) for who, days in found.items()}


def by_unit(records: Iterable[CaseRecord], until: date, counts: DayCounts) -> Mapping[str, Middle]:
    """For each unit that was ever waited for, what the working days it had its cases come to, in alphabetical order."""
    found: dict[str, list[int]] = defaultdict(list)
    for record in records:
        days = by_holder(record, until, counts)[HeldBy.UNIT].working
        if record.requests and record.unit:
            found[record.unit].append(days)
    return {unit: middle(days) for unit, days in sorted(found.items())}
