"""Rules are looked up by name and by their words: kind, facts, licence and a text search beside each."""

from alembic import op

from db_init import sql_files

revision = "0006"
down_revision = "0005"

RELEASED = {
    "13_rules_by_name.sql": "dec66d66a4957315c91b9f76ac6da3ef48b7d433be9fcd330b8425163dc85411",
}


def upgrade() -> None:
    """Add the columns, the search and its indexes."""
    sql_files.apply(op.get_bind(), RELEASED)
