"""Medians, percentiles and shares, in one way for every figure the office shows; counts no cases itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil
from statistics import median


@dataclass(frozen=True, slots=True)
class Middle:
    """The middle, the 90th percentile, the average and the longest of some numbers; None where there are none."""

    n: int
    median: float | None
    p90: int | None
    average: float | None
    longest: int | None


def middle(values: Iterable[int]) -> Middle:
    """What some numbers of days come to.

    The 90th percentile is the smallest of them that nine in ten do not exceed; no number is invented between two.
    """
    found = sorted(values)
    if not found:
        return Middle(0, None, None, None, None)
    return Middle(len(found), median(found), percentile(found, 90), sum(found) / len(found), found[-1])


def percentile(ordered: Sequence[int], share: int) -> int:
    """The smallest of these, which are in order, that this share of a hundred does not exceed."""
    return ordered[ceil(len(ordered) * share / 100) - 1]


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    part: int
    of: int

    @property
    def percent(self) -> float | None:
        """The share of a hundred; None of nothing, which is not nought."""
        return 100 * self.part / self.of if self.of else None


def share(values: Iterable[bool]) -> Share:
    """How many of these are true, of how many."""
    known = list(values)
    return Share(sum(known), len(known))
