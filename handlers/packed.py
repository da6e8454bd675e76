"""What many features say of a few names, packed into flat arrays that cost little memory; learns nothing.

A feature is a number (handlers.leanings.features); the rows lie in the order of their numbers.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

SCALE = 256  # weights are kept to the 256th part


@dataclass(frozen=True, slots=True)
class Packed:
    """For each feature a row of names and weights: `names[at[i]]` counts `weights[i] / SCALE`, i from its start on."""

    names: tuple[str, ...]
    features: array[int]
    starts: array[int]
    at: bytes
    weights: array[int]

    def add(self, features: Iterable[int], scores: list[float]) -> int:
        """Adds what these features say to the scores, one for each name; answers how many of them are known."""
        known, last = 0, len(self.features)
        for feature in features:
            place = bisect_left(self.features, feature)
            if place < last and self.features[place] == feature:
                known += 1
                for one in range(self.starts[place], self.starts[place + 1]):
                    scores[self.at[one]] += self.weights[one] / SCALE
        return known

    def parts(self) -> tuple[bytes, ...]:
        """The arrays as bytes, for `unpacked`; they hold for this kind of machine only."""
        return self.features.tobytes(), self.starts.tobytes(), self.at, self.weights.tobytes()


def packed(names: Sequence[str], rows: Mapping[int, Sequence[tuple[int, float]]]) -> Packed:
    """The rows, packed; features of which nothing is said are left out."""
    features, starts, at, weights = array("I"), array("I", [0]), bytearray(), array("h")
    for feature in sorted(rows):
        kept = [(name, round(weight * SCALE)) for name, weight in rows[feature] if round(weight * SCALE)]
        if kept:
            features.append(feature)
            at.extend(name for name, _ in kept)
            weights.extend(weight for _, weight in kept)
            starts.append(len(weights))
    return Packed(tuple(names), features, starts, bytes(at), weights)


def unpacked(names: Sequence[str], parts: Sequence[bytes]) -> Packed:
    """What was packed, from its parts. Raises ValueError where they do not belong together."""
    features, starts, weights = array("I"), array("I"), array("h")
    for made, part in zip((features, starts, weights), (parts[0], parts[1], parts[3]), strict=True):
        made.frombytes(part)
    whole = len(starts) == len(features) + 1 and starts[-1] == len(weights) == len(parts[2])
    if not whole or max(parts[2], default=0) >= max(1, len(names)):
        raise ValueError("the parts of what was learnt do not belong together")
    return Packed(tuple(names), features, starts, parts[2], weights)
