"""What people do with cases: how far each has come, its parties, decisions, sign-offs, cards, commands and steps."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_CASE_WORDS = ("review_kind", "body_by", "time_by", "right_by", "owner", "outcome", "asked_from", "held_from")
_CASE_DAYS = (
    "state_since", "held_until", "reply_by", "accepted_on", "papers_due_on", "papers_complete_on", "allocated_on",
    "decided_on", "told_on", "response_due_on", "responded_on", "closed_on", "contact_on",
)  # fmt: skip
_COMMAND_WORDS = ("said", "goes_to", "adds", "removes", "note_key", "note_item", "note_locator")
_LETTER_WORDS = {"audience": "complainant", "approval": "by_itself", "draft_folder": "", "seen_hash": ""}


def upgrade() -> None:
    for name in _CASE_WORDS:
        op.add_column("review", sa.Column(name, sa.String(), nullable=False, server_default=""))
    for name in _CASE_DAYS:
        op.add_column("review", sa.Column(name, sa.Date(), nullable=True))
    op.add_column("review", sa.Column("restricted", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("party", sa.Column("details", sa.LargeBinary(), nullable=True))
    op.add_column("party", sa.Column("consent_on", sa.Date(), nullable=True))
    for name, usual in (_LETTER_WORDS | {"package": "", "approved_by": ""}).items():
        op.add_column("outbox", sa.Column(name, sa.String(), nullable=False, server_default=usual))
    for name in ("changed_at", "submitted_at", "approved_at", "not_before"):
        op.add_column("outbox", sa.Column(name, sa.String(27), nullable=True))
    op.add_column("outbox", sa.Column("noted", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.add_column("intake", sa.Column("message_tag", sa.String(), nullable=False, server_default=""))
    op.create_index("ix_intake_message_tag", "intake", ["message_tag"])
    op.create_index("ix_outbox_package", "outbox", ["package"])
    op.create_index("ix_outbox_noted", "outbox", ["noted"])
    _decisions()
    _sign_offs()
    _cards()
    _commands()
    _steps()
    op.create_table(
        "case_day",
        sa.Column("case_id", _NUMBER, nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("occasion", sa.String(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["review.id"]),
        sa.PrimaryKeyConstraint("case_id", "what", "occasion"),
    )


def _of_a_case(*, perhaps: bool = False) -> tuple[sa.Column[int], sa.Column[int]]:
    return (
        sa.Column("id", _NUMBER, primary_key=True, autoincrement=True),
        sa.Column("case_id", _NUMBER, sa.ForeignKey("review.id"), nullable=perhaps, index=True),
    )


def _decisions() -> None:
    op.create_table(
        "decision",
        *_of_a_case(perhaps=True),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
        sa.Column("letter_key", sa.String(), nullable=False),
        sa.Column("words_hash", sa.String(), nullable=False),
        sa.Column("reasons", sa.LargeBinary(), nullable=True),
    )


def _sign_offs() -> None:
    op.create_table(
        "sign_off",
        *_of_a_case(perhaps=True),
        sa.Column("package", sa.String(), nullable=False, index=True),
        sa.Column("code", sa.String(), nullable=False, unique=True),
        sa.Column("signer", sa.String(), nullable=False),
        sa.Column("shown_hash", sa.String(), nullable=False),
        sa.Column("shown", sa.LargeBinary(), nullable=True),
        sa.Column("mail_key", sa.String(), nullable=False),
        sa.Column("asked_at", sa.String(27), nullable=False),
        sa.Column("answered_at", sa.String(27), nullable=True),
        sa.Column("lapsed_at", sa.String(27), nullable=True),
        sa.Column("settled_at", sa.String(27), nullable=True),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("answered_by", sa.String(), nullable=False),
        sa.Column("reasons", sa.LargeBinary(), nullable=True),
    )


def _cards() -> None:
    op.create_table(
        "card",
        sa.Column("case_id", _NUMBER, sa.ForeignKey("review.id"), primary_key=True, autoincrement=False),
        sa.Column("key", sa.String(), nullable=False, index=True),
        sa.Column("item", sa.String(), nullable=False),
        sa.Column("locator", sa.String(), nullable=False),
        sa.Column("folder", sa.String(), nullable=False),
        sa.Column("shown_hash", sa.String(), nullable=False),
        sa.Column("wanted_key", sa.String(), nullable=False),
        sa.Column("lost", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.String(27), nullable=True),
        sa.Column("removed", sa.Integer(), nullable=False),
        sa.Column("gone", sa.Boolean(), nullable=False),
    )


def _commands() -> None:
    op.create_table(
        "command",
        sa.Column("id", _NUMBER, primary_key=True, autoincrement=True),
        sa.Column("subject", sa.String(), nullable=False, index=True),
        sa.Column("case_id", _NUMBER, sa.ForeignKey("review.id"), nullable=True, index=True),
        sa.Column("verb", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("came_from", sa.String(), nullable=False),
        sa.Column("words_hash", sa.String(), nullable=False),
        sa.Column("arrived_at", sa.String(27), nullable=False),
        sa.Column("looks", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False, index=True),
        sa.Column("refused", sa.Boolean(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in _COMMAND_WORDS),
        sa.Column("done_at", sa.String(27), nullable=True),
        sa.UniqueConstraint("subject", "verb", "place", "arrived_at"),
    )


def _steps() -> None:
    op.create_table(
        "step",
        *_of_a_case(),
        sa.Column("at", sa.String(27), nullable=False),
        sa.Column("verb", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("before", sa.LargeBinary(), nullable=True),
        sa.Column("undone_at", sa.String(27), nullable=True),
    )
