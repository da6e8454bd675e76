"""Caps on automatic letters: they hold and never drop. Counts come from committed rows, so a restart resets nothing.

The cap of one address is for what goes to whoever writes to us by itself: what goes to the police, the IOPC or our own
team answers nobody, and what a person approved is no loop of machines. All of it counts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from store import contacts, outbox, usage
from store.engine import Tx
from store.outbox import Queued
from store.terms import Audience, LetterState, Mode

if TYPE_CHECKING:
    from bot.service import Service

GOES_BY_ITSELF = frozenset({"cap_domain_hour", "cap_total_hour", "cap_total_day"})
_PAGE = 200


class Meter:
    """How much room the caps leave; what it lets through counts at once."""

    def __init__(self, service: Service, tx: Tx, letters: Sequence[Queued]) -> None:
        self._caps = service.settings.sending.caps
        used = usage.lately(tx, letters, hour_ago=tx.now - timedelta(hours=1), day_ago=tx.now - timedelta(days=1))
        self._hour, self._day = used.in_hour, used.in_day
        self._address = Counter(used.to_address_in_day)
        self._domain = Counter(used.to_domain_in_hour)
        self._frozen = contacts.frozen(tx)

    def full(self) -> bool:
        """Whether no letter at all may leave now."""
        return self._hour >= self._caps.total_hour or self._day >= self._caps.total_day

    def why_full(self, one: Queued) -> str:
        """The cap in this letter's way, or that its address came back; or "" and the letter is counted."""
        if one.to_tag in self._frozen and not one.released_by:
            return "contact_frozen"
        if self._day >= self._caps.total_day:
            return "cap_total_day"
        if self._hour >= self._caps.total_hour:
            return "cap_total_hour"
        if self._domain[one.domain_tag] >= self._caps.per_domain_hour:
            return "cap_domain_hour"
        limited = one.audience is Audience.COMPLAINANT and not one.released_by and one.approved_at is None
        if limited and self._address[one.to_tag] >= self._caps.per_address_day:
            return "cap_address_day"
        self._hour, self._day = self._hour + 1, self._day + 1
        self._address[one.to_tag] += 1
        self._domain[one.domain_tag] += 1
        return ""


def release_where_there_is_room(service: Service) -> int:
    """Letters held only by an hourly or daily cap go on, as many as now fit; answers how many."""
    if service.settings.sending.mode is not Mode.LIVE:
        return 0
    released = after = 0
    while True:
        with service.reading() as tx:
            held = outbox.in_states(tx, [LetterState.HOLD], _PAGE, after=after)
            if not held:
                return released
            waiting = [one for one in held if one.held_because in GOES_BY_ITSELF]
            meter = Meter(service, tx, waiting)
        fit = [one for one in waiting if not meter.why_full(one)]
        if fit:
            with service.writing() as tx:
                released += sum(outbox.release(tx, one) for one in fit)
        if meter.full():
            return released
        after = held[-1].id
