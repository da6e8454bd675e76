"""What may never be true of mails that ask the force again, counted from what happened; knows no planner."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
HOLIDAYS = {
    date(2026, 1, 1), date(2026, 4, 3), date(2026, 4, 6), date(2026, 5, 4), date(2026, 5, 25), date(2026, 8, 31),
    date(2026, 12, 25), date(2026, 12, 28), date(2027, 1, 1), date(2027, 3, 26), date(2027, 3, 29), date(2027, 5, 3),
    date(2027, 5, 31), date(2027, 8, 30), date(2027, 12, 27), date(2027, 12, 28),
}  # fmt: skip
"""The bank holidays of England and Wales, copied by hand from the government's page."""
UPWARDS = ("reminder", "chaser", "manager", "single_point_of_contact")
AFTER_DUE = {"chaser": 1, "manager": 5, "single_point_of_contact": 10, "manager_task": 10}


@dataclass
class Came:
    """One mail of the force about a request: when it lay in the mailbox, when it was read, and what it brought."""

    at: datetime
    what: str  # complete, part, more_time, query
    verified: bool = True
    items: frozenset[int] = frozenset()
    read_at: datetime | None = None


@dataclass
class Truth:
    """What really happened with one request; days are London days. `clocks` are (from when, due), `held` (from, to)."""

    id: int
    case_id: int
    unit: str
    asked: str
    asked_on: date
    items: frozenset[int]
    clocks: list[tuple[date, date]]
    came: list[Came] = field(default_factory=list)
    held: list[tuple[date, date | None]] = field(default_factory=list)
    rests: list[tuple[date, date]] = field(default_factory=list)
    closed_on: date | None = None
    tasks: list[date] = field(default_factory=list)


@dataclass(frozen=True)
class Sent:
    """One mail that left; each line is a request, the step it took, and the items said to be missing."""

    at: datetime
    to: str
    units: tuple[str, ...]
    lines: tuple[tuple[int, str, frozenset[int]], ...]


@dataclass
class Happened:
    """Everything that happened in a world, for the oracle to look at.

    `announced` are days off with the day from which they were known. `idle` are days on which nothing could leave, for
    all (an outage) or for one unit. `points` are the addresses of single points, `weekly` the weekday of units that
    want one list. `cannot` are units some of whose steps have no address.
    """

    truths: dict[int, Truth]
    sent: list[Sent]
    last: date
    announced: dict[date, date] = field(default_factory=dict)
    idle: set[date] = field(default_factory=set)
    idle_units: set[tuple[str, date]] = field(default_factory=set)
    points: frozenset[str] = frozenset()
    weekly: dict[str, int] = field(default_factory=dict)
    cannot: frozenset[str] = frozenset()

    def works(self, day: date, known_on: date | None = None) -> bool:
        """A working day, as far as the days off were known on some day."""
        announced = self.announced.get(day)
        off = day in HOLIDAYS or (announced is not None and (known_on is None or announced <= known_on))
        return day.weekday() < 5 and not off

    def later(self, day: date, count: int, known_on: date | None = None) -> date:
        """So many working days after a day."""
        while count:
            day += DAY
            count -= self.works(day, known_on)
        return day


def london(at: datetime) -> datetime:
    """An instant by the clocks of London."""
    return at.astimezone(ZoneInfo("Europe/London"))


def faults(world: Happened) -> list[str]:
    """One sentence for each promise that was broken; empty when all were kept."""
    return [*_hours(world), *_crowds(world), *_cases(world), *_lists(world), *_steps(world), *_silence(world),
            *_closed(world)]  # fmt: skip


def _hours(world: Happened) -> Iterator[str]:
    for mail in world.sent:
        at = london(mail.at)
        if not world.works(at.date()) or not 9 <= at.hour < 16:
            yield f"A mail left at {at:%A %d %B %Y %H:%M}."
        if mail.lines[0][1] in UPWARDS[:2] and (mail.units[0], at.date()) in world.idle_units:
            yield f"{mail.to} was written to on {at.date()}, when nobody was there."


