"""The steps on which the force is asked again, and the first day of each; asks no clock and writes to nobody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta

from handlers.working_days import ONE_DAY, WorkingDays, in_words
from store.messages import PaperRequest, Unit
from store.terms import Asked, RequestState, Rung

MAILS = (Rung.REMINDER, Rung.CHASER, Rung.MANAGER, Rung.SINGLE_POINT)
"""The steps that write to somebody, from the gentlest to the most urgent."""
TO_THE_UNIT = (Rung.REMINDER, Rung.CHASER)
LOOK_AGAIN = 5
"""After how many working days an open request is looked at again for which nothing is due."""
NAMES = {
    Rung.REMINDER: "reminder",
    Rung.CHASER: "chaser",
    Rung.MANAGER: "letter to the unit's manager",
    Rung.SINGLE_POINT: "letter to the single point of contact",
    Rung.TASK: "task for the Reviews Manager",
}

A_LIST_LATE = 5
"""From how many working days after its day on a chaser no longer waits for the weekly list that it missed."""
A_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Ladder:
    """When the force is asked again; numbers are working days except where their name says otherwise.

    The steps are counted from the day of the request when it gives `due_within` working days; with another due date,
    all but the reminder keep their distance from it. `answer_reminder_days` are days of the calendar after a
    recommendation. The office's settings choose; no law fixes any of it.
    """

    reminder_after: int = 5
    chaser_after: int = 11
    manager_after: int = 15
    single_point_after: int = 20
    task_after: int = 20
    due_within: int = 10
    answer_reminder_days: int = 21
    earliest: time = time(9)
    latest: time = time(16)
    pause_after_partial: int = 2
    pause_after_unverified: int = 2
    rest_between: int = 2
    most_chases: int = 4
    stale_after_minutes: int = 15

    def after_due(self, rung: Rung) -> int:
        """How many working days after the due date a step comes; the reminder is not counted from there."""
        after = {
            Rung.CHASER: self.chaser_after,
            Rung.MANAGER: self.manager_after,
            Rung.SINGLE_POINT: self.single_point_after,
            Rung.TASK: self.task_after,
        }
        return max(after[rung] - self.due_within, 1)


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that may be done about a request, not before a day: a mail to an address, or a task for a person.

    `waits` says in words what it is that keeps it until that day.
    """

    rung: Rung
    on: date
    waits: str
    to: str = ""


def next_day(request: PaperRequest, unit: Unit | None, days: WorkingDays, ladder: Ladder, today: date) -> date | None:
    """The first day, today or later, on which a round must look at a request again; None only if it is not open."""
    if request.state is not RequestState.OPEN:
        return None
    if some := steps(request, unit, days, ladder, today):
        return max(today, min(step.on for step in some))
    return days.add(today, LOOK_AGAIN)


def steps(request: PaperRequest, unit: Unit | None, days: WorkingDays, ladder: Ladder, today: date) -> tuple[Step, ...]:
    """All that can still be done about a request as it stands today, the gentlest first; nothing while it is held."""
    if request.state is not RequestState.OPEN or request.held:
        return ()
    mails = tuple(_mails(request, unit, days, ladder, today))
    return mails + tuple(_tasks(request, unit, days, ladder, today))


def day_of(rung: Rung, request: PaperRequest, days: WorkingDays, ladder: Ladder) -> date:
    """The day of a step by the calendar alone, whatever pauses or forbids it."""
    if rung is not Rung.REMINDER:
        return days.add(days.next_on_or_after(request.due_on), ladder.after_due(rung))
    if request.asked is Asked.RECOMMENDATION:
        return days.next_on_or_after(request.asked_on + timedelta(days=ladder.answer_reminder_days))
    return days.add(request.asked_on, ladder.reminder_after)


def all_is_here(request: PaperRequest) -> bool:
    """Nothing that was asked for is missing, so there is nothing to ask."""
    return bool(request.items) and not request.missing


def stands_open(rung: Rung, request: PaperRequest, days: WorkingDays, today: date) -> bool:
    """No step as high as this one was taken for this due date; a reminder only if nothing was heard and it is early."""
    if any(taken in request.done for taken in MAILS[MAILS.index(rung) :]):
        return False
    if rung is not Rung.REMINDER:
        return True
    heard = request.heard_on or request.partial_on or request.clock > 1
    return not heard and today <= days.next_on_or_after(request.due_on)


def whom(rung: Rung, unit: Unit) -> str:
    """The address a step writes to, "" where the book names nobody for it."""
    return {Rung.MANAGER: unit.manager, Rung.SINGLE_POINT: unit.single_point}.get(rung, unit.mailbox)


def answers_for(unit: Unit, on: date) -> str:
    """Who is written to for a unit on a day: its mailbox, or whoever stands in; "" where it is away without anybody."""
    away = next((one for one in unit.away if one.first <= on <= one.last), None)
    if away is None:
        return unit.mailbox
    return away.cover if away.cover not in unit.frozen else ""


