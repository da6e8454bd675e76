"""What was done by the calendar, whether a restore waits to be accepted, and the letters found in Sent Items then."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("control", sa.Column("restored_at", sa.String(27), nullable=True))
    op.add_column("control", sa.Column("restored_since", sa.String(27), nullable=True))
    op.add_column("control", sa.Column("restored_why", sa.String(), nullable=False, server_default=""))
    op.create_table(
        "round",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("finished_at", sa.String(27), nullable=False),
        sa.Column("result", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("name", "day"),
    )
    op.create_table(
        "found_letter",
        sa.Column("mark", sa.String(), nullable=False),
        sa.Column("sent_at", sa.String(27), nullable=False),
        sa.Column("to_tag", sa.String(), nullable=False),
        sa.Column("answers_tag", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("letter_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["letter_id"], ["outbox.id"]),
        sa.PrimaryKeyConstraint("mark"),
    )
