"""The language-model server chosen on the operator page is kept; campaigns have their own sampling, turns their mood."""

from alembic import op

from db_init import sql_files

revision = "0005"
down_revision = "0004"

RELEASED = {
    "12_server_and_sampling.sql": "2a95a38ecb7fb8aec393e9184decd439e141bdc28543b28e8b717f4957f04609",
}


def upgrade() -> None:
    """Add the one-row table, the campaign's three numbers and the turn's mood, and show those to the web service."""
    sql_files.apply(op.get_bind(), RELEASED)
