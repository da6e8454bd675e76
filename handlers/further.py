"""Mail that belongs to a case we hold, from whichever side: joins it; never guesses a case and never moves one on."""

from __future__ import annotations

from handlers import application, standing_orders
from handlers.arrival import Arrival, CaseRule, Rule
from store.messages import Plan, Question
from store.terms import Owner, Place

NO_CASE_YET = {Place.CASE_FILE: Place.FILED}


def handle(arrival: Arrival, rule: Rule) -> Plan:
    """The message joins its known case; without one it opens, waits for a person or stands alone, as its row says."""
    if arrival.known_case:
        return standing_orders.plan(
            arrival,
            rule,
            place=rule.place,
            joins_case=arrival.known_case.reference,
            asks=(*rule.asks(arrival), *_perhaps_new(arrival)),
        )
    if rule.case is CaseRule.KNOWN_OR_OPENS and arrival.case is None:
        return application.handle(arrival, rule)
    if rule.case is CaseRule.KNOWN_OR_NONE:
        place = NO_CASE_YET.get(rule.place, rule.place)
        suggested = _which_case(arrival, rule) if arrival.case and rule.action else ()
        return standing_orders.plan(arrival, rule, place=place, asks=(*rule.asks(arrival), *suggested))
    place = rule.place if rule.place is Place.URGENT else Place.UNSURE
    return standing_orders.plan(arrival, rule, place=place, asks=_which_case(arrival, rule))


def _which_case(arrival: Arrival, rule: Rule) -> tuple[Question, ...]:
    text = f"This reads as {rule.words}, but no case is known for it. Which case is it about?"
    if arrival.case:
        text = (
            f"This reads as {rule.words} and points to {arrival.case.reference}, but the sender is not known there. "
            "Does it belong to that case?"
        )
    return (Question("which_case", text, Owner.ADMINISTRATOR, arrival.due(min(rule.within, 1))),)


def _perhaps_new(arrival: Arrival) -> tuple[Question, ...]:
    if not arrival.may_be_application_too:
        return ()
    text = "It may also ask for another review. Is it a new request or part of this case?"
    return (Question("new_or_known", text, Owner.ADMINISTRATOR, arrival.due(arrival.targets.first_look_within)),)
