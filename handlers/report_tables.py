"""The tables of a quarter's report, each of one question over case records; writes no file and marks nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from handlers.allegation_groups import GROUPS, groups, named
from handlers.day_counts import DayCounts
from handlers.figures import AGES, is_decided
from handlers.holders import HeldBy, middle_by_holder
from handlers.learning_themes import themes_of
from handlers.measures import Middle, share
from handlers.performance import StepFigures, performance
from handlers.performance import by_unit as step_by_unit
from handlers.quarters import Quarter, spoken
from handlers.weeks import was_open
from store.messages import INVALID_REASONS, CaseRecord, Step, Target, TargetTable
from store.messages.records import DUPLICATE
from store.terms import Flag, Theme

__all__ = ["Cell", "Table", "spoken"]

Cell = str | int | float | None
"""What stands in one place of a table; None is no figure, which is not nought."""

TOTAL = "Total"
NOT_KNOWN = "Not known"
KINDS = {"other": "Not investigated (6A)", "investigation": "Investigated (25)"}
OUTCOMES = {"not_upheld": "Not upheld", "upheld": "Upheld"}
ANSWERS = {"accepted": "Accepted", "partly": "Partly accepted", "rejected": "Not accepted"}
STEPS = {
    Step.ACKNOWLEDGEMENT: "Acknowledgement",
    Step.TRIAGE: "Triage",
    Step.REVIEW_BODY: "Whose review",
    Step.TRANSFER: "Passing to the IOPC",
    Step.PAPERS: "Papers from the police",
    Step.ALLOCATION: "Allocation",
    Step.COMPLETION: "Completion",
    Step.RESPONSE: "Answer to a recommendation",
}
_HOLDERS = {HeldBy.US: "Us", HeldBy.UNIT: "The police", HeldBy.COMPLAINANT: "The complainant", HeldBy.HOLD: "On hold"}
_STEP_COLUMNS = (
    "Cases", "Measured", "In target", "% in target", "Median days", "90th percentile days", "Median working days",
    "90th percentile working days", "Target",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Table:
    """One table: what it counts in words, its columns (the first names the rows), rows, and terms to be defined."""

    key: str
    title: str
    says: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    terms: tuple[str, ...] = ()

    def column(self, name: str) -> tuple[Cell, ...]:
        """What stands below one heading. Raises ValueError for a heading there is not."""
        at = self.columns.index(name)
        return tuple(row[at] for row in self.rows)

    def row(self, name: str) -> tuple[Cell, ...]:
        """What stands beside one row's name. Raises KeyError for a row there is not."""
        return {row[0]: row[1:] for row in self.rows}[name]


def _in(day: date | None, quarter: Quarter) -> bool:
    return day is not None and quarter.first <= day <= quarter.last


def flow(records: Sequence[CaseRecord], quarter: Quarter, until: date) -> Table:
    """What came and what went until this day, month by month, and how many were open at the end of each."""
    rows: list[tuple[Cell, ...]] = [
        (month.name, *_flow(records, month.first, min(month.last, until)))
        if month.first <= until
        else (month.name, None, None, None)
        for month in quarter.months
    ]
    total = (TOTAL, *_flow(records, quarter.first, until))
    return Table(
        "flow", "What came and what went", "Requests received, cases ended, and cases open at the end of the month.",
        ("Month", "Received", "Ended", "Open at the end"), (*rows, total), ("received", "closed", "open at the end"),
    )  # fmt: skip


def _flow(records: Sequence[CaseRecord], first: date, last: date) -> tuple[int, int, int]:
    received = sum(first <= one.received_on <= last for one in records)
    ended = sum(one.ended_on is not None and first <= one.ended_on <= last for one in records)
    return received, ended, sum(was_open(one, last) for one in records)


def validity(records: Sequence[CaseRecord], quarter: Quarter) -> Table:
    """Of what ended: the valid reviews, and the others by reason. Takes those opened by mistake too."""
    ended = [one for one in records if _in(one.ended_on, quarter)]
    real = [one for one in ended if not one.mistake]
    reasons = Counter(one.invalid_reason for one in real if one.is_valid is False)
    rows: list[tuple[Cell, ...]] = [("Valid review", sum(one.is_valid is True for one in real))]
    rows += [(f"Not valid: {reason}", reasons[reason]) for reason in INVALID_REASONS if reason != DUPLICATE]
    rows.append(("Ended otherwise", sum(one.is_valid is None for one in real)))
    rows += [(TOTAL, len(real)), ("Opened by mistake", len(ended) - len(real))]
    return Table(
        "validity", "Valid or not", "Cases by the day they ended.", ("How it ended", "Cases"), tuple(rows),
        ("closed", "valid", "not valid", "ended otherwise", "opened by mistake"),
    )  # fmt: skip


