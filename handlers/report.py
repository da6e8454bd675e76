"""A quarter's report as plain tables, from case records; every file that is written of it says these and no others.

References of cases, names of people and words of mail are in none of them. What is left to people to say is marked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from handlers import report_tables as tables
from handlers.day_counts import DayCounts
from handlers.definitions import meanings
from handlers.figures import counted
from handlers.quarters import Quarter
from handlers.report_tables import Table
from store.messages import CaseRecord, TargetTable

NARRATIVES: Mapping[str, str] = {
    "summary": "what mattered most this quarter, in three sentences",
    "timeliness": "why steps were late, and what is done about it",
    "learning": "grounds that came up again, and what was put to the police",
    "accountability": "how the chief officer was held to account for complaint handling",
    "assessment": "the office's own assessment of how it carried out its reviews under Schedule 3 paragraph 30(1)(b)",
    "contact": "complaints about us, and how much people had to contact us",
}
"""What only people can say, by the part of the report it belongs to."""
_FOR_BOARD = ("flow", "validity", "outcomes", "allegations", "reasons", "steps", "recommendations", "papers")
_SAID_TO_BOARD = ("summary", "timeliness", "accountability", "assessment", "learning")


@dataclass(frozen=True, slots=True)
class ReportData:
    """A quarter in figures, as they were on one day; `events` and `head` are where the history then stood.

    `so_far` is the last day counted where the quarter was not over yet.
    """

    quarter: Quarter
    made_on: date
    tables: tuple[Table, ...]
    events: int = 0
    head: str = ""
    so_far: date | None = None

    def table(self, key: str) -> Table:
        """The table of this key. Raises KeyError for one there is not."""
        return {one.key: one for one in self.tables}[key]

    def shown(self, *, board: bool) -> tuple[Table, ...]:
        """The tables of the report, or of the version for a strategic assurance board."""
        return tuple(one for one in self.tables if not board or one.key in _FOR_BOARD)

    @property
    def definitions(self) -> tuple[tuple[str, str], ...]:
        """What every term in the tables means."""
        return meanings(("quarter", *(term for one in self.tables for term in one.terms)))

    @property
    def title(self) -> str:
        """What the report is called."""
        return f"Reviews of police complaints, {self.quarter.label}"

    @property
    def days(self) -> str:
        """Which days it is about, in words."""
        return f"{self.quarter.words}{f', so far as of {tables.spoken(self.so_far)}' if self.so_far else ''}"


def report(
    records: Iterable[CaseRecord],
    quarter: Quarter,
    today: date,
    table: TargetTable,
    counts: DayCounts,
    units: Mapping[str, str],
) -> ReportData:
    """The quarter's figures. `records` are all cases received by its last day and not ended before its first.

    `units` are the names of the force's units by their keys; a unit without a name goes by its key.
    """
    every = tuple(records)
    real = tuple(counted(every))
    until = min(quarter.last, today)
    made = (
        tables.flow(real, quarter, until),
        tables.validity(every, quarter),
        tables.outcomes(real, quarter),
        tables.allegations(real, quarter),
        tables.reasons(real, quarter),
        tables.steps(real, quarter, table, counts),
        tables.by_unit(real, quarter, units),
        tables.papers(real, quarter, table, counts, units),
        tables.recommendations(real, quarter),
        tables.holders(real, quarter, counts),
        tables.flags(real, quarter),
        tables.still_open(real, until),
    )
    return ReportData(quarter, today, made, so_far=today if today < quarter.last else None)


def narratives(*, board: bool = False) -> Mapping[str, str]:
    """The places that people fill in, each with what belongs there."""
    return {key: says for key, says in NARRATIVES.items() if not board or key in _SAID_TO_BOARD}


def place(says: str) -> str:
    """How such a place is marked, so that nobody sends a report with one left."""
    return f"[NARRATIVE: {says}]"
