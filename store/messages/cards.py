"""What a case card shows, in words, as frozen data; lays nothing out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Stated:
    """One fact on a card and where it came from; `words` is never empty."""

    label: str
    words: str
    source: str


@dataclass(frozen=True, slots=True)
class Clock:
    """One clock as a strip of days: how many there are, how many have gone by, and the same in words.

    `gone` may be more than `days`, and then it is overdue by the rest.
    """

    label: str
    days: int
    gone: int
    words: str


@dataclass(frozen=True, slots=True)
class CaseCard:
    """What stands of one case on the board. Instants are London time in words; no field is markup.

    An ended case has no `next_on` and no flag. `overdue` says that the next action's day has passed. `checklist` is
    the review-body test, limb by limb with what the request says of it, while nobody has settled it. `papers` are what
    the police still owe: (what, words). `history` are the newest events first, (when, what).
    """

    reference: str
    subject: str
    stage: str
    next_what: str
    next_who: str
    next_on: str
    overdue: bool
    facts: tuple[Stated, ...]
    clocks: tuple[Clock, ...]
    checklist: tuple[tuple[str, str], ...]
    questions: tuple[tuple[str, str, str], ...]
    papers: tuple[tuple[str, str], ...]
    letters: tuple[tuple[str, str], ...]
    history: tuple[tuple[str, str], ...]
    how_to: tuple[str, ...]
    categories: tuple[str, ...]
    flag_on: date | None
