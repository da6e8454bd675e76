"""Cards and labels in Microsoft 365: what people see of them, and that nobody's labels are lost."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.mailbox import Ambiguous, Draft, NotFound, Permanent, Unavailable
from tests.contract import INBOX, LETTER, TREE, Reader, mail, only
from tests.contract_workplace import CARD
from tests.graph_world import CLOCK, OURS, GraphWorld, graph_world
from tests.lookalike.faults import Fault
from tests.lookalike.graph_call import Call

COLOURS = {"Urgent": "preset9", "@A Li": "preset5", "Do: chase MPS": "preset23"}


@pytest.fixture
def world(tmp_path: Path) -> Iterator[GraphWorld]:
    """A mailbox at the look-alike."""
    with graph_world(tmp_path) as made:
        yield made


@pytest.fixture
def folder(world: GraphWorld) -> str:
    """The id of a folder of the board."""
    return world.mailbox.ensure_folders(TREE)["urgent"]


# --- cards ----------------------------------------------------------------------------------------------------------


def test_card_as_people_see_it(world: GraphWorld, folder: str) -> None:
    """A card comes from the mailbox itself, to nobody, flagged for its day, with its labels, and is no draft."""
    item = world.box.item(world.mailbox.note(folder, CARD).id)
    assert item.author is not None
    assert (item.author.address, item.to, item.cc, item.bcc) == (OURS, [], [], [])
    assert (item.subject, item.importance, item.is_draft) == (CARD.subject, "high", False)
    assert (item.flag, item.flag_on, item.categories) == ("flagged", date(2026, 12, 4), list(CARD.categories))
    plain = world.box.item(world.mailbox.note(folder, replace(CARD, key="b", flag_on=None, important=False)).id)
    assert (plain.flag, plain.importance) == ("notFlagged", "normal")


def test_card_answer_lost(world: GraphWorld, folder: str) -> None:
    """A card whose answer was lost is not made a second time: the one that is there is found by its very key."""
    world.mailbox.note(folder, replace(CARD, key=CARD.key.upper()))
    world.server.faults.plan("messages.create", Fault(504), after=True)
    with pytest.raises(Ambiguous):
        world.mailbox.note(folder, CARD)
    refs = [mailbox.note(folder, CARD) for mailbox in (world.mailbox, world.restarted())]
    assert len(world.box.listed(folder)) == 2
    assert [item.ref for item in Reader(world.mailbox, folder).created(folder) if item.key == CARD.key] == refs[:1]
    assert refs[0] == refs[1]


def test_requests_of_cards(world: GraphWorld, folder: str) -> None:
    """A card takes one request; what lies in its folder is looked at once, and again when that was long ago."""
    for number in range(5):
        world.mailbox.note(folder, replace(CARD, key=f"card-{number}"))
    assert (world.requests()["messages.create"], world.requests()["messages.list"]) == (5, 1)
    world.sleep(601)
    world.mailbox.note(folder, CARD)
    assert world.requests()["messages.list"] == 2


def test_card_made_again(world: GraphWorld, folder: str) -> None:
    """A card that a person threw away is gone for us, and is made again."""
    ref = world.mailbox.note(folder, CARD)
    world.box.delete(world.box.item(ref.id))
    with pytest.raises(NotFound):
        world.mailbox.discard(ref, CARD.key)
    assert world.mailbox.note(folder, CARD) != ref
    assert len(world.box.listed(folder)) == 1


def test_card_where_all_are_drafts(world: GraphWorld, folder: str) -> None:
    """Where the mailbox makes every item a draft a card is told as none, and cannot be sent for want of a recipient."""
    world.box.habits.every_item_is_a_draft = True
    ref = world.mailbox.note(folder, CARD)
    item = only(Reader(world.mailbox, folder).created(folder))
    assert (world.box.item(ref.id).is_draft, item.key, item.draft) == (True, CARD.key, False)
    with pytest.raises(Permanent):
        world.mailbox.submit(Draft(ref, CARD.key, LETTER.written_at))
    world.person_moves(ref.id, "drafts")
    assert (world.mailbox.drafts(), world.mailbox.find(CARD.key)) == ((), ())
    world.mailbox.discard(ref, CARD.key)
    assert world.box.listed("drafts") == []


def test_card_without_its_folder(world: GraphWorld, folder: str) -> None:
    """A card for a folder that somebody took away is not made elsewhere."""
    world.box.remove_folder(folder)
    with pytest.raises(NotFound):
        world.mailbox.note(folder, CARD)
    assert [one for one in world.box.listed() if one.subject == CARD.subject] == []


def test_ours_is_not_read_ahead(world: GraphWorld, folder: str) -> None:
    """Reading ahead leaves out our own cards and drafts."""
    for number in range(3):
        world.box.deliver(mail(f"Number {number}"), folder, at=CLOCK.at)
        world.sleep(60)
        world.mailbox.note(folder, replace(CARD, key=f"card-{number}"))
        world.mailbox.draft(replace(LETTER, key=f"letter-{number}", folder=folder))
        world.sleep(60)
    items = sorted(Reader(world.mailbox, folder).created(folder), key=lambda item: item.received_at)
    raws = [world.mailbox.mime(item.ref) for item in items if not item.key]
    assert {mail(f"Number {number}") for number in range(3)} == {*raws}
    assert len(world.server.log.of("messages.value")) == 3


def test_known_by_the_ref_that_was_answered(world: GraphWorld, folder: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is filed together with others has another id once that is done, and is known by the one answered before."""
    monkeypatch.setattr(Call, "immutable", False)
    drafts = [world.mailbox.draft(replace(LETTER, key=f"letter-{number}")) for number in range(3)]
    card = world.mailbox.note(folder, CARD)
    with world.mailbox.together():
        drafts = [replace(one, ref=world.mailbox.file(one.ref, folder)) for one in drafts]
        card = world.mailbox.file(card, INBOX)
        world.mailbox.submit(drafts[0])
    assert world.mailbox.read_back(drafts[1]).subject == LETTER.subject
    world.mailbox.submit(drafts[1])
    world.mailbox.discard(drafts[2].ref, drafts[2].key)
    card = world.mailbox.label(card, add=("Overdue",))
    world.mailbox.discard(card, CARD.key)
    assert (len(world.sent()), world.box.listed(folder), world.box.listed("inbox")) == (2, [], [])


