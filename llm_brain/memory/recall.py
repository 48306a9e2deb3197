"""Step 4e: what is worth remembering now. Vectors and full text, fused by rank, within one campaign.

It knows nothing of narrators; the engine always recalls, nobody has to ask. Without the embedder it is full text alone.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from psycopg2.extensions import connection

from llm_brain.narrators.protocol import Memory
from llm_brain.store import story_segments, story_words
from llm_brain.store.story_segments import Segment
from llm_brain.store.story_words import Word

RANK_CONSTANT = 60
CANDIDATES = 20
MOST_RANKED = 600
"""How many segments of the whole story are ranked for their words; what this leaves out are common words in old turns."""
STOP_WORDS = frozenset(
    "a an and are as at be but by can do for from go have he her him his i if in into is it its me my of on or our she so "
    "that the their them then there they this to up was we what when where who why will with you your".split()
)


@dataclass(frozen=True)
class Recall:
    """What was recalled, and whether vectors took part."""

    memories: tuple[Memory, ...]
    used_vectors: bool


def query_words(text: str) -> list[str]:
    """Return the words of a text worth searching for, safe for a text query."""
    words = re.findall(r"[^\W\d_]{3,}", text.lower())
    return list(dict.fromkeys(word for word in words if word not in STOP_WORDS))[:24]


def recall(
    held: connection,
    campaign_id: int,
    text: str,
    vector: Sequence[float] | None,
    *,
    before_turn: int,
    limit: int,
) -> Recall:
    """Return the memories nearest to a text among the turns before `before_turn`, best first."""
    rankings: list[list[Segment]] = []
    if vector is not None:
        near = story_segments.nearest(
            held, campaign_id, vector, before_turn=before_turn, limit=CANDIDATES
        )
        rankings.append([segment for segment, distance in near if distance < 0.8])
    words = story_words.known(held, campaign_id, query_words(text))
    if words:
        rare, common = split(words)
        found = story_segments.matching(
            held, campaign_id, rare, common, before_turn=before_turn, limit=CANDIDATES
        )
        rankings.append([segment for segment, _ in found])
    return Recall(fuse(rankings, limit), used_vectors=vector is not None)


def split(words: Sequence[Word]) -> tuple[list[str], list[str]]:
    """Split words, the rarest first, into those looked for in the whole story and those too common for that."""
    held_by = list(accumulate(word.segments for word in words))
    whole = sum(count <= MOST_RANKED for count in held_by)
    lexemes = [word.lexeme for word in words]
    return lexemes[:whole], lexemes[whole:]


def fuse(rankings: Sequence[Sequence[Segment]], limit: int) -> tuple[Memory, ...]:
    """Fuse rankings by reciprocal rank; the score is 1 when every ranking puts a segment first."""
    scores: dict[int, float] = {}
    segments: dict[int, Segment] = {}
    for ranking in rankings:
        for place, segment in enumerate(ranking):
            segments[segment.id] = segment
            scores[segment.id] = scores.get(segment.id, 0.0) + 1 / (RANK_CONSTANT + place)
    best = len(rankings) / RANK_CONSTANT if rankings else 1.0
    order = sorted(scores, key=lambda id_: (-scores[id_], -id_))[:limit]
    return tuple(
        Memory(
            segment_id=id_,
            text=segments[id_].content,
            score=round(scores[id_] / best, 4),
            turn_number=segments[id_].last_turn,
        )
        for id_ in order
    )
