"""A request for a review, alone or inside other mail: opens its case and asks what is unsettled; settles nothing."""

from __future__ import annotations

from datetime import date

from handlers import answering, standing_orders
from handlers.arrival import Arrival, Rule
from handlers.body_told import AS_TOLD
from store.messages import Facts, Learned, NextAction, Plan, Question
from store.terms import Kind, Owner, Place, ReviewBody, TimeFinding

FIRST_LOOK = "Settle whose review it is, then the time, then the right"


def handle(arrival: Arrival, rule: Rule) -> Plan:
    """The message opens a case, received on the day the message was, whether or not it may be answered.

    It waits for a person to confirm it, unless it plainly asks for a review, in time and of us, with nothing unsettled
    or against: then it lies in its case's folder at once.
    """
    own = () if rule.kind is Kind.APPLICATION else rule.asks(arrival)
    place = Place.CONFIRM if rule.place in standing_orders.OUT_OF_SIGHT else rule.place
    return standing_orders.plan(
        arrival,
        rule,
        place=Place.CASE_FILE if _nothing_against(arrival, rule) else place,
        next_action=NextAction(FIRST_LOOK, Owner.ADMINISTRATOR, arrival.due(arrival.targets.first_look_within)),
        learns=_learned(arrival),
        asks=(*own, *_unsettled(arrival), *_perhaps_not_new(arrival)),
    )


def _nothing_against(arrival: Arrival, rule: Rule) -> bool:
    plain = rule.kind is Kind.APPLICATION and not arrival.recognition.also and arrival.case is None
    answerable = answering.may_acknowledge(arrival, rule).may
    return plain and answerable and arrival.assessed is not None and arrival.assessed.nothing_against


def _learned(arrival: Arrival) -> Learned:
    if arrival.assessed is None:
        return Learned()
    facts, law = arrival.assessed.facts, arrival.assessed.law
    count = law.time.count if isinstance(law.time, TimeFinding) else None
    return Learned(
        complainant=facts.complainant_name.value if facts.complainant_name else "",
        force_reference=facts.force_reference.value if facts.force_reference else None,
        provided_on=count.provided_on if count else None,
        last_day=count.last_day if count else None,
        review_body=arrival.assessed.points_to or "UNKNOWN",
        time_result=arrival.assessed.time_result,
        units=tuple(unit.value for unit in facts.units),
        officers=tuple(officer.value for officer in facts.officers),
        representative=facts.representative_name.value if facts.representative_name else "",
        limbs=tuple(dict.fromkeys(limb.value.value for limb in facts.limbs)),
        sources=_sources(facts, count.provided_on if count else None),
    )


def _sources(facts: Facts, provided_on: date | None) -> dict[str, str]:
    """The words each fact was read from, with where they stood; the day that the count rests on before another."""
    days = [fact for fact in (facts.letter_on, facts.arrived_on) if fact]
    stated = {
        "complainant": facts.complainant_name,
        "force_reference": facts.force_reference,
        "provided_on": next((day for day in days if day.value == provided_on), next(iter(days), None)),
    }
    limbs = {f"limb {fact.value}": fact for fact in reversed(facts.limbs)}  # the first words for a limb win
    return {name: standing_orders.quoted(fact.quote) for name, fact in (stated | limbs).items() if fact}


def _unsettled(arrival: Arrival) -> tuple[Question, ...]:
    """Whose review it is comes first; the time and the right follow it. What the law makes of it stands beside."""
    first, then = arrival.due(arrival.targets.first_look_within), arrival.due(arrival.targets.settle_within)
    return (
        Question("review_body", f"Is this review for us or for the IOPC?{_body(arrival)}", Owner.ADMINISTRATOR, first),
        Question("time", f"Was the request made in time?{_time(arrival)}", Owner.ADMINISTRATOR, then),
        Question("right", "Is there a right to a review?", Owner.ADMINISTRATOR, then),
    )


def _body(arrival: Arrival) -> str:
    if arrival.assessed is None:
        return ""
    match arrival.assessed.points_to:
        case ReviewBody.DIRECTOR_GENERAL:
            return " The words point to the IOPC: forward it today if that is so."
        case ReviewBody.LOCAL_POLICING_BODY:
            named = arrival.assessed.facts.review_body_named
            told = "They say that the" if named and named.quote.says == AS_TOLD else "The"
            return f" {told} outcome letter names us, and no word known to this service points elsewhere."
    return " Nothing in it settles that: the complaint itself must be read."


def _time(arrival: Arrival) -> str:
    if arrival.assessed is None:
        return ""
    time = arrival.assessed.law.time
    if isinstance(time, TimeFinding):
        return f" It reads as {time.value.replace('_', ' ').lower()}: {time.reason}"
    return f" {time.question}"


def _perhaps_not_new(arrival: Arrival) -> tuple[Question, ...]:
    if arrival.case is None:
        return ()
    text = f"It also points to {arrival.case.reference}. Is it a new request or part of that case?"
    return (Question("new_or_known", text, Owner.ADMINISTRATOR, arrival.due(arrival.targets.first_look_within)),)
