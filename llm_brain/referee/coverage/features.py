"""What of class features, race traits and the choices among them is played by the rules and what is only told, and why.

Read from the tables of classes and races and from the referee's own sources: a feature counts as asked for when some module
names it. `unfounded` lists claims that no source and no number bears out; a test keeps it empty.
"""

import ast
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from llm_brain.referee.characters.features import ENFORCED, NAMED_BY, is_enforced, named_choices
from llm_brain.referee.characters.tables import CLASSES, RACES
from llm_brain.referee.characters.told import NARRATED, OTHERWISE, PARTLY

SOURCES = Path(__file__).parent.parent
LISTS = ("characters/features.py", "characters/told.py", "coverage/features.py")
# features that are a number on the sheet, a spell list or a resource, which `characters/` builds without naming them
IN_THE_NUMBERS = frozenset({
    "Darkvision", "Dwarven Combat Training", "Elf Weapon Training", "Keen Senses", "Menacing",
    "Skill Versatility", "Damage Resistance", "Unarmored Defense: Constitution",
    "Unarmored Movement", "Fast Movement", "Primal Champion", "Diamond Soul", "Slippery Mind",
    "Bonus Proficiency", "Bonus Cantrip", "Domain Spells", "Oath Spells", "Purity of Body",
    "Expertise", "Spellcasting", "Pact Magic", "Thieves' Cant", "Druidic", "Pact of the Tome",
    "Eldritch Invocation: Beguiling Influence",
    # the number of the class's table, by the name it has there
    "Brutal Critical", "Destroy Undead", "Aura improvements", "Indomitable", "Ki", "Breath Weapon",
    "Rage", "Relentless Endurance", "Lay on Hands", "Second Wind", "Action Surge", "Wholeness of Body",
    "Bardic Inspiration", "Channel Divinity", "Divine Sense", "Font of Magic",
    "Flexible Casting: Creating Spell Slots", "Flexible Casting: Converting Spell Slot",
})  # fmt: skip
# played by what they are invoked with, or by what is not done to friends
PLAYED_OTHERWISE = frozenset({
    "Channel Divinity: Turn Undead", "Channel Divinity: Preserve Life", "Flurry of Blows",
    "Patient Defense", "Step of the Wind", "Fast Hands", "Sculpt Spells", "Wild Shape",
})  # fmt: skip


@lru_cache(maxsize=1)
def named_in_sources() -> frozenset[str]:
    """Return every text that the referee's code holds, the lists of features themselves left out."""
    found: set[str] = set()
    for path in SOURCES.rglob("*.py"):
        if path.relative_to(SOURCES).as_posix() in LISTS:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
    return frozenset(found)


def _renamed(name: str, class_key: str) -> str:
    ability = {"barbarian": "Constitution", "monk": "Wisdom"}.get(class_key)
    return f"{name}: {ability}" if name == "Unarmored Defense" else name


def features_of() -> dict[str, list[str]]:
    """Return every feature there is by what gives it, each once."""
    found: dict[str, list[str]] = {}
    for key, row in CLASSES.items():
        names = [name for level in row.levels for name in level.features]
        names += [
            name for at in sorted(row.subclass.features) for name in row.subclass.features[at]
        ]
        chosen = [name for asked in NAMED_BY if asked.startswith(f"{key}.") for name in named_choices(asked)]  # fmt: skip
        found[key] = list(dict.fromkeys(_renamed(name, key) for name in (*names, *chosen)))
    for key, race in RACES.items():
        lineages = (race, *race.subraces.values())
        found[key] = list(dict.fromkeys(trait for one in lineages for trait in one.traits))
    return {what: names for what, names in found.items() if names}


def standing_of(name: str) -> tuple[str, str]:
    """Return how a feature is played, and why not wholly."""
    if not is_enforced(name):
        return "narrated", NARRATED.get(name, OTHERWISE)
    return ("partly", PARTLY[name]) if name in PARTLY else ("enforced", "")


def unfounded() -> list[str]:
    """Return the features that are said to be played and that nothing bears out."""
    texts = named_in_sources()
    borne_out = IN_THE_NUMBERS | PLAYED_OTHERWISE
    bare = {name: name.partition(": ")[2] for name in ENFORCED}
    return sorted(
        name
        for name in ENFORCED
        if name not in texts and name not in borne_out and (bare[name] or name) not in texts
    )


def lines() -> Iterator[str]:
    """Yield the coverage as lines of a table, then what is not wholly played with the reason."""
    yield f"{'features and traits':<20}{'enforced':>12}{'partly':>8}{'narrated':>10}"
    everything = features_of()
    for what, names in everything.items():
        counts = Counter(standing_of(name)[0] for name in names)
        yield f"{what:<20}{counts['enforced']:>12}{counts['partly']:>8}{counts['narrated']:>10}"
    total = Counter(standing_of(name)[0] for names in everything.values() for name in names)
    yield f"{'together':<20}{total['enforced']:>12}{total['partly']:>8}{total['narrated']:>10}"
    for name in dict.fromkeys(name for names in everything.values() for name in names):
        how, why = standing_of(name)
        if how != "enforced":
            yield f"  {how:<9} {name}: {why}"
