"""What of a quarter's report may be published, small numbers left out; nothing here publishes anything.

Tables that would let a small number be worked out from two of them together are not published at all: how many cases
were open (with what came and went it gives away the quarter's endings), outcomes by unit, how many were passed on, and
what complaints were about and why they were upheld, where one case stands in several rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from handlers.definitions import meanings
from handlers.disclosure_control import SMALLEST, Count, controlled, controlled_list
from handlers.report import ReportData
from handlers.report_tables import ANSWERS, NOT_KNOWN, OUTCOMES, STEPS, TOTAL, Cell, Table
from store.messages import Step

WITHHELD = "[c]"
"""What stands where a figure is left out, as the guidance for accessible spreadsheets has it."""
WHY_WITHHELD = f"[c] means confidential: a number under {SMALLEST}, or one that would give such a number away."
NO_FIGURE = "[z]"
"""What stands where there can be no figure."""
WHY_NO_FIGURE = "[z] means not applicable: there is nothing to measure."
_LEAST_FOR_P90, _LEAST_FOR_ABOUT = 10, 20
_NOT_PUBLISHED = STEPS[Step.TRANSFER]
_NOT_VALID = "Not valid: "


@dataclass(frozen=True, slots=True)
class Publication:
    """The tables of a quarter as the public may see them, and what their terms mean."""

    title: str
    days: str
    tables: tuple[Table, ...]

    @property
    def definitions(self) -> tuple[tuple[str, str], ...]:
        """What every term in the tables means."""
        return meanings(("quarter", *(term for one in self.tables for term in one.terms)))


def published(data: ReportData) -> Publication:
    """What may be published of a report."""
    return Publication(data.title, data.days, tuple(_tables(data)))


def _tables(data: ReportData) -> Iterator[Table]:
    flow = data.table("flow")
    yield _list(replace(flow, title="Requests received, by month", says="Requests by the day of receipt.",
                        terms=("received",)), "Received")  # fmt: skip
    units = data.table("units")
    if len(units.rows) > 2:
        yield _list(replace(units, title="Requests received, by unit", says="Requests by the day of receipt.",
                            terms=("received",)), "Received")  # fmt: skip
    yield _outcomes(data.table("outcomes"))
    validity = data.table("validity")
    reasons = (row for row in validity.rows if str(row[0]).startswith(_NOT_VALID))
    rows: tuple[tuple[Cell, ...], ...] = tuple((str(row[0]).removeprefix(_NOT_VALID), row[1]) for row in reasons)
    yield _list(replace(validity, title="Requests that were not valid, by reason", terms=("not valid",), rows=rows),
                "Cases")  # fmt: skip
    yield _steps(data.table("steps"))
    answers = data.table("recommendations")
    rows = tuple(row for row in answers.rows if row[0] in ANSWERS.values() or str(row[0]).startswith("Answered, "))
    yield _list(replace(answers, title="Recommendations answered", says="Recommendations by the day of the answer.",
                        rows=rows, terms=("recommendations answered",)), "Recommendations")  # fmt: skip


def _list(table: Table, figure: str) -> Table:
    """One column of a table with its total, small numbers left out."""
    at = table.columns.index(figure)
    named = [(row[0], _whole(row[at])) for row in table.rows if row[0] != TOTAL]
    counts, total = controlled_list([n for _, n in named])
    rows = [(name, _seen(n)) for (name, _), n in zip(named, counts, strict=True)]
    return replace(table, columns=(table.columns[0], figure), rows=(*rows, (TOTAL, _seen(total))))


def _outcomes(table: Table) -> Table:
    """Outcomes by kind of review; the share of those upheld only where both counts are shown."""
    kinds = [row for row in table.rows if row[0] != TOTAL and (row[0] != NOT_KNOWN or any(row[1:4]))]
    shown = controlled([[_whole(n) for n in row[1 : 1 + len(OUTCOMES)]] for row in kinds])
    rows = [
        (row[0], *map(_seen, counts), _seen(total), _percent(counts[-1], total))
        for row, counts, total in zip(kinds, shown.counts, shown.row_totals, strict=True)
    ]
    upheld = _percent(shown.column_totals[-1], shown.total)
    total = (TOTAL, *map(_seen, shown.column_totals), _seen(shown.total), upheld)
    return replace(table, rows=(*rows, total))


def _steps(table: Table) -> Table:
    """How long steps took; a median of fewer than five cases, and what was in target of them, is left out."""
    columns = (
        "Step", "Cases", "In target", "Later", "% in target", "Median days", "90th percentile days",
        "Median working days", "90th percentile working days", "Target",
    )  # fmt: skip
    rows = tuple(_step(row) for row in table.rows if row[0] != _NOT_PUBLISHED)
    terms = tuple(term for term in table.terms if term != Step.TRANSFER)
    return replace(table, columns=columns, rows=rows, terms=terms)


def _step(row: Sequence[Cell]) -> tuple[Cell, ...]:
    name, cases, measured, in_target, _, median, p90, working, working_p90, target = row
    n, of, within = _whole(cases), _whole(measured), _whole(in_target)
    if of == n:
        (met, later), total = controlled_list([within, n - within])
        share = _percent(met, total) if met is not None else _about(within, n)
    else:  # a target that was there for some: the rest could be told from the difference
        met, later, total, share = None, None, n if n >= SMALLEST else None, WITHHELD
    medians = (median, working) if n >= SMALLEST else (None, None)
    percentiles = (p90, working_p90) if n >= _LEAST_FOR_P90 else (None, None)
    days = (medians[0], percentiles[0], medians[1], percentiles[1])
    counts = (_seen(total), _seen(met), _seen(later), share)
    return (name, *counts, *(WITHHELD if one is None else one for one in days), target or NO_FIGURE)


def _about(within: int, of: int) -> Cell:
    """A share of which one part is too small to be shown: that nearly all were in target, or hardly any."""
    if of < _LEAST_FOR_ABOUT:
        return WITHHELD
    if of - within < SMALLEST:
        return f"over {100 * (of - SMALLEST) // of}%"
    return f"under {-(-100 * SMALLEST // of)}%"


def _whole(value: Cell) -> int:
    if not isinstance(value, int):
        raise TypeError(f"{value!r} is no count")
    return value


def _seen(value: Count) -> Cell:
    return WITHHELD if value is None else value


def _percent(part: Count, of: Count) -> Cell:
    return WITHHELD if part is None or of is None else round(100 * part / of, 1)
