"""A request for a review, alone or inside other mail: opens its case and asks what is unsettled; settles nothing."""

from __future__ import annotations

from handlers import standing_orders
from handlers.arrival import Arrival, Rule
from store.messages import NextAction, Plan, Question
from store.terms import Kind, Owner, Place

FIRST_LOOK = "Settle whose review it is, then the time, then the right"

# Mail that opens a case waits for a person, and never lies where mail lies that nobody needs to look at.
OUT_OF_SIGHT = (Place.CASE_FILE, Place.FILED, Place.MACHINES, Place.UNWANTED)


def handle(arrival: Arrival, rule: Rule) -> Plan:
    """The message opens a case, received on the day the message was, whether or not it may be answered.

    It lies where its kind does: a request waits for a person to confirm it, because whose review it is, the time
    and the right are always open when it comes.
    """
    own = () if rule.kind is Kind.APPLICATION else rule.asks(arrival)
    return standing_orders.plan(
        arrival,
        rule,
        place=Place.CONFIRM if rule.place in OUT_OF_SIGHT else rule.place,
        next_action=NextAction(FIRST_LOOK, Owner.ADMINISTRATOR, arrival.due(arrival.targets.first_look_within)),
        asks=(*own, *_unsettled(arrival), *_perhaps_not_new(arrival)),
    )


def _unsettled(arrival: Arrival) -> tuple[Question, ...]:
    """Whose review it is comes first; the time and the right follow it."""
    first, then = arrival.due(arrival.targets.first_look_within), arrival.due(arrival.targets.settle_within)
    return (
        Question("review_body", "Is this review for us or for the IOPC?", Owner.ADMINISTRATOR, first),
        Question("time", "Was the request made in time?", Owner.ADMINISTRATOR, then),
        Question("right", "Is there a right to a review?", Owner.ADMINISTRATOR, then),
    )


def _perhaps_not_new(arrival: Arrival) -> tuple[Question, ...]:
    if arrival.case is None:
        return ()
    text = f"It also points to {arrival.case.reference}. Is it a new request or part of that case?"
    return (Question("new_or_known", text, Owner.ADMINISTRATOR, arrival.due(arrival.targets.first_look_within)),)
