"""A message we hold already, or its matter in other words: linked, never merged, answered or counted twice."""

from __future__ import annotations

from handlers import standing_orders
from handlers.arrival import Arrival, Rule
from store.messages import Plan, Question
from store.terms import Kind, Owner, Place, WhyNot


def handle(arrival: Arrival, rule: Rule) -> Plan:
    """The message joins the case of the one already held, if its sender belongs there, and opens none.

    A person is asked whether it is the same. What an office asks of us with it, and whatever else is in it, is asked
    as of any message, because other words about the same matter may say more.
    """
    question = Question("same_again", "Is this the same message again?", Owner.ADMINISTRATOR, arrival.due(1))
    passed_on = rule.asks(arrival) if rule.why_not is WhyNot.FORCE_OR_IOPC else ()
    others = (other for other in arrival.also if other.kind is not Kind.APPLICATION)
    more = (asked for other in others for asked in other.asks(arrival))
    joins_case = arrival.known_case.reference if arrival.known_case else ""
    return standing_orders.plan(
        arrival, rule, place=Place.UNSURE, joins_case=joins_case, asks=(question, *passed_on, *more)
    )
