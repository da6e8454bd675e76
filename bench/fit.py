"""Finds the weights of recognition for kinds and flags, from labelled letters, and writes config/cues/weights.toml.

    python bench/fit.py [--check]

Fitted on tests/corpus/letters, the stories beside them and the development half of the corpus but what is UNSEEN or
taught AS_A_WHOLE_ONLY, never on the frozen.
Where words of a collection are example lines as well, they are left out of the lines while it is read. --check fits
on all collections but one in turn, prints how well that one is read, and writes nothing. Needs scipy.
"""

from __future__ import annotations

import argparse
import json
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1]))  # run as a file, only this file's own folder is searched

import numpy as np
from scipy.optimize import minimize
from scipy.special import softmax

from bench import fit_flags
from bench.eval import CORPUS, labels, office_of, offices
from bot.reader import ChildReader
from config import cues
from handlers.evidence import CueTable, compile_cues
from handlers.flags import hear
from handlers.kinds import MACHINES
from handlers.likely import inputs
from handlers.machines import gates
from handlers.said import read_words
from handlers.weighing import among, lean, weigh
from store.messages import Incoming, KnownCase, OfficeDomains
from store.terms import ReviewBody
from tests.corpus import marked
from tests.corpus.stories import EVERYTHING

WEIGHTS = Path(cues.__file__).parent / "weights.toml"
STRENGTH = 1.0  # how much it costs a kind to leave what all kinds have alike
OWN = ("cues", "share", "behind", "sentence", "envelope")
PLAIN = 2.0  # what a plain story counts beside a letter
STORIES = "stories"
TRICKY = frozenset(
    {
        "application_or_not", "contrary", "danger", "danger_or_not", "desks", "everyday_machines", "last_mix",
        "machines_in_words", "mixed_up", "quiet_danger", "second_danger", "third_danger",
    }
)  # fmt: skip
TRICK = 0.4  # what a letter of these counts: they were written to be read wrongly, as real post seldom is
USUAL = frozenset({STORIES, "contrary", "county", "in_need", "kitchen_table", "london"})
"""Flags are fitted on these and the development half: dangers are about as seldom in them as in real post."""
SMALL = 0.04  # weights below this are left out
AT_THE_BORDERS = frozenset({"thirty_fourth", "thirty_fifth", "thirty_sixth", "thirty_seventh", "thirty_ninth"})
"""Written at the borders of kinds and flags, and taught to nothing yet: they show what is still read wrongly."""
UNSEEN = AT_THE_BORDERS | frozenset(
    {"twenty_second", "twenty_third", "twenty_fourth", "thirty_first", "thirty_third", "thirty_eighth"}
)
"""Nothing is taught on these: they tell how voices agree."""
AS_A_WHOLE_ONLY = frozenset(
    {
        "eighth", "ninth", "tenth", "eleventh", "twelfth", "thirteenth", "fourteenth",
        "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth", "twenty_first",
        "twenty_fifth", "twenty_sixth", "twenty_seventh", "twenty_eighth", "twenty_ninth", "thirtieth", "thirty_second",
    }
)  # fmt: skip
"""Only the reader of whole letters is taught these. With words fitted on what it knows by heart as well, both voices
together told dangers worse in letters that neither had read."""
HEAD = """\
# How much each input counts for each kind and flag, found by bench/fit.py from labelled letters: do not write here by
# hand.
# "cues K": the phrases for K · "share K", "behind K", "sentence K": how the sentences read beside the lines of K
# "envelope K": what the envelope suggests · the others: facts beside the words.
# Of flags: "words", "against": the phrases for and against it · "sentence", "second", "third": those that read most
# like it, "dense": for their length · "elsewhere F", "same F": what another danger has for
# it, anywhere and in that sentence.
"""


@dataclass(frozen=True, slots=True)
class Row:
    """One labelled letter: its collection, its kind, its flags, and what recognition weighs in it.

    `letter` is what speaks for its flags, where it is the public's.
    """

    collection: str
    kind: str
    values: dict[str, float]
    letter: fit_flags.Letter | None


