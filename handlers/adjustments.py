"""What would help somebody to be heard, as they ask for it in their own words; decides nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice

from handlers.adjustment_conditions import CONDITIONS
from handlers.adjustment_contact import CONTACT
from handlers.adjustment_formats import FORMATS
from handlers.adjustment_guards import (
    answered,
    of_the_writer,
    said_to_others,
    speaks_of_papers,
    wished,
    writes_for_another,
)
from handlers.adjustment_words import ASKED, SAID, SAYS, Row
from handlers.passages import Passage
from store.messages import Fact

ADJUSTMENTS = (*FORMATS, *CONTACT, *CONDITIONS)
_MOST = 25  # places of one row in one text that are looked at
_REACH = 60


def adjustments(passages: Iterable[Passage]) -> tuple[Fact[str], ...]:
    """What would help the writer to be heard, each once with the words that ask for it.

    A wish counts where it is wished now, a condition where it is the writer's or of somebody for whom they write.
    What happened to somebody, what is denied and what others said does not count.
    """
    read = tuple(passages)
    found: dict[str, Fact[str]] = {}
    for one in read:
        for row in ADJUSTMENTS:
            if row.value in found or row.words.isdisjoint(one.words):
                continue
            for place in islice(one.near(row.pattern, row.words, _REACH), _MOST):
                if _stands(row, one, place, read):
                    quote = one.sentence_quote(place.start(), place.end(), SAYS[row.value])
                    found[row.value] = Fact(row.value, quote)
                    break
    return tuple(found.values())


def _stands(row: Row, one: Passage, place: re.Match[str], read: tuple[Passage, ...]) -> bool:
    """Whether these words, where they stand, ask for it now or tell it of the writer."""
    first, last = one.sentence(place.start(), place.end())
    before, words, after = (
        " ".join(part.split()) for part in (one.folded[first : place.start()], place[0], one.folded[place.end() : last])
    )
    if row.how is SAID:
        return not said_to_others(before)
    if (answer := answered(one.folded, place.end())) is not None:
        return answer
    if row.how is ASKED:
        return wished(before, after) and not (row.value == "more time" and speaks_of_papers(f"{before} {after}"))
    return of_the_writer(before, words, after, for_another=writes_for_another(read))
