"""Snapshots: a campaign's state every so many events."""

from alembic import op

from db_init import sql_files

revision = "0010"
down_revision = "0009"

RELEASED = {
    "17_snapshots.sql": "1ee55f8c7daaee5ff27eb039b1c6b3a215f4a7223051b5e6fe91b0048c7ce48f",
}


def upgrade() -> None:
    """Add the table."""
    sql_files.apply(op.get_bind(), RELEASED)
