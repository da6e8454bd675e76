"""Letters beside the course of a case and letters on no case: who orders them, who signs them, what they say."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from handlers.labels import FORWARD
from store import decisions, events, sign_offs
from store.outbox import Queued
from store.sign_offs import Asked
from store.terms import Approval, Kind, LetterState, Place, State
from tests.desk import FIRST, Desk, words
from tests.signing_world import ADA, APPROVE, CAZ, CONTACTS, FORCE, IOPC, LAW, MO, RETURN, TEAM

COUNCIL = "Hello, my rubbish has not been collected by the council for weeks."
NEW = (
    "Hello,\n\nI want to make a complaint about a police officer who stopped me in the street yesterday and was rude "
    "to me. I have not complained to anybody before.\n\nZed\n"
)
CHIEF = "Hello,\n\nI want to make a complaint about the Commissioner of the Metropolitan Police himself.\n\nZed\n"
SIGNED_OFF = "".join(
    f'[[law.signed_off]]\nletter = "{letter}"\nby = "L Aw"\non = 2026-01-05\n'
    for letter in ("final_position", "adjustments_agreed", "ask_iopc_receipt_date")
)
ZED = "zed@home.example"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """An office at its desks."""
    office = Desk(tmp_path, more=TEAM + LAW + SIGNED_OFF + CONTACTS)
    yield office
    office.close()


def zed(desk: Desk, text: str = COUNCIL, subject: str = "Hello") -> str:
    """Zed has written about something that is no case of ours."""
    name = desk.person("Zed", ZED).writes(text, subject=subject)
    desk.runs()
    assert desk.held(name).case_id is None
    return name


def not_for_us(desk: Desk, text: str = COUNCIL) -> str:
    """Somebody said that it is another body's, and the draft lies there."""
    name = zed(desk, text)
    desk.drags(name, Place.SORT_OTHER)
    desk.settles()
    return name


def approves(desk: Desk, letter: str) -> None:
    """Somebody drops the draft into the folder for approved letters, and it settles."""
    desk.drags_draft(letter, APPROVE)
    desk.settles()
    desk.passes(minutes=3)


def asked(desk: Desk) -> list[Asked]:
    """Every question to a signer that stands, on whatever case or none."""
    with desk.service.reading() as tx:
        return list(sign_offs.not_settled(tx))


def submitted(desk: Desk, name: str = "redirected") -> Asked:
    """The letter on no case is finished and its signer has been asked."""
    desk.fills_in(name, "the council, at its town hall")
    desk.passes(minutes=3)
    approves(desk, name)
    (one,) = asked(desk)
    return one


def answers(desk: Desk, who: str, word: str, code: str, text: str = "", *, inside: bool = True) -> None:
    """Somebody answers the sign-off mail about a letter on no case."""
    desk.answers_sign_off(who, word, text, code=code, inside=inside, subject=f"{word}: Sign-off: a letter #{code}")
    desk.passes(minutes=5)


def state_of(desk: Desk, letter: str) -> LetterState:
    """How far the newest letter of this name has come."""
    return desk.letter(letter).state


def ordered(desk: Desk, letter: str) -> list[Queued]:
    """The letters of this name that were not given up."""
    return [one for one in desk.letters() if one.letter == letter and one.state is not LetterState.CANCELLED]


def decided_on(desk: Desk, letter: str) -> list[str]:
    """What the history of a letter says of decisions about it."""
    with desk.service.reading() as tx:
        subject = f"letter:{desk.letter(letter).key}"
        return [f"{one.details['value']} by {one.details['by']}" for one in events.history(tx, subject=subject)
                if one.action == "decided"]  # fmt: skip


# --- letters on no case ---------------------------------------------------------------------------------------------


