"""The digest of a day that is over: as the cases stood then, with what cannot be told left out and said."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot import nightly_count
from bot.cli import app
from bot.reporting import gathering
from bot.reporting.past_digest import NotThen, told_then
from store import events, questions, rounds
from store.messages import Question
from store.messages.digest import DigestData
from store.terms import Owner, london_date
from templates.digest import render_digest
from tests.figures_world import Years
from tests.test_letters import LONDON as OFFICE


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Years]:
    """An office in which much happened by chance."""
    made = Years(tmp_path, seed=3)
    yield made
    made.close()


def bare(data: DigestData) -> DigestData:
    """What is told of the cases alone."""
    return replace(data, machine=None, other_work=None, remarks=())


def test_it_says_what_it_said_then(office: Years) -> None:
    """At any later time the digest of each day is what it was on that day, whatever happened since."""
    then: list[DigestData] = []
    for number in range(6):
        office.live(12, new_a_day=0.8)
        at = office.clock.at
        with office.service.writing() as tx:
            asked = Question(f"unclear {number}", "What is it?", Owner.ADMINISTRATOR, london_date(at))
            questions.ask(tx, f"intake:{9000 + number}", asked)
            for one in list(questions.still_open(tx, subject=f"intake:{9000 + number - 2}")):
                questions.answer(tx, one, by="A Li")
        with office.service.reading() as tx:
            then.append(gathering.told(office.service, tx))
        office.clock.at += timedelta(minutes=5)
        with office.service.writing() as tx:
            rounds.finish(tx, gathering.ROUND, london_date(at), {"letters": 1})
    assert not office.erased
    assert len({one.headline for one in then}) == len(then)
    with office.service.reading() as tx:
        for was in then:
            assert bare(told_then(office.service, tx, was.at)) == bare(was)


def test_what_cannot_be_told_is_left_out_and_said(office: Years) -> None:
    """The page of a past day begins with what it leaves out, and has no block of what the service did."""
    office.live(30, new_a_day=1)
    with office.service.reading() as tx:
        data = told_then(office.service, tx, office.clock.at - timedelta(days=5))
    words = render_digest(OFFICE, data, picture=False).text
    assert "This is how the cases stood then" in words
    assert "What the service did\n" not in words
    assert "events" not in words
    assert data.machine is None


def test_the_nightly_count_says_nothing_of_a_case(office: Years) -> None:
    """What was counted in the mailbox at night does not stand in the way of what the history tells of cases."""
    office.live(5, new_a_day=1)
    before = office.clock.at
    with office.service.reading() as tx:
        was = gathering.told(office.service, tx)
    office.clock.at = (before + timedelta(days=1)).replace(hour=5)
    nightly_count.pass_(office.service)
    office.clock.at += timedelta(hours=1)
    with office.service.reading() as tx:
        assert any(one.subject.startswith("count:") for one in events.every(tx, {"counted"}))
        assert bare(told_then(office.service, tx, before)) == bare(was)
        told_then(office.service, tx, office.clock.at)


def test_what_was_erased_since_is_said(office: Years) -> None:
    """Of a case whose key was destroyed its open questions are gone, and the digest says of how many that is so."""
    office.live(20, new_a_day=1)
    at = office.clock.at
    with office.service.reading() as tx:
        first = next(iter(gathering.told(office.service, tx).needs)).reference
    with office.service.writing() as tx:
        update = "UPDATE review_key SET wrapped = NULL WHERE case_id = (SELECT id FROM review WHERE reference = ?)"
        tx.connection.exec_driver_sql(update, (first,))
    office.clock.at += timedelta(days=1)
    with office.service.reading() as tx:
        data = told_then(office.service, tx, at)
    assert data.remarks[1:] == ("Of 1 case erased since, open questions and the police's references are gone.",)


def test_of_a_day_before_the_store_nothing_is_told(office: Years) -> None:
    """A day before the store began, and one on which nothing was counted yet, are refused with the reason."""
    office.live(3, new_a_day=1)
    with office.service.reading() as tx:
        with pytest.raises(NotThen, match="The store began on"):
            told_then(office.service, tx, datetime(2001, 1, 1, tzinfo=UTC))
        guards = "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'event'"
        for name in tx.connection.exec_driver_sql(guards).scalars().all():
            tx.connection.exec_driver_sql(f"DROP TRIGGER {name}")
        tx.connection.exec_driver_sql("UPDATE event SET action = 'noted' WHERE action = 'counted'")
        with pytest.raises(NotThen, match="before the service counted"):
            told_then(office.service, tx, office.clock.at)


def test_the_command_tells_of_a_past_day(office: Years) -> None:
    """`digest --date` says the same, and refuses what cannot be told with one sentence."""
    office.live(3, new_a_day=1)
    config = ["--config", str(office.folder / "config.toml")]
    done = CliRunner().invoke(app, ["digest", "--date", "2001-01-01", *config])
    assert (done.exit_code, "so there is nothing to tell of" in done.output) == (1, True)
    done = CliRunner().invoke(app, ["digest", "--date", "2999-01-02", "--json", *config])
    assert json.loads(done.stdout)["remarks"] == ["As things stand now, seen from a day to come."]
    assert asdict(told(office))["day"]


def told(office: Years) -> DigestData:
    """The digest of this moment."""
    with office.service.reading() as tx:
        return gathering.told(office.service, tx)
