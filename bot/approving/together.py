"""Letters that were approved as one leave as one: which of those that are due may go now. Sends none itself."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from bot.sending.settle import may_leave
from store import drafts
from store.engine import Tx
from store.outbox import Queued
from store.terms import Approval, LetterState, Place

if TYPE_CHECKING:
    from bot.service import Service

_GONE = (LetterState.SENDING, LetterState.SENT, LetterState.CONFIRMED, LetterState.BOUNCED)


def whole(service: Service, due: Sequence[Queued], room: int) -> list[Queued]:
    """Those of the due letters that may leave now: no package is torn apart, not even where there is little room.

    What is printed leaves by post; what was approved on a case that is on hold waits until the case goes on.
    """
    with service.reading() as tx:
        packages = drafts.of_packages(tx, {one.package for one in due})
        resting = drafts.on_hold(tx, {one.case_id for one in due if one.approval is not Approval.BY_ITSELF})
        by_post = tx.vault.tag("", "address")
    going: list[Queued] = []
    now = service.clock.now()
    for group in _groups(due):
        others = packages.get(group[0].package, ())
        ready = all(one.state in _GONE or _may_go(service, one, now) for one in others or group)
        leaving = [one for one in group if one.to_tag != by_post and one.case_id not in resting]
        if ready and len(going) + len(leaving) <= room:
            going += leaving
    return going


def out_of_place(service: Service, one: Queued) -> bool:
    """Whether a person has taken the draft of an approved letter out of the folder that says so, or returned it."""
    if one.approved_at is None:
        return False
    returned = one.draft_folder == service.folders.get(Place.RETURN)
    return returned or (not one.approved_by and one.draft_folder != service.folders.get(Place.APPROVE))


def _may_go(service: Service, one: Queued, now: datetime) -> bool:
    return one.state is LetterState.DRAFTED and may_leave(service, one, now) and not out_of_place(service, one)


def torn(tx: Tx, ready: Iterable[Queued], kept_back: Collection[Queued]) -> frozenset[int]:
    """The row ids of ready letters that stay because another of their package does and none of it has left yet."""
    names = {one.package for one in kept_back if one.package}
    packages = drafts.of_packages(tx, names)
    begun = {name for name, letters in packages.items() if any(one.state in _GONE for one in letters)}
    return frozenset(one.id for one in ready if one.package in names - begun)


def _groups(due: Sequence[Queued]) -> Iterable[list[Queued]]:
    groups: dict[str, list[Queued]] = {}
    for one in due:
        groups.setdefault(one.package or one.key, []).append(one)
    return groups.values()
