"""Registers that were written, and what was read back from each."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_INSTANT = sa.String(27)


def upgrade() -> None:
    op.create_table(
        "register_export",
        sa.Column("id", _NUMBER, primary_key=True, autoincrement=True),
        sa.Column("made_at", _INSTANT, nullable=False),
        sa.Column("cases", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False, index=True),
    )
    op.create_table(
        "register_edit",
        sa.Column("export", _NUMBER, sa.ForeignKey("register_export.id"), primary_key=True),
        *(sa.Column(name, sa.String(), primary_key=True) for name in ("reference", "field", "value")),
        sa.Column("read_at", _INSTANT, nullable=False, index=True),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("said", sa.LargeBinary(), nullable=True),
    )
