"""Step 4e: what is worth remembering now, within one campaign: by meaning, by words, and by what stands beside both.

It knows nothing of narrators; the engine always recalls, nobody has to ask. Without the embedder it goes by words alone.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import accumulate

from psycopg2.extensions import connection

from llm_brain.memory.first_look import FirstLook
from llm_brain.memory.ranking import REACH, Candidate, Ranked, rank, rarity
from llm_brain.narrators.protocol import Memory
from llm_brain.store import recall_pool, story_words
from llm_brain.store.embedders import FIRST
from llm_brain.store.recall_pool import Pooled
from llm_brain.store.story_words import Word

MEASURED = 300
"""How many segments are likely enough, by the signs of their vectors, for the vectors themselves to be compared."""
MOST_RANKED = 600
"""How many segments of the whole story are ranked for their words; what this leaves out are common words in old turns."""
MOST_WORDS = 24
LOOKED_AT_FOR_EACH = 3
"""How many are read for each that is wanted: some will say what another has said."""
MOST_CHARS = 3_000
"""About 750 tokens of the prompt."""
SAME = 0.8
"""The share of the shorter one's words above which two say the same."""
WORD = re.compile(r"[^\W\d_]+")
WORTH_TELLING = 0.0
"""What scores less is more likely about something else."""
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
    return list(dict.fromkeys(word for word in words if word not in STOP_WORDS))[:MOST_WORDS]


def recall(
    held: connection,
    campaign_id: int,
    text: str,
    vector: Sequence[float] | None,
    *,
    before_turn: int,
    limit: int,
    embedder: int | None = FIRST,
    first_look: FirstLook | None = None,
    among: Collection[int] | None = None,
) -> Recall:
    """Return what a text calls to mind of the turns before `before_turn`, best first.

    `embedder` is whose `vector` is; only its vectors are compared. `among`, if given, are the only segments that may come.
    """
    look = first_look or FirstLook()
    likely = (
        look.likely(held, campaign_id, embedder, vector, MEASURED)
        if vector is not None and embedder is not None
        else []
    )
    words = story_words.known(held, campaign_id, query_words(text))
    _, common = split(words)
    total = max([before_turn, *(word.segments for word in words)])
    weights = {word.lexeme: rarity(word.segments, total) for word in words}
    pool = recall_pool.pooled(
        held,
        campaign_id,
        vector=vector if likely else None,
        likely=likely,
        weights=weights,
        common=common,
        before_turn=before_turn,
        reach=REACH,
        embedder=embedder or FIRST,
    )
    pool = [one for one in pool if among is None or one.id in among]
    ranked = [r for r in rank(_candidates(pool, sum(weights.values()))) if r.score > WORTH_TELLING]
    best = ranked[: limit * LOOKED_AT_FOR_EACH]
    said = recall_pool.contents(held, campaign_id, [r.candidate.id for r in best])
    found = [_memory(r, said[r.candidate.id]) for r in best]
    return Recall(tuple(worth_the_room(found, limit)), used_vectors=vector is not None)


def worth_the_room(found: Sequence[Memory], limit: int) -> list[Memory]:
    """Return the best that say something new and fit in MOST_CHARS together, in their order."""
    kept: list[Memory] = []
    words: list[frozenset[str]] = []
    room = MOST_CHARS
    for memory in found:
        said = frozenset(WORD.findall(memory.text.lower()))
        is_news = all(len(said & other) <= SAME * min(len(said), len(other)) for other in words)
        if len(kept) < limit and is_news and len(memory.text) <= room:
            kept.append(memory)
            words.append(said)
            room -= len(memory.text)
    return kept


def split(words: Sequence[Word]) -> tuple[list[str], list[str]]:
    """Split words, the rarest first, into those looked for in the whole story and those too common for that."""
    held_by = list(accumulate(word.segments for word in words))
    whole = sum(count <= MOST_RANKED for count in held_by)
    lexemes = [word.lexeme for word in words]
    return lexemes[:whole], lexemes[whole:]


def _candidates(pool: Sequence[Pooled], all_words: float) -> list[Candidate]:
    usual = sum(one.words for one in pool) / len(pool) if pool else 1.0
    return [
        Candidate(
            id=one.id,
            position=one.last_turn,
            likeness=one.likeness,
            shared=one.shared / all_words if all_words else 0.0,
            length=one.words / max(usual, 1.0),
            is_turn=one.kind == "turn",
        )
        for one in pool
    ]


def _memory(ranked: Ranked, text: str) -> Memory:
    return Memory(
        segment_id=ranked.candidate.id,
        text=text,
        score=round(ranked.score, 4),
        turn_number=ranked.candidate.position,
        meaning=round(ranked.meaning, 2),
        wording=round(ranked.wording, 2),
        neighbours=round(ranked.neighbours, 2),
    )
