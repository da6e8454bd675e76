"""The clock: the one place that asks what time it is; everybody else is told."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the time; tests tell theirs."""

    def now(self) -> datetime:
        """The instant it is, aware and in UTC."""


class SystemClock:
    """The clock of this computer."""

    def now(self) -> datetime:
        """The instant it is."""
        return datetime.now(UTC)  # noqa: TID251 - the one place that asks
