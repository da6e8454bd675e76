"""Files, folders, cards and categories on Exchange Server, where it does as no other mailbox does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from hashlib import sha256

import pytest

from bot.mailbox import Ambiguous, Enclosed, NotFound, Permanent, Ref, Unavailable, Whereabouts
from bot.mailbox.voting import verb_stream
from store.messages import Enclosure
from tests.contract import LETTER, TREE, Reader, mail, only
from tests.contract_workplace import CARD, ENCLOSED, FILES
from tests.ews_world import EwsWorld, exchange
from tests.lookalike.faults import Fault
from tests.lookalike.items import Attachment, Property

VOTES = Property.graph("Binary {00062008-0000-0000-C000-000000000046} Id 0x00008520")
PUBLISHED = """
    02 01 03 00 00 00 04 00 00 00 03 59 65 73 08 49 50 4D 2E 4E 6F 74 65 00 03 59 65 73 00 00 00 00 00 00 00 00 00 01
    00 00 00 02 00 00 00 02 00 00 00 01 00 00 00 FF FF FF FF 04 00 00 00 02 4E 6F 08 49 50 4D 2E 4E 6F 74 65 00 02 4E
    6F 00 00 00 00 00 00 00 00 00 01 00 00 00 02 00 00 00 02 00 00 00 02 00 00 00 FF FF FF FF 04 00 00 00 05 4D 61 79
    62 65 08 49 50 4D 2E 4E 6F 74 65 00 05 4D 61 79 62 65 00 00 00 00 00 00 00 00 00 01 00 00 00 02 00 00 00 02 00 00
    00 03 00 00 00 FF FF FF FF 04 01 03 59 00 65 00 73 00 03 59 00 65 00 73 00 02 4E 00 6F 00 02 4E 00 6F 00 05 4D 00
    61 00 79 00 62 00 65 00 05 4D 00 61 00 79 00 62 00 65 00
