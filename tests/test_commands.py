"""What people do in Outlook is the command language: moves of messages, and what comes of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from store.terms import Kind, LetterState, Place, State
from tests.desk import FIRST, SECOND, Desk
from tests.signing_world import CONTACTS, LAW, TEAM

PLEASE = "Hello, what about my thing? I would like to know what is going on with all of this."


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """An office at its desks."""
    office = Desk(tmp_path)
    yield office
    office.close()


def request(desk: Desk, name: str = "Ann") -> str:
    """A request for a review has come and been acknowledged."""
    mail = desk.person(name).writes()
    desk.runs()
    return mail


# --- settling -------------------------------------------------------------------------------------------------------


def test_nothing_before_it_settles(desk: Desk) -> None:
    """A message dropped in a command folder lies there without effect until two polls and the settle time are over."""
    mail = request(desk)
    desk.drags(mail, Place.SORT_IOPC)
    desk.runs()
    desk.passes(seconds=59)
    assert desk.items_in(Place.SORT_IOPC) == [mail]
    assert desk.case().state is State.TRIAGE
    desk.passes(seconds=1)
    assert desk.items_in(Place.SORT_IOPC) == []
    assert desk.case().state is State.DECISION_PENDING


def test_two_polls(tmp_path: Path) -> None:
    """However short the settle time, a command counts only when it is seen in a second poll."""
    desk = Desk(tmp_path, more=f"{TEAM}{LAW}{CONTACTS}[approval]\nsettle_seconds = 0\n")
    mail = request(desk)
    desk.drags(mail, Place.SORT_IOPC)
    desk.service.one_pass()
    assert desk.case().state is State.TRIAGE
    desk.service.one_pass()
    assert desk.case().state is State.DECISION_PENDING
    desk.close()


def test_moved_back_in_time(desk: Desk) -> None:
    """Moved by mistake and moved back before it settled: nothing at all happens, and nothing is on the card."""
    mail = request(desk)
    history = desk.history(f"case:{FIRST}")
    desk.drags(mail, Place.SORT_NOTHING)
    desk.runs()
    desk.drags(mail, Place.CONFIRM)
    desk.settles()
    desk.settles()
    assert desk.items_in(Place.CONFIRM) == [mail]
    assert desk.history(f"case:{FIRST}") == history
    assert desk.said_of(mail) == []
    assert "command_obeyed" not in desk.history(f"intake:{desk.held(mail).id}")


def test_a_then_b(desk: Desk) -> None:
    """Moved twice inside the settle time: only the last folder counts."""
    mail = request(desk)
    desk.drags(mail, Place.SORT_NOTHING)
    desk.runs()
    desk.drags(mail, Place.SORT_IOPC)
    desk.settles()
    assert [one.state for one in desk.cases()] == [State.DECISION_PENDING]
    assert desk.said_of(mail) == [Kind.APPLICATION]


def test_restart_does_nothing_twice(desk: Desk) -> None:
    """A restart in the midst of settling forgets nothing, and what was done is not done again."""
    mail = request(desk)
    desk.drags(mail, Place.SORT_IOPC)
    desk.runs()
    desk.restarts()
    desk.settles()
    desk.restarts()
    desk.settles()
    assert sum(one.letter == "forwarding" for one in desk.letters()) == 1
    assert desk.items_in(f"case:{FIRST}") == [mail]
    assert desk.history(f"intake:{desk.held(mail).id}").count("command_obeyed") == 1


# --- a message is part of a case -------------------------------------------------------------------------------------


def test_confirmed_in_its_own_folder(desk: Desk) -> None:
    """A request dropped from Confirm in its own case's folder is confirmed: a label is kept, and nobody is asked."""
    mail = request(desk)
    assert "Needs a person" in desk.categories(mail)
    desk.drags(mail, f"case:{FIRST}")
    desk.settles()
    assert desk.said_of(mail) == [Kind.APPLICATION]
    assert desk.items_in(f"case:{FIRST}") == [mail]
    assert "Needs a person" not in desk.categories(mail)
    assert desk.notes() == []


