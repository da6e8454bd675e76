"""The schema: what the migrations make is what the tables say, and a store of an older version comes along whole."""

from __future__ import annotations

import importlib
import pkgutil
from datetime import UTC, datetime
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, text
from sqlmodel import SQLModel

import store
from store import migrate, outbox
from store.engine import open_store
from store.terms import LetterState

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
AT = "2026-11-20T09:00:00.000000Z"
BY_MIGRATION_ALONE = {"ix_event_moved"}
"""An index over some rows only, which no column of a table can say."""


def migrated_to(place: Path, version: str) -> None:
    """A database of this version lies here."""
    settings = Config()
    settings.set_main_option("script_location", str(Path(migrate.__file__).parent / "migrations"))
    engine = create_engine(f"sqlite:///{place}")
    with engine.begin() as connection:
        settings.attributes["connection"] = connection
        command.upgrade(settings, version)
    engine.dispose()


def test_the_migrations_make_the_tables(tmp_path: Path) -> None:
    """Every table, column, index and what may be empty is the same by the migrations as by the rows."""
    for module in pkgutil.iter_modules(store.__path__):
        if module.name.endswith("tables"):
            importlib.import_module(f"store.{module.name}")
    migrated_to(tmp_path / "store.sqlite", "head")
    engine = create_engine(f"sqlite:///{tmp_path}/store.sqlite")
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        found = compare_metadata(context, SQLModel.metadata)
    engine.dispose()
    assert [one for one in found if getattr(one[1], "name", "") not in BY_MIGRATION_ALONE] == []


def test_old_letters_come_along_and_new_ones_need_no_message(tmp_path: Path) -> None:
    """Letters of the version before keep their message; one about nothing can be planned, and the file is whole."""
    place, keys = tmp_path / "store.sqlite", (tmp_path / "blobs", tmp_path / "key")
    open_store(f"sqlite:///{tmp_path}/another.sqlite", *keys).close()  # makes the key
    migrated_to(place, "0007")
    engine = create_engine(f"sqlite:///{place}")
    with engine.begin() as connection:
        for table, known in (("intake", {"id": 1}), ("outbox", {"id": 1, "intake_id": 1, "state": "planned"})):
            columns = connection.exec_driver_sql(f"PRAGMA table_info({table})").all()
            values = {
                name: known.get(name, AT if name.endswith("_at") else 0 if "INT" in kind else "")
                for _, name, kind, needed, usual, _ in columns
                if name in known or (needed and usual is None)
            }
            names, marks = ", ".join(f'"{name}"' for name in values), ", ".join(f":{name}" for name in values)
            connection.execute(text(f"INSERT INTO {table} ({names}) VALUES ({marks})"), values)
    engine.dispose()
    opened = open_store(f"sqlite:///{place}", *keys)
    with opened.writing(NOW, "test") as tx:
        assert outbox.queue(
            tx, letter="digest", occasion="2026-11-23", case_id=None, intake_id=None, to="m.okafor@mopac.example",
            content={}, message_id_domain="mopac.example", mode="live",
        )  # fmt: skip
    opened.close()
    again = open_store(f"sqlite:///{place}", *keys)
    with again.reading(NOW) as tx:
        letters = outbox.in_states(tx, [LetterState.PLANNED], 10)
        assert [(one.id, one.intake_id, one.writer, one.added) for one in letters] == [
            (1, 1, "", None),
            (2, None, "", None),
        ]
        assert tx.connection.execute(text("PRAGMA integrity_check")).scalars().all() == ["ok"]
        assert tx.connection.execute(text("PRAGMA foreign_key_check")).all() == []
    again.close()