class Labelled(NamedTuple):
    """A labelled message: its collection, what a person said it is, and what is known beside it.

    `time` and `body` are the time result and the review body of a request for a review, None where nobody said.
    """

    collection: str
    kind: str
    flags: Iterable[str]
    incoming: Incoming
    case: KnownCase | None
    office: OfficeDomains
    time: str | None = None
    body: str | None = None


def rows() -> Iterator[Row]:
    """Every labelled letter that no gate has taken for a machine's."""
    every = cues.load()
    taught = (one for one in labelled() if one.collection not in UNSEEN | AS_A_WHOLE_ONLY)
    for _, theirs in groupby(taught, key=attrgetter("collection")):
        some = list(theirs)
        own = some if some[0].collection != STORIES else []
        table = compile_cues(_without("\n".join(f"{it.incoming.subject}\n{it.incoming.text}" for it in own), every))
        for one in some:
            yield from _row(one, table)


def labelled() -> Iterator[Labelled]:
    """Every labelled letter, collection by collection."""
    known = offices(CORPUS)
    with ChildReader() as reader:
        for collection, theirs in developed().items():
            bodies = any(one["review_body_hint"] in (*ReviewBody,) for one in theirs)  # some writers told none
            for one in theirs:
                path = CORPUS / one["file"]
                office = known[office_of(path, known)].domains()
                incoming = reader.read(path.read_bytes())
                law = one["time_result"], one["review_body_hint"] if bodies else None
                yield Labelled(collection, one["kind"], one["flags"], incoming, None, office, *law)
        for story in EVERYTHING:
            yield Labelled(STORIES, story.kind, story.flags, story.incoming(), story.case(), story.office)
        for name, letters in marked.collections().items():
            for letter in letters:
                raw = marked.raw(letter)
                office = known["leicestershire" if b"\nTo: reviews@leics" in raw else "mopac"].domains()
                yield Labelled(name, letter["kind"], letter.get("flags", ()), reader.read(raw), None, office)


def developed() -> dict[str, list[Any]]:
    """The labels of the development half, by the collection that each message was written in."""
    writers, found = written_in(), defaultdict(list)
    for one in labels(CORPUS):
        if one["half"] == "development":
            found[writers[one["file"]]].append(one)
    return found


def written_in() -> dict[str, str]:
    """For each message of the development half, by which collection it was written."""
    files = sorted((CORPUS / "development").glob("*.toml"))
    return {f"{one['file']}.eml": path.stem for path in files for one in tomllib.loads(path.read_text())["message"]}


def _without(written: str, every: Iterable[Any]) -> Iterator[Any]:
    """The cues without the example lines that stand in what was written."""
    own = " ".join(written.split())
    for cue in every:
        keep = cue.table != "examples" or not any(line in own for line in cue.phrases)
        yield cue if keep else replace(cue, phrases=tuple(line for line in cue.phrases if line not in own))


def _row(one: Labelled, table: CueTable) -> Iterator[Row]:
    """What recognition weighs in one letter; nothing where a gate decides."""
    passed = gates(one.incoming, one.office, table)
    suggested = {hit.otherwise for hit in passed}
    if not any(hit.kind for hit in passed) and not (one.kind in MACHINES and suggested.isdisjoint(MACHINES)):
        read = read_words(one.incoming, one.case, one.office, table)
        said = weigh(read, "kinds", echo=any(hit.likely for hit in passed))
        values = inputs(read, said, among(lean(read, table), MACHINES - suggested), passed)
        flags = frozenset(map(str, one.flags))
        letter = fit_flags.Letter(flags, hear(read, table).inputs, _counts(one.collection))
        yield Row(one.collection, str(one.kind), values, letter if read.role == "public" else None)


def _counts(collection: str) -> float:
    """What a letter of this collection counts."""
    return PLAIN if collection == STORIES else TRICK if collection in TRICKY else 1.0


