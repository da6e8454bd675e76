"""Whenever the service is killed: one case and one letter for each application, and nothing lost, doubled or left over.

TORTURE_KILLS (12) says how many kills on the Maildir, a third of them on Graph and EWS each; TORTURE_SEED where chance
begins.
"""

from __future__ import annotations

import os
import random  # noqa: TID251 - tests may, with a seed
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.intake import FAILURES
from bot.service import build
from bot.serving import leading
from store.messages import Incoming
from store.vault import StoreFault
from tests.mailrooms import BACK_ENDS, times_of
from tests.torture.chamber import Chamber
from tests.torture.life import FILE_ACT, NEVER, Kill
from tests.torture.office import NAMES, Outcome, Torture
from tests.torture.plans import NEED_LETTERS, anywhere, everywhere, offices
from tests.world import ReaderHere, World, message, settings_in

KILLS = int(os.environ.get("TORTURE_KILLS", "12"))
KILLS_AT = {"maildir": KILLS, "graph": KILLS // 3, "ews": KILLS // 3}
SEED = int(os.environ.get("TORTURE_SEED", "26"))
MOST_KILLS_TO_CATCH = 240
MEMORY = Path("/dev/shm")


@pytest.fixture(scope="module")
def chamber(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chamber]:
    """Warm workers, which end with these tests."""
    base = Path(tempfile.mkdtemp(prefix="torture-", dir=MEMORY if os.access(MEMORY, os.W_OK) else None))
    chamber = Chamber(base, tmp_path_factory.mktemp("broken"))
    yield chamber
    chamber.close()
    shutil.rmtree(base)


def unharmed(outcome: Outcome) -> None:
    """Nothing is wrong; what is says which seed showed it, after which kills."""
    seed = f"TORTURE_KILLS={KILLS} TORTURE_SEED={SEED}"
    assert not outcome.faults, f"{seed}, {outcome.kills} kills:\n" + "\n".join(outcome.faults)


@pytest.mark.parametrize("back_end", BACK_ENDS)
def test_no_kill_loses_or_doubles_anything(chamber: Chamber, back_end: str) -> None:
    """Killed at every named point and at random, the service still ends with one case and one letter an application."""
    kills = everywhere(random.Random(SEED), KILLS_AT[back_end], back_end)
    outcome = chamber.all_of(offices(SEED, kills, back_end=back_end), seconds=120 + KILLS)
    unharmed(outcome)
    assert outcome.kills >= KILLS_AT[back_end]
    missed = [time for time in times_of(back_end) if not outcome.killed_at[time]]
    assert not missed, f"nothing was killed at these named points, n-th time: {missed}"
    print(f"{outcome.kills} kills, {outcome.messages} messages; attempts needed: {sorted(outcome.attempts.items())}")


def test_the_next_start_alone_puts_right_what_a_kill_left(chamber: Chamber) -> None:
    """Killed once at any named point, with nothing new coming in, the service ends with everything as it must be."""
    early = [Torture(SEED, (Kill(name, 1),), quiet=True) for name in NAMES if name not in NEED_LETTERS]
    later = [Torture(SEED, (Kill(NEVER),), (Kill(name, 1),), quiet=True) for name in NEED_LETTERS]
    outcome = chamber.all_of(early + later, seconds=120)
    unharmed(outcome)
    assert outcome.killed_at.keys() == {(name, 1) for name in NAMES}


def test_every_named_point_is_reached(chamber: Chamber) -> None:
    """A single undisturbed office comes by every named point, so that none is there in name only."""
    outcome = chamber.all_of([Torture(SEED, (Kill(NEVER),) * 8, (Kill(NEVER),) * 4)], seconds=60)
    unharmed(outcome)
    assert not [name for name in NAMES if not outcome.hits[name]]


def test_a_first_start_may_end_anywhere(chamber: Chamber) -> None:
    """Killed around any of its first acts on files, with no store and no key yet, the service starts the next time."""
    firsts = [Torture(SEED + nth, (Kill(FILE_ACT, nth),), from_nothing=True) for nth in range(1, 25)]
    outcome = chamber.all_of(firsts, seconds=120)
    unharmed(outcome)
    assert outcome.kills == len(firsts)


def test_of_two_instances_one_works(chamber: Chamber) -> None:
    """Two instances at once, killed at random, do what one does: the second takes over and nothing is done twice."""
    outcome = chamber.all_of(
        offices(SEED, anywhere(random.Random(SEED), max(16, KILLS // 6)), two_at_once=True), seconds=120 + KILLS
    )
    unharmed(outcome)
    assert outcome.kills >= max(16, KILLS // 6)


def test_with_the_real_reader(chamber: Chamber) -> None:
    """With mail read in the limited child, kills leave no child behind and what ends a reader is set aside alone."""
    kills = anywhere(random.Random(SEED), max(8, KILLS // 20))
    outcome = chamber.all_of(offices(SEED, kills, each=8, child_reader=True, poison=True), seconds=120 + KILLS)
    unharmed(outcome)
    assert outcome.kills >= len(kills)


def test_what_ends_its_reader_is_set_aside_after_three_failures(chamber: Chamber) -> None:
    """A message that fails three times is set aside, and no other message is, however often the service is killed."""
    kills = anywhere(random.Random(SEED), max(12, KILLS // 20))
    unharmed(chamber.all_of(offices(SEED, kills, each=12, poison=True), seconds=120))


def test_what_ends_the_service_is_set_aside_in_the_end(chamber: Chamber) -> None:
    """A message whose reading ends the whole service is set aside after nine deaths, and all other mail is done."""
    outcome = chamber.all_of([Torture(SEED, (Kill(NEVER),) * 12, poison=True, shortcut="deadly mail")], seconds=60)
    unharmed(outcome)
    assert outcome.kills == 9


SHORTCUTS = {
    ("maildir", "one-shot send"): "too many letters",
    ("maildir", "move before commit"): "rows: ",
    ("maildir", "dedupe on Message-ID"): "cases: ",
    ("maildir", "unread only"): "letter missing",
    ("graph", "one-shot send"): "too many letters",
    ("graph", "move before commit"): "rows: ",
}


@pytest.mark.parametrize(("back_end", "shortcut"), SHORTCUTS)
def test_the_torture_catches_a_shortcut(chamber: Chamber, back_end: str, shortcut: str) -> None:
    """A service that takes this shortcut is caught within a bounded number of kills, by what it does wrong."""
    kills, what_breaks = 0, SHORTCUTS[back_end, shortcut]
    named = everywhere(random.Random(SEED), MOST_KILLS_TO_CATCH, back_end)
    for office in offices(SEED, named, each=24 if back_end == "maildir" else 8, back_end=back_end, shortcut=shortcut):
        outcome = chamber.all_of([office], seconds=60)
        kills += outcome.kills
        if what_breaks in "".join(outcome.faults):
            break
    assert what_breaks in "".join(outcome.faults), f"{shortcut} went on for {kills} kills: {outcome.faults}"


@pytest.mark.parametrize("back_end", ["maildir", "graph"])
@pytest.mark.parametrize("shortcut", ["one-shot send", "move before commit"])
def test_only_kills_show_a_shortcut(chamber: Chamber, back_end: str, shortcut: str) -> None:
    """Left alone, a service with this shortcut does everything right, so it is the kills that catch it."""
    office = Torture(SEED, (Kill(NEVER),) * 6, back_end=back_end, shortcut=shortcut)
    unharmed(chamber.all_of([office], seconds=60))


class FullDisk(ReaderHere):
    """Reads more than fits: the database may not grow from then on, and SQLite says that the disk is full."""

    def __init__(self) -> None:
        self.world: World | None = None

    def read(self, raw: bytes) -> Incoming:
        self.limit("1")
        return replace(super().read(raw), sender_name="A" * 50_000)

    def limit(self, pages: str) -> None:
        """The database of this world may have so many pages, but never fewer than it has."""
        if self.world is not None:
            with self.world.service.store._engine.connect() as connection:
                connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}").scalar_one()


def test_a_full_disk_is_no_fault_of_the_mail(tmp_path: Path) -> None:
    """What the database refuses stops the service and counts against no message, which is done when there is room."""
    world = World(tmp_path)
    reader = FullDisk()
    reader.world, world.service.reader = world, reader
    name = world.person("Ann").writes()
    for _ in range(FAILURES + 1):
        reader.limit("1000000")
        with pytest.raises(StoreFault):
            world.runs()
        assert world.held(name).failures == 0
    reader.world = None
    world.restarts()
    world.runs()
    assert world.held(name).state == "understood"
    assert len(world.sent()) == 1
    world.service.close()


def test_a_second_instance_changes_nothing(tmp_path: Path) -> None:
    """While one instance leads, the command started beside it says so, asks to be tried again and touches no mail."""
    mail = tmp_path / "mail"
    for name in ("cur", "new", "tmp"):
        (mail / name).mkdir(parents=True)
    service = build(settings_in(tmp_path), reader=ReaderHere())
    with leading(service) as leads:
        assert leads
        (mail / "new" / "1.mx").write_bytes(message("p@person.example"))
        before = sorted(mail.rglob("*"))
        command = ["run", "--once", "--config", str(tmp_path / "config.toml")]
        second = subprocess.run(
            [sys.executable, "-c", "from bot.cli import main; main()", *command],
            capture_output=True, text=True, timeout=60, cwd=Path(__file__).parent.parent,
        )  # fmt: skip
        assert second.returncode == 75
        assert "Another instance" in second.stderr
        assert sorted(mail.rglob("*")) == before
    service.close()
