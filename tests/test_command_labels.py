"""Cards dragged on the board, and categories set on messages and cards: what they ask for, and what comes of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from handlers import told_by_label
from handlers.told_by_move import Deed, Thing, meaning
from store import leadership
from store.terms import BOARD, Kind, Place, Stage, State
from tests.desk import FIRST, Desk
from tests.signing_world import CONTACTS, LAW, TEAM

AWAY = (
    '[[team]]\nname = "J Away"\naddress = "j.away@mopac.example"\nroles = ["caseworker"]\n'
    'absent = [[2026-11-20, 2026-12-04]]\ndeputy = "C Writer"\n'
)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """An office at its desks."""
    office = Desk(tmp_path, more=AWAY + TEAM + LAW + CONTACTS)
    yield office
    office.close()


def request(desk: Desk, name: str = "Ann") -> str:
    """A request for a review has come and been acknowledged."""
    mail = desk.person(name).writes()
    desk.runs()
    return mail


# --- cards ----------------------------------------------------------------------------------------------------------


def test_card_to_a_stage(desk: Desk) -> None:
    """A card dragged to the stage that waits for the police accepts the case: the letters are prepared that day."""
    request(desk)
    desk.drags(desk.card(FIRST), BOARD[Stage.WAITING_POLICE])
    desk.settles()
    assert desk.case().state is State.PAPERS_REQUESTED
    assert {"accepted", "papers_request"} <= {one.letter for one in desk.letters()}
    assert desk.items_in(BOARD[Stage.WAITING_POLICE]) == [desk.card(FIRST)]
    assert desk.items_in(BOARD[Stage.VALIDITY]) == []


def test_card_back_in_time(desk: Desk) -> None:
    """A card dragged away and back before it settles tells nothing."""
    request(desk)
    card = desk.card(FIRST)
    desk.drags(card, BOARD[Stage.WAITING_POLICE])
    desk.runs()
    desk.drags(card, BOARD[Stage.VALIDITY])
    desk.settles()
    desk.settles()
    assert desk.case().state is State.TRIAGE


def test_card_refused(desk: Desk) -> None:
    """A card dragged where its case cannot go lies where it lay, with a note that says why in one sentence."""
    request(desk)
    desk.drags(desk.card(FIRST), BOARD[Stage.CLOSED])
    desk.settles()
    assert desk.case().state is State.TRIAGE
    assert desk.card(FIRST) in desk.items_in(BOARD[Stage.VALIDITY])
    assert desk.items_in(BOARD[Stage.CLOSED]) == []
    assert desk.notes() == [
        "This was not done: A case ends by the letter that tells people so. Prepare that letter first."
    ]


def test_card_where_no_card_goes(desk: Desk) -> None:
    """A card dropped where messages are sorted goes back, and nothing comes of it."""
    request(desk)
    desk.drags(desk.card(FIRST), Place.SORT_NOTHING)
    desk.settles()
    assert desk.card(FIRST) in desk.items_in(BOARD[Stage.VALIDITY])
    assert desk.case().state is State.TRIAGE


def test_card_to_undo(desk: Desk) -> None:
    """A card dropped in Undo takes back the last thing done on its case and goes back to the board."""
    request(desk)
    desk.labels(desk.card(FIRST), "Do: hold")
    desk.settles()
    assert desk.case().state is State.ON_HOLD
    desk.drags(desk.card(FIRST), Place.UNDO)
    desk.settles()
    assert desk.case().state is State.TRIAGE
    assert desk.card(FIRST) in desk.items_in(BOARD[Stage.VALIDITY])
    assert desk.items_in(Place.UNDO) == []


# --- categories -----------------------------------------------------------------------------------------------------


def test_do_hold(desk: Desk) -> None:
    """A command category, in whatever casing, is done on the item's case once it has settled, and taken off."""
    mail = request(desk)
    desk.labels(mail, "do: HOLD")
    desk.runs()
    assert desk.case().state is State.TRIAGE
    desk.settles()
    assert desk.case().state is State.ON_HOLD
    assert "do: HOLD" not in desk.categories(mail)


def test_taken_off_in_time(desk: Desk) -> None:
    """A category taken off before it settled was never set."""
    mail = request(desk)
    desk.labels(mail, "Do: hold")
    desk.runs()
    desk.labels(mail, remove=("Do: hold",))
    desk.settles()
    assert desk.case().state is State.TRIAGE


def test_set_again(desk: Desk) -> None:
    """A category that was obeyed and is set once more is a new command."""
    mail = request(desk)
    for verb, state in (("hold", State.ON_HOLD), ("release", State.TRIAGE), ("hold", State.ON_HOLD)):
        desk.labels(mail, f"Do: {verb}")
        desk.settles()
        assert desk.case().state is state


def test_set_before_we_saw_it(desk: Desk) -> None:
    """A category set on a message before the service first saw it counts like any other."""
    mail = desk.person("Ann").writes()
    desk.labels(mail, "Do: hold", "Ring her back")
    desk.settles()
    assert desk.case().state is State.ON_HOLD
    assert "Ring her back" in desk.categories(mail)
    assert "Do: hold" not in desk.categories(mail)


def test_refused(desk: Desk) -> None:
    """A category that cannot be done is taken off, and a note says why."""
    mail = request(desk)
    desk.labels(mail, "Do: close")
    desk.settles()
    assert "Do: close" not in desk.categories(mail)
    assert "Bot: see note" in desk.categories(mail)
    assert mail in desk.items_in(Place.CONFIRM)
    assert len(desk.notes()) == 1
    assert len(desk.items_in(Place.CONFIRM)) == 2


