"""Whom a person has answered by hand is not answered by the service, on every sort of mailbox."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.sending import settle
from store import leadership, outbox, received
from store.terms import LetterState, Place
from tests.by_hand import ANN, Hands, asks, letters_of_ours, states
from tests.desk import FIRST
from tests.mailrooms import BACK_ENDS
from tests.world import ASKS_FOR_REVIEW


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


def test_answered_first(desk: Hands) -> None:
    """Whom a person has answered already gets no acknowledgement, and the message says why."""
    mail = desk.person("Ann").writes()
    desk.sends(ANN, answers=mail)
    desk.runs()
    desk.passes(minutes=5)
    assert states(desk) == [LetterState.CANCELLED]
    assert letters_of_ours(desk) == []
    assert desk.by_hand() == ["kept"]
    assert desk.history(f"case:{FIRST}").count("answered_by_hand") == 1
    assert desk.case().contact_on == date(2026, 11, 23)
    assert "No auto-reply: a person answered already" in desk.categories(mail)
    with desk.service.reading() as tx:
        line = received.line(tx, desk.held(mail).id)
    assert line is not None
    assert (line.may_acknowledge, line.why_not, line.letter_state) == (False, "kind", "cancelled")
    assert desk.drafts() == []


def test_answered_too_late(desk: Hands) -> None:
    """Where the acknowledgement has left, a person's answer changes nothing about it and stands beside it."""
    mail = asks(desk)
    desk.sends(ANN, answers=mail)
    desk.runs()
    assert states(desk) == [LetterState.CONFIRMED]
    assert "answered_by_hand" in desk.history(f"case:{FIRST}")
    assert not any(one.startswith("No auto-reply") for one in desk.categories(mail))


def test_draft_is_taken_away(desk: Hands) -> None:
    """An acknowledgement that lies ready as a draft is cancelled, and its draft is taken away."""
    desk.restarts("draft")
    mail = asks(desk)
    assert (states(desk), len(desk.drafts())) == ([LetterState.DRAFTED], 1)
    desk.sends(ANN, answers=mail)
    desk.runs()
    assert states(desk) == [LetterState.CANCELLED]
    desk.passes(hours=2)
    assert desk.drafts() == []
    desk.restarts("live")
    desk.passes(hours=1)
    assert letters_of_ours(desk) == []


def test_held_is_cancelled(here: Hands) -> None:
    """An acknowledgement that is held leaves no more once a person has answered, and nobody is asked about it."""
    with here.service.writing() as tx:
        leadership.pause(tx, by="A Li", why="a trial")
    mail = asks(here)
    assert states(here) == [LetterState.RENDERED]
    with here.service.writing() as tx:
        (letter,) = [one for one in here.letters() if one.letter == "acknowledgement"]
        settle.hold(here.service, tx, letter, "older_than_48_hours")
    assert "letter_held" in here.asked()
    here.sends(ANN, answers=mail)
    here.runs()
    assert states(here) == [LetterState.CANCELLED]
    assert "letter_held" not in here.asked()


def test_may_have_left(here: Hands) -> None:
    """A letter that may be on its way is not called cancelled, whatever a person has sent meanwhile."""
    mail = asks(here)
    with here.service.writing() as tx:
        (letter,) = [one for one in here.letters() if one.letter == "acknowledgement"]
        outbox.step(tx, letter, LetterState.HOLD, held_because="cannot_tell_whether_it_left", held_from="sending")
    here.sends(ANN, answers=mail)
    here.runs()
    assert states(here) == [LetterState.HOLD]
    assert here.by_hand() == ["kept"]


def test_question_is_answered(here: Hands) -> None:
    """Nobody is asked any more to acknowledge by hand what somebody has acknowledged by hand."""
    mail = here.person("Ann").writes(f"{ASKS_FOR_REVIEW}\nI cannot go on and I want to end my life tonight.\n")
    here.runs()
    assert "acknowledge_by_hand" in here.asked()
    here.clock.at += timedelta(minutes=1)
    here.sends(ANN, answers=mail)
    here.runs()
    assert "acknowledge_by_hand" not in here.asked()


def test_not_answered_when_taken_anew(here: Hands) -> None:
    """A message that a person has answered is not acknowledged either when it is taken for something else."""
    mail = here.person("Ann").writes(
        "Hello, what about my thing? I would like to know what is going on with all of this."
    )
    here.sends(ANN, answers=mail)
    here.runs()
    here.drags(mail, Place.SORT_APPLICATION)
    here.settles()
    assert len(here.cases()) == 1
    assert letters_of_ours(here) == []


def test_answer_seen_before_its_message(desk: Hands) -> None:
    """An answer that is seen before its message, whose folder did not answer, still keeps the acknowledgement back."""
    mail = desk.person("Ann").writes()
    desk.sends(ANN, answers=mail)
    cursors = dict(desk.service.cursors)
    desk.service.cursors = {"SENT": cursors["SENT"]}
    desk.service.one_pass()
    assert desk.by_hand() == ["nothing_of_ours"]
    desk.service.cursors = cursors | desk.service.cursors
    desk.runs()
    assert desk.by_hand() == ["kept"]
    assert states(desk) == [LetterState.CANCELLED]
