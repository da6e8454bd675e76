"""The `[other_work]` and `[[other_matters]]` sections: matters that are no reviews, and their periods; opens none.

Every period here is the office's choice. Where one follows a law, `law` names it, and `verified` says that somebody of
the office has checked it: nobody has checked those that are supplied.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated

from pydantic import AfterValidator, Field

from config.faults import Key, shown
from config.section import Section
from config.supplied_matters import SUPPLIED
from config.values import Line, LineOrNothing, ReferencePrefix, Seconds
from store.messages.matters import Counted, MatterKind, MatterVerb, StepRule

_LONGEST = {Counted.WORKING: 500, Counted.CALENDAR: 3650, Counted.MONTHS: 120}


def _word(value: str) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9-]{0,29}", value):
        raise ValueError(f"{shown(value)} is no word to call it by; use small letters and hyphens, like chair.")
    return value


def _at_least_one(steps: tuple[MatterStepSection, ...]) -> tuple[MatterStepSection, ...]:
    if not steps:
        raise ValueError("a kind of matter needs at least one step.")
    return steps


Word = Annotated[str, AfterValidator(_word)]
Number = Annotated[Seconds, Field(ge=0, le=max(_LONGEST.values()))]


class OtherWorkSection(Section):
    """`[other_work]`: whether the office keeps matters that are no reviews, what their references begin with, and how
    many working days before a step is due its owner is reminded (0: on the day alone).
    """

    on: bool = False
    prefix: ReferencePrefix = "OTH"
    remind_working_days_before: Annotated[Seconds, Field(ge=0, le=30)] = 3


class MatterStepSection(Section):
    """`[[other_matters.steps]]`: one step, so many days after, or `before`, a day of the matter or another step."""

    key: Word = Field(description="one word for the step, as people type it")
    name: Line = Field(description="what is to be done")
    days: Number = Field(description="how many days, or months")
    counted: Counted = Counted.WORKING
    before: bool = False
    since: Word = Field(alias="from", description="the day it is counted from: one of `dates`, or another step")
    law: LineOrNothing = ""
    verified: bool = False
    serve: bool = False
    repeats: bool = False

    def rule(self) -> StepRule:
        """It as matters take it."""
        return StepRule(
            self.key, self.name, self.days, self.counted, self.since, self.before, self.law, self.verified, self.serve,
            self.repeats,
        )  # fmt: skip


class MatterKindSection(Section):
    """`[[other_matters]]`: a kind of matter; one of a supplied key takes that one's place."""

    key: Word = Field(description="one word for the kind, as people type it")
    name: Line = Field(description="the kind as people say it")
    dates: Mapping[Word, Line] = Field(description="the days it is counted from, each with what it is called")
    steps: Annotated[tuple[MatterStepSection, ...], AfterValidator(_at_least_one)] = Field(description="its steps")

    def kind(self) -> MatterKind:
        """It as matters take it."""
        return MatterKind(self.key, self.name, dict(self.dates), tuple(one.rule() for one in self.steps))


def kinds(sections: Iterable[MatterKindSection]) -> tuple[MatterKind, ...]:
    """Every kind of matter the office keeps: those supplied, and its own beside them or in their place."""
    known = {one.key: one for one in SUPPLIED}
    return tuple({**known, **{one.key: one.kind() for one in sections}}.values())


def faults_of_kinds(sections: Iterable[MatterKindSection]) -> Iterator[tuple[Key, str]]:
    """What is wrong with the kinds of matter, taken together."""
    seen: set[str] = set()
    for one in sections:
        if one.key in seen:
            yield ("other_matters", "key"), f"two kinds of matter are called {shown(one.key)}; keep one of them."
        seen.add(one.key)
        yield from ((("other_matters", *where), f"{one.name}: {said}") for where, said in _faults(one))


def _faults(one: MatterKindSection) -> Iterator[tuple[Key, str]]:
    before: set[str] = set()
    for step in one.steps:
        if step.key in before or step.key in one.dates:
            yield ("steps", "key"), f"{shown(step.key)} is the word for two things; give each its own."
        if step.since not in one.dates and step.since not in before:
            yield ("steps", "from"), f"{shown(step.since)} is none of its dates, and no step before {shown(step.key)}."
        if step.days > _LONGEST[step.counted]:
            yield ("steps", "days"), f"{step.days} is too many for {shown(step.key)}, counted in {step.counted} days."
        if step.repeats and (step.before or not step.days):
            yield ("steps", "repeats"), f"{shown(step.key)} repeats, so it needs days, counted forwards."
        before.add(step.key)
    for word in sorted({*before, *one.dates} & {*MatterVerb, "on", "by", "to", "message", "because"}):
        yield ("steps", "key"), f"{shown(word)} is a word of commands; call it otherwise."
