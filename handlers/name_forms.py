"""The ways one person's name is written, and which of them says most; proves nobody's identity."""

from __future__ import annotations

from collections.abc import Iterable

from handlers.names import SHORT_FORM, same_person
from store.messages import Fact

_WHOLE = 2  # words that a first and a last name have


def fullest(first: Fact[str], others: Iterable[Fact[str]]) -> Fact[str]:
    """Of the ways one person's name is written, the one that says most; the first where all say the same."""
    every = [first, *(one for one in others if one_written_short(first.value, one.value))]
    return max(every, key=lambda one: _says(one.value.split()))


def one_written_short(one: str, other: str) -> bool:
    """Whether two names are one person's, one perhaps with an initial for a surname or a pet name for a first one."""
    if same_person(one, other):
        return True
    first, second = one.casefold().replace(".", "").split(), other.casefold().replace(".", "").split()
    if len(first) < _WHOLE or len(second) < _WHOLE:
        return False
    short, long = sorted((first, second), key=lambda name: len(name[0]))
    if first[-1] == second[-1]:
        return len(short[0]) > SHORT_FORM and short[0] in long[0]
    surnames = sorted((first[-1], second[-1]), key=len)
    return first[0] == second[0] and len(surnames[0]) == 1 and surnames[1].startswith(surnames[0])


def _says(words: list[str]) -> tuple[bool, bool, int, int]:
    first, last = words[0].rstrip("."), words[-1].rstrip(".")
    return len(words) > 1, len(last) > 1, len(first), len(words)
