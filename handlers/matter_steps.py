"""When each step of a matter is due, and of what its owner is reminded; counts days and does no more."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from handlers.working_days import ONE_DAY, WorkingDays
from store.messages.digest import OtherWork, StepDue
from store.messages.matters import Counted, Matter, Reminder, Step, StepRule

_SUNDAY = 6


@dataclass(frozen=True, slots=True)
class Due:
    """A step of an open matter that is still to be done, and the day it is due on."""

    matter: Matter
    step: Step
    on: date

    def days_late(self, today: date) -> int:
        """How many days ago it was due, 0 while it is not."""
        return max(0, (today - self.on).days)


def due_on(matter: Matter, step: Step, days: WorkingDays) -> date | None:
    """The day the step is due: one set by hand, else counted by its rule; None while nobody knows from when.

    A period in working days ends on a working day. One that repeats is counted from when it was last done.
    """
    if step.moved_to is not None:
        return step.moved_to
    since = counted_from(matter, step)
    return None if since is None else counted(step.rule, since, days)


def counted_from(matter: Matter, step: Step) -> date | None:
    """The day the step is counted from, None while nobody knows it."""
    if step.rule.repeats and step.done_on is not None:
        return step.done_on
    since = step.rule.since
    if since in matter.dates:
        return matter.dates[since]
    return next((one.done_on for one in matter.steps if one.rule.key == since), None)


def counted(rule: StepRule, since: date, days: WorkingDays) -> date:
    """The last day of the rule's period; the day it is counted from is day 0."""
    if rule.counted is Counted.CALENDAR:
        return since + timedelta(days=-rule.days if rule.before else rule.days)
    if rule.counted is Counted.MONTHS:
        return _months_on(since, -rule.days if rule.before else rule.days)
    if rule.before:
        return working_days_before(since, rule.days, days)
    return days.add(since, rule.days) if rule.days else days.next_on_or_after(since)


def working_days_before(day: date, n: int, days: WorkingDays) -> date:
    """The n-th working day before a day that itself is day 0; for none the last working day up to it."""
    if not n:
        return _on_or_before(day, days)
    for _ in range(n):
        day = _on_or_before(day - ONE_DAY, days)
    return day


def reminder(due: date, today: date, days: WorkingDays, before: int) -> Reminder | None:
    """Of what the owner is to be reminded today, if they were not: that the day is near, or that it has come.

    Nobody is reminded on a day off. What is due on one is due for them on the last working day before it.
    """
    if not days.is_working_day(today):
        return None
    last = _on_or_before(due, days)
    if today >= last:
        return Reminder.DAY
    return Reminder.BEFORE if before and today >= working_days_before(last, before, days) else None


def open_steps(matters: Iterable[Matter], days: WorkingDays) -> Iterator[Due]:
    """Every step with a day that is still to be done, of every open matter."""
    for matter in matters:
        for step in matter.steps if matter.closed_on is None else ():
            on = due_on(matter, step, days) if step.is_open else None
            if on is not None:
                yield Due(matter, step, on)


def due_by(matters: Iterable[Matter], last: date, days: WorkingDays) -> tuple[Due, ...]:
    """What is due up to this day, the latest first in the order of its days."""
    found = (one for one in open_steps(matters, days) if one.on <= last)
    return tuple(sorted(found, key=lambda one: (one.on, one.matter.reference)))


def end_of_week(today: date) -> date:
    """The Sunday of the week of this day."""
    return today + timedelta(days=_SUNDAY - today.weekday())


def for_digest(matters: Sequence[Matter], today: date, days: WorkingDays) -> OtherWork:
    """What the manager is told of these open matters: no name but the owner's, and no title."""
    due = tuple(
        StepDue(
            one.matter.reference, one.matter.kind.name, one.step.rule.name, one.matter.owner, one.on,
            one.days_late(today), unverified=bool(one.step.rule.law) and not one.step.rule.verified,
        )
        for one in due_by(matters, end_of_week(today), days)
    )  # fmt: skip
    waiting = tuple((one.reference, words) for one in matters if (words := waits_for(one, days)))
    return OtherWork(len(matters), due, waiting)


def waits_for(matter: Matter, days: WorkingDays) -> str:
    """What an open matter without any day to come waits for, in words; "" for one that has such a day."""
    if matter.closed_on is not None or any(open_steps((matter,), days)):
        return ""
    missing = [one for one in matter.steps if one.is_open]
    if not missing:
        return "everything is done: close it"
    dates = matter.kind.dates
    named = [dates[one.rule.since] for one in missing if one.rule.since in dates]
    steps = [f"“{matter.step(one.rule.since).rule.name}”" for one in missing if one.rule.since not in dates]
    return f"waits for {', '.join(dict.fromkeys(named or steps))}"


def _on_or_before(day: date, days: WorkingDays) -> date:
    while not days.is_working_day(day):
        day -= ONE_DAY
    return day


def _months_on(day: date, months: int) -> date:
    """The same day so many months on; the last of the month where that month is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
