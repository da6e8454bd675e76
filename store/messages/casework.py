"""A case as those see it who decide on it, what people tell the service to do, and what that leads to; does nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from store.messages.papers import PaperChange, PaperOrder, PaperRequest
from store.messages.plans import NextAction, Question
from store.terms import APART, Approval, Audience, LetterState, PartyRole, Role, State


class Verb(StrEnum):
    """What a person can tell the service to do: by a move, a category, a drag of a card, a mail or a command line."""

    ACCEPT = "accept"
    OURS = "ours"
    TIME = "time"
    ASK_MORE = "ask for more"
    ASK_CONSENT = "ask for consent"
    ASK_REASONS = "ask for reasons"
    ASK_POLICE = "ask police"
    CHASE_POLICE = "chase police"
    PAPERS_COMPLETE = "papers complete"
    PAPER_ITEM = "papers"
    MORE_TIME = "more time"
    UNIT = "unit"
    ASSIGN = "assign"
    NO_CONFLICT = "no conflict"
    ENQUIRE = "enquire"
    INVESTIGATED = "investigated"
    NOT_INVESTIGATED = "not investigated"
    ALLEGATIONS = "allegations"
    DRAFT_TRANSFER = "draft transfer"
    DRAFT_LATE = "draft late"
    DRAFT_ACCEPT_LATE = "draft accept late"
    DRAFT_NOT_VALID = "draft not valid"
    DRAFT_WITHDRAWAL = "draft withdrawal"
    DRAFT_UPHELD = "draft upheld"
    DRAFT_NOT_UPHELD = "draft not upheld"
    ACKNOWLEDGE = "acknowledge"
    SUBMIT = "submit for sign-off"
    RETURN = "return"
    HOLD = "hold"
    RELEASE = "release"
    DISPUTE = "dispute the review body"
    ANSWERED = "recommendation answered"
    CLOSE = "close"
    REOPEN = "reopen"
    STAGE = "stage"
    NOTE = "note"
    CONSENT = "consent"
    ADJUST = "adjust"
    RESTRICT = "restrict"
    DRAFT_FINAL = "draft final position"
    CHECK_CONTACT = "check contact"
    ASK_IOPC_DATE = "ask IOPC date"
    ESCALATE = "escalate"
    SEEN = "seen"
    THEME = "theme"
    PARTY = "party"
    LINK = "link cases"


@dataclass(frozen=True, slots=True)
class Act:
    """One thing a person told the service to do to a case.

    `by` is their name, "" where nobody can know who it was (a drag in a shared mailbox); `roles` are what they may do
    today, empty with an unknown person. `on` is the day, date or reply date they gave, `value` whatever else they said
    (a name, a ground, a text). `source` says how it was told, in words people know ("the card was moved"); `address` is
    that of whoever wrote the message it was told on.
    """

    verb: Verb
    by: str = ""
    roles: frozenset[Role] = frozenset()
    value: str = ""
    on: date | None = None
    because: str = ""
    source: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class PartyView:
    """Somebody who belongs to a case. `address` is "" where they are written to by post, to `postal` if that is known.

    `role` is a `PartyRole`; `postal` is one line, its parts separated by commas. `heard_on` is the day on which a party
    with a line of its own last wrote.
    """

    role: str
    name: str
    address: str
    consent_on: date | None = None
    postal: str = ""
    heard_on: date | None = None


@dataclass(frozen=True, slots=True)
class LetterView:
    """A letter of a case as far as decisions need it; `package` joins those that leave together.

    `added_because` says why a rule of the office has it signed, "" where none does.
    """

    letter: str
    occasion: str
    audience: Audience
    approval: Approval
    state: LetterState
    package: str = ""
    approved_by: str = ""
    confirmed_at: datetime | None = None
    added_because: str = ""


@dataclass(frozen=True, slots=True)
class CaseView:
    """One case with everything that bears on what may be done with it; None and "" are what nobody has settled.

    `review_body`, `time_result` and `provided_on` are assessments until `body_by`, `time_by` and `right_by` name who
    settled them. `asked_from` and `held_from` are the states to go back to; `asked` are the codes of open questions,
    and `requests` what the force was asked for, oldest first, whatever came of it. `linked` are the references of cases
    that a person said belong together with it. `recommendation`, `allegations` and `themes` are written as in
    `CaseRecord`.
    """

    reference: str
    state: State
    received_on: date
    next_action: NextAction
    state_since: date
    complainant: str = ""
    force_reference: str = ""
    provided_on: date | None = None
    last_day: date | None = None
    review_body: str = ""
    time_result: str = ""
    review_kind: str = ""
    body_by: str = ""
    time_by: str = ""
    right_by: str = ""
    owner: str = ""
    unit: str = ""
    outcome: str = ""
    recommendation: str = ""
    allegations: str = ""
    themes: str = ""
    asked_from: State | None = None
    held_from: State | None = None
    held_until: date | None = None
    reply_by: date | None = None
    accepted_on: date | None = None
    papers_due_on: date | None = None
    papers_complete_on: date | None = None
    allocated_on: date | None = None
    decided_on: date | None = None
    told_on: date | None = None
    response_due_on: date | None = None
    responded_on: date | None = None
    closed_on: date | None = None
    contact_on: date | None = None
    restricted: bool = False
    flags: frozenset[str] = frozenset()
    adjustments: tuple[str, ...] = ()
    limbs: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    officers: tuple[str, ...] = ()
    sources: Mapping[str, str] = field(default_factory=dict)
    parties: tuple[PartyView, ...] = ()
    letters: tuple[LetterView, ...] = ()
    requests: tuple[PaperRequest, ...] = ()
    linked: tuple[str, ...] = ()
    asked: frozenset[str] = frozenset()

    def party(self, role: str) -> PartyView | None:
        """The first party in this role."""
        return next((party for party in self.parties if party.role == role), None)

    @property
    def speaks_for_them(self) -> PartyView | None:
        """Whom letters for the complainant go to: a representative whose consent is held, otherwise themselves."""
        representative = self.party("representative")
        return representative if representative and representative.consent_on else self.party("complainant")

    @property
    def apart(self) -> tuple[PartyView, ...]:
        """The parties with a line of their own: the officer, their Federation, interested persons, witnesses."""
        return tuple(party for party in self.parties if party.role in APART)

    @property
    def names_an_officer(self) -> bool:
        """Whether an officer is known who is told of a review through the unit."""
        return bool(self.officers) or self.party(PartyRole.OFFICER) is not None


@dataclass(frozen=True, slots=True)
class Post:
    """A letter to be written on a case: which, for what occasion, to whom, with which facts and files.

    `package` joins letters that are approved as one and leave together; `encloses` names what goes with it
    ("application": the request as it came with its files).
    """

    letter: str
    occasion: str
    audience: Audience
    facts: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    package: str = ""
    encloses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ruling:
    """Everything one act, one letter that arrived or one day that came leads to on a case.

    With `refused`, one sentence that says why and what to do instead, nothing else happens. `sets` are fields of the
    case by their name in `CaseView`; `settles` are codes of questions that are answered by it; `cancels` are packages
    or names of letters that are not to leave any more; `decides` is what goes on record as a person's decision.
    `asks_police` are requests that stand from then on, each with its letter among the `posts`; `papers` is what changes
    of those that stood already. `parties` belong to the case from then on, each with a line of its own, and `answers`
    are codes of questions about the message it was said on. `links` says which cases belong together with it, and which
    no more. `reasons` are the words given for what is decided, which are sealed.
    """

    why: str = ""
    refused: str = ""
    moves_to: State | None = None
    sets: Mapping[str, object] = field(default_factory=dict)
    posts: tuple[Post, ...] = ()
    asks: tuple[Question, ...] = ()
    settles: tuple[str, ...] = ()
    cancels: tuple[str, ...] = ()
    next_action: NextAction | None = None
    decides: tuple[tuple[str, str], ...] = ()
    reasons: str = ""
    asks_police: tuple[PaperOrder, ...] = ()
    papers: tuple[PaperChange, ...] = ()
    parties: tuple[PartyView, ...] = ()
    answers: frozenset[str] = frozenset()
    links: Mapping[str, bool] = field(default_factory=dict)
