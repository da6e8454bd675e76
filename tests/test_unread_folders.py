"""A folder that cannot be read keeps no other back; nobody acts on what may have changed in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path

import pytest

from bot.mailbox import AccessDenied, MailboxError, Page, Permanent, Ref, Unavailable
from store import cards, rounds
from store.messages import Verb
from store.terms import LetterState, Mode, Place, State
from tests.desk import FIRST, Desk
from tests.graph_world import GraphOffice, graph_office
from tests.lookalike.faults import Fault
from tests.world import World

NINE = 9


class Unread:
    """The desk's mailbox, some of whose folders cannot be listed; every other page is told first, as the port says."""

    def __init__(self, desk: World, patch: pytest.MonkeyPatch) -> None:
        self.troubles: dict[str, type[MailboxError]] = {}
        self.asked: list[frozenset[str]] = []
        self._real = desk.service.mailbox.poll
        patch.setattr(desk.service.mailbox, "poll", self.poll)

    def poll(self, cursors: Mapping[str, str]) -> Iterator[Page]:
        """The pages of every folder that can be listed; then what is wrong with the first other."""
        self.asked.append(frozenset(cursors))
        good = {folder: cursor for folder, cursor in cursors.items() if folder not in self.troubles}
        if good:
            yield from self._real(good)
        for folder in cursors.keys() & self.troubles.keys():
            trouble = self.troubles[folder]("This folder cannot be listed.")
            trouble.folder = folder
            raise trouble


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """An office at its desks, whose case has a letter that waits to be checked."""
    office = Desk(tmp_path)
    office.has_a_case()
    yield office
    office.close()


