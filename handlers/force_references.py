"""The force's complaint references in a text: never a crime, CAD, CRIS, FOI or IOPC number, and never ours."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from handlers.passages import Passage, word_set
from store.messages import Fact
from store.terms import Quote

SAYS = "the force's complaint reference"
_MARK = r"[ \t]?[/\-._ ][ \t]?"
_REFERENCE = re.compile(
    rf"(?:pcc(?<![a-z0-9/*]pcc)|(?:pc|co|cm|mi|ds|ix)(?<![a-z0-9/*]..))(?:{_MARK}|(?=\d))(?P<number>\d{{1,8}}){_MARK}"
    r"(?:20)?(?P<year>\d\d)(?![\w*]|[/\-.:]\d)"
)
_KINDS = word_set("pc co cm mi ds ix pcc")
_KIND = re.compile(r"[a-z]+")
_DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_SPOKEN = re.compile(
    rf"(?<!\w)(?P<kind>p ?c|c ?o) (?:(?:forward )?(?:slash|stroke) )?"
    rf"(?P<number>(?:(?:{'|'.join(_DIGITS)}|oh|\d+) ?){{3,6}})"
    rf"(?:forward )?(?:slash|stroke) (?:(?:twenty ?-?)(?P<unit>{'|'.join(_DIGITS[1:])})|(?P<year>\d\d))\b"
)
_SAID = word_set("slash stroke")
_ANOTHER = re.compile(
    r"(?:crime|cris|cad|incident|foi|iopc|ipcc|custody)(?: ref(?:erence)?)?(?: no| number)?[.: ]{0,3}$"
)


def force_references(passages: Iterable[Passage]) -> tuple[Fact[str], ...]:
    """Every complaint reference in these passages as TYPE/NNNNN/YY, each once, in order."""
    found: dict[str, Fact[str]] = {}
    for passage in passages:
        for match in passage.near(_REFERENCE, _KINDS, 20):
            number = int(match["number"])
            if not 0 < number < 1_000_000 or (number < 100 and "/" not in match[0]):
                continue
            if _ANOTHER.search(passage.folded, max(0, match.start() - 30), match.start()):
                continue
            kind = _KIND.match(match[0])
            reference = f"{kind[0].upper() if kind else ''}/{number:05d}/{match['year']}"
            if reference not in found:
                found[reference] = Fact(reference, passage.quote(*match.span(), SAYS))
        for spoken in passage.near(_SPOKEN, _SAID):
            reference = _written(spoken)
            found.setdefault(reference, Fact(reference, passage.quote(*spoken.span(), SAYS)))
    return tuple(found.values())


def _written(spoken: re.Match[str]) -> str:
    """A reference that was spoken to a telephone ("P C slash zero one two") as it is written."""
    digits = "".join(
        str(_DIGITS.index(word)) if word in _DIGITS else word.replace("oh", "0") for word in spoken["number"].split()
    )
    year = spoken["year"] or f"2{_DIGITS.index(spoken['unit'])}"
    return f"{spoken['kind'].replace(' ', '').upper()}/{int(digits):05d}/{year}"


def reference_spans(passage: Passage) -> list[tuple[int, int]]:
    """From where to where each complaint reference in a passage goes."""
    return [found.span() for found in passage.near(_REFERENCE, _KINDS, 20)]


def has_reference(folded: str, start: int, end: int) -> bool:
    """Whether a complaint reference stands between these places of a text in lower case."""
    return _REFERENCE.search(folded, start, end) is not None


def the_reference(tiers: Sequence[Sequence[Passage]]) -> tuple[Fact[str] | None, tuple[Fact[str], ...]]:
    """The references of the first tier that has any, joined with "; ", and each of them."""
    for tier in tiers:
        if found := force_references(tier):
            words = Quote("; ".join(one.quote.words for one in found), found[0].quote.place, SAYS)
            return Fact("; ".join(one.value for one in found), words), found
    return None, ()
