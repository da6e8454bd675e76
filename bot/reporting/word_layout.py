"""Word files in one plain style, with tables that read aloud well; the only importer of python-docx. Counts nothing.

Headings are headings, the first row of a table is its header on every page, and the language is British English. Words
are text whatever is in them: what no page can show, and what would turn words round, is left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from io import BytesIO
from typing import TYPE_CHECKING, Any

from handlers.register import clean
from handlers.report_tables import TOTAL, Cell

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import _Cell

_FONT = "Arial"
_NO_FIGURE = "–"
_SHADE = "E8ECEF"
_LONGEST = 1000
_USUAL, _SMALL, _MANY = 9.5, 8, 6  # points in tables, in those of many columns, and how many those are


def new(title: str, author: str, subject: str, made_on: date, footer: str) -> Document:
    """An empty file in that style, with its properties."""
    import docx
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt, RGBColor

    paper = docx.Document()
    about = paper.core_properties
    about.title, about.author, about.subject = (clean(words) for words in (title, author, subject))
    about.language, about.comments = "en-GB", ""
    about.created = about.modified = datetime.combine(made_on, time(), UTC)
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
        section.footer.paragraphs[0].text = clean(footer)
    return paper


def bytes_of(paper: Document) -> bytes:
    """The file."""
    held = BytesIO()
    paper.save(held)
    return held.getvalue()


def lay(paper: Document, columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
    """The table stands at the end of the paper; the first of its columns names the rows."""
    size = _SMALL if len(columns) > _MANY else _USUAL
    laid: Any = paper.add_table(rows=1, cols=len(columns), style="Table Grid")
    for cell, name in zip(laid.rows[0].cells, columns, strict=True):
        _write(cell, name, size, bold=True, shade=_SHADE)
    _header(laid.rows[0])
    for row in rows:
        cells = laid.add_row().cells
        for at, (cell, value) in enumerate(zip(cells, row, strict=True)):
            _write(cell, shown(value), size, bold=row[0] == TOTAL, right=at > 0 and not isinstance(value, str))
    for row in laid.rows:
        _whole(row)
    paper.add_paragraph()


def _write(cell: _Cell, words: str, size: float, *, bold: bool = False, right: bool = False, shade: str = "") -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Pt

    paragraph = cell.paragraphs[0]
    run = paragraph.add_run(clean(words, _LONGEST))
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


def shown(value: Cell) -> str:
    """A figure as people read it."""
    if value is None or value == "":
        return _NO_FIGURE
    if isinstance(value, float):
        return f"{value:.1f}".removesuffix(".0")
    return str(value)
