"""Commands where something breaks off: each is done once and shown once, and a bad one holds up no other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bot.desk import label_deeds
from bot.mailbox import Permanent, Unavailable
from store import commands, events, leadership
from store.terms import BOARD, Place, Stage, State
from tests.desk import FIRST, SECOND, Desk
from tests.signing_world import MO
from tests.world import message


def fails(error: Exception) -> Callable[..., Any]:
    """A call to the mailbox that fails with this error."""

    def call(*_args: object, **_more: object) -> Any:
        raise error

    return call


def test_mailbox_goes_away(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was decided is shown once the mailbox answers again, and was done once."""
    (mail,) = desk.items_in(Place.CONFIRM)
    desk.drags(mail, Place.SORT_IOPC)
    desk.runs()
    with monkeypatch.context() as broken:
        broken.setattr(desk.service.mailbox, "file", fails(Unavailable("no answer")))
        with pytest.raises(Unavailable):
            desk.passes(minutes=2)
    assert desk.items_in(Place.SORT_IOPC) == [mail]
    assert desk.case().state is State.DECISION_PENDING
    desk.restarts()
    desk.settles()
    assert mail in desk.items_in(f"case:{FIRST}")
    assert sum(one.letter == "forwarding" for one in desk.letters()) == 1


def test_moved_and_died(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The service dies after it moved the item and before that was on record: its own move is no command."""
    (mail,) = desk.items_in(Place.CONFIRM)
    desk.drags(mail, Place.SORT_IOPC)
    desk.runs()
    with monkeypatch.context() as broken:
        broken.setattr(commands, "shown", fails(RuntimeError("died")))
        with pytest.raises(RuntimeError):
            desk.passes(minutes=2)
    assert mail in desk.items_in(f"case:{FIRST}")
    desk.restarts()
    desk.settles()
    desk.settles()
    history = desk.history(f"intake:{desk.held(mail).id}")
    assert history.count("command_obeyed") == 1
    assert mail in desk.items_in(f"case:{FIRST}")
    assert sum(one.letter == "forwarding" for one in desk.letters()) == 1


def test_bad_command(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A command that meets a fault of the service is refused and says so; the others are done."""
    (mail,) = desk.items_in(Place.CONFIRM)
    monkeypatch.setattr(label_deeds, "_act", fails(ValueError("a fault")))
    desk.labels(mail, "Do: hold")
    desk.drags(desk.card(FIRST), BOARD[Stage.ON_HOLD])
    desk.settles()
    assert desk.case().state is State.ON_HOLD
    assert any("The service has a fault that this met" in note for note in desk.notes())
    assert "Do: hold" not in desk.categories(mail)


def test_item_that_cannot_be_moved(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """An item that the mailbox never lets be moved holds up no other command."""
    (mail,) = desk.items_in(Place.CONFIRM)
    other = desk.person("Bea").writes("Here is what I meant.", subject="hello")
    desk.runs()
    desk.drags(mail, Place.SORT_IOPC)
    desk.drags(other, Place.SORT_NOTHING)
    desk.runs()
    file = desk.service.mailbox.file

    def refuses(ref: Any, *args: Any, **more: Any) -> Any:
        if ref.id == desk.held(mail).item:
            raise Permanent("never")
        return file(ref, *args, **more)

    monkeypatch.setattr(desk.service.mailbox, "file", refuses)
    for _ in range(10):
        desk.passes(minutes=2)
    assert other in desk.items_in(Place.FILED)
    with desk.service.reading() as tx:
        assert commands.decided(tx) == ()


def test_pause_goes_first(desk: Desk) -> None:
    """Pause goes before all else that settled with it, whatever was told before."""
    (mail,) = desk.items_in(Place.CONFIRM)
    desk.labels(mail, "Do: ask MPS", "Do: pause")
    desk.settles()
    with desk.service.reading() as tx:
        assert leadership.look(tx).paused
        obeyed = [one.rule for one in events.history(tx, subject="intake:1") if one.action == "command_obeyed"]
    assert obeyed == ["Do: pause", "Do: ask MPS"]


def test_card_carries_the_mark(desk: Desk) -> None:
    """A card that was refused carries the category that points to the note beside it."""
    desk.drags(desk.card(FIRST), BOARD[Stage.CLOSED])
    desk.settles()
    assert "Bot: see note" in desk.categories(desk.card(FIRST))
    assert len(desk.notes()) == 1


def test_notes_outlive_the_daily_sweep(desk: Desk) -> None:
    """A note beside a card is no stray card: it is there on the next day."""
    desk.drags(desk.card(FIRST), BOARD[Stage.CLOSED])
    desk.settles()
    desk.restarts()
    desk.passes(days=1)
    assert len(desk.items_in(BOARD[Stage.VALIDITY])) == 2


def test_unreadable(desk: Desk) -> None:
    """A message that only a person can read is put to a case, or away, by a drag like any other."""
    for number, (place, ends_in) in enumerate(((f"case:{FIRST}", f"case:{FIRST}"), (Place.SORT_NOTHING, Place.FILED))):
        mail = desk.deliver(b"X-A: 1\n" * 5000 + message("Zed <zed@person.example>", number=f"unread{number}"))
        desk.runs()
        assert mail in desk.items_in(Place.COULD_NOT_READ)
        desk.drags(mail, place)
        desk.settles()
        assert mail in desk.items_in(ends_in)
    assert "read_by_hand" not in desk.asked()


def test_case_left_without_its_request(desk: Desk) -> None:
    """A case whose only message went to another case cannot be worked on, and comes back by Undo on that message."""
    mail = desk.person("Bea").writes()
    desk.runs()
    desk.drags(mail, f"case:{FIRST}")
    desk.settles()
    assert desk.case(SECOND).state is State.CLOSED
    (answer,) = desk.mails(MO, "reopen 2 because it was right after all")
    assert "was opened by mistake" in answer
    desk.drags(mail, Place.UNDO)
    desk.settles()
    assert desk.case(SECOND).state is State.TRIAGE
    assert desk.held(mail).case_id == 2
    assert mail in desk.items_in(Place.CONFIRM)
    assert SECOND in desk.categories(mail)
    assert FIRST not in desk.categories(mail)
    assert {"review_body", "time", "right"} <= desk.case(SECOND).asked