@pytest.fixture
def unread(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Unread:
    """Its mailbox."""
    return Unread(desk, monkeypatch)


def passes(desk: Desk, times: int, **apart: float) -> list[type[MailboxError]]:
    """So many single passes with time between them; what kept any from finishing."""
    troubles: list[type[MailboxError]] = []
    for _ in range(times):
        desk.clock.at += timedelta(**(apart or {"seconds": 30}))
        try:
            desk.service.one_pass()
        except MailboxError as trouble:
            troubles.append(type(trouble))
    return troubles


def silent(desk: Desk, unread: Unread, place: str) -> str:
    """A folder has not answered for so long that it is asked alone; its id."""
    folder = desk.service.folders[place]
    unread.troubles[folder] = Unavailable
    assert passes(desk, NINE) == [Unavailable] * NINE
    assert desk.service.apart == {folder}
    return folder


# --- a folder that does not answer ----------------------------------------------------------------------------------


def test_commands_elsewhere_go_on(desk: Desk, unread: Unread) -> None:
    """Once a folder has not answered nine times, what people do in the others is done; each pass still says it."""
    silent(desk, unread, Place.URGENT)
    desk.drags(desk.card(FIRST), Place.BOARD_HOLD)
    assert passes(desk, 5) == [Unavailable] * 5
    assert desk.case().state is State.ON_HOLD


def test_no_command_before_it_is_asked_alone(desk: Desk, unread: Unread) -> None:
    """While nobody knows which folder will answer again nothing is acted on, and afterwards all of it is."""
    desk.drags(desk.card(FIRST), Place.BOARD_HOLD)
    passes(desk, 1)
    unread.troubles[desk.service.folders[Place.URGENT]] = Unavailable
    passes(desk, NINE - 1, minutes=1)
    assert desk.case().state is State.TRIAGE
    unread.troubles.clear()
    desk.settles()
    assert desk.case().state is State.ON_HOLD


def test_what_may_lie_in_the_silent_folder_is_not_acted_on(desk: Desk, unread: Unread) -> None:
    """A card dragged on into the folder that does not answer is not where it was put, so nothing is done with it."""
    silent(desk, unread, Place.BOARD_CLOSED)
    card = desk.card(FIRST)
    desk.drags(card, Place.BOARD_HOLD)
    passes(desk, 1)
    desk.drags(card, Place.BOARD_CLOSED)
    passes(desk, 6, minutes=1)
    assert desk.case().state is State.TRIAGE


def test_what_was_taken_away_waits(desk: Desk, unread: Unread) -> None:
    """A message that left its folder may lie in the one that does not answer: nobody is asked for it."""
    folder = silent(desk, unread, Place.URGENT)
    (mail,) = desk.items_in(Place.CONFIRM)
    desk.drags(mail, Place.URGENT)
    passes(desk, 6, minutes=1)
    assert "request_removed" not in desk.asked()
    del unread.troubles[folder]
    desk.settles()
    assert "request_removed" not in desk.asked()
    assert desk.held(mail).folder == folder


def test_a_letter_is_not_approved_while_it_may_have_been_returned(desk: Desk, unread: Unread) -> None:
    """A draft dragged to Approve and then into a folder that does not answer does not leave."""
    desk.tells(Verb.ACCEPT)
    desk.drags(desk.draft_item("accepted"), Place.APPROVE)
    passes(desk, 2, seconds=1)
    unread.troubles[desk.service.folders[Place.RETURN]] = Unavailable
    desk.drags(desk.draft_item("accepted"), Place.RETURN)
    passes(desk, NINE + 6, minutes=1)
    assert desk.state("accepted") is LetterState.AWAITING_APPROVAL


def test_it_is_read_with_the_others_again(desk: Desk, unread: Unread) -> None:
    """As soon as it answers, what lies in it is taken in, and it is asked together with the others from then on."""
    folder = silent(desk, unread, Place.URGENT)
    unread.troubles.clear()
    desk.person("Bob").writes()
    assert passes(desk, 1) == []
    assert (desk.service.apart, desk.service.sure_of) == (set(), None)
    unread.asked.clear()
    passes(desk, 1)
    assert folder in unread.asked[0]


def test_the_inbox_is_never_left_out(desk: Desk, unread: Unread) -> None:
    """An Inbox that does not answer or may not be read is trouble for as long as that lasts."""
    for trouble in (Unavailable, AccessDenied):
        unread.troubles[desk.service.folders[Place.INBOX]] = trouble
        assert passes(desk, NINE + 2) == [trouble] * (NINE + 2)
        assert not desk.service.apart | desk.service.refused


def test_a_folder_that_went_is_not_asked_for_alone(desk: Desk, unread: Unread) -> None:
    """A folder that is not watched any more is forgotten here too."""
    folder = silent(desk, unread, Place.URGENT)
    del desk.service.cursors[folder]
    passes(desk, 1)
    assert desk.service.apart == set()


# --- a folder that may not be read ----------------------------------------------------------------------------------


def test_a_refused_folder_is_said_once_and_the_others_go_on(desk: Desk, unread: Unread) -> None:
    """Passes finish, mail is answered and commands are done; one question asks for the right."""
    unread.troubles[desk.service.folders[Place.URGENT]] = AccessDenied
    desk.person("Bob").writes()
    assert passes(desk, 3) == []
    desk.drags(desk.card(FIRST), Place.BOARD_HOLD)
    assert passes(desk, 4) == []
    assert desk.case(FIRST).state is State.ON_HOLD
    assert len(desk.cases()) == 2
    assert desk.asked().count("folder_refused") == 1
    unread.troubles.clear()
    passes(desk, 1)
    assert desk.service.refused == set()


def test_a_service_starts_beside_a_refused_folder(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The look for strange stamps at the start leaves out what may not be read."""
    refused = desk.service.folders[Place.URGENT]
    desk.restarts()
    again = Unread(desk, monkeypatch)
    again.troubles[refused] = AccessDenied
    desk.service.start()
    assert desk.service.settings.sending.mode is Mode.LIVE


def test_mail_for_a_refused_folder_stays_and_is_asked_about(
    desk: Desk, unread: Unread, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What cannot be filed where it belongs stays in the Inbox, a person is asked, and the next mail is filed."""
    confirm = desk.service.folders[Place.CONFIRM]
    unread.troubles[confirm] = AccessDenied
    real = desk.service.mailbox.file

    def file(ref: Ref, folder: str, **more: object) -> Ref:
        if folder == confirm:
            raise AccessDenied("This folder may not be written to.")
        return real(ref, folder, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(desk.service.mailbox, "file", file)
    mail = desk.person("Bob").writes()
    passes(desk, 1)  # in which the folder is found to be refused
    assert passes(desk, 3) == []
    assert desk.held(mail).folder == desk.service.folders[Place.INBOX]
    assert "filing_refused" in desk.asked()
    assert len(desk.cases()) == 2


@pytest.fixture
def graph(tmp_path: Path) -> Iterator[GraphOffice]:
    """An office in Microsoft 365."""
    with graph_office(tmp_path) as made:
        yield made


def test_a_folder_that_graph_refuses(graph: GraphOffice) -> None:
    """Microsoft 365 answers 403 for one folder: everybody is answered, and the night counts the other folders."""
    refused = graph.service.folders[Place.URGENT]
    graph.mailbox.server.faults.plan("messages.delta", Fault(403, "ErrorAccessDenied"), times=0, only=refused)
    graph.hears_from(1)
    assert graph.tries(4, minutes=1) == []
    assert graph.answered() == {("person@home1.example",): 1}
    assert graph.asks()["folder_refused"] == ["folder:urgent"]
    assert graph.tries(3, hours=12) == []
    with graph.service.reading() as tx:
        assert rounds.last(tx, "count") is not None


# --- an id that the server refuses ----------------------------------------------------------------------------------


def test_an_old_id_that_is_refused_is_no_longer_there(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that calls an old id malformed, where others say not found, keeps no folder from being read."""
    (mail,) = desk.items_in(Place.CONFIRM)
    held = desk.held(mail)
    with desk.service.writing() as tx:
        tx.connection.exec_driver_sql("UPDATE intake SET item = 'old' WHERE id = ?", (held.id,))
        card = cards.of_case(tx, 1)
        assert card is not None
        cards.moved(tx, card, item="old card", locator="", folder=card.folder)
    real = desk.service.mailbox.mime

    def mime(ref: Ref) -> bytes:
        if ref.id.startswith("old"):
            raise Permanent("ErrorInvalidIdMalformed")
        return real(ref)

    monkeypatch.setattr(desk.service.mailbox, "mime", mime)
    desk.drags(mail, Place.URGENT)
    desk.drags(_named(desk), Place.BOARD_HOLD)
    assert passes(desk, 1) == []
    with desk.service.reading() as tx:
        card = cards.of_case(tx, 1)
    assert card is not None
    assert card.item == _named(desk)
    assert desk.held(mail).folder == desk.service.folders[Place.URGENT]


def _named(desk: Desk) -> str:
    """What the mailbox calls the one card."""
    stages = {desk.called(place) for place in (Place.BOARD_VALIDITY, Place.BOARD_HOLD)}
    (name,) = [name for name, ones in desk.room.lying().items() for one in ones if one.folder in stages]
    return name
