"""Letters in Microsoft 365: to one recipient, once, and found again whatever was lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy
from hashlib import sha256
from pathlib import Path

import pytest

from bot.mailbox import Ambiguous, Enclosed, NotFound, Permanent, Throttled, Whereabouts
from tests.contract import INBOX, LETTER, Reader, every, mail, only
from tests.graph_world import CLOCK, GraphWorld, graph_world
from tests.lookalike.faults import Fault
from tests.lookalike.items import Address, Attachment


@pytest.fixture
def world(tmp_path: Path) -> Iterator[GraphWorld]:
    """A mailbox at the look-alike."""
    with graph_world(tmp_path) as made:
        yield made


@pytest.fixture
def reader(world: GraphWorld) -> Reader:
    """Watches the Inbox, after a first look at it, which is not in the log of requests."""
    made = Reader(world.mailbox, INBOX)
    made.poll()
    world.server.log.clear()
    return made


def test_what_leaves(world: GraphWorld, reader: Reader) -> None:
    """A letter leaves in its thread, to one recipient, with its words, and asks for no automatic answer."""
    world.deliver(mail())
    letter = replace(LETTER, answers_item=only(reader.created()).ref.id)
    world.mailbox.submit(world.mailbox.draft(letter))
    sent = message_from_bytes(world.sent()[0], policy=policy.default)
    assert (sent["To"], sent["Cc"], sent["Subject"]) == (LETTER.to, None, LETTER.subject)
    assert (sent["In-Reply-To"], sent["Message-ID"]) == ("<q1@home.example>", LETTER.message_id)
    assert (sent["X-Auto-Response-Suppress"], sent["X-PCR-Loop"]) == ("All", LETTER.loop_mark)
    assert LETTER.html in sent.get_body(("html",)).get_content()  # type: ignore[union-attr]
    assert [one.message_id for one in world.mailbox.find(LETTER.key)] == [LETTER.message_id]


def test_requests_of_a_letter(world: GraphWorld, reader: Reader) -> None:
    """A letter takes four requests: drafted, read back, sent, confirmed; several share calls, and one confirms all."""
    world.mailbox.read_back(world.mailbox.draft(replace(LETTER, key="an earlier one")))
    world.server.log.clear()
    letters = [replace(LETTER, key=f"ack-{number}") for number in range(25)]
    drafts = every(world.mailbox.draft_all(letters))
    assert [said.subject for said in every(world.mailbox.read_back_all(drafts))] == [LETTER.subject] * 25
    assert every(world.mailbox.submit_all(drafts)) == [None] * 25
    found = every(world.mailbox.find_all([letter.key for letter in letters]))
    assert [one.where for (one,) in found] == [Whereabouts.SENT] * 25
    assert world.requests() == {
        "messages.create": 25,
        "messages.get": 25,
        "messages.send": 25,
        "messages.list": 1,
    }
    assert world.calls() == 2 + 2 + 2 + 1


def test_thread_by_message_id(world: GraphWorld) -> None:
    """A letter finds the thread of a message that has another id by now, and leaves without one if that has gone."""
    world.deliver(mail().replace(b"<q1@home.example>", b"<o'q1@home.example>"))
    gone = "A" * 60
    letter = replace(LETTER, answers_item=gone, answers_message_id="<o'q1@home.example>")
    draft = world.box.item(world.mailbox.draft(letter).ref.id)
    assert draft.in_reply_to == "<o'q1@home.example>"
    lost = replace(letter, key="ack-2", answers_message_id="<nobody@home.example>")
    assert world.box.item(world.mailbox.draft(lost).ref.id).in_reply_to == ""


def test_recipients_of_a_reply(world: GraphWorld, reader: Reader) -> None:
    """A reply goes to the letter's one recipient, whomever the message names, even if Exchange keeps them."""
    world.box.habits.reply_keeps_recipients = True
    world.deliver(mail().replace(b"Subject", b"Reply-To: other@home.example\r\nSubject"))
    draft = world.mailbox.draft(replace(LETTER, answers_item=only(reader.created()).ref.id))
    assert world.mailbox.read_back(draft).to == (LETTER.to,)


def test_read_back_tells_all(world: GraphWorld) -> None:
    """Copies of every sort and files that somebody added to a draft show when it is read back."""
    draft = world.mailbox.draft(LETTER)
    item = world.box.item(draft.ref.id)
    item.cc, item.bcc = [Address("", "one@home.example")], [Address("", "two@home.example")]
    for name, kind in (("file.pdf", "file"), ("letter", "item"), ("link", "reference")):
        world.box.attach(item, Attachment("", name, kind, mail(), url="https://files.example/x"))  # type: ignore[arg-type]
    said = world.mailbox.read_back(draft)
    assert said.copies == ("one@home.example", "two@home.example")
    file = Enclosed("file.pdf", sha256(mail()).hexdigest())
    assert said.attachments == (file, Enclosed("letter", ""), Enclosed("link", ""))


@pytest.mark.parametrize("throws_away", ["delete", "shift-delete"])
def test_thrown_away(world: GraphWorld, throws_away: str) -> None:
    """A draft that a person deleted is no draft any more, though Graph would still send it."""
    draft = world.mailbox.draft(LETTER)
    for _ in range(1 if throws_away == "delete" else 2):
        world.box.delete(world.box.item(draft.ref.id))
    with pytest.raises(NotFound):
        world.mailbox.read_back(draft)
    with pytest.raises(NotFound):
        world.mailbox.discard(draft.ref, draft.key)
    assert world.mailbox.find(LETTER.key) == ()


