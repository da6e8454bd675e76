"""The counting of days for regulation 29, each day explained; is given every date, guesses none, decides nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from handlers import law
from handlers.provisions import (
    COMMENCEMENT,
    NEXT_OPEN_DAY,
    PARA_31,
    REG_29_2,
    REG_29_3_B,
    REG_33_2_A,
    REVIEWS_BEGAN,
    RIGHT_OF_REVIEW,
)
from handlers.working_days import ONE_DAY, WorkingDays, in_words
from store.terms import (
    Answer,
    Basis,
    Count,
    Holder,
    LeftOut,
    Provision,
    Quote,
    TimeFinding,
    TimeResult,
    Unsettled,
    london_date,
)

WITH = {
    Holder.DIRECTOR_GENERAL: "the IOPC",
    Holder.LOCAL_POLICING_BODY: "the local policing body",
    Holder.ANOTHER_POLICING_BODY: "another policing body",
    Holder.FORCE: "the police force",
    Holder.ELECTED: "an elected office",
    Holder.ELSEWHERE: "somebody else",
}
RESTS_ON = {
    Basis.CONFIRMED: "as a person has confirmed",
    Basis.LETTER_DATE: "going by the letter's own date",
    Basis.STATED_RECEIPT: "going by what the complainant says",
}


@dataclass(frozen=True, slots=True)
class Detour:
    """Somebody who had the application first, the day they received it and the day they sent it on, where known."""

    held_by: Holder
    received_on: date | None
    forwarded_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeFacts:
    """What is known for the time limit; None and unknown mean that nobody has said.

    `received` is the instant or London day on which the application reached the body that reviews it. `letter_on` is
    the date on the outcome letter, `arrived_on` the day on which the complainant says it came, and `provided_on` the
    day of the information that a person has confirmed, which overrides both. `detours` are in order of time.
    `disputed` is whether they say that another day than the letter's may count, though not which, and `went_astray`
    whether the letter first went to a wrong address by more than their word.
    """

    received: datetime | date
    letter_on: date | None = None
    arrived_on: date | None = None
    provided_on: date | None = None
    complaint_made_on: date | None = None
    review_rights: Answer = Answer.UNKNOWN
    outcome_given: Answer = Answer.UNKNOWN
    detours: tuple[Detour, ...] = ()
    evidence: tuple[Quote, ...] = ()
    disputed: bool = False
    went_astray: bool = False

    @property
    def received_on(self) -> date:
        """The day it was in London when the application was received."""
        return london_date(self.received) if isinstance(self.received, datetime) else self.received

    @property
    def starts(self) -> tuple[date, Basis] | None:
        """The day counted from and what it rests on, or None where nobody has named any day."""
        if self.provided_on:
            return self.provided_on, Basis.CONFIRMED
        if self.letter_on:
            return self.letter_on, Basis.LETTER_DATE
        return (self.arrived_on, Basis.STATED_RECEIPT) if self.arrived_on else None

    @property
    def left_out(self) -> tuple[LeftOut, ...]:
        """The times that regulation 29(3) leaves out: with the wrong statutory body, from receipt to forwarding."""
        return tuple(
            LeftOut(detour.held_by, detour.received_on, detour.forwarded_on, law.LEFT_OUT[detour.held_by])
            for detour in self.detours
            if detour.held_by in law.LEFT_OUT and detour.received_on and detour.forwarded_on
        )

    @property
    def made_on(self) -> date:
        """The day on which it was made: forwarded by the wrong statutory body (paragraphs 31, 32), or else received."""
        last = self.detours[-1] if self.detours else None
        if last and last.held_by in law.LEFT_OUT:
            return max((period.forwarded_on for period in self.left_out), default=self.received_on)
        return self.received_on

    @property
    def first_seen_on(self) -> date:
        """The first day on which anybody is known to have had the application."""
        return min((detour.received_on for detour in self.detours if detour.received_on), default=self.made_on)


def time_limit(facts: TimeFacts, days: WorkingDays) -> TimeFinding | Unsettled:
    """How the application stands to the 28 days of regulation 29(2), less what 29(3) leaves out.

    The rules are asked in order and the first that has an answer gives it. A date that is missing is asked for.
    """
    if unsettled := _older_law(facts):
        return unsettled
    if no_clock := _clock_not_running(facts):
        return no_clock
    if unsettled := _held_how_long(facts):
        return unsettled
    if facts.starts is None:
        reason = "Nobody has said when the outcome letter was written or came."
        return TimeFinding(TimeResult.START_UNKNOWN, REG_29_2, reason, facts.evidence)
    if fault := _impossible(facts, *facts.starts):
        return TimeFinding(TimeResult.DATA_ERROR, REG_29_2, fault, facts.evidence)
    return _counted(facts, _count(facts, *facts.starts, days), days)


def _older_law(facts: TimeFacts) -> Unsettled | None:
    """Reviews began on 1 February 2020, and regulation 29 with them."""
    named = (facts.complaint_made_on, facts.letter_on, facts.arrived_on, facts.provided_on)
    old = [day for day in named if day and day < REVIEWS_BEGAN]
    if not old:
        return None
    question = (
        f"Is {in_words(min(old))} right? Then this belongs to the time before reviews began on "
        f"{in_words(REVIEWS_BEGAN)}, and the manager decides what it is."
    )
    return Unsettled(question, COMMENCEMENT)


def _clock_not_running(facts: TimeFacts) -> TimeFinding | None:
    if facts.outcome_given is Answer.NO:
        reason = "There is no outcome yet, so there is nothing to review."
        return TimeFinding(TimeResult.PREMATURE, RIGHT_OF_REVIEW, reason, facts.evidence)
    if facts.review_rights is Answer.NO and facts.provided_on is None:
        reason = (
            "The letter does not give the information about the review, so arguably the 28 days have not begun to run."
        )
        return TimeFinding(TimeResult.CLOCK_NOT_STARTED, REG_33_2_A, reason, facts.evidence)
    return None


def _held_how_long(facts: TimeFacts) -> Unsettled | None:
    """Without both dates of the wrong statutory body nobody can say what regulation 29(3) leaves out."""
    for detour in facts.detours:
        if detour.held_by in law.LEFT_OUT and not (detour.received_on and detour.forwarded_on):
            under = PARA_31 if detour.held_by is Holder.DIRECTOR_GENERAL else REG_29_3_B
            return Unsettled(f"On which days did {WITH[detour.held_by]} receive the application and forward it?", under)
    return None


def _impossible(facts: TimeFacts, provided_on: date, basis: Basis) -> str:
    """Why these dates cannot all be right, or nothing; a day that a person has confirmed may be long ago."""
    came_on, letter_on, arrived_on = facts.received_on, facts.letter_on, facts.arrived_on
    if provided_on > came_on:
        return f"The application came on {in_words(came_on)}, before {in_words(provided_on)}, {RESTS_ON[basis]}."
    first = facts.first_seen_on
    if basis is not Basis.CONFIRMED and arrived_on and not (letter_on or arrived_on) <= arrived_on <= first:
        return (
            f"The letter cannot have arrived on {in_words(arrived_on)}, before it was written or after the application."
        )
    for detour in facts.detours:
        if fault := _impossible_detour(detour, provided_on, came_on):
            return fault
    if basis is not Basis.CONFIRMED and _more_than_a_year(provided_on, first):
        return f"{in_words(provided_on)} is more than a year before the application; a person checks the date."
    return ""


def _impossible_detour(detour: Detour, provided_on: date, came_on: date) -> str:
    received_on, forwarded_on = detour.received_on or provided_on, detour.forwarded_on or came_on
    if provided_on <= received_on <= forwarded_on <= came_on:
        return ""
    return (
        f"It cannot have been with {WITH[detour.held_by]} from {in_words(received_on)} to {in_words(forwarded_on)}, "
        f"between {in_words(provided_on)} and {in_words(came_on)}."
    )


def _more_than_a_year(start: date, end: date) -> bool:
    return (start.year + 1, start.month, start.day) < (end.year, end.month, end.day)


def _count(facts: TimeFacts, provided_on: date, basis: Basis, days: WorkingDays) -> Count:
    closes_on = _closes_on(provided_on, frozenset[date]().union(*(period.days for period in facts.left_out)))
    return Count(
        provided_on=provided_on,
        basis=basis,
        made_on=facts.made_on,
        left_out=facts.left_out,
        last_day=provided_on + law.PERIOD,
        closes_on=closes_on,
        rolled_on=days.next_on_or_after(closes_on),
    )


def _closes_on(provided_on: date, left_out: frozenset[date]) -> date:
    """The last day on which no more than 28 days count."""
    day, counted = provided_on, 0
    while (counted := counted + (day + ONE_DAY not in left_out)) <= law.PERIOD.days:
        day += ONE_DAY
    return day


def _counted(facts: TimeFacts, count: Count, days: WorkingDays) -> TimeFinding:
    """In time, borderline, late or disputed; a later arrival matters only where the letter's date makes it late."""
    if not count.days_late:
        return _finding(facts, count, TimeResult.IN_TIME, _under(count))
    if count.basis is Basis.LETTER_DATE and facts.arrived_on and facts.arrived_on > count.provided_on:
        on_arrival = _count(facts, facts.arrived_on, Basis.STATED_RECEIPT, days)
        if facts.went_astray and not on_arrival.days_late:
            reason = f"The letter of {in_words(count.provided_on)} first went to a wrong address. {_sum(on_arrival)}"
            return TimeFinding(TimeResult.IN_TIME, REG_29_2, reason, facts.evidence, on_arrival)
        sums = (_sum(count), "The complainant says it came later.", _sum(on_arrival))
        reason = " ".join((*sums, *_caveats(facts)))
        return TimeFinding(TimeResult.DISPUTED_START, REG_29_2, reason, facts.evidence, count, on_arrival)
    if count.basis is Basis.LETTER_DATE and facts.disputed:
        reason = " ".join((_sum(count), "The complainant says that another day may count.", *_caveats(facts)))
        return TimeFinding(TimeResult.DISPUTED_START, REG_29_2, reason, facts.evidence, count)
    if count.days_late <= (count.rolled_on - count.closes_on).days:
        return _finding(facts, count, TimeResult.BORDERLINE_NON_WORKING_LAST_DAY, NEXT_OPEN_DAY)
    return _finding(facts, count, TimeResult.LATE, REG_29_2)


