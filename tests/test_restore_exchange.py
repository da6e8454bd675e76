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
from bot.mailbox import MailboxError, Unavailable
from bot.nightly_count import ROUND
from bot.sending import adopting
from bot.service import Service, run_once, take_lead
from store import cases, intake, outbox, questions, rounds
from store.tables import IntakeRow
from store.terms import LetterState, Place
from store.vault import Vault
from tests.contract_words import INBOX, Reader
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
        raw = message(f"{person.title()} <{person}@person.example>", number=number)
        self.truth.deliver(raw, "inbox", self.clock.at)

    def drags(self, number: int, folder: str) -> None:
        """A person moves one of the requests."""
        [item] = [one for one in self.truth.listed() if one.message_id == f"<{number}@person.example>"]
        self.truth.move(item, folder)

    def references(self) -> dict[str, str]:
        """The reference of each case, by whom it is of."""
        with self.service.reading() as tx:
            return {str(one.complainant).lower(): one.reference for one in cases.lines(tx)}

    def carries(self, stamp: str) -> str:
        """The one item in the Inbox carries a stamp when it comes into one of our folders; answers its folder."""
        reader = Reader(self.world.restarted(), INBOX)
        [item] = reader.created()
        reader.mailbox.stamp(item.ref, stamp)
        folder: str = self.service.folders[Place.CONFIRM]
        self.world.person_moves(item.ref.id, folder)
        return folder

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

    def asked(self) -> set[str]:
        """What people are asked about the service, by code."""
        with self.service.reading() as tx:
            return {one.code for one in questions.still_open(tx)} & {"store_restored", "folder_silent"}

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
    """Where cases come back in another order, nobody gets a second letter or another reference, and the next theirs."""
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
    told = {sent.recipients: sent.item.subject[-16:] for sent in desk.truth.journal}
    assert told == {(f"{one}@person.example",): f"[{ours}]" for one, ours in desk.references().items()}
    assert sorted(desk.references().values()) == [f"PCR/2026/0000{number}" for number in (1, 2, 3)]
    assert desk.truth.listed("inbox") == desk.truth.listed("drafts") == []


def test_stamps_alone(desk: Desk) -> None:
    """Where Sent Items were emptied, the stamps in our folders show the restore."""
    desk.writes("ann", 1)
    desk.passes()
    for item in desk.truth.listed("sentitems"):
        desk.truth.remove(item)
    desk.comes_back()
    desk.writes("bob", 2)
    desk.passes()
    assert desk.service.reads_only
    assert desk.received().total() == 1
    assert sorted(desk.references().values()) == ["PCR/2026/00002", "PCR/2026/00003"]


def test_moved_while_it_only_reads(desk: Desk) -> None:
    """A message that a person moves before the restore is accepted stays one message, and shows no second restore."""
    desk.writes("ann", 1)
    desk.passes()
    desk.comes_back()
    desk.passes()
    assert desk.service.reads_only
    desk.drags(1, desk.service.folders[Place.FILED])
    desk.passes()
    adopting.accept(desk.service, by="Mo")
    desk.passes()
    assert not desk.service.reads_only
    assert desk.references() == {"ann": "PCR/2026/00001"}
    with desk.service.reading() as tx:
        assert intake.counts(tx) == {"understood": 1}


STRANGE = {
    "another installation": Vault(bytes(32)).own_key("item 1"),
    "another that is older": Vault(bytes(32)).mark("item 1"),
    "nobody's": "\u2713" * 32,
}


@pytest.mark.parametrize(
    ("who", "upgraded"),
    [
        ("another installation", True),
        ("another that is older", True),
        ("another that is older", False),
        ("nobody's", False),
    ],
)
def test_a_stamp_of_another_installation(desk: Desk, who: str, upgraded: bool) -> None:
    """Mail dragged in from a mailbox where another installation stamped it is new mail, and shows no restore."""
    if upgraded:
        desk.writes("ann", 1)
        desk.passes()
        _stamp_of_old(desk)
        desk.writes("bob", 2)
        desk.passes()
    desk.writes("cid", 3)
    folder = desk.carries(stamp := STRANGE[who])
    desk.service = desk.starts()
    desk.passes()
    desk.passes()
    assert not desk.service.reads_only
    assert desk.received()["cid@person.example"] == 1
    assert not desk.asked()
    stamps = {item.stamp for item in Reader(desk.world.restarted(), folder).created(folder)}
    assert stamp not in stamps
    assert len(stamps) == 1 + 2 * upgraded


def test_a_stamp_of_the_old_kind(desk: Desk) -> None:
    """A store from before stamps told whose they are knows its own, and shows by one it forgot that it was restored."""
    desk.writes("ann", 1)
    desk.passes()
    _stamp_of_old(desk)
    desk.service = desk.starts()
    desk.passes()
    assert not desk.service.reads_only
    desk.backs_up()
    desk.service = desk.starts()
    desk.passes()
    desk.writes("bob", 2)
    desk.carries(Vault(bytes(range(32))).mark("item 2"))
    desk.comes_back()
    desk.passes()
    assert desk.service.reads_only


def _stamp_of_old(desk: Desk) -> None:
    """The one message was stamped by a version whose stamps did not tell whose they are."""
    old = Vault(bytes(range(32))).mark("item 1")
    folder = desk.service.folders[Place.CONFIRM]
    reader = Reader(desk.world.restarted(), folder)
    [item] = reader.created(folder)
    reader.mailbox.stamp(item.ref, old)
    with desk.service.store.writing(desk.clock.at, "fault") as tx:
        tx.connection.execute(update(IntakeRow).values(stamp=old))


@pytest.mark.parametrize("place", [Place.URGENT, Place.STOP, Place.SENT])
def test_a_folder_that_is_silent_at_the_start(desk: Desk, place: Place) -> None:
    """The service starts beside it, works with the others, and says once which it is."""
    sent = place is Place.SENT
    silent = "sentitems" if sent else desk.service.folders[place]
    for operation in ("messages.delta", "SyncFolderItems", *["FindItem", "messages.list"] * sent):
        desk.world.server.faults.plan(operation, Fault(503), times=0, only=silent)
    desk.service = desk.starts()
    desk.writes("ann", 1)
    for _ in range(6):
        with suppress(Unavailable):
            desk.passes()
    assert desk.asked() == {"folder_silent"}
    with desk.service.reading() as tx:
        assert intake.counts(tx) == {"remembered" if sent else "understood": 1}
    assert bool(desk.received()) is (place is Place.URGENT)
    desk.world.server.faults.clear()
    for _ in range(3):
        desk.passes()
    assert desk.received() == {"ann@person.example": 1}
    assert not desk.asked()
    assert not desk.service.unlooked | desk.service.apart


def test_a_restore_seen_late(desk: Desk) -> None:
    """Nothing is taken out of a folder that was silent at the start before its stamps were looked at."""
    desk.writes("ann", 1)
    desk.passes()
    for item in desk.truth.listed("sentitems"):
        desk.truth.remove(item)
    faults, confirm = desk.world.server.faults, desk.service.folders[Place.CONFIRM]
    desk.comes_back()
    for operation in ("messages.delta", "SyncFolderItems"):
        faults.plan(operation, Fault(503), times=0, only=confirm)
    for _ in range(3):
        with suppress(Unavailable):
            desk.passes()
    assert not desk.service.reads_only
    faults.clear()
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
