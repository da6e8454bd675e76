"""What the manager is told on a morning, out of case records and counts; reads no store, no clock and no setting."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from handlers import figures
from handlers.day_counts import DayCounts
from handlers.digest_needs import AskedOfNoCase, needs
from handlers.weeks import forecast, weeks
from handlers.working_days import ONE_DAY, WorkingDays
from store.messages import CaseRecord, TargetTable
from store.messages.digest import (
    Bar,
    DigestData,
    Headline,
    InTime,
    Load,
    Machine,
    Need,
    Part,
    SignOffWaiting,
    Tomorrow,
    UnitWaiting,
    WeekAhead,
    WeekSeen,
    Why,
)
from store.terms import LONDON

MOST_NEEDS = 12
WEEKS_SHOWN = 13
"""A quarter, with the week that is not over yet."""


@dataclass(frozen=True, slots=True)
class Person:
    """One of the team: whether cases are given to them, and the days (both included) on which they are away."""

    name: str
    takes_cases: bool
    away: tuple[tuple[date, date], ...] = ()

    def is_away(self, day: date) -> bool:
        """Whether they are away on this day."""
        return any(first <= day <= last for first, last in self.away)


@dataclass(frozen=True, slots=True)
class Morning:
    """All there is to tell from: `records` are all cases that were open at any time in the last quarter.

    `since` is the day of the last digest, `began` the first day of the store: of weeks before it nothing is known.
    `units` gives the names of the force's units by their keys. `machine` is None of a day that is over.
    """

    now: datetime
    since: date | None
    began: date
    records: Sequence[CaseRecord]
    loose: Sequence[AskedOfNoCase]
    restricted: frozenset[str]
    people: Sequence[Person]
    units: dict[str, str]
    targets: TargetTable
    machine: Machine | None
    whole: bool = True
    remarks: tuple[str, ...] = ()


def first_day(today: date) -> date:
    """The first day from which on cases have to be known for a digest of this day."""
    return min(today - timedelta(days=today.weekday(), weeks=WEEKS_SHOWN), today.replace(day=1))


def digest(morning: Morning, days: WorkingDays) -> DigestData:
    """What the manager is told: numbers and references, nobody of the public and nothing of what they complain of."""
    today, counts = morning.now.astimezone(LONDON).date(), DayCounts(days)
    found = needs(morning.records, morning.loose, morning.now, counts, restricted=morning.restricted)
    every_week = weeks(morning.records, today, WEEKS_SHOWN)
    seen = tuple(one for one in every_week if one.monday + timedelta(days=6) >= morning.began)
    waiting = figures.waiting_for_force(morning.records, today, morning.targets, counts)
    asked = figures.sign_offs_waiting(morning.records, today, counts)
    return DigestData(
        day=today,
        at=morning.now,
        headline=_headline(morning, today, found, len(asked)),
        needs=found[:MOST_NEEDS],
        more_needs=max(0, len(found) - MOST_NEEDS),
        stages=tuple(Bar(_stage(stage), n) for stage, n in figures.by_stage(morning.records).items()),
        ages=tuple(
            Bar(_ages(band), n) for band, n in zip(figures.AGES, figures.by_age(morning.records, today), strict=True)
        ),
        weeks=tuple(WeekSeen(one.monday, one.received, one.closed, one.open) for one in seen),
        ahead=tuple(
            WeekAhead(one.monday, round(one.expected), round(one.low), round(one.high)) for one in forecast(seen)
        ),
        waiting=tuple(
            UnitWaiting(
                morning.units.get(one.unit, one.unit), one.cases, round(one.waits.average or 0, 1),
                one.waits.longest or 0, one.past_target, one.chases,
            )
            for one in waiting
        ),
        sign_offs=tuple(
            SignOffWaiting(one.reference, one.letter, one.writer, one.days)
            if one.reference not in morning.restricted
            else SignOffWaiting(one.reference, "", "", one.days, restricted=True)
            for one in asked
        ),
        caseload=_caseload(morning, today),
        in_time=_in_time(morning, today, counts),
        machine=morning.machine,
        tomorrow=_tomorrow(morning, today, days),
        whole=morning.whole,
        remarks=morning.remarks,
    )  # fmt: skip


def _headline(morning: Morning, today: date, found: Iterable[Need], sign_offs: int) -> Headline:
    tiles = figures.tiles(morning.records, today, since=morning.since or date.min)
    before = weeks(morning.records, today - timedelta(days=7), 1)[0]
    late = [(today - one.next_on).days for one in morning.records if figures.is_overdue(one, today) and one.next_on]
    return Headline(
        since=morning.since,
        new=tiles.new,
        unclassified=sum(one.code.partition(" ")[0] == "unclear" for one in morning.loose),
        open=tiles.open,
        open_a_week_ago=before.open,
        due_this_week=tiles.due_this_week,
        due_today=tiles.due_today,
        overdue=tiles.overdue,
        longest_overdue=max(late, default=0),
        escalations=sum(one.why is Why.ESCALATED for one in found),
        sign_offs=sign_offs,
    )


def _caseload(morning: Morning, today: date) -> tuple[Load, ...]:
    names = [one.name for one in morning.people if one.takes_cases]
    away = frozenset(one.name for one in morning.people if one.is_away(today))
    loads = [
        Load(one.person, one.open, one.due_this_week, one.overdue, one.is_away)
        for one in figures.caseload(morning.records, today, names, away=away)
    ]
    nobodys = [replace(one, owner="-") for one in figures.still_open(morning.records) if not one.owner]
    rest = figures.caseload(nobodys, today, ())
    return (*loads, *(Load("", one.open, one.due_this_week, one.overdue) for one in rest))


def _in_time(morning: Morning, today: date, counts: DayCounts) -> InTime:
    """The month so far; on its first working day the month before, of which there is more to tell."""
    first = today.replace(day=1)
    last = today
    if counts.working(first - ONE_DAY, today) <= 1:
        first, last = (first - ONE_DAY).replace(day=1), first - ONE_DAY
    found = figures.timeliness(morning.records, first, last, morning.targets, counts)
    return InTime(
        first=first,
        acknowledged_in_target=Part(found.acknowledged_in_target.part, found.acknowledged_in_target.of),
        closed=found.to_close.n,
        median_days=found.to_close.median,
        p90_days=found.to_close.p90,
        upheld=Part(found.upheld.part, found.upheld.of),
    )


def _tomorrow(morning: Morning, today: date, days: WorkingDays) -> Tomorrow:
    day = days.next_on_or_after(today + ONE_DAY)
    between = (today + ONE_DAY * n for n in range(1, (day - today).days))
    closed = tuple((one, why) for one in between if (why := days.why_closed(one)) not in ("Saturday", "Sunday"))
    due = sum(figures.is_due_by(one, today + ONE_DAY, day) for one in morning.records)
    return Tomorrow(day, due, tuple(sorted(one.name for one in morning.people if one.is_away(day))), closed)


def _stage(stage: str) -> str:
    """As the board calls it, without the number that orders it there."""
    return str(stage).lstrip("0123456789 ")


def _ages(band: tuple[int, int | None]) -> str:
    first, last = band
    return f"{first}–{last} days" if last is not None else f"Over {first - 1} days"
