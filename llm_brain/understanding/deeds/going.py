"""Going, sneaking and dashing: to an exit, a thing or a person, and in which direction."""

import re
from collections.abc import Sequence

from llm_brain.referee.actions import Action
from llm_brain.understanding import ways
from llm_brain.understanding.heard import Heard, action, further_on, target_of
from llm_brain.understanding.phrases import Phrase
from llm_brain.understanding.roles import LIVING
from llm_brain.understanding.targets import Situation

SETTLING = frozenset("sit lie kneel crouch duck stand lean perch slump plonk plop settle".split())
COLOURS = frozenset(("back", "up", "out", "down"))
SEATS = frozenset("chair stool seat".split())
LEADING = frozenset("carry drag escort lead bring haul pull".split())


def going(heard: Heard, phrases: Sequence[Phrase], situation: Situation) -> Action:
    """Return where a clause goes; somebody carried along is the recipient."""
    words = heard.head.rest
    is_coloured = heard.head.verb in SETTLING or words == ("get", "up") or _is_near(words)
    if (words[1:2] == ("it",) and len(words) > 2) or words[1:] == ("for", "it"):
        phrases = [p for p in phrases if p.words != ("it",)]
    if is_coloured:
        phrases = [p for p in phrases if not set(p.words) <= COLOURS]
    noun = target_of(phrases, heard.kind, situation)
    if words[1:2] == ("up",) and not SEATS.isdisjoint(words):
        return action(heard, target_of(phrases, "talk", situation) or noun)
    if heard.head.verb in LEADING:
        onward = ways.way(words, situation)
        return action(
            heard,
            onward or noun,
            recipient_ref=noun.ref if noun and onward and noun != onward else None,
        )
    on_foot = [w for w in words if not (is_coloured and w in COLOURS)]
    if noun is None or (noun.kind == "exit" and heard.head.verb not in SETTLING):
        is_backing = is_coloured and ("back" in words or heard.head.verb in (*SETTLING, "get"))
        is_backing = is_backing or words[1:] == ("for", "it")
        beyond = None if is_backing else further_on(heard, situation)
        noun = ways.way(on_foot, situation) or noun or beyond
    if heard.kind == "sneak" and noun is not None and noun.kind in LIVING and "past" in words:
        beyond = ways.way(words[words.index("past") + 1 :], situation)
        noun = beyond if beyond is not None and "through" in words else noun
    return action(heard, noun, direction=None if is_coloured else ways.direction_of(words))


def _is_near(words: Sequence[str]) -> bool:
    """Say whether "up", "back", "out" only colour the walking: "walk up to her", "back off", "step out of reach"."""
    line = " ".join(words)
    return bool(
        re.search(
            r"\b(?:up (?:to|by|against|beside|next|near)|over to|back off|"
            r"back away|step back|move back|^back up|fall back|out of (?:reach|the way))\b",
            line,
        )
    )