def _crowds(world: Happened) -> Iterator[str]:
    units = Counter((unit, london(mail.at).date()) for mail in world.sent for unit in mail.units)
    points = Counter((mail.to, london(mail.at).date()) for mail in world.sent if mail.to in world.points)
    for (who, day), count in (units + points).items():
        if count > 1:
            yield f"{who} got {count} mails on {day}."


def _cases(world: Happened) -> Iterator[str]:
    """One mail a case and two working days, four a request, each step once for a due date and never downwards."""
    of_case: dict[int, list[date]] = {}
    for mail in world.sent:
        for case in {world.truths[request].case_id for request, _, _ in mail.lines}:
            of_case.setdefault(case, []).append(london(mail.at).date())
    for case, days in of_case.items():
        for one, other in pairwise(days):
            if other < world.later(one, 2, other):
                yield f"Case {case} was written about on {one} and on {other}."
    for request, steps in _by_request(world).items():
        if len(steps) > 4:
            yield f"Request {request} was asked {len(steps)} times again."
        for one, other in pairwise(steps):
            same = _clock(world.truths[request], one[0]) == _clock(world.truths[request], other[0])
            if same and UPWARDS.index(other[1]) <= UPWARDS.index(one[1]):
                yield f"Request {request} had a {one[1]} on {one[0]} and a {other[1]} on {other[0]}."


def _by_request(world: Happened) -> dict[int, list[tuple[date, str]]]:
    steps: dict[int, list[tuple[date, str]]] = {}
    for mail in world.sent:
        for request, rung, _ in mail.lines:
            steps.setdefault(request, []).append((london(mail.at).date(), rung))
    return steps


def _clock(truth: Truth, day: date) -> tuple[date, date]:
    """The due date that stood on a day, with the day from which it stood."""
    return [one for one in truth.clocks if one[0] <= day][-1]


def _lists(world: Happened) -> Iterator[str]:
    """Between two lists of a unit that wants one a week lies one of its weekdays; late chasers do not wait."""
    lists: dict[str, list[date]] = {}
    for mail in world.sent:
        late = all(rung == "chaser" and _a_week_late(world, mail, number) for number, rung, _ in mail.lines)
        if mail.lines[0][1] in UPWARDS[:2] and mail.units[0] in world.weekly and not late:
            lists.setdefault(mail.units[0], []).append(london(mail.at).date())
    for unit, days in lists.items():
        for one, other in pairwise(days):
            between = [one + n * DAY for n in range(1, (other - one).days + 1)]
            if not any(day.weekday() == world.weekly[unit] for day in between):
                yield f"{unit} had lists on {one} and {other} in one week."


def _a_week_late(world: Happened, mail: Sent, request: int) -> bool:
    day = london(mail.at).date()
    return day >= world.later(_clock(world.truths[request], day)[1], 6, day)


def _steps(world: Happened) -> Iterator[str]:
    """Each line was due, asked for what was missing, and nothing that might answer it had come."""
    chased: dict[tuple[int, tuple[date, date]], date] = {}
    for mail in world.sent:
        day = london(mail.at).date()
        for request, rung, missing in mail.lines:
            truth = world.truths[request]
            clock = _clock(truth, day)
            where = f"The {rung} for request {request} on {day}"
            yield from (f"{where} {why}." for why in _too_soon(world, truth, rung, mail.at))
            yield from (f"{where} {why}." for why in _stale(world, truth, mail.at, missing))
            if rung == "chaser":
                chased[request, clock] = day
            elif rung in UPWARDS[2:]:
                if (request, clock) not in chased:
                    yield f"{where} came though the unit was not chased."
                elif day < world.later(chased[request, clock], 4, day):
                    yield f"{where} came too soon after {chased[request, clock]}."


def _too_soon(world: Happened, truth: Truth, rung: str, at: datetime) -> Iterator[str]:
    day = london(at).date()
    due = _clock(truth, day)[1]
    while not world.works(due, day):
        due += DAY
    if rung != "reminder":
        first = world.later(due, AFTER_DUE[rung], day)
    elif truth.asked == "recommendation":
        first = truth.asked_on + timedelta(days=21)
    else:
        first = world.later(truth.asked_on, 5, day)
    if day < first:
        yield f"was not due before {first}"
    if rung == "reminder" and any(one.read_at and one.read_at <= at for one in truth.came):
        yield "came though something had been heard"
    if rung == "reminder" and day > due:
        yield "came after the due date"


