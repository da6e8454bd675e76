"""The force's complaint references in a text: never a crime, CAD, CRIS, FOI or IOPC number, and never ours."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from handlers.passages import Passage, word_set
from handlers.reference_forms import is_written, written_in
from handlers.references_set_aside import set_aside
from store.messages import Fact
from store.terms import Quote

SAYS = "the force's complaint reference"
_DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_SPOKEN_DIGIT = rf"(?:{'|'.join(_DIGITS)}|oh|o|nought|naught)"
_STROKE = r"(?:forward )?(?:slash|stroke)"
_SPOKEN = re.compile(
    rf"(?<!\w)(?P<kind>p(?:e[ae])? ?(?:c|sea|see)|c ?o) (?:{_STROKE} )?"
    rf"(?P<number>(?:(?:double |treble |triple )?(?:{_SPOKEN_DIGIT}|\d{{1,6}})[ ]){{1,6}})"
    rf"{_STROKE} (?:tw(?:enty ?-?|o )(?P<unit>{'|'.join(_DIGITS[1:])})|(?P<year>\d\d))\b"
)
_SAID = word_set("slash stroke")
_TIMES = {"double": 2, "treble": 3, "triple": 3}
_MOST_FIGURES = 6
# Whose complaints these are where a number stands without its kind; a text that names both forces tells nothing.
_MET, _LEICESTERSHIRE = word_set("mps mopac metropolitan dps"), word_set("leicestershire leics")
_THE_MET = re.compile(r"\bthe met(?:'s)?\b")


class _Found(NamedTuple):
    fact: Fact[str]
    passage: Passage
    start: int
    end: int


def force_references(passages: Iterable[Passage]) -> tuple[Fact[str], ...]:
    """Every complaint reference in these passages as TYPE/NNNNN/YY, each once, in order."""
    return _each_once(_every(tuple(passages)))


def reference_spans(passage: Passage) -> list[tuple[int, int]]:
    """From where to where each complaint reference in a passage goes."""
    return [(one.start, one.end) for one in written_in(passage)]


def has_reference(folded: str, start: int, end: int) -> bool:
    """Whether a complaint reference stands between these places of a text in lower case."""
    return is_written(folded, start, end)


def the_reference(tiers: Sequence[Sequence[Passage]]) -> tuple[Fact[str] | None, tuple[Fact[str], ...]]:
    """The references of the first tier that has any, joined with "; ", and each of them.

    Those that the words plainly set aside ("PC/01111/25, which I am not asking about") are not joined.
    """
    for tier in tiers:
        every = list(_every(tier))
        if found := _each_once(every):
            spans = [(one.fact.value, one.passage, one.start, one.end) for one in every]
            aside = set_aside(spans)
            meant = [one for one in found if one.value not in aside] or found
            words = Quote("; ".join(one.quote.words for one in meant), meant[0].quote.place, SAYS)
            return Fact("; ".join(one.value for one in meant), words), found
    return None, ()


def _each_once(every: Iterable[_Found]) -> tuple[Fact[str], ...]:
    found: dict[str, Fact[str]] = {}
    for one in every:
        found.setdefault(one.fact.value, one.fact)
    return tuple(found.values())


def _every(passages: Sequence[Passage]) -> Iterator[_Found]:
    told: str | None = None
    for passage in passages:
        for one in written_in(passage):
            told = told if one.kind or told is not None else _kind_told(passages)
            if kind := one.kind or told:
                reference = f"{kind.upper()}/{one.number:05d}/{one.year}"
                yield _Found(Fact(reference, passage.quote(one.start, one.end, SAYS)), passage, one.start, one.end)
        for spoken in passage.near(_SPOKEN, _SAID):
            if reference := _as_written(spoken):
                yield _Found(Fact(reference, passage.quote(*spoken.span(), SAYS)), passage, *spoken.span())


def _kind_told(passages: Sequence[Passage]) -> str:
    """The kind of a number without one, by the force whose complaint it is; "" where that is not told."""
    met = any(_MET & one.words or _THE_MET.search(one.folded) for one in passages)
    leicestershire = any(_LEICESTERSHIRE & one.words for one in passages)
    return "" if met == leicestershire else "PC" if met else "CO"


def _as_written(spoken: re.Match[str]) -> str:
    """A reference that was spoken to a telephone ("P C slash zero one two") as it is written, "" where it is none."""
    digits, times = "", 1
    for word in spoken["number"].split():
        if word in _TIMES:
            times = _TIMES[word]
            continue
        digits += times * (str(_DIGITS.index(word)) if word in _DIGITS else word if word.isdigit() else "0")
        times = 1
    year = spoken["year"] or f"2{_DIGITS.index(spoken['unit'])}"
    kind = "PC" if spoken["kind"].startswith("p") else "CO"
    return f"{kind}/{int(digits):05d}/{year}" if int(digits) > 0 and len(digits) <= _MOST_FIGURES else ""