def _mails(request: PaperRequest, unit: Unit | None, days: WorkingDays, ladder: Ladder, today: date) -> Iterator[Step]:
    """The mails that can be written: to an address that works, fair, and not more than allowed."""
    if unit is None or request.chases >= ladder.most_chases or all_is_here(request):
        return
    for rung in MAILS:
        to = whom(rung, unit)
        if not to or to in unit.frozen or not stands_open(rung, request, days, today):
            continue
        if rung not in TO_THE_UNIT and Rung.CHASER not in request.done:
            continue  # nobody's superior hears of it before the unit was asked in earnest
        step = _first(rung, request, unit, days, ladder, today)
        if rung is not Rung.REMINDER or step.on <= days.next_on_or_after(request.due_on):
            yield step


def _first(rung: Rung, request: PaperRequest, unit: Unit, days: WorkingDays, ladder: Ladder, today: date) -> Step:
    """A step on the first day when nothing speaks against it, with what speaks against it until then.

    That day can have passed, but whether somebody is there is asked of the day on which it would be taken.
    """
    day, why = max(_waits(rung, request, days, ladder))
    day = days.next_on_or_after(day)
    if rung not in TO_THE_UNIT:
        return Step(rung, day, why, whom(rung, unit))
    while True:
        listed = list_day(day, unit.weekly_on or 0, days)
        if listed > day and waits_for_list(rung, request, unit, day, days, ladder):
            day, why = listed, f"the unit gets its list on {in_words(listed)}"
        on = max(day, today)
        if to := answers_for(unit, on):
            return Step(rung, day, why, to)
        back = max(one.last for one in unit.away if one.first <= on <= one.last)
        day = days.next_on_or_after(back + ONE_DAY)
        why = f"the contact is away until {in_words(back)}, and nobody stands in"


def waits_for_list(rung: Rung, request: PaperRequest, unit: Unit, day: date, days: WorkingDays, ladder: Ladder) -> bool:
    """The unit wants one list a week, and this belongs in it; a chaser that is a week late does not wait for it."""
    if unit.weekly_on is None or rung not in TO_THE_UNIT:
        return False
    return rung is Rung.REMINDER or day < days.add(day_of(rung, request, days, ladder), A_LIST_LATE)


def _waits(rung: Rung, request: PaperRequest, days: WorkingDays, ladder: Ladder) -> Iterator[tuple[date, str]]:
    """What a mail has to wait for, each as a first day and its reason."""
    planned = day_of(rung, request, days, ladder)
    yield planned, f"the {NAMES[rung]} is not due before {in_words(planned)}"
    if request.paused_until:
        because = request.paused_because or "a person paused it"
        yield request.paused_until, f"it rests until {in_words(request.paused_until)}: {because}"
    if request.heard_on:
        words = f"something that may be a reply came on {in_words(request.heard_on)}"
        yield days.add(request.heard_on, ladder.pause_after_unverified), words
    if request.partial_on:
        words = f"part of the papers came on {in_words(request.partial_on)}"
        yield days.add(request.partial_on, ladder.pause_after_partial), words
    if request.last_mail_on:
        words = f"the last mail about this case left on {in_words(request.last_mail_on)}"
        yield days.add(request.last_mail_on, ladder.rest_between), words
    if rung not in TO_THE_UNIT:
        chased = request.done[Rung.CHASER]
        words = f"the unit was chased on {in_words(chased)} and has its time to answer"
        yield days.add(chased, ladder.manager_after - ladder.chaser_after), words


def list_day(day: date, weekday: int, days: WorkingDays) -> date:
    """The first list day on or after a day: the unit's weekday, or the next working day where that one is free."""
    nominal = day - timedelta(days=(day.weekday() - weekday) % 7)
    listed = days.next_on_or_after(nominal)
    return listed if listed >= day else days.next_on_or_after(nominal + A_WEEK)


def _tasks(request: PaperRequest, unit: Unit | None, days: WorkingDays, ladder: Ladder, today: date) -> Iterator[Step]:
    """The task for the Reviews Manager: when it is time, or earlier where no mail can be written any more.

    Nothing that comes by mail puts the one that is due off, or forged replies could keep a request quiet for ever.
    """
    planned = day_of(Rung.TASK, request, days, ladder)
    words = f"the task is not due before {in_words(planned)}"
    raised = request.done.get(Rung.TASK)
    if raised is None or raised < planned:
        yield Step(Rung.TASK, planned, words)
    if raised is None and not all_is_here(request) and (early := _early(request, unit, days, ladder, today)):
        yield early


def _early(request: PaperRequest, unit: Unit | None, days: WorkingDays, ladder: Ladder, today: date) -> Step | None:
    """The task on the day of the next mail to the unit that cannot be written, and why not."""
    no_mail = why_no_mail(request, unit, ladder)
    rung = next((one for one in MAILS if stands_open(one, request, days, today)), None)
    if not no_mail or rung is None or (rung not in TO_THE_UNIT and Rung.CHASER not in request.done):
        return None
    day, why = max(_waits(rung, request, days, ladder))
    return Step(Rung.TASK, days.next_on_or_after(day), why)


def why_no_mail(request: PaperRequest, unit: Unit | None, ladder: Ladder) -> str:
    """Why nothing more can be written about a request until a person does something, "" where something can."""
    if unit is None or not unit.mailbox:
        return "the contact book has no such unit today, or no address of it"
    if request.chases >= ladder.most_chases:
        return f"{request.chases} mails have gone since the request, and no more are written by themselves"
    if unit.mailbox in unit.frozen and Rung.CHASER not in request.done:
        return "mail to the unit's mailbox came back, and nothing more is written to it"
    return ""
