"""What each of Microsoft Graph's answers means to the port, and how long it asks to wait; asks nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.mailbox import (
    AccessDenied,
    Ambiguous,
    AuthError,
    CursorExpired,
    MailboxError,
    NotFound,
    Permanent,
    Throttled,
    Unavailable,
)

NOT_ASKED, LOST, NOT_SIGNED_IN = 0, 1, 2
"""In place of a status: no connection came about, so nothing was done; or the answer was lost, and who knows; or
nobody signed us in, and `trouble` says why."""
_GONE = frozenset(
    {
        "ErrorItemNotFound",
        "ErrorFolderNotFound",
        "ErrorParentFolderNotFound",
        "ErrorInvalidId",
        "ErrorInvalidIdEmpty",
        "ErrorInvalidIdMalformed",
        "ErrorInvalidMailboxItemId",
    }
)
_NOT_AGREED = frozenset({"ErrorInvalidSyncStateData", "SyncStateNotFound", "SyncStateInvalid", "resyncRequired"})
_MEANWHILE = frozenset({"ErrorIrresolvableConflict", "ErrorStaleObject"})
_WAIT = 60.0
_LONGEST_WAIT = 3600.0


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: its status, its JSON or bytes, Graph's error code and the seconds it asks to wait (None: unsaid)."""

    status: int
    body: Any = None
    code: str = ""
    wait: float | None = None
    trouble: MailboxError | None = None

    @property
    def good(self) -> bool:
        """Whether it was done."""
        return 200 <= self.status < 300

    @property
    def not_done(self) -> bool:
        """Whether it certainly was not done and may be done a little later."""
        return self.status in (NOT_ASKED, 429)

    @property
    def unsure(self) -> bool:
        """Whether nobody can know if it was done."""
        return self.status == LOST or self.status >= 500


def named(answer: Answer, *, act: bool) -> MailboxError:
    """The port's error for an answer that is not good; `act` where it was to change something, once."""
    if answer.trouble is not None:
        return answer.trouble
    said = f"status {answer.status}{f', {answer.code}' if answer.code else ''}"
    if answer.status == NOT_ASKED:
        return Unavailable("Microsoft 365 cannot be reached; see the network, the proxy and ca_bundle.")
    if answer.unsure:
        lost = "was lost" if answer.status == LOST else f"was an error ({said})"
        return (Ambiguous if act else Unavailable)(f"The answer of Microsoft 365 {lost}.")
    if answer.status == 429:
        wait = _WAIT if answer.wait is None else answer.wait
        return Throttled(f"Microsoft 365 asks to wait {wait:.0f} seconds and has done nothing.", wait)
    if answer.status == 401:
        return AuthError("Microsoft 365 does not accept the token it gave; see whether the application still exists.")
    if answer.status == 410 or answer.code in _NOT_AGREED:
        return CursorExpired("Microsoft 365 does not know how far it was read any more.")
    if answer.status == 404 or answer.code in _GONE:
        return NotFound("The item or folder is not in the mailbox any more.")
    if answer.status == 403:
        return AccessDenied(f"The application may not do this in the mailbox ({said}); see the rights it was given.")
    if answer.status in (412, 423) or answer.code in _MEANWHILE:
        return Unavailable(f"Somebody changed the item at the same moment ({said}); it is done at the next pass.")
    return Permanent(f"Microsoft 365 refused ({said}).")


def code_in(body: object) -> str:
    """Graph's error code in the JSON of an answer that is an error, "" where it says none."""
    error = body.get("error") if isinstance(body, dict) else None
    code = error.get("code") if isinstance(error, dict) else None
    return code if isinstance(code, str) else ""


def wait_of(headers: Mapping[str, str]) -> float | None:
    """The seconds Retry-After asks for, of a date counted from the server's own; None where it says nothing usable."""
    found = {name.lower(): value.strip() for name, value in headers.items()}
    text = found.get("retry-after", "")
    if text.isascii() and text.isdigit():
        return min(float(text), _LONGEST_WAIT)
    until, now = _instant(text), _instant(found.get("date", ""))
    return min(max((until - now).total_seconds(), 0.0), _LONGEST_WAIT) if until and now else None


def _instant(text: str) -> datetime | None:
    try:
        return datetime.strptime(text, "%a, %d %b %Y %H:%M:%S GMT").replace(tzinfo=UTC)
    except ValueError:
        return None
