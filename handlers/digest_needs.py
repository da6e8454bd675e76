"""What needs a person today, out of cases and open questions, the most pressing first; names nobody of the public."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType

from handlers.day_counts import DayCounts, at_work
from handlers.figures import is_overdue, sign_offs_waiting, still_open
from handlers.working_days import WorkingDays
from store.messages import CaseRecord
from store.messages.digest import Need, Why
from store.terms import LONDON, Owner

SIGN_OFF_RESTS = 1
"""A sign-off that waits longer than so many working days needs a word from the manager."""
UNNAMED_FOR = timedelta(hours=4)
"""A message that nobody could name is shown once it has waited for so long while the office was at work."""

_WORDS: Mapping[str, tuple[Why, str]] = MappingProxyType(
    {
        "safety": (Why.ESCALATED, "A message speaks of danger: read it at once"),
        "past_danger": (Why.ESCALATED, "A message may speak of danger: read it"),
        "may_have_gone_to_the_wrong_person": (Why.ESCALATED, "A letter may have reached the wrong person"),
        "wrong_papers": (Why.ESCALATED, "The police sent papers that are somebody else's"),
        "forged": (Why.ESCALATED, "A mail only looks as if the police had sent it"),
        "theme_alert": (Why.ESCALATED, "One theme came too often in one unit: the question says which"),
        "store_restored": (Why.ESCALATED, "The store came back from a backup: nothing leaves until that is accepted"),
        "letter_bounced": (Why.BOUNCED, "A letter did not reach whom it was for"),
        "cannot_be_opened": (Why.CANNOT_OPEN, "A file cannot be opened"),
        "needs_password": (Why.CANNOT_OPEN, "A file needs a password"),
        "papers_not_kept": (Why.CANNOT_OPEN, "A file of the papers could not be kept"),
        "read_by_hand": (Why.CANNOT_OPEN, "A message could not be read by the service"),
        "unclear": (Why.UNCLASSIFIED, "A message that nobody has named yet"),
        "which_case": (Why.UNCLASSIFIED, "A message that may belong to one of several cases"),
        "new_or_known": (Why.UNCLASSIFIED, "A message may be a new case or belong to a known one"),
        "sent_by_hand": (Why.BY_HAND, "A letter was sent by hand without the approval it needed"),
        "lies_in_sent_items": (Why.BY_HAND, "A letter lies in Sent Items that nobody knows of"),
        "draft_changed_aside": (Why.BY_HAND, "A draft was changed where nobody approves it"),
        "letter_held": (Why.FAULT, "A letter is on hold"),
        "folder_refused": (Why.FAULT, "A folder may not be read"),
        "asking_rests": (Why.FAULT, "The mailbox is not read, so the police are asked for nothing"),
        "folder_silent": (Why.FAULT, "A folder does not answer"),
        "filing_refused": (Why.FAULT, "A message could not be put into its folder"),
        "count_not_in_sent_items": (Why.FAULT, "A letter that was sent is not in Sent Items any more"),
        "count_not_remembered": (Why.FAULT, "A message in the mailbox cannot be taken in"),
        "count_gone": (Why.FAULT, "A message is not where it was put"),
    }
)
"""What is said of each question that is worth the manager's morning; of others the cases' own next actions speak."""
_PRESSING = MappingProxyType({why: number for number, why in enumerate(Why)})


@dataclass(frozen=True, slots=True)
class AskedOfNoCase:
    """An open question on no case: its code, whose it is, and since when it is open."""

    code: str
    owner: str
    asked_at: datetime


def needs(
    records: Iterable[CaseRecord],
    loose: Iterable[AskedOfNoCase],
    now: datetime,
    counts: DayCounts,
    *,
    restricted: frozenset[str] = frozenset(),
) -> tuple[Need, ...]:
    """Everything that needs a person, the most pressing first and of those the one that has waited longest.

    A case stands here once, for what presses most. What is alike on no case is one row with how many there are.
    """
    today = now.astimezone(LONDON).date()
    every = list(still_open(records))
    of_cases: dict[str, Need] = {}
    for need in sorted(_of_cases(every, today, counts), key=_order):
        of_cases.setdefault(need.reference, need)
    shown = [_only_its_number(one) if one.reference in restricted else one for one in of_cases.values()]
    return tuple(sorted((*shown, *_of_no_case(loose, now, counts.days)), key=_order))


def _order(need: Need) -> tuple[int, int, str]:
    return _PRESSING[need.why], -(need.days or 0), need.reference


def _of_cases(records: Iterable[CaseRecord], today: date, counts: DayCounts) -> Iterator[Need]:
    by_reference = {one.reference: one for one in records}
    for record in by_reference.values():
        for question in record.questions:
            if said := _said(question.code):
                yield Need(record.reference, said[0], said[1], owner(question.owner, record.owner))
        if is_overdue(record, today) and record.next_on is not None:
            days = (today - record.next_on).days
            yield Need(record.reference, Why.OVERDUE, record.next_action, owner(record.next_owner, record.owner), days)
    for waits in sign_offs_waiting(by_reference.values(), today, counts):
        if waits.days > SIGN_OFF_RESTS:
            yield Need(waits.reference, Why.SIGN_OFF, f"Letters: {waits.letter.replace('_', ' ')}", "You", waits.days)


def _of_no_case(loose: Iterable[AskedOfNoCase], now: datetime, days: WorkingDays) -> Iterator[Need]:
    found: dict[tuple[Why, str, str], int] = {}
    for one in loose:
        said = _said(one.code)
        if said is None or (said[0] is Why.UNCLASSIFIED and at_work(one.asked_at, now, days) <= UNNAMED_FOR):
            continue
        kind = (*said, owner(one.owner, ""))
        found[kind] = found.get(kind, 0) + 1
    for (why, words, whose), number in found.items():
        yield Need("", why, f"{words} ({number})" if number > 1 else words, whose)


def _said(code: str) -> tuple[Why, str] | None:
    first = code.partition(" ")[0]
    if first.startswith("escalat"):
        return Why.ESCALATED, "It was passed on to you; the question says why"
    return _WORDS.get(first)


def _only_its_number(need: Need) -> Need:
    return Need(need.reference, need.why, "", "", restricted=True)


def owner(who: str, case_owner: str) -> str:
    """Whose it is, as the manager reads it."""
    if who == Owner.MANAGER:
        return "You"
    return case_owner or "Nobody yet" if who == Owner.CASE_OWNER else "Administrator"
