"""What people's corrections have taught, as a second voice beside the cues: it may move a score a little, never decide.

Holds no model and learns nothing; whoever does hands in an `Opinion`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Protocol

from handlers.likely import ENOUGH
from store.messages import Recognition
from store.terms import Kind

MOST = ENOUGH / 2  # what an opinion may add to how likely a kind is, or take from it
HEARD = 0.05  # how likely a kind must be by its words before an opinion of it is heard
ABSTAINS = frozenset({Kind.UNCLEAR, Kind.AUTOMATIC_REPLY, Kind.DELIVERY_FAILURE, Kind.INTERNAL})
"""Kinds no opinion is asked about: a machine is known by its envelope, our own mail by its sender."""


class Opinion(Protocol):
    """How likely each kind is that people have taught, between 0 and 1, by the words of a message."""

    def __call__(self, subject: str, text: str, cues: Collection[str]) -> Mapping[Kind, float]:
        """`text` is the new text, `cues` the names of the kinds and flags whose phrases stand in the message."""


def moved(scores: Mapping[Kind, float], likely: Mapping[Kind, float]) -> dict[Kind, float]:
    """The scores, with the kind that is likelier than not a little higher and the others taught a little lower.

    Each moves by at most MOST, and only where words speak for it already: an opinion alone names no kind.
    """
    taught = {kind: share for kind, share in likely.items() if kind not in ABSTAINS and 0.0 <= share <= 1.0}
    best = max(taught, key=taught.__getitem__, default=Kind.UNCLEAR)
    sure = max(0.0, 2 * taught.get(best, 0.0) - 1)
    after = dict(scores)
    for kind in taught:
        if scores.get(kind, 0.0) >= HEARD:
            after[kind] = max(0.0, scores[kind] + (MOST if kind is best else -MOST) * sure)
    return after


def kept_shut(without: Recognition, moved_: Recognition) -> Recognition:
    """What recognition says with an opinion, keeping every flag, gate and reason for silence it has without one."""
    return replace(
        moved_,
        flags=without.flags | moved_.flags,
        gates=without.gates,
        why_not=without.why_not or moved_.why_not,
    )
