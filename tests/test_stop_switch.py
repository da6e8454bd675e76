"""The kill switch while letters leave one after another: nothing goes once it is on, and it is not asked too often."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from pathlib import Path

import pytest

from bot.mailbox import FolderId, Page
from bot.mailbox.maildir import MaildirMailbox
from bot.sending.stop_switch import LOOK_EVERY
from store import leadership, points
from store.terms import LetterState
from tests.world import World

LETTERS = 8


class Counting(MaildirMailbox):
    """Counts how often one folder is looked at alone."""

    looks = 0

    def poll(self, cursors: Mapping[FolderId, str]) -> Iterator[Page]:
        self.looks += len(cursors) == 1
        return super().poll(cursors)


class Desk(World):
    """An office that people have written to, with such a mailbox; something may happen when letters leave."""

    def _mailbox(self) -> Counting:
        self.counting = Counting(self.mail)
        return self.counting

    def answers(self, after_each: Callable[[int], None]) -> int:
        """How many letters have left when all may have; told after each how many had by then."""
        left = 0

        def seen(point: str) -> None:
            nonlocal left
            if point == "mailbox.submit.after":
                left += 1
                after_each(left)

        unwatch = points.watch(seen)
        self.service.one_pass()
        unwatch()
        return left


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Eight people have written."""
    made = Desk(tmp_path)
    made.runs()
    for number in range(LETTERS):
        made.person(f"P{number}").writes()
    made.counting.looks = 0
    yield made
    made.service.close()


def _file(desk: Desk) -> None:
    desk.service.settings.stop_file.touch()


def _row(desk: Desk) -> None:
    with desk.service.writing() as tx:
        leadership.pause(tx, by="admin", why="to see")


def _item(desk: Desk) -> None:
    """Something lies in the Stop folder, and a few seconds go by."""
    folder = desk.mail / ".Reviews.9 Bot.Stop" / "cur"
    (folder / "1.stop:2,").write_bytes(b"Subject: stop\n\n")
    desk.clock.at += LOOK_EVERY


@pytest.mark.parametrize("stops", [_file, _row, _item])
def test_on_in_the_middle(desk: Desk, stops: Callable[[Desk], None]) -> None:
    """Whichever switch is put on while letters leave, the next does not; the rest wait as drafts."""
    assert desk.answers(lambda left: stops(desk) if left == 3 else None) == 3
    assert sorted(one.state for one in desk.letters()) == [LetterState.CONFIRMED] * 3 + [LetterState.DRAFTED] * 5


def test_how_often(desk: Desk) -> None:
    """However many letters leave within seconds, the Stop folder is looked into three times; slowly, more often."""
    assert desk.answers(lambda left: None) == LETTERS
    assert desk.counting.looks == 3
    for number in range(LETTERS):
        desk.person(f"Q{number}").writes()
    assert desk.answers(lambda left: _passes(desk, timedelta(seconds=4))) == LETTERS
    assert desk.counting.looks == 3 + 2 + LETTERS // 2


def _passes(desk: Desk, time: timedelta) -> None:
    desk.clock.at += time


def test_switch_set_back(desk: Desk) -> None:
    """A clock that is set back does not keep the Stop folder from being looked into."""

    def back(left: int) -> None:
        desk.clock.at -= timedelta(hours=1)

    assert desk.answers(back) == LETTERS
    assert desk.counting.looks == 2 + LETTERS
