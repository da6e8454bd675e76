"""Which decisions of a month are checked: drawn so that anybody can draw the same again; reads no case file.

The draw is by hashes of office, month and reference, so it knows no chance and nobody can choose its outcome. Every
kind of decision of every person is in it before any is in it twice; after that each in proportion to its number.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256

from store.messages import CaseRecord
from store.terms import DecisionKind, State

ALL_LATE_FOR_MONTHS = 3
"""So long from the beginning every refusal of a late request is checked."""
LETTER = {
    DecisionKind.UPHELD: "outcome_upheld",
    DecisionKind.NOT_UPHELD: "outcome_not_upheld",
    DecisionKind.TRANSFERRED: "transfer_notice",
    DecisionKind.LATE_REFUSED: "late_refused",
    DecisionKind.NOT_VALID: "no_right",
    DecisionKind.WITHDRAWN: "withdrawal_confirmed",
}
"""The letter that told the complainant of each decision."""
_BY_END = {
    State.TRANSFERRED: DecisionKind.TRANSFERRED,
    State.OUT_OF_TIME: DecisionKind.LATE_REFUSED,
    State.INVALID: DecisionKind.NOT_VALID,
    State.WITHDRAWN: DecisionKind.WITHDRAWN,
}


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision: of which case, what, on which day, by whom ("" for nobody by name), and all who had a part."""

    reference: str
    decision: DecisionKind
    on: date
    person: str
    people: frozenset[str]

    @property
    def letter(self) -> str:
        """The letter that told of it."""
        return LETTER[self.decision]


@dataclass(frozen=True, slots=True)
class Sample:
    """What one person checks: drawn, and always. `for_others` has to be checked and is this person's own work."""

    drawn: tuple[Decided, ...]
    always: tuple[Decided, ...]
    for_others: tuple[Decided, ...]


def decision_of(record: CaseRecord) -> tuple[DecisionKind, date] | None:
    """What was decided about the case and on which day; None where nothing was, or it should never have been opened."""
    if record.mistake:
        return None
    if record.end in _BY_END and record.ended_on:
        return _BY_END[record.end], record.ended_on
    if record.outcome and record.decided_on:
        return DecisionKind(record.outcome), record.decided_on
    return None


def month_of(text: str) -> tuple[date, date]:
    """The first and last day of a month written like 2026-11. Raises ValueError for anything else."""
    first = date.fromisoformat(f"{text}-01")
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def draw(
    decided: Iterable[Decided],
    sampler: str,
    seed: str,
    *,
    percent: int,
    at_least: int,
    started_on: date | None = None,
) -> Sample:
    """The sample for one person out of all decisions of a month; never what they had a part in.

    It has so many in a hundred of all decisions, and at least so many, as far as there are others' to check.
    """
    every = sorted(decided, key=lambda one: one.reference)
    always = [one for one in every if _always(one, started_on)]
    rest = [one for one in every if one not in always and not _own(one, sampler)]
    wanted = max(at_least, -(-percent * len(every) // 100))
    return Sample(
        drawn=tuple(_stratified(rest, min(wanted, len(rest)), seed)),
        always=tuple(one for one in always if not _own(one, sampler)),
        for_others=tuple(one for one in always if _own(one, sampler)),
    )


@dataclass(frozen=True, slots=True)
class Task:
    """One decision for one person to check; `twice` where somebody else checks the same, for both to be compared."""

    decided: Decided
    sampler: str
    twice: bool = False


def shared(
    decided: Iterable[Decided],
    samplers: Sequence[str],
    seed: str,
    *,
    percent: int,
    at_least: int,
    started_on: date | None = None,
    twice: int = 0,
) -> tuple[tuple[Task, ...], tuple[Decided, ...]]:
    """The month's sample shared among several people, never to one who had a part in it, each about as many.

    Of so many in a hundred of it `twice` gives a second task to somebody else. The other list has what must always be
    checked and nobody of them can.
    """
    every = sorted(decided, key=lambda one: one.reference)
    always = [one for one in every if _always(one, started_on)]
    able = {one.reference: [who for who in samplers if not _own(one, who)] for one in every}
    rest = [one for one in every if one not in always and able[one.reference]]
    wanted = max(at_least, -(-percent * len(every) // 100))
    chosen = [one for one in always if able[one.reference]] + list(_stratified(rest, min(wanted, len(rest)), seed))
    load = dict.fromkeys(samplers, 0)
    both = [one for one in chosen if len(able[one.reference]) > 1]
    number = min(len(both), -(-twice * len(chosen) // 100))
    again = sorted(both, key=lambda one: _rank(seed, "twice", one.reference))[:number]
    tasks: list[Task] = []
    for one in (*chosen, *again):
        free = [who for who in able[one.reference] if not any(t.decided == one and t.sampler == who for t in tasks)]
        who = min(free, key=lambda who: (load[who], _rank(seed, who, one.reference)))
        load[who] += 1
        tasks.append(Task(one, who, twice=one in again))
    return tuple(tasks), tuple(one for one in always if not able[one.reference])


def _own(one: Decided, sampler: str) -> bool:
    return sampler.casefold() in {name.casefold() for name in (*one.people, one.person)}


def _always(one: Decided, started_on: date | None) -> bool:
    if one.decision is not DecisionKind.LATE_REFUSED or started_on is None:
        return False
    return started_on <= one.on < _months_after(started_on, ALL_LATE_FOR_MONTHS)


def _months_after(day: date, months: int) -> date:
    """The same day so many months later, or the first of the month after where that month is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    try:
        return day.replace(year=year, month=month + 1)
    except ValueError:
        return (date(year, month + 1, 1) + timedelta(days=31)).replace(day=1)


def _stratified(rest: Sequence[Decided], number: int, seed: str) -> Iterator[Decided]:
    strata: dict[tuple[str, str, str], list[Decided]] = defaultdict(list)
    for one in sorted(rest, key=lambda one: _rank(seed, one.reference)):
        strata[one.person, one.decision, one.letter].append(one)
    taken = dict.fromkeys(strata, 0)
    for _ in range(number):
        open_ones = [key for key in strata if taken[key] < len(strata[key])]
        key = min(open_ones, key=lambda key: (taken[key] / len(strata[key]), _rank(seed, *key)))
        yield strata[key][taken[key]]
        taken[key] += 1


def _rank(seed: str, *words: str) -> str:
    return sha256("\n".join((seed, *words)).encode()).hexdigest()
