"""The named points around every durable act, so that tests can stop the world there; does nothing by itself."""

from __future__ import annotations

from collections.abc import Callable

POINTS = frozenset(
    {
        "blob.write.before",
        "blob.write.after",
        "blob.settle.before",
        "blob.settle.after",
        "commit.before",
        "commit.after",
        "read.before",
        "read.after",
        "mailbox.draft.before",
        "mailbox.draft.after",
        "mailbox.submit.before",
        "mailbox.submit.after",
        "mailbox.stamp.before",
        "mailbox.stamp.after",
        "mailbox.file.before",
        "mailbox.file.after",
        "mailbox.flush.before",
        "mailbox.flush.after",
        "mailbox.discard.before",
        "mailbox.discard.after",
    }
)

_watchers: list[Callable[[str], None]] = []


def reached(name: str) -> None:
    """Everything before this point has been done; whoever watches has been told. Raises KeyError for a stray name."""
    if _watchers:
        if name not in POINTS:
            raise KeyError(f"{name!r} is not in store.points.POINTS; name it there first.")
        for watcher in _watchers:
            watcher(name)


def watch(watcher: Callable[[str], None]) -> Callable[[], None]:
    """From now on the watcher is told of every point; call what this returns to stop that."""
    _watchers.append(watcher)
    return lambda: _watchers.remove(watcher)
