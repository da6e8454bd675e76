"""The weights of the letter's date are found from letters: what stands beside the right date counts for it."""

from __future__ import annotations

from datetime import date

from bench.fit_dates import Letter, check, fitted, told
from handlers.letter_mentions import ALWAYS, Mention
from store.messages import Fact
from store.terms import Quote

LETTER, INCIDENT = date(2026, 10, 28), date(2026, 5, 4)


def mention(day: date, *inputs: str) -> Mention:
    """A date of which this speaks."""
    return Mention(Fact(day, Quote("words", "body", "a day")), frozenset({ALWAYS, *inputs}))


def letter(collection: str, right: date | None = LETTER) -> Letter:
    """A letter that names the incident and, where it is right, the answer."""
    named = [mention(INCIDENT, "an event"), *([mention(LETTER, "an answer")] if right else [])]
    return Letter(collection, right, named)


EVERY = [letter("one")] * 8 + [letter("one", None)] * 8 + [letter("other")] * 8 + [letter("other", None)] * 8


def test_what_stands_beside_the_right_date_counts_for_it() -> None:
    """The words beside the right dates get a weight with which these are told, and where none is right none is."""
    weights = fitted(EVERY, strength=0.1)
    assert weights["an answer"] > 0 > weights["an event"]
    assert told(EVERY, weights) == {"right": 16, "rightly none": 16}


def test_wrong_missed_and_invented_dates_are_told_apart() -> None:
    """Another date is wrong, none where there is one is missed, and one where there is none is invented."""
    wrong_way = {ALWAYS: 0.0, "an event": 9.0, "an answer": -9.0}
    assert told([letter("one"), letter("one", None)], wrong_way) == {"wrong": 1, "invented": 1}
    assert told([letter("one")], {ALWAYS: -9.0}) == {"missed": 1}


def test_a_collection_is_checked_by_weights_it_had_no_part_in() -> None:
    """What only one collection teaches is not told in it when it is left out."""
    alone = [letter("taught")] * 8 + [Letter("bare", None, [mention(INCIDENT, "an event")])] * 8
    lines = {line.split()[0]: line for line in check(alone)}
    assert "'missed': 8" in lines["taught"]
    assert "'rightly none': 8" in lines["bare"]
