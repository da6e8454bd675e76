"""What the law makes of the facts a message states: an assessment with its reasons, for a person; decides nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from handlers.allegation_words import DISHONESTY, UNLAWFUL
from handlers.body_told import AS_TOLD
from handlers.counting import Detour, TimeFacts, time_limit
from handlers.done_by import BY_ITSELF, BY_OTHERS
from handlers.law import Assessment, LimbFact, assess, relevant_review_body
from handlers.letter_told import DISPUTED
from handlers.working_days import WorkingDays
from store.messages import Fact, Facts
from store.terms import Answer, Flag, Holder, Limb, Quote, ReviewBody, TimeFinding, TimeResult, london_date

T = TypeVar("T")

# Angry people say these of much that meets no limb: they leave the body open and point nowhere.
DOUBTFUL = frozenset({DISHONESTY, UNLAWFUL})
THEIRS = frozenset({Flag.DEATH_OR_SERIOUS_INJURY, Flag.DISCRIMINATION, Flag.SENIOR_OFFICER})
NOT_PLAINLY_OURS = frozenset({Flag.SAFEGUARDING, Flag.DOMESTIC_ABUSE})  # whom the police may have failed to protect


@dataclass(frozen=True, slots=True)
class Assessed:
    """The facts, what the law says of them, and which body the evidence points to (None where it points nowhere).

    `points_to` is evidence for whoever settles the review body: an allegation that may meet a limb points to the IOPC
    whatever the letter names; the letter's naming us, or the IOPC's passing it on, points to us only where nothing in
    the allegations speaks against it.
    """

    facts: Facts
    law: Assessment
    points_to: ReviewBody | None
    in_time_anyway: bool = False

    @property
    def time_result(self) -> TimeResult:
        """The time result as an assessment; where a date must be asked for first, the start is unknown.

        What is in time even if nothing is left out is in time, whatever the answer.
        """
        if isinstance(self.law.time, TimeFinding):
            return self.law.time.value
        return TimeResult.IN_TIME if self.in_time_anyway else TimeResult.START_UNKNOWN

    @property
    def nothing_against(self) -> bool:
        """In time, ours by the letter itself and by all words, and name, reference, letter and grounds are there."""
        facts = self.facts
        there = (facts.complainant_name, facts.force_reference, facts.letter_on, facts.grounds)
        named = facts.review_body_named
        ours = self.points_to is ReviewBody.LOCAL_POLICING_BODY and not (named and named.quote.says == AS_TOLD)
        plain = not facts.doubts and facts.sent_astray is None
        return self.time_result is TimeResult.IN_TIME and ours and all(there) and plain


def assessed(
    facts: Facts, flags: frozenset[Flag], *, received_at: datetime, days: WorkingDays, passed_on_by_iopc: bool
) -> Assessed:
    """The law applied to what a message states, the review body before the time (regulations 29 and 32)."""
    body = relevant_review_body(_limbs(facts), letter_names=_value(facts.review_body_named))
    stated = _time_facts(facts, received_at, passed_on_by_iopc)
    whole = time_limit(replace(stated, detours=()), days)
    return Assessed(
        facts,
        assess(body, time_limit(stated, days), passed_on_by_iopc=passed_on_by_iopc),
        _points_to(facts, flags, passed_on_by_iopc),
        isinstance(whole, TimeFinding) and whole.value is TimeResult.IN_TIME,
    )


def _limbs(facts: Facts) -> dict[Limb, LimbFact]:
    """Words that may bear on a limb, as its evidence; a person answers it."""
    quotes: dict[Limb, list[Quote]] = {}
    for cue in facts.limbs:
        quotes.setdefault(cue.value, []).append(cue.quote)
    return {limb: LimbFact(Answer.UNKNOWN, tuple(found)) for limb, found in quotes.items()}


def _points_to(facts: Facts, flags: frozenset[Flag], passed_on_by_iopc: bool) -> ReviewBody | None:
    named = _value(facts.review_body_named)
    plain = [cue for cue in facts.limbs if cue.quote.says not in DOUBTFUL and not cue.quote.says.endswith(BY_OTHERS)]
    by_itself = any(BY_ITSELF in cue.quote.says for cue in facts.limbs)
    if plain or (flags & THEIRS and not by_itself) or named is ReviewBody.DIRECTOR_GENERAL:
        return ReviewBody.DIRECTOR_GENERAL
    if facts.limbs or flags & NOT_PLAINLY_OURS:
        return None
    return ReviewBody.LOCAL_POLICING_BODY if passed_on_by_iopc else named


def _time_facts(facts: Facts, received_at: datetime, passed_on_by_iopc: bool) -> TimeFacts:
    today, letter_on, with_force = london_date(received_at), _value(facts.letter_on), _value(facts.force_received_on)
    detours: tuple[Detour, ...] = ()
    if passed_on_by_iopc:
        detours = (Detour(Holder.DIRECTOR_GENERAL, _value(facts.iopc_received_on), today),)
    elif with_force and letter_on and letter_on <= with_force <= today:
        detours = (Detour(Holder.FORCE, with_force, today),)
    words = (facts.outcome_words, facts.rights_words, facts.sent_astray)
    facts_quoted = (facts.letter_on, facts.arrived_on)
    unsure = [doubt.quote for doubt in facts.doubts if doubt.value == DISPUTED]
    quotes = [fact.quote for fact in facts_quoted if fact] + [quote for quote in words if quote]
    return TimeFacts(
        received=received_at,
        letter_on=_value(facts.letter_on),
        arrived_on=_value(facts.arrived_on),
        complaint_made_on=_value(facts.complaint_made_on),
        review_rights=facts.review_rights,
        outcome_given=facts.outcome_given,
        detours=detours,
        evidence=(*quotes, *unsure),
        disputed=bool(unsure),
        went_astray=facts.sent_astray is not None,
    )


def _value(fact: Fact[T] | None) -> T | None:
    return fact.value if fact else None
