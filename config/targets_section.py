"""`[[targets]]` and `[points]`: what the office measures itself by, each from a day on, and what a case weighs.

No target is a period the law sets, and none moves a date of a case: those that do are the office's promises.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from config.faults import Key, shown
from config.section import Section
from config.values import Count, Day
from store.messages import Step, Target, TargetTable
from store.terms import Flag

if TYPE_CHECKING:
    from config.sections import PromisesSection

_PROMISED = {
    Step.ACKNOWLEDGEMENT: "acknowledge_within_working_days",
    Step.TRIAGE: "first_look_within_working_days",
    Step.REVIEW_BODY: "review_body_within_working_days",
    Step.TRANSFER: "transfer_within_working_days",
    Step.PAPERS: "papers_within_working_days",
    Step.ALLOCATION: "allocate_within_working_days",
    Step.RESPONSE: "recommendation_response_within_days",
}


class TargetSection(Section):
    """`[[targets]]`: how long one step may take, for every case in which it begins on `from` or later.

    Without `from` it holds for all cases; a step that is not named here is measured by the office's promise.
    """

    step: Step = Field(description=f"the step it is for: {', '.join(Step)}")
    within: Count = Field(description="how many days the step may take")
    days: Literal["working", "calendar"] = "working"
    since: Day | None = Field(default=None, alias="from")

    def target(self) -> Target:
        """It as figures take it."""
        return Target(self.step, self.within, self.days == "working", self.since)


class PointsSection(Section):
    """`[points]`: what an open case weighs when somebody is suggested for the next: by its kind and its flags.

    While it waits on the police, the complainant or a hold it weighs only `waiting`.
    """

    each: Count = 2
    waiting: Count = 1
    investigation: Count = 2
    other: Annotated[int, Field(ge=0)] = 0
    flags: dict[Flag, Count] = Field(default_factory=dict)


def target_table(sections: Iterable[TargetSection], promises: PromisesSection) -> TargetTable:
    """Every target of the office, its promises among them as far as no other holds for all cases."""
    said = [one.target() for one in sections]
    for_all = {one.step for one in said if one.since is None}
    promised = (
        Target(step, getattr(promises, name), name.endswith("_working_days"))
        for step, name in _PROMISED.items()
        if step not in for_all
    )
    return TargetTable((*promised, *said))


def faults_of_targets(sections: Iterable[TargetSection]) -> Iterator[tuple[Key, str]]:
    """What is wrong with the targets, taken together."""
    seen: set[tuple[Step, object]] = set()
    for one in sections:
        if (one.step, one.since) in seen:
            when = f"from {one.since}" if one.since else "for all cases"
            yield ("targets", "from"), f"there are two targets for {shown(one.step)} {when}; keep one of them."
        seen.add((one.step, one.since))
