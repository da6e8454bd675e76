"""How plainly a text is written: its sentences, how long they are, and the age at which people read such a text."""

from __future__ import annotations

import re
from dataclasses import dataclass

MOST_WORDS_A_SENTENCE = 30
MEAN_WORDS_A_SENTENCE = 16
HIGHEST_READING_INDEX = 9

AVOIDED = re.compile(
    r"\b(appellant|appeal|pursuant|aforementioned|whilst|utilise|hereby|herein|thereof|commence|terminate|endeavour"
    r"|regarding|correspondence|henceforth|notwithstanding|prior|ensure|forthwith|liaise|uphold|allegation|invalid"
    r"|deem|expedite|subsequently|thereafter|therein|in respect of|with regard to|in accordance with|facilitate)\b"
)
"""The words of offices, which keep people from understanding; in lower case."""

_END = re.compile(r"(?<=[.?!])\s+|\n+")
_WORD = re.compile(r"[\w’'/-]+")


@dataclass(frozen=True, slots=True)
class Plainness:
    """How plainly a text is written: words in the longest sentence, words in the mean, and the reading index.

    The index is the Automated Readability Index: about the years at school that a reader needs; 5 is read at ten.
    """

    longest: int
    mean: float
    reading_index: float


def sentences(text: str) -> list[list[str]]:
    """The words of each sentence."""
    found = [_WORD.findall(part) for part in _END.split(text)]
    return [words for words in found if any(word != "-" for word in words)]


def plainness(text: str) -> Plainness:
    """How plainly this text is written. Raises ValueError where there is no sentence in it."""
    found = sentences(text)
    if not found:
        raise ValueError("There is no sentence to read.")
    words = [word for sentence in found for word in sentence]
    marks = sum(len(re.sub(r"\W", "", word)) for word in words)
    mean = len(words) / len(found)
    return Plainness(max(map(len, found)), mean, 4.71 * marks / len(words) + 0.5 * mean - 21.43)


def prose(text: str, *, up_to: str) -> str:
    """A letter's whole sentences and the items of its lists: no heading, and nothing from the line `up_to` on."""
    lines = f"\n{text}".partition(f"\n{up_to}\n")[0].splitlines()
    return "\n".join(line for line in lines if line.startswith("- ") or line.endswith((".", "?", "!")))