def outcomes(records: Sequence[CaseRecord], quarter: Quarter) -> Table:
    """Upheld or not, by whether the complaint had been investigated."""
    decided = _decided(records, quarter)
    kinds = [*KINDS.items(), ("", NOT_KNOWN)]
    rows = [(name, *_outcomes([one for one in decided if one.review_kind == kind])) for kind, name in kinds]
    total = (TOTAL, *_outcomes(decided))
    return Table(
        "outcomes", "Outcomes", "Valid reviews by the day everybody was told the outcome.",
        ("Kind of review", *OUTCOMES.values(), TOTAL, "% upheld"), (*rows, total),
        ("decided", "investigated", "upheld"),
    )  # fmt: skip


def _outcomes(decided: Sequence[CaseRecord]) -> tuple[Cell, ...]:
    counts = [sum(one.outcome == word for one in decided) for word in OUTCOMES]
    upheld = share(one.outcome == "upheld" for one in decided)
    return (*counts, len(decided), upheld.percent)


def _decided(records: Iterable[CaseRecord], quarter: Quarter) -> list[CaseRecord]:
    return [one for one in records if is_decided(one) and _in(one.told_on, quarter)]


def steps(records: Sequence[CaseRecord], quarter: Quarter, table: TargetTable, counts: DayCounts) -> Table:
    """How long each step took beside its target."""
    found = performance(records, quarter.first, quarter.last, table, counts)
    return Table(
        "steps", "How long each step took", "Cases in which the step ended in the quarter.", ("Step", *_STEP_COLUMNS),
        tuple((STEPS[one.step], *_of_step(one)) for one in found),
        (*(str(one.step).replace("_", " ") for one in found), "in target", "median", "90th percentile", "working days"),
    )  # fmt: skip


def _of_step(one: StepFigures) -> tuple[Cell, ...]:
    return (
        one.n, one.in_target.of, one.in_target.part, one.in_target.percent, one.calendar.median, one.calendar.p90,
        one.working.median, one.working.p90, "; ".join(map(_target, one.targets)),
    )  # fmt: skip


def _target(one: Target) -> str:
    since = f" from {spoken(one.since)}" if one.since else ""
    return f"{one.within} {'working ' if one.in_working_days else ''}{'day' if one.within == 1 else 'days'}{since}"


def by_unit(records: Sequence[CaseRecord], quarter: Quarter, units: Mapping[str, str]) -> Table:
    """What was received about each unit of the force, and what was decided."""
    decided = _decided(records, quarter)
    received = Counter(one.unit for one in records if _in(one.received_on, quarter))
    outcome = Counter((one.unit, one.outcome) for one in decided)
    rows: list[tuple[Cell, ...]] = [
        (name, received[key], *(outcome[key, word] for word in OUTCOMES), sum(outcome[key, word] for word in OUTCOMES))
        for key, name in _named({one.unit for one in decided} | set(received), units)
    ]
    outcomes_in_all = Counter(one.outcome for one in decided)
    total: tuple[Cell, ...] = (TOTAL, received.total(), *(outcomes_in_all[word] for word in OUTCOMES), len(decided))
    return Table(
        "units", "By unit of the police", "Received by the day of receipt, decided by the day everybody was told.",
        ("Unit", "Received", *OUTCOMES.values(), "Decided"), (*rows, total), ("received", "decided"),
    )  # fmt: skip


def papers(
    records: Sequence[CaseRecord], quarter: Quarter, table: TargetTable, counts: DayCounts, units: Mapping[str, str]
) -> Table:
    """How long each unit took to send complete papers, in alphabetical order."""
    found = step_by_unit(Step.PAPERS, records, quarter.first, quarter.last, table, counts)
    rows = [(name, *_of_step(found[key])) for key, name in _named(set(found), units)]
    return Table(
        "papers", "Papers, by unit", "How long units took, for cases whose papers were complete in the quarter.",
        ("Unit", *_STEP_COLUMNS), tuple(rows), ("papers", "in target", "median", "90th percentile", "working days"),
    )  # fmt: skip


def _named(keys: Iterable[str], units: Mapping[str, str]) -> list[tuple[str, str]]:
    """Units with their names in alphabetical order, those of no unit last."""
    return sorted(((key, units.get(key, key) or NOT_KNOWN) for key in keys), key=lambda one: (not one[0], one[1]))


