"""Spells: on whom, on how many, with a slot of which level."""

import re
from collections.abc import Sequence

from llm_brain.referee.actions import Action
from llm_brain.referee.scene import Noun
from llm_brain.understanding import ways
from llm_brain.understanding.heard import Heard, action, all_of, further_on, target_of
from llm_brain.understanding.phrases import phrases_of
from llm_brain.understanding.roles import KINDS_OF, LIVING
from llm_brain.understanding.targets import Situation
from llm_brain.understanding.words import language

SLOT = re.compile(
    r"(?:\b(?:at|using|with|as|from|in) )?(?:\b(?:a|an|my|the) )?\b(?:(?P<a>\d|first|second|third|"
    r"fourth|fifth|sixth|seventh|eighth|ninth|one|two|three|four|five|six|seven|eight|nine)(?:st|"
    r"nd|rd|th)? level|level (?P<b>\d|one|two|three|four|five|six|seven|eight|nine))\b(?: "
    r"(?:spell )?slot)?"
)


ORDINALS = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
}


def casting(heard: Heard, situation: Situation) -> list[Action]:
    """Return a spell with its target, further targets and slot level."""
    spell = heard.spell
    words = heard.head.rest
    if spell is not None:
        words = (*words[: spell.start], *words[spell.end :])
    level, words = slot_level(words)
    behind = tuple(
        w
        for w in (words[1:] if heard.head.verb and (spell is None or spell.start) else words)
        if w not in ("slot", "spell")
    )
    phrases = phrases_of(behind)
    key = spell.key if spell else None
    if _is_on_oneself(behind) or words == ("me",):
        hero = situation.nouns.get(situation.actor)
        return [action(heard, hero, spell=key, slot_level=level)]
    noun = target_of(phrases, "cast", situation) or ways_target(behind, situation)
    if noun is None and spell is not None and spell.start == spell.end:
        noun = further_on(heard, situation)
    more = [
        n.ref
        for n in all_of(phrases, KINDS_OF["cast"][0], situation)
        if noun is not None and n.ref != noun.ref
    ]
    return [
        action(
            heard,
            noun,
            spell=key,
            slot_level=level,
            more_refs=tuple(more) if noun and noun.kind in LIVING else (),
        )
    ]


def _is_on_oneself(behind: Sequence[str]) -> bool:
    """Say whether the caster is the target: "on myself", not "the one in front of me"."""
    for at, word in enumerate(behind):
        if word in ("myself", "self") and behind[at - 1 : at] != ("around",):
            return True
        before = behind[at - 1] if at else ""
        if word == "me" and before in (
            "",
            "on",
            "onto",
            "upon",
            "to",
            "heal",
            "for",
            "over",
            "give",
        ):
            return True
    return False


def ways_target(words: Sequence[str], situation: Situation) -> Noun | None:
    """Return the exit a spell is cast toward: "misty step upstairs"."""
    return (
        ways.way(words, situation)
        if {"upstairs", "downstairs", "up", "down", "outside"} & set(words)
        else None
    )


def slot_level(words: Sequence[str]) -> tuple[int | None, tuple[str, ...]]:
    """Return the slot level asked for ("at 3rd level", "lvl 2"), 1 to 9, and the words without it."""
    line = " ".join(words)
    match = SLOT.search(line)
    if match is None:
        return None, tuple(words)
    said = match["a"] or match["b"]
    level = int(said) if said.isdigit() else ORDINALS.get(said) or int(language()["numbers"][said])
    rest = f"{line[: match.start()]} {line[match.end() :]}"
    return (level if 1 <= level <= 9 else None), tuple(rest.split())
