"""Letters that people sent by hand out of the shared mailbox, and from when on they are looked at."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("control", sa.Column("sent_items_since", sa.String(27), nullable=True))
    op.create_table(
        "answer_by_hand",
        sa.Column("id", _NUMBER, primary_key=True, autoincrement=True),
        sa.Column("mailbox", sa.String(), nullable=False),
        sa.Column("item", sa.String(), nullable=False),
        sa.Column("locator", sa.String(), nullable=False),
        sa.Column("seen_at", sa.String(27), nullable=False),
        sa.Column("sent_at", sa.String(27), nullable=False),
        sa.Column("state", sa.String(), nullable=False, index=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("case_id", _NUMBER, sa.ForeignKey("review.id"), nullable=True, index=True),
        sa.Column("intake_id", _NUMBER, sa.ForeignKey("intake.id"), nullable=True, index=True),
        sa.Column("message_tag", sa.String(), nullable=False),
        sa.Column("answers_tags", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("blob", sa.String(), nullable=False),
        sa.Column("wrapped_key", sa.LargeBinary(), nullable=True),
        sa.UniqueConstraint("mailbox", "item"),
    )
