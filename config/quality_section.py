"""The `[quality]` section of the settings: how much of the work is checked, and since when; chooses no case."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from config.section import Section
from config.values import Count, Day, Line, Percent


class QualitySection(Section):
    """`[quality]`: of the decisions of a month so many in a hundred are checked, and at least so many.

    In the first three months from `started_on` every refusal of a late request is checked as well. On the first
    working day of each month `samplers` get the forms of the month before, shared among them; of so many in a hundred
    (`twice_percent`) two of them do, so that they can be compared. A question that was answered no for one person
    `training_need_at` times is a need for training. A theme that is found `theme_alert_at` times in a unit within so
    many days is put before the manager.
    """

    percent: Annotated[Count, Field(le=100)] = 10
    at_least: Count = 5
    started_on: Day | None = None
    samplers: tuple[Line, ...] = ()
    twice_percent: Percent = 0
    training_need_at: Count = 2
    theme_alert_at: Count = 3
    theme_alert_within_days: Count = 60
