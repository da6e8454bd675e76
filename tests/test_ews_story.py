"""The service's day on an Exchange Server: post is acknowledged once and filed, through faults and at a known cost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from bot.log import Log
from bot.mailbox import MailboxError
from bot.service import Service, run_once, take_lead
from tests.contract import INBOX
from tests.ews_world import EwsWorld, exchange
from tests.lookalike.faults import Fault
from tests.simulation.office import office
from tests.world import MONDAY, ToldClock, message


class Desk:
    """The service on an Exchange Server, and the clock of both."""

    def __init__(self, world: EwsWorld) -> None:
        office().empty()
        self.world, self.clock = world, ToldClock(MONDAY)
        world.truth.now.at = MONDAY  # type: ignore[attr-defined]
        self.service = self.started()

    def started(self) -> Service:
        """The service, just started."""
        service = office().service("a", self.world.restarted(), self.clock, Log())
        assert take_lead(service, "a")
        return service

    def writes(self, *people: str) -> None:
        """Each of them asks for a review."""
        for person in people:
            self.world.truth.deliver(message(f"{person} <{person}@person.example>"), "inbox", self.clock.at)

    def runs(self, passes: int = 1) -> int:
        """So many passes a minute apart; how many of them met trouble."""
        troubled = 0
        for _ in range(passes):
            self.clock.at += timedelta(minutes=1)
            self.world.truth.now.at = self.clock.at  # type: ignore[attr-defined]
            try:
                run_once(self.service)
            except MailboxError:
                troubled += 1
        return troubled

    def received(self) -> dict[str, int]:
        """How many letters each person was sent."""
        everyone = [sent.recipients[0] for sent in self.world.truth.journal]
        return {one: everyone.count(one) for one in everyone}


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A desk without post."""
    monkeypatch.setattr("bot.log.Log.info", lambda self, event, **fields: None)
    with exchange() as world:
        yield Desk(world)


def test_acknowledged_once(desk: Desk) -> None:
    """Each request is acknowledged once to the one who wrote, and lies stamped in its folder."""
    desk.writes("ann", "bob")
    assert desk.runs(3) == 0
    assert desk.received() == {"ann@person.example": 1, "bob@person.example": 1}
    assert desk.world.truth.listed("inbox") == []


def test_what_a_message_costs(desk: Desk) -> None:
    """A message that is acknowledged costs ten requests, and a pass over all folders one for each and four more."""
    desk.runs()
    folders = len(desk.service.cursors)
    desk.world.asked()
    desk.writes(*(f"person{number}" for number in range(10)))
    desk.runs()
    counts = desk.world.server.log.counts()
    assert len(desk.world.sent()) == 10
    assert counts.pop("SyncFolderItems") <= 4 * folders + 14  # in four passes, and at new folders
    assert counts.pop("CreateFolder", 0) <= 11  # one for each case, and the folder they lie in
    made_for_the_board = 2 * 10 + 4  # a look and a card for each case, and what begins a pass
    looks_at_sent_items = 6  # which are found from an instant on
    assert sum(counts.values()) <= 10 * 10 + 4 + made_for_the_board + looks_at_sent_items
    desk.world.asked()
    desk.runs()
    assert len(desk.world.server.log.entries) <= 2 * len(desk.service.cursors) + 4  # once to start, once to look


@pytest.mark.parametrize("operation", ["UpdateItem", "MoveItem", "CreateItem", "SendItem", "FindItem", "GetItem"])
@pytest.mark.parametrize("after", [False, True], ids=["not done", "done"])
def test_through_faults(desk: Desk, operation: str, after: bool) -> None:
    """Whichever third call of an operation is lost, before or after it was done, each gets exactly one answer."""
    desk.world.server.faults.plan(operation, Fault(reset=True), after=after, every=3, times=4)
    desk.writes("ann", "bob", "cid")
    desk.runs(3)
    desk.service = desk.started()
    desk.runs(6)
    assert desk.received() == {f"{one}@person.example": 1 for one in ("ann", "bob", "cid")}
    assert desk.world.truth.listed("inbox") == desk.world.truth.listed("drafts") == []


def test_a_person_moves_it(desk: Desk) -> None:
    """A filed message that a person moves has another id and is still the same: nothing is answered anew."""
    desk.writes("ann")
    desk.runs(2)
    (there,) = [one for one in desk.world.truth.listed() if one.raw]
    was = there.id
    desk.world.person_moves(there.id, INBOX)
    desk.runs(3)
    assert there.id != was
    assert desk.received() == {"ann@person.example": 1}