def test_joins_the_case(desk: Desk) -> None:
    """A message dropped in a case's folder belongs to that case, is labelled so, and its questions are asked there."""
    request(desk)
    mail = desk.person("Ann").writes("Here is what I meant.", subject="hello")
    desk.runs()
    assert desk.held(mail).case_id is None
    desk.drags(mail, f"case:{FIRST}")
    desk.settles()
    assert desk.held(mail).case_id == 1
    assert FIRST in desk.categories(mail)
    assert desk.said_of(mail) == [Kind.FURTHER_REPRESENTATIONS]
    assert "which_case" not in desk.asked()
    assert "further_representations" in desk.case().asked
    with desk.service.reading() as tx:
        from store import intake

        assert intake.raw_of(desk.service.store, tx, desk.held(mail))


def test_wrong_case_folder(desk: Desk) -> None:
    """Where neither sender, name nor reference fits, it is filed as told, and a person is asked whether it belongs."""
    request(desk)
    mail = desk.person("Zed").writes(PLEASE, subject="hello")
    desk.runs()
    desk.drags(mail, f"case:{FIRST}")
    desk.settles()
    assert mail in desk.items_in(f"case:{FIRST}")
    assert {"Needs a person", FIRST} <= desk.categories(mail)
    assert "belongs_here" in desk.case().asked
    assert any("Does it belong here?" in note for note in desk.notes())


def test_opened_by_mistake(desk: Desk) -> None:
    """A message that had opened a case of its own joins another: its case is cancelled, and what was sent is listed."""
    request(desk)
    mail = request(desk, "Bea")
    assert [one.reference for one in desk.cases()] == [FIRST, SECOND]
    assert len(desk.person("Bea").letters()) == 1
    desk.drags(mail, f"case:{FIRST}")
    desk.settles()
    assert desk.case(SECOND).state is State.CLOSED
    assert desk.held(mail).case_id == 1
    assert any("acknowledgement on Monday 23 November 2026 at 09:00" in note for note in desk.notes())
    correction = next(one for one in desk.letters() if one.letter == "correction")
    assert (correction.state, correction.case_id) == (LetterState.AWAITING_APPROVAL, 2)
    assert SECOND not in desk.categories(mail)


# --- sort as ----------------------------------------------------------------------------------------------------------


def test_new_request(desk: Desk) -> None:
    """A message sorted as a new request opens its case on the day it came, and is acknowledged once."""
    mail = desk.person("Ann").writes(PLEASE, subject="hello")
    desk.runs()
    assert desk.cases() == []
    came_on = desk.clock.at.date()
    desk.passes(days=2)
    desk.drags(mail, Place.SORT_APPLICATION)
    desk.settles()
    assert desk.case().received_on == came_on
    assert desk.said_of(mail) == [Kind.APPLICATION]
    assert desk.items_in(f"case:{FIRST}") == [mail]
    assert {"review_body", "time", "right"} <= desk.case().asked
    assert "unclear" not in desk.asked()
    assert sum(one.letter in ("acknowledgement", "receipt") for one in desk.letters()) <= 1


def test_papers(desk: Desk) -> None:
    """Papers from the police go to the one case they can be about."""
    request(desk)
    mail = desk.deliver(_from_the_force("Here is the file for PC/04417/26."))
    desk.runs()
    desk.drags(mail, Place.SORT_PAPERS)
    desk.settles()
    assert desk.held(mail).case_id == 1
    assert mail in desk.items_in(f"case:{FIRST}")
    assert "really_theirs" not in desk.asked()


def test_papers_of_no_case(desk: Desk) -> None:
    """Papers that name no case are refused with one sentence, and lie where they lay."""
    mail = desk.deliver(_from_the_force("Here is the file you asked for."))
    desk.runs()
    (home,) = [one.folder for one in desk.room.lying()[mail]]
    desk.drags(mail, Place.SORT_PAPERS)
    desk.settles()
    assert [one.folder for one in desk.room.lying()[mail]] == [home]
    assert "Bot: see note" in desk.categories(mail)
    assert desk.notes() == [
        "This was not done: Nothing in it says which case it is about. Drop it in the folder of the right case."
    ]


def test_note_goes_away(desk: Desk) -> None:
    """The note about a refusal goes away once the item moves on, and the label with it."""
    mail = desk.deliver(_from_the_force("Here is the file you asked for."))
    desk.runs()
    desk.drags(mail, Place.SORT_PAPERS)
    desk.settles()
    assert len(desk.notes()) == 1
    desk.drags(mail, Place.FILED)
    desk.settles()
    assert desk.notes() == []
    assert "Bot: see note" not in desk.categories(mail)


