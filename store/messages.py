"""What crosses between the folders, as frozen data; nothing here does anything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Generic, TypeVar

from store.terms import Answer, Flag, Kind, Limb, Owner, Place, Quote, ReviewBody, State, WhyNot

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Forwarded:
    """What a message that came as a file says of itself: claimed, and vouched for by nobody.

    `sender` is a plain address in lower case, "" where it names none; `sent_at` is None where it says no instant.
    """

    sender: str
    sender_name: str
    sent_at: datetime | None
    subject: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """One file that came with a message: its label as the sender gave it (cleaned), never a path; size in bytes.

    `text` is what a document says, as far as it was read; `text_fault` is the code of why that is not all, "" where
    it is all or where nobody reads such files (pictures, films). `inside` names the containers the file was found
    in, outermost first (winmail.dat, an archive, an attached message), and is empty for the message's own files;
    inside a container that was not unpacked `sha256` is "". `forwarded` stands where the file is itself a message.
    """

    name: str
    content_type: str
    size: int
    sha256: str
    inline: bool = False
    text: str = ""
    text_fault: str = ""
    inside: tuple[str, ...] = ()
    forwarded: Forwarded | None = None

    @property
    def place(self) -> str:
        """Where the file lies, in words: "winmail.dat › outcome letter.docx"; its name where it lies in no other."""
        return " › ".join((*self.inside, self.name))


@dataclass(frozen=True, slots=True)
class Incoming:
    """One received message, read: all text is data from outside, with line breaks and control characters made harmless.

    `sender` is set only where the message names exactly one author whose address every reading agrees on, in
    lower case; otherwise it is empty and `sender_doubt` says why. `return_path` is None where no such header
    came and "" where it was the null path. `headers` are in their order, names in lower case, values unfolded.
    """

    sender: str = ""
    sender_name: str = ""
    sender_doubt: str = ""
    to: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    reply_to: tuple[str, ...] = ()
    subject: str = ""
    message_id: str = ""
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    return_path: str | None = None
    sent_at: datetime | None = None
    headers: tuple[tuple[str, str], ...] = ()
    content_type: str = "text/plain"
    text: str = ""
    new_text: str = ""
    attachments: tuple[Attachment, ...] = ()
    failed_recipients: tuple[str, ...] = ()
    failed_message_ids: tuple[str, ...] = ()
    defects: tuple[str, ...] = ()
    fingerprint: str = ""

    def header(self, name: str) -> tuple[str, ...]:
        """Every value of one header, in order; the name in any casing."""
        wanted = name.lower()
        return tuple(value for key, value in self.headers if key == wanted)


@dataclass(frozen=True, slots=True)
class OfficeDomains:
    """Whose mail is whose: our own addresses and domains, the force's and the IOPC's; sub-domains belong to them.

    `names` are what the office calls itself, in lower case: nobody else writes under them.
    """

    mailbox_address: str
    own: tuple[str, ...] = ()
    force: tuple[str, ...] = ()
    iopc: tuple[str, ...] = ()
    names: tuple[str, ...] = ()

    @property
    def force_words(self) -> frozenset[str]:
        """The words of the force's domains, by which a table is bound to one force: "leics-police" is also "leics"."""
        labels = (label for domain in self.force for label in domain.lower().split("."))
        return frozenset(part for label in labels for part in (label, *label.split("-")))


@dataclass(frozen=True, slots=True)
class Office:
    """What letters say about the office that sends them."""

    name: str
    team: str
    mailbox_address: str
    force_name: str
    telephone: str = ""
    website: str = ""
    postal_address: str = ""


@dataclass(frozen=True, slots=True)
class KnownCase:
    """A case as a handler sees it when a message may belong to it."""

    reference: str
    state: State
    sender_is_party: bool


@dataclass(frozen=True, slots=True)
class Recognition:
    """What a message is taken to be, how surely (0 to 1), and the words that say so.

    `gates` are the codes of the machine-mail rules that matched; `why_not` is the first reason, if any, why
    nothing automatic may answer it; `guesses` are the two best kinds where the answer is "unclear"; `uneasy` the words
    that half speak of danger where no flag is set, as people do of an old death or a past attempt.
    """

    kind: Kind
    confidence: float
    reasons: tuple[Quote, ...] = ()
    also: tuple[Kind, ...] = ()
    flags: frozenset[Flag] = frozenset()
    gates: tuple[str, ...] = ()
    why_not: WhyNot | None = None
    guesses: tuple[Kind, ...] = ()
    uneasy: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """Yes or no, with the reason in words; a no always carries its code."""

    may: bool
    reason: str
    why_not: WhyNot | None = None


@dataclass(frozen=True, slots=True)
class LetterOrder:
    """A letter to be written: which template, for what occasion (it is sent once for each), with which facts.

    It goes to the address of the very message it answers; no other recipient can be expressed here.
    """

    letter: str
    occasion: str
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NextAction:
    """What happens next on a case, who does it and by which day."""

    what: str
    owner: Owner
    on: date


