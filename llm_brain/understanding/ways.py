"""Which way out is meant: by direction, by name, by where it leads, or by "back", "upstairs", "outside".

It sees the exits of the scene and what the party knows of what lies behind them.
"""

from collections.abc import Sequence

from llm_brain.referee.scene import Noun
from llm_brain.understanding.targets import Situation, find
from llm_brain.understanding.words import language

SPELLED = frozenset(
    "north south east west northeast northwest southeast southwest up down out in back".split()
)
OUT_KINDS = ("village", "road", "forest", "shore", "swamp", "mountain", "ruins")


def direction_of(words: Sequence[str]) -> str | None:
    """Return the direction the words speak of, spelled out."""
    if "came" in words:
        return "back"
    for word in words:
        spelled: str = language()["directions"].get(word, word)
        if spelled in SPELLED and not (len(word) == 1 and len(words) > 2):
            return spelled
    return None


def way(words: Sequence[str], situation: Situation) -> Noun | None:
    """Return the exit that the words mean, or None."""
    named = find(words, ("exit",), situation)
    direction = direction_of(words)
    if named is not None and not (
        direction in ("up", "down", "back") and _leading(direction, situation)
    ):
        return named
    if direction == "out" or "leave" in words or "exit" in words:
        return way_out(situation)
    if direction == "back":
        return way_back(situation)
    return _leading(direction, situation) or named


def _leading(direction: str | None, situation: Situation) -> Noun | None:
    for noun in situation.scene.of_kind("exit"):
        if direction is not None and noun.words and direction in noun.words[0].split():
            return noun
    return None


def way_back(situation: Situation) -> Noun | None:
    """Return the exit to where the party has been, or the only one."""
    exits = situation.scene.of_kind("exit")
    been = [noun for noun in exits if _location(noun, situation)[1]]
    if been:
        return been[0]
    return exits[0] if len(exits) == 1 else None


def way_out(situation: Situation) -> Noun | None:
    """Return the exit that leads out, else back."""
    exits = situation.scene.of_kind("exit")
    for noun in exits:
        if "out" in noun.words[0].split():
            return noun
    for noun in exits:
        if _location(noun, situation)[0] and "down" not in noun.words[0]:
            return noun
    return way_back(situation) or (exits[0] if len(exits) == 1 else None)


def _location(noun: Noun, situation: Situation) -> tuple[bool, bool]:
    """Return whether an exit leads into the open, and whether the party has been there."""
    there = situation.state.locations.get(noun.ref.removeprefix("exit:"))
    if there is None:
        return False, False
    return there.is_outdoors or there.kind in OUT_KINDS, there.is_visited