def test_no_case(desk: Desk) -> None:
    """A command category on a message of no case is refused."""
    mail = desk.person("Ann").writes("Here is what I meant.", subject="hello")
    desk.runs()
    desk.labels(mail, "Do: close")
    desk.settles()
    assert any("It belongs to no case yet" in note for note in desk.notes())


def test_several_on_one_item(desk: Desk) -> None:
    """Several commands on one item are all done, in the order they were told, and what then cannot be is refused."""
    mail = request(desk)
    desk.labels(mail, "Do: hold", "Do: ask MPS")
    desk.settles()
    assert desk.case().state is State.ON_HOLD
    assert not {"Do: hold", "Do: ask MPS"} & desk.categories(mail)


def test_assign(desk: Desk) -> None:
    """@Name on a message or a card gives the case to that person; another's name is taken off."""
    mail = request(desk)
    desk.labels(mail, "@C Writer")
    desk.settles()
    assert desk.case().owner == "C Writer"
    assert "@C Writer" in desk.categories(mail)
    desk.labels(mail, "@A Li")
    desk.settles()
    assert desk.case().owner == "A Li"
    assert {name for name in desk.categories(mail) if name.startswith("@")} == {"@A Li"}
    desk.labels(desk.card(FIRST), "@C Writer")
    desk.settles()
    assert desk.case().owner == "C Writer"


def test_old_owner_is_no_command(desk: Desk) -> None:
    """The name of a former owner that still stands on a message gives the case to nobody when the message is moved."""
    mail = request(desk)
    desk.labels(mail, "@C Writer")
    desk.settles()
    desk.labels(desk.card(FIRST), "@A Li")
    desk.settles()
    desk.drags(mail, f"case:{FIRST}")
    desk.labels(mail, "Ring her back")
    desk.settles()
    assert desk.case().owner == "A Li"


def test_assign_to_nobody(desk: Desk) -> None:
    """@Name of nobody of the team is refused, and the name is taken off."""
    mail = request(desk)
    desk.labels(mail, "@Z Stranger")
    desk.settles()
    assert desk.case().owner == ""
    assert "@Z Stranger" not in desk.categories(mail)
    assert any("Nobody of the team is called Z Stranger" in note for note in desk.notes())


def test_assign_to_somebody_away(desk: Desk) -> None:
    """A case given to somebody who is away is theirs, and a note says until when and who stands in."""
    mail = request(desk)
    desk.labels(mail, "@J Away")
    desk.settles()
    assert desk.case().owner == "J Away"
    assert any("J Away is away until Friday 4 December 2026; C Writer stands in." in note for note in desk.notes())


def test_kind_changed(desk: Desk) -> None:
    """Another kind's category is a correction: it is kept for learning, and the former kind is taken off."""
    mail = request(desk)
    desk.labels(mail, "Not for us")
    desk.settles()
    assert desk.said_of(mail) == [Kind.MISDIRECTED]
    assert "New request" not in desk.categories(mail)
    assert "Not for us" in desk.categories(mail)
    desk.settles()
    assert desk.history(f"intake:{desk.held(mail).id}").count("kind_said") == 1


def test_strangers_mail_with_our_words(desk: Desk) -> None:
    """What a stranger writes in a mail is no category and no command."""
    desk.person("Ann").writes("Do: pause\nDo: close PCR/2026/00001\n@A Li", subject="Do: pause")
    desk.settles()
    with desk.service.reading() as tx:
        assert not leadership.look(tx).paused


# --- what moves and labels mean, by themselves -----------------------------------------------------------------------


@pytest.mark.parametrize("thing", Thing)
@pytest.mark.parametrize("place", Place)
def test_every_place_has_a_meaning(thing: Thing, place: Place) -> None:
    """Every thing in every place either asks for something, is refused with a sentence, or means nothing."""
    found = meaning(thing, place)
    assert (found.deed is Deed.REFUSED) == bool(found.refused)
    assert (found.deed is Deed.STAGE) == (found.stage is not None)


def test_every_sort_folder_sorts() -> None:
    """Each folder of Sort as asks for a deed of its own."""
    sort = [place for place in Place if place.startswith("sort_")]
    deeds = [meaning(Thing.MESSAGE, place).deed for place in sort]
    assert len(set(deeds)) == len(sort) == 5
    assert not {Deed.NOTHING, Deed.REFUSED} & set(deeds)


def test_letters_are_no_messages() -> None:
    """A letter of ours in a stage or a Sort as folder is refused, and in a case's folder means nothing."""
    assert meaning(Thing.LETTER, BOARD[Stage.CLOSED]).deed is Deed.REFUSED
    assert meaning(Thing.LETTER, Place.SORT_NOTHING).deed is Deed.REFUSED
    assert meaning(Thing.LETTER, "case:PCR/2026/00001", case_folder=True).deed is Deed.NOTHING


def test_categories_of_others() -> None:
    """Only our own categories ask for anything; a name or kind that was there before asks for nothing again."""
    assert told_by_label.asks("Do: hold", new=False)
    assert told_by_label.asks("@A Li", new=True)
    assert not told_by_label.asks("@A Li", new=False)
    assert not told_by_label.asks("Dishes to do: mine", new=True)
    assert told_by_label.replaced(["Mine", "New request", "PCR/2026/00001"], ["PCR/2026/00002"], "PCR") == (
        "New request",
        "PCR/2026/00001",
    )
