"""The letter's date by what is said of it and by how likely each date is; where the two do not agree, none."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import NamedTuple

from handlers.letter_odds import Likely
from store.messages import Fact

LIKELY = 0.6  # a date of which nothing plain is said, or less than of another, is taken where it is likelier than this
AHEAD = 2.0  # and so many times as likely as the next
UNLIKELY = 0.35  # and one that is plainly said is believed unless it is less likely than this
BEYOND_DOUBT = 0.85  # and how likely one of several that contradict each other
NO_RIVAL = 0.1  # a date less likely than this contradicts none


class Settled(NamedTuple):
    """The letter's date, None where none is sure enough, and whether two dates are told for it."""

    letter_on: Fact[date] | None
    contradicted: bool


def settled(
    said: Fact[date] | None,
    doubts: Collection[Fact[str]],
    likely: Sequence[Likely],
    on: date,
    *,
    contradicted: bool,
    arrived: Collection[date] = (),
) -> Settled:
    """What is to be believed where `said` is what the words say and `likely` each day's odds, the likeliest first.

    A date still to come is left as it was said, for a person to see. What is said of a doubtful date ("two weeks ago",
    "31 September") lets no other date in its place. A later day on which it `arrived` is no rival of its date.
    """
    if not likely or (said and said.value > on):
        return Settled(said, contradicted)
    best, clear = likely[0], stands_out(likely, arrived)
    if contradicted:
        return Settled(best.fact, False) if best.odds >= BEYOND_DOUBT else Settled(said, True)
    if said is None:
        heard = all(one.value == "vague_date" and one.quote.words == best.fact.quote.words for one in doubts)
        return Settled(best.fact if heard and clear else None, False)
    if best.fact.value != said.value and clear:
        return Settled(best.fact, False)
    return Settled(said if odds_of(said.value, likely) >= UNLIKELY else None, False)


def stands_out(likely: Sequence[Likely], arrived: Collection[date] = ()) -> bool:
    """Whether the first of these days is likely enough and clearly ahead of all others but its arrival."""
    best, *others = likely
    came = [one for one in others if one.fact.value in arrived and one.fact.value > best.fact.value]
    rival = next((one.odds for one in others if one not in came), 0.0)
    return best.odds + sum(one.odds for one in came) >= LIKELY and best.odds >= AHEAD * rival


def odds_of(day: date, likely: Sequence[Likely]) -> float:
    """How likely this day is the letter's."""
    return next((one.odds for one in likely if one.fact.value == day), 0.0)
