"""The report as a Word file in one plain style; the only importer of python-docx. It counts nothing and sends nothing.

So that it reads aloud well, headings are headings, the first row of a table is its header on every page, pictures say
what they show, and the language is British English.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, time
from io import BytesIO
from typing import TYPE_CHECKING, Any

from bot.reporting.charts import Chart
from handlers.quarters import spoken
from handlers.report import ReportData, narratives, place
from handlers.report_tables import TOTAL, Cell, Table

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import _Cell

_FONT = "Arial"
_NO_FIGURE = "–"
_SHADE = "E8ECEF"
_USUAL, _SMALL, _MANY = 9.5, 8, 6  # points in tables, in those of many columns, and how many those are
_FOLLOWS = {
    "steps": ("timeliness",),
    "recommendations": ("learning",),
    "flags": ("contact",),
}
"""The places for words that stand after a table; those of no table stand at the end."""


def word(data: ReportData, office: str, charts: Iterable[Chart], *, board: bool = False) -> bytes:
    """The report as a .docx, for the office or for its strategic assurance board."""
    import docx

    paper = docx.Document()
    _style(paper, data, office, board=board)
    paper.add_heading(data.title, level=0)
    paper.add_paragraph(f"{office}. {'For the strategic assurance board. ' if board else ''}{data.days}.")
    drawn = {chart.key: chart for chart in charts}
    places = dict(narratives(board=board))
    paper.add_heading("Summary", level=1)
    _say(paper, places, "summary")
    for line in _summary(data):
        paper.add_paragraph(line, style="List Bullet")
    for table in data.shown(board=board):
        paper.add_heading(table.title, level=1)
        paper.add_paragraph(table.says)
        if table.key in drawn:
            _draw(paper, drawn[table.key])
        _lay(paper, table)
        for key in _FOLLOWS.get(table.key, ()):
            _say(paper, places, key)
    for key, heading in (("accountability", "Holding to account"), ("assessment", "Our own performance")):
        paper.add_heading(heading, level=1)
        _say(paper, places, key)
    _explain(paper, data)
    held = BytesIO()
    paper.save(held)
    return held.getvalue()


def _style(paper: Document, data: ReportData, office: str, *, board: bool) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt, RGBColor

    about = paper.core_properties
    about.title = f"{data.title}{', for the board' if board else ''}"
    about.author, about.language, about.subject, about.comments = office, "en-GB", data.days, ""
    about.created = about.modified = datetime.combine(data.made_on, time(), UTC)
    styles: Any = paper.styles
    for name, size in (("Normal", 11), ("Title", 24), ("Heading 1", 15), ("Heading 2", 12)):
        font = styles[name].font
        font.name, font.size, font.color.rgb = _FONT, Pt(size), RGBColor(0x0B, 0x0C, 0x0C)
        fonts = styles[name].element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        fonts.set(qn("w:cs"), _FONT)
    for language in paper.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-GB")
    for section in paper.sections:
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2)
        section.top_margin = section.bottom_margin = Cm(2)
        section.footer.paragraphs[0].text = f"{data.title}. Counted on {spoken(data.made_on)}."


def _summary(data: ReportData) -> Iterable[str]:
    """The figures of the quarter in a few sentences."""
    _, received, ended, still = data.table("flow").rows[-1]
    yield f"{received} requests were received and {ended} cases ended; {still} were open at the end."
    _, upheld, decided, percent = data.table("outcomes").row(TOTAL)
    share = f" ({_shown(percent)}%)" if percent is not None else ""
    yield f"{decided} reviews were decided, of which {upheld} were upheld{share}."
    made, answered, waiting = (
        data.table("recommendations").row(name)[0] for name in ("Made", "Answered in all", "No answer yet")
    )
    yield f"{made} recommendations were made and {answered} answered; {waiting} without an answer."


def _say(paper: Document, places: Mapping[str, str], key: str) -> None:
    """A place for a person's words, marked in colour and in words."""
    from docx.enum.text import WD_COLOR_INDEX

    if key in places:
        run = paper.add_paragraph().add_run(place(places[key]))
        run.font.highlight_color = WD_COLOR_INDEX.YELLOW


def _draw(paper: Document, chart: Chart) -> None:
    from docx.shared import Cm

    picture: Any = paper.add_picture(BytesIO(chart.png), width=Cm(16))
    about = picture._inline.docPr
    about.set("descr", chart.alt)
    about.set("title", chart.key)


def _lay(paper: Document, table: Table) -> None:
    if not table.rows:
        paper.add_paragraph("None in this quarter.")
        return
    size = _SMALL if len(table.columns) > _MANY else _USUAL
    laid: Any = paper.add_table(rows=1, cols=len(table.columns), style="Table Grid")
    for cell, name in zip(laid.rows[0].cells, table.columns, strict=True):
        _write(cell, name, size, bold=True, shade=_SHADE)
    _header(laid.rows[0])
    for row in table.rows:
        cells = laid.add_row().cells
        for at, (cell, value) in enumerate(zip(cells, row, strict=True)):
            _write(cell, _shown(value), size, bold=row[0] == TOTAL, right=at > 0 and not isinstance(value, str))
    for row in laid.rows:
        _whole(row)
    paper.add_paragraph()


def _write(cell: _Cell, words: str, size: float, *, bold: bool = False, right: bool = False, shade: str = "") -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Pt

    paragraph = cell.paragraphs[0]
    run = paragraph.add_run(words)
    run.bold, run.font.size = bold, Pt(size)
    paragraph.paragraph_format.space_after = Pt(1)
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if shade:
        fill: Any = OxmlElement("w:shd")
        fill.set(qn("w:val"), "clear")
        fill.set(qn("w:fill"), shade)
        cell._tc.get_or_add_tcPr().append(fill)


def _header(row: Any) -> None:
    """The row is the table's header, again on each page."""
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _whole(row: Any) -> None:
    """No page breaks within the row."""
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _explain(paper: Document, data: ReportData) -> None:
    paper.add_heading("What the figures mean", level=1)
    for term, meaning in data.definitions:
        paragraph = paper.add_paragraph()
        paragraph.add_run(f"{term.capitalize()}. ").bold = True
        paragraph.add_run(meaning)
    paper.add_paragraph(
        f"A dash is no figure, which is not nought. All figures rest on the history up to its entry {data.events}."
    )


def _shown(value: Cell) -> str:
    """A figure as people read it."""
    if value is None or value == "":
        return _NO_FIGURE
    if isinstance(value, float):
        return f"{value:.1f}".removesuffix(".0")
    return str(value)
