"""When a scene is over and what of it is kept: a segment is written when the place changes, a quest advances, a
fight ends, or ten turns have passed. Pure; the vectors are added by whoever has the embedder.
"""

from collections.abc import Sequence

from llm_brain.ledger.event import Event

LONGEST_SCENE_TURNS = 10
SCENE_ENDS = frozenset(
    {"location_entered", "quest_advanced", "quest_ended", "encounter_ended", "adventure_ended"}
)
MAX_CHARS = 900


def ends_scene(events: Sequence[Event], turns_since_segment: int) -> bool:
    """Say whether a scene segment is due after these events."""
    return turns_since_segment >= LONGEST_SCENE_TURNS or any(e.type in SCENE_ENDS for e in events)


def turn_text(actor_name: str, message: str, narration: str) -> str:
    """Return what is remembered of one turn."""
    said = f"{actor_name}: {message.strip()}\n" if message.strip() else ""
    return (said + narration).strip()


def scene_text(place: str, narrations: Sequence[str]) -> str:
    """Return a scene in brief: where it was, and the first sentence of each of its turns."""
    firsts = []
    for narration in narrations:
        cut = next(
            (i + 1 for i, c in enumerate(narration) if c in ".!?" and i > 40), len(narration)
        )
        firsts.append(narration[:cut].strip())
    text = f"{place}: " + " ".join(first for first in firsts if first)
    return text if len(text) <= MAX_CHARS else text[: MAX_CHARS - 1].rsplit(" ", 1)[0] + "…"
