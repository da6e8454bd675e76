"""What one seed is like: which faults exist and how often is drawn anew each time, because one fixed mix hides bugs."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random  # noqa: TID251 - seeded: a run is its seed

FAULTS = ("throttled", "unavailable_before", "unavailable_after", "ambiguous_before", "ambiguous_after")
READS = ("poll", "page", "mime", "read_back", "find", "drafts")
CHANGES = ("ensure_folders", "stamp", "file", "draft", "submit", "discard", "send_at_once")
CALLS = (*READS, *CHANGES)
POINTS = ("blob.write.after", "blob.settle.after", "commit.before", "commit.after", "read.before", "read.after")
ACTS = ("reads", "flags", "moves", "returns", "takes_away", "sends", "rewords", "readdresses", "drops", "stops")


@dataclass(frozen=True)
class Draw:
    """Rates are chances per step of the service, lags are in minutes; `failing` and `deadly` say where trouble strikes.

    Where trouble may strike everywhere nothing gets far; where it strikes one call it strikes that one hard.
    """

    steps: int
    letters: int
    instances: int
    stable_ids: bool
    fault_rate: float
    faults: tuple[str, ...]
    failing: frozenset[str]
    crash_rate: float
    deadly: frozenset[str]
    switch_rate: float
    pause_rate: float
    jump_rate: float
    people_rate: float
    acts: tuple[str, ...]
    sent_lag: int
    draft_lingers: int
    late_rate: float
    page_rate: float
    garble_rate: float
    at_once: int

    @classmethod
    def of(cls, rng: Random) -> Draw:
        """The next draw of this generator."""
        two = rng.random() < 0.5
        return cls(
            steps=rng.choice((200, 400, 700)),
            letters=rng.choice((3, 5, 8)),
            instances=2 if two else 1,
            stable_ids=rng.random() < 0.5,
            fault_rate=rng.choice((0.0, 0.05, 0.2, 0.5)),
            faults=tuple(rng.sample(FAULTS, rng.randint(1, len(FAULTS)))),
            failing=_some(rng, CALLS),
            crash_rate=rng.choice((0.0, 0.01, 0.05, 0.2)),
            deadly=_some(rng, (*CALLS, *POINTS)),
            switch_rate=rng.choice((0.05, 0.3)) if two else 0.0,
            pause_rate=rng.choice((0.0, 0.03, 0.1)) if two else 0.0,
            jump_rate=rng.choice((0.0, 0.02)),
            people_rate=rng.choice((0.0, 0.05, 0.2)),
            acts=tuple(rng.sample(ACTS, rng.randint(1, len(ACTS)))),
            sent_lag=rng.choice((0, 2, 15)),
            draft_lingers=rng.choice((0, 1, 5)),
            late_rate=rng.choice((0.0, 0.3)),
            page_rate=rng.choice((0.0, 0.1)),
            garble_rate=rng.choice((0.0, 0.0, 0.1)),
            at_once=rng.choice((1, 1, 3, 20)),
        )


def _some(rng: Random, names: tuple[str, ...]) -> frozenset[str]:
    """A few of them, or half, or all."""
    return frozenset(rng.sample(names, rng.choice((2, 2, len(names) // 2, len(names)))))
