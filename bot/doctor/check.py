"""One thing that `doctor` looked at, as every part of the service and every mailbox says it; looks at nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Result = Literal["ok", "warning", "failed"]


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at. A warning is worth reading; a failure keeps the service from doing its work."""

    name: str
    result: Result
    found: str
    remedy: str = ""

    @property
    def failed(self) -> bool:
        """Whether the service cannot do its work like this."""
        return self.result == "failed"

    def line(self) -> dict[str, Any]:
        """As it is printed."""
        return {"check": self.name, "result": self.result, "found": self.found, "remedy": self.remedy or None}
