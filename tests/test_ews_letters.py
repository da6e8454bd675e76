"""Letters on Exchange Server: drafted once with their key, sent as they were read, and found again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy
from hashlib import sha256

import pytest

from bot.mailbox import (
    Ambiguous,
    Enclosed,
    NotFound,
    Permanent,
    Whereabouts,
    graph_items,
)
from tests.contract import INBOX, LETTER, Reader, mail, only
from tests.ews_world import EwsWorld, exchange
from tests.lookalike.faults import Fault
from tests.lookalike.items import Address, Attachment, Item, Property

KEY, STAMP = Property.graph(graph_items.KEY), Property.graph(graph_items.STAMP)


@pytest.fixture
def world() -> Iterator[EwsWorld]:
    """A mailbox on an Exchange Server."""
    with exchange() as world:
        yield world


@pytest.fixture
def reader(world: EwsWorld) -> Reader:
    """Watches the Inbox."""
    return Reader(world.mailbox, INBOX)


def test_what_leaves(world: EwsWorld) -> None:
    """A letter leaves to its one recipient, in its thread, under our Message-ID, marked as written by a machine."""
    letter = replace(LETTER, references=("<q0@home.example>",), html="<p>“Straße” &amp; <b>more</b></p>")
    world.mailbox.submit(world.mailbox.draft(letter))
    sent = message_from_bytes(world.sent()[0], policy=policy.default)
    assert world.truth.journal[0].recipients == (LETTER.to,)
    assert sent["Message-ID"] == LETTER.message_id
    assert sent["In-Reply-To"] == LETTER.answers_message_id
    assert sent["References"] == "<q0@home.example> <q1@home.example>"
    assert (sent["X-Auto-Response-Suppress"], sent["X-PCR-Loop"]) == ("All", LETTER.loop_mark)
    assert sent["From"].addresses[0].addr_spec == LETTER.sender
    assert "Straße" in sent.get_body(("html",)).get_content()
    assert b"ReviewsKey" not in world.sent()[0]


def test_found(world: EwsWorld) -> None:
    """What was sent is found by its key, exactly, with its Message-ID and under its new id."""
    draft = world.mailbox.draft(LETTER)
    world.mailbox.submit(draft)
    world.mailbox.draft(replace(LETTER, key=LETTER.key.upper(), message_id="<other@reviews.example>"))
    (found,) = world.mailbox.find(LETTER.key)
    assert (found.where, found.message_id) == (Whereabouts.SENT, LETTER.message_id)
    assert found.ref.id != draft.ref.id
    assert world.mailbox.find("") == ()


def test_edited_after_it_was_read(world: EwsWorld) -> None:
    """A draft that somebody changes after it was read back does not leave until it has been read back again."""
    draft = world.mailbox.draft(LETTER)
    world.mailbox.read_back(draft)
    world.person_edits(draft, "We have received", "We never received")
    with pytest.raises(Ambiguous, match="changed"):
        world.mailbox.submit(draft)
    assert world.sent() == []
    world.mailbox.read_back(draft)
    world.mailbox.submit(draft)
    assert len(world.sent()) == 1


def test_edited_before_it_was_read(world: EwsWorld) -> None:
    """A draft that was never read back leaves only as it was made."""
    draft = world.mailbox.draft(LETTER)
    world.person_edits(draft, "We have received", "We never received")
    with pytest.raises(Ambiguous):
        world.restarted().submit(draft)
    assert world.sent() == []


def test_recipients_added(world: EwsWorld) -> None:
    """Everybody a person adds to a draft, openly or not, and every file, shows when it is read back."""
    draft = world.mailbox.draft(LETTER)
    item = world.truth.item(draft.ref.id)
    item.cc, item.bcc = [Address("A", "a@home.example")], [Address("B", "b@home.example")]
    world.truth.attach(item, Attachment("", "extra.pdf", content=b"%PDF"))
    said = world.mailbox.read_back(draft)
    assert (said.to, said.copies, said.attachments) == (
        (LETTER.to,),
        ("a@home.example", "b@home.example"),
        (Enclosed("extra.pdf", sha256(b"%PDF").hexdigest()),),
    )


def test_slow_transport(world: EwsWorld) -> None:
    """A letter on its way, still shown in Drafts and not yet in Sent Items, is neither draft nor sent."""
    world.truth.habits.sent_lag = world.truth.habits.draft_lingers = timedelta(minutes=2)
    draft = world.mailbox.draft(LETTER)
    world.mailbox.submit(draft)
    assert world.mailbox.find(LETTER.key) == world.mailbox.drafts() == ()
    for again in (draft, world.restarted().draft(LETTER)):
        with pytest.raises(NotFound):
            world.mailbox.submit(again)
    with pytest.raises(NotFound):
        world.mailbox.read_back(draft)
    with pytest.raises(NotFound):
        world.mailbox.discard(draft.ref, draft.key)
    world.truth.now.passes(minutes=3)  # type: ignore[attr-defined]
    assert [one.where for one in world.mailbox.find(LETTER.key)] == [Whereabouts.SENT]
    assert len(world.sent()) == 1


def test_no_message_id_of_ours(world: EwsWorld) -> None:
    """A server that lets nobody choose a Message-ID still takes the draft, with its key."""
    world.server.faults.plan("CreateItem", Fault(200, "ErrorInvalidPropertySet"))
    draft = world.mailbox.draft(LETTER)
    assert [one.ref.id for one in world.mailbox.find(LETTER.key)] == [draft.ref.id]
    assert world.truth.item(draft.ref.id).message_id != LETTER.message_id


def test_letters_xml_cannot_hold(world: EwsWorld) -> None:
    """A letter with a character that XML forbids is refused, and nothing is drafted."""
    with pytest.raises(Permanent):
        world.mailbox.draft(replace(LETTER, html="<p>\x0b</p>"))
    assert world.truth.listed("drafts") == []


def test_the_same_marks_as_in_microsoft_365(world: EwsWorld, reader: Reader) -> None:
    """What was stamped and drafted here carries the marks that Microsoft 365 shows, so a mailbox may move there."""
    world.deliver(mail())
    ref = world.mailbox.stamp(only(reader.created()).ref, "mark")
    draft = world.mailbox.draft(LETTER)
    assert world.truth.item(ref.id).extended == {STAMP: "mark"}
    assert world.truth.item(draft.ref.id).extended == {KEY: LETTER.key}


def test_discarded_letters_can_be_recovered(world: EwsWorld) -> None:
    """What we discard is where people can recover it."""
    draft = world.mailbox.draft(LETTER)
    world.mailbox.discard(draft.ref, draft.key)
    (there,) = world.truth.listed("recoverableitemsdeletions")
    assert there.extended[KEY] == LETTER.key


def test_many(world: EwsWorld) -> None:
    """More drafts than a page holds are all listed."""
    for number in range(501):
        item = Item(subject=str(number))
        item.put(KEY, f"ack-{number}")
        world.truth.create(item)
    assert len({one.key for one in world.mailbox.drafts()}) == 501
