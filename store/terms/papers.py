"""The words for papers from the force: what is asked for, how far it has come, who answers; does nothing."""

from __future__ import annotations

from enum import StrEnum


class Asked(StrEnum):
    """What the force is asked for, each on a clock of its own."""

    PAPERS = "papers"
    BODY = "first_papers"
    RECOMMENDATION = "recommendation"


class Paper(StrEnum):
    """Which paper a line of a request, or a file, is: the core ones first, in the order of the checklist."""

    COMPLAINT = "complaint"
    HANDLING = "handling"
    REVIEW_BODY = "review_body"
    FIRST_CONTACT = "first_contact"
    REPORT = "report"
    SEVERITY = "severity"
    OUTCOME_LETTER = "outcome"
    LETTERS = "letters"
    ACCOUNTS = "accounts"
    MATERIAL = "material"
    PEOPLE = "people"
    LINKED = "linked"
    VIDEO = "video"
    CALLS = "calls"
    INCIDENT = "incident_log"
    CRIME_REPORT = "crime_report"
    CUSTODY = "custody"
    FORMS = "forms"
    STATEMENTS = "statements"
    SEARCH = "search"
    PROPERTY = "property"
    NOTEBOOK = "notebook"
    VEHICLE = "vehicle"
    SAFEGUARDING = "safeguarding"
    POLICY = "policy"
    LEGAL_ADVICE = "legal_advice"
    ANSWER = "answer"


class PaperState(StrEnum):
    """How far one item of a request has come; all but the first need no further asking."""

    OUTSTANDING = "outstanding"
    RECEIVED = "received"
    NOT_HELD = "not_held"
    WITHHELD = "withheld"
    NOT_APPLICABLE = "not_applicable"


class RequestState(StrEnum):
    """Where a request stands: written but not confirmed as sent, waited for, answered in full, or no longer wanted."""

    WRITTEN = "written"
    OPEN = "open"
    COMPLETE = "complete"
    ENDED = "ended"


class Rung(StrEnum):
    """The steps of the ladder, in their order; `TASK` writes to nobody outside."""

    REMINDER = "reminder"
    CHASER = "chaser"
    MANAGER = "manager"
    SINGLE_POINT = "single_point_of_contact"
    TASK = "manager_task"


class Said(StrEnum):
    """What a reply of the force says; one reply can say several things."""

    COMPLETE = "complete"
    PART = "part"
    LINK = "link"
    LOCKED = "needs_password"
    BY_POST = "by_post"
    EXTENSION = "extension"
    NOT_HELD = "not_held"
    NOT_OURS = "not_ours"
    QUERY = "query"
    REFUSAL = "refusal"
    SUB_JUDICE = "sub_judice"
    RECOMMENDATION = "recommendation"
    RECEIVED = "request_received"
    BAD_CODE = "bad_code"
    UNCLEAR = "unclear"


class Vouched(StrEnum):
    """How far a mail is known to come from whom it names; only the first closes or redirects anything."""

    VERIFIED = "verified"
    UNVERIFIED = "unverified"
    FORGED = "forged"


class Scan(StrEnum):
    """What the virus scanner made of a file; only `CLEAN` is clean, and what was not scanned never is."""

    PENDING = "pending"
    CLEAN = "clean"
    INFECTED = "infected"
    UNSCANNED = "unscanned"
    BLOCKED = "blocked"


class Sensitivity(StrEnum):
    """How a paper is marked."""

    OFFICIAL = "official"
    SENSITIVE = "official_sensitive"
    PRIVILEGED = "legally_privileged"
    THIRD_PARTY = "third_party"
