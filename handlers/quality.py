"""The checklist with which a decision is checked, and what many such checks show together; checks nothing itself."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from types import MappingProxyType

from store.messages import CheckRecord
from store.terms import Check

CHECKLIST: Mapping[Check, str] = MappingProxyType(
    {
        Check.BODY: "Was the right review body found?",
        Check.TIME: "Is the time limit counted rightly?",
        Check.GROUNDS: "Is every point they raised answered?",
        Check.REASONS: "Do the reasons bear the decision?",
        Check.TONE: "Is it in plain English, and kind?",
        Check.TOLD: "Was everybody told who has to be?",
        Check.RECOMMENDATION: "Is each recommendation lawful, clear and possible?",
        Check.DATA: "Does it give away nothing about others?",
    }
)
"""The predetermined questions; the office's own practice."""
A_NEED = 2
"""So often a question is answered no for one person before that is a need for training, unless the office says."""


class Answer(StrEnum):
    """An answer to one question; the last where it does not arise."""

    YES = "yes"
    NO = "no"
    NOT_ASKED = "n/a"


class NotAnswered(Exception):
    """The checklist cannot be kept as it was given; the sentence says why."""


def answers(words: Iterable[str]) -> Mapping[Check, Answer]:
    """The checklist out of words like "body=yes"; every question has to be answered. Raises NotAnswered."""
    found: dict[Check, Answer] = {}
    for word in words:
        name, _, said = word.partition("=")
        if name not in set(Check) or said not in set(Answer):
            raise NotAnswered(f"Write {word!r} like body=yes, body=no or body=n/a. There are: {', '.join(Check)}.")
        if Check(name) in found:
            raise NotAnswered(f"{name} is answered twice.")
        found[Check(name)] = Answer(said)
    if missing := [check for check in Check if check not in found]:
        raise NotAnswered(f"These are not answered: {', '.join(missing)}.")
    return MappingProxyType({check: found[check] for check in Check})


@dataclass(frozen=True, slots=True)
class Tally:
    """What checks of one person's decisions, or of one kind of decision, came to: points had out of those to be had."""

    label: str
    checks: int
    score: int
    out_of: int

    @property
    def percent(self) -> int | None:
        """Points in a hundred, None where there were none to be had."""
        return _percent(self.score, self.out_of)


@dataclass(frozen=True, slots=True)
class Agreement:
    """How often two people (`label` "" for all of them), or all pairs on one question, gave the same answer."""

    label: str
    decisions: int
    alike: int
    answers: int

    @property
    def percent(self) -> int | None:
        """Answers alike in a hundred, None where none were given by both."""
        return _percent(self.alike, self.answers)


@dataclass(frozen=True, slots=True)
class QualityReport:
    """Many checks together: by person, by decision, by who checked, each question that was answered no, and needs.

    `agreement` is that of each two who checked the same decision, `agreement_on` that of all of them on each question.
    """

    checks: int
    feedback_to_give: int
    by_person: tuple[Tally, ...]
    by_decision: tuple[Tally, ...]
    by_sampler: tuple[Tally, ...]
    findings: tuple[tuple[Check, int], ...]
    needs: tuple[tuple[str, Check, int], ...]
    agreement: tuple[Agreement, ...] = ()
    agreement_on: tuple[Agreement, ...] = ()


def report(checks: Sequence[CheckRecord], *, need_at: int = A_NEED) -> QualityReport:
    """What these checks show. Who marks harder than others shows in `by_sampler`, and who judges alike in `agreement`.

    A question answered no for the same person `need_at` times, in different decisions, is a need for training.
    """
    no = Counter(check for one in checks for check in _no(one))
    cases = {(one.person, check, one.reference, one.decision) for one in checks for check in _no(one)}
    by_person = Counter((person, check) for person, check, *_ in cases)
    pairs = tuple(_pairs(checks))
    return QualityReport(
        checks=len(checks),
        feedback_to_give=sum(one.feedback_on is None and bool(_no(one)) for one in checks),
        by_person=tuple(_tallies(checks, "person")),
        by_decision=tuple(_tallies(checks, "decision")),
        by_sampler=tuple(_tallies(checks, "sampler")),
        findings=tuple((check, no[check]) for check in Check if no[check]),
        needs=tuple((who, check, often) for (who, check), often in sorted(by_person.items()) if often >= need_at),
        agreement=tuple(_agreement(pairs)),
        agreement_on=tuple(_agreement_on(pairs)),
    )


def _pairs(checks: Iterable[CheckRecord]) -> Iterator[tuple[CheckRecord, CheckRecord]]:
    """Every two checks of one decision by two people, whose names stand in their order."""
    by_decision: dict[tuple[str, str], list[CheckRecord]] = defaultdict(list)
    for one in checks:
        by_decision[one.reference, one.decision].append(one)
    for those in by_decision.values():
        yield from combinations(sorted(those, key=lambda one: one.sampler), 2)


def _agreement(pairs: Sequence[tuple[CheckRecord, CheckRecord]]) -> Iterator[Agreement]:
    grouped: dict[str, list[tuple[CheckRecord, CheckRecord]]] = defaultdict(list)
    for first, second in pairs:
        grouped[f"{first.sampler} and {second.sampler}"].append((first, second))
    for label, theirs in ([("", list(pairs))] if pairs else []) + sorted(grouped.items()):
        yield _alike(label, theirs, CHECKLIST)


def _agreement_on(pairs: Sequence[tuple[CheckRecord, CheckRecord]]) -> Iterator[Agreement]:
    for check in CHECKLIST if pairs else ():
        yield _alike(str(check), pairs, (check,))


def _alike(label: str, pairs: Sequence[tuple[CheckRecord, CheckRecord]], on: Iterable[Check]) -> Agreement:
    both = [(first.answers[name], second.answers[name]) for first, second in pairs for name in map(str, on)]
    return Agreement(label, len(pairs), sum(first == second for first, second in both), len(both))


def _no(one: CheckRecord) -> list[Check]:
    return [Check(name) for name, said in one.answers.items() if said == Answer.NO]


def _tallies(checks: Sequence[CheckRecord], what: str) -> Iterator[Tally]:
    grouped: dict[str, list[CheckRecord]] = defaultdict(list)
    for one in checks:
        grouped[str(getattr(one, what))].append(one)
    for label, theirs in sorted(grouped.items()):
        yield Tally(label, len(theirs), sum(one.score for one in theirs), sum(one.out_of for one in theirs))


def _percent(part: int, of: int) -> int | None:
    return round(100 * part / of) if of else None
