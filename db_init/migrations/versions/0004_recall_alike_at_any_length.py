"""Vectors have signatures and words are counted, so that recall looks at few segments however long the story is."""

from alembic import op

from db_init import sql_files

revision = "0004"
down_revision = "0003"

RELEASED = {
    "11_recall_alike_at_any_length.sql": "cba479e031b067ad762062e4ac41e074dfec1bb268b776fea807ca21c6bb4220",
}


def upgrade() -> None:
    """Add the signatures, their index, and the counted words with what counts them."""
    sql_files.apply(op.get_bind(), RELEASED)
