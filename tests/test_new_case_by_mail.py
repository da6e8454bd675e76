"""Requests on paper: somebody of the team mails the form, and the case is opened as if the request had come by mail."""

from __future__ import annotations

from store.terms import LetterState, Place, State
from tests.desk import Desk
from tests.signing_world import ADA

FORM = """new case
by: post
received: 20 November 2026
name: Carla Post
postal: 1 High Street, London, N1 1AA
police reference: PC/09999/26
outcome dated: 2 November 2026
note: I want a review of the outcome.
Nobody spoke to the witness."""


def test_new_case(desk: Desk) -> None:
    """The form in a mail opens the case on the day the request came; its acknowledgement waits to be posted."""
    (answer,) = desk.mails(ADA, FORM)
    opened = "PCR/2026/00002"
    assert f"Opened {opened}." in answer
    assert "to be printed and posted" in answer
    case = desk.case(opened)
    assert (case.state, case.complainant, case.received_on.day) == (State.TRIAGE, "Carla Post", 20)
    letter = desk.letter("acknowledgement")
    assert letter.state is LetterState.AWAITING_APPROVAL
    text = str(desk.content_of("acknowledgement")["text"])
    assert "automatically" not in text
    assert "email" not in text
    assert "This letter is not a decision." in text
    desk.passes(minutes=5)
    form = next(name for name, lying in desk.room.lying().items() if any(b"\nnote: I want" in one.raw for one in lying))
    assert form in desk.items_in(Place.CONFIRM)
    assert {"New request", opened} <= desk.categories(form)
    assert desk.held(form).case_id == 2
    desk.restarts()
    desk.passes(minutes=5)
    assert len(desk.cases()) == 2


def test_new_case_without_a_name(desk: Desk) -> None:
    """What is wrong or missing is answered, and nothing is opened."""
    (answer,) = desk.mails(ADA, FORM.replace("name: Carla Post\n", ""))
    assert "Say who asks" in answer
    assert len(desk.cases()) == 1


def test_new_case_from_outside(desk: Desk) -> None:
    """A mail that nothing proves to be the team's enters nobody's request by hand."""
    assert desk.mails(ADA, FORM, inside=False) == []
    assert all("entered_by_hand" not in desk.history(f"case:{one.reference}") for one in desk.cases())