@dataclass(frozen=True, slots=True)
class Question:
    """Something only a person can settle; `code` is stable, `text` is a sentence without personal data."""

    code: str
    text: str
    owner: Owner
    due_on: date


@dataclass(frozen=True, slots=True)
class Learned:
    """What a new case starts with, as stated and assessed and not yet confirmed; None is what nobody has said.

    `provided_on` is the day provisionally counted from and `last_day` the strict last day it gives; `review_body` is
    where the evidence points ("LPB", "IOPC" or "UNKNOWN") and `time_result` one of the eight time results. `units` and
    `officers` are of the police, as they are named.
    """

    complainant: str = ""
    force_reference: str | None = None
    provided_on: date | None = None
    last_day: date | None = None
    review_body: str | None = None
    time_result: str | None = None
    units: tuple[str, ...] = ()
    officers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything one message leads to; carrying it out is somebody else's work."""

    why: str
    place: Place
    may_acknowledge: Decision
    opens_case: bool = False
    joins_case: str = ""
    next_action: NextAction | None = None
    learns: Learned = field(default_factory=Learned)
    letters: tuple[LetterOrder, ...] = ()
    asks: tuple[Question, ...] = ()
    categories: tuple[str, ...] = ()
    flag_on: date | None = None


@dataclass(frozen=True, slots=True)
class Rendered:
    """A letter's words: one line of subject, HTML for mail clients and the same said in plain text."""

    subject: str
    html: str
    text: str
    template_version: str


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter ready for a mailbox: data, never MIME; exactly one recipient, no copies.

    `key` never changes and is carried inside the letter; `answers_item` is the item it replies to (for the
    thread only), `written_at` the instant its draft is made.
    """

    key: str
    message_id: str
    sender_name: str
    sender: str
    to: str
    subject: str
    html: str
    text: str
    written_at: datetime
    answers_item: str = ""
    answers_message_id: str = ""
    references: tuple[str, ...] = ()
    loop_mark: str = ""


@dataclass(frozen=True, slots=True)
class Cue:
    """One row of a cue table: phrases that, standing in one of `places`, speak for `name` with `weight` (or against).

    `table` is "kinds", "flags", "machines", "words", "spellings", "languages" or "places" (whose `name` is a unit of
    the police). `senders` are the roles that may be saying it (empty: anybody), `only_for` and `not_for` the words of
    a force's domain it is bound to.
    """

    table: str
    name: str
    says: str
    phrases: tuple[str, ...]
    weight: float = 0.0
    places: tuple[str, ...] = ()
    senders: tuple[str, ...] = ()
    only_for: tuple[str, ...] = ()
    not_for: tuple[str, ...] = ()


class HowProvided(StrEnum):
    """How the outcome letter is said to have come."""

    EMAIL = "email"
    POST = "post"
    IN_PERSON = "in_person"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Fact(Generic[T]):
    """One thing a message says, and the words that say it; it is what somebody wrote and nothing is proved by it."""

    value: T
    quote: Quote


@dataclass(frozen=True, slots=True)
class Facts:
    """What a message and its documents say of a complaint and its outcome; None is what they do not say.

    Names are without titles; several applicants, and several references, are joined with "; ". `letter_on` is the date
    of the force's final letter, `arrived_on` the later day on which it is said to have come; `letter_dates` keeps every
    date that was said to be the letter's. `iopc_received_on` and `force_received_on` are when the IOPC or the force had
    the application that it passes on. `limbs` are words that may bear on a limb of the review-body test, never its
    answer. `units` are the units of the police that are named or whose places are, the likeliest first, and `officers`
    those named by rank with a name or number. `doubts` are what a person should see, each with a stable code:
    "several_references", "several_names", "several_bodies", "letter_to_another", "client_not_named",
    "contradictory_dates", "vague_date", "year_unclear", "weekday_disagrees", "month_first", "no_such_day",
    "date_after_receipt".
    """

    complainant_name: Fact[str] | None = None
    representative_name: Fact[str] | None = None
    force_reference: Fact[str] | None = None
    force_named: Fact[str] | None = None
    letter_on: Fact[date] | None = None
    letter_dates: tuple[Fact[date], ...] = ()
    arrived_on: Fact[date] | None = None
    how_provided: Fact[HowProvided] | None = None
    complaint_made_on: Fact[date] | None = None
    iopc_received_on: Fact[date] | None = None
    force_received_on: Fact[date] | None = None
    deadline_stated: Fact[date] | None = None
    review_body_named: Fact[ReviewBody] | None = None
    review_rights: Answer = Answer.UNKNOWN
    outcome_given: Answer = Answer.UNKNOWN
    outcome_words: Quote | None = None
    rights_words: Quote | None = None
    limbs: tuple[Fact[Limb], ...] = ()
    grounds: Fact[str] | None = None
    adjustments: tuple[Fact[str], ...] = ()
    units: tuple[Fact[str], ...] = ()
    officers: tuple[Fact[str], ...] = ()
    doubts: tuple[Fact[str], ...] = ()
