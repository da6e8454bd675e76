"""What the force is asked for, what came of it, the files themselves, and what was learnt about its units."""

from datetime import datetime

import sqlalchemy as sa
from alembic import op

from store.terms import london_date

revision = "0005"
down_revision = "0004"

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_INSTANT = sa.String(27)
_FIRST = {
    "acknowledged_on": "SELECT case_id, min(sent_at) FROM outbox WHERE audience = 'complainant' "
    "AND case_id IS NOT NULL AND sent_at IS NOT NULL GROUP BY case_id",
    "looked_on": "SELECT case_id, min(at) FROM decision WHERE case_id IS NOT NULL GROUP BY case_id",
    "body_settled_on": "SELECT case_id, min(at) FROM decision WHERE case_id IS NOT NULL "
    "AND what IN ('review_body', 'accepted') GROUP BY case_id",
}


def upgrade() -> None:
    for name in ("unit", "ground", "withdrawn", "recommendation"):
        op.add_column("review", sa.Column(name, sa.String(), nullable=False, server_default=""))
    for name in ("acknowledged_on", "looked_on", "body_settled_on"):
        op.add_column("review", sa.Column(name, sa.Date(), nullable=True))
    op.create_index(
        "ix_event_moved",
        "event",
        ["case_id", "seq"],
        sqlite_where=sa.text("action = 'moved'"),
        postgresql_where=sa.text("action = 'moved'"),
    )
    _first_days()
    _requests()
    _files()
    op.create_table(
        "unit_mail",
        sa.Column("unit", sa.String(), primary_key=True),
        sa.Column("on", sa.Date(), primary_key=True),
        _word("letter_key"),
        _word("rung"),
    )
    op.create_table(
        "contact",
        sa.Column("address_tag", sa.String(), primary_key=True),
        _word("unit", index=True),
        sa.Column("frozen_at", _INSTANT, nullable=True),
        _word("frozen_why"),
        _count("asked"),
        _count("heard"),
        _day("checked_on"),
        _day("confirmed_on"),
    )


def _first_days() -> None:
    """When cases that are there were first answered, settled and looked at, as far as letters and decisions tell."""
    review = sa.table("review", sa.column("id"), *(sa.column(name, sa.Date()) for name in _FIRST))
    for name, query in _FIRST.items():
        for case_id, at in op.get_bind().execute(sa.text(query)).all():
            day = london_date(datetime.fromisoformat(at))
            op.execute(review.update().where(review.c.id == case_id).values({name: day}))


def _requests() -> None:
    op.create_table(
        "paper_request",
        sa.Column("id", _NUMBER, primary_key=True, autoincrement=True),
        sa.Column("case_id", _NUMBER, sa.ForeignKey("review.id"), nullable=False, index=True),
        _word("unit", index=True),
        _word("asked"),
        _word("state", index=True),
        sa.Column("letter_key", sa.String(), nullable=False, unique=True),
        sa.Column("written_at", _INSTANT, nullable=False),
        _day("asked_on"),
        sa.Column("due_on", sa.Date(), nullable=False),
        _count("clock"),
        _word("done"),
        _day("heard_on"),
        _day("partial_on"),
        _day("paused_until"),
        _word("paused_because"),
        _day("last_mail_on"),
        _count("chases"),
        _count("extensions"),
        _day("completed_on"),
        sa.Column("next_on", sa.Date(), nullable=True, index=True),
    )
    op.create_table(
        "paper_item",
        sa.Column("request_id", _NUMBER, sa.ForeignKey("paper_request.id"), primary_key=True),
        sa.Column("number", sa.Integer(), primary_key=True),
        _word("what"),
        _word("kind"),
        sa.Column("required", sa.Boolean(), nullable=False),
        _word("state"),
        _day("received_on"),
        _word("by"),
        _word("sensitivity"),
        sa.Column("note", sa.LargeBinary(), nullable=True),
    )


def _files() -> None:
    op.create_table(
        "paper_file",
        sa.Column("id", _NUMBER, primary_key=True, autoincrement=True),
        sa.Column("case_id", _NUMBER, sa.ForeignKey("review.id"), nullable=True, index=True),
        sa.Column("intake_id", _NUMBER, sa.ForeignKey("intake.id"), nullable=False),
        _word("part"),
        sa.Column("label", sa.LargeBinary(), nullable=True),
        sa.Column("details", sa.LargeBinary(), nullable=True),
        _word("sha256", index=True),
        sa.Column("size", sa.Integer(), nullable=False),
        _word("blob", index=True),
        _word("fault"),
        sa.Column("wrapped_key", sa.LargeBinary(), nullable=True),
        _word("by_name"),
        _word("declared"),
        _word("by_content"),
        _word("scan", index=True),
        _word("scan_reason"),
        sa.Column("scanned_at", _INSTANT, nullable=True),
        sa.Column("scan_again_on", sa.Date(), nullable=True, index=True),
        _word("kinds"),
        _word("kind_reason"),
        _word("ticks"),
        _word("vouched"),
        sa.Column("came_on", sa.Date(), nullable=False),
        sa.UniqueConstraint("intake_id", "part"),
    )


def _word(name: str, *, index: bool = False) -> "sa.Column[str]":
    return sa.Column(name, sa.String(), nullable=False, index=index)


def _count(name: str) -> "sa.Column[int]":
    return sa.Column(name, sa.Integer(), nullable=False)


def _day(name: str) -> "sa.Column[object]":
    return sa.Column(name, sa.Date(), nullable=True)
