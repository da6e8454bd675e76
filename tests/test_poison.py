"""One item, letter, folder or answer that never works holds up nothing else, and never looks like a restore."""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from datetime import timedelta
from pathlib import Path

import pytest

from bot.mailbox import Unavailable
from bot.mailbox.graph_changes import _told
from bot.mailbox.graph_faults import wait_of
from tests.graph_world import CLOCK, GraphOffice, graph_office
from tests.lookalike.faults import Fault
from tests.lookalike.items import Item

BROKEN = Fault(500, "ErrorInternalServerError")
OTHERS = {("person@home2.example",): 1, ("person@home3.example",): 1}


@pytest.fixture
def office(tmp_path: Path) -> Iterator[GraphOffice]:
    """An office in Microsoft 365 in whose inbox three requests lie, the first of them about to be trouble."""
    with graph_office(tmp_path) as made:
        made.hears_from(1)
        CLOCK.at += timedelta(minutes=1)
        made.hears_from(2, 3)
        yield made


def first(office: GraphOffice) -> Item:
    """The item that will be trouble."""
    [item] = [one for one in office.mailbox.box.listed() if one.message_id == "<1@person.example>"]
    return item


def duplicate(office: GraphOffice, item: Item) -> Item:
    """A person copies an item in Outlook, with everything that is on it."""
    made = copy(item)
    made.immutable_id, made.id, made.extended, made.created_at = "", "", dict(item.extended), None
    return office.mailbox.box.add(made, item.folder)


def test_an_item_that_never_comes_holds_up_nothing(office: GraphOffice) -> None:
    """Where one item's bytes cannot be had, the others are answered, and a person is asked about that one."""
    office.mailbox.server.faults.plan("messages.value", BROKEN, times=0, only=first(office).immutable_id)
    office.tries(8, minutes=10)
    assert office.answered() == OTHERS
    assert "cannot_be_opened" in office.asks()


def test_a_letter_that_can_never_be_drafted_holds_up_no_other(office: GraphOffice) -> None:
    """Where the draft of one letter never comes about, the other letters leave."""
    office.mailbox.server.faults.plan("messages.createReply", BROKEN, times=0, only=first(office).immutable_id)
    office.tries(8, minutes=10)
    assert office.answered() == OTHERS


def test_an_item_that_can_never_be_marked_holds_up_nothing(office: GraphOffice) -> None:
    """Where one item refuses every change, everybody is answered, the others are filed, and a person is asked."""
    office.mailbox.server.faults.plan("messages.patch", BROKEN, times=0, only=first(office).immutable_id)
    office.tries(16, minutes=10)
    assert office.answered() == OTHERS | {("person@home1.example",): 1}
    assert office.mailbox.box.listed("inbox") == [first(office)]
    assert "filing_refused" in office.asks()


def test_a_folder_that_never_answers_holds_up_no_letter(office: GraphOffice) -> None:
    """Where one folder cannot be listed, what the others brought is answered; each pass says it."""
    office.mailbox.server.faults.plan("messages.delta", BROKEN, times=0, only="junkemail")
    troubles = office.tries(6, minutes=10)
    assert [type(one) for one in troubles] == [Unavailable] * 6
    assert office.answered() == OTHERS | {("person@home1.example",): 1}


def test_new_mail_with_a_known_mark_is_new_mail(office: GraphOffice) -> None:
    """What arrives carrying the mark of a message that lies elsewhere is another message, and is answered."""
    office.tries(3, minutes=1)
    office.hears_from(4)
    [new] = office.mailbox.box.listed("inbox")
    new.extended.update(first(office).extended)
    office.tries(3, minutes=1)
    assert office.answered()[("person@home4.example",)] == 1


def test_a_folder_thrown_away_in_outlook_is_made_anew_by_the_night(office: GraphOffice) -> None:
    """A folder that lies among the deleted items under its old id is not filed into for longer than a night."""
    office.tries(3, minutes=1)
    box, used = office.mailbox.box, first(office).folder
    thrown = box.folder(used)
    thrown.parent = box.folder("deleteditems").id
    CLOCK.at += timedelta(days=1)
    office.tries(3, minutes=1)
    assert thrown.id not in office.service.folders.values()
    assert [one.name for one in box.folders.values()].count(thrown.name) == 2


def test_an_outage_sets_nothing_aside(office: GraphOffice) -> None:
    """However long nothing at all answers, no item is given up for it; afterwards all is answered and filed."""
    office.mailbox.server.faults.plan("messages.patch", BROKEN, times=0)
    office.tries(1, minutes=1)
    office.mailbox.server.faults.plan("*", BROKEN, times=0)
    assert len(office.tries(14, minutes=10)) == 14
    office.mailbox.server.faults.clear()
    office.tries(4, minutes=10)
    assert office.answered() == OTHERS | {("person@home1.example",): 1}
    assert office.mailbox.box.listed("inbox") == []
    assert not {"filing_refused", "cannot_be_opened"} & office.asks().keys()


def test_copies_of_a_filed_message_are_no_restore(office: GraphOffice) -> None:
    """A person who copies a filed message twice stops nothing, and nobody is answered again."""
    office.tries(3, minutes=1)
    filed = first(office)
    for _ in range(2):
        duplicate(office, filed)
    office.restarts()
    office.service.start()
    assert not office.service.reads_only
    office.tries(3, minutes=1)
    assert office.answered() == OTHERS | {("person@home1.example",): 1}


def test_folders_that_are_gone_are_not_asked_for_again(office: GraphOffice) -> None:
    """After a folder was removed for good the service looks anew once, and then goes on as before."""
    office.tries(3, minutes=1)
    office.mailbox.box.remove_folder(office.service.folders["unsure"])
    office.tries(3, minutes=1)
    assert set(office.service.cursors) == set(office.service.folders.values())
    assert office.tries(2, minutes=1) == []


def test_a_wait_beyond_all_measure_is_an_hour() -> None:
    """Whatever a server asks for, the service looks again after an hour at most."""
    assert wait_of({"Retry-After": "99999999999999999"}) == wait_of({"Retry-After": "31536000"}) == 3600.0
    assert wait_of({"Retry-After": "30"}) == 30.0


def test_an_item_without_a_day_of_receipt_is_taken_in() -> None:
    """A change that names no time is an item all the same; what cannot be believed is set right by the intake."""
    created, removed = _told([{"id": "a", "receivedDateTime": None}])
    assert list(created) == ["a"]
    assert created["a"].received_at.year == 1970
    assert not removed
