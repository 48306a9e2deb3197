"""What people write down for the Dungeon Master, the story in chapters, and who knows what of it."""

from alembic import op

from db_init import sql_files

revision = "0008"
down_revision = "0007"

RELEASED = {
    "15_lore_chapters_witnesses.sql": "11c804f9e9a0bb511dc021035257b8b049c24806c3be664a347fee524c12e895",
}


def upgrade() -> None:
    """Add the tables, their views and the turn's sources."""
    sql_files.apply(op.get_bind(), RELEASED)
