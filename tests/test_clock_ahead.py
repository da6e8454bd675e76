"""A clock that was once a year ahead: what it dated counts as not done, and nobody is written to twice for it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.nightly_count import ROUND as COUNT
from bot.sending import adopting
from store import answers_by_hand, leadership, letter_search, outbox, restoration, rounds, usage
from store.leadership import take_lead
from store.terms import LetterState, london_date
from tests.world import MONDAY, World

A_YEAR = timedelta(days=365)


@pytest.fixture
def world(tmp_path: Path) -> World:
    """An office that is live, and has answered somebody."""
    world = World(tmp_path)
    world.runs()
    world.person("Ann").writes()
    world.passes(minutes=1)
    return world


def a_year_ahead(world: World) -> None:
    """The service passes once with a clock that is a year ahead; then it is set right."""
    world.clock.at += A_YEAR
    world.runs()
    world.clock.at -= A_YEAR


def test_the_night_is_counted(world: World) -> None:
    """The next night is counted, and so is every other."""
    world.clock.at = world.clock.at.replace(hour=4)
    a_year_ahead(world)
    for _ in range(3):
        world.passes(days=1)
        with world.service.reading() as tx:
            last = rounds.last(tx, COUNT)
        assert last is not None
        assert last.day == london_date(world.clock.at)


def test_a_count_that_was_put_off(world: World) -> None:
    """A count put off by that clock for an hour is due again in an hour, not in a year."""
    world.service.count_again_at = world.clock.at + A_YEAR + timedelta(hours=1)
    world.passes(days=1)
    with world.service.reading() as tx:
        assert rounds.last(tx, COUNT) is not None


def test_a_store_that_began_then(tmp_path: Path) -> None:
    """A store whose first day was dated by that clock has its nights and Sent Items from the first right day on."""
    world = World(tmp_path, at=MONDAY + A_YEAR)
    world.runs()
    world.clock.at -= A_YEAR
    world.person("Ann").writes()
    world.passes(minutes=1)
    with world.service.reading() as tx:
        assert rounds.began_at(tx) == world.clock.at
    world.passes(days=1)
    with world.service.reading() as tx:
        since = answers_by_hand.since(tx)
        assert rounds.last(tx, COUNT) is not None
    assert since is not None
    assert since <= world.clock.at


def test_the_lead_of_another_host(world: World) -> None:
    """A lead that another host renewed by that clock is taken over; one that is a minute ahead is respected."""
    store, now = world.service.store, world.clock.at
    for ahead, taken in ((timedelta(seconds=70), False), (A_YEAR, True)):
        with store.writing(now + ahead, "there") as tx:
            tx.connection.exec_driver_sql("UPDATE control SET host = 'there', holder = 'x'")
            leadership.pass_finished(tx)
        take_lead(store, now + ahead, actor="there", holder="x", host="there")
        lead = take_lead(store, now, actor="here", holder="y", host="here")
        assert (lead is not None) is taken


def test_letters_dated_then(world: World) -> None:
    """Letters that left by that clock fill no cap, and do not hide what left since."""
    right = world.clock.at
    world.clock.at += A_YEAR
    world.person("Bob").writes()
    world.runs()
    world.clock.at = right
    with world.service.reading() as tx:
        letters = tuple(outbox.in_states(tx, [LetterState.SENT, LetterState.CONFIRMED], 9))
        day, hour = right - timedelta(days=1), right - timedelta(hours=1)
        used = usage.lately(tx, letters, hour_ago=hour, day_ago=day)
        assert len(letters) == 2
        assert (used.in_day, used.in_hour, sum(used.to_address_in_day.values())) == (1, 1, 1)
        last = letter_search.last_sent(tx)
    assert last is not None
    assert last <= right


def test_a_restore_noticed_then(world: World) -> None:
    """A restore that was noticed by that clock can be accepted as soon as the mailbox was read."""
    with world.service.store.writing(world.clock.at + A_YEAR, "bot") as tx:
        restoration.notice(tx, since=world.clock.at, why="a test")
    world.restarts()
    world.passes(minutes=1)
    assert adopting.accept(world.service, by="Mo") == 0
