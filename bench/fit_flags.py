"""Finds the weights with which recognition sets flags, from letters that bench/fit.py reads; touches no file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit

from handlers.flag_odds import ALWAYS
from handlers.flags import FLAGGED
from handlers.kinds import URGENT
from store.terms import Flag

STRENGTH = 1.0  # how much it costs a weight to be far from nothing
# How many false flags a missed one is worth: a danger most of all, then what stops every letter too.
DEARER: Mapping[str, float] = MappingProxyType(
    {
        **dict.fromkeys(map(str, URGENT), 8.0),
        str(Flag.RISK_TO_LIFE): 12.0,
        str(Flag.ABUSIVE): 5.0,
        str(Flag.MINOR): 8.0,
        str(Flag.LITIGATION): 5.0,
    }
)
ELSE = 3.0
SMALL = 0.04  # weights below this are left out


class Letter(NamedTuple):
    """One labelled letter: the flags it carries, and for each flag what speaks for it."""

    flags: frozenset[str]
    inputs: Mapping[str, Mapping[str, float]]
    counts: float


def fitted(flag: str, letters: Sequence[Letter], strength: float = STRENGTH) -> dict[str, float]:
    """The weights of one flag, by what they are for."""
    names = sorted({name for one in letters for name in one.inputs[flag]})
    inputs = _matrix(flag, letters, names)
    there = np.array([flag in one.flags for one in letters], dtype=float)
    counts = np.array([one.counts for one in letters]) * np.where(there == 1, DEARER.get(flag, ELSE), 1.0)
    held = np.array([strength / 100 if name == ALWAYS else strength for name in names])

    def loss(weights: Any) -> tuple[float, Any]:
        likely = expit(inputs @ weights)
        wrong = there * np.log(likely + 1e-12) + (1 - there) * np.log(1 - likely + 1e-12)
        slope = inputs.T @ (counts * (likely - there)) + held * weights
        return float((held * weights**2).sum() / 2 - (counts * wrong).sum()), slope

    found = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": 300}).x
    rounded = {name: round(float(one), 2) for name, one in zip(names, found, strict=True)}
    return {name: one for name, one in rounded.items() if abs(one) >= SMALL or name == ALWAYS}


def said(flag: str, letters: Sequence[Letter], weights: Mapping[str, float]) -> list[bool]:
    """Of which letters these weights say the flag."""
    names = sorted(weights)
    likely = expit(_matrix(flag, letters, names) @ np.array([weights[name] for name in names]))
    return [bool(one >= FLAGGED) for one in likely]


def _matrix(flag: str, letters: Sequence[Letter], names: Sequence[str]) -> Any:
    return np.array([[one.inputs[flag].get(name, 0.0) for name in names] for one in letters])


def check(collections: Mapping[str, Sequence[Letter]]) -> Iterable[str]:
    """A line for each flag: how often it is found in collections that had no part in the fit, and how often falsely."""
    for flag in sorted(next(iter(collections.values()))[0].inputs):
        there = found = right = 0
        for name, theirs in collections.items():
            weights = fitted(flag, [one for other, some in collections.items() if other != name for one in some])
            given = said(flag, theirs, weights)
            there += sum(flag in one.flags for one in theirs)
            found += sum(given)
            right += sum(one and flag in letter.flags for one, letter in zip(given, theirs, strict=True))
        recall, precision = _share(right, there), _share(right, found)
        yield f"{flag:24} recall {right}/{there} = {recall}  precision {right}/{found} = {precision}"


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.0%}" if whole else "-"
