"""How long each step of a case took beside the target that was in force when it began; judges no person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from handlers.day_counts import DayCounts, Spent
from handlers.measures import Middle, Share, middle, share
from store.messages import CaseRecord, Step, Target, TargetTable
from store.terms import State

Day = Callable[[CaseRecord], date | None]


def _concluded_on(record: CaseRecord) -> date | None:
    """The day everybody had been told the outcome, of a valid review."""
    return record.told_on if record.accepted_on else None


STEPS: Mapping[Step, tuple[Day, Day]] = MappingProxyType(
    {
        Step.ACKNOWLEDGEMENT: (lambda one: one.received_on, lambda one: one.acknowledged_on),
        Step.TRIAGE: (lambda one: one.received_on, lambda one: one.looked_on),
        Step.REVIEW_BODY: (lambda one: one.received_on, lambda one: one.body_settled_on),
        Step.TRANSFER: (
            lambda one: one.body_settled_on if one.transferred_on else None,
            lambda one: one.transferred_on,
        ),
        Step.PAPERS: (lambda one: one.papers_asked_on, lambda one: one.papers_complete_on),
        Step.ALLOCATION: (lambda one: one.papers_complete_on, lambda one: one.allocated_on),
        Step.COMPLETION: (lambda one: one.received_on, _concluded_on),
        Step.RESPONSE: (lambda one: one.told_on if one.response_due_on else None, lambda one: one.responded_on),
    }
)
"""The day each step begins on, which is day 0, and the day it ends on."""


@dataclass(frozen=True, slots=True)
class Taken:
    """One step of one case: how long it took, and the target in force when it began, if there was one."""

    reference: str
    unit: str
    began_on: date
    ended_on: date
    spent: Spent
    target: Target | None

    @property
    def in_target(self) -> bool | None:
        """Whether it was done within its target; None where there was none."""
        if self.target is None:
            return None
        return (self.spent.working if self.target.in_working_days else self.spent.calendar) <= self.target.within


@dataclass(frozen=True, slots=True)
class StepFigures:
    """What the cases whose step ended in a period come to; `targets` are all that were in force for any of them."""

    step: Step
    n: int
    in_target: Share
    calendar: Middle
    working: Middle
    targets: tuple[Target, ...]


def taken(record: CaseRecord, step: Step, table: TargetTable, counts: DayCounts) -> Taken | None:
    """The step as this case took it; None where it has not been taken, or was never due.

    A step that was done before it could begin (papers sent unasked) took no time.
    """
    begins, ends = STEPS[step]
    began_on, ended_on = begins(record), ends(record)
    if began_on is None or ended_on is None or record.mistake:
        return None
    spent = counts.spent(began_on, ended_on)
    return Taken(record.reference, record.unit, began_on, ended_on, spent, table.in_force(step, began_on))


def performance(
    records: Iterable[CaseRecord], first: date, last: date, table: TargetTable, counts: DayCounts
) -> tuple[StepFigures, ...]:
    """Each step over the cases in which it ended on one of these days."""
    found: dict[Step, list[Taken]] = {step: [] for step in Step}
    for record in records:
        for step, so_far in found.items():
            one = taken(record, step, table, counts)
            if one is not None and first <= one.ended_on <= last:
                so_far.append(one)
    return tuple(figures(step, ones) for step, ones in found.items())


def figures(step: Step, ones: Iterable[Taken]) -> StepFigures:
    """What these come to."""
    every = list(ones)
    targets = dict.fromkeys(one.target for one in sorted(every, key=lambda one: one.began_on) if one.target)
    return StepFigures(
        step=step,
        n=len(every),
        in_target=share(one.in_target for one in every if one.in_target is not None),
        calendar=middle(one.spent.calendar for one in every),
        working=middle(one.spent.working for one in every),
        targets=tuple(targets),
    )


def by_unit(
    step: Step, records: Iterable[CaseRecord], first: date, last: date, table: TargetTable, counts: DayCounts
) -> Mapping[str, StepFigures]:
    """One step for each unit of the force, in alphabetical order; without a unit it counts for none."""
    found: dict[str, list[Taken]] = defaultdict(list)
    for record in records:
        one = taken(record, step, table, counts)
        if one is not None and one.unit and first <= one.ended_on <= last:
            found[one.unit].append(one)
    return {unit: figures(step, ones) for unit, ones in sorted(found.items())}


def late(
    records: Iterable[CaseRecord], step: Step, today: date, table: TargetTable, counts: DayCounts
) -> tuple[str, ...]:
    """The open cases in which this step has begun and not ended and its target has passed; not those on hold."""
    begins, ends = STEPS[step]
    found = []
    for record in records:
        began_on = begins(record)
        if not record.is_open or record.state is State.ON_HOLD or began_on is None or ends(record) is not None:
            continue
        target = table.in_force(step, began_on)
        spent = counts.spent(began_on, today)
        if target and (spent.working if target.in_working_days else spent.calendar) > target.within:
            found.append(record.reference)
    return tuple(found)
