"""What the office aims at, out of its promises, in the form handlers take it; decides nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers.arrival import Targets

if TYPE_CHECKING:
    from config.sections import OfficeSection


def targets(office: OfficeSection) -> Targets:
    """The office's own targets, in working days after receipt; what it does not promise keeps its default."""
    promises = office.promises
    return Targets(
        acknowledge_within=promises.acknowledge_within_working_days,
        first_look_within=promises.first_look_within_working_days,
    )
