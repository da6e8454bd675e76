"""The figures of a day over case records: how many, where they stand, how old, what is due; each means one thing.

What each means in words stands in `handlers.definitions`. A case that was opened by mistake counts in none of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from handlers.day_counts import DayCounts
from handlers.holders import HeldBy, holder
from handlers.measures import Middle, Share, middle, share
from handlers.performance import figures, taken
from store.messages import CaseRecord, Step, TargetTable
from store.terms import Asked, RequestState, Stage, State

AGES = ((0, 14), (15, 28), (29, 42), (43, 56), (57, None))
"""The bands of age, in days of the calendar since the request was received, both ends included."""
_PAPERS = (Asked.PAPERS, Asked.BODY)
_UPHELD = "upheld"


def counted(records: Iterable[CaseRecord]) -> Iterator[CaseRecord]:
    """Those that count: all but what should never have been opened."""
    return (one for one in records if not one.mistake)


def still_open(records: Iterable[CaseRecord]) -> Iterator[CaseRecord]:
    """Those that have not ended."""
    return (one for one in counted(records) if one.is_open)


# --- what is due ----------------------------------------------------------------------------------------------------


def is_overdue(record: CaseRecord, today: date) -> bool:
    """Whether the day of its next action has passed and it is not on hold."""
    return _is_due(record) and record.next_on is not None and record.next_on < today


def is_due_by(record: CaseRecord, today: date, last: date) -> bool:
    """Whether its next action is due from today on, by the last of these days, and it is not on hold."""
    return _is_due(record) and record.next_on is not None and today <= record.next_on <= last


def _is_due(record: CaseRecord) -> bool:
    return record.is_open and not record.mistake and holder(record.state) is not HeldBy.HOLD


@dataclass(frozen=True, slots=True)
class Tiles:
    """The four numbers at the top, and how many are due today."""

    new: int
    open: int
    due_this_week: int
    due_today: int
    overdue: int


def tiles(records: Iterable[CaseRecord], today: date, *, since: date) -> Tiles:
    """The numbers of a day; `since` is the day of the last digest, after which a case is new."""
    every = list(counted(records))
    sunday = today + timedelta(days=6 - today.weekday())
    return Tiles(
        new=sum(since < one.opened_on <= today for one in every),
        open=sum(one.is_open for one in every),
        due_this_week=sum(is_due_by(one, today, sunday) for one in every),
        due_today=sum(is_due_by(one, today, today) for one in every),
        overdue=sum(is_overdue(one, today) for one in every),
    )


# --- work in progress -----------------------------------------------------------------------------------------------


def by_stage(records: Iterable[CaseRecord]) -> Mapping[Stage, int]:
    """How many open cases stand in each stage of the board, in its order."""
    found = Counter(one.stage for one in still_open(records))
    return {stage: found[stage] for stage in Stage if stage is not Stage.CLOSED}


def age(record: CaseRecord, today: date) -> int:
    """The days of the calendar since the request was received."""
    return (today - record.received_on).days


def by_age(records: Iterable[CaseRecord], today: date) -> tuple[int, ...]:
    """How many open cases are in each band of `AGES`."""
    ages = [age(one, today) for one in still_open(records)]
    return tuple(sum(first <= one and (last is None or one <= last) for one in ages) for first, last in AGES)


# --- waiting for the force ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class UnitWaits:
    """What we wait for from one unit: for how many cases, how long in working days, how often it was asked again.

    `past_target` are the cases whose wait is longer than the target for papers.
    """

    unit: str
    cases: int
    waits: Middle
    past_target: int
    chases: int
    references: tuple[str, ...]


def waiting_for_force(
    records: Iterable[CaseRecord], today: date, table: TargetTable, counts: DayCounts
) -> tuple[UnitWaits, ...]:
    """Each unit from which papers are waited for, in alphabetical order."""
    waits: dict[str, list[tuple[CaseRecord, int, bool]]] = {}
    for record in still_open(records):
        asked = [one for one in record.requests if one.asked in _PAPERS and one.state is RequestState.OPEN]
        first = min((one.asked_on for one in asked if one.asked_on), default=None)
        if first is None or holder(record.state) is HeldBy.HOLD:
            continue
        days, target = waited(record, first, today, counts), table.in_force(Step.PAPERS, first)
        limit = target and (days if target.in_working_days else (today - first).days) > target.within
        waits.setdefault(asked[0].unit, []).append((record, days, bool(limit)))
    return tuple(
        UnitWaits(
            unit=unit,
            cases=len(ones),
            waits=middle(days for _, days, _ in ones),
            past_target=sum(past for _, _, past in ones),
            chases=sum(one.chases for one, _, _ in ones),
            references=tuple(one.reference for one, _, _ in ones),
        )
        for unit, ones in sorted(waits.items())
    )


def waited(record: CaseRecord, since: date, until: date, counts: DayCounts) -> int:
    """The working days after the one day up to and with the other, without those on which the case was on hold."""
    held = sum(
        counts.working(max(span.first, since), min(span.until or until, until))
        for span in record.spans
        if holder(span.state) is HeldBy.HOLD
    )
    return counts.working(since, until) - held


# --- people ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SignOffWaits:
    """Letters that wait for their signer: of which case, who wrote them, for how many working days."""

    reference: str
    letter: str
    writer: str
    days: int


def sign_offs_waiting(records: Iterable[CaseRecord], today: date, counts: DayCounts) -> tuple[SignOffWaits, ...]:
    """What signers were asked and have not answered, the longest wait first."""
    found = [
        SignOffWaits(one.reference, asked.letter, one.owner, counts.working(asked.since, today))
        for one in still_open(records)
        for asked in one.sign_offs
    ]
    return tuple(sorted(found, key=lambda one: (-one.days, one.reference)))


@dataclass(frozen=True, slots=True)
class Caseload:
    """What one person has in hand."""

    person: str
    open: int
    due_this_week: int
    overdue: int
    is_away: bool


def caseload(
    records: Iterable[CaseRecord], today: date, people: Iterable[str], *, away: frozenset[str] = frozenset()
) -> tuple[Caseload, ...]:
    """Each of these people, and everybody else who has a case, in alphabetical order: no ranking."""
    every = [one for one in still_open(records) if one.owner]
    sunday = today + timedelta(days=6 - today.weekday())
    return tuple(
        Caseload(
            person=person,
            open=sum(one.owner == person for one in every),
            due_this_week=sum(one.owner == person and is_due_by(one, today, sunday) for one in every),
            overdue=sum(one.owner == person and is_overdue(one, today) for one in every),
            is_away=person in away,
        )
        for person in sorted({*people, *(one.owner for one in every)}, key=str.casefold)
    )


# --- a period -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Timeliness:
    """A period in a line: acknowledged in target, days to close (of the calendar and working), and how many upheld."""

    acknowledged_in_target: Share
    to_close: Middle
    to_close_working: Middle
    upheld: Share


def timeliness(
    records: Sequence[CaseRecord], first: date, last: date, table: TargetTable, counts: DayCounts
) -> Timeliness:
    """What was acknowledged, closed and decided on these days."""
    every = list(counted(records))
    acknowledged = (taken(one, Step.ACKNOWLEDGEMENT, table, counts) for one in every)
    in_time = figures(Step.ACKNOWLEDGEMENT, [one for one in acknowledged if one and first <= one.ended_on <= last])
    closed = [(one.received_on, one.ended_on) for one in every if one.ended_on and first <= one.ended_on <= last]
    decided = [one for one in every if is_decided(one) and one.told_on and first <= one.told_on <= last]
    return Timeliness(
        acknowledged_in_target=in_time.in_target,
        to_close=middle((until - since).days for since, until in closed),
        to_close_working=middle(counts.working(since, until) for since, until in closed),
        upheld=share(one.outcome == _UPHELD for one in decided),
    )


def is_decided(record: CaseRecord) -> bool:
    """Whether it is a valid review whose outcome everybody was told."""
    return bool(record.told_on and record.accepted_on and record.outcome) and record.state is not State.TRANSFERRED
