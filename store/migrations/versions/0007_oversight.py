"""What was passed on to the manager, and checks of decisions."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_INSTANT = sa.String(27)


def upgrade() -> None:
    op.create_table(
        "escalation",
        sa.Column("id", _NUMBER, primary_key=True, autoincrement=True),
        sa.Column("subject", sa.String(), nullable=False, index=True),
        sa.Column("case_id", _NUMBER, sa.ForeignKey("review.id"), nullable=True, index=True),
        sa.Column("intake_id", _NUMBER, sa.ForeignKey("intake.id"), nullable=True),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("evidence", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("raised_at", _INSTANT, nullable=False),
        sa.Column("told_at", _INSTANT, nullable=True),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("in_file", sa.Boolean(), nullable=True, index=True),
    )
    op.create_table(
        "quality_check",
        sa.Column("id", _NUMBER, primary_key=True, autoincrement=True),
        sa.Column("case_id", _NUMBER, sa.ForeignKey("review.id"), nullable=False, index=True),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("decision", "person")),
        sa.Column("month", sa.String(), nullable=False, index=True),
        sa.Column("sampler", sa.String(), nullable=False),
        sa.Column("recorded_at", _INSTANT, nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("score", "out_of")),
        sa.Column("answers", sa.String(), nullable=False),
        sa.Column("finding", sa.LargeBinary(), nullable=True),
        sa.Column("feedback_on", sa.Date(), nullable=True),
    )
