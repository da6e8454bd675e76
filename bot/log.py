"""The log: named events with impersonal fields, one JSON object a line on standard error; refuses free text."""

from __future__ import annotations

import logging
import sys
from typing import Any

_FIELDS = frozenset({"done", "epoch", "fault", "messages", "mode", "reference", "seconds"})
_LOUD_LIBRARIES = ("apscheduler", "sqlalchemy", "alembic")


class Log:
    """Writes events. A field nobody has allowed raises KeyError, so that personal data cannot slip in."""

    def __init__(self) -> None:
        import structlog

        for name in _LOUD_LIBRARIES:
            logging.getLogger(name).setLevel(logging.WARNING)
        self._log = structlog.wrap_logger(
            structlog.PrintLogger(sys.stderr),
            processors=[
                structlog.processors.add_log_level,
                structlog.processors.TimeStamper(fmt="iso", utc=True),
                structlog.processors.JSONRenderer(),
            ],
            wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        )

    def info(self, event: str, **fields: Any) -> None:
        """The event is in the log."""
        self._log.info(event, **_allowed(fields))

    def warning(self, event: str, **fields: Any) -> None:
        """The event is in the log, marked as one somebody should look at."""
        self._log.warning(event, **_allowed(fields))


def _allowed(fields: dict[str, Any]) -> dict[str, Any]:
    for name in fields:
        if name not in _FIELDS:
            raise KeyError(
                f"The log takes no field {name!r}; allow it in bot/log.py if it can never hold personal data."
            )
    return fields
