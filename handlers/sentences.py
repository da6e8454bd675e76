"""A text in its sentences, each with its place and its paragraph; says nothing about what they mean."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from handlers.passages import Passage

_SHORT = 55  # characters of a line that was not ended by a program because it is long enough
_STOP = re.compile(
    r"(?<![\s(]\w)(?<!\b(?:mr|ms|dr|st|no|pc|ps|dc|ds|di))(?<!\b(?:mrs|sgt|rev|ref|det|con|ins))"
    r"(?<!\b(?:insp|supt|cllr))[.!?…]+[\"'”)\]]*(?=\s)|[!?]+[\"'”)\]]*(?=\s)|\n"
)
_ITEM = re.compile(r"\s{0,6}(?:[-*•–]|\(?(?:\d{1,2}|[ivx]{2,4})[.)]|\(?[a-z]\))[ \t]")


class Sentence(NamedTuple):
    """From where to where a sentence goes, and in which paragraph it stands."""

    start: int
    end: int
    paragraph: int


def sentences(passage: Passage, start: int, end: int) -> Iterator[Sentence]:
    """The sentences between two places in order; a short line is one by itself, and so is an item of a list."""
    folded, paragraph, first, last = passage.folded, 0, start, start
    for at in (*_stops(passage, start, end), end):
        if words := folded[first:at].strip():
            begins = first + folded[first:at].index(words[0])
            if last > start and folded.count("\n", last, begins) > 1:
                paragraph += 1
            last = begins + len(words)
            yield Sentence(begins, last, paragraph)
        first = at


def _stops(passage: Passage, start: int, end: int) -> Iterator[int]:
    """Where sentences end."""
    folded, line = passage.folded, start
    for stop in _STOP.finditer(folded, start, end):
        if stop[0] != "\n":
            if stop[0][-1] in ".!?…" or not passage.text[stop.end() + 1 : stop.end() + 2].islower():
                yield stop.end()
            continue
        below = folded[stop.end() : stop.end() + 1]
        if stop.start() - line < _SHORT or below in ("\n", "") or is_item(passage, stop.end()):
            yield stop.start()
        line = stop.end()


def is_item(passage: Passage, at: int) -> bool:
    """Whether an item of a list begins here."""
    return _ITEM.match(passage.folded, at) is not None
