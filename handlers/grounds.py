"""Why applicants are unhappy with the outcome, word for word in their own words; decides nothing."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from handlers.grounds_labels import Labelled, labelled
from handlers.grounds_signs import CLOSING, DISAGREES
from handlers.grounds_told import Said, told, weighed
from handlers.passages import Passage
from handlers.sentences import is_item
from store.messages import Fact
from store.terms import Quote

GROUNDS_CHARACTERS = 4_000
_LABELS = 8  # labels of one passage that are read
_FEW = 12  # characters of words that can be no reason


def grounds(own: Sequence[Passage], others: Sequence[Passage]) -> Fact[str] | None:
    """The applicant's reasons, word for word: what is called so, what follows "because", or what disagrees.

    In what is not the applicant's own words (a form, a log) only what is called grounds counts.
    """
    for passage in own:
        if called := _called(passage, sure=False):
            return called
    for passage in others:
        if called := _called(passage, sure=True):
            return called
    every = [(found, passage) for passage in own if (found := told(passage, 0, len(passage.text)))]
    if not every:
        return None
    best, passage = max(every, key=lambda one: one[0].much)
    return _words(passage, best.start, best.end)


def _called(passage: Passage, *, sure: bool) -> Fact[str] | None:
    """What stands under a label, without what is no reason at its end."""
    for one in islice(labelled(passage, sure=sure), _LABELS):
        if one.message:
            found = told(passage, one.start, one.end)
            span = (found.start, found.end) if found else None
        else:
            span = _under(passage, one)
        if span and (words := _words(passage, *span)):
            return words
    return None


def _under(passage: Passage, label: Labelled) -> tuple[int, int] | None:
    """The first paragraph under a label and those after it that are a list or give reasons too."""
    said = weighed(passage, label.start, min(label.end, label.start + GROUNDS_CHARACTERS))
    if not said:
        return None
    last = 0
    for number, one in enumerate(said):
        if one.paragraph > said[last].paragraph and not _belongs(passage, said, number):
            break
        last = number
    while last and said[last].weight == CLOSING:
        last -= 1
    return said[0].start, said[last].end


def _belongs(passage: Passage, said: Sequence[Said], number: int) -> bool:
    """Whether the paragraph that begins with this sentence gives reasons, or is an item of a list."""
    here = said[number].paragraph
    return is_item(passage, said[number].start) or any(
        one.weight > DISAGREES for one in said[number:] if one.paragraph == here
    )


def _words(passage: Passage, start: int, end: int) -> Fact[str] | None:
    words = passage.text[start : min(end, start + GROUNDS_CHARACTERS)].strip()
    if len(words) < _FEW:
        return None
    return Fact(words, Quote(" ".join(words[:160].split()), passage.place, "why they are unhappy"))
