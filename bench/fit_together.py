"""Finds what the two voices of recognition count beside each other, on letters that neither was taught on.

    python bench/fit_together.py

Prints how well kinds are told by parts, as a whole and by both, what each voice counts where both do best
(handlers.impression: BY_PARTS, AS_A_WHOLE), and for each flag how many are found and said as it is leant to (RATHER).
Run it when words, lines or the whole reader were taught anew. Writes nothing. Needs scipy.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))  # run as a file, only this file's own folder is searched

import numpy as np
from scipy.optimize import minimize
from scipy.special import log_softmax

from bench.fit import UNSEEN, labelled
from bot.recognising.words import cue_table
from handlers.evidence import CueTable
from handlers.flag_odds import UNFITTED, odds
from handlers.flags import hear
from handlers.impression import BY_SENTENCES, FAINTEST, FURTHEST, heading, text_of
from handlers.kinds import MACHINES
from handlers.likely import inputs, likely
from handlers.machines import gates
from handlers.said import read_words
from handlers.weighing import among, lean, weigh
from store.terms import Kind

KINDS = list(Kind)
LEANS = (-3.0, -2.0, -1.0, 0.0, 0.5, 1.0, 1.5, 2.0)


@dataclass(frozen=True, slots=True)
class Heard:
    """What both voices say of one letter of the public: kinds as logarithms of shares, flags as logarithms of odds."""

    kind: str
    flags: frozenset[str]
    parts: Sequence[float]
    whole: Sequence[float]
    flag_parts: Mapping[str, float]
    flag_whole: Mapping[str, float]


def heard(table: CueTable) -> list[Heard]:
    """Both voices on every letter that nothing was taught on and that both are asked about."""
    found = []
    for one in labelled():
        if one.collection not in UNSEEN or (passed := gates(one.incoming, one.office, table)):
            continue
        read = read_words(one.incoming, one.case, one.office, table)
        whole = table.whole(heading(read), text_of(read))
        if whole is None or read.non_english or read.role != "public":
            continue
        said = weigh(read, "kinds")
        parts = likely(inputs(read, said, among(lean(read, table), MACHINES), passed), table.weights)
        flags = {
            name: odds(values, table.flag_weights.get(name, UNFITTED))
            for name, values in hear(read, table).inputs.items()
        }
        found.append(
            Heard(
                str(one.kind),
                frozenset(map(str, one.flags)),
                [log(max(FAINTEST, parts[kind])) for kind in KINDS],
                [log(max(FAINTEST, whole.kinds.get(kind, 0.0))) for kind in KINDS],
                {name: _odds(share) for name, share in flags.items()},
                whole.flags,
            )
        )
    return found


def _odds(share: float) -> float:
    sure = min(1 - FAINTEST, max(FAINTEST, share))
    return log(sure / (1 - sure))


def main() -> None:
    """Prints what both voices say."""
    every = heard(cue_table())
    truth = np.array([KINDS.index(Kind(one.kind)) for one in every])
    parts, whole = np.array([one.parts for one in every]), np.array([one.whole for one in every])

    def lost(count: Any) -> float:
        shares = log_softmax(count[0] * parts + count[1] * whole, axis=1)
        return float(-shares[np.arange(len(truth)), truth].mean())

    best = minimize(lost, [0.7, 0.55], method="Nelder-Mead").x
    for name, scores in (("parts", parts), ("whole", whole), ("both", best[0] * parts + best[1] * whole)):
        print(f"{name:6} {(scores.argmax(axis=1) == truth).mean():.1%} of {len(truth)}")
    print(f"BY_PARTS, AS_A_WHOLE = {best[0]:.2f}, {best[1]:.2f}: loss {lost(best):.3f}")
    for flag in sorted(every[0].flag_parts.keys() & every[0].flag_whole.keys()):
        there = np.array([flag in one.flags for one in every])
        whole_says = np.clip([one.flag_whole[flag] for one in every], -FURTHEST, FURTHEST)
        parts_say = np.clip([one.flag_parts[flag] for one in every], -FURTHEST, FURTHEST)
        alone = parts_say >= 0
        told = []
        for rather in LEANS:
            said = BY_SENTENCES * parts_say + whole_says + rather >= 0
            told.append(f"{rather:+g}: {(said & there).sum()} of {said.sum()}")
        print(f"{flag:24} there {there.sum():3}  parts {(alone & there).sum()} of {alone.sum()}  {'  '.join(told)}")


if __name__ == "__main__":
    main()
