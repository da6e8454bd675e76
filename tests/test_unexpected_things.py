"""When people do unexpected things in Outlook: each test is one row of what may happen, on every sort of mailbox."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from store.terms import BOARD, Kind, LetterState, Place, Stage, State
from tests.desk import FIRST, Desk
from tests.mailrooms import BACK_ENDS
from tests.signing_world import ADA
from tests.world import message

PLEASE = "Hello, what about my thing? I would like to know what is going on with all of this."


@pytest.fixture(params=BACK_ENDS)
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Desk]:
    """An office at its desks, whose mailbox is of each sort in turn."""
    office = Desk(tmp_path, back_end=request.param)
    yield office
    office.close()


def asks(desk: Desk, name: str = "Ann") -> str:
    """A request for a review has come and been acknowledged."""
    mail = desk.person(name).writes()
    desk.runs()
    return mail


def test_moved_by_mistake(desk: Desk) -> None:
    """Moved by mistake, moved back before settling: nothing, not even a line on the card."""
    mail = asks(desk)
    card, history = desk.card(FIRST), desk.history(f"case:{FIRST}")
    desk.drags(mail, Place.SORT_NOTHING)
    desk.runs()
    desk.drags(mail, Place.CONFIRM)
    desk.settles()
    assert (desk.items_in(Place.CONFIRM), desk.card(FIRST), desk.history(f"case:{FIRST}")) == ([mail], card, history)
    assert desk.said_of(mail) == []


def test_sorted(desk: Desk) -> None:
    """Moved to a Sort as folder: re-routed, the label kept; what was unsent is cancelled, what was sent is listed."""
    mail = asks(desk)
    desk.drags(mail, Place.SORT_NOTHING)
    desk.settles()
    assert desk.said_of(mail) == [Kind.UNWANTED]
    assert desk.case().state is State.CLOSED
    assert any("Sent already: acknowledgement on Monday 23 November 2026 at 09:00" in one for one in desk.notes())
    assert any(one.letter == "correction" and one.state is LetterState.AWAITING_APPROVAL for one in desk.letters())


def test_moved_twice(desk: Desk) -> None:
    """Moved twice (A then B) inside the settle time: only B counts."""
    mail = asks(desk)
    desk.drags(mail, Place.SORT_NOTHING)
    desk.runs()
    desk.drags(mail, Place.SORT_IOPC)
    desk.settles()
    assert desk.case().state is State.DECISION_PENDING
    assert desk.said_of(mail) == [Kind.APPLICATION]


def test_moved_back_afterwards(desk: Desk) -> None:
    """Moved back after the bot acted (B to A): that is the correction; it is compensated and the last label counts."""
    mail = desk.person("Ann").writes(PLEASE, subject="hello")
    desk.runs()
    taken_for, asked = desk.kind(mail), desk.asked()
    desk.drags(mail, Place.SORT_NOTHING)
    desk.settles()
    assert desk.asked() == []
    desk.drags(mail, Place.UNSURE)
    desk.settles()
    assert desk.asked() == asked
    assert desk.said_of(mail) == [taken_for]
    assert mail in desk.items_in(Place.UNSURE)


def test_moved_back_from_the_iopc(desk: Desk) -> None:
    """Moved back after the letters for the IOPC were prepared: they are cancelled and the case is as it was."""
    mail = asks(desk)
    before = desk.case()
    desk.drags(mail, Place.SORT_IOPC)
    desk.settles()
    assert desk.case().state is State.DECISION_PENDING
    desk.drags(mail, Place.CONFIRM)
    desk.settles()
    now = desk.case()
    assert (now.state, now.body_by, now.review_body) == (before.state, before.body_by, before.review_body)
    assert {one.state for one in desk.letters() if one.approval == "signed"} == {LetterState.CANCELLED}
    assert "review_body" in now.asked


def test_two_people(desk: Desk) -> None:
    """Two people move the same item: the last folder at the second poll wins, and both moves are in the log."""
    mail = asks(desk)
    desk.drags(mail, Place.SORT_NOTHING)
    desk.runs()
    desk.drags(mail, Place.PRESS)
    desk.settles()
    assert mail in desk.items_in(Place.PRESS)
    assert desk.history(f"intake:{desk.held(mail).id}").count("moved_by_person") >= 2
    assert desk.case().state is State.TRIAGE
    assert desk.said_of(mail) == [Kind.PRESS]


def test_undo(desk: Desk) -> None:
    """Undo: the last thing done is taken back, unsent letters are cancelled, and the item is where it was."""
    mail = asks(desk)
    desk.drags(mail, Place.SORT_IOPC)
    desk.settles()
    desk.drags(mail, Place.UNDO)
    desk.settles()
    assert desk.case().state is State.TRIAGE
    assert {one.state for one in desk.letters() if one.approval == "signed"} == {LetterState.CANCELLED}
    assert mail in desk.items_in(Place.CONFIRM)
    assert any("Taken back" in note for note in desk.notes())


def test_undo_cannot_unsend(desk: Desk) -> None:
    """Undo says what it cannot take back."""
    asks(desk)
    desk.labels(desk.card(FIRST), "Do: ask MPS")
    desk.settles()
    desk.drags(desk.draft_item("body_papers_request"), Place.APPROVE)
    desk.settles()
    desk.passes(minutes=5)
    assert any(one.letter == "body_papers_request" and one.state is LetterState.CONFIRMED for one in desk.letters())
    desk.drags(desk.card(FIRST), Place.UNDO)
    desk.settles()
    assert any("body papers request on Monday 23 November 2026" in note for note in desk.notes())
    assert any("cannot be unsent" in note for note in desk.notes())


def test_undo_of_nothing(desk: Desk) -> None:
    """Undo where nothing was done is refused, and the item goes back."""
    mail = asks(desk)
    desk.drags(mail, Place.UNDO)
    desk.settles()
    assert mail in desk.items_in(Place.CONFIRM)
    assert desk.notes() == ["This was not done: There is nothing here to take back."]


def test_put_into_a_queue(desk: Desk) -> None:
    """Put into a queue by hand: accepted as something a person must look at, and cleared when it leaves."""
    mail = asks(desk)
    desk.drags(mail, Place.URGENT)
    desk.settles()
    assert mail in desk.items_in(Place.URGENT)
    assert "put_by_hand" in desk.asked()
    desk.drags(mail, f"case:{FIRST}")
    desk.settles()
    assert "put_by_hand" not in desk.asked()


def test_message_in_a_stage(desk: Desk) -> None:
    """A message, not a card, in a stage folder: filed with its case, the stage set, and a note for the next time."""
    mail = asks(desk)
    desk.drags(mail, BOARD[Stage.ON_HOLD])
    desk.settles()
    assert mail in desk.items_in(f"case:{FIRST}")
    assert desk.case().state is State.ON_HOLD
    assert any("Next time drag the card" in note for note in desk.notes())


def an_officer_writes(desk: Desk) -> str:
    """An officer's account lies in Unsure; answers its name."""
    text = "I am the officer who was complained about in this matter. My account is that I acted properly."
    raw = message("PC Jo Field <jo@home.example>", text, at=desk.clock.at, number="jo", subject="The complaint")
    mail = desk.deliver(raw)
    desk.runs()
    return mail


