"""What stands around a deed without being one: "with a sigh, …", "snarling, she …", "…, her cloak streaming behind her".

It knows words only. A participle that is a deed at the table (drawing, casting, taking) is kept as one.
"""

from collections.abc import Sequence
from functools import cache

from llm_brain.understanding.heads import head_of
from llm_brain.understanding.patterns import first_rule
from llm_brain.understanding.retelling import OWNERS
from llm_brain.understanding.words import language, read_data

DEEDS = frozenset(
    ("attack", "cast", "take", "use_item", "equip", "sneak", "search", "give", "drop")
)
STATES = ("ing", "ed", "awn", "own", "ept", "ared")


@cache
def _listed(name: str) -> frozenset[str]:
    return frozenset(read_data("openings.json")[name].split())


def is_manner(words: Sequence[str]) -> bool:
    """Say whether words open with a phrase that only says how or when: "with a sigh", "as the guard turns"."""
    return len(words) > 1 and (words[0] in _listed("leading") or tells_more(words))


def tells_more(words: Sequence[str]) -> bool:
    """Say whether an opening phrase may name means or place, which the deed behind it needs: "with my axe"."""
    return len(words) > 1 and words[0] in _listed("placing") and head_of(words).verb == ""


def is_participle(word: str) -> bool:
    """Say whether a word is a verb in -ing, as far as its looks tell."""
    return len(word) > 4 and word.endswith("ing") and word not in _listed("no_participles")


def is_idle_participle(words: Sequence[str]) -> bool:
    """Say whether words open with a participle that is no deed of its own: "snarling", "gritting my teeth"."""
    if not words or not is_participle(words[0]):
        return False
    if not _listed("idly").isdisjoint(words[1:4]):
        return True
    rule = first_rule(head_of(words).line)
    return rule is None or rule.kind not in DEEDS


def is_adjunct(words: Sequence[str]) -> bool:
    """Say whether words before a comma only lead up to the deed behind it."""
    return bool(words) and (is_manner(words) or is_participle(words[0]))


def is_passive(words: Sequence[str]) -> bool:
    """Say whether words tell what befalls the doer or what the deed is like: "swallowed by the gloom", "light as a moth"."""
    if len(words) < 2:
        return False
    is_done_to = words[0].endswith(("ed", "en", "own", "ept")) and words[1] == "by"
    return is_done_to or (words[1] == "as" and words[0] not in ("pose", "act", "dress", "disguise"))


def is_absolute(words: Sequence[str]) -> bool:
    """Say whether words are a state of body or gear beside a deed: "hands outstretched", "my eyes on the door"."""
    has_owner = words[0] in OWNERS
    at = 1 if has_owner else 0
    while has_owner and at < min(3, len(words) - 1) and words[at] not in _listed("beside"):
        at += 1
    if at >= len(words) or words[at] not in _listed("beside"):
        return False
    behind = words[at + 1] if at + 1 < len(words) else ""
    is_state = behind.endswith(STATES) or behind in _listed("states")
    if has_owner:
        return is_state or behind in language()["prepositions"] or not behind
    if words[at] in _listed("plural"):
        return is_state or behind in ("on", "at", "in", "near", "to", "behind", "above", "against")
    is_whole = len(words) == at + 2 or words[at + 2 : at + 4] in (("the", "whole"), ("all", "the"))
    return is_state and (is_whole or behind not in ("up", "down", "out", "back"))
