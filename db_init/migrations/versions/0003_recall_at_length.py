"""Full text finds within one campaign; dead jobs have an index."""

from alembic import op

from db_init import sql_files

revision = "0003"
down_revision = "0002"

RELEASED = {
    "10_recall_at_length.sql": "8866f23d26c67f1cb0c6b3d8ab90c2fb33a4ae40ea2b8df0abadf87834d61977",
}


def upgrade() -> None:
    """Make the words anew, with the campaign among them."""
    sql_files.apply(op.get_bind(), RELEASED)
