"""Questions that nothing but somebody's word answers, said to be settled by a mail or by a category in Outlook."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.desk.team_mail import tell
from store import cases, questions
from store.messages import Question, Verb
from store.terms import BOARD, LetterState, Owner, Place, Stage, london_date
from tests.desk import FIRST, Desk
from tests.signing_world import ADA, CAZ, CONTACTS, LAW, TEAM

UNPLACED = "Here is what I meant."


def asks(desk: Desk, code: str, text: str, *, about: str = f"case:{FIRST}", case: bool = True) -> None:
    """The service has asked this."""
    question = Question(code, text, Owner.ADMINISTRATOR, london_date(desk.clock.at))
    with desk.service.writing() as tx:
        questions.ask(tx, about, question, case_id=cases.case_id_of(tx, FIRST) if case else None)


def only(desk: Desk, *codes: str) -> None:
    """Every other question has been answered."""
    with desk.service.writing() as tx:
        for one in list(questions.still_open(tx)):
            if one.code not in codes:
                questions.answer(tx, one, by="A Li")


# --- by mail --------------------------------------------------------------------------------------------------------


def test_by_a_word(desk: Desk) -> None:
    """The questions whose code or text has the words in it are answered, under the name of whoever wrote."""
    asks(desk, "letter_bounced", "A letter came back. Tell them in another way.")
    asks(desk, "belongs_here", "Does it belong here?")
    (answer,) = desk.mails(CAZ, "settled 1 bounced")
    assert "Settled by C Writer: A letter came back." in answer
    assert "letter_bounced" not in desk.asked()
    (answer,) = desk.mails(CAZ, "settled 1 Belong HERE")
    assert "Settled by C Writer: Does it belong here?" in answer
    assert {"review_body", "time", "right"} == set(desk.asked())


def test_without_words(desk: Desk) -> None:
    """The only question there is needs no words; of several none is answered, and each is told with its number."""
    asks(desk, "letter_bounced", "A letter came back.")
    asks(desk, "belongs_here", "Does it belong here?")
    only(desk, "letter_bounced", "belongs_here")
    (answer,) = desk.mails(CAZ, "settled 1")
    assert "1 A letter came back." in answer
    assert "2 Does it belong here?" in answer
    assert desk.asked() == ["letter_bounced", "belongs_here"]
    desk.mails(CAZ, "settled 1 2")
    assert desk.asked() == ["letter_bounced"]
    desk.mails(CAZ, f"settled {FIRST}")
    assert desk.asked() == []
    (answer,) = desk.mails(CAZ, "settled 1")
    assert f"{FIRST} has no open question." in answer


@pytest.mark.parametrize("words", ["9", "0", "nothing of the kind"])
def test_no_such_question(desk: Desk, words: str) -> None:
    """A number that is not in the list, or words that no question has, answer none."""
    before = desk.asked()
    (answer,) = desk.mails(CAZ, f"settled 1 {words}")
    assert "No open question" in answer
    assert "Is this review for us or for the IOPC?" in answer
    assert desk.asked() == before


@pytest.mark.parametrize(("words", "says"), [("iopc", "say ours"), ("made in time", "say time"), ("3", "say accept")])
def test_what_is_decided_is_not_settled(desk: Desk, words: str, says: str) -> None:
    """Whose it is, time and right have commands of their own, for those who may decide them."""
    (answer,) = desk.mails(CAZ, f"settled 1 {words}")
    assert f"decided, not settled: {says} {FIRST}" in answer
    assert {"review_body", "time", "right"} == set(desk.asked())


def test_taken_back(desk: Desk) -> None:
    """What was settled can be undone: the question is open again."""
    asks(desk, "letter_bounced", "A letter came back.")
    desk.mails(CAZ, "settled 1 bounced")
    (answer,) = desk.mails(CAZ, "undo 1")
    assert "Taken back: settled." in answer
    assert "letter_bounced" in desk.asked()


def test_safety_by_name(desk: Desk) -> None:
    """Whether somebody is safe can be answered by a mail, for that has a name."""
    asks(desk, "safety", "Somebody may be at risk. Read it now.")
    desk.mails(CAZ, "settled 1 safety")
    assert "safety" not in desk.asked()
    assert "answered" in desk.history(f"case:{FIRST}")


def test_on_no_case(desk: Desk) -> None:
    """What belongs to no case is told with its own number, and answered by it or by words only it has."""
    for place in ("one", "two"):
        asks(desk, f"count_{place}", "Fewer messages were seen than before.", about=f"count:{place}", case=False)
    (answer,) = desk.mails(ADA, "settled")
    numbers = [word for word in answer.split() if word.startswith("#") and word[1:].isdigit()]
    assert len(numbers) == 2
    (answer,) = desk.mails(ADA, "settled fewer messages")
    assert "Nothing was settled" in answer
    desk.mails(ADA, f"settled {numbers[1]}")
    assert "count_two" not in desk.asked()
    desk.mails(ADA, "settled count one")
    assert "count_one" not in desk.asked()
    assert {"review_body", "time", "right"} == set(desk.asked())


# --- by a category --------------------------------------------------------------------------------------------------


def test_a_message(desk: Desk) -> None:
    """`Do: settled` on a message of no case answers what was asked about it, and it needs a person no more."""
    mail = desk.person("Bob").writes(UNPLACED, subject="hello")
    desk.runs()
    assert "Needs a person" in desk.categories(mail)
    about = f"intake:{desk.held(mail).id}"
    desk.labels(mail, "Do: Settled")
    desk.settles()
    with desk.service.reading() as tx:
        assert list(questions.still_open(tx, subject=about)) == []
    assert not {"Needs a person", "Do: Settled"} & desk.categories(mail)
    assert {"review_body", "time", "right"} == set(desk.asked())
    assert desk.notes() == []
    desk.labels(mail, "Do: settled")
    desk.settles()
    assert desk.notes() == ["This was not done: No question is open about it."]


def test_safety_needs_a_name(desk: Desk) -> None:
    """Nobody knows who set a category: whether somebody is safe is not answered by it, nor anything beside it."""
    mail = desk.person("Bob").writes(UNPLACED, subject="hello")
    desk.runs()
    about = f"intake:{desk.held(mail).id}"
    asks(desk, "safety", "Somebody may be at risk. Read it now.", about=about, case=False)
    before = desk.asked()
    desk.labels(mail, "Do: settled")
    desk.settles()
    assert desk.asked() == before
    assert "Needs a person" in desk.categories(mail)
    (note,) = desk.notes()
    number = next(word for word in note.split() if word.startswith("#")).strip(".")
    desk.mails(CAZ, f"settled {number}")
    assert "safety" not in desk.asked()


def test_a_card(desk: Desk) -> None:
    """On a card it answers the only open question of its case; of several it answers none."""
    asks(desk, "letter_bounced", "A letter came back.")
    desk.labels(desk.card(FIRST), "Do: settled")
    desk.settles()
    assert "letter_bounced" in desk.asked()
    assert any("4 questions are open" in note for note in desk.notes())
    only(desk, "letter_bounced")
    desk.runs()
    desk.labels(desk.card(FIRST), "Do: settled")
    desk.settles()
    assert desk.asked() == []


def test_the_request_itself(desk: Desk) -> None:
    """What is decided about a request is not answered by a category on it."""
    (mail,) = desk.items_in(Place.CONFIRM)
    desk.labels(mail, "Do: settled")
    desk.settles()
    assert {"review_body", "time", "right"} == set(desk.asked())
    assert len(desk.notes()) == 1


# --- categories that are none, and notes ----------------------------------------------------------------------------


def test_unknown_category(desk: Desk) -> None:
    """A `Do: …` that there is not is taken off, with a note that names the nearest there is."""
    desk.labels(desk.card(FIRST), "Do: ask the MPS")
    desk.settles()
    assert desk.notes() == [
        "This was not done: I do not know “Do: ask the MPS”. The nearest that I know is “Do: ask MPS”."
    ]
    assert "Do: ask the MPS" not in desk.categories(desk.card(FIRST))


@pytest.mark.parametrize("on", ["card", "message"])
def test_a_note_goes_once_its_item_moves_on(desk: Desk, on: str) -> None:
    """A note about a category that was refused stays beside its item, and goes when the item lies elsewhere."""
    (mail,) = desk.items_in(Place.CONFIRM)
    item, to = (mail, f"case:{FIRST}") if on == "message" else (desk.card(FIRST), BOARD[Stage.WAITING_POLICE])
    desk.labels(item, "Do: close")
    desk.settles()
    desk.passes(minutes=5)
    assert len(desk.notes()) == 1
    desk.drags(item, to)
    desk.settles()
    desk.passes(minutes=5)
    assert desk.notes() == []
    if on == "message":
        assert "Bot: see note" not in desk.categories(mail)


# --- what is said, and what is held ---------------------------------------------------------------------------------


def test_a_note_to_the_team_may_name_other_cases(desk: Desk) -> None:
    """A note to one of the team leaves though it names a case that is not its own, and an address."""
    with desk.service.writing() as tx:
        lines = ("It may be about PCR/2026/00417.", "She is at ann@person.example.")
        tell(desk.service, tx, CAZ, lines, "this", cases.case_id_of(tx, FIRST))
    desk.runs()
    assert any("PCR/2026/00417" in str(letter) for letter in desk.sent() if letter["To"] == CAZ)


def test_status_names_the_stage_as_its_folder_is_called(desk: Desk) -> None:
    """The stage is called in an answer as it is called on the board of this office."""
    desk.tells(Verb.ACCEPT, by="A Li")
    (answer,) = desk.mails(CAZ, "status 1")
    assert "is at 2 Waiting for MPS, since" in answer


@pytest.mark.parametrize(
    "line", ["answered 1 on 4 December", "answered 1 on 4 December 2026", "consent 1 on 4 December"]
)
def test_a_day_to_come(desk: Desk, line: str) -> None:
    """What has happened did not happen on a day that is still to come."""
    (answer,) = desk.mails(CAZ, line)
    assert "Friday 4 December 2026 is still to come." in answer


def test_what_a_person_approved_is_not_held_for_its_address(tmp_path: Path) -> None:
    """The cap of one address is for what goes by itself: an approved letter leaves, and still counts for the next."""
    caps = "\n[sending.caps]\nper_address_day = 1\n"
    office = Desk(tmp_path, more=TEAM + LAW + CONTACTS + caps)
    office.has_a_case()
    office.tells(Verb.ACCEPT, by="A Li")
    office.passes(minutes=2)
    office.drags(office.draft_item("accepted"), Place.APPROVE)
    office.settles()
    office.passes(minutes=3)
    assert office.letter("accepted").state in (LetterState.SENT, LetterState.CONFIRMED)
    office.clock.at += timedelta(hours=22)  # the acknowledgement has left the window, what was approved has not
    office.passes(hours=1.95)
    office.person("Ann").writes("Here is more for you to read.", subject=f"Re: [{FIRST}]")
    office.runs()
    receipt = office.letter("receipt")
    assert (receipt.state, receipt.held_because) == (LetterState.HOLD, "cap_address_day")
    office.close()
