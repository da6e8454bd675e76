"""The `[escalation]` section of the settings: what is told at once, to whom else, and when again; tells nobody."""

from __future__ import annotations

from pydantic import Field

from config.section import Section
from config.values import AddressOrNothing, Count, FullPath
from store.terms import Trigger


class EscalationSection(Section):
    """`[escalation]`: what is passed on to the manager by a mail of its own, and what goes on to the head.

    Everything that is passed on stands in the digest until somebody has seen it. What is `told_at_once` is also a mail
    to the manager, goes by the second ways, and comes again after so many working hours without an answer.
    """

    told_at_once: tuple[Trigger, ...] = (Trigger.RISK, Trigger.WRONG_PERSON, Trigger.RAISED)
    never: tuple[Trigger, ...] = ()
    to_head: tuple[Trigger, ...] = ()
    head_address: AddressOrNothing = ""
    second_address: AddressOrNothing = ""
    second_file: FullPath | None = None
    again_after_hours: Count = Field(default=4, le=80)
    old_after_days: Count = 90
