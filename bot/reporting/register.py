"""The register as an Excel file: a table, a summary with its chart, what was read back; reads no file.

Cells are written as what they are, never guessed: nothing that came by mail is a formula or a link. It sends nothing.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from string import ascii_uppercase
from typing import TYPE_CHECKING, Any

from bot.reporting import check_sheet, register_choices
from handlers.check_rows import CheckRow
from handlers.register import DAYS, EDITABLE, Cell, Field, Row, Status, columns, rows, said, signed
from handlers.register_edits import steps
from handlers.working_days import in_words
from store import cases, records, registers
from store.engine import Tx
from store.registers import ReadBack
from store.terms import LONDON, Stage, london_date

if TYPE_CHECKING:
    from bot.service import Service

REGISTER, SUMMARY, READ_BACK, META = "Register", "Summary", "Read back", "_meta"
_SHOWN_FOR = timedelta(days=14)
_WIDTHS = {
    Field.CASE: 16, Field.NAME: 24, Field.FORCE_REFERENCE: 18, Field.UNIT: 26, Field.STAGE: 26, Field.OWNER: 18,
    Field.NEXT_ACTION: 34, Field.STATUS: 14, Field.BODY: 12, Field.TIME: 18, Field.OUTCOME: 13, Field.ENDED_AS: 14,
    Field.NEXT_STEP: 20, Field.NOTE: 40, Field.KIND: 22, Field.ABOUT: 18, Field.THEMES: 26, Field.ANSWER: 16,
}  # fmt: skip
_USUAL_WIDTH = 11
_RULES = (
    (Status.OVERDUE, {"bg_color": "#F8D7D0", "font_color": "#7A1B0C"}),
    (Status.TODAY, {"bg_color": "#FFF1C2", "font_color": "#5C4400"}),
    (Status.ENDED, {"bg_color": "#FFFFFF", "font_color": "#595959"}),
)
"""Three colours; the column Status says the same in words."""
_HOW = (
    "The columns with a blue heading can be changed in the sheet Register; save the file where it lies.",
    "The change is done on the case within minutes, once. Note and Next step are empty again after that.",
    "What could not be taken stands in the sheet Read back, with the reason. Any other change is not taken.",
    "Dates and days are as on the day the register was written.",
)


@dataclass(frozen=True, slots=True)
class Register:
    """A register as it was written: its number, its bytes, and how many cases are in it."""

    export: int
    data: bytes
    cases: int


@dataclass(frozen=True, slots=True)
class _Page:
    """What one file is made of."""

    rows: tuple[Row, ...]
    header: tuple[Field, ...]
    export: int
    today: date
    office: str
    owners: tuple[str, ...]
    steps: tuple[str, ...]
    editable: tuple[Field, ...]
    read_back: tuple[ReadBack, ...]
    checks: tuple[CheckRow, ...] = ()


def current(service: Service, tx: Tx) -> tuple[Row, ...]:
    """Every case as a row of the register, as it stands today."""
    book, today = service.settings.book, london_date(tx.now)
    return rows(
        records.all_records(tx),
        today=today,
        days=service.days,
        units={unit.key: unit.name for unit in book.units(today)},
        names=_names(tx) if service.settings.register.names else None,
    )


def bytes_of(service: Service, tx: Tx) -> Register:
    """The register of today as a file, on record with its number, so that what people change in it can be read back.

    Needs a transaction that writes.
    """
    found = current(service, tx)
    export = registers.begin(tx, len(found))
    register, today = service.settings.register, london_date(tx.now)
    page = _Page(
        rows=found,
        header=columns(names=register.names),
        export=export,
        today=today,
        office=service.settings.office.name,
        owners=tuple(one.name for one in service.settings.team.members if one.belongs(today)),
        steps=tuple(steps(service.settings.office.force_short)),
        editable=editable(service),
        read_back=tuple(registers.since(tx, tx.now - _SHOWN_FOR)),
        checks=check_sheet.rows(service, tx),
    )
    data = _workbook(page, tx.now, tx.vault.mark)
    registers.written(tx, export, hashlib.sha256(data).hexdigest())
    return Register(export, data, len(found))


def editable(service: Service) -> tuple[Field, ...]:
    """The columns this office has read back."""
    chosen = set(service.settings.register.editable)
    return tuple(one for one in EDITABLE if one.casefold() in chosen)


def _names(tx: Tx) -> Mapping[str, str]:
    """Who asks for each review, by reference; nobody for a case that was erased."""
    return {one.reference: one.complainant or "" for one in cases.lines(tx)}


def _workbook(page: _Page, at: datetime, mark: Callable[[str], str]) -> bytes:
    import xlsxwriter

    held = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(held, options) as book:
        title = f"Register of reviews, {page.office}"
        book.set_properties(
            {
                "title": title,
                "subject": f"As on {in_words(page.today)}",
                "author": page.office,
                "comments": " ".join(_HOW),
                "created": at.astimezone(LONDON).replace(tzinfo=None),
            }
        )
        _register(book, page)
        _summary(book, page, title)
        check_sheet.add_to(book, page.export, page.checks, mark)
        _read_back(book, page)
        register_choices.add_lists(book, register_choices.lists(page.owners, page.steps))
        _meta(book, page, lambda state, cells: signed(page.export, state, cells, mark))
    return held.getvalue()


def _register(book: Any, page: _Page) -> None:
    sheet, last = book.add_worksheet(REGISTER), max(1, len(page.rows))
    forms = {"day": book.add_format({"num_format": "d mmm yyyy", "align": "left"}), "text": book.add_format()}
    forms["note"] = book.add_format({"text_wrap": True, "valign": "top"})
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    edits = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#E3EEF9"})
    width = len(page.header) - 1
    heads = [{"header": str(name), "header_format": edits if name in page.editable else head} for name in page.header]
    sheet.add_table(0, 0, last, width, {"name": "Register", "style": "Table Style Light 1", "columns": heads})
    for column, name in enumerate(page.header):
        form = forms["note" if name is Field.NOTE else "day" if name in DAYS else "text"]
        sheet.set_column(column, column, _WIDTHS.get(name, _USUAL_WIDTH), form)
    for line, row in enumerate(page.rows, 1):
        for column, name in enumerate(page.header):
            _cell(sheet, line, column, row.cells[name], forms["day"])
    sheet.freeze_panes(1, 1)
    _colours(book, sheet, page, last, width)
    _choices(sheet, page, last)
    _on_paper(sheet, page, last, width)


def _cell(sheet: Any, line: int, column: int, value: Cell, day: Any) -> None:
    """A cell as what it is; an empty one is left out."""
    if isinstance(value, date):
        sheet.write_datetime(line, column, value, day)
    elif isinstance(value, int):
        sheet.write_number(line, column, value)
    elif value:
        sheet.write_string(line, column, value)


def _colours(book: Any, sheet: Any, page: _Page, last: int, width: int) -> None:
    name = ascii_uppercase[page.header.index(Field.STATUS)]
    for words, form in _RULES:
        rule = {"type": "formula", "criteria": f'=${name}2="{words.value}"', "format": book.add_format(form)}
        sheet.conditional_format(1, 0, last, width, rule)
    days = page.header.index(Field.DAYS_OPEN)
    bar = {"type": "data_bar", "bar_color": "#9DC3E6", "bar_solid": True, "min_type": "num", "min_value": 0}
    sheet.conditional_format(1, days, last, days, bar)


def _choices(sheet: Any, page: _Page, last: int) -> None:
    """What can be chosen or typed in the columns that are read back."""
    offered = register_choices.lists(page.owners, page.steps)
    for name in page.editable:
        if found := register_choices.rule(name, offered, page.today):
            column = page.header.index(name)
            sheet.data_validation(1, column, last, column, {"ignore_blank": True, **found})


def _on_paper(sheet: Any, page: _Page, last: int, width: int) -> None:
    sheet.set_landscape()
    sheet.set_paper(8)  # A3
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.print_area(0, 0, last, width)
    sheet.set_header(f"&LRegister of reviews&RAs on {in_words(page.today)}")
    sheet.set_footer("&LOfficial&RPage &P of &N")


# --- the other sheets -----------------------------------------------------------------------------------------------


def _summary(book: Any, page: _Page, title: str) -> None:
    sheet = book.add_worksheet(SUMMARY)
    big, bold = book.add_format({"bold": True, "font_size": 14}), book.add_format({"bold": True})
    sheet.set_column(0, 0, 30)
    sheet.write_string(0, 0, title, big)
    sheet.write_string(1, 0, f"As on {in_words(page.today)}: {len(page.rows)} cases.")
    for line, words in enumerate(_HOW if page.editable else _HOW[-1:], 2):
        sheet.write_string(line, 0, words)
    stages = [one.value for one in Stage if one is not Stage.CLOSED]
    counted = {one: sum(row.cells[Field.STAGE] == one for row in page.rows) for one in stages}
    top = 8
    sheet.write_row(top - 1, 0, ("Open cases by stage", "Cases"), bold)
    for line, (stage, count) in enumerate(counted.items(), top):
        sheet.write_string(line, 0, stage)
        sheet.write_number(line, 1, count)
    below = top + len(stages)
    states = {one: sum(row.cells[Field.STATUS] == one for row in page.rows) for one in Status}
    sheet.write_row(below + 1, 0, ("Cases by how near their date is", "Cases"), bold)
    for line, (status, count) in enumerate(states.items(), below + 2):
        sheet.write_string(line, 0, status.value)
        sheet.write_number(line, 1, count)
    chart = book.add_chart({"type": "bar"})
    where = [SUMMARY, top, 0, below - 1, 0]
    chart.add_series(
        {
            "name": "Open cases", "categories": where, "values": [SUMMARY, top, 1, below - 1, 1],
            "fill": {"color": "#1D70B8"}, "gap": 40, "data_labels": {"value": True},
        }
    )  # fmt: skip
    chart.set_title({"name": "Open cases by stage"})
    chart.set_legend({"none": True})
    chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}, "min": 0})
    chart.set_y_axis({"reverse": True})
    told = ", ".join(f"{stage}: {count}" for stage, count in counted.items())
    sheet.insert_chart(7, 3, chart, {"description": f"A bar for each stage with its open cases. {told}."})
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 1)


def _read_back(book: Any, page: _Page) -> None:
    sheet = book.add_worksheet(READ_BACK)
    bold = book.add_format({"bold": True, "bottom": 1})
    sheet.write_row(0, 0, ("When", "Case", "Column", "Taken", "What became of it"), bold)
    for column, width in enumerate((18, 16, 14, 8, 90)):
        sheet.set_column(column, column, width)
    for line, one in enumerate(page.read_back, 1):
        local = one.read_at.astimezone(LONDON)
        shown = (f"{local:%d.%m.%Y %H:%M}", one.reference, one.field, "yes" if one.done else "no", one.said)
        for column, words in enumerate(shown):
            sheet.write_string(line, column, words)
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _meta(book: Any, page: _Page, prove: Any) -> None:
    """The number of this register and, for each row, what proves how it was written."""
    sheet = book.add_worksheet(META)
    sheet.write_row(0, 0, ("export", str(page.export)))
    for line, row in enumerate(page.rows, 1):
        proof = prove(row.state, [said(row.cells[name]) for name in page.header])
        for column, words in enumerate((row.reference, row.state, row.owner, row.hold_until, proof, *row.told)):
            if words:
                sheet.write_string(line, column, words)
    sheet.very_hidden()
