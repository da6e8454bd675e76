"""What the office aims at, out of its promises, in the form handlers take it; decides nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers.allocating import Points
from handlers.arrival import Targets

if TYPE_CHECKING:
    from config.sections import OfficeSection
    from config.targets_section import PointsSection


def targets(office: OfficeSection) -> Targets:
    """The office's own targets, in working days unless it says otherwise."""
    promises = office.promises
    return Targets(
        acknowledge_within=promises.acknowledge_within_working_days,
        first_look_within=promises.first_look_within_working_days,
        settle_within=promises.review_body_within_working_days,
        transfer_within=promises.transfer_within_working_days,
        decide_within=promises.decide_within_working_days,
        reply_within=promises.reply_within_working_days,
        remind_within=promises.remind_within_working_days,
        papers_within=promises.papers_within_working_days,
        allocate_within=promises.allocate_within_working_days,
        sign_off_within=promises.sign_off_within_working_days,
        decision_maker_within=promises.decision_maker_within_working_days,
        review_within=promises.review_within_working_days,
        update_every=promises.update_every_days,
        hold_within=promises.hold_review_within_days,
        respond_within=promises.recommendation_response_within_days,
    )


def points(section: PointsSection) -> Points:
    """What a case weighs in this office."""
    kinds = {"investigation": section.investigation, "other": section.other}
    return Points(section.each, kinds, {str(flag): more for flag, more in section.flags.items()}, section.waiting)
