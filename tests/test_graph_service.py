"""The service at a mailbox in Microsoft 365: bad days there, and long ones, make no second letter."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from store import answers_by_hand
from store.terms import LetterState
from tests.graph_world import CLOCK, GraphOffice, graph_office, graph_world
from tests.lookalike.faults import Fault
from tests.world import MONDAY, message


@pytest.fixture
def office(tmp_path: Path) -> Iterator[GraphOffice]:
    """An office that has looked into its mailbox once; what it asked for then is not in the log."""
    with graph_office(tmp_path) as made:
        yield made


def test_bad_day(office: GraphOffice) -> None:
    """Through refusals, errors, lost answers and broken connections everybody gets exactly one acknowledgement."""
    faults = office.mailbox.server.faults
    for operation in ("messages.*", "batch"):
        faults.plan(operation, Fault(503), after=True, nth=7, times=0, every=23)
        faults.plan(operation, Fault(429, retry_after="2"), nth=5, times=0, every=17)
        faults.plan(operation, Fault(504), nth=3, times=0, every=29)
        faults.plan(operation, Fault(reset=True), nth=11, times=0, every=31)
        faults.plan(operation, Fault(reset=True), after=True, nth=13, times=0, every=37)
    office.hears_from(*range(40))
    office.tries(20, seconds=60)
    faults.clear()
    office.tries(5, minutes=5)
    assert office.states() == {LetterState.CONFIRMED: 40}
    assert set(office.answered().values()) == {1}
    assert len(office.cases()) == 40
    assert office.mailbox.box.listed("inbox") == []


def test_years_of_sent_items(tmp_path: Path) -> None:
    """A first look at Sent Items asks for what is new only; what a colleague answers by hand after it is seen."""
    with graph_world(tmp_path) as world:
        CLOCK.at = MONDAY
        for number in range(120):
            world.box.send(world.box.create_from_mime(message("P <p@home.example>", number=number)))
        CLOCK.at += timedelta(days=1)
        office = GraphOffice.at(world, tmp_path)
        office.runs()
        listed = [one.target for one in world.server.log.of("messages.delta") if "sentitems" in one.target]
        assert "receivedDateTime" in listed[0]
        assert not [one for one in listed if "$skiptoken" in one]
        office.clock.at += timedelta(minutes=1)
        world.box.send(world.box.create_from_mime(message("P <p@home.example>", number=999)))
        office.runs()
        newest, *others = (one.immutable_id for one in world.box.listed("sentitems"))
        with office.service.reading() as tx:
            assert answers_by_hand.known(tx, office.service.mailbox_name, [newest, *others]) == {newest}
        office.service.close()


def test_day_and_night(office: GraphOffice) -> None:
    """For 24 hours tokens run out every five minutes, one is revoked, and no pass fails."""
    office.mailbox.server.sign_in.token_lives = 300
    office.restarts()
    office.service.clock = CLOCK
    office.service.start()
    for hour in range(24):
        office.hears_from(hour)
        assert office.tries(6, minutes=10) == []
        if hour == 11:
            office.mailbox.server.sign_in.revoke()
    assert office.states() == {LetterState.CONFIRMED: 24}
