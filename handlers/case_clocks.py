"""The clocks of a case as calendars: each day with its number and why it counts or does not; starts and stops none."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

from handlers.arrival import Targets
from handlers.counted_days import Day, day_by_day
from handlers.counting import TimeFacts, time_limit
from handlers.working_days import ONE_DAY, WorkingDays, in_words
from store.messages import CaseView
from store.terms import State, TimeFinding, Unsettled

_AT_MOST = 400  # rows: a clock that ran out long ago is not shown for ever


class CaseClock(StrEnum):
    """A clock of a case, as people ask for it."""

    TIME = "time"
    PAPERS = "papers"
    REVIEW = "review"
    REPLY = "reply"
    RECOMMENDATION = "recommendation"
    HOLD = "hold"


@dataclass(frozen=True, slots=True)
class Explained:
    """One clock of one case: what it says, what its length rests on, and its calendar.

    `under` is a provision or the setting whose target it is; `verified` is False where nobody has confirmed the law.
    `result` is where the clock stands in a word or two; `starts_on` is day 0 and `last_day` the last that counts, None
    where nobody can count. The number of a day is None where it does not count.
    """

    clock: CaseClock
    result: str
    reason: str
    under: str
    verified: bool = True
    starts_on: date | None = None
    last_day: date | None = None
    days: tuple[Day, ...] = ()


class NotRunning(Exception):
    """The case has no such clock; the sentence says why."""


@dataclass(frozen=True, slots=True)
class _Run:
    """A clock that the office set: from which day to which, how long its setting makes it, and in which days."""

    starts_on: date
    last_day: date
    setting: str
    target: int
    working: bool
    over_on: date | None = None


def explained(
    case: CaseView, clock: CaseClock, today: date, days: WorkingDays, targets: Targets, *, confirmed: bool = False
) -> Explained:
    """The clock of the case, day by day; `confirmed` is whether a person said when the outcome was provided.

    Raises NotRunning where the case has no such clock, or not yet.
    """
    if clock is CaseClock.TIME:
        return _time(case, days, confirmed)
    run = _RUNS[clock](case, days, targets)
    rows = tuple(_rows(run, today, days))
    counted = max((row.number or 0 for row in rows if row.on <= run.last_day), default=0)
    return Explained(
        clock=clock,
        result=_standing(run, today),
        reason=_sum(run, counted),
        under=f"[office.promises] {run.setting} = {run.target}",
        starts_on=run.starts_on,
        last_day=run.last_day,
        days=rows,
    )


def _time(case: CaseView, days: WorkingDays, confirmed: bool) -> Explained:
    """Regulation 29, from the day that a person confirmed, or that the request speaks of."""
    came_on, from_on = case.received_on, case.provided_on
    if from_on is None:
        raise NotRunning(f"Nobody has said when the outcome of {case.reference} was provided: say it with `time`.")
    said = TimeFacts(received=came_on, provided_on=from_on)
    if not (confirmed or case.time_by):
        said = TimeFacts(received=came_on, letter_on=from_on)
    found = time_limit(said, days)
    under = str(found.under)
    if isinstance(found, Unsettled):
        return Explained(CaseClock.TIME, "open", found.question, under, found.under.verified)
    return _counted(case, found, days)


def _counted(case: CaseView, found: TimeFinding, days: WorkingDays) -> Explained:
    result = found.value.replace("_", " ").lower()
    recorded = case.time_result.replace("_", " ").lower()
    differs = f" On record it is {recorded}." if recorded and recorded != result else ""
    count = found.count
    return Explained(
        clock=CaseClock.TIME,
        result=result,
        reason=found.reason + differs,
        under=str(found.under),
        verified=found.under.verified,
        starts_on=count.provided_on if count else None,
        last_day=count.closes_on if count else None,
        days=day_by_day(count, days) if count else (),
    )


# --- the clocks that the office sets --------------------------------------------------------------------------------


def _papers(case: CaseView, days: WorkingDays, targets: Targets) -> _Run:
    if case.papers_due_on is None:
        raise NotRunning(f"The police have not been asked for papers on {case.reference}.")
    start = _begins(case.papers_due_on, targets.papers_within, case.accepted_on, days)
    return _Run(
        start, case.papers_due_on, "papers_within_working_days", targets.papers_within, True, case.papers_complete_on
    )


def _review(case: CaseView, days: WorkingDays, targets: Targets) -> _Run:
    if case.allocated_on is None:
        raise NotRunning(f"{case.reference} has not been given to anybody yet.")
    end = days.add(case.allocated_on, targets.review_within)
    over_on = case.told_on or case.decided_on or case.closed_on
    return _Run(case.allocated_on, end, "review_within_working_days", targets.review_within, True, over_on)


def _reply(case: CaseView, _days: WorkingDays, targets: Targets) -> _Run:
    if case.state is not State.AWAITING_COMPLAINANT or case.reply_by is None:
        raise NotRunning(f"{case.reference} does not wait for an answer from the complainant.")
    return _Run(case.state_since, case.reply_by, "reply_within_working_days", targets.reply_within, True)


def _recommendation(case: CaseView, _days: WorkingDays, targets: Targets) -> _Run:
    if case.told_on is None or case.response_due_on is None:
        raise NotRunning(f"No recommendation of {case.reference} has been sent.")
    setting = "recommendation_response_within_days"
    return _Run(case.told_on, case.response_due_on, setting, targets.respond_within, False, case.responded_on)


def _hold(case: CaseView, _days: WorkingDays, targets: Targets) -> _Run:
    if case.state is not State.ON_HOLD or case.held_until is None:
        raise NotRunning(f"{case.reference} is not on hold.")
    return _Run(case.state_since, case.held_until, "hold_review_within_days", targets.hold_within, False)


_RUNS: Mapping[CaseClock, Callable[[CaseView, WorkingDays, Targets], _Run]] = MappingProxyType(
    {
        CaseClock.PAPERS: _papers,
        CaseClock.REVIEW: _review,
        CaseClock.REPLY: _reply,
        CaseClock.RECOMMENDATION: _recommendation,
        CaseClock.HOLD: _hold,
    }
)


def _begins(end: date, within: int, likely: date | None, days: WorkingDays) -> date:
    """The day from which so many working days lead to the end: the likely one where it fits, or else the latest."""
    if likely and (days.add(likely, within) == end or likely == end):
        return likely
    start = end
    while days.add(start, within) > end:
        start -= ONE_DAY
    return start


def _standing(run: _Run, today: date) -> str:
    if run.over_on:
        return "over" if run.over_on <= run.last_day else "over, late"
    if today > run.last_day:
        return "overdue"
    return "ends today" if today == run.last_day else "running"


def _sum(run: _Run, counted: int) -> str:
    kind = "working days" if run.working else "days"
    other = f" The setting is {run.target} now." if counted != run.target else ""
    over = f" It was over on {in_words(run.over_on)}." if run.over_on else ""
    return f"{counted} {kind} from {in_words(run.starts_on)} to {in_words(run.last_day)}.{other}{over}"


def _rows(run: _Run, today: date, days: WorkingDays) -> Iterator[Day]:
    """From day 0 to the last day, and on to today or the day it was over where that came later."""
    shown_to = min(max(run.last_day, run.over_on or today), run.starts_on + timedelta(days=_AT_MOST))
    day, number, late = run.starts_on, 0, 0
    yield Day(0, day, "; ".join(("it begins: not counted", *_happens(day, run, today))))
    while (day := day + ONE_DAY) <= shown_to:
        closed = days.why_closed(day)
        counts = not closed or not run.working
        number, late = number + counts, late + (counts and day > run.last_day)
        note = _note(day, run, number, late, closed)
        yield Day(number if counts else None, day, "; ".join((*note, *_happens(day, run, today))))


def _note(day: date, run: _Run, number: int, late: int, closed: str) -> tuple[str, ...]:
    kind = "working day" if run.working else "day"
    if closed and run.working:
        return (f"{closed}: not counted", *(("last day",) if day == run.last_day else ()))
    rest = (f"{closed}, still counts",) if closed else ()
    if late:
        return (f"{late} {kind}{'' if late == 1 else 's'} after the last day", *rest)
    return (f"{kind} {number}{': last day' if day == run.last_day else ''}", *rest)


def _happens(day: date, run: _Run, today: date) -> Iterator[str]:
    if day == run.over_on:
        yield "it was over"
    if day == today:
        yield "today"
