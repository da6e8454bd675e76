"""The simulator's mailbox keeps the port's promises too, so that what the core does with it, it may do with any."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256

import pytest

from bot.mailbox import Draft, Enclosed, NotFound, Ref, Whereabouts
from tests.contract import INBOX, LETTER, MailboxContract, World
from tests.simulation.sim_mailbox import Calm, Delivery, Server, Sheet, SimMailbox

RECEIVED = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


class SimWorld:
    """The simulated server without weather, and the people on it."""

    def __init__(self, *, stable_ids: bool) -> None:
        self.server = Server(now=lambda: RECEIVED, stable_ids=stable_ids, at_once=3 if stable_ids else 1)
        self.mailbox = self.restarted()

    def restarted(self) -> SimMailbox:
        return SimMailbox(self.server, Calm())

    def deliver(self, raw: bytes, folder: str = INBOX, name: str | None = None) -> None:
        self.server.deliver(raw, folder, RECEIVED)

    def person_moves(self, item: str, folder: str) -> None:
        if item in self.server.sheets:
            self.server.shift(self.server.sheets[item], folder)
        else:
            self.server.move(self.server.pieces[item], folder, by_person=True)

    def person_labels(self, item: str, add: tuple[str, ...] = (), remove: tuple[str, ...] = ()) -> None:
        thing = self.server.sheets.get(item) or self.server.pieces[item]
        thing.labels = (*(one for one in thing.labels if one not in remove), *add)
        self.server.touch(thing)

    def person_removes(self, item: str) -> None:
        self.server.remove(self.server.pieces[item])

    def person_drafts(self, raw: bytes) -> Ref:
        sheet = Sheet(self.server.name("d"), None, (), (), "", "", RECEIVED, raw=raw)
        self.server.sheets[sheet.id] = sheet
        return Ref(sheet.id)

    def person_edits(self, draft: Draft, was: str, becomes: str) -> None:
        sheet = self.server.sheets[draft.ref.id]
        sheet.subject, sheet.html = sheet.subject.replace(was, becomes), sheet.html.replace(was, becomes)
        self.server.touch(sheet)

    def person_attaches(self, draft: Draft, name: str, content: bytes) -> None:
        sheet = self.server.sheets[draft.ref.id]
        sheet.files = (*sheet.files, Enclosed(name, sha256(content).hexdigest()))
        self.server.touch(sheet)

    def person_sends(self, draft: Draft) -> None:
        self.server.send(self.server.sheets[draft.ref.id], "person")

    def sent(self) -> list[Delivery]:
        return self.server.delivered


@pytest.fixture(params=["stable ids", "ids change"])
def world(request: pytest.FixtureRequest) -> SimWorld:
    """Both sorts of mailbox: ids last and letters go together, or a move changes ids and each letter goes alone."""
    return SimWorld(stable_ids=request.param == "stable ids")


class TestSimMailbox(MailboxContract):
    """The contract, but for the fence by key, which Exchange does not have."""

    @pytest.mark.parametrize("order", [(0, 1), (1, 0)])
    def test_drafted_twice(self, world: World, order: tuple[int, int]) -> None:
        """Two drafts of one letter both leave here, each once: nothing but the recorded draft may be submitted."""
        drafts = [world.mailbox.draft(LETTER), world.restarted().draft(LETTER)]
        for number in order:
            world.mailbox.submit(drafts[number])
            with pytest.raises(NotFound):
                world.mailbox.submit(drafts[number])
        assert len(world.sent()) == 2

    def test_drafted_after_sending(self, world: World) -> None:
        """A letter that has left and is drafted once more is found as sent, whatever else is found of it."""
        world.mailbox.submit(world.mailbox.draft(LETTER))
        world.restarted().draft(LETTER)
        assert Whereabouts.SENT in [one.where for one in world.mailbox.find(LETTER.key)]
