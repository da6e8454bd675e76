"""A year of asking the force for papers, in memory: units answer as units do, and the service is not always up."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random  # noqa: TID251 - seeded: a run is its seed
from zoneinfo import ZoneInfo

from handlers.chase import Known, Ladder, Round, next_day, plan_round
from handlers.moved_days import moved_by_calendar
from handlers.working_days import WorkingDays
from store.messages import PaperItem, PaperRequest, Unit
from store.terms import Asked, PaperState, RequestState, Rung
from tests.paper_oracle import DAY, Came, Happened, Sent, Truth, london
from tests.paper_units import COMES_BACK, FROZEN, HABITS, ITEMS, KINDS, POINT, SHARE, units

FIRST, LAST_CASE, LAST = date(2026, 6, 1), date(2027, 5, 28), date(2027, 9, 10)
OUTAGES = ((date(2026, 9, 16), 1), (date(2026, 10, 23), 5), (date(2026, 12, 23), 9))
"""First day and days: one day, the change of the clocks, and Christmas."""
NEW_HOLIDAY, ANNOUNCED = date(2027, 2, 26), date(2027, 2, 8)
TICKS = (time(8, 45), time(10), time(12, 30), time(15, 45), time(16, 20))

Planner = Callable[[Iterable[PaperRequest], dict[str, Unit], WorkingDays, Ladder, Known], Round]


class World:
    """The year, a step at a time. `planner` is what is tried; `cases` and `seed` choose the year."""

    def __init__(
        self, seed: int, cases: int = 1_200, *, planner: Planner = plan_round, ladder: Ladder | None = None,
        last: date = LAST,
    ) -> None:  # fmt: skip
        self.chance, self.planner, self.cases = Random(seed), planner, cases
        self.units, self.ladder, self.days = units(), ladder or Ladder(), WorkingDays()
        self.requests: dict[int, PaperRequest] = {}
        self.next_on: dict[int, date] = {}
        self.mailed: dict[str, Rung] = {}
        self.resting: dict[date, set[int]] = {}
        self.unread: list[tuple[int, Came]] = []
        self.listed: dict[str, date] = {}
        self.orders: list[tuple[date, Callable[[], None]]] = []
        self.read_up_to: datetime | None = None
        self.now = datetime.combine(FIRST, time(7), UTC)
        self.happened = Happened(
            {}, [], last, {NEW_HOLIDAY: ANNOUNCED}, points=frozenset({POINT}),
            weekly={unit.key: unit.weekly_on for unit in self.units.values() if unit.weekly_on is not None},
        )  # fmt: skip

    @property
    def today(self) -> date:
        return london(self.now).date()

    def run(self) -> Happened:
        """The whole year, and the weeks after it in which the last requests come to their end."""
        openings = self._openings() if self.cases else {}
        day = FIRST
        while day <= self.happened.last:
            up = not any(first <= day < first + length * DAY for first, length in OUTAGES)
            if not up:
                self.happened.idle.add(day)
            if up:
                self._morning(day, openings.pop(day, 0))
            # Now and then it comes up late in the day.
            late = self.chance.randrange(1, 5) if self.chance.random() < 0.1 else 0
            for at in TICKS[late:] if up else ():
                self.now = datetime.combine(day, at, ZoneInfo("Europe/London")).astimezone(UTC)
                self._tick()
            day += DAY
        return self.happened

    def _openings(self) -> dict[date, int]:
        """How many requests leave on which day; those of days without a service are cases that were not accepted."""
        days = [FIRST + n * DAY for n in range((LAST_CASE - FIRST).days)]
        days = [day for day in days if day.weekday() < 5 and day not in self._outage_days()]
        count: dict[date, int] = {}
        for _ in range(self.cases):
            day = self.chance.choice(days)
            count[day] = count.get(day, 0) + 1
        return count

    def _outage_days(self) -> set[date]:
        return {first + n * DAY for first, length in OUTAGES for n in range(length)}

    def _morning(self, day: date, openings: int) -> None:
        self.now = datetime.combine(day, time(8), ZoneInfo("Europe/London")).astimezone(UTC)
        self.mailed = {}
        if day == ANNOUNCED:
            self._calendar_changes()
        if day in FROZEN:
            self._freeze(day == FROZEN[0])
        for unit in self.units.values():
            if any(one.first <= day <= one.last and not one.cover for one in unit.away) or unit.frozen:
                self.happened.idle_units.add((unit.key, day))
        for _ in range(openings):
            self._open()
        ready = [order for on, order in self.orders if on <= day]
        self.orders = [one for one in self.orders if one[0] > day]
        for order in ready:
            order()

    def _calendar_changes(self) -> None:
        new = WorkingDays(frozenset({NEW_HOLIDAY}))
        moved = moved_by_calendar(self.requests.values(), self.units, self.ladder, self.today, old=self.days, new=new)
        assert len({one.request.id for one in moved}) == len(moved)
        self.days = new
        for one in moved:
            assert one.next_on is not None
            truth = self.happened.truths[one.request.id]
            truth.clocks[-1] = (truth.clocks[-1][0], one.due_on)
            self.requests[one.request.id] = replace(one.request, due_on=one.due_on)
            self.next_on[one.request.id] = one.next_on

    def _freeze(self, frozen: bool) -> None:
        unit = self.units[COMES_BACK]
        self.units[COMES_BACK] = replace(unit, frozen=frozenset({unit.mailbox} if frozen else ()))
        for request in self.requests.values():
            if request.unit == COMES_BACK:
                self._keep(request)

    def _open(self) -> None:
        number = len(self.requests) + 1
        unit = self.chance.choices(sorted(self.units), SHARE)[0]
        second = number > 1 and self.chance.random() < 0.08
        case = self.requests[number - 1].case_id if second else number
        self.opens(unit, self.chance.choices(tuple(Asked), (88, 6, 6))[0], case)
        self._unit_decides(number)

    def opens(self, unit: str, asked: Asked, case: int) -> None:
        """A request left today, for which the unit has its ten working days or four weeks."""
        number = len(self.requests) + 1
        due, items = self.days.add(self.today, 10), ITEMS if asked is Asked.PAPERS else frozenset({1, 2, 3})
        if asked is Asked.RECOMMENDATION:
            due, items = self.today + timedelta(days=28), frozenset()
        lines = tuple(PaperItem(n, f"item {n}") for n in sorted(items))
        request = PaperRequest(
            number, case, f"PCR/2026/{case:05}", "", unit, asked, RequestState.OPEN, self.today, due, lines
        )
        self.happened.truths[number] = Truth(number, case, unit, asked, self.today, items, [(self.today, due)])
        self._keep(request)

    def _unit_decides(self, number: int) -> None:
        """What the unit will send of itself, and whether the case will rest for a while."""
        chance, truth = self.chance, self.happened.truths[number]
        habit = HABITS[int(truth.unit[-2:])]
        shares = (habit.silent, habit.late, habit.part, habit.unverified, habit.more_time)
        [kind] = chance.choices(KINDS, (*shares, 100 - sum(shares)))
        if kind in ("prompt", "late"):
            self.sends(number, chance.randint(1, 14) if kind == "prompt" else chance.randint(12, 60), "complete")
        elif kind == "part":
            self.sends(number, chance.randint(2, 20), "part")
            if chance.random() < 0.7:
                self.sends(number, chance.randint(21, 60), "part")
        elif kind == "unverified":
            # Now and then somebody does it every day, to keep the request quiet.
            for day in range(1, 60) if chance.random() < 0.1 else chance.sample(range(1, 40), 2):
                self.sends(number, day, "complete", verified=False)
        elif kind == "more_time":
            self.sends(number, chance.randint(3, 20), "more_time")
        if chance.random() < 0.05:
            begin = self.today + chance.randint(2, 30) * DAY
            self.orders.append((begin, lambda: self.hold(number, chance.randint(5, 40))))

    def sends(self, number: int, days: int, what: str, *, verified: bool = True) -> None:
        """A mail of the unit so many days from now, at any hour of any day."""
        at = self.now + timedelta(days=days, minutes=self.chance.randrange(-480, 900))
        truth = self.happened.truths[number]
        items = truth.items if what == "complete" else frozenset()
        if what == "part":
            items = frozenset(n for n in truth.items if self.chance.random() < 0.6)
        truth.came.append(Came(max(at, self.now), what, verified, items))
        self.unread.append((number, truth.came[-1]))

    def hold(self, number: int, days: int) -> None:
        """The case rests for so many days, from this morning on."""
        request = self.requests[number]
        if request.state is RequestState.OPEN and not request.held:
            self.happened.truths[number].held.append((self.today, None))
            self._keep(replace(request, held=True))
            self.orders.append((self.today + days * DAY, lambda: self._release(number)))

    def _release(self, number: int) -> None:
        request, truth = self.requests[number], self.happened.truths[number]
        begin, _ = truth.held[-1]
        truth.held[-1] = (begin, self.today)
        if request.state is RequestState.OPEN:
            self._new_due(number, request.due_on + (self.today - begin))

    def _new_due(self, number: int, due: date) -> None:
        """Another due date stands from today, with a ladder of its own."""
        request = self.requests[number]
        due = self.days.next_on_or_after(due)
        self.happened.truths[number].clocks.append((self.today, due))
        self._keep(replace(request, due_on=due, clock=request.clock + 1, done={}, held=False))

    def _keep(self, request: PaperRequest) -> None:
        self.requests[request.id] = request
        on = next_day(request, self.units[request.unit], self.days, self.ladder, self.today)
        if on is None:
            self.next_on.pop(request.id, None)
        else:
            self.next_on[request.id] = on

    def _tick(self) -> None:
        """Look at the mailbox, mostly with success; then a round, as often as not with something left unread."""
        cases, some_units = self._read() if self.chance.random() > 0.04 else (set(), set())
        today = self.today
        known = Known(
            self.now, self.read_up_to, frozenset(some_units), frozenset(cases), self.mailed,
            frozenset[int]().union(*(cases for until, cases in self.resting.items() if today < until)), self.listed,
        )  # fmt: skip
        due = [self.requests[number] for number, on in self.next_on.items() if on <= today]
        self._carry_out(self.planner(due, self.units, self.days, self.ladder, known), due)

    def _read(self) -> tuple[set[int], set[str]]:
        """What lay in the mailbox when the look ended is read, but now and then one mail waits until the next look."""
        self.read_up_to = self.now - timedelta(minutes=self.chance.choice((0, 2, 14)))
        cases: set[int] = set()
        some_units: set[str] = set()
        lying, self.unread = self.unread, []
        for number, one in lying:
            truth = self.happened.truths[number]
            if truth.closed_on:
                continue
            if one.at > self.read_up_to:
                self.unread.append((number, one))
            elif self.chance.random() < 0.25:
                self.unread.append((number, one))
                which = self.chance.random() < 0.5
                cases |= {truth.case_id} if which else set()
                some_units |= set() if which else {truth.unit}
            else:
                one.read_at = self.now
                self._understood(number, one)
        return cases, some_units

    def _understood(self, number: int, came: Came) -> None:
        """What a reply changes: only a verified one ticks or closes; any pauses."""
        request = replace(self.requests[number], heard_on=self.today)
        truth = self.happened.truths[number]
        if came.verified and came.items:
            items = tuple(
                replace(item, state=PaperState.RECEIVED) if item.number in came.items else item
                for item in request.items
            )
            request = replace(request, items=items, partial_on=self.today)
        if came.verified and (came.what == "complete" or (request.items and not request.missing)):
            truth.closed_on = self.today
            request = replace(request, state=RequestState.COMPLETE)
        elif came.verified and came.what == "more_time":
            until = self.days.add(self.today, 3)
            truth.rests.append((self.today, until))
            request = replace(request, paused_until=until, paused_because="more time is asked for")
            if self.chance.random() < 0.8:
                self.orders.append((self.today + DAY, lambda: self._grant(number)))
        self._keep(request)

    def _grant(self, number: int) -> None:
        if self.requests[number].state is RequestState.OPEN and not self.requests[number].held:
            self._new_due(number, self.days.add(self.today, self.chance.randint(3, 10)))

    def _carry_out(self, plan: Round, due: list[PaperRequest]) -> None:
        seen: set[int] = set()
        for over in plan.passed_over:
            if over.again_on:
                assert over.why
                seen.add(over.request.id)
                self.next_on[over.request.id] = over.again_on
        for task in plan.tasks:
            seen.add(task.request.id)
            self.happened.truths[task.request.id].tasks.append(self.today)
            self._done(task.request.id, Rung.TASK)
        for mail in plan.mails:
            lines = tuple(
                (one.request.id, one.rung.value, frozenset(item.number for item in one.request.missing))
                for one in mail.lines
            )
            self.happened.sent.append(Sent(self.now, mail.to, mail.units, lines))
            for unit in mail.units:
                self.mailed[unit] = mail.rung
                if mail.rung in (Rung.REMINDER, Rung.CHASER):
                    self.listed[unit] = self.today
            for line in mail.lines:
                seen.add(line.request.id)
                self._left(line.request.id, line.rung)
        assert seen == {one.id for one in due}

    def _left(self, number: int, rung: Rung) -> None:
        request = self.requests[number]
        self.resting.setdefault(self.days.add(self.today, 2), set()).add(request.case_id)
        self.requests[number] = replace(request, last_mail_on=self.today, chases=request.chases + 1)
        self._done(number, rung)
        truth = self.happened.truths[number]
        if self.chance.randrange(100) < HABITS[int(truth.unit[-2:])].on_chaser:
            self.sends(number, self.chance.randint(0, 4), self.chance.choice(("complete", "part", "query")))

    def _done(self, number: int, rung: Rung) -> None:
        request = self.requests[number]
        self._keep(replace(request, done={**request.done, rung: self.today}))
