"""Brings a database to this version's schema, forward only; refuses one it does not know."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine

from store.vault import Unfit


def to_newest(engine: Engine, version: str) -> None:
    """The schema is this version's, in one transaction. Raises Unfit for a schema from another version."""
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory
    from alembic.util import CommandError

    settings = Config()
    settings.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    if version:
        try:
            ScriptDirectory.from_config(settings).get_revision(version)
        except CommandError:
            raise Unfit(
                f"The database has schema {version}, which this version of the service does not know. "
                "Run the version that wrote it, or a newer one."
            ) from None
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        settings.attributes["connection"] = connection
        command.upgrade(settings, "head")
