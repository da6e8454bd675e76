"""How likely each date is the outcome letter's, by a table of fitted weights; knows no words itself.

Of all dates of a message and none of them one is the letter's: a conditional logit (McFadden, 1974). The weights lie in
config/cues/letter_dates.toml; bench/fit_dates.py finds them from labelled letters.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from math import exp
from typing import NamedTuple

from handlers.letter_mentions import Mention
from store.messages import Fact


class Likely(NamedTuple):
    """A day with the words that speak for it most, and how likely it is the letter's, between 0 and 1."""

    fact: Fact[date]
    odds: float


def likely_days(mentions: Sequence[Mention], weights: Mapping[str, float]) -> tuple[Likely, ...]:
    """Every day that is named, the likeliest first; what is named twice counts twice. Without weights none is."""
    if not weights:
        return ()
    scored = [(sum(weights.get(name, 0.0) for name in one.inputs), one.fact) for one in mentions]
    top = max((score for score, _ in scored), default=0.0)
    shares = [(exp(score - max(0.0, top)), told) for score, told in scored]
    whole = sum(share for share, _ in shares) + exp(-max(0.0, top))
    days: dict[date, list[tuple[float, Fact[date]]]] = {}
    for share, told in shares:
        days.setdefault(told.value, []).append((share / whole, told))
    found = [Likely(max(some, key=lambda one: one[0])[1], sum(odds for odds, _ in some)) for some in days.values()]
    return tuple(sorted(found, key=lambda one: -one.odds))