"""
"""The buttons Yes, No and Maybe, as MS-OXOMSG 4.5 gives them."""


@pytest.fixture
def world() -> Iterator[EwsWorld]:
    """A mailbox on an Exchange Server."""
    with exchange() as world:
        yield world


@pytest.fixture
def folder(world: EwsWorld) -> str:
    """A folder of ours."""
    return world.mailbox.ensure_folders(TREE)["urgent"]


# --- files ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("after", [False, True], ids=["not done", "done"])
def test_a_letter_with_files_is_made_at_once(world: EwsWorld, after: bool) -> None:
    """However a draft with files is broken off, there is all of it or nothing of it."""
    letter = replace(LETTER, enclosures=FILES)
    world.server.faults.plan("CreateItem", Fault(reset=True), after=after)
    with pytest.raises(Ambiguous):
        world.mailbox.draft(letter)
    assert [len(one.attachments) for one in world.truth.listed("drafts")] == ([2] if after else [])
    draft = world.restarted().draft(letter)
    assert set(world.mailbox.read_back(draft).attachments) == ENCLOSED
    assert len(world.truth.listed("drafts")) == 1


def test_files_leave(world: EwsWorld) -> None:
    """The files that leave have the names, the types and the bytes they were given."""
    world.mailbox.submit(world.mailbox.draft(replace(LETTER, enclosures=FILES)))
    sent = message_from_bytes(world.sent()[0], policy=policy.default)
    left = [
        (one.get_filename(), one.get_content_type(), one.get_payload(decode=True)) for one in sent.iter_attachments()
    ]
    assert left == [(one.name, one.content_type, one.content) for one in FILES]


def test_what_else_people_attach(world: EwsWorld) -> None:
    """A message and a link that a person attached are read back too, one by its MIME, one by its address."""
    draft = world.mailbox.draft(LETTER)
    item = world.truth.item(draft.ref.id)
    world.truth.attach(item, Attachment("", "A message", "item", mail("Inside"), "message/rfc822"))
    world.truth.attach(item, Attachment("", "A link", "reference", url="https://files.pcc.example/1"))
    message, link = world.mailbox.read_back(draft).attachments
    assert message == Enclosed("A message", sha256(mail("Inside")).hexdigest())
    assert link == Enclosed("A link", sha256(b"https://files.pcc.example/1").hexdigest())


def test_a_file_changed_after_it_was_read(world: EwsWorld) -> None:
    """A draft to which a file was added after it was read back does not leave."""
    draft = world.mailbox.draft(replace(LETTER, enclosures=FILES))
    world.mailbox.read_back(draft)
    world.person_attaches(draft, "extra.pdf", b"%PDF")
    with pytest.raises(Ambiguous):
        world.mailbox.submit(draft)
    assert world.sent() == []


def test_a_file_gone_while_it_was_read(world: EwsWorld) -> None:
    """A draft whose file goes while it is read is not taken for one that has left."""
    draft = world.mailbox.draft(replace(LETTER, enclosures=FILES))
    world.server.faults.plan("GetAttachment", Fault(200, "ErrorItemNotFound"), nth=2)
    with pytest.raises(Unavailable):
        world.mailbox.read_back(draft)
    assert set(world.mailbox.read_back(draft).attachments) == ENCLOSED


@pytest.mark.parametrize(
    "unholdable",
    [{"enclosures": (Enclosure("a\x0b.txt", "text/plain", b"a"),)}, {"votes": ("Ж",)}, {"categories": ("\x01",)}],
    ids=str,
)
def test_what_exchange_cannot_hold(world: EwsWorld, unholdable: dict[str, tuple[object, ...]]) -> None:
    """A letter with what Exchange cannot hold is refused for good, and nothing of it is drafted."""
    with pytest.raises(Permanent):
        world.mailbox.draft(replace(LETTER, **unholdable))  # type: ignore[arg-type]
    assert world.truth.listed("drafts") == []


# --- voting buttons -------------------------------------------------------------------------------------------------


def test_buttons_as_published() -> None:
    """The buttons are written byte for byte as the published example has them."""
    assert verb_stream(("Yes", "No", "Maybe")) == bytes.fromhex(PUBLISHED)


def test_buttons(world: EwsWorld) -> None:
    """A letter that can be answered by a button carries the buttons where Outlook and Microsoft 365 look for them."""
    with_buttons = world.mailbox.draft(replace(LETTER, votes=("Yes", "No", "Maybe")))
    without = world.mailbox.draft(replace(LETTER, key="ack-2"))
    told = world.truth.item(with_buttons.ref.id).extended[VOTES]
    assert isinstance(told, str)
    assert told.startswith("AgEDAAAABAAAAANZZXMISVBNLk5vdGUA")
    assert VOTES not in world.truth.item(without.ref.id).extended


# --- where drafts lie -----------------------------------------------------------------------------------------------


def found_in(world: EwsWorld) -> list[tuple[str, Whereabouts]]:
    """The folders in which the letter is found."""
    found = world.mailbox.find(LETTER.key)
    return [(world.truth.folders[world.truth.item(one.ref.id).folder].name, one.where) for one in found]


def test_a_folder_nobody_told_of(world: EwsWorld, folder: str) -> None:
    """A draft dragged into a folder that a person has just made, however deep, is found there and not made again."""
    draft = world.mailbox.draft(LETTER)
    assert len(world.mailbox.find(LETTER.key)) == 1
    world.person_moves(draft.ref.id, world.truth.at("Ours", "And below").id)
    assert found_in(world) == [("And below", Whereabouts.DRAFT)]
    assert len(world.truth.listed("drafts")) == 0
    world.mailbox.submit(world.mailbox.draft(LETTER))
    assert len(world.sent()) == 1


def test_a_folder_taken_away(world: EwsWorld, folder: str) -> None:
    """Looking for a letter gets over a folder that a person took away, and finds it where it is."""
    draft = world.mailbox.draft(LETTER)
    world.truth.remove_folder(folder)
    world.asked()
    assert [one.ref.id for one in world.mailbox.find(LETTER.key)] == [draft.ref.id]
    assert world.asked() == ["FindItem", "FindFolder", "FindItem"]


def test_folders_going_while_they_are_looked_through(world: EwsWorld, folder: str) -> None:
    """Where folders go faster than they are looked through, nobody says that there is no such letter."""
    world.mailbox.draft(LETTER)
    world.server.faults.plan("FindItem", Fault(200, "ErrorItemNotFound"), times=2)
    with pytest.raises(Unavailable):
        world.mailbox.find(LETTER.key)


@pytest.mark.parametrize("below", [(), ("Old drafts",)], ids=["bin", "folder in the bin"])
def test_deleted_by_a_person(world: EwsWorld, below: tuple[str, ...]) -> None:
    """A draft that a person deleted is no draft any more, also in a folder they deleted with it."""
    draft = world.mailbox.draft(LETTER)
    folder = world.truth.folder("deleteditems").id
    for name in below:
        folder = world.truth.make_folder(folder, name).id
    world.person_moves(draft.ref.id, folder)
    assert world.mailbox.find(LETTER.key) == ()


def test_copied_by_a_person(world: EwsWorld, folder: str) -> None:
    """A copy that a person made of a draft is found beside it, and what has left is told before it."""
    draft = world.mailbox.draft(LETTER)
    world.truth.copy(world.truth.item(draft.ref.id), folder)
    assert sorted(found_in(world)) == [("Drafts", Whereabouts.DRAFT), ("Urgent", Whereabouts.DRAFT)]
    world.mailbox.submit(draft)
    assert found_in(world) == [("Sent Items", Whereabouts.SENT), ("Urgent", Whereabouts.DRAFT)]


def test_sent_and_filed(world: EwsWorld, folder: str) -> None:
    """A letter that left and was filed by a person is still one that left, and is not discarded."""
    world.mailbox.submit(world.mailbox.draft(LETTER))
    (sent,) = world.mailbox.find(LETTER.key)
    world.person_moves(sent.ref.id, folder)
    assert found_in(world) == [("Urgent", Whereabouts.SENT)]
    with pytest.raises(NotFound):
        world.mailbox.discard(world.mailbox.find(LETTER.key)[0].ref, LETTER.key)


def test_on_its_way_through_the_outbox(world: EwsWorld) -> None:
    """A draft that a person's Outlook is just sending is not made again."""
    draft = world.mailbox.draft(LETTER)
    world.person_moves(draft.ref.id, "outbox")
    assert world.mailbox.draft(LETTER).ref.id == world.truth.listed("outbox")[0].id
    assert world.truth.listed("drafts") == []


