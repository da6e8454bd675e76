"""The report as a Word file: its tables, pictures that say what they show, and places for words of people.

It counts nothing and sends nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from io import BytesIO
from typing import TYPE_CHECKING, Any

from bot.reporting import word_layout
from bot.reporting.charts import Chart
from handlers.quarters import spoken
from handlers.register import clean
from handlers.report import ReportData, narratives, place
from handlers.report_tables import TOTAL

if TYPE_CHECKING:
    from docx.document import Document

_FOLLOWS = {
    "steps": ("timeliness",),
    "recommendations": ("learning",),
    "flags": ("contact",),
}
"""The places for words that stand after a table; those of no table stand at the end."""


def word(data: ReportData, office: str, charts: Iterable[Chart], *, board: bool = False) -> bytes:
    """The report as a .docx, for the office or for its strategic assurance board."""
    title = f"{data.title}{', for the board' if board else ''}"
    footer = f"{data.title}. Counted on {spoken(data.made_on)}."
    paper = word_layout.new(title, office, data.days, data.made_on, footer)
    paper.add_heading(data.title, level=0)
    paper.add_paragraph(f"{clean(office)}. {'For the strategic assurance board. ' if board else ''}{data.days}.")
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
        if table.rows:
            word_layout.lay(paper, table.columns, table.rows)
        else:
            paper.add_paragraph("None in this quarter.")
        for key in _FOLLOWS.get(table.key, ()):
            _say(paper, places, key)
    for key, heading in (("accountability", "Holding to account"), ("assessment", "Our own performance")):
        paper.add_heading(heading, level=1)
        _say(paper, places, key)
    _explain(paper, data)
    return word_layout.bytes_of(paper)


def _summary(data: ReportData) -> Iterable[str]:
    """The figures of the quarter in a few sentences."""
    _, received, ended, still = data.table("flow").rows[-1]
    yield f"{received} requests were received and {ended} cases ended; {still} were open at the end."
    _, upheld, decided, percent = data.table("outcomes").row(TOTAL)
    share = f" ({word_layout.shown(percent)}%)" if percent is not None else ""
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


def _explain(paper: Document, data: ReportData) -> None:
    paper.add_heading("What the figures mean", level=1)
    for term, meaning in data.definitions:
        paragraph = paper.add_paragraph()
        paragraph.add_run(f"{term.capitalize()}. ").bold = True
        paragraph.add_run(meaning)
    paper.add_paragraph(
        f"A dash is no figure, which is not nought. All figures rest on the history up to its entry {data.events}."
    )
