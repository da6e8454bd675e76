"""Stories from a mailbox whose ids change with every move and whose answers get lost: what was known stays known."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from unittest.mock import patch

import pytest

from bot.log import Log
from bot.mailbox import Ambiguous, MailboxError, Unavailable
from bot.service import Service, run_once, take_lead
from store import cases, events, intake, outbox
from store.terms import LetterState
from tests.simulation.office import office
from tests.simulation.sim_mailbox import ELSEWHERE, INBOX, Calm, Piece, Server, SimMailbox
from tests.world import MONDAY, ToldClock, message


class LosesAnswers(Calm):
    """Weather in which the answer to one call is lost, once, after or before it was done."""

    def __init__(self) -> None:
        self.lost: dict[str, MailboxError] = {}
        self.refused: dict[str, MailboxError] = {}
        self.meanwhile: dict[str, Callable[[], None]] = {}

    def before(self, call: str, about: str = "", *, acts: bool = False) -> MailboxError | None:
        self.meanwhile.pop(call, lambda: None)()
        if trouble := self.refused.pop(call, None):
            raise trouble
        return self.lost.pop(call, None)


class Desk:
    """The service on such a mailbox, with one message from Ann in the Inbox."""

    def __init__(self) -> None:
        office().empty()
        self.clock, self.weather = ToldClock(MONDAY), LosesAnswers()
        self.server = Server(now=self.clock.now, stable_ids=False)
        self.service = self.started()
        self.letter = self.server.deliver(message("Ann <ann@person.example>"), INBOX, MONDAY)

    def started(self) -> Service:
        mailbox = SimMailbox(self.server, self.weather)
        service = office().service("a", mailbox, self.clock, Log())
        assert take_lead(service, "a")
        return service

    def runs(self, **later: float) -> None:
        """The service looks again, later; trouble is what it meets."""
        self.clock.at += timedelta(**later)
        with patch.object(self.service.log, "info"):
            run_once(self.service)

    def row(self, piece: Piece) -> intake.Held:
        with self.service.reading() as tx:
            return intake.held(tx, self.service.mailbox_name, [piece.id])[piece.id]

    def history(self) -> list[str]:
        with self.service.reading() as tx:
            return [event.action for event in events.history(tx, subject="intake:1")]

    def states(self) -> list[tuple[LetterState, str]]:
        with self.service.reading() as tx:
            return [(one.state, one.held_because) for one in outbox.in_states(tx, LetterState, 10)]

    def number_of_cases(self) -> int:
        with self.service.reading() as tx:
            return cases.count(tx)


@pytest.fixture
def desk() -> Desk:
    """A fresh desk."""
    return Desk()


def test_own_move(desk: Desk) -> None:
    """An item we moved is the same item under its new id, though the answer to our move was lost."""
    desk.weather.lost["file"] = Ambiguous("lost")
    with pytest.raises(Ambiguous):
        desk.runs()
    desk.runs()
    row = desk.row(desk.letter)
    assert (row.id, row.filing, row.folder) == (1, "done", desk.letter.folder)
    assert desk.history().count("remembered") == 1
    assert "moved_by_person" not in desk.history()
    assert (desk.number_of_cases(), len(desk.server.delivered)) == (1, 1)


def test_persons_move(desk: Desk) -> None:
    """An item a person moved is the same item under its new id, on record where it lies, and nothing is done anew."""
    desk.runs()
    was = desk.letter.id
    desk.server.move(desk.letter, INBOX, by_person=True)
    assert desk.letter.id != was
    desk.runs(minutes=5)
    assert (desk.row(desk.letter).id, desk.row(desk.letter).folder) == (1, INBOX)
    assert desk.history()[-1] == "moved_by_person"
    assert (desk.number_of_cases(), len(desk.server.delivered)) == (1, 1)


def test_moved_there_and_back(desk: Desk) -> None:
    """An item that only has another id, where it always was, was moved by nobody as far as we know."""
    desk.runs()
    home = desk.letter.folder
    desk.server.move(desk.letter, ELSEWHERE, by_person=True)
    desk.server.move(desk.letter, home, by_person=True)
    desk.runs(minutes=5)
    assert desk.row(desk.letter).folder == home
    assert "moved_by_person" not in desk.history()


def test_taken_away_before_understood(desk: Desk) -> None:
    """A message that was taken out of sight before it was understood opens its case, and stays where it was put."""
    desk.server.stable_ids = True
    with patch("bot.intake._understand", side_effect=Unavailable("stopped here")), pytest.raises(Unavailable):
        desk.runs()
    desk.server.move(desk.letter, ELSEWHERE, by_person=True)
    with patch("bot.intake._next_batch", return_value=()):
        desk.runs(minutes=1)
    desk.runs(minutes=1)
    assert "filing_overtaken" in desk.history()
    assert (desk.number_of_cases(), desk.letter.folder) == (1, ELSEWHERE)


def test_reworded_before_resubmission(desk: Desk) -> None:
    """A draft that somebody changed while the answer to its submission was lost is held, and does not leave."""
    desk.weather.refused["submit"] = Ambiguous("lost, and not done")
    desk.weather.meanwhile["find"] = lambda: _readdress(desk.server)
    desk.runs()
    assert desk.server.delivered == []
    assert desk.states() == [(LetterState.HOLD, "draft_recipient_changed")]


def _readdress(server: Server) -> None:
    for sheet in server.unsent():
        sheet.to = ("somebody.else@home.example",)


def test_mail_is_never_written_over(desk: Desk) -> None:
    """The same mail kept twice, as by a process that lost the lead, is two files, and each opens with its own key."""
    blobs, vault = desk.service.store.blobs, desk.service.store.vault
    first, second = blobs.put(b"mail"), blobs.put(b"mail")
    for blob in (first, second):
        assert blobs.read(blob, vault.sealer(blob.wrapped_key, f"blob {blob.name}")) == b"mail"
