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
    return tuple(found.values())


def the_reference(tiers: Sequence[Sequence[Passage]]) -> tuple[Fact[str] | None, tuple[Fact[str], ...]]:
    """The references of the first tier that has any, joined with "; ", and each of them."""
    for tier in tiers:
        if found := force_references(tier):
            words = Quote("; ".join(one.quote.words for one in found), found[0].quote.place, SAYS)
            return Fact("; ".join(one.value for one in found), words), found
    return None, ()
