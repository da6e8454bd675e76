"""How likely each flag is, from everything that speaks for it, by a table of fitted weights; knows no words itself.

Logistic regression, each flag by itself (compare handlers.likely). The weights lie in config/cues/weights.toml;
bench/fit.py finds them from labelled letters, with a missed danger dearer than a false one.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from math import exp, log1p, sqrt
from types import MappingProxyType

from handlers.weighing import MOST_CUES

Sentence = tuple[float, str, int, int]
"""How much a sentence says, in which place, from which word up to which."""
ALWAYS = "always"
UNFITTED: Mapping[str, float] = MappingProxyType({ALWAYS: -2.0, "words": 3.0, "sentence": 1.0, "second": 0.5})
"""What counts where a table holds no weights: a strong phrase sets a flag, or two sentences that read like it."""
_RANKS = ("sentence", "second", "third")
_DENSE = ("dense", "second dense", "third dense")
MOST_SAID = 80.0  # no one sentence settles it
_LONG = 3.0  # the logarithm of some twenty sentences: in a longer letter no more are read like it by chance


def flag_inputs(
    flag: str,
    words: float,
    sentences: Mapping[str, Sequence[Sentence]],
    others: Mapping[Sentence, Mapping[str, float]],
    dangers: Collection[str],
    *,
    length: int,
) -> dict[str, float]:
    """Everything the weights of a flag are for, by name; what is not there is 0.

    `words` what its phrases say; `sentences` for each flag those that read like it, the most first; `others` what each
    of these says of every flag; `dangers` the flags that call a person; `length` how many sentences there are.
    """
    saying = sentences.get(flag, ())
    told = [min(MOST_SAID, sentence[0]) / 10 for sentence in saying[:3]]
    found = {ALWAYS: 1.0, "length": min(_LONG, log1p(length)) / 3}
    found["words"] = min(MOST_CUES, max(0.0, words)) / 3
    found["against"] = max(-MOST_CUES, min(0.0, words)) / 3
    found.update(zip(_RANKS, told, strict=False))
    found.update(zip(_DENSE, sorted(map(_density, saying), reverse=True), strict=False))
    here = others[saying[0]] if told else {}
    for danger in dangers:
        if danger != flag:
            found[f"elsewhere {danger}"] = sentences[danger][0][0] / 10 if sentences.get(danger) else 0.0
            found[f"same {danger}"] = max(-0.5, here.get(danger, 0.0) / 10)
    return {name: value for name, value in found.items() if value}


def _density(sentence: Sentence) -> float:
    """How much a sentence says beside what one of its length may say by chance."""
    score, _, start, end = sentence
    return min(MOST_SAID, score) / 3 / sqrt(max(3, end - start))


def odds(values: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """How likely it is, between 0 and 1, as the cost of missing it weighs it."""
    score = sum(weights.get(name, 0.0) * value for name, value in values.items())
    return 1 / (1 + exp(-max(-30.0, min(30.0, score))))
