"""What of the stat blocks is played by the rules and what is only a name for the telling.

Which traits are played is read from the referee's own sources: every trait it asks for by name, and those that are
numbers in the stat block.
"""

import ast
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from llm_brain.referee.bestiary import STAT_BLOCKS, StatBlock
from llm_brain.referee.combat.monster_spells import is_castable
from llm_brain.referee.trial import SAVE_TRAITS

SOURCES = Path(__file__).parent.parent
ASKED_BY = ("has_trait", "trait_dice")
# traits that are numbers of the stat block
BY_FIELD = {
    "charge": "charge", "pounce": "charge", "trampling_charge": "charge", "heated_body": "burns", "fire_aura": "aura",
    "death_burst": "death_burst", "death_throes": "death_burst", "petrifying_gaze": "gaze", "fear_aura": "gaze",
    "horrific_appearance": "gaze", "lightning_absorption": "absorbs", "fire_absorption": "absorbs",
    "acid_absorption": "absorbs", "regeneration": "regeneration_hp",
}  # fmt: skip
# traits whose effect is already in the attacks' numbers
IN_THE_NUMBERS = frozenset({"brute", "heated_weapons"})
# traits the code asks for by a name put together
ASKED_OTHERWISE = frozenset({"magic_weapons", "angelic_weapons", "hellish_weapons"})
PLAYED_LEGENDS = ("attack", "special", "heal", "cast", "detect", "move")


@lru_cache(maxsize=1)
def asked_for() -> frozenset[str]:
    """Return every trait that the referee's code asks for by name."""
    found = {name.lower().replace(" ", "_") for name, _ in SAVE_TRAITS}
    for path in SOURCES.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                continue
            if node.func.id in ASKED_BY and len(node.args) == 2:
                what = node.args[1]
                found |= {str(what.value)} if isinstance(what, ast.Constant) else set()
    return frozenset(found)


def is_played(block: StatBlock, trait: str) -> bool:
    """Whether the rules play a trait of a stat block."""
    field = BY_FIELD.get(trait)
    typed = field is not None and bool(getattr(block, field))
    return typed or trait in asked_for() or trait in IN_THE_NUMBERS | ASKED_OTHERWISE


def told_only(block: StatBlock) -> Iterator[str]:
    """Yield the actions of a stat block that are only told, or not wholly played."""
    yield from block.narrated
    yield from (attack.name for attack in block.attacks if attack.partly)
    yield from (action.name for action in block.legendary if action.kind not in PLAYED_LEGENDS)


def counted() -> dict[str, Counter[str]]:
    """Return what is mechanical and what is narrated, by what it is."""
    table: dict[str, Counter[str]] = {
        what: Counter()
        for what in ("monsters", "attacks", "multiattacks", "saves", "other actions", "legendary actions", "traits", "spells")
    }  # fmt: skip
    for block in STAT_BLOCKS.values():
        table["monsters"]["narrated" if any(told_only(block)) else "mechanical"] += 1
        for attack in block.attacks:
            table["attacks"]["partly" if attack.partly else "mechanical"] += 1
        table["multiattacks"]["mechanical"] += bool(block.multiattack)
        table["saves"]["mechanical"] += len(block.specials)
        table["other actions"]["narrated"] += len(block.narrated)
        for action in block.legendary:
            how = "mechanical" if action.kind in PLAYED_LEGENDS else "narrated"
            table["legendary actions"][how] += 1
        for trait in block.traits:
            table["traits"]["mechanical" if is_played(block, trait) else "narrated"] += 1
        for spell in block.spellcasting.spells if block.spellcasting else ():
            table["spells"]["mechanical" if is_castable(spell) else "narrated"] += 1
    return table


def lines() -> Iterator[str]:
    """Yield the coverage as lines of a table."""
    yield f"{'monsters':<20}{'mechanical':>12}{'partly':>8}{'narrated':>10}"
    for what, counts in counted().items():
        row = (counts["mechanical"], counts["partly"], counts["narrated"])
        yield f"{what:<20}{row[0]:>12}{row[1]:>8}{row[2]:>10}"
