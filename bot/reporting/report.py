"""A quarter's report as files: Word, Excel and CSV, all from the figures that are kept once beside them."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from bot.reporting.plain_files import Cell, Sheet, csv_of, kept, workbook_of
from handlers.report import ReportData
from handlers.report_tables import Table

NOT_HERE = "Reports need the extra: pip install 'reviews-bot[reports]'."
_TIDY = ("quarter", "table", "row", "figure", "value")


class ReportsMissing(Exception):
    """No report can be written here; the sentence says what is to be installed."""


def require() -> None:
    """Everything a report takes is installed. Raises ReportsMissing."""
    if find_spec("docx") is None or find_spec("matplotlib") is None:
        raise ReportsMissing(NOT_HERE)


def write(data: ReportData, folder: Path, office: str, *, board: bool = False) -> tuple[Path, ...]:
    """The report's files are in the folder: what lay there under their names is replaced. Raises ReportsMissing."""
    require()
    from bot.reporting.charts import charts
    from bot.reporting.report_word import word

    tables = data.shown(board=board)
    name = f"Reviews {data.quarter.label}{' for the board' if board else ''}"
    return (
        kept(folder / f"{name}.docx", word(data, office, charts(data), board=board)),
        kept(folder / f"{name}.xlsx", workbook_of(data.title, _sheets(data, tables, office))),
        kept(folder / f"{name}.csv", csv_of(_TIDY, _tidy(data, tables))),
    )


def _sheets(data: ReportData, tables: tuple[Table, ...], office: str) -> Iterator[Sheet]:
    about = (data.title, f"{office}. {data.days}.")
    yield Sheet("Meaning", about, ("Term", "What it means"), data.definitions)
    for table in tables:
        yield Sheet(table.title, (table.title, f"{data.days}. {table.says}"), table.columns, table.rows)


def _tidy(data: ReportData, tables: tuple[Table, ...]) -> Iterator[tuple[Cell, ...]]:
    """One line for each figure."""
    for table in tables:
        for row in table.rows:
            for name, value in zip(table.columns[1:], row[1:], strict=True):
                yield data.quarter.label, table.title, row[0], name, value
