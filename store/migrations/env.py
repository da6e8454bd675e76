"""Runs the steps on the connection it is given; opens none of its own."""

from alembic import context
from sqlmodel import SQLModel

import store.event_tables
import store.matter_tables
import store.oversight_tables
import store.paper_tables
import store.register_tables
import store.tables
import store.work_tables  # noqa: F401 - fills SQLModel.metadata

context.configure(
    connection=context.config.attributes["connection"], target_metadata=SQLModel.metadata, transactional_ddl=True
)
context.run_migrations()
