"""A message whose content we already hold: linked to the earlier one and never merged, answered or counted twice."""

from __future__ import annotations

from handlers import standing_orders
from handlers.arrival import Arrival, Rule
from store.messages import Plan, Question
from store.terms import Owner, Place


def handle(arrival: Arrival, rule: Rule) -> Plan:
    """The message joins the case of the one already held and opens none; a person is asked whether it is the same."""
    question = Question("same_again", "Is this the same message again?", Owner.ADMINISTRATOR, arrival.due(1))
    joins_case = arrival.case.reference if arrival.case else ""
    return standing_orders.plan(arrival, rule, place=Place.UNSURE, joins_case=joins_case, asks=(question,))