def test_no_case_is_signed(desk: Desk) -> None:
    """A letter on no case leaves once its signer has approved the very words that they were shown."""
    not_for_us(desk)
    one = desk.letter("redirected")
    assert (one.approval, one.case_id, one.state) == (Approval.SIGNED, None, LetterState.AWAITING_APPROVAL)
    assert asked(desk) == []
    question = submitted(desk)
    assert (question.case_id, question.signer) == (None, "A Li")
    (mail,) = desk.sign_off_mails(ADA)
    assert mail["Subject"] == f"Sign-off: redirected #{question.code}"
    assert "No case." in words(mail)
    assert "the council, at its town hall" in words(mail)
    assert not [letter for letter in desk.sent_to(ZED) if "another body" in str(letter["Subject"])]
    answers(desk, ADA, "Approve", question.code)
    (left,) = [letter for letter in desk.sent_to(ZED) if "another body" in str(letter["Subject"])]
    assert "the council, at its town hall" in left.get_body(("html",)).get_content()  # type: ignore[union-attr]  # every letter has one
    assert state_of(desk, "redirected") is LetterState.CONFIRMED
    assert desk.letter("redirected").approved_by == "A Li"
    assert decided_on(desk, "redirected") == ["approved by A Li"]
    assert desk.broken_chain() == []


@pytest.mark.parametrize(("who", "inside"), [(MO, True), (CAZ, True), (ADA, False), ("x@evil.example", True)])
def test_no_case_signed_by_nobody_else(desk: Desk, who: str, inside: bool) -> None:
    """Only the one who was asked signs a letter on no case, and only where their mail is proved."""
    not_for_us(desk)
    question = submitted(desk)
    answers(desk, who, "Approve", question.code, inside=inside)
    assert state_of(desk, "redirected") is LetterState.AWAITING_APPROVAL


def test_no_case_gap(desk: Desk) -> None:
    """A letter on no case with its gap open is not shown to anybody, and a note says why."""
    not_for_us(desk)
    approves(desk, "redirected")
    assert asked(desk) == []
    (note,) = desk.notes()
    assert "a gap" in note


def test_no_case_names_none(desk: Desk) -> None:
    """Words that name somebody's case keep a letter on no case from its signer."""
    desk.person("Ann").writes()
    desk.runs()
    not_for_us(desk)
    desk.fills_in("redirected", f"see {FIRST}")
    desk.passes(minutes=3)
    approves(desk, "redirected")
    assert asked(desk) == []
    assert desk.notes() == ["This was not done: It must name no case."]


def test_no_case_changed_after_asking(desk: Desk) -> None:
    """A word changed after the signer was asked makes the answer void, and they are asked anew."""
    not_for_us(desk)
    first = submitted(desk)
    desk.edits_draft("redirected", "town hall", "desk")
    answers(desk, ADA, "Approve", first.code)
    assert state_of(desk, "redirected") is LetterState.AWAITING_APPROVAL
    assert [one for one in desk.sent_to(ADA) if "had no effect" in words(one)]
    desk.passes(minutes=5)
    (second,) = asked(desk)
    assert second.code != first.code
    answers(desk, ADA, "Approve", second.code)
    assert state_of(desk, "redirected") is LetterState.CONFIRMED


def test_no_case_returned(desk: Desk) -> None:
    """A signer returns a letter on no case: a person is asked to correct it, and it is signed once dropped again."""
    not_for_us(desk)
    first = submitted(desk)
    answers(desk, ADA, "Return", first.code, "It is the borough.")
    assert asked(desk) == []
    assert state_of(desk, "redirected") is LetterState.AWAITING_APPROVAL
    assert f"returned {first.code}" in desk.asked()
    desk.edits_draft("redirected", "the council", "the borough")
    desk.passes(minutes=3)
    assert asked(desk) == []
    approves(desk, "redirected")
    (second,) = asked(desk)
    assert f"returned {first.code}" not in desk.asked()
    answers(desk, ADA, "Approve", second.code)
    assert state_of(desk, "redirected") is LetterState.CONFIRMED


def test_no_case_taken_back(desk: Desk) -> None:
    """Undo after the drop: what was asked of the signer lapses with the letter."""
    name = not_for_us(desk)
    question = submitted(desk)
    desk.drags(name, Place.UNDO)
    desk.settles()
    assert state_of(desk, "redirected") is LetterState.CANCELLED
    answers(desk, ADA, "Approve", question.code)
    assert not [letter for letter in desk.sent_to(ZED) if "another body" in str(letter["Subject"])]


