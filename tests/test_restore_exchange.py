"""A restored store at a mailbox in Microsoft 365 and on an Exchange Server: nobody is answered twice there either."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import update

from bot.log import Log
from bot.mailbox import MailboxError
from bot.nightly_count import ROUND
from bot.sending import adopting
from bot.service import Service, run_once, take_lead
from store import outbox, rounds
from store.tables import IntakeRow
from store.terms import LetterState
from tests.ews_world import EwsWorld, exchange
from tests.graph_world import CLOCK, GraphWorld, graph_world
from tests.lookalike.faults import Fault
from tests.lookalike.mailbox import Mailbox
from tests.simulation.office import office
from tests.world import MONDAY, ToldClock, message


class Desk:
    """The service at one of the two, whose store is backed up and comes back."""

    def __init__(self, world: GraphWorld | EwsWorld, truth: Mailbox, clock: ToldClock) -> None:
        office().empty()
        self.world, self.truth, self.clock = world, truth, clock
        clock.at = MONDAY
        self._copy = office().folder / "copy.sqlite"
        self.service = self.starts()
        self.passes()

    def starts(self) -> Service:
        """The service has just been started."""
        service = office().service("a", self.world.restarted(), self.clock, Log())
        assert take_lead(service, "a")
        return service

    def passes(self) -> None:
        """A minute goes by, and the service does what is due."""
        self.clock.at += timedelta(minutes=1)
        if isinstance(self.world, EwsWorld):
            self.truth.now.at = self.clock.at  # type: ignore[attr-defined]
        run_once(self.service)

    def writes(self, person: str, number: int) -> None:
        """A request for a review arrives."""
        self.truth.deliver(message(f"P <{person}@person.example>", number=number), "inbox", self.clock.at)

    def drags(self, number: int, folder: str) -> None:
        """A person moves one of the requests."""
        [item] = [one for one in self.truth.listed() if one.message_id == f"<{number}@person.example>"]
        self.truth.move(item, folder)

    def backs_up(self) -> None:
        """The store lies aside as it is now."""
        self.service.store.close()
        shutil.copy(office().database, self._copy)

    def comes_back(self) -> None:
        """The store is as it was then, and the service starts anew."""
        self.service.store.close()
        for path in office().database.parent.glob(f"{office().database.name}-*"):
            path.unlink()
        shutil.copy(self._copy, office().database)
        self.service = self.starts()

    def received(self) -> Counter[str]:
        """How many letters each person was sent."""
        return Counter(one for sent in self.truth.journal for one in sent.recipients)

    def counted(self) -> dict[str, int]:
        """What the last night's count found, without zeros."""
        with self.service.reading() as tx:
            last = rounds.last(tx, ROUND)
        return {what: number for what, number in last.result.items() if number} if last else {}

    def states(self) -> set[LetterState]:
        """The states that letters are in."""
        with self.service.reading() as tx:
            return {one.state for one in outbox.in_states(tx, LetterState, 100)}


@pytest.fixture(params=["graph", "ews"])
def desk(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A desk without post, backed up."""
    monkeypatch.setattr("bot.log.Log.info", lambda self, event, **fields: None)
    if request.param == "graph":
        with graph_world(tmp_path) as graph:
            made = Desk(graph, graph.box, CLOCK)
            made.backs_up()
            yield made
        return
    with exchange() as world:
        made = Desk(world, world.truth, ToldClock(MONDAY))
        made.backs_up()
        yield made


def test_other_references(desk: Desk) -> None:
    """Where cases come back in another order, nobody gets a second letter, and the next person gets theirs."""
    desk.writes("ann", 1)
    desk.writes("bob", 2)
    desk.passes()
    assert desk.received() == {"ann@person.example": 1, "bob@person.example": 1}
    desk.drags(1, "archive")
    desk.comes_back()
    desk.passes()
    assert desk.service.reads_only
    assert adopting.accept(desk.service, by="Mo") == 2
    desk.passes()
    desk.drags(1, "inbox")
    desk.writes("cid", 3)
    desk.passes()
    desk.passes()
    assert desk.received() == {"ann@person.example": 1, "bob@person.example": 1, "cid@person.example": 1}
    assert desk.states() == {LetterState.CONFIRMED}
    assert desk.truth.listed("inbox") == desk.truth.listed("drafts") == []


def test_stamps_alone(desk: Desk) -> None:
    """Where Sent Items were emptied, the stamps in our folders show the restore."""
    desk.writes("ann", 1)
    desk.passes()
    for item in desk.truth.listed("sentitems"):
        desk.truth.remove(item)
    desk.comes_back()
    desk.passes()
    assert desk.service.reads_only
    assert desk.received().total() == 1


@pytest.mark.parametrize("operation", ["messages.list", "messages.delta", "FindItem", "SyncFolderItems"])
def test_unsure_at_the_start(desk: Desk, operation: str) -> None:
    """A start at which the mailbox does not answer looks again before anything is done."""
    desk.writes("ann", 1)
    desk.passes()
    desk.comes_back()
    desk.world.server.faults.plan(operation, Fault(503), times=12)
    for _ in range(4):
        with suppress(MailboxError):
            desk.passes()
    desk.passes()
    assert desk.service.reads_only
    assert desk.received().total() == 1


def test_an_untouched_store(desk: Desk) -> None:
    """Restarts of an untouched store show no restore, and cost one look at Sent Items and one at the folders."""
    desk.writes("ann", 1)
    desk.passes()
    desk.service = desk.starts()
    desk.world.server.log.clear()
    desk.passes()
    assert not desk.service.reads_only
    counts = desk.world.server.log.counts()
    assert counts.get("FindItem", 0) + counts.get("messages.list", 0) <= 4


def test_the_night(desk: Desk) -> None:
    """At night mailbox and store agree; a message the store believes elsewhere is found, and recorded where it lies."""
    desk.writes("ann", 1)
    desk.writes("bob", 2)
    desk.passes()
    desk.clock.at = desk.clock.at.replace(hour=3) + timedelta(days=1)
    desk.passes()
    assert desk.counted() == {"items": 2, "letters": 2}
    with desk.service.store.writing(desk.clock.at, "fault") as tx:
        tx.connection.execute(update(IntakeRow).values(folder=desk.service.folders["urgent"]))
    desk.clock.at += timedelta(days=1)
    desk.passes()
    assert desk.counted() == {"items": 2, "letters": 2, "elsewhere": 2}
    desk.clock.at += timedelta(days=1)
    desk.passes()
    assert desk.counted() == {"items": 2, "letters": 2}
    assert desk.received().total() == 2
