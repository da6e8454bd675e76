"""Cards and categories on Exchange Server: what they are there, and what becomes of them when two act at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

import pytest

from bot.mailbox import Ambiguous, Draft, NotFound, Permanent
from bot.mailbox.graph_items import CARD as CARD_IN_GRAPH
from tests.contract import LETTER, TREE, Reader
from tests.contract_workplace import CARD
from tests.ews_world import ACCOUNT, PASSWORD, EwsWorld, exchange
from tests.lookalike.ews import Accounts
from tests.lookalike.faults import Fault
from tests.lookalike.items import Property


@pytest.fixture
def world() -> Iterator[EwsWorld]:
    """A mailbox on an Exchange Server."""
    with exchange() as world:
        yield world


@pytest.fixture
def folder(world: EwsWorld) -> str:
    """A folder of ours."""
    return world.mailbox.ensure_folders(TREE)["urgent"]


# --- cards ----------------------------------------------------------------------------------------------------------


def test_what_a_card_is(world: EwsWorld, folder: str) -> None:
    """A card is an item from the mailbox to nobody, with its day and its importance, under the mark of Graph."""
    card = world.truth.item(world.mailbox.note(folder, CARD).id)
    assert (card.is_draft, card.to, card.cc, card.bcc, card.importance) == (False, [], [], [], "high")
    assert (card.flag, card.flag_on) == ("flagged", date(2026, 12, 4))
    assert card.author is not None
    assert card.author.address == world.truth.address
    assert card.extended == {Property.graph(CARD_IN_GRAPH): CARD.key}
    plain = world.mailbox.note(folder, replace(CARD, key="card-2", flag_on=None, important=False, categories=()))
    other = world.truth.item(plain.id)
    assert (other.flag, other.importance, other.categories) == ("notFlagged", "normal", [])


@pytest.mark.parametrize("after", [False, True], ids=["not done", "done"])
def test_a_lost_card(world: EwsWorld, folder: str, after: bool) -> None:
    """A card whose answer was lost lies there once when it is made again."""
    world.server.faults.plan("CreateItem", Fault(504), after=after)
    with pytest.raises(Ambiguous):
        world.mailbox.note(folder, CARD)
    ref = world.restarted().note(folder, CARD)
    assert [one.id for one in world.truth.listed(folder)] == [ref.id]
    other = world.mailbox.note(folder, replace(CARD, key=CARD.key.upper()))
    assert other.id != ref.id


def test_where_every_item_is_a_draft(world: EwsWorld, folder: str) -> None:
    """On a server that makes a draft of a card it is none to us: it is told as a card and cannot be sent."""
    world.truth.habits.every_item_is_a_draft = True
    ref = world.mailbox.note(folder, CARD)
    (item,) = Reader(world.mailbox, folder).created(folder)
    assert (item.key, item.draft) == (CARD.key, False)
    with pytest.raises((NotFound, Permanent)):
        world.mailbox.submit(Draft(ref, CARD.key, LETTER.written_at))
    with pytest.raises(NotFound):
        world.mailbox.read_back(Draft(ref, CARD.key, LETTER.written_at))
    assert world.mailbox.find(CARD.key) == ()
    world.mailbox.discard(ref, CARD.key)
    assert world.truth.listed(folder) == []


# --- categories -----------------------------------------------------------------------------------------------------


def between(world: EwsWorld, act: Callable[[], object], times: int = 1) -> None:
    """A person acts just before a change of ours arrives, so many times."""
    left = [times]
    honest = world.mailbox._session.acts

    def acts(operation: str, order: object) -> object:
        if operation == "UpdateItem" and left[0]:
            left[0] -= 1
            act()
        return honest(operation, order)  # type: ignore[arg-type]

    world.mailbox._session.acts = acts  # type: ignore[assignment,method-assign]


def test_labelled_by_two_at_once(world: EwsWorld, folder: str) -> None:
    """A category that a person puts on between our looking and our labelling stays."""
    ref = world.mailbox.note(folder, CARD)
    between(world, lambda: world.person_labels(ref.id, ("Do: chase MPS",), ("@A Li",)))
    world.mailbox.label(ref, add=("Overdue",))
    assert world.truth.item(ref.id).categories == ["PCR/2026/00417", "Do: chase MPS", "Overdue"]


def test_labelled_without_end(world: EwsWorld, folder: str) -> None:
    """An item that changes each time it is to be labelled is left for later, with what people put on."""
    ref = world.mailbox.note(folder, replace(CARD, categories=()))
    names = iter("abcdefgh")
    between(world, lambda: world.person_labels(ref.id, (next(names),)), times=9)
    with pytest.raises(Ambiguous):
        world.mailbox.label(ref, add=("Overdue",))
    assert world.truth.item(ref.id).categories == ["a", "b", "c"]


@pytest.mark.parametrize("after", [False, True], ids=["not done", "done"])
def test_a_lost_label(world: EwsWorld, folder: str, after: bool) -> None:
    """A label whose answer was lost is looked for, and put on if it is not there."""
    ref = world.mailbox.note(folder, CARD)
    world.server.faults.plan("UpdateItem", Fault(reset=True), after=after)
    world.mailbox.label(ref, add=("Overdue",))
    assert world.truth.item(ref.id).categories == [*CARD.categories, "Overdue"]
    assert len(world.server.log.of("UpdateItem")) == (1 if after else 2)


def test_casing_of_labels(world: EwsWorld, folder: str) -> None:
    """A category is the same one in any casing, as it is to Outlook."""
    ref = world.mailbox.note(folder, replace(CARD, categories=("Urgent", "Red")))
    world.mailbox.label(ref, add=("URGENT", "Overdue", "overdue"), remove=("red",))
    assert [one.casefold() for one in world.truth.item(ref.id).categories] == ["urgent", "overdue"]


KEPT = (
    b'<?xml version="1.0"?>\n<categories default="Red" lastSavedSession="5" lastSavedTime="2026-01-28T03:03:53.420" '
    b'xmlns="CategoryList.xsd"><category name="Urgent" color="4" keyboardShortcut="2" usageCount="7" '
    b'lastTimeUsed="2026-01-28T03:03:53.420" guid="{2B7FC69C-7046-44A2-8FF3-007D7467DC82}" odd="kept"/></categories>'
)


def test_colours_beside_others(world: EwsWorld) -> None:
    """New categories stand with their colours behind those there were, which stay as people have them."""
    world.server.application.categories.xml = KEPT
    colours = {"URGENT": "preset9", "Überfällig & <spät>": "preset0", "Plain": "none"}
    assert world.mailbox.ensure_categories(colours) == frozenset()
    assert world.truth.master_categories == {
        "Urgent": "preset4",
        "Überfällig & <spät>": "preset0",
        "Plain": "preset-1",
    }
    xml = world.server.application.categories.xml
    assert b'keyboardShortcut="2" usageCount="7"' in xml
    assert b'lastSavedSession="5"' in xml
    assert b'odd="kept"' in xml
    guids = {line.split(b'"')[0] for line in xml.split(b'guid="')[1:]}
    assert len(guids) == 3


@pytest.mark.parametrize("kept", [b"no XML", b"<categories/>", b"<other xmlns='CategoryList.xsd'/>"])
def test_a_list_that_cannot_be_read(world: EwsWorld, kept: bytes) -> None:
    """A list of categories that makes no sense is not written over; all names are answered as not made."""
    world.server.application.categories.xml = kept
    assert world.mailbox.ensure_categories({"Urgent": "preset9"}) == {"Urgent"}
    assert world.server.application.categories.xml == kept


@pytest.mark.parametrize("operation", ["GetUserConfiguration", "UpdateUserConfiguration"])
def test_no_right_to_the_list(world: EwsWorld, operation: str) -> None:
    """Where the account may not read or write the list, the names that are not in it are answered."""
    world.truth.master_categories["Urgent"] = "preset9"
    world.server.faults.plan(operation, Fault(200, "ErrorAccessDenied"), times=0)
    made = world.mailbox.ensure_categories({"Urgent": "preset9", "Overdue": "preset0"})
    assert made == ({"Overdue"} if operation.startswith("Update") else {"Urgent", "Overdue"})
    assert world.truth.master_categories == {"Urgent": "preset9"}


def test_a_list_made_meanwhile(world: EwsWorld) -> None:
    """A list that somebody makes between our looking and our making is left as it is, until we are asked again."""
    world.server.faults.plan("GetUserConfiguration", Fault(200, "ErrorItemNotFound"))
    world.truth.master_categories["Red"] = "preset0"
    assert world.mailbox.ensure_categories({"Urgent": "preset9"}) == {"Urgent"}
    assert world.mailbox.ensure_categories({"Urgent": "preset9"}) == frozenset()
    assert world.truth.master_categories == {"Red": "preset0", "Urgent": "preset9"}


def test_the_list_as_a_delegate() -> None:
    """A delegate writes the list of the mailbox and not one of their own."""
    with exchange(Accounts({ACCOUNT: PASSWORD}, impersonates=False), access="delegate") as world:
        assert world.mailbox.ensure_categories({"Urgent": "preset9"}) == frozenset()
        assert world.truth.master_categories == {"Urgent": "preset9"}
