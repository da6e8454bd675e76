"""The nightly count, told as stories: once a night mailbox and store are laid side by side; what differs is mended."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import col, update
from typer.testing import CliRunner

from bot import nightly_count
from bot.cli import app
from bot.doctor.checks import Check, all_checks
from bot.mailbox import Unavailable
from bot.mailbox.maildir import MaildirMailbox
from bot.nightly_count import ROUND, What
from store import questions, rounds
from store.tables import IntakeRow, LetterRow
from store.terms import LetterState
from tests.world import ReaderHere, World, message

CONFIRM = "1 To do.Confirm new requests"


class Counting(World):
    """An office that can be looked at after a night."""

    def night(self) -> Mapping[str, int]:
        """It is past three in the next night, and the service has looked; what it counted."""
        self.clock.at = self.clock.at.replace(hour=3, minute=1) + timedelta(days=1)
        self.runs()
        return self.counted()

    def counted(self) -> Mapping[str, int]:
        """What the last count found, without zeros."""
        with self.service.reading() as tx:
            last = rounds.last(tx, ROUND)
        return {what: number for what, number in last.result.items() if number} if last else {}

    def days(self) -> list[str]:
        """The days that were counted."""
        with self.service.reading() as tx:
            rows = tx.connection.exec_driver_sql("SELECT day FROM round WHERE name = 'count' ORDER BY day")
            return [str(row[0]) for row in rows]

    def asked(self) -> list[str]:
        """What people are asked by the count, by code."""
        with self.service.reading() as tx:
            return [one.code for one in questions.still_open(tx) if one.code.startswith("count_")]

    def forgets(self, name: str) -> None:
        """The store loses one message, as if it had never been seen."""
        held = self.held(name)
        with self.service.store.writing(self.clock.at, "fault") as tx:
            tx.connection.execute(update(LetterRow).where(col(LetterRow.intake_id) == held.id).values(case_id=None))
            changed = {"item": "lost", "stamp": f"lost {held.id}", "folder": ""}
            tx.connection.execute(update(IntakeRow).where(col(IntakeRow.id) == held.id).values(changed))

    def believes(self, name: str, folder: str) -> None:
        """The store believes a message to lie in another folder, by the name it has for that."""
        held = self.held(name)
        with self.service.store.writing(self.clock.at, "fault") as tx:
            changed = {"folder": self.service.folders[folder]}
            tx.connection.execute(update(IntakeRow).where(col(IntakeRow.id) == held.id).values(changed))

    def doctor(self) -> Check:
        """What `doctor` says of the count."""
        return next(check for check in all_checks(self.service) if check.name == "nightly count")


@pytest.fixture
def world(tmp_path: Path) -> Counting:
    """An office that is live."""
    world = Counting(tmp_path)
    world.runs()
    return world


def test_a_night_without_difference(world: Counting) -> None:
    """Each night everything is counted, nothing differs, and the history and `doctor` say so."""
    world.person("Ann").writes()
    world.person("Bob").writes()
    world.passes(minutes=1)
    assert world.night() == {"items": 2, "letters": 2}
    assert world.history("count:2026-11-24") == ["counted"]
    assert world.doctor().result == "ok"
    assert "2 messages and 2 letters; no difference" in world.doctor().found
    assert world.broken_chain() == []


def test_once_a_night(world: Counting) -> None:
    """A night is counted once, however often the service passes or starts; the day the store began is not."""
    world.passes(hours=1)
    assert world.days() == []
    world.night()
    for hours in (1, 3, 9):
        world.restarts()
        world.passes(hours=hours)
    assert world.days() == ["2026-11-24"]
    world.night()
    assert world.days() == ["2026-11-24", "2026-11-25"]


def test_not_before_its_time_and_later_where_it_was_missed(world: Counting) -> None:
    """The count is not early; a service that was off in the night counts when it is back."""
    world.clock.at = datetime(2026, 11, 24, 2, 59, tzinfo=UTC)
    world.runs()
    assert world.days() == []
    world.clock.at = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)
    world.runs()
    assert world.days() == ["2026-11-24"]


@pytest.mark.parametrize("at", ["01:30", "02:00"])
def test_the_nights_on_which_clocks_change(tmp_path: Path, at: str) -> None:
    """On the night without a 01:30 and on the one with two there is one count, on the day it is in London."""
    world = Counting(tmp_path, environ={"REVIEWS_SCHEDULE__COUNT_AT": at}, at=datetime(2026, 10, 24, 12, 0, tzinfo=UTC))
    world.runs()
    for day in (datetime(2026, 10, 25, tzinfo=UTC), datetime(2027, 3, 28, tzinfo=UTC)):
        for half_hour in range(8):
            world.clock.at = day + timedelta(minutes=30 * half_hour)
            world.runs()
    assert world.days() == ["2026-10-25", "2027-03-28"]


def test_a_message_never_remembered(world: Counting) -> None:
    """What lies in the mailbox and is not remembered goes through intake that night, and is on record as found."""
    name = world.person("Ann").writes()
    world.passes(minutes=1)
    world.forgets(name)
    assert world.night() == {"items": 1, "letters": 1, "not_remembered": 1}
    assert world.held(name).state == "understood"
    assert world.doctor().result == "warning"
    assert "1 not remembered; 0 not mended" in world.doctor().found
    assert world.asked() == []
    assert world.night() == {"items": 1, "letters": 1} | {"letters": len(world.sent())}


def test_a_message_that_is_gone(world: Counting) -> None:
    """What is believed to lie in a folder and is nowhere is noted as gone from view."""
    name = world.person("Ann").writes()
    world.passes(minutes=1)
    [path] = (world.mail / f".Reviews.{CONFIRM}" / "cur").iterdir()
    path.unlink()
    world.person("Bob").writes()
    world.passes(minutes=1)
    world.believes(name, "confirm")
    assert world.night()["gone"] == 1
    assert world.held(name).folder == ""
    assert "gone" not in world.night()


def test_a_message_elsewhere(world: Counting) -> None:
    """What lies in another folder than recorded is recorded where it lies, and nothing is moved."""
    name = world.person("Ann").writes()
    world.passes(minutes=1)
    world.believes(name, "urgent")
    assert world.night() == {"items": 1, "letters": 1, "elsewhere": 1}
    assert world.lying_in(CONFIRM) == [name]
    assert world.held(name).folder == world.service.folders["confirm"]


def test_a_person_who_is_about_at_night_is_no_difference(world: Counting, monkeypatch: pytest.MonkeyPatch) -> None:
    """Mail that comes and things that are moved while it is counted are taken in as always, and differ in nothing."""
    name = world.person("Ann").writes()
    world.passes(minutes=1)
    count = nightly_count.count

    def meanwhile(service: object) -> nightly_count.Counted:
        monkeypatch.undo()
        [path] = (world.mail / f".Reviews.{CONFIRM}" / "cur").iterdir()
        path.rename(world.mail / ".Reviews.1 To do.Urgent" / "cur" / path.name)
        world.person("Bob").writes()
        return count(service)  # type: ignore[arg-type]

    monkeypatch.setattr(nightly_count, "count", meanwhile)
    assert world.night() == {"items": 2, "letters": 1}
    assert world.held(name).folder == world.service.folders["urgent"]
    assert len(world.sent()) == 2


def test_letters_missing_and_unknown(world: Counting) -> None:
    """A letter that is no longer in Sent Items, and a draft nobody knows, are shown and asked about, each once."""
    world.person("Ann").writes()
    world.passes(minutes=1)
    [path] = (world.mail / ".Sent" / "cur").iterdir()
    raw = path.read_bytes()
    path.unlink()
    [letter] = world.letters()
    strange = raw.replace(letter.mark.encode(), b"0" * len(letter.mark))
    (world.mail / ".Drafts" / "cur" / "1795.mine.host:2,DS").write_bytes(strange)
    assert world.night() == {"items": 1, "not_in_sent_items": 1, "unknown_draft": 1, "open": 2}
    assert sorted(world.asked()) == ["count_not_in_sent_items", "count_unknown_draft"]
    world.night()
    assert len(world.asked()) == 2
    assert [one.state for one in world.letters()] == [LetterState.CONFIRMED]
    assert len(world.drafts()) == 1


def test_an_unknown_letter_shows_a_restore(world: Counting) -> None:
    """A letter of ours in Sent Items that nobody knows makes the service read only."""
    world.person("Ann").writes()
    world.passes(minutes=1)
    [path] = (world.mail / ".Sent" / "cur").iterdir()
    [letter] = world.letters()
    strange = path.read_bytes().replace(letter.mark.encode(), b"0" * len(letter.mark))
    (world.mail / ".Sent" / "cur" / "1795.mine.host:2,S").write_bytes(strange)
    world.clock.at += timedelta(days=1)
    world.service.one_pass()
    assert world.counted()["unknown_letter"] == 1
    assert world.service.reads_only


def test_a_mailbox_that_is_not_there(world: Counting) -> None:
    """Where the Maildir is not mounted, or shows nothing at all, nothing is counted, noted or mended."""
    name = world.person("Ann").writes()
    world.passes(minutes=1)
    was = world.held(name).folder
    world.mail.rename(world.folder / "unplugged")
    with pytest.raises(Unavailable):
        nightly_count.count(world.service)
    for part in ("cur", "new", "tmp"):
        (world.mail / part).mkdir(parents=True)
    for folder in world.service.folders.values():
        for part in ("cur", "new", "tmp"):
            (world.mail / folder / part).mkdir(parents=True, exist_ok=True)
    with pytest.raises(Unavailable, match="nothing at all"):
        nightly_count.count(world.service)
    assert world.held(name).folder == was


def test_a_folder_that_cannot_be_listed(world: Counting, monkeypatch: pytest.MonkeyPatch) -> None:
    """A count that fails in the middle mends nothing, keeps the post going, and is tried again after an hour."""
    name = world.person("Ann").writes()
    world.passes(minutes=1)
    world.believes(name, "urgent")
    poll, asked = MaildirMailbox.poll, []

    def fails(mailbox: MaildirMailbox, cursors: Mapping[str, str]) -> object:
        if len(cursors) == 1 and ".Reviews.6 Filed.Machines" in cursors:
            asked.append(world.clock.at)
            raise Unavailable("The disk is slow.")
        return poll(mailbox, cursors)

    with monkeypatch.context() as patch:
        patch.setattr(MaildirMailbox, "poll", fails)
        assert world.night() == {}
        world.person("Bob").writes()
        world.passes(minutes=5)
        world.passes(minutes=50)
        assert len(asked) == 1
    assert len(world.sent()) == 2
    assert world.held(name).folder == world.service.folders["urgent"]
    world.passes(minutes=10)
    assert world.counted()["elsewhere"] == 1


def test_watch_mode_counts_and_touches_nothing(tmp_path: Path) -> None:
    """In watch mode it is counted as well, and not one file in the mailbox changes."""
    world = Counting(tmp_path, mode="watch")
    name = world.person("Ann").writes()
    world.runs()
    world.forgets(name)
    before = sorted(world.mail.rglob("*"))
    assert world.night() == {"items": 1, "not_remembered": 1}
    assert sorted(world.mail.rglob("*")) == before
    assert world.held(name).state == "understood"


@pytest.mark.parametrize("works", [True, False])
def test_colours_are_set_again(world: Counting, monkeypatch: pytest.MonkeyPatch, works: bool) -> None:
    """Each night every category is given its colour where it lost it; that this fails keeps nothing else from it."""
    world.runs()
    wanted: list[Mapping[str, str]] = []

    def colours(found: Mapping[str, str]) -> frozenset[str]:
        wanted.append(found)
        if not works:
            raise Unavailable("no answer")
        return frozenset()

    monkeypatch.setattr(world.service.mailbox, "ensure_categories", colours)
    world.night()
    world.passes(minutes=5)
    assert [one["Overdue"] for one in wanted] == [wanted[0]["Overdue"]]
    assert len(world.days()) == 1


def test_the_command(world: Counting) -> None:
    """`audit reconcile` says what differs and ends with 1; new mail is no difference; with none it says so."""
    config = ["--config", str(world.folder / "config.toml")]
    name = world.person("Ann").writes()
    world.passes(minutes=1)
    world.deliver(message("Bob <bob@person.example>", number=5, at=world.clock.at + timedelta(minutes=3)))
    agrees = CliRunner().invoke(app, ["audit", "reconcile", *config])
    assert (agrees.exit_code, agrees.stdout) == (0, "Mailbox and store agree.\n")
    world.believes(name, "urgent")
    differs = CliRunner().invoke(app, ["audit", "reconcile", "--json", *config])
    assert differs.exit_code == 1
    [line] = [json.loads(one) for one in differs.stdout.splitlines()]
    assert (line["what"], line["about"]) == (What.ELSEWHERE, name)
    assert (line["lies_in"], line["recorded_in"]) == ("confirm", "urgent")


def test_no_message_is_read(tmp_path: Path) -> None:
    """A full folder is counted without one message being fetched or read."""
    world = Counting(tmp_path, mode="watch")
    for number in range(300):
        world.deliver(message(f"Away <a{number}@person.example>", number=number, headers={"Auto-Submitted": "yes"}))
    world.runs()

    def reads(_mailbox: object, _ref: object) -> bytes:
        raise AssertionError

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(MaildirMailbox, "mime", reads)
        patch.setattr(ReaderHere, "read", reads)
        assert world.night() == {"items": 300}
