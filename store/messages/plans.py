"""What a message is taken for and everything it leads to; carrying it out is somebody else's work."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from store.terms import Flag, Kind, Owner, Place, Quote, ReviewBody, State, TimeResult, WhyNot


@dataclass(frozen=True, slots=True)
class KnownCase:
    """A case as a handler sees it when a message may belong to it; `role` is the sender's in it, "" for none known."""

    reference: str
    state: State
    sender_is_party: bool
    role: str = ""


class Hint(NamedTuple):
    """A result that a request for a review hints at, how surely the message as a whole does, and by which words.

    `odds` is the logarithm of odds: above 0 is likelier than not. `words` is None where no words say so.
    """

    result: TimeResult | ReviewBody
    odds: float
    words: Quote | None


@dataclass(frozen=True, slots=True)
class Recognition:
    """What a message is taken to be, how surely (0 to 1), and the words that say so.

    `gates` are the codes of the machine-mail rules that matched; `why_not` is the first reason, if any, why
    nothing automatic may answer it; `guesses` are the two best kinds where the answer is "unclear"; `uneasy` the words
    that half speak of danger where no flag is set, as people do of an old death or a past attempt; `hints` what the
    message as a whole tells of time and review body, empty where nobody read it so.
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
    hints: tuple[Hint, ...] = ()


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
    `officers` are of the police, as they are named; `limbs` those of the review-body test that words point to;
    `sources` say by the name of a fact which words gave it.
    """

    complainant: str = ""
    force_reference: str | None = None
    provided_on: date | None = None
    last_day: date | None = None
    review_body: str | None = None
    time_result: str | None = None
    units: tuple[str, ...] = ()
    officers: tuple[str, ...] = ()
    representative: str = ""
    limbs: tuple[str, ...] = ()
    sources: Mapping[str, str] = field(default_factory=dict)


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
