"""Portraits: a table of them, and jobs that are about somebody rather than a turn."""

from alembic import op

from db_init import sql_files

revision = "0007"
down_revision = "0006"

RELEASED = {
    "14_portraits.sql": "7dd6e201e73c784bc13531e0215a3db71aa371f5eb918bf3904b40953a122c96",
}


def upgrade() -> None:
    """Add the table, its view and the subject of a job."""
    sql_files.apply(op.get_bind(), RELEASED)
