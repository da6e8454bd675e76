"""Letters that people sent by hand out of the shared mailbox."""

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Helper S fills this in; 0005 (papers) comes after it, and SCHEMA is "0005" already."""
