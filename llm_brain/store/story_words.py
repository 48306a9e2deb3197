"""Table `story_words`: about how many segments of a campaign hold a word. A trigger of `story_segments` counts them; here
the counts are read."""

from collections.abc import Sequence
from dataclasses import dataclass

from psycopg2.extensions import connection

from llm_brain.store.rows import fetch_all


@dataclass(frozen=True)
class Word:
    """A word as the text search knows it, and about how many segments of the campaign hold it."""

    lexeme: str
    segments: int


def known(held: connection, campaign_id: int, words: Sequence[str]) -> list[Word]:
    """Return the lexemes of some words, the rarest first."""
    rows = fetch_all(
        held,
        """SELECT wanted.lexeme, coalesce(w.segments, 0) AS segments
           FROM unnest(tsvector_to_array(to_tsvector('english', %s))) AS wanted (lexeme)
           LEFT JOIN story_words w ON w.campaign_id = %s AND w.lexeme = wanted.lexeme
           ORDER BY segments, lexeme""",
        (" ".join(words), campaign_id),
    )
    return [Word(**row) for row in rows]
