"""The words the folders share: kinds, flags, places, people, letters; does nothing."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
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
    BY_HAND = "by_hand"
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
    OTHER_WORK = "other_work"
    FILED = "filed"
    MACHINES = "machines"
    UNWANTED = "unwanted"
    FOR_CHECKING = "for_checking"
    FOR_SIGN_OFF = "for_sign_off"
    APPROVE = "approve"
    RETURN = "return"
    BOARD_VALIDITY = "board_validity"
    BOARD_POLICE = "board_police"
    BOARD_COMPLAINANT = "board_complainant"
    BOARD_ASSESSMENT = "board_assessment"
    BOARD_SIGN_OFF = "board_sign_off"
    BOARD_READY = "board_ready"
    BOARD_HOLD = "board_hold"
    BOARD_CLOSED = "board_closed"
    SORT_APPLICATION = "sort_application"
    SORT_PAPERS = "sort_papers"
    SORT_IOPC = "sort_iopc"
    SORT_OTHER = "sort_other"
    SORT_NOTHING = "sort_nothing"
    UNDO = "undo"
    BOT = "bot"
    STOP = "stop"


class Owner(StrEnum):
    """Who holds the next action."""

    ADMINISTRATOR = "administrator"
    CASE_OWNER = "case_owner"
    MANAGER = "manager"


class Role(StrEnum):
    """What somebody of the office may do; one person can have several."""

    ADMINISTRATOR = "administrator"
    CASEWORKER = "caseworker"
    MANAGER = "manager"
    DECISION_MAKER = "decision_maker"
    HEAD = "head"


class Audience(StrEnum):
    """Whom a letter is for; the address comes from the case or the settings, never from the letter it answers."""

    COMPLAINANT = "complainant"
    FORCE = "force"
    IOPC = "iopc"
    OFFICER = "officer"
    INTERESTED_PERSON = "interested_person"
    TEAM = "team"


class Approval(StrEnum):
    """What a letter needs before it may leave: nothing, a person who checked it, or a named signer's answer."""

    BY_ITSELF = "by_itself"
    CHECKED = "checked"
    SIGNED = "signed"


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