# --- labels ---------------------------------------------------------------------------------------------------------


def test_labels_at_the_same_moment(world: GraphWorld) -> None:
    """What a person puts on and takes off at the very moment we label stands, beside what we put on."""
    world.deliver(mail())
    ref = only(Reader(world.mailbox, INBOX).created()).ref
    world.person_labels(ref.id, ("Red", "Due today"))
    world.server.faults.plan("messages.patch", Fault(pause=0.4))
    person = threading.Timer(0.15, lambda: world.person_labels(ref.id, ("Blue",), ("Red",)))
    person.start()
    assert world.mailbox.label(ref, add=("Overdue",), remove=("Due today",)) == ref
    person.join()
    assert world.box.item(ref.id).categories == ["Blue", "Overdue"]
    assert [one.status for one in world.server.log.of("messages.patch")] == [412, 200]


@pytest.mark.parametrize("fault", [Fault(504), Fault(reset=True), Fault(429, retry_after="5")])
@pytest.mark.parametrize("after", [True, False])
def test_label_answer_lost(world: GraphWorld, fault: Fault, after: bool) -> None:
    """A label whose answer was lost is put on once."""
    world.deliver(mail())
    ref = only(Reader(world.mailbox, INBOX).created()).ref
    world.server.faults.plan("messages.patch", fault, after=after and fault.status != 429)
    world.mailbox.label(ref, add=("Overdue",))
    assert world.box.item(ref.id).categories == ["Overdue"]


def test_label_always_disturbed(world: GraphWorld) -> None:
    """An item that changes again and again is labelled at a later pass."""
    world.deliver(mail())
    ref = only(Reader(world.mailbox, INBOX).created()).ref
    world.server.faults.plan("messages.patch", Fault(412, "ErrorIrresolvableConflict"), times=0)
    with pytest.raises(Unavailable):
        world.mailbox.label(ref, add=("Overdue",))
    assert len(world.server.log.of("messages.patch")) == 3


def test_labels_and_capitals(world: GraphWorld) -> None:
    """Capitals make no other label; what is there already as wished is only looked at."""
    world.deliver(mail())
    ref = only(Reader(world.mailbox, INBOX).created()).ref
    world.person_labels(ref.id, ("Urgent", "Blue"))
    world.server.log.clear()
    world.mailbox.label(ref, add=("URGENT", "blue"), remove=("red",))
    assert world.requests() == {"messages.get": 1}
    world.mailbox.label(ref, remove=("uRGENT",))
    assert world.box.item(ref.id).categories == ["Blue"]


def test_label_of_what_waits_to_be_filed(world: GraphWorld, folder: str) -> None:
    """A label comes after what waits to be made together, so that it is put on and not wiped off."""
    world.deliver(mail())
    item = only(Reader(world.mailbox, INBOX).created())
    with world.mailbox.together():
        ref = world.mailbox.file(world.mailbox.stamp(item.ref, "mark"), folder, categories=("Urgent",))
        ref = world.mailbox.label(ref, add=("Overdue",))
    assert world.box.item(ref.id).categories == ["Urgent", "Overdue"]


# --- the list of categories -----------------------------------------------------------------------------------------


def test_list_of_categories(world: GraphWorld) -> None:
    """What is missing in the mailbox's list comes with its colour; what is there keeps the one people gave it."""
    world.box.master_categories |= {"URGENT": "preset1", "Lunch": "preset2"}
    assert world.mailbox.ensure_categories(COLOURS) == frozenset()
    assert world.box.master_categories == {
        "URGENT": "preset1",
        "Lunch": "preset2",
        "@A Li": "preset5",
        "Do: chase MPS": "preset23",
    }
    world.server.log.clear()
    assert world.mailbox.ensure_categories(COLOURS) == frozenset()
    assert world.requests() == {"categories.list": 1}


@pytest.mark.parametrize(("may", "left"), [((), {*COLOURS}), (("MailboxSettings.Read",), {"@A Li", "Do: chase MPS"})])
def test_list_that_is_closed(world: GraphWorld, may: tuple[str, ...], left: set[str]) -> None:
    """Where the application may not see or change the list it says which names have no colour, and labels with them."""
    world.box.master_categories["Urgent"] = "preset1"
    world.server.sign_in.roles = ("Mail.ReadWrite", "Mail.Send", *may)
    world.mailbox = world.restarted()
    assert world.mailbox.ensure_categories(COLOURS) == left
    world.deliver(mail())
    ref = world.mailbox.label(only(Reader(world.mailbox, INBOX).created()).ref, add=tuple(COLOURS))
    assert world.box.item(ref.id).categories == list(COLOURS)


def test_a_name_that_is_refused(world: GraphWorld) -> None:
    """A name that the list will not have is told, the others are there; one whose answer was lost is there once."""
    world.server.faults.plan("categories.create", Fault(504), after=True)
    assert world.mailbox.ensure_categories({"a": "preset1", "b": "no colour", "c": "preset3"}) == {"b"}
    assert world.box.master_categories == {"a": "preset1", "c": "preset3"}