def allegations(records: Sequence[CaseRecord], quarter: Quarter) -> Table:
    """What complaints were about, by the IOPC's groups; a case stands in each of its groups, and once in the total."""
    decided = _decided(records, quarter)
    received = [one for one in records if _in(one.received_on, quarter)]

    def row(name: str, belongs: Callable[[CaseRecord], bool]) -> tuple[Cell, ...]:
        theirs = [one for one in decided if belongs(one)]
        counts = [sum(one.outcome == word for one in theirs) for word in OUTCOMES]
        return name, sum(map(belongs, received)), *counts, len(theirs)

    rows = [row(named(letter), lambda one, of=letter: of in groups(one.allegations)) for letter in GROUPS]  # type: ignore[misc]  # the letter is bound now
    rows += [row(NOT_KNOWN, lambda one: not one.allegations), row(TOTAL, lambda _: True)]
    return Table(
        "allegations", "What complaints were about", "A review of a complaint about several things is in several rows.",
        ("About", "Received", *OUTCOMES.values(), "Decided"), tuple(rows), ("about", "received", "decided"),
    )  # fmt: skip


def reasons(records: Sequence[CaseRecord], quarter: Quarter) -> Table:
    """Why reviews were upheld; one review can have several reasons."""
    upheld = [one for one in _decided(records, quarter) if one.outcome == "upheld"]
    found = Counter(theme for one in upheld for theme in themes_of(one.themes))
    rows: list[tuple[Cell, ...]] = [(theme.capitalize(), found[theme]) for theme in Theme if found[theme]]
    rows += [(NOT_KNOWN, sum(not one.themes for one in upheld)), (TOTAL, len(upheld))]
    return Table(
        "reasons", "Why reviews were upheld", "A review upheld for several reasons is in several rows.",
        ("Reason", "Upheld"), tuple(rows), ("reasons", "upheld"),
    )  # fmt: skip


def recommendations(records: Sequence[CaseRecord], quarter: Quarter) -> Table:
    """What was recommended to the force, and what it made of it."""
    made = [one for one in records if one.response_due_on and one.told_on]
    answered = Counter(one.recommendation for one in made if _in(one.responded_on, quarter))
    waiting = [
        one for one in made
        if one.told_on and one.told_on <= quarter.last and not (one.responded_on and one.responded_on <= quarter.last)
    ]  # fmt: skip
    rows: list[tuple[Cell, ...]] = [("Made", sum(_in(one.told_on, quarter) for one in made))]
    rows += [(name, answered[word]) for word, name in ANSWERS.items()]
    rows.append(("Answered, what was said is not known", answered.total() - sum(answered[word] for word in ANSWERS)))
    rows += [("Answered in all", answered.total()), ("No answer yet", len(waiting))]
    return Table(
        "recommendations", "Recommendations", "Made by the day they were told, answered by the day of the answer.",
        ("What became of them", "Recommendations"), tuple(rows),
        ("recommendations made", "recommendations answered", "no answer yet"),
    )  # fmt: skip


def holders(records: Sequence[CaseRecord], quarter: Quarter, counts: DayCounts) -> Table:
    """On whom the cases that ended had waited."""
    ended = [one for one in records if _in(one.ended_on, quarter)]
    days = middle_by_holder(ended, quarter.last, counts, working=False)
    working = middle_by_holder(ended, quarter.last, counts)
    rows = tuple((name, *_middle(days[who]), *_middle(working[who])) for who, name in _HOLDERS.items())
    columns = ("Median days", "90th percentile days", "Median working days", "90th percentile working days")
    return Table(
        "holders", "On whom cases waited", f"The {len(ended)} cases that ended in the quarter.",
        ("Waited on", *columns), rows, ("us", "unit", "complainant", "hold", "median", "90th percentile"),
    )  # fmt: skip


def _middle(one: Middle) -> tuple[Cell, Cell]:
    return one.median, one.p90


def flags(records: Sequence[CaseRecord], quarter: Quarter) -> Table:
    """What was seen in the mail of requests received: adjustments asked for, risk, and the rest."""
    found = Counter(flag for one in records if _in(one.received_on, quarter) for flag in one.flags)
    rows = [(_spelt(flag), found[flag]) for flag in Flag if found[flag]]
    return Table(
        "flags", "What requests called for", "Requests by the day they were received.", ("Seen", "Requests"),
        tuple(rows), ("flags",),
    )  # fmt: skip


def _spelt(flag: str) -> str:
    return flag.replace("_", " ").capitalize()


def still_open(records: Sequence[CaseRecord], last: date) -> Table:
    """How old the cases were that were open on the last day."""
    ages = [(last - one.received_on).days for one in records if was_open(one, last)]
    rows: list[tuple[Cell, ...]] = [
        (
            f"{first} to {until} days" if until is not None else f"{first} days or more",
            sum(first <= age and (until is None or age <= until) for age in ages),
        )
        for first, until in AGES
    ]
    return Table(
        "open", "Open at the end, by age",
        f"Cases open when {spoken(last)} was over, by days since they were received.",
        ("Age", "Cases"), (*rows, (TOTAL, len(ages))), ("open at the end", "age"),
    )  # fmt: skip
