"""Mail that belongs to a case we hold, from whichever side: joins it; never guesses a case and never moves one on."""

from __future__ import annotations

from handlers import application, notices, standing_orders
from handlers.arrival import Arrival, CaseRule, Rule
from store.messages import Plan, Question
from store.terms import Owner, Place, WhyNot

NO_CASE_YET = {Place.CASE_FILE: Place.FILED}


def handle(arrival: Arrival, rule: Rule) -> Plan:
    """The message joins its known case; without one it opens, waits for a person or stands alone, as its row says.

    What may be answered opens its case also where it points to one that its sender is no party of: a stranger must not
    learn from the answer whether that case exists.
    """
    if arrival.known_case:
        return _joins(arrival, rule, arrival.known_case.reference)
    if rule.case is CaseRule.KNOWN_OR_OPENS and (arrival.case is None or rule.why_not is None):
        return application.handle(arrival, rule)
    if rule.case is CaseRule.KNOWN_OR_NONE:
        place = NO_CASE_YET.get(rule.place, rule.place)
        suggested = _which_case(arrival, rule) if arrival.case and rule.action else ()
        return standing_orders.plan(arrival, rule, place=place, asks=(*rule.asks(arrival), *suggested))
    place = rule.place if rule.place is Place.URGENT else Place.UNSURE
    return standing_orders.plan(arrival, rule, place=place, asks=_which_case(arrival, rule))


def _joins(arrival: Arrival, rule: Rule, reference: str) -> Plan:
    """The police's and the IOPC's mail joins its case and waits for a person: nothing yet proves who wrote it."""
    from_an_office = rule.why_not is WhyNot.FORCE_OR_IOPC
    return standing_orders.plan(
        arrival,
        rule,
        place=Place.UNSURE if from_an_office else rule.place,
        joins_case=reference,
        asks=(
            *rule.asks(arrival),
            *(_really_theirs(arrival, rule, reference) if from_an_office else ()),
            *notices.of(arrival, rule),
            *perhaps_new(arrival),
        ),
    )


def _really_theirs(arrival: Arrival, rule: Rule, reference: str) -> tuple[Question, ...]:
    text = f"This reads as {rule.words} for {reference}, and nobody vouches for its sender. Is it really theirs?"
    return (Question("really_theirs", text, Owner.ADMINISTRATOR, arrival.due(min(rule.within, 1))),)


def _which_case(arrival: Arrival, rule: Rule) -> tuple[Question, ...]:
    text = f"This reads as {rule.words}, but no case is known for it. Which case is it about?"
    if arrival.case:
        text = (
            f"This reads as {rule.words} and points to {arrival.case.reference}, but the sender is not known there. "
            "Does it belong to that case?"
        )
    within = 0 if notices.is_one(arrival, rule) else min(rule.within, 1)
    return (Question("which_case", text, Owner.ADMINISTRATOR, arrival.due(within)),)


def perhaps_new(arrival: Arrival) -> tuple[Question, ...]:
    """Whether a mail on a known case asks for another review as well, as a question."""
    if not arrival.may_be_application_too:
        return ()
    text = "It may also ask for another review. Is it a new request or part of this case?"
    return (Question("new_or_known", text, Owner.ADMINISTRATOR, arrival.due(arrival.targets.first_look_within)),)
