"""What messages and tables say, with the words that say it; nothing here reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Generic, TypeVar

from store.terms import Answer, Limb, Quote, ReviewBody

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Cue:
    """One row of a cue table: phrases that, standing in one of `places`, speak for `name` with `weight` (or against).

    `table` is "kinds", "flags", "machines", "words", "spellings", "languages" or "places" (whose `name` is a unit of
    the police). `senders` are the roles that may be saying it (empty: anybody), `only_for` and `not_for` the words of
    a force's domain it is bound to. What is `deniable` does not count where it is said not to be wanted.
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
    deniable: bool = False


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
    of the force's final letter, `arrived_on` the later day on which it is said to have come, and `sent_astray` the
    words that say, proved by more than the complainant, that it first went to a wrong address; `letter_dates` keeps
    every date that was said to be the letter's. `iopc_received_on` and `force_received_on` are when the IOPC or the
    force had the application that it passes on. `limbs` are words that may bear on a limb of the review-body test,
    never its answer. `units` are the units of the police that are named or whose places are, the likeliest first, and
    `officers` those named by rank with a name or number. `doubts` are what a person should see, each with a stable
    code: "several_references", "several_names", "several_bodies", "letter_to_another", "client_not_named",
    "contradictory_dates", "vague_date", "year_unclear", "weekday_disagrees", "month_first", "no_such_day",
    "date_after_receipt", "disputed_start".
    """

    complainant_name: Fact[str] | None = None
    representative_name: Fact[str] | None = None
    force_reference: Fact[str] | None = None
    force_named: Fact[str] | None = None
    letter_on: Fact[date] | None = None
    letter_dates: tuple[Fact[date], ...] = ()
    arrived_on: Fact[date] | None = None
    sent_astray: Quote | None = None
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
