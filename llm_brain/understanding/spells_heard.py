"""Which casting a clause tells of: "cast …", a spell by its name, or one of the hero's own by what it does.

`kinds.py` asks it before any pattern; on whom the spell falls is `deeds/casting.py`'s.
"""

import re
from dataclasses import replace

from llm_brain.understanding import belongings
from llm_brain.understanding.clauses import Clause
from llm_brain.understanding.heads import Head
from llm_brain.understanding.heard import Heard
from llm_brain.understanding.patterns import first_rule
from llm_brain.understanding.phrases import phrases_of
from llm_brain.understanding.spell_effects import described, may_cast, speaks_of_magic
from llm_brain.understanding.spell_names import SpellFound, find_spell, is_plain_word, spells_of
from llm_brain.understanding.targets import Situation
from llm_brain.understanding.words import read_data

BURNING = re.compile(
    r"torch|lantern|oil|fire|candle|lamp|water|potion|tinder|scroll|arrow|bow|rope|key|letter"
)
GLANCES = frozenset("glance glances look looks eye eyes gaze doubt lots aside".split())
PLAINLY_DONE = frozenset(
    ("move", "look", "search", "take", "talk", "skill_check", "sneak", "ready", "equip")
)


def with_spell(found: Heard, situation: Situation) -> Heard:
    known = spells_of(situation.state, situation.actor)
    return replace(
        found, spell=find_spell(found.head.rest, known, is_casting="cast" in found.head.rest)
    )


def casting_told(clause: Clause, head: Head, situation: Situation) -> Heard | None:
    """Return a casting: "cast …", a spell named with a verb that goes with it, or a spell's name standing alone."""
    if not head.rest or (head.verb == "cast" and not GLANCES.isdisjoint(head.rest[1:5])):
        return None
    known = spells_of(situation.state, situation.actor)
    words = head.rest
    is_cast = head.verb in ("cast", "upcast") or words[:2] == ("ritual", "cast") or "spell" in words
    is_cast = is_cast or _is_called_out(clause, head, situation, known)
    spell = find_spell(words, known, is_casting=is_cast)
    if spell is not None and (is_cast or _is_cast_by(head, spell.start, spell.key, known)):
        return Heard(clause, head, "cast", spell=spell)
    if (
        head.verb == "identify"
        and "identify" in known
        and {"magic", "spell", "ritual"} & set(words)
    ):
        return Heard(clause, head, "cast", spell=SpellFound("identify", 0, 1))
    if head.verb == "put" and words[-2:] == ("to", "sleep") and "sleep" in known:
        at = len(words) - 1
        return Heard(clause, head, "cast", spell=SpellFound("sleep", at, at + 1))
    told = _by_effect(clause, head, situation, known)
    if told is not None:
        return told
    by_verb = next(
        (
            key
            for key in read_data("speech.json")["spells_by_verb"].get(head.verb, ())
            if key in known
        ),
        None,
    )
    if by_verb == "bless" and _is_upon_a_thing(words[1:], situation):
        by_verb = None
    if by_verb is not None and len(words) > 1:
        found = find_spell(by_verb.split("-"), known, is_casting=True)
        return Heard(clause, head, "cast", spell=replace(found, start=0, end=1)) if found else None
    return Heard(clause, head, "cast") if is_cast and head.verb in ("cast", "upcast") else None


def _is_upon_a_thing(words: tuple[str, ...], situation: Situation) -> bool:
    """Say whether only a thing is named, which such a spell cannot fall on."""
    is_thing = situation.index.matches(words, ("feature", "exit", "item_here", "item_carried"))
    return bool(is_thing) and not situation.index.matches(words, ("hero", "person", "foe"))


def _is_called_out(
    clause: Clause, head: Head, situation: Situation, known: tuple[str, ...]
) -> bool:
    """Say whether an everyday word is the hero's own spell: "shield!", "guidance on Kara", "sleep the ghoul"."""
    words = head.rest
    if words[0] not in known or not is_plain_word(words[0]) or clause.is_asked:
        return False
    if words[0] == "sleep" or len(words) == 1:
        named = situation.index.matches(words[1:], ("foe",))
        return situation.scene.is_fight and (len(words) == 1 or words[1] == "on" or bool(named))
    return not head.subject and words[1] in ("on", "upon", "onto", "at", "over")


def _by_effect(
    clause: Clause, head: Head, situation: Situation, known: tuple[str, ...]
) -> Heard | None:
    """Return a casting that is told by what it does; things in hand and things here are no magic."""
    if not known or clause.is_asked or not may_cast(head.verb):
        return None
    key = described(clause.words, known)
    if key is None:
        return None
    is_plain = not speaks_of_magic(clause.words)
    rule = first_rule(head.line) if is_plain and head.verb else None
    if rule is not None and rule.kind in PLAINLY_DONE:
        return None
    phrases = phrases_of(head.rest[1:])
    owned = [n for p in phrases if (n := belongings.carried(p.words, situation)) is not None]
    if is_plain and any(BURNING.search(noun.ref) for noun in owned):
        return None
    return Heard(clause, head, "cast", spell=SpellFound(key, 0, 0, is_exact=False))


def _is_cast_by(head: Head, start: int, key: str, known: tuple[str, ...]) -> bool:
    if start == 0:
        return not is_plain_word(key) or (
            key in known and key in read_data("spells.json")["castable_as_verb"]
        )
    return (
        head.verb in read_data("speech.json")["casting_verbs"]
        or key in known
        or head.rest[start - 1] in ("cast", "a", "my")
    )
