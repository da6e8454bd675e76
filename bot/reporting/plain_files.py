"""Tables as CSV and as plain Excel sheets, and files that are there whole or not at all; knows no case and no figure.

Cells are written as what they are: nothing in them is ever a formula, a link or a number by its looks. Words are one
line of what can be printed.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from handlers.register import clean

Cell = str | int | float | date | None

_BEGINS_A_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_LONGEST = 2000
_WIDEST, _NARROWEST = 60, 10
_LONGEST_NAME = 31  # Excel takes no longer name of a sheet


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name, what stands above the table, the columns and the rows."""

    name: str
    above: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def csv_of(columns: Sequence[str], rows: Iterable[Sequence[Cell]], *, bare: bool = False) -> bytes:
    """The table as CSV in UTF-8, with the mark that spreadsheets look for unless it is to be `bare`.

    Text that a spreadsheet would take for a formula has an apostrophe before it (CWE-1236).
    """
    text = io.StringIO(newline="")
    lines = csv.writer(text, lineterminator="\r\n")
    lines.writerow(columns)
    lines.writerows([_safe(value) for value in row] for row in rows)
    return text.getvalue().encode("utf-8" if bare else "utf-8-sig")


def workbook_of(title: str, sheets: Iterable[Sheet]) -> bytes:
    """An Excel file of these sheets, each with its heading in the first cell and its columns frozen above the rows."""
    import xlsxwriter

    held = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(held, options) as book:
        book.set_properties({"title": title})
        bold = book.add_format({"bold": True})
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        figure, day = book.add_format({"num_format": "#,##0.##"}), book.add_format({"num_format": "dd mmm yyyy"})
        for sheet in sheets:
            page = book.add_worksheet(sheet.name[:_LONGEST_NAME])
            for at, line in enumerate(sheet.above):
                page.write_string(at, 0, line, bold if at == 0 else None)
            top = len(sheet.above) + bool(sheet.above)
            for column, name in enumerate(sheet.columns):
                page.write_string(top, column, name, head)
                page.set_column(column, column, _width(name, [row[column] for row in sheet.rows]))
            for at, row in enumerate(sheet.rows, start=top + 1):
                for column, value in enumerate(row):
                    if isinstance(value, date):
                        page.write_datetime(at, column, value, day)
                    elif isinstance(value, int | float):
                        page.write_number(at, column, value, None if isinstance(value, int) else figure)
                    else:
                        page.write_string(at, column, clean(value or "", _LONGEST))
            page.freeze_panes(top + 1, 1)
            page.set_landscape()
            page.set_paper(9)
            page.fit_to_pages(1, 0)
            page.repeat_rows(top)
    return held.getvalue()


def kept(path: Path, data: bytes) -> Path:
    """The file is there with all of this, or as it was before. Its folder is made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(f".{path.name}.tmp")
    with half.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    return half.replace(path)


def _width(name: str, values: Iterable[Cell]) -> int:
    longest = max((len(str(value)) for value in values if value is not None), default=0)
    return min(_WIDEST, max(_NARROWEST, longest + 2, min(len(name) + 2, 18)))


def _safe(value: Cell) -> str:
    if isinstance(value, float):
        return f"{value:.1f}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        words = clean(value, _LONGEST)
        return f"'{words}" if words.startswith(_BEGINS_A_FORMULA) else words
    return "" if value is None else str(value)