def test_dropped_and_labelled_at_once(desk: Desk) -> None:
    """A mail dropped with its case and labelled in one go: it is the case's first, and then what the label asks."""
    asks(desk)
    mail = an_officer_writes(desk)
    desk.labels(mail, "Do: record as officer")
    desk.drags(mail, f"case:{FIRST}")
    desk.settles()
    assert [(one.role, one.address) for one in desk.case().apart] == [("officer", "jo@home.example")]
    assert mail in desk.items_in(f"case:{FIRST}")
    assert not {"Bot: see note", "Needs a person"} & desk.categories(mail)


def test_labelled_and_dropped_a_moment_later(desk: Desk) -> None:
    """A label waits for a move that has not settled, and a pause waits for nothing."""
    asks(desk)
    mail = an_officer_writes(desk)
    desk.labels(mail, "Do: record as officer", "Do: pause")
    desk.runs()
    desk.clock.at += timedelta(seconds=40)
    desk.drags(mail, f"case:{FIRST}")
    desk.runs()
    desk.clock.at += timedelta(seconds=40)
    desk.runs()
    assert desk.case().apart == ()
    assert "paused" in desk.history("service")
    desk.passes(minutes=1)
    assert [one.role for one in desk.case().apart] == ["officer"]


def test_message_of_no_case_in_a_stage(desk: Desk) -> None:
    """A message of no case in a stage folder is refused and goes back."""
    mail = desk.person("Ann").writes(PLEASE, subject="hello")
    desk.runs()
    desk.drags(mail, BOARD[Stage.ON_HOLD])
    desk.settles()
    assert mail in desk.items_in(Place.UNSURE)
    assert any("It belongs to no case yet" in note for note in desk.notes())