def test_note_is_gone_after_three_days(desk: Desk) -> None:
    """A note nobody heeds stays for three working days."""
    mail = desk.deliver(_from_the_force("Here is the file you asked for."))
    desk.runs()
    desk.drags(mail, Place.SORT_PAPERS)
    desk.settles()
    desk.passes(days=3)
    assert len(desk.notes()) == 1
    desk.passes(days=1)
    assert desk.notes() == []


def test_iopc(desk: Desk) -> None:
    """Not for us, IOPC: both letters of paragraph 32 and the note to the police are prepared, and none has left."""
    mail = request(desk)
    desk.drags(mail, Place.SORT_IOPC)
    desk.settles()
    prepared = {one.letter for one in desk.letters() if one.approval == "signed"}
    assert prepared == {"forwarding", "transfer_notice", "transfer_note"}
    assert desk.case().body_by == "the team"


def test_iopc_without_a_case(desk: Desk) -> None:
    """Not for us, IOPC, on a message without a case: the case is opened first, and nothing else goes to its writer."""
    mail = desk.person("Ann").writes(PLEASE, subject="hello")
    desk.runs()
    before = len(desk.person("Ann").letters())
    desk.drags(mail, Place.SORT_IOPC)
    desk.settles()
    assert desk.case().state is State.DECISION_PENDING
    assert len(desk.person("Ann").letters()) == before
    assert desk.items_in(f"case:{FIRST}") == [mail]


def test_iopc_that_cannot_be(tmp_path: Path) -> None:
    """Where nobody has said where the IOPC is, nothing comes of it: no case is opened and the message goes back."""
    desk = Desk(tmp_path, more=TEAM + LAW)
    mail = desk.person("Ann").writes(PLEASE, subject="hello")
    desk.runs()
    desk.drags(mail, Place.SORT_IOPC)
    desk.settles()
    assert desk.cases() == []
    assert mail in desk.items_in(Place.UNSURE)
    assert "IT sets it" in desk.notes()[0]
    desk.close()


def test_somebody_else(desk: Desk) -> None:
    """Not for us, other: a letter that names the right body is prepared with a gap for it, and does not leave."""
    mail = desk.person("Ann").writes(PLEASE, subject="hello")
    desk.runs()
    desk.drags(mail, Place.SORT_OTHER)
    desk.settles()
    letter = next(one for one in desk.letters() if one.letter == "redirected")
    assert letter.state is LetterState.AWAITING_APPROVAL
    assert desk.said_of(mail) == [Kind.MISDIRECTED]
    assert desk.items_in(Place.OTHER_BODIES) == [mail]


def test_no_action_needed(desk: Desk) -> None:
    """No action needed: filed, its questions answered; the case it wrongly opened is cancelled, and it is listed what
    had been sent; what had not is not sent."""
    mail = request(desk)
    desk.drags(mail, Place.SORT_NOTHING)
    desk.settles()
    assert desk.case().state is State.CLOSED
    assert desk.asked() == []
    assert desk.said_of(mail) == [Kind.UNWANTED]
    assert mail in desk.items_in(Place.FILED)
    assert any("Sent already: acknowledgement" in note for note in desk.notes())


def test_thanks_that_were_read(desk: Desk) -> None:
    """Who put thanks that go on with what needs nobody has read them: nothing is asked then, nor again."""
    from tests.world import message

    text = "Thank you for all your help. My son will be doing the talking from here on, as I am going into hospital."
    mail = desk.deliver(message("Ada Marlow <ada.marlow@quill.example>", text, subject="Thank you", number="thanks"))
    desk.runs()
    assert mail in desk.items_in(Place.UNSURE)
    assert "besides_thanks" in desk.asked()
    desk.drags(mail, Place.FILED)
    desk.settles()
    assert "besides_thanks" not in desk.asked()
    assert mail in desk.items_in(Place.FILED)


def _from_the_force(text: str) -> bytes:
    from tests.world import message

    return message("Unit <unit@mps.example>", text, subject="Papers", number="papers", attach=("file.pdf", b"%PDF-1.4"))
