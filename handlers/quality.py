"""The checklist with which a decision is checked, and what many such checks show together; checks nothing itself."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
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
"""So often the same question has to be answered no for the same person before it is called a need for training."""


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
        return round(100 * self.score / self.out_of) if self.out_of else None


@dataclass(frozen=True, slots=True)
class QualityReport:
    """Many checks together: by person, by decision, by who checked, each question that was answered no, and needs."""

    checks: int
    feedback_to_give: int
    by_person: tuple[Tally, ...]
    by_decision: tuple[Tally, ...]
    by_sampler: tuple[Tally, ...]
    findings: tuple[tuple[Check, int], ...]
    needs: tuple[tuple[str, Check, int], ...]


def report(checks: Sequence[CheckRecord]) -> QualityReport:
    """What these checks show. Who marks harder than others shows in `by_sampler`."""
    no = Counter(check for one in checks for check in _no(one))
    by_person = Counter((one.person, check) for one in checks for check in _no(one))
    return QualityReport(
        checks=len(checks),
        feedback_to_give=sum(one.feedback_on is None and bool(_no(one)) for one in checks),
        by_person=tuple(_tallies(checks, "person")),
        by_decision=tuple(_tallies(checks, "decision")),
        by_sampler=tuple(_tallies(checks, "sampler")),
        findings=tuple((check, no[check]) for check in Check if no[check]),
        needs=tuple((who, check, often) for (who, check), often in sorted(by_person.items()) if often >= A_NEED),
    )


def _no(one: CheckRecord) -> list[Check]:
    return [Check(name) for name, said in one.answers.items() if said == Answer.NO]


def _tallies(checks: Sequence[CheckRecord], what: str) -> Iterator[Tally]:
    grouped: dict[str, list[CheckRecord]] = defaultdict(list)
    for one in checks:
        grouped[str(getattr(one, what))].append(one)
    for label, theirs in sorted(grouped.items()):
        yield Tally(label, len(theirs), sum(one.score for one in theirs), sum(one.out_of for one in theirs))
