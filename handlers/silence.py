"""Units whose mailbox usually says that a mail arrived, and this time has not: perhaps it never did. Writes nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from handlers.working_days import WorkingDays
from store.messages import PaperRequest
from store.terms import RequestState


@dataclass(frozen=True, slots=True)
class Silent:
    """A unit that usually answers by itself, and the cases of the requests of which it has said nothing."""

    unit: str
    references: tuple[str, ...]


def silent(
    usually: frozenset[str], requests: Iterable[PaperRequest], *, today: date, within: int, days: WorkingDays
) -> tuple[Silent, ...]:
    """The units that should have said by now that a request arrived, in alphabetical order.

    `usually` are those whose mailbox usually does so by itself (`store.contacts.acknowledging`), `within` how many
    working days it has for it.
    """
    found: dict[str, set[str]] = {}
    for one in requests:
        heard = one.heard_on is not None or one.state is not RequestState.OPEN
        if one.unit in usually and not heard and days.add(one.asked_on, within) < today:
            found.setdefault(one.unit, set()).add(one.reference)
    return tuple(Silent(unit, tuple(sorted(which))) for unit, which in sorted(found.items()))
