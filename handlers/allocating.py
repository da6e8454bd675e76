"""Who might take the next case: by open points and leave, with every reason; it suggests, and a manager decides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from handlers.day_counts import DayCounts
from handlers.figures import still_open
from handlers.holders import HeldBy, holder
from handlers.working_days import in_words
from store.messages import CaseRecord


@dataclass(frozen=True, slots=True)
class Points:
    """What a case weighs: something for each, more by its kind and its flags, less while it waits on somebody else."""

    each: int = 2
    by_kind: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({"investigation": 2}))
    by_flag: Mapping[str, int] = field(default_factory=dict)
    waiting: int = 1


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may be given cases, with the days (both included) on which they are away."""

    name: str
    away: tuple[tuple[date, date], ...] = ()

    def is_away(self, day: date) -> bool:
        """Whether they are away on this day."""
        return any(first <= day <= last for first, last in self.away)


@dataclass(frozen=True, slots=True)
class Room:
    """How much one person has in hand, how many days they are there for it, and why that comes out so."""

    person: str
    points: int
    there: int
    may_take: bool
    reasons: tuple[str, ...]

    @property
    def load(self) -> float:
        """Points for each day there; the less, the more room."""
        return self.points / self.there if self.there else float("inf")


def weight(record: CaseRecord, points: Points) -> int:
    """What an open case weighs. While it waits on the police, the complainant or a hold it weighs only `waiting`."""
    if holder(record.state) is not HeldBy.US:
        return points.waiting
    flags = sum(points.by_flag.get(flag, 0) for flag in record.flags)
    return points.each + points.by_kind.get(record.review_kind, 0) + flags


def rooms(
    records: Iterable[CaseRecord],
    people: Sequence[Person],
    points: Points,
    *,
    today: date,
    until: date,
    counts: DayCounts,
) -> tuple[Room, ...]:
    """Everybody, those with the most room first; people on leave today come last and take none.

    `until` is the last day that is looked at for leave. Equal room goes by the name.
    """
    every = [one for one in still_open(records) if one.owner]
    found = [_room(every, person, points, today, until, counts) for person in people]
    return tuple(sorted(found, key=lambda one: (not one.may_take, one.load, one.person.casefold())))


def _room(
    records: Sequence[CaseRecord], person: Person, points: Points, today: date, until: date, counts: DayCounts
) -> Room:
    own = [one for one in records if one.owner == person.name]
    waiting = [one for one in own if holder(one.state) is not HeldBy.US]
    total = sum(weight(one, points) for one in own)
    away = sum(
        person.is_away(day) and counts.days.is_working_day(day)
        for day in (date.fromordinal(n) for n in range(today.toordinal() + 1, until.toordinal() + 1))
    )
    there = counts.working(today, until) - away
    reasons = [f"{len(own)} open cases, {total} points"]
    if waiting:
        reasons.append(f"{len(waiting)} of them wait on somebody else and weigh {points.waiting} each")
    reasons.append(f"there on {there} working days until {in_words(until)}")
    if person.is_away(today):
        reasons.append("away today")
    return Room(person.name, total, there, there > 0 and not person.is_away(today), tuple(reasons))