def test_drafting_answer_lost(world: GraphWorld) -> None:
    """A draft whose answer was lost is not made a second time: the one that is there is found."""
    world.server.faults.plan("messages.create", Fault(504), after=True)
    with pytest.raises(Ambiguous):
        world.mailbox.draft(LETTER)
    for mailbox in (world.mailbox, world.restarted()):
        draft = mailbox.draft(LETTER)
        assert [one.ref for one in mailbox.drafts()] == [draft.ref]
    assert len(world.box.listed("drafts")) == 1


@pytest.mark.parametrize("fault", [Fault(503), Fault(504), Fault(reset=True), Fault(body=b"<html>proxy</html>")])
@pytest.mark.parametrize("done", [True, False])
def test_sending_answer_lost(world: GraphWorld, fault: Fault, done: bool) -> None:
    """A letter whose answer was lost is not sent again by itself: nobody knows, and then its key tells."""
    draft = world.mailbox.draft(LETTER)
    world.server.faults.plan("messages.send", fault, after=done)
    with pytest.raises(Ambiguous):
        world.mailbox.submit(draft)
    assert len(world.server.log.of("messages.send")) == 1
    assert len(world.sent()) == done
    where = Whereabouts.SENT if done else Whereabouts.DRAFT
    assert [one.where for one in world.mailbox.find(LETTER.key)] == [where]


@pytest.mark.parametrize("second", ["ErrorItemNotFound", "ErrorInvalidRequest"])
def test_sent_before(world: GraphWorld, second: str) -> None:
    """A draft that was sent before is gone, whatever Exchange says of it and while it is still shown."""
    world.box.habits.second_send, world.box.habits.draft_lingers = second, timedelta(minutes=1)
    draft = world.mailbox.draft(LETTER)
    world.mailbox.submit(draft)
    with pytest.raises((NotFound, Permanent)):
        world.mailbox.submit(draft)
    assert len(world.sent()) == 1


def test_sent_items_lag(world: GraphWorld) -> None:
    """Letters whose copies come late to Sent Items are nowhere until then, and there afterwards."""
    world.box.habits.sent_lag = timedelta(minutes=2)
    letters = [replace(LETTER, key=f"ack-{number}") for number in range(3)]
    for letter in letters:
        world.mailbox.submit(world.mailbox.draft(letter))
    assert [world.mailbox.find(letter.key) for letter in letters] == [()] * 3
    world.sleep(120)
    assert [one.where for letter in letters for one in world.mailbox.find(letter.key)] == [Whereabouts.SENT] * 3


def test_thirty_a_minute(world: GraphWorld) -> None:
    """Thirty letters leave in a minute; the next is refused here, before Exchange refuses it, and leaves after it."""
    drafts = [world.mailbox.draft(replace(LETTER, key=f"ack-{number}")) for number in range(31)]
    for draft in drafts[:30]:
        world.mailbox.submit(draft)
    with pytest.raises(Throttled) as caught:
        world.mailbox.submit(drafts[30])
    world.sleep(caught.value.retry_after)
    world.mailbox.submit(drafts[30])
    assert len(world.sent()) == 31
    assert {one.status for one in world.server.log.of("messages.send")} == {202}


def test_own_message_id_refused(world: GraphWorld) -> None:
    """Where Exchange takes no Message-ID of ours the letter is drafted without, and it is not tried again."""
    world.server.faults.plan("messages.create", Fault(400, "ErrorInvalidRequest"))
    for number in range(2):
        world.mailbox.draft(replace(LETTER, key=f"ack-{number}"))
    assert len(world.server.log.of("messages.create")) == 3


def test_capitals_of_a_key(world: GraphWorld) -> None:
    """A key is found in its own capitals only, though Graph tells no capitals apart."""
    world.mailbox.draft(LETTER)
    assert world.mailbox.find(LETTER.key.upper()) == ()


@pytest.mark.parametrize("later", [-1, 1])
def test_sent_and_still_a_draft(world: GraphWorld, later: int) -> None:
    """A letter of which there is a sent item and a second draft has been sent; drafting it again sends nothing."""
    draft = world.mailbox.draft(LETTER)
    second = world.box.copy(world.box.item(draft.ref.id), "drafts")
    second.received_at = CLOCK.at + timedelta(minutes=later)
    world.mailbox.submit(draft)
    again = world.restarted()
    with pytest.raises(NotFound):
        again.submit(again.draft(LETTER))
    assert len(world.sent()) == 1


def test_late_copies_are_confirmed_together(world: GraphWorld) -> None:
    """Letters whose copies came late are confirmed in one request with the next that is sent."""
    world.box.habits.sent_lag = timedelta(minutes=2)
    letters = [replace(LETTER, key=f"ack-{number}") for number in range(5)]
    for letter in letters:
        world.mailbox.submit(world.mailbox.draft(letter))
        world.mailbox.find(letter.key)
    world.sleep(120)
    world.box.habits.sent_lag = timedelta()
    world.mailbox.submit(world.mailbox.draft(replace(LETTER, key="ack-5")))
    world.server.log.clear()
    assert all(every(world.mailbox.find_all([letter.key for letter in letters])))
    assert world.requests() == {"messages.list": 1}
