"""How the outcome letter came to whoever complained, as they or the letter say; guesses nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple

from handlers.force_references import has_reference
from handlers.how_words import ACT, BORDER, BY_SOMEBODY, CLAIMED, IT, OTHER_PAPERS, THE_LETTER, TO_ELSEWHERE
from handlers.letter_ways import ANOTHER_EMAIL, ASKED, BARE, BESIDE, ENVELOPE, FORM, WAY, WORDS
from handlers.letters import OutcomeLetter
from handlers.passages import Passage
from store.messages import Fact, HowProvided

_MOST = 60  # ways that are looked at
_ANSWERED, _CAME, _WENT, _ELSEWHERE, _NOT_IT = 4, 3, 2, 1, 0
_AROUND = 40  # characters around what somebody does in which it is told what with
_QUESTION = 80
_SHORT = 20  # characters of a clause that is hardly more than a way: "One by email"
_BACK = 250  # characters before a way in which "it" may have its name


class _Clause(NamedTuple):
    """Where a sentence begins, where in it a clause begins and ends, and where the sentence does."""

    first: int
    begins: int
    ends: int
    last: int


def how_provided(letters: Sequence[OutcomeLetter], body: Passage) -> Fact[HowProvided] | None:
    """How the letter came: by what the writer says, otherwise by what the letter does.

    That it came to them goes before that it was sent, and that before its having gone to another address.
    """
    ways = [(_tells(body, way), way) for way in islice(body.near(WAY, WORDS, _AROUND), _MOST)]
    sure, best = max(((sure, way) for sure, way in ways if sure), key=lambda one: one[0], default=(_NOT_IT, None))
    if sure and best and best.lastgroup:
        return Fact(HowProvided(best.lastgroup), body.sentence_quote(*best.span(), "how the letter came"))
    return next((one.how for one in letters if one.how), None)


def _tells(body: Passage, way: re.Match[str]) -> int:
    """How plainly a way is told as the outcome letter's, 0 where it is another's or only wished for."""
    folded, (start, end) = body.folded, way.span()
    if way["email"] and ANOTHER_EMAIL.search(folded, max(0, start - _AROUND), start):
        return _NOT_IT
    if FORM.search(folded, max(0, start - _QUESTION), start):
        return _ANSWERED
    first, last = body.sentence(start, end)
    begins = max((border.end() for border in BORDER.finditer(folded, first, start)), default=first)
    border = BORDER.search(folded, end, last)
    clause = _Clause(first, begins, border.start() if border else last, last)
    if not _speaks_of_it(folded, clause, start):
        return _NOT_IT
    if ENVELOPE.match(way[0]):
        return _WENT
    return _NOT_IT if CLAIMED.search(folded, first, start) else _done(folded, clause, way)


def _speaks_of_it(folded: str, clause: _Clause, start: int) -> bool:
    """Whether a clause names the letter or its number, or "it" or nothing where what is said around it does."""
    if THE_LETTER.search(folded, clause.begins, clause.ends) or has_reference(folded, clause.begins, clause.ends):
        return True
    act, envelope = ACT.match(folded, clause.begins, clause.ends), ENVELOPE.match(folded, start)
    bare = BARE.fullmatch(folded, clause.begins, start) or (act is not None and not act["not_it"])
    if not (bare or envelope or IT.search(folded, clause.begins, clause.ends)):
        return False
    before = max(0, clause.first - (2 * _BACK if envelope else _QUESTION if bare else _BACK))
    behind = clause.last if clause.first else clause.last + _QUESTION
    return bool(THE_LETTER.search(folded, before, behind)) or has_reference(folded, before, behind)


def _done(folded: str, clause: _Clause, way: re.Match[str]) -> int:
    """What is done in this way, by the last that is done before it in its clause, or the first behind."""
    start, end = way.span()
    acts = list(ACT.finditer(folded, clause.begins, clause.ends))
    before = [one for one in acts if one.start() < end]
    act = before[-1] if before else next((one for one in acts if one[0] != "attached"), None)
    if act is None:
        named = THE_LETTER.search(folded, max(clause.begins, start - _QUESTION), clause.ends)
        asked = ASKED.search(folded, max(0, clause.first - _QUESTION), start)
        short = start - clause.begins < _SHORT and (asked or not BARE.fullmatch(folded, clause.begins, start))
        return _WENT if (named or short) and BESIDE.search(folded, clause.begins, start) else _NOT_IT
    around = folded[max(clause.begins, act.start() - _AROUND) : min(clause.ends, max(act.end(), end) + _AROUND)]
    if act["not_it"] or OTHER_PAPERS.search(around):
        return _NOT_IT
    if way["in_person"]:
        return _NOT_IT if BY_SOMEBODY.search(folded, clause.begins, act.start()) else _CAME
    if act["to_them"]:
        return _CAME
    return _ELSEWHERE if TO_ELSEWHERE.search(folded, act.end(), min(clause.ends, end + 2 * _AROUND)) else _WENT
