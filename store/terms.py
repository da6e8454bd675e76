"""The words of the field as types; imports nothing of ours and does nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Generic, TypeVar
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def london_date(instant: datetime) -> date:
    """The day it was in London at an aware instant: the only bridge from instants to statutory days.

    Raises ValueError for a naive datetime, because nobody can say which day that was.
    """
    if instant.tzinfo is None:
        raise ValueError("An instant needs its time zone; a naive datetime names no day.")
    return instant.astimezone(LONDON).date()


class Kind(StrEnum):
    """What a message is: one primary kind each; everything else about it is a flag or a further kind."""

    APPLICATION = "application"
    FURTHER_REPRESENTATIONS = "further_representations"
    PROGRESS_CHASE = "progress_chase"
    WITHDRAWAL = "withdrawal"
    OUTCOME_DISPUTE = "outcome_dispute"
    CONTACT_CHANGE = "contact_change"
    ADJUSTMENT_REQUEST = "adjustment_request"
    NEW_COMPLAINT = "new_complaint"
    CHIEF_OFFICER_COMPLAINT = "chief_officer_complaint"
    COMPLAINT_ABOUT_US = "complaint_about_us"
    IOPC_TRANSFER = "iopc_transfer"
    IOPC_CORRESPONDENCE = "iopc_correspondence"
    PAPERS = "papers"
    PAPERS_EXTENSION = "papers_extension"
    FORCE_QUERY = "force_query"
    RECOMMENDATION_RESPONSE = "recommendation_response"
    THIRD_PARTY = "third_party"
    INFORMATION_RIGHTS = "information_rights"
    ELECTED_REPRESENTATIVE = "elected_representative"
    LEGAL = "legal"
    PRESS = "press"
    MISDIRECTED = "misdirected"
    THANKS = "thanks"
    AUTOMATIC_REPLY = "automatic_reply"
    DELIVERY_FAILURE = "delivery_failure"
    UNWANTED = "unwanted"
    INTERNAL = "internal"
    UNCLEAR = "unclear"


class Flag(StrEnum):
    """A fact about a message, whatever its kind."""

    RISK_TO_LIFE = "risk_to_life"
    THREAT = "threat"
    SAFEGUARDING = "safeguarding"
    DOMESTIC_ABUSE = "domestic_abuse"
    ABUSIVE = "abusive"
    MINOR = "minor"
    ADJUSTMENT = "adjustment"
    NON_ENGLISH = "non_english"
    REPRESENTATIVE = "representative"
    LITIGATION = "litigation"
    DISCRIMINATION = "discrimination"
    DEATH_OR_SERIOUS_INJURY = "death_or_serious_injury"
    SENIOR_OFFICER = "senior_officer"
    JOINT = "joint"
    MULTIPLE_REFERENCES = "multiple_references"
    PRISON = "prison"


class WhyNot(StrEnum):
    """Why no automatic letter may go to whoever wrote a message."""

    MACHINE = "machine"
    BULK = "bulk"
    NEVER_ANSWER = "never_answer"
    OWN_SYSTEM = "own_system"
    FORCE_OR_IOPC = "force_or_iopc"
    RISK = "risk"
    ABUSIVE = "abusive"
    MINOR = "minor"
    RESTRICTED = "restricted"
    FORGED = "forged"
    LEGAL = "legal"
    PRESS = "press"
    ELECTED = "elected"
    CHIEF_OFFICER = "chief_officer"
    ABOUT_US = "about_us"
    INFORMATION_RIGHTS = "information_rights"
    THIRD_PARTY = "third_party"
    DUPLICATE = "duplicate"
    CAP = "cap"
    PAUSED = "paused"
    UNREADABLE = "unreadable"
    KIND = "kind"


class Place(StrEnum):
    """Where a message can lie, as the code calls it; what people see is named in the settings."""

    INBOX = "inbox"
    JUNK = "junk"
    DRAFTS = "drafts"
    SENT = "sent"
    CONFIRM = "confirm"
    UNSURE = "unsure"
    URGENT = "urgent"
    BOUNCED = "bounced"
    CANNOT_OPEN = "cannot_open"
    COULD_NOT_READ = "could_not_read"
    CASE_FILE = "case_file"
    THE_FORCE = "the_force"
    CHIEF_OFFICER = "chief_officer"
    INFORMATION_RIGHTS = "information_rights"
    PRESS = "press"
    OTHER_BODIES = "other_bodies"
    FILED = "filed"
    MACHINES = "machines"
    UNWANTED = "unwanted"
    STOP = "stop"


class Owner(StrEnum):
    """Who holds the next action."""

    ADMINISTRATOR = "administrator"
    CASE_OWNER = "case_owner"
    MANAGER = "manager"


class Stage(StrEnum):
    """A stage of the board, as people see it."""

    VALIDITY = "1 Validity check"
    WAITING_POLICE = "2 Waiting for the police"
    WAITING_COMPLAINANT = "3 Waiting for the complainant"
    ASSESSMENT = "4 In assessment"
    SIGN_OFF = "5 Sign-off"
    READY_TO_CLOSE = "6 Ready to close"
    ON_HOLD = "On hold"
    CLOSED = "Closed"


class State(StrEnum):
    """The fine state of a case; the board shows only its stage."""

    TRIAGE = "triage"


STAGE_OF = {State.TRIAGE: Stage.VALIDITY}


class Mode(StrEnum):
    """How far the service may go: watch changes nothing in the mailbox, draft files and drafts, live sends."""

    WATCH = "watch"
    DRAFT = "draft"
    LIVE = "live"


class LetterState(StrEnum):
    """Where a letter stands on its way out."""

    PLANNED = "planned"
    RENDERED = "rendered"
    AWAITING_APPROVAL = "awaiting_approval"
    DRAFTED = "drafted"
    SENDING = "sending"
    SENT = "sent"
    CONFIRMED = "confirmed"
    HOLD = "hold"
    BOUNCED = "bounced"
    CANCELLED = "cancelled"


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
