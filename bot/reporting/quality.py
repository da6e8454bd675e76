"""Checks of decisions: the sample of a month, keeping what somebody found, and what it all shows. Sends nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from handlers.quality import NotAnswered, QualityReport, answers, report
from handlers.sampling import LETTER, Decided, Sample, decision_of, draw, month_of
from store import cases, checks_asked, quality, records
from store.engine import Tx
from store.messages import CaseRecord, CheckRecord
from store.quality import Part
from store.terms import DecisionKind

if TYPE_CHECKING:
    from config.settings import Settings

NOBODY = "somebody of the team"
"""Who stands on record where nobody can know who it was."""
_WHAT = {
    DecisionKind.TRANSFERRED: "review_body",
    DecisionKind.NOT_VALID: "ground",
    DecisionKind.WITHDRAWN: "withdrawn",
}
"""What somebody has decided who led a case to such an end."""


def sample(settings: Settings, tx: Tx, month: str, sampler: str) -> Sample:
    """What this person checks of a month. Raises ValueError for a month that is none."""
    chosen = settings.quality
    return draw(
        decided_in(tx, month),
        sampler,
        seed(settings, month),
        percent=chosen.percent,
        at_least=chosen.at_least,
        started_on=chosen.started_on,
    )


def seed(settings: Settings, month: str) -> str:
    """What the draw of a month is made with."""
    return f"{settings.office.reference_prefix} {month}"


def decided_in(tx: Tx, month: str) -> tuple[Decided, ...]:
    """Every decision of a month, written like 2026-11. Raises ValueError for anything else."""
    first, last = month_of(month)
    found = []
    for record in records.between(tx, first, last):
        decision = decision_of(record)
        if decision and first <= decision[1] <= last:
            found.append((record, *decision))
    parts = quality.parts(tx, [record.reference for record, _, _ in found])
    return tuple(_decided(record, kind, parts.get(record.reference, ()), on) for record, kind, on in found)


def _decided(record: CaseRecord, kind: DecisionKind, parts: Sequence[Part], on: date) -> Decided:
    people = frozenset({one.by for one in parts} | {record.owner}) - {"", NOBODY}
    return Decided(record.reference, kind, on, _person(record, kind, parts), people)


def _person(record: CaseRecord, kind: DecisionKind, parts: Sequence[Part]) -> str:
    """Whoever reached the decision: of an outcome who had the case, otherwise who said so or approved its letter."""
    if kind in (DecisionKind.UPHELD, DecisionKind.NOT_UPHELD):
        return record.owner
    said = [one.by for one in parts if one.what == _WHAT.get(kind, "-") or one.letter == LETTER[kind]]
    return next((by for by in reversed(said) if by != NOBODY), record.owner)


@dataclass(frozen=True, slots=True)
class Checkable:
    """A decision that somebody may check: of which case, what and when, whose it was, and who checks it."""

    case_id: int
    decision: DecisionKind
    on: date
    person: str
    sampler: str


def checkable(settings: Settings, tx: Tx, reference: str, sampler: str) -> Checkable:
    """The decision on this case, which this person may check. Raises NotAnswered where they may not, or it is none."""
    person = settings.team.by_name(sampler)
    if person is None:
        raise NotAnswered(f"Nobody of the team is called {sampler}.")
    case_id = cases.case_id_of(tx, reference)
    if case_id is None:
        raise NotAnswered(f"There is no case {reference}.")
    if tx.is_erased(case_id):
        raise NotAnswered(f"{reference} was erased, so nothing can be found in it any more.")
    found = decision_of(records.of_case(tx, case_id))
    if found is None:
        raise NotAnswered(f"Nothing has been decided about {reference} that could be checked.")
    kind, on = found
    (one,) = [one for one in decided_in(tx, f"{on:%Y-%m}") if one.reference == reference]
    if person.name in (*one.people, one.person):
        raise NotAnswered(f"{person.name} had a part in {reference}, so somebody else has to check it.")
    return Checkable(case_id, kind, on, one.person, person.name)


def keep(settings: Settings, tx: Tx, reference: str, words: Sequence[str], sampler: str, finding: str) -> str:
    """What somebody of the team found in a decision is kept; answers one sentence. Raises NotAnswered."""
    one = checkable(settings, tx, reference, sampler)
    if quality.check_of(tx, one.case_id, one.decision, one.sampler) is not None:
        raise NotAnswered(f"{one.sampler} has checked {reference} already.")
    quality.keep(
        tx, one.case_id, decision=one.decision, person=one.person, month=f"{one.on:%Y-%m}", sampler=one.sampler,
        answers={str(check): str(said) for check, said in answers(words).items()}, finding=finding,
    )  # fmt: skip
    return f"{reference} is checked."


def lines(settings: Settings, tx: Tx, first: str, last: str, *, each: bool) -> tuple[dict[str, object], ...]:
    """What the checks of these months show, or each of them. Raises ValueError for a month that is none."""
    month_of(first), month_of(last)
    checks = tuple(quality.of_months(tx, first, last))
    if each:
        return tuple(_check_line(one) for one in checks)
    waiting = sum(one.check is None for one in checks_asked.of_months(tx, first, last))
    found = report(checks, need_at=settings.quality.training_need_at)
    return (*_report_lines(found), _line("asked for, not answered", "", waiting, None))


def _check_line(one: CheckRecord) -> dict[str, object]:
    no = [name for name, said in one.answers.items() if said == "no"]
    return {
        "number": one.number, "reference": one.reference, "decision": one.decision, "person": one.person,
        "sampler": one.sampler, "score": f"{one.score}/{one.out_of}", "no": " ".join(no), "finding": one.finding,
        "feedback_on": one.feedback_on,
    }  # fmt: skip


def sample_lines(found: Sample) -> Iterator[dict[str, object]]:
    """One line for each decision to check, and why it is among them."""
    for why, those in (("drawn", found.drawn), ("always", found.always), ("for somebody else", found.for_others)):
        for one in those:
            yield {
                "reference": one.reference, "decision": str(one.decision), "letter": one.letter, "on": one.on,
                "person": one.person, "why": why,
            }  # fmt: skip


def _report_lines(found: QualityReport) -> Iterator[dict[str, object]]:
    """One line for each figure: what it is about, how many there are, points or answers alike in a hundred."""
    yield _line("all checks", "", found.checks, None)
    yield _line("feedback to give", "", found.feedback_to_give, None)
    grouped = (("person", found.by_person), ("decision", found.by_decision), ("checked by", found.by_sampler))
    for about, tallies in grouped:
        for one in tallies:
            yield _line(about, one.label or "nobody by name", one.checks, one.percent)
    for alike in found.agreement:
        yield _line("answered alike", alike.label or "all who checked the same", alike.decisions, alike.percent)
    for alike in found.agreement_on:
        yield _line("answered alike on", alike.label, alike.decisions, alike.percent)
    for check, often in found.findings:
        yield _line("answered no", str(check), often, None)
    for person, check, often in found.needs:
        yield _line("need for training", f"{person or 'nobody by name'}: {check}", often, None)


def _line(about: str, label: str, number: int, percent: int | None) -> dict[str, object]:
    return {"about": about, "label": label, "number": number, "percent": percent}
