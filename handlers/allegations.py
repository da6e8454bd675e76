"""What people allege that may bear on a limb of the review-body test (reg. 32): evidence for a person, no answer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from handlers.allegation_words import RULES
from handlers.allegations_told import TOLD
from handlers.done_by import in_passing, not_by_the_police
from handlers.passages import Passage, Rule
from store.messages import Fact
from store.terms import Limb

MOST = 12
_LOOKED_AT = 60  # places where a rule may find something, of one passage


def allegations(passages: Sequence[Passage]) -> tuple[Fact[Limb], ...]:
    """The words that may bear on a limb, one quotation for each rule, from the first passage that has it."""
    found: dict[tuple[Limb, str], Fact[Limb]] = {}
    for one in passages:
        for each in (*RULES, *TOLD):
            if (each.value, each.says) not in found and (fact := _surest(one, each)) is not None:
                found[each.value, each.says] = fact
    return tuple(found.values())[:MOST]


def _surest(passage: Passage, each: Rule[Limb]) -> Fact[Limb] | None:
    """What a rule finds in a passage: the first place where the police may have done it, otherwise the first."""
    first: Fact[Limb] | None = None
    for match, says in islice(_finds(passage, each), _LOOKED_AT):
        fact = Fact(each.value, passage.sentence_quote(match.start(), match.end(), says))
        if says == each.says:
            return fact
        first = first or fact
    return first


def _finds(passage: Passage, each: Rule[Limb]) -> Iterator[tuple[re.Match[str], str]]:
    if each.words.isdisjoint(passage.words):
        return
    for match in passage.near(each.pattern, each.words, 60):
        if not in_passing(passage, match, each.says):
            yield match, each.says + not_by_the_police(passage, match, each.says)
