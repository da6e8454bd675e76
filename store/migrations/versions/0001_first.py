"""The first schema: control, folders, cases, parties, clues, intake, corrections, outbox, questions, events."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "control",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("holder", sa.String(), nullable=False),
        sa.Column("host", sa.String(), nullable=False),
        sa.Column("renewed_at", sa.String(27), nullable=True),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.Column("paused_by", sa.String(), nullable=False),
        sa.Column("paused_why", sa.String(), nullable=False),
        sa.Column("head_seq", sa.Integer(), nullable=False),
        sa.Column("head_hash", sa.String(), nullable=False),
        sa.Column("key_check", sa.String(), nullable=False),
        sa.Column("last_pass_at", sa.String(27), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "event",
        sa.Column("seq", NUMBER, autoincrement=False, nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("details_hash", sa.String(), nullable=False),
        sa.Column("previous", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("seq"),
    )
    op.create_index("ix_event_case_id", "event", ["case_id"], unique=False)
    op.create_index("ix_event_subject", "event", ["subject"], unique=False)
    op.create_table(
        "event_detail",
        sa.Column("seq", NUMBER, autoincrement=False, nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("seq"),
    )
    op.create_index("ix_event_detail_case_id", "event_detail", ["case_id"], unique=False)
    op.create_table(
        "folder",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("folder_id", sa.String(), nullable=False),
        sa.Column("cursor", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "review",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.String(27), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("facts", sa.LargeBinary(), nullable=True),
        sa.Column("force_reference", sa.String(), nullable=True),
        sa.Column("provided_on", sa.Date(), nullable=True),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("review_body", sa.String(), nullable=True),
        sa.Column("time_result", sa.String(), nullable=True),
        sa.Column("next_action", sa.String(), nullable=False),
        sa.Column("next_owner", sa.String(), nullable=False),
        sa.Column("next_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("reference"),
        sa.UniqueConstraint("year", "number"),
    )
    op.create_index("ix_review_next_on", "review", ["next_on"], unique=False)
    op.create_index("ix_review_state", "review", ["state"], unique=False)
    op.create_table(
        "intake",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("mailbox", sa.String(), nullable=False),
        sa.Column("item", sa.String(), nullable=False),
        sa.Column("stamp", sa.String(), nullable=False),
        sa.Column("locator", sa.String(), nullable=False),
        sa.Column("folder", sa.String(), nullable=False),
        sa.Column("seen_at", sa.String(27), nullable=False),
        sa.Column("received_at", sa.String(27), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("blob", sa.String(), nullable=False),
        sa.Column("wrapped_key", sa.LargeBinary(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("fault", sa.String(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("flags", sa.String(), nullable=False),
        sa.Column("may_acknowledge", sa.Boolean(), nullable=True),
        sa.Column("why_not", sa.String(), nullable=False),
        sa.Column("sender_tag", sa.String(), nullable=False),
        sa.Column("fingerprint_tag", sa.String(), nullable=False),
        sa.Column("matter_tag", sa.String(), nullable=False),
        sa.Column("duplicate_of", sa.Integer(), nullable=True),
        sa.Column("filing", sa.String(), nullable=False),
        sa.Column("target", sa.String(), nullable=False),
        sa.Column("categories", sa.String(), nullable=False),
        sa.Column("flag_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["review.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("mailbox", "item"),
        sa.UniqueConstraint("stamp"),
    )
    op.create_index("ix_intake_case_id", "intake", ["case_id"], unique=False)
    op.create_index("ix_intake_filing", "intake", ["filing"], unique=False)
    op.create_index("ix_intake_fingerprint_tag", "intake", ["fingerprint_tag"], unique=False)
    op.create_index("ix_intake_matter_tag", "intake", ["matter_tag"], unique=False)
    op.create_index("ix_intake_folder", "intake", ["folder"], unique=False)
    op.create_index("ix_intake_state", "intake", ["state"], unique=False)
    op.create_table(
        "correction",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("intake_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("said_at", sa.String(27), nullable=False),
        sa.Column("said_by", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["intake_id"],
            ["intake.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_correction_intake_id", "correction", ["intake_id"], unique=False)
    op.create_table(
        "party",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("address_tag", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["review.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("case_id", "address_tag"),
    )
    op.create_index("ix_party_address_tag", "party", ["address_tag"], unique=False)
    op.create_table(
        "clue",
        sa.Column("tag", sa.String(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["review.id"],
        ),
        sa.PrimaryKeyConstraint("tag", "case_id"),
    )
    op.create_table(
        "question",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("asked_at", sa.String(27), nullable=False),
        sa.Column("answered_at", sa.String(27), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["review.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("subject", "code"),
    )
    op.create_index("ix_question_case_id", "question", ["case_id"], unique=False)
    op.create_index("ix_question_due_on", "question", ["due_on"], unique=False)
    op.create_table(
        "review_key",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["review.id"],
        ),
        sa.PrimaryKeyConstraint("case_id"),
    )
    op.create_table(
        "outbox",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("mark", sa.String(), nullable=False),
        sa.Column("letter", sa.String(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("intake_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("planned_at", sa.String(27), nullable=False),
        sa.Column("planned_in", sa.String(), nullable=False),
        sa.Column("to_tag", sa.String(), nullable=False),
        sa.Column("domain_tag", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("template_version", sa.String(), nullable=False),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("draft_item", sa.String(), nullable=False),
        sa.Column("draft_locator", sa.String(), nullable=False),
        sa.Column("drafted_at", sa.String(27), nullable=True),
        sa.Column("sending_at", sa.String(27), nullable=True),
        sa.Column("sent_at", sa.String(27), nullable=True),
        sa.Column("confirmed_at", sa.String(27), nullable=True),
        sa.Column("looks", sa.Integer(), nullable=False),
        sa.Column("held_because", sa.String(), nullable=False),
        sa.Column("held_from", sa.String(), nullable=False),
        sa.Column("released_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["review.id"],
        ),
        sa.ForeignKeyConstraint(
            ["intake_id"],
            ["intake.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key"),
        sa.UniqueConstraint("mark"),
    )
    op.create_index("ix_outbox_case_id", "outbox", ["case_id"], unique=False)
    op.create_index("ix_outbox_domain_tag", "outbox", ["domain_tag"], unique=False)
    op.create_index("ix_outbox_intake_id", "outbox", ["intake_id"], unique=False)
    op.create_index("ix_outbox_message_id", "outbox", ["message_id"], unique=False)
    op.create_index("ix_outbox_sending_at", "outbox", ["sending_at"], unique=False)
    op.create_index("ix_outbox_state", "outbox", ["state"], unique=False)
    op.create_index("ix_outbox_to_tag", "outbox", ["to_tag"], unique=False)
    control = sa.table(
        "control",
        sa.column("id"),
        sa.column("epoch"),
        sa.column("holder"),
        sa.column("host"),
        sa.column("paused", sa.Boolean()),
        sa.column("paused_by"),
        sa.column("paused_why"),
        sa.column("head_seq"),
        sa.column("head_hash"),
        sa.column("key_check"),
    )
    op.execute(
        control.insert().values(
            id=1,
            epoch=0,
            holder="",
            host="",
            paused=False,
            paused_by="",
            paused_why="",
            head_seq=0,
            head_hash="",
            key_check="",
        )
    )
    for statement in _append_only(op.get_bind().dialect.name):
        op.execute(statement)


def _append_only(dialect: str) -> list[str]:
    if dialect == "sqlite":
        return [
            f"CREATE TRIGGER event_no_{verb.lower()} BEFORE {verb} ON event "
            "BEGIN SELECT RAISE(ABORT, 'events are never changed'); END"
            for verb in ("UPDATE", "DELETE")
        ]
    return [
        "CREATE FUNCTION event_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'events are never changed'; END $$",
        "CREATE TRIGGER event_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON event "
        "FOR EACH STATEMENT EXECUTE FUNCTION event_is_append_only()",
    ]
