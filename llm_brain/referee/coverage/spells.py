"""Which spells the rules carry out, wholly or in part, and which are left to the telling, level by level, with the reason.

Whole is what has typed effects or a rule of its own, each with code that reads it, and no note of something left out.
"""

import ast
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from llm_brain.referee.casting.special import SPECIALS
from llm_brain.referee.casting.special_fight import ANSWERED_ELSEWHERE
from llm_brain.referee.spells import SPELLS, Spell, SpellEffect

HOW = ("mechanical", "partly", "narrated")
SOURCES = Path(__file__).parent.parent
NO_READER = ("compiling", "coverage", "modifiers.py")
# what belongs to another modifier and does nothing alone, and notes that nobody reads
BESIDE = frozenset({"told", "type", "dc", "save", "half", "follows", "foes_only", "only_types"})


@lru_cache(maxsize=1)
def read_by_code() -> frozenset[str]:
    """Return every word that the referee's code has as a text of its own; modifiers among them are read."""
    found: set[str] = set()
    for path in SOURCES.rglob("*.py"):
        if not any(part in path.parts for part in NO_READER):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            found |= {
                node.value
                for node in ast.walk(tree)
                if isinstance(node, ast.Constant) and isinstance(node.value, str)
            }
    return frozenset(found)


def is_read(modifier: str) -> bool:
    """Whether some rule asks for a modifier: by its whole name, or by what stands before a colon in it."""
    heads = [modifier[: i + 1] for i, letter in enumerate(modifier) if letter == ":"]
    known = read_by_code()
    return modifier not in BESIDE and any(name in known for name in (modifier, *heads))


def _are_read(effect: SpellEffect) -> bool:
    by_name = " " in effect.name and effect.name in read_by_code()
    return by_name or any(is_read(modifier) for modifier in effect.modifiers)


def does(spell: Spell) -> tuple[str, ...]:
    """Return the kinds of typed effects a spell has; a save alone does nothing."""
    effects = [e for e in spell.effects if _are_read(e)]
    kinds = {
        "attack": bool(spell.attack),
        "damage": bool(spell.damage or spell.damage_by_level),
        "heal": bool(spell.heal),
        "temporary hit points": bool(spell.temp_hp),
        "condition": bool(spell.conditions),
        "ends conditions": bool(spell.ends),
        "modifier": any(e.on != "area" for e in effects),
        "area": any(e.on == "area" for e in effects),
        "move": bool(spell.travel_ft or spell.push_ft),
        "summon": spell.summons is not None,
        "thing": bool(spell.gives),
        "own rule": spell.special != "note"
        and (spell.special in SPECIALS or spell.special in ANSWERED_ELSEWHERE),
    }
    found = tuple(kind for kind, is_there in kinds.items() if is_there)
    return ("save", *found) if found and spell.save else found


def how(spell: Spell) -> str:
    """Return how a spell is played: mechanical, partly or narrated."""
    if spell.why_narrated or not does(spell):
        return "narrated"
    return "partly" if spell.partly_narrated else "mechanical"


def counted() -> dict[int, Counter[str]]:
    """Return how many spells of each level are played how."""
    table: dict[int, Counter[str]] = {level: Counter() for level in range(10)}
    for spell in SPELLS.values():
        table[spell.level][how(spell)] += 1
    return table


def lines() -> Iterator[str]:
    """Yield the coverage as lines of a table, then each spell that is not wholly played with the reason."""
    yield f"{'spells':<20}{'mechanical':>12}{'partly':>8}{'narrated':>10}"
    total: Counter[str] = Counter()
    for level, counts in counted().items():
        total += counts
        name = f"level {level}" if level else "cantrips"
        yield f"{name:<20}{counts[HOW[0]]:>12}{counts[HOW[1]]:>8}{counts[HOW[2]]:>10}"
    yield f"{'all':<20}{total[HOW[0]]:>12}{total[HOW[1]]:>8}{total[HOW[2]]:>10}"
    for kind in HOW[1:]:
        for spell in SPELLS.values():
            if how(spell) == kind:
                reason = spell.why_narrated or spell.partly_narrated or "no rule reads it yet"
                yield f"  {kind}: {spell.name}: {reason}"
