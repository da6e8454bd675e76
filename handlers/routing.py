"""Which unit of the force has the papers of a case, and why; guesses nothing, reads no contact book and asks nobody."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase

from store.messages import CaseView, Question, Territory
from store.terms import Owner

WHICH_UNIT = "which_unit"
"""The code of the question that a person answers by naming the unit."""

_WORDS_BESIDE = re.compile(
    r"^the |\b(?:area )?(?:bcu|psu|basic command unit|command unit|professional standards unit|borough)$|^borough of |"
    r"^(?:royal |london )+borough of |^city of (?=westminster)"
)
_OF_ITS_OWN = re.compile(r"^city of london\b")


@dataclass(frozen=True, slots=True)
class Routed:
    """The unit that is asked, by its key, with the reason as people read it, and what a person has to settle."""

    unit: str
    why: str
    asks: tuple[Question, ...] = ()


@dataclass(frozen=True, slots=True)
class _Clue:
    """What one thing a case says leads to: the words for it, and every unit that comes into question."""

    says: str
    units: tuple[Territory, ...]


def unit_of(case: CaseView, territories: Sequence[Territory], default: str, ask_by: date) -> Routed:
    """The unit a person named, else the one everything points to; otherwise the default, with a question.

    `territories` are the units there are today and `default` the key of the one that is asked where nothing says
    which; with two that disagree it is asked as well, and a person says by `ask_by` which is right.
    """
    by_key = {one.key: one for one in territories}
    if case.unit in by_key:
        return Routed(case.unit, f"{by_key[case.unit].name} has been asked about this case before.")
    fallback = by_key[default].name if default in by_key else default
    if strange := next((name for name in case.units if _OF_ITS_OWN.match(_plain(name))), ""):
        said = f"The case names {strange}, which has a police force of its own. Is this ours, and who has the papers?"
        return Routed(default, f"{fallback}: the case names {strange}.", (_question(said, ask_by),))
    clues = [clue for clue in (_named(case.units, territories), _referred(case, territories)) if clue.units]
    if not clues:
        return Routed(default, f"{fallback}: nothing in the case says which unit.")
    agreed = [one for one in clues[0].units if all(one in clue.units for clue in clues)]
    because = " and ".join(clue.says for clue in clues)
    if len(agreed) == 1:
        return Routed(agreed[0].key, f"{agreed[0].name}: {because}.")
    names = " and ".join(dict.fromkeys(one.name for clue in clues for one in clue.units))
    asked = f"Which unit has the papers: {names}? Say it: unit REF and its name. Until then {fallback} is asked."
    return Routed(default, f"{fallback}: {because} point to {names}.", (_question(asked, ask_by),))


def unit_named(name: str, territories: Sequence[Territory]) -> bool:
    """Whether this name or borough leads to one of the units."""
    return bool(_named((name,), territories).units)


def _question(text: str, due_on: date) -> Question:
    return Question(WHICH_UNIT, text, Owner.ADMINISTRATOR, due_on)


def _named(named: Iterable[str], territories: Sequence[Territory]) -> _Clue:
    """The units by what the case calls them; where it calls none by name, those of the boroughs it names."""
    said = {_plain(name): name for name in named}
    outright = [one for one in territories if any(_plain(name) in said for name in (one.name, *one.names))]
    found = outright or [one for one in territories if any(_plain(name) in said for name in one.boroughs)]
    known = {_plain(word) for one in found for word in (one.name, *one.names, *one.boroughs)}
    words = " and ".join(name for plain, name in said.items() if plain in known)
    return _Clue(f"the case names {words}", tuple(found))


def _referred(case: CaseView, territories: Sequence[Territory]) -> _Clue:
    """The units whose shape the force's own references have."""
    references = [one.strip().upper() for one in case.force_reference.split(";") if one.strip()]
    found = [
        one for one in territories
        if any(fnmatchcase(reference, shape) for shape in one.references for reference in references)
    ]  # fmt: skip
    return _Clue("the force's own reference is one of its", tuple(found))


def _plain(name: str) -> str:
    """A name without the words that stand beside it, in small letters."""
    plain, before = " ".join(name.replace("&", " and ").casefold().split()), ""
    while plain != before:
        before, plain = plain, _WORDS_BESIDE.sub("", plain).strip()
    return plain
