"""The register as CSV for other programs, and the notes that say how it was written; opens and sends nothing.

A spreadsheet takes a cell of a CSV that begins like a formula for one, whatever stands in it: such cells begin with an
apostrophe here (CWE-1236).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date

from handlers.register import Cell, Field, Row, said
from handlers.working_days import in_words

_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_NOTES = """\
{name}: the register of reviews as on {day}.

Text is UTF-8, fields are separated by commas, the first line names the columns. Days are written 2026-11-30.
A cell whose text begins with = + - @ (or their wide forms), a tab or a line break has an apostrophe (') before it, so
that no spreadsheet takes it for a formula; a program that reads the file takes that apostrophe away. Numbers are bare.
Open the Excel register where you can: there each cell is what it is.
"""


def written(rows: Sequence[Row], header: Sequence[Field]) -> bytes:
    """The rows as CSV, in UTF-8 with the mark that spreadsheets look for."""
    text = io.StringIO(newline="")
    lines = csv.writer(text, lineterminator="\r\n")
    lines.writerow(header)
    lines.writerows([_safe(row.cells[name]) for name in header] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def notes(name: str, on: date) -> str:
    """What stands in the file beside the CSV of this name."""
    return _NOTES.format(name=name, day=in_words(on))


def _safe(value: Cell) -> str:
    """The cell as words that no spreadsheet takes for a formula; numbers stay as they are."""
    words = said(value)
    return f"'{words}" if not isinstance(value, int) and words.startswith(_BEGINS_A_FORMULA) else words
