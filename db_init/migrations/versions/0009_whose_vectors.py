"""Vectors say which embedder made them."""

from alembic import op

from db_init import sql_files

revision = "0009"
down_revision = "0008"

RELEASED = {
    "16_whose_vectors.sql": "0165ebd3be7a4ae512f1d062d396a375d1d85fb82dd5dff02bfe77391e17fe7a",
}


def upgrade() -> None:
    """Add the embedders, and whose each vector is."""
    sql_files.apply(op.get_bind(), RELEASED)
