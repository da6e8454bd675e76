"""Finds the weights by which the outcome letter's date is told, and writes config/cues/letter_dates.toml.

    python bench/fit_dates.py [--check]

Fitted on the development half of the corpus but what is UNSEEN, never on the frozen, and on the letters of
tests/corpus/letters for which letter_dates.toml beside them says when they came and what date is right. --check fits on
all collections but one in turn, prints how well that one is told, and writes nothing. Needs scipy.
"""

from __future__ import annotations

import argparse
import json
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1]))  # run as a file, only this file's own folder is searched

import numpy as np
from scipy.optimize import minimize

from bench.eval import CORPUS, office_of, offices
from bench.fit import UNSEEN, developed
from bot.mime import received_at
from bot.reader import ChildReader
from bot.recognising.words import cue_table
from config import cues
from handlers.facts import SAYS_NOTHING
from handlers.letter_mentions import Mention, mentions
from handlers.letter_odds import likely_days
from handlers.letter_settled import stands_out
from handlers.message_texts import texts_of
from handlers.recognise import recognise
from store.messages import OfficeDomains
from store.terms import london_date
from tests.corpus import marked

WEIGHTS = Path(cues.__file__).parent / "letter_dates.toml"
DATES = CORPUS / "letter_dates.toml"
_HEAD = 32_000  # characters of a mail within which it says when it was received
STRENGTH = 2.0  # how much it costs a weight to be far from nothing
SMALL = 0.04  # weights below this are left out
HEAD = """\
# How much each input counts for a date's being the outcome letter's, found by bench/fit_dates.py from labelled letters:
# do not write here by hand. What the inputs are is said in handlers/letter_mentions.py; "said: …" is what the rules of
# handlers/outcome_words.py make of it, "just before: …" and "behind: …" are groups of words near it.
"""


class Letter(NamedTuple):
    """One labelled letter: its collection, the date that is right, and every date it names."""

    collection: str
    right: date | None
    mentions: Sequence[Mention]


class Source(NamedTuple):
    """A labelled message: its collection, the raw mail, when it came where that is not in it, and the right date."""

    collection: str
    raw: bytes
    received_on: date | None
    right: date | None
    office: OfficeDomains


def sources() -> Iterator[Source]:
    """The messages of the development half, then the marked letters whose dates are labelled."""
    known = offices(CORPUS)
    for collection, theirs in developed().items():
        for one in theirs:
            path = CORPUS / one["file"]
            told_as = one["facts"].get("outcome_letter_date")
            right = date.fromisoformat(told_as) if told_as else None
            yield Source(collection, path.read_bytes(), None, right, known[office_of(path, known)].domains())
    dates = tomllib.loads(DATES.read_text(encoding="utf-8"))
    for collection, some in marked.collections().items():
        for one in some:
            if when := dates.get(one["id"]):
                raw = marked.raw(one)
                office = known["leicestershire" if b"\nTo: reviews@leics" in raw else "mopac"].domains()
                yield Source(collection, raw, when["received"], when.get("letter"), office)


def letters() -> Iterator[Letter]:
    """Every labelled message that names a date and teaches something."""
    table = cue_table()
    with ChildReader() as reader:
        for one in sources():
            incoming = reader.read(one.raw)
            received = received_at(one.raw[:_HEAD]) or incoming.sent_at
            received_on = one.received_on or (london_date(received) if received else None)
            recognised = recognise(incoming, None, one.office, table)
            if received_on is None or recognised.kind in SAYS_NOTHING:
                continue
            if one.received_on:
                incoming = replace(incoming, sent_at=None)  # the mail was made for another day
            texts = texts_of(incoming, one.office, received_on)
            named = mentions(incoming, texts, one.office, recognised)
            right = one.right if any(each.fact.value == one.right for each in named) else None
            brought = any(each.dated for each in texts.letters)  # then its date need not be told as well
            if named and (right or not brought):
                yield Letter(one.collection, right, named)


def fitted(every: Sequence[Letter], strength: float = STRENGTH) -> dict[str, float]:
    """The weights by which these letters' dates are the likeliest, by what they are for."""
    names = sorted({name for one in every for each in one.mentions for name in each.inputs})
    at = {name: place for place, name in enumerate(names)}
    whose = np.repeat(np.arange(len(every)), [len(one.mentions) for one in every])
    inputs = np.zeros((len(whose), len(names)))
    for row, each in enumerate(each for one in every for each in one.mentions):
        inputs[row, [at[name] for name in each.inputs]] = 1.0
    right = np.array([each.fact.value == one.right for one in every for each in one.mentions], dtype=float)
    none = np.array([one.right is None for one in every], dtype=float)

    def loss(weights: Any) -> tuple[float, Any]:
        """How unlikely the right dates are, and the slope of that."""
        score = np.exp(np.clip(inputs @ weights, -30, 30))
        whole = 1 + np.bincount(whose, score, len(every))
        told = none + np.bincount(whose, score * right, len(every))
        slope = score / whole[whose] - score * right / told[whose]
        return float(
            np.log(whole / told).sum() + strength / 2 * (weights**2).sum()
        ), inputs.T @ slope + strength * weights

    found = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": 400}).x
    rounded = {name: round(float(one), 2) for name, one in zip(names, found, strict=True)}
    return {name: one for name, one in rounded.items() if abs(one) >= SMALL}


def told(every: Iterable[Letter], weights: dict[str, float]) -> Counter[str]:
    """How often these weights tell the right date, a wrong one, none where there is one, one where there is none."""
    found = Counter[str]()
    for one in every:
        days = likely_days(one.mentions, weights)
        said = days[0].fact.value if stands_out(days) else None
        if said == one.right:
            found["right" if said else "rightly none"] += 1
        else:
            found["missed" if said is None else "wrong" if one.right else "invented"] += 1
    return found


def check(every: Sequence[Letter]) -> Iterator[str]:
    """A line for each collection: how its dates are told by weights it had no part in."""
    whole = Counter[str]()
    for name in sorted({one.collection for one in every}):
        weights = fitted([one for one in every if one.collection != name])
        found = told((one for one in every if one.collection == name), weights)
        whole += found
        yield f"{name:14} {dict(sorted(found.items()))}"
    yield f"{'all':14} {dict(sorted(whole.items()))}"


def main() -> None:
    """Fits and writes, or checks."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="fit without each collection in turn; write nothing")
    chosen = parser.parse_args()
    every = list(letters())
    if chosen.check:
        for line in check(every):
            print(line)
        return
    taught = [one for one in every if one.collection not in UNSEEN]
    rows = [f"{json.dumps(of)} = {weight}" for of, weight in sorted(fitted(taught).items())]
    WEIGHTS.write_text("\n".join((HEAD, *rows, "")), encoding="utf-8")


if __name__ == "__main__":
    main()
