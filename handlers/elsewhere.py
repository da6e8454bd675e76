"""Mail that touches no case of ours, or none until a person says so; hands nothing over by itself."""

from __future__ import annotations

from handlers import standing_orders
from handlers.arrival import Arrival, Rule
from store.messages import Plan


def handle(arrival: Arrival, rule: Rule) -> Plan:
    """The message goes where its kind goes, and its owner is asked what the row says; no case is touched."""
    return standing_orders.plan(arrival, rule, place=rule.place, asks=rule.asks(arrival))
