"""The words of the digest about work that is no review; counts nothing."""

from __future__ import annotations

from collections.abc import Sequence

from store.messages.digest import OtherWork, StepDue
from templates.digest_days import WEEKDAYS, many, short
from templates.digest_parts import Cell, Facts, Said
from templates.pages import Tone


def other_work(work: OtherWork) -> Sequence[Said | Facts]:
    """What is no review and in none of the numbers above: overdue and due this week, and what has no day to come."""
    if not work.open:
        return [Said("No matter is open.")]
    told: list[Said | Facts] = []
    if work.due:
        columns = [("Matter", "fixed"), ("Why", ""), ("What", ""), ("For", "wide")]
        rows = [
            [
                Cell(one.reference), _when(one), Cell(f"{one.kind}: {one.step}{_unchecked(one)}"), Cell(one.owner),
            ]
            for one in work.due
        ]  # fmt: skip
        told.append(Facts("Overdue, and due up to the end of this week; in no figure of reviews", columns, rows))
    else:
        told.append(Said(f"{many(work.open, 'matter').capitalize()} open, and nothing due up to the end of this week."))
    told += [Said(f"{reference} {words}.") for reference, words in work.waiting]
    return told


def late_in(work: OtherWork | None) -> str:
    """What of it is overdue, as one more sentence of the lead; "" where nothing is."""
    late = sum(one.days_late > 0 for one in work.due) if work else 0
    return f" Of other work {many(late, 'step')} {'is' if late == 1 else 'are'} overdue." if late else ""


def _when(one: StepDue) -> Cell:
    if one.days_late:
        return Cell(f"Overdue {many(one.days_late, 'day')}", Tone.NOW)
    return Cell(f"Due {WEEKDAYS[one.on.weekday()]} {short(one.on)}", Tone.SOON)


def _unchecked(one: StepDue) -> str:
    return " (a period of law that nobody has confirmed)" if one.unverified else ""
