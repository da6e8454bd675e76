"""What a rule of law gives for known facts, always with its provision; decides nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Generic, TypeVar


@dataclass(frozen=True, slots=True)
class Quote:
    """The words that were evidence for something, and where they stood ("subject", "body", "header From" …)."""

    words: str
    place: str
    says: str


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Provision:
    """A rule of law: its act, its place in it, what it says, and whether the public text was read in full.

    Where `verified` is false, `note` says what nobody has been able to confirm. `commenced` is the day from which the
    rule applies, or None where no day can be given (a rule of the common law).
    """

    act: str
    place: str
    says: str
    verified: bool
    commenced: date | None
    note: str = ""

    def __str__(self) -> str:
        return f"{self.place}, {self.act}"


@dataclass(frozen=True, slots=True)
class Finding(Generic[T]):
    """What a rule gives for known facts: an assessment with its provision, its reason in words, and its evidence."""

    value: T
    under: Provision
    reason: str
    evidence: tuple[Quote, ...]

    @property
    def for_a_person(self) -> bool:
        """A person must look before anything rests on this, because the provision itself is not confirmed."""
        return not self.under.verified


@dataclass(frozen=True, slots=True)
class Unsettled:
    """What a person must be asked before a rule can give anything, and the rule that needs it."""

    question: str
    under: Provision


class Answer(StrEnum):
    """What is known of a yes-or-no fact; unknown means that nobody has answered yet."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class ReviewBody(StrEnum):
    """The relevant review body, Schedule 3 paragraph 30; a body that is not known is `Unsettled` and no value."""

    LOCAL_POLICING_BODY = "LPB"
    DIRECTOR_GENERAL = "IOPC"


class Limb(StrEnum):
    """A way for a complaint to be the Director General's to review: paragraph 30(1)(a) itself, then regulation 32."""

    AA = "aa"
    A = "a"
    B_I = "b(i)"
    B_II = "b(ii)"
    C = "c"
    D = "d"
    E = "e"
    F = "f"


class TimeResult(StrEnum):
    """How an application stands to its time limit."""

    IN_TIME = "IN_TIME"
    LATE = "LATE"
    BORDERLINE_NON_WORKING_LAST_DAY = "BORDERLINE_NON_WORKING_LAST_DAY"
    DISPUTED_START = "DISPUTED_START"
    START_UNKNOWN = "START_UNKNOWN"
    CLOCK_NOT_STARTED = "CLOCK_NOT_STARTED"
    PREMATURE = "PREMATURE"
    DATA_ERROR = "DATA_ERROR"


class Basis(StrEnum):
    """What the day counted from rests on; only a day that a person has confirmed is more than an assessment."""

    CONFIRMED = "confirmed"
    LETTER_DATE = "letter_date"
    STATED_RECEIPT = "stated_receipt"


class Holder(StrEnum):
    """Who had an application before it came to the body that reviews it."""

    DIRECTOR_GENERAL = "director_general"
    LOCAL_POLICING_BODY = "local_policing_body"
    ANOTHER_POLICING_BODY = "another_policing_body"
    FORCE = "force"
    ELECTED = "elected"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A time the law leaves out of account: from receipt by the wrong statutory body until that body forwarded it."""

    held_by: Holder
    received_on: date
    forwarded_on: date
    under: Provision

    @property
    def days(self) -> frozenset[date]:
        """The days left out: the day of receipt counts still, the day of forwarding does not."""
        held = (self.forwarded_on - self.received_on).days
        return frozenset(self.received_on + timedelta(days=n) for n in range(1, held + 1))


@dataclass(frozen=True, slots=True)
class Count:
    """The sum behind a time result, in London days.

    `last_day` is the strict one; `closes_on` is it with what the law leaves out added; `rolled_on` is the first
    working day on or after that.
    """

    provided_on: date
    basis: Basis
    made_on: date
    left_out: tuple[LeftOut, ...]
    last_day: date
    closes_on: date
    rolled_on: date

    @property
    def day_1(self) -> date:
        """The day after the day on which the information was provided."""
        return self.provided_on + timedelta(days=1)

    @property
    def elapsed(self) -> int:
        """All the days from the day of provision to the day the application was made."""
        return (self.made_on - self.provided_on).days

    @property
    def days_left_out(self) -> frozenset[date]:
        """The days that are left out, each once however many bodies held it."""
        return frozenset[date]().union(*(period.days for period in self.left_out))

    @property
    def net(self) -> int:
        """The days that count: the number of the day on which it was made."""
        return self.elapsed - len(self.days_left_out)

    @property
    def days_late(self) -> int:
        """How many days that count lie after the last one, nought where it was made in time."""
        return max(0, self.net - (self.last_day - self.provided_on).days)


@dataclass(frozen=True, slots=True)
class TimeFinding(Finding[TimeResult]):
    """How the application stands to its time limit, and the sum; `on_arrival` is the other sum of a disputed start.

    There is no sum where there is nothing to count from.
    """

    count: Count | None = None
    on_arrival: Count | None = None

    @property
    def for_a_person(self) -> bool:
        """A person must look, unless it is in time under a provision that is confirmed."""
        return self.value is not TimeResult.IN_TIME or not self.under.verified