def _stale(world: Happened, truth: Truth, at: datetime, missing: frozenset[int]) -> Iterator[str]:
    day = london(at).date()
    if truth.closed_on and truth.closed_on < day:
        yield "came after all was here"
    for begin, end in truth.held:
        if begin <= day and (end is None or day < end):
            yield "came while the case was on hold"
    for begin, end in truth.rests:
        if begin < day < end:
            yield "came while it rested"
    arrived = [one for one in truth.came if one.at <= at - timedelta(minutes=15)]
    for one in arrived:
        if one.read_at is None or one.read_at > at:
            yield f"came though a mail of {one.at} lay unread"
        elif day < world.later(london(one.read_at).date(), 2, day):
            yield f"came too soon after a mail that was read on {one.read_at}"
    here = {number for one in arrived if one.verified for number in one.items}
    if missing != truth.items - here:
        yield f"asked for {sorted(missing)}, and {sorted(truth.items - here)} was missing"
    if truth.items and not missing:
        yield "asked for nothing"


def _silence(world: Happened) -> Iterator[str]:
    """After 12 free working days past a due date a person has it, after 15 (25 since the request) the single point."""
    taken = _by_request(world)
    of_case = Counter(truth.case_id for truth in world.truths.values())
    for truth in world.truths.values():
        may = 15 if of_case[truth.case_id] == 1 else 20  # requests of one case have to let each other pass
        steps = taken.get(truth.id, [])
        points = [day for day, rung in steps if rung == UPWARDS[-1]]
        asked_enough = [day for day, _ in steps[3:]]
        for since, due, end in _spans(world, truth):
            by = min([day for day in truth.tasks if day >= since], default=end)
            if (free := _free_days(world, truth, (due, min(by, end)), mails=False)) > 12:
                yield f"Request {truth.id}, due on {due}, was open for {free} days, and nobody was given it."
            by = min([day for day in points if day >= since] + asked_enough, default=end)
            free = _free_days(world, truth, (due, min(by, end)), mails=True)
            if free > may and truth.unit not in world.cannot:
                yield f"Request {truth.id} of {truth.unit}, due on {due}, was silent for {free} days unescalated."


def _spans(world: Happened, truth: Truth) -> Iterator[tuple[date, date, date]]:
    """Each due date, with the day from which it stood and the day on which it was over."""
    ends = [since for since, _ in truth.clocks[1:]] + [truth.closed_on or world.last]
    for (since, due), end in zip(truth.clocks, ends, strict=True):
        yield since, due, end


def _free_days(world: Happened, truth: Truth, span: tuple[date, date], *, mails: bool) -> int:
    """Working days after a due date on which a mail could leave, or a task be given, until something was done.

    No mail puts off a task, nor does a contact who is away.
    """
    barred = {*world.idle, *(day for unit, day in world.idle_units if mails and unit == truth.unit)}
    for begin, end in [*truth.held, *(truth.rests if mails else ())]:
        barred |= set(_days(begin, end or world.last + DAY))
    for one in truth.came:
        if mails and one.read_at:
            read = london(one.read_at).date()
            barred |= set(_days(london(one.at).date(), world.later(read, 2)))
    return sum(world.works(day) and day not in barred for day in _days(span[0] + DAY, span[1] + DAY))


def _days(first: date, end: date) -> Sequence[date]:
    return [first + n * DAY for n in range((end - first).days)]


def _closed(world: Happened) -> Iterator[str]:
    for truth in world.truths.values():
        if truth.closed_on is None:
            continue
        here = [one for one in truth.came if one.verified and one.read_at]
        items = {number for one in here for number in one.items}
        if not any(one.what == "complete" for one in here) and not truth.items <= items:
            yield f"Request {truth.id} was closed by no word of the police."
