"""Matters that are no reviews, and what cases tell besides."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_INSTANT = sa.String(27)


def upgrade() -> None:
    _letters_about_nothing_and_added_signatures()
    _checks_that_were_asked_for()
    _what_cases_tell()
    _matters()
    _cases_that_belong_together()
    _rests_of_requests()
    _references_told_before_a_restore()


def _what_cases_tell() -> None:
    """Cases have columns for what a person says of them, and no reason for reopening one stands unsealed any more.

    Those reasons stay in the history of their cases, where they were sealed from the first.
    """
    for name in ("allegations", "themes"):
        op.add_column("review", sa.Column(name, sa.String(), nullable=False, server_default=""))
    op.execute("UPDATE decision SET value = 'yes' WHERE what = 'reopened'")
    themes: dict[int, list[str]] = {}
    found = op.get_bind().execute(sa.text("SELECT case_id, value FROM decision WHERE what = 'theme' ORDER BY id"))
    for case_id, value in found:
        theirs = themes.setdefault(case_id, [])
        if value.startswith("not "):
            themes[case_id] = [one for one in theirs if one != value.removeprefix("not ")]
        elif value not in theirs:
            theirs.append(value)
    for case_id, those in themes.items():
        op.execute(
            sa.text("UPDATE review SET themes = :themes WHERE id = :which").bindparams(
                themes=", ".join(those), which=case_id
            )
        )


def _letters_about_nothing_and_added_signatures() -> None:
    """A letter may be about no message, and says who wanted it written and which rule asks for its signature.

    SQLite cannot take NOT NULL from a column, and building the table anew would break what refers to it: its own
    documentation changes the words of the schema, https://sqlite.org/lang_altertable.html#otheralter.
    """
    for name in ("writer", "added_signer", "added_because"):
        op.add_column("outbox", sa.Column(name, sa.String(), nullable=False, server_default=""))
    op.create_index("ix_outbox_writer", "outbox", ["writer"])
    if op.get_bind().dialect.name != "sqlite":
        op.alter_column("outbox", "intake_id", nullable=True)
        return
    version = op.get_bind().exec_driver_sql("PRAGMA schema_version").scalar_one()
    op.execute("PRAGMA writable_schema = ON")
    op.execute(
        "UPDATE sqlite_schema SET sql = replace(sql, 'intake_id INTEGER NOT NULL', 'intake_id INTEGER') "
        "WHERE type = 'table' AND name = 'outbox'"
    )
    op.execute(f"PRAGMA schema_version = {version + 1}")
    op.execute("PRAGMA writable_schema = OFF")


def _matters() -> None:
    """Tribunals, hearings and associations have tables of their own, beside those of reviews."""
    number, at = sa.BigInteger().with_variant(sa.Integer(), "sqlite"), sa.String(27)

    def of_a_matter(*, first: bool = False) -> sa.Column[int]:
        where = sa.ForeignKey("matter.id")
        return sa.Column("matter_id", number, where, nullable=False, primary_key=first, index=not first)

    op.create_table(
        "matter",
        sa.Column("id", number, primary_key=True, autoincrement=True),
        sa.Column("reference", sa.String(), nullable=False, unique=True),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("year", "number")),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("kind", "rules", "owner")),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True, index=True),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.UniqueConstraint("year", "number"),
    )
    op.create_table("matter_key", of_a_matter(first=True), sa.Column("wrapped", sa.LargeBinary(), nullable=True))
    op.create_table(
        "matter_date",
        of_a_matter(first=True),
        sa.Column("name", sa.String(), primary_key=True),
        sa.Column("on", sa.Date(), nullable=False),
    )
    op.create_table(
        "matter_step",
        of_a_matter(first=True),
        sa.Column("step", sa.String(), primary_key=True),
        *(sa.Column(name, sa.Date(), nullable=True) for name in ("moved_to", "done_on")),
    )
    op.create_table(
        "matter_served",
        sa.Column("id", number, primary_key=True, autoincrement=True),
        of_a_matter(),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("step", "how")),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("intake_id", number, sa.ForeignKey("intake.id"), nullable=True),
        sa.Column("words", sa.LargeBinary(), nullable=True),
    )
    op.create_table(
        "matter_note",
        sa.Column("id", number, primary_key=True, autoincrement=True),
        of_a_matter(),
        sa.Column("at", at, nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("by", "what")),
        sa.Column("words", sa.LargeBinary(), nullable=True),
    )
    op.create_table(
        "matter_message",
        of_a_matter(first=True),
        sa.Column("intake_id", number, sa.ForeignKey("intake.id"), primary_key=True, index=True),
    )
    op.create_table(
        "matter_reminder",
        of_a_matter(first=True),
        sa.Column("step", sa.String(), primary_key=True),
        sa.Column("due_on", sa.Date(), primary_key=True),
        sa.Column("occasion", sa.String(), primary_key=True),
        sa.Column("at", at, nullable=False),
    )


def _cases_that_belong_together() -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "case_link",
        *(sa.Column(name, number, sa.ForeignKey("review.id"), primary_key=True) for name in ("case_id", "other_id")),
    )


def _rests_of_requests() -> None:
    """A request counts the replies without papers for which it rested since its last mail."""
    op.add_column("paper_request", sa.Column("rests", sa.Integer(), nullable=False, server_default="0"))


def _checks_that_were_asked_for() -> None:
    op.create_table(
        "quality_ask",
        sa.Column("id", _NUMBER, primary_key=True, autoincrement=True),
        sa.Column("code", sa.String(), nullable=False, unique=True),
        sa.Column("case_id", _NUMBER, sa.ForeignKey("review.id"), nullable=False, index=True),
        sa.Column("decision", sa.String(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("month", sa.String(), nullable=False, index=True),
        sa.Column("sampler", sa.String(), nullable=False),
        sa.Column("twice", sa.Boolean(), nullable=False),
        sa.Column("asked_at", _INSTANT, nullable=False),
        sa.Column("answered_at", _INSTANT, nullable=True),
        sa.Column("said", sa.LargeBinary(), nullable=True),
        sa.Column("check_id", _NUMBER, sa.ForeignKey("quality_check.id"), nullable=True),
        sa.UniqueConstraint("case_id", "decision", "sampler"),
    )


def _references_told_before_a_restore() -> None:
    """References that cases had, and that a store restored from an older copy has forgotten."""
    op.create_table(
        "told_reference",
        sa.Column("reference", sa.String(), primary_key=True),
        sa.Column("year", sa.Integer(), nullable=False, index=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("to_tag", sa.String(), nullable=False, server_default=""),
        sa.Column("answers_tag", sa.String(), nullable=False, server_default="", index=True),
    )
