"""The day the outcome letter came, and the day on which the IOPC had the application; guesses neither."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from handlers.dates import dates
from handlers.passages import Passage, at_a_word, word_set
from store.messages import Fact
from store.terms import Quote

_ANOTHER_LETTERS = timedelta(days=7)  # before its date, and what came was not this letter
_FOUR_WEEKS = (timedelta(days=28), timedelta(days=29))
_LAST_DAY = re.compile(
    r"\b28\b|twenty.eight|four weeks|last day|deadline|time limit|r[au]ns? out|\bup\b|\bby\b|\bdue\b"
)
_RECEIVED = word_set("received reached came made arrived submitted")
_NAMED_IOPC = r"(?:the )?(?:iopc|independent office for police conduct|director general)"
_HERE = rf"(?:us|here|with us|(?:at |in |to )?(?:this|our) office|{_NAMED_IOPC})"
_IOPC_RECEIVED = at_a_word(
    rf"received (?:by|at) {_NAMED_IOPC}(?: \w+){{0,2}}[^.;]{{0,30}}?(?=\d|[a-z]{{3,9}} \d)|"
    rf"{_NAMED_IOPC} (?:\w+ )?received\b[^;]{{0,120}}? on (?=\d|\w{{3,9}} \d)"
)
_WE_RECEIVED = at_a_word(
    rf"(?:we (?:\w+ )?received|received (?:by |at )?{_HERE}|(?:reached|arrived) {_HERE}|came (?:in|to us|"
    rf"to this office|"
    rf"here)|made to {_HERE}|in our hands)\b[^;]{{0,100}}?(?=\d)"
)


def arrival(
    arrived: Sequence[Fact[date]],
    posted: Sequence[Fact[date]],
    the_same_day: Quote | None,
    letter_on: Fact[date] | None,
    on: date,
) -> Fact[date] | None:
    """The day the letter is said to have come: the latest told, or the day it was sent where that is after its date.

    What came long before the letter was written was another, and a day four weeks after it the last for an answer.
    """
    of_it = [one for one in arrived if letter_on is None or _may_be(one, letter_on.value, on)]
    if of_it:
        return max(of_it, key=lambda one: one.value)
    if letter_on is None:
        return None
    if the_same_day:
        return Fact(letter_on.value, the_same_day)
    later = [one for one in posted if one.value > letter_on.value]
    return max(later, key=lambda one: one.value) if later else None


def _may_be(one: Fact[date], letter_on: date, on: date) -> bool:
    """Whether a letter of this date can have come on that day."""
    after = one.value - letter_on
    last_day = after in _FOUR_WEEKS and (one.value > on or _LAST_DAY.search(one.quote.words.lower()))
    return after >= -_ANOTHER_LETTERS and not last_day


def iopc_received(text: Passage, on: date, *, from_iopc: bool) -> Iterator[Fact[date]]:
    """The day on which the IOPC received the application, in its own words or in somebody else's."""
    for pattern in (_WE_RECEIVED, _IOPC_RECEIVED) if from_iopc else (_IOPC_RECEIVED,):
        for found in text.near(pattern, _RECEIVED, 140):
            one = next(dates(text.folded[: found.end() + 40], on, max(found.start(), found.end() - 20)), None)
            if one and one.day:
                yield Fact(one.day, text.sentence_quote(one.start, one.end, "when the IOPC received it"))
