"""What an office measures itself by: the steps of a case, and how long each may take from which day on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Step(StrEnum):
    """A step of a case that has a target, in the order of its life."""

    ACKNOWLEDGEMENT = "acknowledgement"
    TRIAGE = "triage"
    REVIEW_BODY = "review_body"
    TRANSFER = "transfer"
    PAPERS = "papers"
    ALLOCATION = "allocation"
    COMPLETION = "completion"
    RESPONSE = "recommendation_response"


@dataclass(frozen=True, slots=True)
class Target:
    """How many days a step may take, for each case in which it begins on `since` or later (None: always)."""

    step: Step
    within: int
    in_working_days: bool = True
    since: date | None = None


@dataclass(frozen=True, slots=True)
class TargetTable:
    """Every target there ever was; what has changed holds only for what begins from its day on."""

    every: tuple[Target, ...] = ()

    def in_force(self, step: Step, on: date) -> Target | None:
        """The target of a step that begins on this day; None where the office has none."""
        known = [one for one in self.every if one.step is step and (one.since is None or one.since <= on)]
        return max(known, key=lambda one: one.since or date.min) if known else None

    def in_use(self, step: Step, first: date, last: date) -> tuple[Target, ...]:
        """The targets of a step that were in force on any of these days, the oldest first."""
        later = [one for one in self.every if one.step is step and one.since and first < one.since <= last]
        before = self.in_force(step, first)
        return (*((before,) if before else ()), *sorted(later, key=lambda one: one.since or date.min))
