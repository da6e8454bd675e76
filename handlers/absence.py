"""Whether a short text is an absence note and nothing besides; reads words, decides nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable

_SENTENCE = re.compile(r"[.!?:;]+(?=\s|$)|\n")
_WORD = re.compile(r"[\w'@-]+")
_PASSING = 5  # words that may be a greeting, a name or "Kind regards"
_ENGLISH = frozenset({"i", "the", "my", "me", "to", "and", "is", "it", "of", "you", "they", "he", "she", "we", "was"})
_OF_THEIR_OWN = 8  # words about something else, and somebody is writing


def is_all(text: str, vocabulary: Iterable[str]) -> bool:
    """Whether every sentence speaks of being away, of who answers instead or of the post.

    Greetings do not count, nor does what is not English: nobody here could say what it speaks of.
    """
    known = tuple(f" {phrase} " for phrase in vocabulary)
    others = 0
    for sentence in _SENTENCE.split(text.casefold()):
        words = _WORD.findall(sentence)
        said = f" {' '.join(words)} "
        if len(words) > _PASSING and _ENGLISH.intersection(words) and not any(phrase in said for phrase in known):
            others += len(words)
    return others < _OF_THEIR_OWN
