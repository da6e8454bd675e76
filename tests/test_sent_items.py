"""Sent Items are read like a folder: from the first look on, once, and never as mail that came in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.mailbox import CursorExpired, NotFound
from bot.mime import Unreadable
from store import answers_by_hand, events, leadership
from store.terms import LetterState, Place
from tests.by_hand import ANN, EVE, Hands, asks, states
from tests.desk import FIRST
from tests.mailrooms import BACK_ENDS
from tests.world import ReaderHere


@pytest.fixture(params=BACK_ENDS)
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Hands]:
    """An office whose mailbox is of each sort in turn, and which has looked into it once."""
    office = Hands(tmp_path, back_end=request.param)
    office.runs()
    office.clock.at += timedelta(minutes=1)
    yield office
    office.close()


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Hands]:
    """The same over a Maildir, for what is the same on every sort."""
    office = Hands(tmp_path)
    office.runs()
    office.clock.at += timedelta(minutes=1)
    yield office
    office.close()


@pytest.mark.parametrize("back_end", BACK_ENDS)
def test_older_letters(tmp_path: Path, back_end: str) -> None:
    """What was sent before the service first looked is not read, whenever the folder is listed from its start again."""
    desk = Hands(tmp_path, back_end=back_end)
    desk.sends(ANN, ago=timedelta(days=1))
    desk.runs()
    desk.lists_anew()
    desk.clock.at += timedelta(minutes=1)
    desk.runs()
    assert desk.by_hand() == []
    desk.sends(ANN)
    desk.runs()
    assert desk.by_hand() == ["nothing_of_ours"]
    desk.close()


def test_once(desk: Hands) -> None:
    """A letter has its effect once, also where Sent Items are listed from their start again and after a restart."""
    mail = asks(desk)
    desk.sends(ANN, answers=mail, ago=timedelta(seconds=30))
    desk.sends(EVE, subject="Lunch on Friday?")
    desk.runs()
    desk.lists_anew()
    desk.passes(minutes=1)
    desk.restarts()
    desk.lists_anew()
    desk.passes(minutes=1)
    assert desk.by_hand() == ["kept", "nothing_of_ours"]
    assert desk.history(f"case:{FIRST}").count("answered_by_hand") == 1


def test_moved_away_and_back(desk: Hands) -> None:
    """A letter that was dragged out of Sent Items and back, where it may have another id, has its effect once."""
    mail = asks(desk)
    name = desk.sends(ANN, answers=mail)
    desk.runs()
    desk.moves_own(name, Place.FILED)
    desk.puts_back(name)
    desk.passes(minutes=1)
    assert desk.by_hand() == (["kept", "kept_before"] if desk.back_end == "ews" else ["kept"])
    assert desk.history(f"case:{FIRST}").count("answered_by_hand") == 1


def test_not_listed_again_for_nothing(here: Hands) -> None:
    """Sent Items are listed from their start again only where a cursor is no longer good."""
    asks(here)
    cursor = here.service.cursors["SENT"]
    assert cursor
    here.service.look_anew(NotFound("A folder was taken away."))
    assert here.service.cursors["SENT"] == cursor
    here.service.look_anew(CursorExpired("It is too old."))
    assert here.service.cursors["SENT"] == ""


def test_our_own_letters(desk: Hands) -> None:
    """Letters of the service are none of people's, and neither is a draft of ours that a person sent."""
    asks(desk)
    desk.restarts("draft")
    asks(desk, "Bob")
    desk.room.sends_draft()
    desk.runs()
    desk.lists_anew()
    desk.passes(minutes=1)
    assert desk.by_hand() == []
    assert states(desk) == [LetterState.CONFIRMED, LetterState.CONFIRMED]


def test_never_mail_that_came_in(desk: Hands) -> None:
    """A letter of a person is no message received, also where it is dragged into the folder of its case."""
    mail = asks(desk)
    name = desk.sends(ANN, answers=mail)
    desk.runs()
    if desk.back_end == "ews":  # its ids change with every move, so there it is taken for a message of the case
        return
    desk.moves_own(name, f"case:{FIRST}")
    desk.settles()
    with desk.service.reading() as tx:
        assert [one.action for one in events.history(tx, subject="intake:2")] == []


def test_counted_night(desk: Hands) -> None:
    """The nightly count calls nothing in Sent Items mail that is missing, nor a letter that lies with its case."""
    mail = asks(desk)
    name = desk.sends(ANN, answers=mail)
    desk.runs()
    if desk.back_end != "ews":
        desk.moves_own(name, f"case:{FIRST}")
    desk.sends(EVE, subject="Lunch on Friday?")
    desk.passes(days=1)
    with desk.service.reading() as tx:
        (counted,) = [one for one in events.history(tx, subject="count:2026-11-24") if one.action == "counted"]
    assert counted.rule == "agrees", counted.details


def test_watch(tmp_path: Path) -> None:
    """In watch the answer is read and on record, and nothing in the mailbox changes."""
    desk = Hands(tmp_path, mode="watch")
    desk.runs()
    desk.clock.at += timedelta(minutes=1)
    mail = desk.person("Ann").writes()
    desk.sends(ANN, answers=mail)
    before = desk.room.everything()
    desk.runs()
    assert desk.room.everything() == before
    assert desk.by_hand() == ["kept"]
    assert desk.case().contact_on == date(2026, 11, 23)
    desk.close()


def test_watch_labels_nothing(here: Hands) -> None:
    """A message that was filed before the office went back to watch is not labelled for an answer by hand."""
    with here.service.writing() as tx:
        leadership.pause(tx, by="A Li", why="a trial")
    mail = asks(here)
    here.restarts("watch")
    here.sends(ANN, answers=mail)
    here.runs()
    assert states(here) == [LetterState.CANCELLED]
    assert not any(one.startswith("No auto-reply") for one in here.categories(mail))


def test_unreadable(here: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    """A letter that cannot be read is set aside and holds up no other."""

    def fails(raw: bytes) -> object:
        if b"poison" in raw:
            raise Unreadable("too_deep", "It is too deep.")
        return ReaderHere.read(ReaderHere(), raw)

    mail = asks(here)
    monkeypatch.setattr(here.service.reader, "read", fails)
    here.sends(ANN, answers=mail, text="poison\n", ago=timedelta(seconds=30))
    here.sends(ANN, answers=mail)
    here.runs()
    assert here.by_hand() == ["unreadable", "kept"]


def test_deadly(here: Hands) -> None:
    """A letter during whose reading the service died nine times is not read a tenth time."""
    with here.service.writing() as tx:
        answers_by_hand.see(tx, here.service.mailbox_name, [("deadly", "", here.clock.at)])
        (one,) = answers_by_hand.to_read(tx, 9)
        for _ in range(9):
            answers_by_hand.attempt(tx, one)
    here.runs()
    assert here.by_hand() == ["service_died_each_time"]


def test_after_a_death(here: Hands) -> None:
    """Who takes over from a service that died keeps the letters of people with everything else that has a row."""
    mail = asks(here)
    here.sends(ANN, answers=mail)
    here.runs()
    files = here.kept_files()
    here.service.predecessor_died = True
    here.service.start()
    assert here.kept_files() == files


def test_written_words_stay_inside(here: Hands) -> None:
    """What a person wrote is in no row in the clear."""
    mail = asks(here)
    here.sends(ANN, answers=mail)
    here.runs()
    here.close()
    stored = b"".join(path.read_bytes() for path in (here.folder / "store").rglob("*") if path.is_file())
    assert b"ring you on Thursday" not in stored
