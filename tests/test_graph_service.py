"""The service at a mailbox in Microsoft 365: what it asks for, and that bad days there make no second letter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.mailbox import Throttled
from store.terms import LetterState
from tests.graph_world import CLOCK, GraphOffice, GraphWorld, graph_world
from tests.lookalike.faults import Fault
from tests.world import MONDAY, message


@pytest.fixture
def office(tmp_path: Path) -> Iterator[GraphOffice]:
    """An office that has looked into its mailbox once; what it asked for then is not in the log."""
    with graph_world(tmp_path) as world:
        CLOCK.at = MONDAY
        made = GraphOffice.at(world, tmp_path)
        made.runs()
        world.server.log.clear()
        yield made
        made.service.close()


def _write(world: GraphWorld, *people: int) -> None:
    for number in people:
        world.deliver(message(f"Person <person@home{number}.example>", at=CLOCK.at, number=number))


def _answered(world: GraphWorld) -> Counter[tuple[str, ...]]:
    return Counter(sent.recipients for sent in world.box.journal)


def test_backlog(office: GraphOffice) -> None:
    """A backlog is answered one letter each, thirty a minute, without being asked to wait by Exchange once."""
    _write(office.mailbox, *range(70))
    troubles = office.tries(5, seconds=60)
    assert {type(trouble) for trouble in troubles} == {Throttled}
    assert office.states() == {LetterState.CONFIRMED: 70}
    assert set(_answered(office.mailbox).values()) == {1}
    assert {one.status for one in office.mailbox.server.log.entries} <= {200, 201, 202}


def test_requests(office: GraphOffice) -> None:
    """A message with its acknowledgement takes six requests, what is shared with others, and a look at Stop each."""
    _write(office.mailbox, *range(25))
    office.tries(1, seconds=60)
    assert office.states() == {LetterState.CONFIRMED: 25}
    asked = office.mailbox.requests()
    folders = len(office.service.cursors)
    assert asked.pop("messages.delta") <= folders + 25 + 3
    shared = ("categories.list", "categories.create", "folders.get", "messages.list")
    assert sum(asked.pop(name, 0) for name in shared) <= 12
    each = (
        "messages.value",
        "messages.patch",
        "messages.move",
        "messages.createReply",
        "messages.get",
        "messages.send",
    )
    assert asked == dict.fromkeys(each, 25)


def test_bad_day(office: GraphOffice) -> None:
    """Through refusals, errors, lost answers and broken connections everybody gets exactly one acknowledgement."""
    faults = office.mailbox.server.faults
    for operation in ("messages.*", "batch"):
        faults.plan(operation, Fault(503), after=True, nth=7, times=0, every=23)
        faults.plan(operation, Fault(429, retry_after="2"), nth=5, times=0, every=17)
        faults.plan(operation, Fault(504), nth=3, times=0, every=29)
        faults.plan(operation, Fault(reset=True), nth=11, times=0, every=31)
        faults.plan(operation, Fault(reset=True), after=True, nth=13, times=0, every=37)
    _write(office.mailbox, *range(40))
    office.tries(20, seconds=60)
    faults.clear()
    office.tries(5, minutes=5)
    assert office.states() == {LetterState.CONFIRMED: 40}
    assert set(_answered(office.mailbox).values()) == {1}
    assert len(office.cases()) == 40
    assert office.mailbox.box.listed("inbox") == []


def test_day_and_night(office: GraphOffice) -> None:
    """For 24 hours tokens run out every five minutes, one is revoked, and no pass fails."""
    office.mailbox.server.sign_in.token_lives = 300
    office.restarts()
    office.service.clock = CLOCK
    office.service.start()
    for hour in range(24):
        _write(office.mailbox, hour)
        assert office.tries(6, minutes=10) == []
        if hour == 11:
            office.mailbox.server.sign_in.revoke()
    assert office.states() == {LetterState.CONFIRMED: 24}
