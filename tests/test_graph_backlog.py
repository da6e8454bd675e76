"""A backlog in Microsoft 365: what it costs, that nothing refused holds up the rest, and what several share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from math import ceil
from pathlib import Path

import pytest

from bot.mailbox import Ambiguous, NotFound, Permanent, Throttled, Whereabouts
from store import points
from store.terms import LetterState
from tests.contract import LETTER, every
from tests.graph_world import GraphOffice, GraphWorld, graph_office, graph_world
from tests.lookalike.faults import Fault


@pytest.fixture
def office(tmp_path: Path) -> Iterator[GraphOffice]:
    """An office that has looked into its mailbox once; what it asked for then is not in the log."""
    with graph_office(tmp_path) as made:
        yield made


@pytest.fixture
def world(tmp_path: Path) -> Iterator[GraphWorld]:
    """A mailbox at the look-alike."""
    with graph_world(tmp_path) as made:
        yield made


# --- what it costs --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("messages", [60, 120])
def test_backlog(office: GraphOffice, messages: int) -> None:
    """A backlog is answered, thirty a minute, with 6N requests and a few, in fewer calls than messages.

    Besides, every pass looks once at each folder and some times at the Stop folder, as it does with nothing to do.
    """
    office.hears_from(*range(messages))
    assert office.tries(messages // 30, seconds=60) == []
    assert office.states() == {LetterState.CONFIRMED: messages}
    assert set(office.answered().values()) == {1}
    asked = office.mailbox.requests()
    passes, folders, looks_at_the_stop_folder = messages // 30, len(office.service.cursors), 6
    assert asked.pop("messages.delta") <= ceil(messages / 50) + passes * (folders + looks_at_the_stop_folder)
    assert sum(asked.values()) <= 6 * messages + 10
    assert office.mailbox.calls() < messages
    assert {one.status for one in office.mailbox.server.log.entries} <= {200, 201, 202}


def test_sent_items_lag(office: GraphOffice) -> None:
    """Where copies come late to Sent Items, letters are confirmed together when they are there, at the same cost."""
    office.mailbox.box.habits.sent_lag = timedelta(seconds=45)
    office.hears_from(*range(60))
    assert office.tries(3, seconds=60) == []
    assert office.states() == {LetterState.CONFIRMED: 60}
    assert office.mailbox.requests()["messages.list"] <= 8
    assert office.mailbox.calls() < 60


def test_requests(office: GraphOffice) -> None:
    """A message with its acknowledgement takes six requests, and what is shared with others."""
    office.hears_from(*range(25))
    office.tries(1, seconds=60)
    assert office.states() == {LetterState.CONFIRMED: 25}
    asked = office.mailbox.requests()
    looks_at_the_stop_folder, folders = 3, len(office.service.cursors)
    assert asked.pop("messages.delta") == folders + looks_at_the_stop_folder
    shared = ("categories.list", "categories.create", "folders.get", "messages.list")
    assert sum(asked.pop(name, 0) for name in shared) <= 8
    each = (
        "messages.value",
        "messages.patch",
        "messages.move",
        "messages.createReply",
        "messages.get",
        "messages.send",
    )
    assert asked == dict.fromkeys(each, 25)


def test_whole_cost(office: GraphOffice) -> None:
    """With its card and its case folder a message takes eight requests; each pass besides looks once at each folder."""
    office.hears_from(*range(60))
    assert office.tries(5, seconds=60) == []
    assert office.states() == {LetterState.CONFIRMED: 60}
    asked, folders = office.mailbox.requests(), len(office.service.cursors)
    assert folders == len(office.service.settings.tree()) + 3 + 60
    looks_at_the_stop_folder = 8
    assert asked.pop("messages.delta") <= 5 * folders + looks_at_the_stop_folder
    assert (asked["messages.create"], asked["folders.create"]) == (60, 60 + 1)
    assert sum(asked.values()) <= 8 * 60 + 12
    assert office.mailbox.calls() <= 2.5 * 60


def test_idle(office: GraphOffice) -> None:
    """A pass with nothing to do is one look at all folders, twenty in a call, and now and then one at the drafts."""
    assert office.tries(20, seconds=60) == []
    counts = office.mailbox.requests()
    assert counts == {"messages.delta": 20 * len(office.service.cursors), "messages.list": 3}
    assert office.mailbox.calls() == 20 * ceil(len(office.service.cursors) / 20) + 3


# --- nothing holds up the rest --------------------------------------------------------------------------------------


def test_asked_to_wait(office: GraphOffice) -> None:
    """A letter that may not leave yet is a draft again, is not looked for, and nothing is tried before it is time."""
    office.mailbox.server.faults.plan("messages.send", Fault(429, retry_after="150"), nth=5)
    office.hears_from(*range(25))
    assert office.tries(1, seconds=60) == []
    assert office.states() == {LetterState.CONFIRMED: 19, LetterState.DRAFTED: 6}
    listed, sent = _looked_for(office), len(office.mailbox.server.log.of("messages.send"))
    assert office.tries(1, seconds=90) == []
    assert len(office.mailbox.server.log.of("messages.send")) == sent
    assert _looked_for(office) == listed
    assert office.tries(1, seconds=60) == []
    assert office.states() == {LetterState.CONFIRMED: 25}
    assert set(office.answered().values()) == {1}


def _looked_for(office: GraphOffice) -> int:
    """How often letters were looked for by their keys."""
    return len([one for one in office.mailbox.server.log.of("messages.list") if "ReviewsKey" in one.target])


def test_a_lost_answer(office: GraphOffice) -> None:
    """When the answer to a batch of sends is lost, each letter in it is looked for by its key, and leaves once."""
    office.hears_from(*range(25))
    undo = points.watch(_at("mailbox.submit.before", lambda: _plan_once(office, Fault(reset=True))))
    assert office.tries(2, seconds=60) == []
    undo()
    assert office.states() == {LetterState.CONFIRMED: 25}
    assert set(office.answered().values()) == {1}
    assert len(office.mailbox.server.log.of("messages.send")) == 25


def _plan_once(office: GraphOffice, fault: Fault) -> None:
    faults = office.mailbox.server.faults
    if not faults.rules:
        faults.plan("batch", fault, after=True)


def _at(name: str, do: Callable[[], None]) -> Callable[[str], None]:
    return lambda point: do() if point == name else None


def test_stopped_between(office: GraphOffice) -> None:
    """Whoever stops the sending stops it between two batches; what had not gone waits as drafts."""
    office.hears_from(*range(25))
    stop = office.service.settings.stop_file
    undo = points.watch(_at("mailbox.submit.after", stop.touch))
    office.tries(1, seconds=60)
    undo()
    assert office.states() == {LetterState.CONFIRMED: 20, LetterState.DRAFTED: 5}
    assert len(office.mailbox.sent()) == 20
    stop.unlink()
    office.tries(1, seconds=60)
    assert office.states() == {LetterState.CONFIRMED: 25}


def test_send_refused_for_good(office: GraphOffice) -> None:
    """A letter that Exchange refuses to send is held and a person is asked; the others leave."""
    office.mailbox.server.faults.plan("messages.send", Fault(400, "ErrorInvalidRecipients"), nth=2)
    office.hears_from(*range(25))
    assert office.tries(1, seconds=60) == []
    assert office.states() == {LetterState.CONFIRMED: 24, LetterState.HOLD: 1}
    (held,) = (one for one in office.letters() if one.state is LetterState.HOLD)
    assert held.held_because == "mailbox_refused_letter"
    assert office.asks()["letter_held"] == [f"letter:{held.key}"]


def test_filing_refused_for_good(office: GraphOffice) -> None:
    """A message that cannot be filed stays where it lies and a person is asked; all others are filed and answered."""
    office.hears_from(*range(25))
    bad = office.mailbox.box.listed("inbox")[3]
    office.mailbox.server.faults.plan(
        "messages.move", Fault(400, "ErrorMoveCopyFailed"), times=0, only=bad.immutable_id
    )
    office.tries(3, seconds=60)
    assert office.mailbox.box.listed("inbox") == [bad]
    assert office.states() == {LetterState.CONFIRMED: 25}
    assert len(office.asks()["filing_refused"]) == 1
    office.mailbox.server.log.clear()
    assert office.tries(1, seconds=60) == []
    assert not office.mailbox.server.log.of("messages.move")


def test_reading_refused_for_good(office: GraphOffice) -> None:
    """A message that is not handed over is left to a person, who is asked; everything else is filed and answered."""
    office.hears_from(*range(25))
    bad = office.mailbox.box.listed("inbox")[3]
    rule = office.mailbox.server.faults.plan(
        "messages.value", Fault(400, "ErrorCorruptData"), times=0, only=bad.immutable_id
    )
    assert office.tries(2, seconds=60) == []
    assert office.mailbox.box.listed("inbox") == [bad]
    assert office.states() == {LetterState.CONFIRMED: 24}
    assert office.asks()["cannot_be_opened"] == [f"item:{bad.immutable_id}"]
    assert rule.struck >= 2
    office.mailbox.server.faults.clear()
    assert office.tries(1, seconds=60) == []
    assert office.states() == {LetterState.CONFIRMED: 25}


# --- several letters in one request ---------------------------------------------------------------------------------


def test_each_by_itself(world: GraphWorld) -> None:
    """Of several letters sent together each is sent, refused, gone or unknown by itself."""
    drafts = every(world.mailbox.draft_all([replace(LETTER, key=f"ack-{number}") for number in range(6)]))
    world.person_sends(drafts[1])
    for fault, after, which in (
        (Fault(503), True, 2),
        (Fault(504), False, 3),
        (Fault(429, retry_after="50"), False, 4),
        (Fault(400, "ErrorInvalidRecipients"), False, 5),
    ):
        world.server.faults.plan("messages.send", fault, after=after, only=drafts[which].ref.id)
    outcomes = [one for step in world.mailbox.submit_all(drafts) for one in step]
    assert [one and type(one) for one in outcomes] == [None, NotFound, Ambiguous, Ambiguous, Throttled, Permanent]
    there = [[one.where for one in world.mailbox.find(draft.key)] for draft in drafts]
    sent, draft = [Whereabouts.SENT], [Whereabouts.DRAFT]
    assert there == [sent, sent, sent, draft, draft, draft]


@pytest.mark.parametrize("done", [True, False])
@pytest.mark.parametrize("fault", [Fault(reset=True), Fault(503), Fault(body=b"<html>proxy</html>")])
def test_a_whole_batch_unknown(world: GraphWorld, fault: Fault, done: bool) -> None:
    """When a whole batch is not answered, each letter in it is Ambiguous, and none is sent again by itself."""
    drafts = every(world.mailbox.draft_all([replace(LETTER, key=f"ack-{number}") for number in range(25)]))
    world.server.faults.plan("batch", fault, after=done)
    outcomes = [one for step in world.mailbox.submit_all(drafts) for one in step]
    assert [one and type(one) for one in outcomes] == [Ambiguous] * 20 + [None] * 5
    assert len(world.sent()) == (25 if done else 5)


def test_a_batch_refused(world: GraphWorld) -> None:
    """Where batches are refused as a whole, each letter goes alone; where we are to wait, each is told for how long."""
    letters = [replace(LETTER, key=f"ack-{number}") for number in range(4)]
    world.server.faults.plan("batch", Fault(413), times=0)
    drafts = every(world.mailbox.draft_all(letters))
    world.server.faults.clear()
    world.server.faults.plan("batch", Fault(429, retry_after="40"))
    (outcomes,) = world.mailbox.submit_all(drafts)
    assert [isinstance(one, Throttled) and one.retry_after for one in outcomes] == [40.0] * 4
    assert every(world.mailbox.submit_all(drafts)) == [None] * 4


def test_drafts_made_otherwise(world: GraphWorld) -> None:
    """Of several drafts each finds its own way: a thread that moved or has gone, a Message-ID that is refused."""
    world.box.deliver(_mail("a"), "inbox")
    item = world.box.listed("inbox")[0].immutable_id
    letters = [replace(LETTER, key=f"ack-{number}") for number in range(4)]
    letters[0] = replace(letters[0], answers_item=item)
    letters[1] = replace(letters[1], answers_item="A" * 60, answers_message_id="<a@home.example>")
    letters[2] = replace(letters[2], answers_item="A" * 60, answers_message_id="<nobody@home.example>")
    world.server.faults.plan("messages.create", Fault(400, "ErrorInvalidRequest"))
    drafts = every(world.mailbox.draft_all(letters))
    threads = [world.box.item(draft.ref.id).in_reply_to for draft in drafts]
    assert threads == ["<a@home.example>", "<a@home.example>", "", ""]
    assert [draft.key for draft in drafts] == [letter.key for letter in letters]
    assert len(world.box.listed("drafts")) == 4


def _mail(name: str) -> bytes:
    return (
        f"From: Pat <pat@home.example>\r\nTo: reviews@pcc.example\r\nSubject: My review\r\n"
        f"Message-ID: <{name}@home.example>\r\nDate: Mon, 02 Mar 2026 09:29:58 +0000\r\n\r\nPlease.\r\n"
    ).encode()


def test_drafts_unknown(world: GraphWorld) -> None:
    """When the answer to a batch of drafts is lost, each is looked for by its key, and none is made twice."""
    letters = [replace(LETTER, key=f"ack-{number}") for number in range(8)]
    world.server.faults.plan("batch", Fault(504), after=True, nth=2)  # the first looks what is there
    (outcomes,) = world.mailbox.draft_all(letters)
    assert {type(one) for one in outcomes} == {Ambiguous}
    drafts = every(world.mailbox.draft_all(letters))
    assert [draft.key for draft in drafts] == [letter.key for letter in letters]
    assert len(world.box.listed("drafts")) == 8


def test_room(world: GraphWorld) -> None:
    """There is room for thirty letters a minute; what is too much is Throttled until there is again."""
    drafts = every(world.mailbox.draft_all([replace(LETTER, key=f"ack-{number}") for number in range(33)]))
    outcomes = [one for step in world.mailbox.submit_all(drafts) for one in step]
    assert [one and type(one) for one in outcomes] == [None] * 30 + [Throttled] * 3
    assert world.mailbox.room() == 0
    world.sleep(60)
    assert world.mailbox.room() == 30
