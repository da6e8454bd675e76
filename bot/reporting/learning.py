"""A theme that comes too often in a unit is put before the manager; the quarter's note is written. Sends nothing."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from handlers.learning_themes import COLUMNS, Note, alerts, note, question
from handlers.quarters import Quarter, spoken
from handlers.register import clean
from store import questions, themes
from store.engine import Tx
from store.terms import london_date

if TYPE_CHECKING:
    from bot.service import Service
    from config.settings import Settings


def alert(service: Service) -> int:
    """The manager is asked about each theme that came too often in a unit, once; answers how many were new."""
    quality, today = service.settings.quality, london_date(service.clock.now())
    within = quality.theme_alert_within_days
    with service.reading() as tx:
        every = tuple(themes.between(tx, date.min, today))
    found = tuple(alerts(every, today, at=quality.theme_alert_at, within=within))
    if not found:
        return 0
    names = _names(service.settings, today)
    with service.writing() as tx:
        return sum(
            questions.ask(
                tx, one.subject, question(one, names.get(one.unit, one.unit), today, service.days, within=within)
            )
            for one in found
        )


def note_of(settings: Settings, tx: Tx, quarter: Quarter) -> Note:
    """The learning note of a quarter."""
    return note(tuple(themes.between(tx, quarter.first, quarter.last)), quarter.label, _names(settings, quarter.last))


def in_word(written: Note, office: str, made_on: date) -> bytes:
    """The note as a .docx in the style of the reports."""
    from bot.reporting import word_layout

    footer = f"{written.title}. Counted on {spoken(made_on)}."
    paper = word_layout.new(written.title, office, "For the police", made_on, footer)
    paper.add_heading(written.title, level=0)
    paper.add_paragraph(f"{clean(office)}. {written.says}")
    for heading, rows in written.tables:
        paper.add_heading(clean(heading), level=1)
        word_layout.lay(paper, COLUMNS, rows)
    return word_layout.bytes_of(paper)


def _names(settings: Settings, on: date) -> dict[str, str]:
    return {unit.key: unit.name for unit in settings.book.units(on)}
