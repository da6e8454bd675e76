"""People in a text as it is written, found by a pattern: whole names, no officers, no desks; knows nobody."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handlers.named_beside import NO_PERSON
from handlers.names import TITLE, whole_name
from handlers.passages import Passage
from handlers.shown_name import called_like_a_desk
from store.messages import Fact

WORD = r"(?<!\w)(?:[^\W\d_a-z]\.|[^\W\d_a-z](?:[^\W\d_]|-|['’](?=[A-Z]))+(?!\w))"
NAME = rf"(?:(?i:{TITLE}) )?(?P<name>{WORD}(?: {WORD}){{0,3}})"
RELATIVE = (
    r"(?:(?:step|grand|god|foster |half[- ])?(?:son|daughter|child|mother|father|brother|sister)(?:[- ]in[- ]law)?|mum|"
    r"mam|dad|(?:ex[- ]|former |late )?(?:husband|wife|partner)|boyfriend|girlfriend|bf|gf|fianc[eé]e?|nephew|niece|"
    r"friend|neighbour|client|constituent|resident|tenant|patient|parishioner|service user|aunt|auntie|uncle|cousin|"
    r"mate|flatmate|nan|nana|gran|granny|grandma|grandad|grandpa|lad|boy|girl|fella|member|student|pupil)"
)
LONGEST = 3_000  # characters of a letter within which it says for whom it is written
_RANK = re.compile(
    r"\b(?:pc|ps|dc|ds|di|dci|pcso|sgt|sergeant|insp|inspector|constable|officer|supt|superintendent|judge|justice)"
    r"\.? $",
    re.IGNORECASE,
)


def people(pattern: re.Pattern[str], text: Passage, unless: re.Pattern[str] | None = None) -> Iterator[Fact[str]]:
    """The people whose names this pattern finds as its `name`; none behind a rank or what `unless` finds."""
    for found in pattern.finditer(text.text[:LONGEST]):
        name, at = person(found["name"]), found.start("name")
        if not name or an_officer(text, at) or (unless and unless.search(text.text[max(0, at - 9) : at])):
            continue
        yield Fact(name, text.sentence_quote(*found.span("name"), "for whom somebody writes"))


def person(words: str) -> str:
    """The name these words are, or their last ones where the first only begin a sentence; "" for an officer's."""
    parts = words.split()
    for first in range(len(parts)):
        if first and _RANK.fullmatch(f"{parts[first - 1]} "):
            return ""
        words = " ".join(parts[first:])
        if not NO_PERSON.search(words) and (name := whole_name(words)):
            return "" if called_like_a_desk(name) else name
    return ""


def an_officer(text: Passage, at: int) -> bool:
    """Whether a rank stands right before this place."""
    return _RANK.search(text.text[max(0, at - 16) : at]) is not None
