"""How far a sentence reads like the example lines of each meaning; counts words and decides nothing.

Multinomial naive Bayes over words, pairs of words and word beginnings (Manning, Raghavan and Schütze, Introduction to
Information Retrieval, chapter 13). A class is a meaning, and a line of its examples is a document.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise
from math import exp, log, sqrt
from typing import NamedTuple
from zlib import crc32

from handlers.packed import Packed, packed
from handlers.phrases import STOP

SMOOTHING = 0.4
HARDLY = 0.1  # a difference between meanings that says nothing
LONGEST_UNIT, STRIDE, SHORTEST_UNIT = 36, 14, 3  # words
MOST_UNITS = 2_000
_WINDOW = 28
_BEGINNING = 5  # letters of a longer word that count by themselves
_BITS, _NEXT, _BUT_ONE = 0xFFFFFFFF, 0x9E3779B1, 0x85EBCA6B


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence, or a piece of a very long one: from which word of the text up to which, and what stands in it."""

    start: int
    end: int
    features: frozenset[int]


@dataclass(frozen=True, slots=True)
class Leanings:
    """What the examples of each meaning have in common: build it once with learn; nothing changes it."""

    said: Packed

    @property
    def names(self) -> tuple[str, ...]:
        """The meanings, in the order in which likelihoods are told."""
        return self.said.names

    def of(self, unit: Unit) -> list[float]:
        """How likely each meaning is for this unit, in the order of names, together 1; alike where nothing is known."""
        scores = [0.0] * len(self.names)
        known = self.said.add(unit.features, scores)
        ease = sqrt(known) or 1.0  # words of one sentence repeat each other
        top = max(scores)
        shares = [exp((score - top) / ease) for score in scores]
        whole = sum(shares)
        return [share / whole for share in shares]


class Counted(NamedTuple):
    """In how many lines each feature stands, and how many lines there are."""

    features: Counter[int]
    lines: int


def counted(lines: Sequence[Sequence[str]]) -> Counted:
    """The features of these lines, each given as its words, counted."""
    return Counted(Counter(chain.from_iterable(map(features, lines))), len(lines))


def learn(examples: Mapping[str, Counted]) -> Leanings:
    """What the lines of each meaning have in common; a feature that stands in one line only tells nothing."""
    names = tuple(sorted(examples))
    counts = [examples[name].features for name in names]
    every: Counter[int] = Counter()
    for one in counts:
        every.update(one)
    kept = {feature for feature, number in every.items() if number > 1}
    weights: dict[int, list[tuple[int, float]]] = {feature: [] for feature in kept}
    mean = sum(one.total() for one in counts) / max(1, len(counts))
    for at, one in enumerate(counts):
        share = SMOOTHING * one.total() / mean  # many examples of one meaning do not make it likelier by themselves
        told = {number: (at, log(1 + number / share)) for number in set(one.values())}
        for feature, number in one.items():
            if feature in kept:
                weights[feature].append(told[number])
    for row in weights.values():
        if len(row) == len(names):  # a word of every meaning: only what sets it apart from the least counts
            least = min(weight for _, weight in row)
            row[:] = [(at, weight - least) for at, weight in row if weight - least > HARDLY]
    return Leanings(packed(names, weights))


def units(words: Sequence[str]) -> list[Unit]:
    """The sentences of a text with what stands in each; what has no full stops is cut into overlapping pieces.

    Of a text that is longer than any letter, the first and the last of them.
    """
    found: list[tuple[int, int]] = []
    start = 0
    for at, word in enumerate((*words, STOP)):
        if word != STOP:
            continue
        if at - start > LONGEST_UNIT:
            begins = range(start, at - _WINDOW + STRIDE, STRIDE)
            ends = (min(begin + _WINDOW, at) for begin in begins)
            found += zip(begins, ends, strict=True)
        elif at - start >= SHORTEST_UNIT:
            found.append((start, at))
        start = at + 1
    if len(found) > MOST_UNITS:
        found = found[: MOST_UNITS // 2] + found[-MOST_UNITS // 2 :]
    return [Unit(begin, end, features(words[begin:end])) for begin, end in found]


def features(words: Sequence[str]) -> frozenset[int]:
    """What counts of these words: each, each pair, each pair with one word between, and how the longer ones begin.

    Each as a number of 32 bits: two features rarely share one, and then say what they say together.
    """
    said = [_number("#" if word.isdigit() else word) for word in words if word != STOP]
    found = set(said)
    found.update((one * _NEXT + other) & _BITS for one, other in pairwise(said))
    found.update((one * _BUT_ONE + other) & _BITS for one, other in zip(said, said[2:], strict=False))
    found.update(_number("^" + word[:_BEGINNING]) for word in words if len(word) > _BEGINNING)
    return frozenset(found)


@lru_cache(maxsize=30_000)
def _number(word: str) -> int:
    return crc32(word.encode())
