"""Mail that people put where they deal with it themselves: no automatic answer leaves, and no request is lost."""

from __future__ import annotations

import pytest

from handlers.answering import REASONS
from handlers.post import RULES
from handlers.told_by_move import Thing, answers_nobody, meaning
from store import leadership
from store.terms import LetterState, Place, WhyNot
from tests.by_hand import Hands
from tests.desk import FIRST, SECOND
from tests.test_third_parties import asked_about
from tests.world import ASKS_FOR_REVIEW, message

EVE = "eve@elsewhere.example"
PLEASE = "Hello, what about my thing? I would like to know what is going on with all of this."
LABEL = f"No auto-reply: {REASONS[WhyNot.BY_HAND]}"


def lies(desk: Hands, place: str, text: str = ASKS_FOR_REVIEW) -> str:
    """Eve's mail lies there before the service has seen it, and all that comes of that has been done."""
    desk.numbers += 1
    raw = message(f"Eve <{EVE}>", text, at=desk.clock.at, number=f"eve{desk.numbers}", subject="hello")
    mail = desk.deliver(raw, folder=desk.called(place) if place else "")
    desk.runs()
    desk.passes(minutes=2)
    return mail


@pytest.mark.parametrize("place", [one for one in Place if meaning(Thing.MESSAGE, one).kind is not None])
def test_a_folder_for_a_kind_that_nobody_answers_answers_nobody(place: Place) -> None:
    """What lies in a folder of “5 Hand over” is answered by itself exactly where its kind is."""
    kind = meaning(Thing.MESSAGE, place).kind
    assert kind is not None
    assert answers_nobody(place) is (RULES[kind].why_not is not None)


@pytest.mark.parametrize("place", [Place.PRESS, Place.URGENT, Place.UNWANTED])
def test_a_request_that_people_took_first_opens_its_case_and_is_not_answered(desk: Hands, place: Place) -> None:
    """Its case is there, a person is asked to acknowledge it, and its label says why nothing went by itself."""
    mail = lies(desk, place)
    assert desk.held(mail).case_id == 2
    assert desk.held(mail).target == place
    assert "acknowledge_by_hand" in asked_about(desk, mail)
    assert LABEL in desk.categories(mail)
    assert desk.sent_to(EVE) == []


def test_what_nobody_can_name_is_not_answered_there_either(desk: Hands) -> None:
    """In “Press” nobody is asked to acknowledge it; in “Unsure” and “The force” it is acknowledged as ever."""
    mail = lies(desk, Place.PRESS, PLEASE)
    assert "acknowledge_by_hand" not in asked_about(desk, mail)
    assert desk.sent_to(EVE) == []
    for number, place in enumerate((Place.UNSURE, Place.THE_FORCE), 1):
        desk.passes(days=1)
        lies(desk, place, f"{PLEASE} {number}")
        assert len(desk.sent_to(EVE)) == number


def test_a_request_put_with_its_case_is_not_told_another_reference(desk: Hands) -> None:
    """It reads as a new one; the case that opens for a minute is told to nobody, so nothing has to be put right."""
    mail = lies(desk, f"case:{FIRST}")
    assert desk.held(mail).case_id == 1
    assert desk.sent_to(EVE) == []
    assert [one.letter for one in desk.letters() if one.state is not LetterState.CANCELLED] == ["acknowledgement"]


def test_more_on_its_own_case_has_its_receipt_there(desk: Hands) -> None:
    """What names the case in whose folder it was put, and comes from its complainant, is answered as from the Inbox."""
    desk.numbers += 1
    desk.clock.at = desk.clock.at.replace(hour=11)
    raw = message("Ann <ann@person.example>", f"More on {FIRST}: there was a second witness.", at=desk.clock.at,
                  number="more", subject=FIRST)  # fmt: skip
    desk.deliver(raw, folder=desk.called(f"case:{FIRST}"))
    desk.runs()
    assert [one.letter for one in desk.letters()] == ["acknowledgement", "receipt"]


@pytest.mark.parametrize("place", [Place.PRESS, Place.SORT_NOTHING])
def test_an_answer_that_waits_is_given_up(desk: Hands, place: Place) -> None:
    """Sending was paused when a person took the message; resumed, nothing leaves to whoever wrote it."""
    with desk.service.writing() as tx:
        leadership.pause(tx, by="A Li", why="a story")
    request, unclear = lies(desk, ""), lies(desk, "", PLEASE)
    for mail in (request, unclear):
        desk.drags(mail, place)
    desk.settles()
    with desk.service.writing() as tx:
        leadership.resume(tx, by="A Li")
    desk.passes(minutes=5)
    assert desk.sent_to(EVE) == []
    assert LABEL in desk.categories(unclear)
    assert ("acknowledge_by_hand" in asked_about(desk, request)) is (place is Place.PRESS)
    assert (desk.case(SECOND).closed_on is None) is (place is Place.PRESS)