class Fit:
    """The weights fitted on some rows.

    What speaks for a kind by its own name ("cues K" for K) first counts alike for every kind; each kind then goes its
    own way as far as its letters bear it out, so that a rare kind is not worse served than a common one.
    """

    def __init__(self, chosen: list[Row], strength: float = STRENGTH) -> None:
        self.kinds = sorted({row.kind for row in chosen})
        self.names = ["always", *sorted({name for row in chosen for name in row.values} - {"always"})]
        at = {name: place for place, name in enumerate(self.names)}
        self.own = [
            [(row, at[f"{sort} {kind}"]) for row, kind in enumerate(self.kinds) if f"{sort} {kind}" in at]
            for sort in OWN
        ]
        self.inputs = self.matrix(chosen)
        self.counts = np.array([_counts(row.collection) for row in chosen])
        self.truth = np.array([[row.kind == kind for kind in self.kinds] for row in chosen], dtype=float)
        self.strength = strength
        start = np.zeros(len(OWN) + len(self.kinds) * len(self.names))
        self.found = self._whole(minimize(self._loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 200}).x)

    def _whole(self, free: Any) -> Any:
        """The weights, kinds by inputs: what all kinds have alike and what is each one's own."""
        weights = free[len(OWN) :].reshape(len(self.kinds), len(self.names)).copy()
        for alike, places in zip(free, self.own, strict=False):
            for row, column in places:
                weights[row, column] += alike
        return weights

    def _loss(self, free: Any) -> tuple[float, Any]:
        """How badly the weights tell the kinds, with what it costs to leave the common ones; and its gradient."""
        shares = softmax(self.inputs @ self._whole(free).T, axis=1)
        apart = free[len(OWN) :]
        loss = -(self.counts * np.log(shares[self.truth == 1] + 1e-12)).sum() + self.strength / 2 * (apart**2).sum()
        slope = ((shares - self.truth) * self.counts[:, None]).T @ self.inputs
        alike = [sum(slope[place] for place in places) for places in self.own]
        return loss, np.concatenate([alike, slope.ravel() + self.strength * apart])

    def matrix(self, chosen: list[Row]) -> Any:
        """The inputs of these rows, a column each."""
        return np.array([[row.values.get(name, 0.0) for name in self.names] for row in chosen])

    def says(self, chosen: list[Row]) -> list[str]:
        """The kind of each row that is likeliest."""
        best = (self.matrix(chosen) @ self.found.T).argmax(axis=1)
        return [self.kinds[place] for place in best]

    def weights(self) -> dict[str, dict[str, float]]:
        """For each kind, the weight of each input that counts."""
        return {
            kind: {name: round(float(one), 2) for name, one in zip(self.names, row, strict=True) if abs(one) >= SMALL}
            for kind, row in zip(self.kinds, self.found, strict=True)
        }


def check(every: list[Row]) -> None:
    """Prints how many kinds are right in each collection when it has no part in the fit."""
    right = 0
    for name in sorted({row.collection for row in every}):
        fit = Fit([row for row in every if row.collection != name])
        theirs = [row for row in every if row.collection == name]
        hits = sum(kind == row.kind for kind, row in zip(fit.says(theirs), theirs, strict=True))
        right += hits
        print(f"{name:14} {hits}/{len(theirs)} = {hits / len(theirs):.1%}")
    print(f"{'all':14} {right}/{len(every)} = {right / len(every):.1%}")
    collections: dict[str, list[fit_flags.Letter]] = defaultdict(list)
    for row in every:
        collections[row.collection] += [row.letter] if row.letter else []
    for line in fit_flags.check(collections):
        print(line)


def main() -> None:
    """Fits and writes, or checks."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="fit without each collection in turn; write nothing")
    chosen = parser.parse_args()
    every = list(rows())
    if chosen.check:
        check(every)
        return
    lines = [HEAD]
    usual = {*USUAL, *written_in().values()}
    letters = [row.letter for row in every if row.letter and row.collection in usual]
    flags = {f"flags.{flag}": fit_flags.fitted(flag, letters) for flag in sorted(letters[0].inputs)}
    for name, weights in (*sorted(Fit(every).weights().items()), *flags.items()):
        lines.append(f"[{name}]")
        lines += [f"{json.dumps(of)} = {weight}" for of, weight in weights.items()]
        lines.append("")
    WEIGHTS.write_text("\n".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
