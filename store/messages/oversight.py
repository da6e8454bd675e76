"""What was found when decisions were checked, and what cases show of the police; does nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class AddedSignature:
    """That a letter is signed because of a rule of the office: by whom (a role, or what they may decide), and why."""

    signer: str
    because: str


@dataclass(frozen=True, slots=True)
class CheckRecord:
    """One decision as one person found it: every question of the checklist with its answer ("yes", "no", "n/a").

    `finding` is what they wrote beside it, "" where that has been erased with the case. `feedback_on` is the day on
    which whoever decided heard of it.
    """

    number: int
    reference: str
    decision: str
    person: str
    month: str
    sampler: str
    score: int
    out_of: int
    answers: Mapping[str, str]
    finding: str = ""
    feedback_on: date | None = None


@dataclass(frozen=True, slots=True)
class ThemeRecord:
    """A theme that one case shows, in which unit of the police, found on which day."""

    reference: str
    theme: str
    unit: str
    on: date
    upheld: bool
