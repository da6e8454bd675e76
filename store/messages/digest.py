"""The manager's daily mail as data: counts and references, and nobody's name but those of the office; says nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Why(StrEnum):
    """Why a case or message needs a person today, the most pressing first."""

    ESCALATED = "escalated"
    OVERDUE = "overdue"
    SIGN_OFF = "sign_off"
    BOUNCED = "bounced"
    CANNOT_OPEN = "cannot_open"
    UNCLASSIFIED = "unclassified"
    BY_HAND = "by_hand"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that needs a person: of which case ("" for none), why, for how many days, what, and whose it is.

    Of a `restricted` case only its number is told.
    """

    reference: str
    why: Why
    detail: str
    owner: str
    days: int | None = None
    restricted: bool = False


@dataclass(frozen=True, slots=True)
class Headline:
    """The numbers at the top; `since` is the day of the last digest, None before the first."""

    since: date | None
    new: int
    unclassified: int
    open: int
    open_a_week_ago: int
    due_this_week: int
    due_today: int
    overdue: int
    longest_overdue: int
    escalations: int
    sign_offs: int


@dataclass(frozen=True, slots=True)
class Bar:
    """A number beside what it counts."""

    label: str
    number: int


@dataclass(frozen=True, slots=True)
class WeekSeen:
    """One week by its Monday: received, closed, and open at its end; the last one is not over yet."""

    monday: date
    received: int
    closed: int
    open: int


@dataclass(frozen=True, slots=True)
class WeekAhead:
    """How many cases are open at the end of a week to come if the last six weeks go on, and from where to where."""

    monday: date
    expected: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class UnitWaiting:
    """What we wait for from one unit, in working days without days on hold."""

    unit: str
    cases: int
    average: float
    longest: int
    past_target: int
    chases: int


@dataclass(frozen=True, slots=True)
class SignOffWaiting:
    """Letters that wait for their signer, for how many working days; `restricted` as of `Need`."""

    reference: str
    letter: str
    writer: str
    days: int
    restricted: bool = False


@dataclass(frozen=True, slots=True)
class Load:
    """What one of the team has in hand; `name` is "" for cases that nobody has."""

    name: str
    open: int
    due_this_week: int
    overdue: int
    is_away: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """So many of so many."""

    part: int
    of: int


@dataclass(frozen=True, slots=True)
class InTime:
    """The month so far, from its first day."""

    first: date
    acknowledged_in_target: Part
    closed: int
    median_days: float | None
    p90_days: int | None
    upheld: Part


@dataclass(frozen=True, slots=True)
class Balance:
    """The last nightly count of mailbox against store: of which day, how many items, and how many still differ."""

    day: date
    items: int
    open: int


@dataclass(frozen=True, slots=True)
class Outage:
    """A time in which the mailbox was not read to its end, and how many messages came in it.

    `counted` says whether a count since found mailbox and store to agree; None where none was made yet.
    """

    first: datetime
    last: datetime
    messages: int
    counted: bool | None


@dataclass(frozen=True, slots=True)
class Machine:
    """What the service did since `since`, and how it is now; `head` is where the history ends, for the record."""

    since: datetime
    read: int
    sent_by_itself: int
    asked: int
    corrected: int
    held_letters: int
    cannot_read: int
    last_pass_at: datetime | None
    version: str
    stopped: str
    balance: Balance | None
    outages: tuple[Outage, ...]
    head_seq: int
    head: str


@dataclass(frozen=True, slots=True)
class Tomorrow:
    """The next working day: what is due, who is away, and why the days until then are days off."""

    day: date
    due: int
    away: tuple[str, ...]
    closed: tuple[tuple[date, str], ...]


@dataclass(frozen=True, slots=True)
class StepDue:
    """A step of a matter that is no review: due on this day, whose, and for how many days it has been late.

    `unverified` says that it follows a law whose period nobody has confirmed.
    """

    reference: str
    kind: str
    step: str
    owner: str
    on: date
    days_late: int
    unverified: bool = False


@dataclass(frozen=True, slots=True)
class OtherWork:
    """The open matters that are no reviews: how many, what is due up to the end of the week, and what has no day.

    `waiting` are those without any day to come, each with what it waits for.
    """

    open: int
    due: tuple[StepDue, ...]
    waiting: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class DigestData:
    """Everything the digest of one day says; `whole` is whether the mailbox had been read to its end.

    `other_work` is None where the office keeps none, and both it and `machine` are of a day that is over.
    """

    day: date
    at: datetime
    headline: Headline
    needs: tuple[Need, ...]
    more_needs: int
    stages: tuple[Bar, ...]
    ages: tuple[Bar, ...]
    weeks: tuple[WeekSeen, ...]
    ahead: tuple[WeekAhead, ...]
    waiting: tuple[UnitWaiting, ...]
    sign_offs: tuple[SignOffWaiting, ...]
    caseload: tuple[Load, ...]
    in_time: InTime
    machine: Machine | None
    tomorrow: Tomorrow
    whole: bool = True
    remarks: tuple[str, ...] = ()
    other_work: OtherWork | None = None
