"""When letters may leave again, and when drafts were last swept and read; known to one process only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

SWEEP_EVERY = timedelta(minutes=5)
READ_EVERY = timedelta(minutes=2)


@dataclass(slots=True)
class Pace:
    """Told the time with every question; a clock that is set back ends every wait."""

    _rests: tuple[datetime, datetime] | None = None
    _swept_at: datetime | None = None
    _read_at: datetime | None = None

    def rest(self, now: datetime, seconds: float) -> None:
        """Nothing is submitted for so many seconds."""
        self._rests = now, now + timedelta(seconds=seconds)

    def rests(self, now: datetime) -> bool:
        """Whether the mailbox asked us to submit nothing yet."""
        return self._rests is not None and self._rests[0] <= now < self._rests[1]

    def sweeps(self, now: datetime) -> bool:
        """Whether it is time to look for left-over drafts; who asks sweeps now."""
        if self._swept_at is not None and timedelta(0) <= now - self._swept_at < SWEEP_EVERY:
            return False
        self._swept_at = now
        return True

    def reads_drafts(self, now: datetime) -> bool:
        """Whether it is time to read the drafts that wait for a person; who asks reads them now."""
        if self._read_at is not None and timedelta(0) <= now - self._read_at < READ_EVERY:
            return False
        self._read_at = now
        return True
