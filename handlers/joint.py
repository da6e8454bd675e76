"""Several people who complain in one message, as they name themselves; knows nobody and proves nobody's identity."""

from __future__ import annotations

import re

from handlers.force_references import force_references
from handlers.names import name_at, whole_name
from handlers.passages import Passage, at_a_word, word_set
from store.messages import Fact
from store.terms import Quote

MOST = 12
_SAYS = "one of several complainants"
_LISTED = re.compile(r"^[ \t]*(?:[-*•–]|\(?\d{1,2}[.)])?[ \t]*")
_TOGETHER = at_a_word(
    r"(?:both|all|each|two|three|four|five|six) of us\b|of us\b|we both\b|we all\b|joint\w*\b|we,|between us\b|"
    r"(?:my )?(?:wife|husband|partner|neighbours?|brother|sister) and i\b|\bus (?:two|three|four|all)\b"
)
_WORDS = word_set("both all each us we joint jointly between wife husband partner neighbours brother sister")
_NAME = r"[^\W\d_a-z][\w'’.-]+"
_FULL = rf"{_NAME}(?: {_NAME}){{1,3}}"
_AND = r"(?:,?[ \n]and[ \n]|,? & |,[ \n]|;[ \n])"
_ROW = re.compile(rf"{_FULL}(?:{_AND}{_FULL})+")
_ONE_SURNAME = re.compile(rf"^[ \t]*(?P<first>{_NAME}) (?:and|&) (?P<second>{_NAME}) (?P<surname>{_NAME})[ \t]*$", re.M)
_SPLIT = re.compile(_AND)


def joint_names(body: Passage, *, flagged: bool) -> tuple[Fact[str], ...]:
    """The people who write together: each on a line with a reference of their own, or named in one row."""
    listed = _by_reference(body)
    if len(listed) > 1:
        return listed
    if flagged or next(body.near(_TOGETHER, _WORDS, 40), None):
        return _in_a_row(body)
    return ()


def _by_reference(body: Passage) -> tuple[Fact[str], ...]:
    """The names of a list in which each person stands with a reference of their own."""
    if len(force_references((body,))) < 2:
        return ()
    found: dict[str, Fact[str]] = {}
    for line in body.text.split("\n"):
        if "/" not in line:
            continue
        name = name_at(_LISTED.sub("", line[:200]))
        if " " in name and (references := force_references((Passage(body.place, line[:200]),))):
            words = Quote(" ".join(line[:200].split()), body.place, _SAYS)
            found.setdefault(references[0].value, Fact(name, words))
    return tuple({one.value: one for one in found.values()}.values())[:MOST]


def _in_a_row(body: Passage) -> tuple[Fact[str], ...]:
    """The names of the first row of full names, or of a signature of two people with one surname."""
    for row in _ROW.finditer(body.text):
        names = [whole_name(part) for part in _SPLIT.split(row[0])]
        if len(names) > 1 and all(" " in name for name in names):
            words = body.quote(*row.span(), _SAYS)
            return tuple(Fact(name, words) for name in dict.fromkeys(names))[:MOST]
    if couple := _ONE_SURNAME.search(body.text):
        names = [whole_name(f"{couple[one]} {couple['surname']}") for one in ("first", "second")]
        if all(names):
            return tuple(Fact(name, body.quote(*couple.span(), _SAYS)) for name in names)
    return ()
