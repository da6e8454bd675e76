"""Who is asked again today for what, in which mail, and why; plans everything and does nothing.

Whatever is handed to a round is in what it answers: in a mail, a task, or passed over with the reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from handlers.chase_words import why_a_person, why_asked, why_left_out, why_nothing
from handlers.rungs import (
    MAILS,
    NAMES,
    TO_THE_UNIT,
    Ladder,
    Step,
    day_of,
    list_day,
    next_day,
    stands_open,
    steps,
    waits_for_list,
    whom,
    why_no_mail,
)
from handlers.working_days import ONE_DAY, WorkingDays, in_words
from store.messages import PaperRequest, Unit
from store.terms import LONDON, Asked, Rung

__all__ = ["Known", "Ladder", "Line", "Mail", "PassedOver", "Round", "Task", "next_day", "plan_round"]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known when a round begins.

    `read_up_to` is when the last complete look at the mailbox ended. The `…_waiting` have a message that nobody has
    understood yet. `mailed` are the units that had their mail today, each with its step; `cases_mailed` the cases about
    which a mail left so lately that they rest, whichever request it was for; `listed` the day on which a unit that
    wants one list a week last had any reminder or chaser.
    """

    now: datetime
    read_up_to: datetime | None
    units_waiting: frozenset[str] = frozenset()
    cases_waiting: frozenset[int] = frozenset()
    mailed: Mapping[str, Rung] = field(default_factory=dict)
    cases_mailed: frozenset[int] = frozenset()
    listed: Mapping[str, date] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Line:
    """One request in a mail, the step it takes with it, and why it is due."""

    request: PaperRequest
    rung: Rung
    why: str


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail to one recipient, about the requests in its lines, oldest first; it counts for all of its units.

    `rung` is the most urgent step among the lines; only the weekly list of a unit can have different ones.
    """

    rung: Rung
    to: str
    units: tuple[str, ...]
    lines: tuple[Line, ...]
    why: str

    @property
    def is_list(self) -> bool:
        """Several requests in one mail, so it belongs to no single case."""
        return len(self.lines) > 1

    @property
    def is_about_recommendations(self) -> bool:
        """Answers to recommendations are asked for, not papers; one mail never asks for both."""
        return self.lines[0].request.asked is Asked.RECOMMENDATION


@dataclass(frozen=True, slots=True)
class Task:
    """What the Reviews Manager is asked about a request."""

    request: PaperRequest
    why: str


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A request, or one step of it, for which nothing is done now, and why.

    A round looks at it again on `again_on`; None where only a step was left out, or the request is no longer open.
    """

    request: PaperRequest
    why: str
    again_on: date | None = None
    rung: Rung | None = None


@dataclass(frozen=True, slots=True)
class Round:
    """Everything that is to be done now, in the order of its urgency, and everything that is not."""

    mails: tuple[Mail, ...] = ()
    tasks: tuple[Task, ...] = ()
    passed_over: tuple[PassedOver, ...] = ()


@dataclass(frozen=True, slots=True)
class _Ready:
    """A request that can be asked about today."""

    request: PaperRequest
    unit: Unit
    step: Step
    is_listed: bool

    @property
    def urgency(self) -> tuple[int, date, date, int]:
        """The higher step first, then the older request."""
        one = self.request
        return -MAILS.index(self.step.rung), one.due_on, one.asked_on, one.id

    @property
    def mail(self) -> tuple[str, str, str, bool]:
        """What goes into the same mail: one step and recipient of one unit; all units for the single point."""
        rung = self.step.rung
        of = "" if rung is Rung.SINGLE_POINT else self.unit.key
        weekly = self.unit.weekly_on is not None and rung in TO_THE_UNIT
        return of, "list" if weekly else rung, self.step.to, self.request.asked is Asked.RECOMMENDATION


def plan_round(
    requests: Iterable[PaperRequest], units: Mapping[str, Unit], days: WorkingDays, ladder: Ladder, known: Known
) -> Round:
    """What is to be done now about these requests: mails, tasks for a person, and the rest with its reason."""
    asked = sorted(requests, key=lambda one: (one.due_on, one.asked_on, one.id))
    if barred := _barred(known, days, ladder):
        why, again_on = barred
        return Round(passed_over=tuple(PassedOver(one, why, again_on) for one in asked))
    return _Planner(units, days, ladder, known).plan(asked)


def _barred(known: Known, days: WorkingDays, ladder: Ladder) -> tuple[str, date] | None:
    """Why nothing at all may be planned now, and when it may again; None where it may."""
    at = known.now.astimezone(LONDON)
    today = at.date()
    if closed := days.why_closed(today):
        return f"Nothing leaves on a {closed}.", days.next_on_or_after(today)
    if at.time() < ladder.earliest:
        return f"Nothing leaves before {ladder.earliest:%H:%M}.", today
    if at.time() >= ladder.latest:
        return f"Nothing leaves from {ladder.latest:%H:%M} on.", days.add(today, 1)
    fresh = timedelta(minutes=ladder.stale_after_minutes)
    if known.read_up_to is None or known.now - known.read_up_to >= fresh:
        return "The mailbox has not been read up to now, so an answer may lie there.", today
    return None