@pytest.mark.parametrize("place", [Place.SORT_NOTHING, Place.SORT_APPLICATION])
def test_no_case_after_all(desk: Desk, place: Place) -> None:
    """Said to be something else after all, the letter that it is not for us does not leave."""
    name = not_for_us(desk)
    desk.drags(name, place)
    desk.settles()
    assert ordered(desk, "redirected") == []


# --- a new complaint ------------------------------------------------------------------------------------------------


def is_a_new_complaint(desk: Desk) -> str:
    """Zed's message lies where a new complaint lies: the words said so, or somebody put it there."""
    name = zed(desk, NEW, "Complaint")
    desk.drags(name, Place.THE_FORCE)
    desk.settles()
    return name


def test_signpost(desk: Desk) -> None:
    """A new complaint that is not for us is answered by where to send it; the police are told nothing."""
    name = is_a_new_complaint(desk)
    desk.drags(name, Place.SORT_OTHER)
    desk.settles()
    assert ordered(desk, "redirected") == ordered(desk, "new_complaint_note") == []
    assert desk.items_in(Place.THE_FORCE) == [name]
    assert desk.said_of(name) == [Kind.NEW_COMPLAINT]
    desk.passes(minutes=3)
    (question,) = asked(desk)
    answers(desk, ADA, "Approve", question.code)
    (left,) = [letter for letter in desk.sent_to(ZED) if "police force" in str(letter["Subject"])]
    assert "We have not passed your message on." in words(left)
    assert desk.sent_to(FORCE) == []


def test_forward(desk: Desk) -> None:
    """Labelled so, a new complaint is passed on whole to the police and its writer told, by one signature."""
    name = zed(desk, NEW, "Complaint")
    desk.labels(name, FORWARD)
    desk.settles()
    assert desk.items_in(Place.THE_FORCE) == [name]
    assert FORWARD not in desk.categories(name)
    desk.passes(minutes=3)
    (question,) = asked(desk)
    assert set(question.shown) == {one.key for one in desk.letters() if one.package}
    assert desk.sent_to(FORCE) == []
    answers(desk, ADA, "Approve", question.code)
    (to_force,) = desk.sent_to(FORCE)
    (enclosed,) = to_force.iter_attachments()
    assert enclosed.get_filename() == "message.eml"
    assert b"was rude" in enclosed.get_content()
    (left,) = [letter for letter in desk.sent_to(ZED) if "police force" in str(letter["Subject"])]
    assert "We have passed your message on to them." in words(left)


def test_forward_after_signpost(desk: Desk) -> None:
    """Asked to pass it on after all, the letter that said otherwise is given up, and never both leave."""
    name = is_a_new_complaint(desk)
    desk.drags(name, Place.SORT_OTHER)
    desk.settles()
    (first,) = ordered(desk, "new_complaint_redirected")
    desk.labels(name, FORWARD)
    desk.settles()
    (second,) = ordered(desk, "new_complaint_redirected")
    assert first.id != second.id
    assert second.package
    assert second.package == desk.letter("new_complaint_note").package


def test_forward_too_late(desk: Desk) -> None:
    """Once they have been told to send it themselves, it is not passed on by a label."""
    name = is_a_new_complaint(desk)
    desk.drags(name, Place.SORT_OTHER)
    desk.settles()
    desk.passes(minutes=3)
    answers(desk, ADA, "Approve", asked(desk)[0].code)
    desk.labels(name, FORWARD)
    desk.settles()
    assert ordered(desk, "new_complaint_note") == []
    assert desk.notes() == ["This was not done: They have been told something else already. Write to them by hand."]


def test_forward_a_card(desk: Desk) -> None:
    """Only a message can be passed on."""
    desk.has_a_case()
    desk.labels(desk.card(FIRST), FORWARD)
    desk.settles()
    assert desk.notes() == [
        "This was not done: Only a message can be passed on. Set the category on the message that holds the complaint."
    ]


