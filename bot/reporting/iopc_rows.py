"""One row for each case of a quarter, with what the IOPC collects of it, as CSV and Excel; sends nothing.

References of ours and of the force stand in it, and no name. Two things the IOPC asks for are not held here, and the
Excel file says so: the day the complaint was made, and the types of recommendation.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from bot.reporting.plain_files import Sheet, csv_of, kept, workbook_of
from handlers.case_fields import rows
from handlers.day_counts import DayCounts
from handlers.quarters import Quarter

if TYPE_CHECKING:
    from bot.service import Service
    from store.engine import Tx

_NOT_HELD = "Not held here: the day the complaint was made, the types of recommendation."
_DAYS = "Days count from receipt until everybody was told the outcome, or until the end of what was not valid."


def write(service: Service, tx: Tx, quarter: Quarter, folder: Path) -> tuple[Path, ...]:
    """The rows are in the folder as CSV and as Excel, as the store has them now."""
    from store import records

    found = records.between(tx, quarter.first, quarter.last)
    columns, lines = rows(found, quarter, DayCounts(service.days))
    title = f"Rows for the IOPC, {quarter.label}"
    above = (title, f"{service.settings.office.name}. {quarter.words}.", _DAYS, _NOT_HELD)
    heads = tuple(name.capitalize() for name in columns)
    return (
        kept(folder / f"{title}.csv", csv_of(heads, lines)),
        kept(folder / f"{title}.xlsx", workbook_of(title, [Sheet("Cases", above, heads, tuple(lines))])),
    )
