"""The register as CSV for other programs, and the notes that say how it was written; opens and sends nothing.

What begins like a formula has an apostrophe before it, as in every CSV file of ours (`plain_files.csv_of`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.reporting.plain_files import csv_of
from handlers.register import Field, Row, said
from handlers.working_days import in_words

_NOTES = """\
{name}: the register of reviews as on {day}.

Text is UTF-8, fields are separated by commas, the first line names the columns. Days are written 2026-11-30.
A cell whose text begins with = + - @ (or their wide forms), a tab or a line break has an apostrophe (') before it, so
that no spreadsheet takes it for a formula; a program that reads the file takes that apostrophe away. Numbers are bare.
Open the Excel register where you can: there each cell is what it is.
"""


def written(rows: Sequence[Row], header: Sequence[Field]) -> bytes:
    """The rows as CSV, in UTF-8 with the mark that spreadsheets look for."""
    cells = ([row.cells[name] for name in header] for row in rows)
    return csv_of(header, ([one if isinstance(one, int) else said(one) for one in line] for line in cells))


def notes(name: str, on: date) -> str:
    """What stands in the file beside the CSV of this name."""
    return _NOTES.format(name=name, day=in_words(on))