def test_chief_officer(desk: Desk) -> None:
    """A complaint about a chief officer is answered by a letter that only a manager or head signs."""
    name = zed(desk, CHIEF, "Complaint about the Commissioner")
    assert desk.kind(name) is Kind.CHIEF_OFFICER_COMPLAINT
    desk.drags(name, Place.SORT_OTHER)
    desk.settles()
    assert "chief_officer_complaint" in desk.asked()
    assert desk.items_in(Place.CHIEF_OFFICER) == [name]
    desk.fills_in("chief_officer_complaint", "It is recorded.")
    desk.passes(minutes=3)
    approves(desk, "chief_officer_complaint")
    (question,) = asked(desk)
    assert question.signer == "M Okafor"
    answers(desk, MO, "Approve", question.code)
    assert state_of(desk, "chief_officer_complaint") is LetterState.CONFIRMED


# --- on a case ------------------------------------------------------------------------------------------------------


def told_the_outcome(desk: Desk) -> None:
    """Ann has been told that her review is not upheld."""
    desk.has_an_outcome()
    desk.answers_sign_off(MO, "Approve")
    desk.passes(minutes=5)
    assert desk.case().state is State.OUTCOME_SENT


def test_final_position(desk: Desk) -> None:
    """After the outcome the final answer is written, signed by a manager or head, and the case stays where it is."""
    told_the_outcome(desk)
    assert "Only the head or the manager" in desk.mails(ADA, "draft final position 1")[0]
    desk.mails(MO, "draft final position 1")
    desk.fills_in("final_position", "The dates were looked at again.")
    desk.passes(minutes=3)
    approves(desk, "final_position")
    question = asked(desk)[-1]
    desk.mails(ADA, "close 1")
    assert desk.case().state is State.CLOSED
    answers(desk, MO, "Approve", question.code)
    assert state_of(desk, "final_position") is LetterState.CONFIRMED
    assert desk.case().state is State.CLOSED
    assert "once" in desk.mails(MO, "draft final position 1")[0]


def test_final_position_returned(desk: Desk) -> None:
    """The final answer goes back to its writer without any step of its case."""
    told_the_outcome(desk)
    desk.mails(MO, "draft final position 1")
    desk.fills_in("final_position", "The dates were looked at again.")
    desk.passes(minutes=3)
    approves(desk, "final_position")
    question = asked(desk)[-1]
    answers(desk, MO, "Return", question.code, "Say which dates.")
    assert desk.case().state is State.OUTCOME_SENT
    assert state_of(desk, "final_position") is LetterState.AWAITING_APPROVAL
    assert desk.decided("final_position")[-1][:2] == ("returned", "M Okafor")
    assert asked(desk) == []


def test_final_position_too_early(desk: Desk) -> None:
    """Before they were told an outcome there is no final answer."""
    desk.has_a_case()
    assert "no outcome that they were told" in desk.mails(MO, "draft final position 1")[0]


def test_restrict(desk: Desk) -> None:
    """Limited contact is told by a letter that a manager or head signs, and looked at again on the day it gives."""
    desk.has_a_case()
    desk.mails(MO, "restrict 1")
    assert desk.case().restricted
    content = desk.content_of("contact_arrangements")
    assert content["facts"]["starts_on"] == "Monday 23 November 2026"  # type: ignore[index]  # facts are a table
    assert content["facts"]["review_on"] == "Monday 24 May 2027"  # type: ignore[index]  # facts are a table
    assert "contact_review 2027-05-24" in desk.asked()
    assert asked(desk) == []
    desk.fills_in("contact_arrangements", "Please write once a week.")
    desk.passes(minutes=3)
    state = desk.case().state
    approves(desk, "contact_arrangements")
    answers(desk, MO, "Approve", asked(desk)[-1].code)
    assert state_of(desk, "contact_arrangements") is LetterState.CONFIRMED
    assert desk.case().state is state
    desk.mails(MO, "restrict 1 lift")
    assert not desk.case().restricted
    assert "contact_review 2027-05-24" not in desk.asked()


def test_restrict_lifted_before_it_left(desk: Desk) -> None:
    """Lifted again, the letter that was prepared does not leave."""
    desk.has_a_case()
    desk.mails(MO, "restrict 1")
    desk.mails(MO, "restrict 1 lift")
    assert ordered(desk, "contact_arrangements") == []


