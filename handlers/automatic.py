"""Mail that machines write about mail: filed with its case where there is one; nothing is ever sent because of it."""

from __future__ import annotations

from handlers import standing_orders
from handlers.arrival import Arrival, CaseRule, Rule
from store.messages import Plan


def handle(arrival: Arrival, rule: Rule) -> Plan:
    """The message is filed and its row's question asked; a delivery failure belongs to the case of the failed letter.

    That case was found by our own letter's key, so there the sender, a mail system, need not be a party.
    """
    case = arrival.case if rule.case is CaseRule.OF_LETTER else arrival.known_case
    joins_case = case.reference if case else ""
    return standing_orders.plan(arrival, rule, place=rule.place, joins_case=joins_case, asks=rule.asks(arrival))
