"""Segments know whether they have their vector."""

from alembic import op

from db_init import sql_files

revision = "0002"
down_revision = "0001"

RELEASED = {
    "09_segments_without_vectors.sql": "23fdefe82afe16a272a16d4b0e5d03c4e14699d860c526e966d72f53a2351c18",
}


def upgrade() -> None:
    """Add the mark and its index."""
    sql_files.apply(op.get_bind(), RELEASED)