def test_copied(desk: Desk) -> None:
    """Copied instead of moved: the copy goes to the bot's own folder, and the original stands."""
    mail = asks(desk)
    copy = desk.room.copies(mail, desk.called(f"case:{FIRST}"))
    desk.settles()
    assert desk.items_in(Place.CONFIRM) == [mail]
    assert copy in desk.items_in(Place.BOT)
    assert len(desk.cases()) == 1
    assert len(desk.person("Ann").letters()) == 1


def test_deleted(desk: Desk) -> None:
    """Deleted while questions are open: not undone; a person is asked and finds a note among what is unsure."""
    mail = asks(desk)
    desk.room.removes(mail)
    desk.settles()
    assert desk.room.lying().get(mail) is None
    assert "request_removed" in desk.asked()
    assert any(FIRST in note and "removed" in note for note in desk.notes())


def test_deleted_and_put_back(desk: Desk) -> None:
    """Deleted and put back before it settled: nothing."""
    if desk.back_end != "maildir":
        pytest.skip("who deletes on Exchange moves to Deleted Items, and back: the row of what was moved back")
    mail = asks(desk)
    (path,) = desk.mail.rglob(f"*{mail}*")
    aside = desk.folder / "aside"
    shutil.move(path, aside)
    desk.runs()
    shutil.move(aside, path)
    desk.settles()
    assert "request_removed" not in desk.asked()
    assert desk.notes() == []


def test_deleted_and_settled(desk: Desk) -> None:
    """Deleted when nothing about it is open: nobody is bothered."""
    mail = asks(desk)
    desk.drags(mail, Place.SORT_NOTHING)
    desk.settles()
    desk.room.removes(mail)
    desk.settles()
    assert "request_removed" not in desk.asked()


def test_folder_dragged(desk: Desk) -> None:
    """A whole folder renamed or dragged: no mail is lost, no case opened again and no letter sent."""
    mail = asks(desk)
    letters = len(desk.letters())
    desk.room.renames_folder(desk.called(Place.CONFIRM), ".Archive.Confirm")
    desk.settles()
    desk.settles()
    assert len(desk.cases()) == 1
    assert len(desk.letters()) == letters
    assert mail in desk.room.lying()
    if desk.back_end == "maildir":  # where a folder is its name, it is made anew, and what it held is out of sight
        assert (desk.mail / desk.called(Place.CONFIRM)).is_dir()
        assert "request_removed" in desk.asked()
    else:
        assert "request_removed" not in desk.asked()


def test_own_categories_stay(desk: Desk) -> None:
    """A category of a person's own, or one whose colour they changed, is left alone through everything."""
    mail = asks(desk)
    desk.labels(mail, "Ring her back")
    desk.drags(mail, Place.SORT_IOPC)
    desk.settles()
    assert "Ring her back" in desk.categories(mail)


def test_card_removed(desk: Desk) -> None:
    """A card that a person deletes is made again once; the second time somebody is asked whether to close the case."""
    asks(desk)
    desk.room.removes(desk.card(FIRST))
    desk.settles()
    assert len(desk.items_in(Place.BOARD_VALIDITY)) == 1
    desk.room.removes(desk.card(FIRST))
    desk.settles()
    assert "card_removed_twice" in desk.case().asked


def test_paused_for_long(desk: Desk) -> None:
    """Paused for days: what waited meanwhile is not sent late without a look."""
    desk.labels(asks(desk), "Do: pause")
    desk.settles()
    desk.person("Bea").writes()
    desk.runs()
    desk.passes(days=3)
    (answer,) = desk.mails(ADA, "resume")
    assert "Letters leave again" in answer
    desk.passes(minutes=5)
    assert desk.person("Bea").letters() == []
    assert "letter_held" in desk.asked()