def _under(count: Count) -> Provision:
    """Regulation 29(2), or what of 29(3) made the difference, the least certain first."""
    if count.made_on <= count.last_day:
        return REG_29_2
    return min((period.under for period in count.left_out), key=lambda under: under.verified)


def _finding(facts: TimeFacts, count: Count, result: TimeResult, under: Provision) -> TimeFinding:
    reason = " ".join((_sum(count), *(() if result is TimeResult.IN_TIME else _caveats(facts))))
    return TimeFinding(result, under, reason, facts.evidence, count)


def _sum(count: Count) -> str:
    """The sum in words: from when, to when, what is left out, and which day it was."""
    left_out = len(count.days_left_out)
    less = f" less {left_out} left out" if left_out else ""
    rolled = f" (the next working day is {in_words(count.rolled_on)})" if count.rolled_on != count.closes_on else ""
    late = f", {count.days_late} {'day' if count.days_late == 1 else 'days'} late" if count.days_late else ""
    return (
        f"Provided on {in_words(count.provided_on)}, {RESTS_ON[count.basis]}. "
        f"Last day {in_words(count.closes_on)}{rolled}. "
        f"Made on {in_words(count.made_on)}: {count.elapsed} days{less}, so day {count.net} of {law.PERIOD.days}{late}."
    )


def _caveats(facts: TimeFacts) -> tuple[str, ...]:
    """What a person should know before a time result is held against anybody."""
    rights = "Nobody has checked that the letter explained the review." if facts.review_rights is Answer.UNKNOWN else ""
    elsewhere = (
        f"It was first with {WITH[detour.held_by]}; that time is not left out, but may be a special circumstance."
        for detour in facts.detours
        if detour.held_by not in law.LEFT_OUT
    )
    return tuple(filter(None, (rights, *elsewhere)))