def test_more_folders_than_one_question_takes(world: EwsWorld) -> None:
    """A draft in the last of very many folders is found."""
    draft = world.mailbox.draft(LETTER)
    for number in range(230):
        last = world.truth.at("Reviews", "4 Case files", f"PCR-2026-{number:05}").id
    world.person_moves(draft.ref.id, last)
    world.asked()
    assert found_in(world) == [("PCR-2026-00229", Whereabouts.DRAFT)]
    assert world.asked() == ["FindItem", "FindFolder", "FindItem", "FindItem", "FindItem"]


def test_filed_where_it_lies(world: EwsWorld, folder: str) -> None:
    """A draft that is filed where it was made stays as it is, and leaves as it was made."""
    draft = world.mailbox.draft(replace(LETTER, folder=folder))
    world.asked()
    ref = world.mailbox.file(draft.ref, folder)
    assert (ref.id, world.asked()) == (draft.ref.id, ["GetItem"])
    world.mailbox.file(ref, folder, categories=("Waits",))
    world.mailbox.submit(replace(draft, ref=ref))
    assert len(world.sent()) == 1
    with pytest.raises(NotFound):
        world.mailbox.file(draft.ref, folder)


def test_no_such_folder(world: EwsWorld, folder: str) -> None:
    """A draft or a card for a folder that is gone is not made anywhere else."""
    world.truth.remove_folder(folder)
    with pytest.raises(NotFound):
        world.mailbox.draft(replace(LETTER, folder=folder))
    with pytest.raises(NotFound):
        world.mailbox.note(folder, CARD)
    assert world.truth.listed() == []


# --- what a poll tells ----------------------------------------------------------------------------------------------


def test_letters_on_their_way_are_no_drafts(world: EwsWorld, folder: str) -> None:
    """A poll tells no draft that is only still in sight, and no key of a letter of a stranger."""
    world.deliver(mail(), folder)
    draft = world.mailbox.draft(replace(LETTER, folder=folder))
    (first, second) = Reader(world.mailbox, folder).created(folder)
    assert {(one.key, one.draft) for one in (first, second)} == {("", False), (LETTER.key, True)}
    world.truth.habits.draft_lingers = datetime.max.replace(tzinfo=UTC) - datetime(2027, 1, 1, tzinfo=UTC)
    world.mailbox.submit(draft)
    lingering = [one for one in Reader(world.mailbox, folder).created(folder) if one.key]
    assert only(lingering).draft is False


def test_a_ref_of_nothing(world: EwsWorld) -> None:
    """What was never there is not found, whatever is wanted of it."""
    for wants in (
        lambda ref: world.mailbox.label(ref, add=("a",)),
        lambda ref: world.mailbox.discard(ref, LETTER.key),
        lambda ref: world.mailbox.file(ref, "INBOX"),
    ):
        with pytest.raises(NotFound):
            wants(Ref("AAMkx"))