def test_contact_arrangements_returned_by_a_drag(desk: Desk) -> None:
    """Its draft dropped where letters go back leaves the letters that the case waits for as they are."""
    desk.has_a_case()
    desk.mails(MO, "restrict 1")
    desk.mails(ADA, "draft transfer 1 b(ii)")
    assert desk.case().state is State.DECISION_PENDING
    desk.drags_draft("contact_arrangements", RETURN)
    desk.settles()
    assert desk.case().state is State.DECISION_PENDING
    assert ordered(desk, "forwarding")


def test_adjust(desk: Desk) -> None:
    """What is agreed is told in one letter, that lists all of it; an earlier one that has not left is given up."""
    desk.has_a_case()
    desk.mails(ADA, "adjust 1 large print")
    desk.mails(ADA, "adjust 1 we call first")
    (one,) = ordered(desk, "adjustments_agreed")
    assert desk.content_of("adjustments_agreed")["facts"]["adjustments"] == ["large print", "we call first"]  # type: ignore[index]  # facts are a table
    assert one.approval is Approval.CHECKED
    desk.mails(ADA, "adjust 1 large print")
    assert [other.id for other in ordered(desk, "adjustments_agreed")] == [one.id]
    desk.passes(minutes=3)
    approves(desk, "adjustments_agreed")
    assert state_of(desk, "adjustments_agreed") is LetterState.CONFIRMED


def test_check_contact(desk: Desk) -> None:
    """A change of contact is checked with the address we hold, with the day on which the message came."""
    desk.has_a_case()
    assert "on which day" in desk.mails(ADA, "check contact 1")[0]
    desk.mails(ADA, "check contact 1 23 November")
    desk.passes(minutes=3)
    approves(desk, "contact_change_check")
    (left,) = [one for one in desk.sent_to("ann@person.example") if "confirm a change" in str(one["Subject"])]
    assert "On Monday 23 November 2026 we got a message" in words(left)


def test_check_contact_by_category(desk: Desk) -> None:
    """Set on the message itself, the category takes the day from it; on a card there is none to take."""
    desk.has_a_case()
    desk.passes(days=1)
    name = desk.person("Ann").writes(f"{FIRST}: my new address is ann@new.example.", subject=f"New address {FIRST}")
    desk.runs()
    desk.drags(name, f"case:{FIRST}")
    desk.settles()
    desk.labels(desk.card(FIRST), "Do: check contact")
    desk.settles()
    assert ordered(desk, "contact_change_check") == []
    desk.labels(name, "Do: check contact")
    desk.settles()
    (one,) = ordered(desk, "contact_change_check")
    content = desk.content_of("contact_change_check")
    assert content["to"] == "ann@person.example"
    assert content["facts"]["received_on"] == "Tuesday 24 November 2026"  # type: ignore[index]  # facts are a table
    assert one.approval is Approval.CHECKED


def test_ask_iopc_date(desk: Desk) -> None:
    """The IOPC is asked once when the request reached it; the day that is worked out from it closes the question."""
    desk.has_a_case()
    desk.mails(ADA, "ask IOPC date 1 until 4 December")
    desk.passes(minutes=3)
    approves(desk, "ask_iopc_receipt_date")
    (left,) = desk.sent_to(IOPC)
    assert "Friday 4 December 2026" in words(left)
    assert "iopc_receipt_date" in desk.asked()
    assert "asked already" in desk.mails(ADA, "ask IOPC date 1")[0]
    desk.mails(ADA, "time 1 provided 9 November")
    assert "iopc_receipt_date" not in desk.asked()


def test_decisions_without_a_case(desk: Desk) -> None:
    """A decision on no case is on record with its letter and belongs to no case's file."""
    desk.has_a_case()
    with desk.service.writing() as tx:
        decisions.keep(tx, None, "letter:redirected", "approved", by="A Li", letter_key="k", reasons="all well")
    with desk.service.reading() as tx:
        assert "approved" not in {one.value for one in decisions.of(tx, 1)}
        assert [one.action for one in events.history(tx, subject="letter:k")] == ["decided"]
    assert desk.broken_chain() == []
