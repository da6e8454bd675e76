"""How likely each kind is, from everything that speaks for it, by a table of fitted weights; knows no words itself.

Multinomial logistic regression over a few named inputs (Hastie, Tibshirani and Friedman, The Elements of Statistical
Learning, 4.4). The weights lie in config/cues/weights.toml; bench/fit.py finds them from labelled letters.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import exp

from handlers.evidence import Weights, count
from handlers.machines import GateHit
from handlers.said import Read
from handlers.weighing import MOST_CUES, Lean
from store.terms import Kind

ENOUGH = 0.25  # a kind less likely than this is not named
ALWAYS = "always"
FURTHEST = 4.0  # how far behind still counts
POLICE = frozenset(
    {
        "police", "policeman", "policewoman", "policemen", "polis", "officer", "officers", "constable", "constables",
        "sergeant", "sgt", "copper", "coppers", "cop", "cops", "feds", "pc", "pcs", "pcso", "met", "mps", "psd",
        "psu", "inspector", "superintendent", "bobby", "custody", "constabulary", "iopc",
    }
)  # fmt: skip
COURTESY = 1.5  # other cues beside which thanks are a courtesy
ONE_LINE = 15  # words
_LENGTHS = {"hardly a word": 8, "a line or two": 25}
_LONGER = {"a letter": 100, "a long letter": 250}


def inputs(
    read: Read, said: Mapping[str, float], leans: Mapping[str, Lean], passed: Iterable[GateHit]
) -> dict[str, float]:
    """Everything the weights are for, by name; what is not there is 0.

    "cues K" between -2 and 3, "share K" 0 to 2, "behind K" -2 to 0, "sentence K" 0 to 2 for each kind K of which
    anything speaks; the facts beside the words 0 or 1.
    """
    found = {ALWAYS: 1.0}
    for name, score in said.items():
        found[f"cues {name}"] = max(-MOST_CUES, score) / 3
    for name, one in leans.items():
        found[f"share {name}"] = 2 * one.share
        found[f"behind {name}"] = max(-FURTHEST, one.behind) / 2
        found[f"sentence {name}"] = 2 * one.most
    found.update((fact, 1.0) for fact, true in _facts(read).items() if true)
    if _hardly_more_than_thanks(read, said):
        found["hardly more than thanks"] = 1.0
    for hit in passed:
        if hit.likely and hit.otherwise is not None:
            found[f"envelope {hit.otherwise}"] = 1.0
    return found


def _facts(read: Read) -> dict[str, bool]:
    """What is known beside the words: who writes, what is quoted and brought, how long it is."""
    words = count(read.words["body"])
    return {
        f"from {read.role}": True,
        "an outcome": read.outcome,
        "our reference or case": read.ours or read.known,
        "a force reference": bool(read.references),
        "not a word of police": POLICE.isdisjoint((*read.words["body"], *read.words["subject"], *read.words["letter"])),
        "several references": len(read.references) > 1,
        "covers a letter": read.covers,
        "another language": read.non_english,
        "files": bool(read.incoming.attachments),
        "an answer": bool(read.incoming.in_reply_to) or read.incoming.subject.lower().startswith("re:"),
        **{name: words < limit for name, limit in _LENGTHS.items()},
        **{name: words > limit for name, limit in _LONGER.items()},
    }


def _hardly_more_than_thanks(read: Read, said: Mapping[str, float]) -> bool:
    """A line or two with thanks in it, in which nothing else is said."""
    others = max((score for kind, score in said.items() if kind != Kind.THANKS), default=0.0)
    return said.get(Kind.THANKS, 0.0) > 0 and others < COURTESY and count(read.words["body"]) <= ONE_LINE


def likely(values: Mapping[str, float], weights: Weights) -> dict[Kind, float]:
    """How likely each kind is, together 1."""
    scores = dict.fromkeys(Kind, 0.0)
    for name, value in values.items():
        for kind, weight in weights.get(name, ()):
            scores[kind] += weight * value
    top = max(scores.values())
    shares = {kind: exp(score - top) for kind, score in scores.items()}
    whole = sum(shares.values())
    return {kind: share / whole for kind, share in shares.items()}
