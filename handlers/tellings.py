"""How much a sentence says of one thing, by lines that say it and lines that nearly do; decides nothing.

Naive Bayes with each thing by itself, as one line may say several of them (compare handlers.leanings).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import log

from handlers.leanings import Counted
from handlers.packed import Packed, packed

NEARLY = 3  # a line that nearly says it counts as this many others that do not
SMOOTHING = 0.2
MOST, LEAST = 4.0, 1.0  # no one word settles it, and words that say hardly anything are left out
AGAINST = 0.4  # what words against it count: a long sentence may say it in passing
NEAR = "not_"

NOTHING = Counted(Counter(), 0)


@dataclass(frozen=True, slots=True)
class Tellings:
    """What the lines that say each thing have in common: build it once with learn_each; nothing changes it."""

    said: Packed

    def of(self, features: frozenset[int]) -> dict[str, float]:
        """The logarithm of the odds for each thing that these features speak for or against."""
        scores = [0.0] * len(self.said.names)
        self.said.add(features, scores)
        return {name: score for name, score in zip(self.said.names, scores, strict=True) if score}


def learn_each(examples: Mapping[str, Counted], others: Iterable[Counted]) -> Tellings:
    """What the lines of each name have in common, against its own `not_` lines and lines that say nothing of the kind.

    Lines of one name are not held against another: one sentence may say both.
    """
    names = tuple(sorted(name for name in examples if not name.startswith(NEAR)))
    rest: Counter[int] = Counter()
    number = 0
    for some in (*others, *(examples[name] for name in examples if name not in names)):
        rest.update(some.features)
        number += some.lines
    weights: dict[int, list[tuple[int, float]]] = {}
    for at, name in enumerate(names):
        for feature, weight in _weights(examples[name], examples.get(NEAR + name, NOTHING), rest, number):
            weights.setdefault(feature, []).append((at, weight))
    return Tellings(packed(names, weights))


def _weights(says: Counted, near: Counted, rest: Counter[int], number: int) -> Iterator[tuple[int, float]]:
    """Each feature that says something, with the logarithm of the odds that the line it stands in says it."""
    ratio = (number + NEARLY * near.lines) / max(1, says.lines)
    odds: dict[tuple[int, int], float] = {}
    for feature in says.features.keys() | near.features.keys():
        counts = says.features.get(feature, 0), rest.get(feature, 0) + NEARLY * near.features.get(feature, 0)
        weight = odds.get(counts)
        if weight is None:
            weight = odds[counts] = _odds(counts[0], counts[1] / ratio)
        if weight:
            yield feature, weight


def _odds(says: int, against: float) -> float:
    """The logarithm of the odds, held within bounds; nothing where they are nearly even."""
    odds = log((says + SMOOTHING) / (against + SMOOTHING))
    if abs(odds) < LEAST:
        return 0.0
    return min(MOST, odds) if odds > 0 else AGAINST * max(-MOST, odds)
