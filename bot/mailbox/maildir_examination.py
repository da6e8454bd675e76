"""What `doctor` looks at in a Maildir: its folders, and whether one can be made and taken away. Touches no mail."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from bot.doctor.check import Check
from bot.mailbox import Tree
from bot.mailbox.examination import LEFT_OVER, TRIAL
from bot.mailbox.maildir_names import directories_of

_SUBS = ("tmp", "new", "cur")


class MaildirExamined:
    """The Maildir at `root` under examination."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def missing(self, tree: Tree) -> tuple[str, ...]:
        """The folders of the tree that are not there."""
        return tuple(
            name for name, path in tree.items() if not (self._root / directories_of(path)[-1] / "cur").is_dir()
        )

    def facts(self, _now: datetime, /) -> Iterator[Check]:
        """Nothing: a folder on this computer has neither rights to sign in with nor rules."""
        return iter(())

    def trial(self) -> Iterator[Check]:
        """Whether a folder can be made, a file put into it, and both taken away."""
        place = self._root / directories_of((TRIAL,))[-1]
        try:
            place.mkdir(exist_ok=True)
            for sub in _SUBS:
                (place / sub).mkdir(exist_ok=True)
            arriving = place / "tmp" / "a-note"
            arriving.write_bytes(b"Subject: A note of a trial\n\nMade by `reviews-bot doctor --live`.\n")
            arriving.rename(place / "cur" / "a-note:2,S")
            shutil.rmtree(place)
        except OSError as fault:
            yield Check(
                "live: folder", "failed", f"a folder could not be made and removed ({fault.strerror})", LEFT_OVER
            )
            return
        yield Check(
            "live: folder", "ok", "a folder of its own was made for the trial with a note in it, and taken away"
        )
