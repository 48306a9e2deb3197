"""Builds the indexes of the memory anew while the game goes on: `python -m db_init.reindex [--dimensions N]`.

With --dimensions, for an embedder whose vectors are longer or shorter than those kept: the column is made to fit and every
vector forgotten; brains make them anew in the background, and recall goes by words and by what is made already until then.
"""

import argparse
import os
import sys
from collections.abc import Iterator
from contextlib import closing

import psycopg2

from db_init.errors import SchemaRefused
from db_init.migrate import dsn_of

INDEXES = (
    "story_embeddings_signature", "story_embeddings_segment_id_key", "story_embeddings_embedder",
    "story_segments_words", "story_segments_last_turn", "story_segments_without_vector",
)  # fmt: skip
KEPT = "SELECT atttypmod FROM pg_attribute WHERE attrelid = 'story_embeddings'::regclass AND attname = 'embedding'"
INVALID = """
SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
WHERE NOT i.indisvalid AND i.indrelid IN ('story_embeddings'::regclass, 'story_segments'::regclass)
"""
FIT = """
TRUNCATE story_embeddings;
ALTER TABLE story_embeddings DROP COLUMN signature;
ALTER TABLE story_embeddings ALTER COLUMN embedding TYPE vector({n});
ALTER TABLE story_embeddings ADD COLUMN signature bit({n})
    GENERATED ALWAYS AS (binary_quantize(embedding)::bit({n})) STORED;
CREATE INDEX story_embeddings_signature ON story_embeddings (campaign_id, embedder, id) INCLUDE (segment_id, signature);
UPDATE story_segments SET has_vector = false WHERE has_vector;
UPDATE lore_entries SET embedding = NULL, embedder = NULL;
ALTER TABLE lore_entries ALTER COLUMN embedding TYPE vector({n});
"""
MOST_DIMENSIONS = 2000


def reindex(dsn: str, dimensions: int | None = None) -> Iterator[str]:
    """Do it, yielding what was done, a line each."""
    with closing(psycopg2.connect(dsn)) as held, held.cursor() as cursor:
        cursor.execute(KEPT)
        (kept,) = cursor.fetchone() or (0,)
        if dimensions is not None and dimensions != kept:
            cursor.execute(FIT.format(n=int(dimensions)))
            yield f"vectors have {dimensions} numbers now (they had {kept}) and are made anew"
        held.commit()
        held.autocommit = True
        cursor.execute(INVALID)
        for (name,) in cursor.fetchall():  # what an earlier run that was stopped left half built
            cursor.execute(f'DROP INDEX CONCURRENTLY "{name}"')
            yield f"dropped the half-built {name}"
        for name in INDEXES:
            cursor.execute(f"REINDEX INDEX CONCURRENTLY {name}")
            yield f"built {name} anew"


def main(arguments: list[str] | None = None) -> int:
    """Build the indexes of the database that the environment names; exit code 1 says why that was not possible."""
    parser = argparse.ArgumentParser(prog="python -m db_init.reindex", description=__doc__)
    parser.add_argument(
        "--dimensions", type=int, choices=range(64, MOST_DIMENSIONS + 1, 64), metavar="N",
        help="how many numbers a vector shall have, a multiple of 64; every vector is made anew",
    )  # fmt: skip
    wanted = parser.parse_args(arguments)
    try:
        for line in reindex(dsn_of(os.environ), wanted.dimensions):
            sys.stdout.write(line + "\n")
    except SchemaRefused as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except psycopg2.Error as error:
        sys.stderr.write(f"The indexes could not be built: {str(error).strip()}\nRun it again.\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
