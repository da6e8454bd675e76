"""What the contact book lacks, in sentences: nobody to go on to, places that lead to no unit. Changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from config import cues
from handlers.routing import unit_named

if TYPE_CHECKING:
    from config.settings import Settings


def gaps(settings: Settings, on: date) -> Iterator[str]:
    """One sentence for each thing that somebody should put into the book; none where no book is kept."""
    book = settings.book
    if not book.is_kept:
        return
    units, territories = book.units(on), book.territories(on)
    if without := [one.name for one in units if not one.manager]:
        yield f"No manager is named for {_some(without)}: a chaser they do not answer goes no further for them."
    if without := [one.name for one in units if not one.single_point]:
        yield f"No single point of contact is named for {_some(without)}: name one under [papers]."
    if any(one.boroughs for one in territories):
        known = _names(settings)
        if strange := [name for name in known if not unit_named(name, territories)]:
            default = book.unit(book.default, on).name
            yield f"Mail may name {_some(strange)}, and no unit is called so: {default} is asked then."


def _names(settings: Settings) -> list[str]:
    """The units that the service reads out of mail to this office."""
    force = settings.office.domains().force_words
    places = (cue for cue in cues.load() if cue.table == "places")
    return list(dict.fromkeys(cue.name for cue in places if not cue.only_for or force & set(cue.only_for)))


def _some(names: list[str]) -> str:
    most = 4
    rest = f" and {len(names) - most} more" if len(names) > most else ""
    return f"{', '.join(names[:most])}{rest}"
