"""A theme that comes too often in a unit is put before the manager; the quarter's note is written. Sends nothing."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from handlers.learning_themes import alerts, note, quarter_of, question
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


def note_of(settings: Settings, tx: Tx, quarter: str) -> str:
    """The learning note of a quarter, written like 2026Q3. Raises ValueError for anything else."""
    first, last = quarter_of(quarter)
    return note(tuple(themes.between(tx, first, last)), quarter, _names(settings, last))


def _names(settings: Settings, on: date) -> dict[str, str]:
    return {unit.key: unit.name for unit in settings.book.units(on)}
