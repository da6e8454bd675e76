"""A quarter as it may be published: an accessible workbook, open data with its description, and a note of changes.

The only importer of gptables, pandas and csvw. Nothing is sent: people publish what lies in the folder.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from warnings import catch_warnings, simplefilter

from bot.reporting.plain_files import Cell, csv_of, kept
from handlers.published import NO_FIGURE, WHY_NO_FIGURE, WHY_WITHHELD, WITHHELD, Publication, published
from handlers.quarters import spoken
from handlers.report import ReportData
from handlers.report_tables import Table

NOT_HERE = "Publishing needs the extra: pip install 'reviews-bot[publish]'."
CHANGES = "CHANGES.md"
_COLUMNS = ("quarter", "table", "row", "figure", "value", "status", "text")
_MEANS = {
    "quarter": "The quarter, 2026Q3.",
    "table": "What is counted.",
    "row": "Which part of it.",
    "figure": "Which figure of that part.",
    "value": "The figure; empty where there is none to show.",
    "status": "c: left out because it is small or would give a small one away; z: not applicable; empty: shown.",
    "text": "What is no number, such as a target.",
}
_MOST_CHANGES = 20
_TOGETHER = "Withdraw the earlier edition: two of them together may show what each leaves out."

Places = Mapping[tuple[str, str, str], str]


class PublishingMissing(Exception):
    """Nothing can be published here; the sentence says what is to be installed."""


class NotOver(Exception):
    """The quarter is not over, so its figures are not published."""


def require() -> None:
    """Everything a publication takes is installed. Raises PublishingMissing."""
    if find_spec("gptables") is None or find_spec("csvw") is None:
        raise PublishingMissing(NOT_HERE)


def publish(data: ReportData, folder: Path, office: str) -> tuple[Path, ...]:
    """The files for the public are in the folder, and CHANGES.md there says what is new in them.

    Raises PublishingMissing, and NotOver where the report was counted before the quarter was over.
    """
    require()
    if data.so_far is not None:
        raise NotOver(f"{data.quarter.label} is not over; it can be published from {spoken(data.quarter.last)} on.")
    public = published(data)
    name = f"reviews-{data.quarter.label}"
    table = folder / f"{name}.csv"
    before = _figures(table.read_bytes()) if table.exists() else None
    data_file = csv_of(_COLUMNS, _tidy(public, data.quarter.label), bare=True)
    about = kept(folder / f"{name}.csv-metadata.json", _described(public, office, table.name))
    made = (
        kept(folder / f"{name}.xlsx", _workbook(public, office)),
        kept(table, data_file),
        about,
    )
    _checked(about)
    return (*made, _note(folder / CHANGES, data, before, _figures(data_file)))


# --- the workbook ---------------------------------------------------------------------------------------------------


def _workbook(public: Publication, office: str) -> bytes:
    """The tables as a workbook that reads aloud well: a cover, contents, one table a sheet, no merged cell."""
    with TemporaryDirectory() as folder, catch_warnings():
        simplefilter("ignore")  # gptables has many of pandas' future; none is about these tables
        from gptables import Cover, write_workbook

        sheets = {f"Table {number}": _sheet(number, table) for number, table in enumerate(public.tables, start=1)}
        cover = Cover(
            title=public.title,
            intro=[f"{office}. {public.days}."],
            about=[WHY_WITHHELD, WHY_NO_FIGURE, *(f"{term.capitalize()}: {says}" for term, says in public.definitions)],
        )
        path = Path(folder, "publication.xlsx")
        write_workbook(
            str(path),
            sheets=sheets,
            cover=cover,
            contentsheet_options={"title": "Contents"},
            workbook_options={
                "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
            },
        )  # fmt: skip
        return path.read_bytes()


def _sheet(number: int, table: Table) -> object:
    from gptables import GPTable
    from pandas import DataFrame

    seen = {value for row in table.rows for value in row}
    legend = [says for mark, says in ((WITHHELD, WHY_WITHHELD), (NO_FIGURE, WHY_NO_FIGURE)) if mark in seen]
    return GPTable(
        table=DataFrame([list(row) for row in table.rows], columns=list(table.columns), dtype=object),
        table_name=f"table_{number}",
        title=f"Table {number}: {table.title}",
        subtitles=[table.says],
        instructions="This worksheet contains one table.",
        scope="",
        source="",
        legend=legend,
        index_columns={1: 0},
    )


# --- open data ------------------------------------------------------------------------------------------------------


def _tidy(public: Publication, label: str) -> Iterator[tuple[Cell, ...]]:
    """One line for each figure."""
    for table in public.tables:
        for row in table.rows:
            for name, value in zip(table.columns[1:], row[1:], strict=True):
                status = {WITHHELD: "c", NO_FIGURE: "z"}.get(str(value), "")
                number = None if isinstance(value, str) else value
                words = value if isinstance(value, str) and not status else None
                yield label, table.title, row[0], name, number, status, words


def _described(public: Publication, office: str, file: str) -> bytes:
    """The description of the CSV file by the W3C's vocabulary for tables on the web."""
    columns = [
        {
            "name": name,
            "titles": name,
            "dc:description": _MEANS[name],
            "datatype": "decimal" if name == "value" else "string",
            "required": name in ("quarter", "table", "row", "figure"),
        }
        for name in _COLUMNS
    ]
    described = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": file,
        "dc:title": public.title,
        "dc:publisher": office,
        "dc:description": f"{public.days}. {WHY_WITHHELD}",
        "dialect": {"encoding": "utf-8", "header": True, "delimiter": ","},
        "tableSchema": {"columns": columns, "primaryKey": ["quarter", "table", "row", "figure"]},
    }
    return json.dumps(described, indent=1, ensure_ascii=False).encode()


def _checked(about: Path) -> None:
    """What was written reads back by its own description. Raises ValueError where it does not."""
    from csvw import CSVW

    for table in CSVW(str(about)).tables:
        list(table.iterdicts(strict=True))


# --- what is new ----------------------------------------------------------------------------------------------------


def _figures(data: bytes) -> Places:
    """Each figure of an edition by its place."""
    return {
        (one["table"], one["row"], one["figure"]): one["value"] or one["text"] or f"[{one['status']}]"
        for one in csv.DictReader(io.StringIO(data.decode("utf-8"), newline=""))
    }


def _note(path: Path, data: ReportData, before: Places | None, after: Places) -> Path:
    """The note of changes has a line for this edition, unless nothing is new in it."""
    if before == after:
        return path
    so_far = path.read_text(encoding="utf-8") if path.exists() else "# Changes\n\n"
    return kept(path, (so_far + "\n".join(_lines(data, before, after)) + "\n").encode())


def _lines(data: ReportData, before: Places | None, after: Places) -> Iterator[str]:
    edition = f"- {spoken(data.made_on)}, {data.quarter.label}"
    if before is None:
        yield f"{edition}: first published."
        return
    changed = [place for place in {**before, **after} if before.get(place) != after.get(place)]
    yield f"{edition}: published again, {len(changed)} figures changed. {_TOGETHER}"
    for place in changed[:_MOST_CHANGES]:
        yield f"  - {', '.join(place)}: {before.get(place, 'none')} → {after.get(place, 'none')}"
    if len(changed) > _MOST_CHANGES:
        yield f"  - and {len(changed) - _MOST_CHANGES} more"
