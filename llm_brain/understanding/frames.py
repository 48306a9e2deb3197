"""What a verb means by whom or what it is done to: leaning on somebody is pressing him, leaning on a wall is resting.

The names of the scene in a clause are masked ("lean on WHO", "stick OWN in THING") and the masked line is held against
patterns (`data/frames.json`). It settles a kind only; targets are `reading.py`'s.
"""

import re
from dataclasses import dataclass
from functools import cache

from llm_brain.understanding import belongings
from llm_brain.understanding.heads import Head
from llm_brain.understanding.lexicon import Rule
from llm_brain.understanding.nouns import STOP_WORDS, content_words
from llm_brain.understanding.targets import Situation
from llm_brain.understanding.words import language, read_data, verb_forms

MASKS = {
    "foe": "WHO", "person": "WHO", "hero": "FRIEND", "body": "BODY", "feature": "THING", "exit": "WAY",
    "item_here": "HERE", "item_carried": "OWN",
}  # fmt: skip
WHOM = frozenset("him her them he she".split())
SURELY = 0.6
ORDER = ("foe", "person", "hero", "body", "feature", "exit", "item_here", "item_carried")


@dataclass(frozen=True)
class Masked:
    """A clause's line with names masked, and whether its verb is known at all."""

    line: str
    is_known: bool


@cache
def _frames() -> tuple[tuple[Rule, bool], ...]:
    """Return the frames in order, each with whether it holds in a fight only."""
    return tuple(
        (Rule(row["kind"], re.compile(row["pattern"]), row.get("skill")), row.get("in") == "fight")
        for row in read_data("frames.json")
    )


def framed(head: Head, situation: Situation) -> Rule | None:
    """Return what a clause's verb comes to by its objects, None where they do not tell."""
    if not head.rest:
        return None
    line = masked_line(head, situation)
    is_fight = situation.scene.is_fight
    for rule, only_fight in _frames():
        if (is_fight or not only_fight) and rule.pattern.match(line):
            return rule
    return None


def masked_line(head: Head, situation: Situation) -> str:
    """Return the line of a clause with what it names masked: "put WHO out of its misery"."""
    words = head.line.split()
    first = words[0] if head.verb else ""
    out, held = ([first] if first else []), list[str]()

    def close() -> None:
        if held:
            out.extend(_masked(held, situation))
            held.clear()

    breaks = (*language()["prepositions"], *language()["cuts"], "and", "'s", "to")
    for word in words[1:] if first else words:
        if word in breaks:
            close()
            out.append(word)
        else:
            if held and word in verb_forms() and situation.index.knows(held[-1]):
                close()
            if held and (word in language()["determiners"] or word in WHOM):
                close()
            held.append(word)
    close()
    return " ".join(out)


def _masked(words: list[str], situation: Situation) -> list[str]:
    """Return a phrase as the mask of what it names, other words as they are."""
    if len(words) == 1 and words[0] in WHOM:
        return ["WHO"]
    named = [w for w in content_words(words) if w not in STOP_WORDS]
    if not named:
        return words
    found = situation.index.matches(words, ORDER)
    if not found or found[0].score < SURELY or (words[-1] in verb_forms() and len(words) > 2):
        return words
    best = min(
        (m for m in found if found[0].score - m.score < 0.05),
        key=lambda m: ORDER.index(m.noun.kind),
    )
    if best.noun.ref == situation.actor:
        return words
    if words[0] == "my" and belongings.carried(words, situation) is not None:
        return ["my", "OWN"]
    return [MASKS[best.noun.kind]]