class _Planner:
    """One round while it is planned."""

    def __init__(self, units: Mapping[str, Unit], days: WorkingDays, ladder: Ladder, known: Known) -> None:
        self.units, self.days, self.ladder, self.known = units, days, ladder, known
        self.today = known.now.astimezone(LONDON).date()
        self.mails: list[Mail] = []
        self.tasks: list[Task] = []
        self.over: list[PassedOver] = []
        self.units_done = set(known.mailed)
        self.cases_done = set(known.cases_mailed)
        written = [unit for unit, rung in known.mailed.items() if rung is Rung.SINGLE_POINT]
        self.points_done = {units[unit].single_point for unit in written if unit in units}
        # Of a unit that was not handed in nobody here knows which single point it was.
        self.all_points_done = any(unit not in units for unit in written)

    def plan(self, requests: Iterable[PaperRequest]) -> Round:
        ready: dict[tuple[str, str, str, bool], list[_Ready]] = {}
        for request in requests:
            if one := self._look(request):
                ready.setdefault(one.mail, []).append(one)
        for together in sorted(ready.values(), key=lambda some: min(one.urgency for one in some)):
            self._write(together)
        return Round(tuple(self.mails), tuple(self.tasks), tuple(self.over))

    def _look(self, request: PaperRequest) -> _Ready | None:
        """What can be mailed about a request today; tasks are put on the list, and anything else is passed over."""
        unit = self.units.get(request.unit)
        if why := self._unread(request):
            self.over.append(PassedOver(request, why, self.today))
            return None
        open_steps = steps(request, unit, self.days, self.ladder, self.today)
        now = [step for step in open_steps if step.on <= self.today]
        if any(step.rung is Rung.TASK for step in now):
            self.tasks.append(Task(request, why_a_person(request, why_no_mail(request, unit, self.ladder))))
        mails = [step for step in now if step.rung is not Rung.TASK]
        if mails and unit is not None:
            step = mails[-1]
            listed = waits_for_list(step.rung, request, unit, self.today, self.days, self.ladder)
            return _Ready(request, unit, step, listed)
        if not now:
            self._pass(request, unit, open_steps)
        return None

    def _unread(self, request: PaperRequest) -> str:
        if request.case_id in self.known.cases_waiting:
            return "A message of this case has not been read yet."
        if request.unit in self.known.units_waiting:
            return "A message of this unit has not been read yet."
        return ""

    def _pass(self, request: PaperRequest, unit: Unit | None, open_steps: tuple[Step, ...]) -> None:
        again_on = next_day(request, unit, self.days, self.ladder, self.today)
        self.over.append(PassedOver(request, why_nothing(request, open_steps), again_on))

    def _write(self, together: list[_Ready]) -> None:
        """One mail for those that may have one today; the rest waits for a later day."""
        may: list[_Ready] = []
        for one in sorted(together, key=lambda some: (some.request.due_on, some.request.asked_on, some.request.id)):
            if barred := self._full(one):
                why, again_on = barred
                self.over.append(PassedOver(one.request, why, again_on, one.step.rung))
            else:
                may.append(one)
        if may:
            self._mail(may)

    def _full(self, one: _Ready) -> tuple[str, date] | None:
        """Why this one cannot go into a mail today, and when to look again; None where it can."""
        tomorrow = self.days.add(self.today, 1)
        if one.request.case_id in self.cases_done:
            rest = self.ladder.rest_between
            return f"Another mail was about this case; {rest} working days lie between two.", tomorrow
        if one.unit.key in self.units_done:
            return "The unit has its one mail of today; this waits for the next working day.", tomorrow
        if one.step.rung is Rung.SINGLE_POINT and (self.all_points_done or one.step.to in self.points_done):
            return "The single point of contact has its one mail of today; this waits for the next.", tomorrow
        last = self.known.listed.get(one.unit.key)
        if one.is_listed and last and self.today < (next_list := self._list_after(last, one.unit)):
            return f"The unit had its list on {in_words(last)}; the next is on {in_words(next_list)}.", next_list
        return None

    def _list_after(self, last: date, unit: Unit) -> date:
        return list_day(last + ONE_DAY, unit.weekly_on or 0, self.days)

    def _mail(self, may: list[_Ready]) -> None:
        lines = tuple(self._line(one) for one in may)
        rung = max((line.rung for line in lines), key=MAILS.index)
        keys = tuple(sorted({one.unit.key for one in may}))
        why = lines[0].why if len(lines) == 1 else f"{len(lines)} requests are due for the {NAMES[rung]}, in one list."
        self.mails.append(Mail(rung, may[0].step.to, keys, lines, why))
        self.units_done.update(keys)
        self.cases_done.update(one.request.case_id for one in may)
        if rung is Rung.SINGLE_POINT:
            self.points_done.add(may[0].step.to)
        for one in may:
            self.over.extend(self._left_out(one))

    def _line(self, one: _Ready) -> Line:
        planned = day_of(one.step.rung, one.request, self.days, self.ladder)
        return Line(one.request, one.step.rung, why_asked(one.request, one.step.rung, planned))

    def _left_out(self, one: _Ready) -> Iterator[PassedOver]:
        """The lower steps whose day went by without a mail: one mail is enough, and it is the most urgent one."""
        for rung in MAILS[: MAILS.index(one.step.rung)]:
            if not stands_open(rung, one.request, self.days, self.today):
                continue
            if (planned := day_of(rung, one.request, self.days, self.ladder)) > self.today:
                continue
            to = whom(rung, one.unit)
            works = bool(to) and to not in one.unit.frozen
            yield PassedOver(one.request, why_left_out(rung, planned, works=works), rung=rung)
