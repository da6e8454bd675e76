"""What `doctor` may ask of a mailbox beyond the port; each back end answers from a module of its own.

Looking changes nothing. A trial makes a folder and what lies in it, takes all of it away again, and sends nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Protocol, runtime_checkable

from bot.doctor.check import Check
from bot.mailbox import FolderId, MailboxError, Tree

TRIAL = "Reviews Bot trial"
"""The folder of a trial; what is left of one that was broken off is in it."""
TRIED_AGAIN = "Run `reviews-bot doctor --live` again; if it stays, the service cannot rely on this mailbox."
LEFT_OVER = f"Remove the folder “{TRIAL}” by hand."


class Examined(Protocol):
    """One mailbox under examination, by one thread."""

    def missing(self, tree: Tree) -> tuple[str, ...]:
        """The folders of the tree that are not there, by the names the service knows them by. Raises MailboxError."""

    def facts(self, now: datetime, /) -> Iterator[Check]:
        """What is to be known about this kind of mailbox: rights, rules, replies; changes nothing and never raises."""

    def trial(self) -> Iterator[Check]:
        """What this mailbox really does with folders, notes, moves and drafts; leaves nothing behind, never raises."""


@runtime_checkable
class Examinable(Protocol):
    """A mailbox that can be examined."""

    def examined(self) -> Examined:
        """Its examination."""


def in_a_folder(
    made: Callable[[], FolderId],
    try_in: Callable[[FolderId, list[Check]], None],
    gone_again: Callable[[FolderId], Check],
) -> Iterator[Check]:
    """What a trial in a folder of its own saw, once the folder has gone again; never raises MailboxError."""
    seen: list[Check] = []
    try:
        here = made()
    except MailboxError as trouble:
        yield Check("live: folder", "failed", str(trouble), TRIED_AGAIN)
        return
    try:
        try_in(here, seen)
    except MailboxError as trouble:
        seen.append(Check("live: trial", "failed", f"broken off: {trouble}", TRIED_AGAIN))
    finally:
        seen.append(tried("live: folder", LEFT_OVER, lambda: gone_again(here)))
    yield from seen


def rules_found(total: int, acting: Mapping[str, Iterable[str]]) -> Check:
    """Whether rules of the Inbox take mail away before it is read here; `acting` says by number what those do."""
    name = "inbox rules"
    if not acting:
        return Check(name, "ok", f"{total} rules, none of which takes mail away")
    said = ", ".join(f"number {number} ({' and '.join(sorted(set(acts)))})" for number, acts in acting.items())
    remedy = "Turn them off in Outlook under Rules: the service files, and may never see what they take."
    return Check(name, "warning", f"rules take mail away: {said}", remedy)


def reply_found(state: str, audience: str, ends: datetime | None, now: datetime) -> Check:
    """Whether people outside get an automatic reply beside our acknowledgement; the words in any casing."""
    name, scheduled = "automatic reply", state.lower() == "scheduled"
    if state.lower() == "disabled" or (scheduled and ends and ends <= now):
        return Check(name, "ok", "off")
    if audience.lower() == "none":
        return Check(name, "ok", "on for colleagues only")
    until = f" until {ends:%d %B %Y}" if scheduled and ends else ""
    return Check(
        name, "warning", f"on{until}", "Turn it off in Outlook under Automatic replies: people get two answers."
    )


def tried(name: str, remedy: str, look: Callable[[], Check]) -> Check:
    """What the look says, or that it failed with this remedy."""
    try:
        return look()
    except MailboxError as trouble:
        return Check(name, "failed", str(trouble), remedy)
