"""How much a party can bear, and which monsters make a fight of it: the budget in experience points.

The SRD of 2014 has no encounter budget; the numbers are SRD 5.2.1's ("Combat Encounters": XP Budget per Character). It
chooses among stat blocks and knows nothing of places; `adventure/fights.py` writes the fight.
"""

from collections.abc import Iterable, Sequence
from typing import Literal

from llm_brain.referee.bestiary import STAT_BLOCKS, StatBlock

Difficulty = Literal["low", "moderate", "high"]
DIFFICULTIES: tuple[Difficulty, ...] = ("low", "moderate", "high")
# XP a character by level: low, moderate, high
XP_EACH: tuple[tuple[int, int, int], ...] = (
    (50, 75, 100), (100, 150, 200), (150, 225, 400), (250, 375, 500), (500, 750, 1_100),
    (600, 1_000, 1_400), (750, 1_300, 1_700), (1_000, 1_700, 2_100), (1_300, 2_000, 2_600), (1_600, 2_300, 3_100),
    (1_900, 2_900, 4_100), (2_200, 3_700, 4_700), (2_600, 4_200, 5_400), (2_900, 4_900, 6_200), (3_300, 5_400, 7_800),
    (3_800, 6_100, 9_800), (4_500, 7_200, 11_700), (5_000, 8_700, 14_200), (5_500, 10_700, 17_200), (6_400, 13_200, 22_000),
)  # fmt: skip
# what lives where: creature types, because the stat blocks name no places
TYPES_OF: dict[str, tuple[str, ...]] = {
    "forest": ("beast", "fey", "plant", "humanoid", "monstrosity"),
    "mountain": ("beast", "giant", "dragon", "elemental", "monstrosity"),
    "swamp": ("beast", "plant", "ooze", "undead", "monstrosity"),
    "desert": ("beast", "elemental", "monstrosity", "undead"),
    "sea": ("beast", "elemental", "humanoid", "monstrosity"),
    "crypt": ("undead", "construct", "ooze"),
    "dungeon": ("aberration", "construct", "humanoid", "monstrosity", "ooze", "undead"),
    "town": ("humanoid",),
    "road": ("beast", "humanoid", "giant"),
    "hells": ("fiend", "undead"),
    "heavens": ("celestial",),
}
# SRD 5.2.1, "Many Creatures": more than two a character may overwhelm the party
MOST_A_HERO = 2


def budget(levels: Sequence[int], difficulty: Difficulty) -> int:
    """Return the experience points a fight may be worth. Raises ValueError for a level outside 1 to 20."""
    wrong = [level for level in levels if not 1 <= level <= len(XP_EACH)]
    if wrong:
        raise ValueError(f"levels go from 1 to {len(XP_EACH)}, not {wrong[0]}")
    column = DIFFICULTIES.index(difficulty)
    return sum(XP_EACH[level - 1][column] for level in levels)


def cost(keys: Iterable[str]) -> int:
    """Return the experience points of monsters. Raises KeyError for one that is not in the bestiary."""
    return sum(STAT_BLOCKS[key].xp for key in keys)


def fits(keys: Iterable[str], points: int) -> bool:
    """Whether monsters together cost no more than a budget."""
    return cost(keys) <= points


def difficulty_of(keys: Sequence[str], levels: Sequence[int]) -> Difficulty | None:
    """Return the least difficulty whose budget pays for monsters, or None when no budget does."""
    return next((d for d in DIFFICULTIES if fits(keys, budget(levels, d))), None)


def candidates(
    points: int, *, types: Iterable[str] = (), environment: str = "", least_xp: int = 0
) -> list[StatBlock]:
    """Return the stat blocks a budget can pay for, cheapest first; of all types when none is named."""
    wanted = {*types, *TYPES_OF.get(environment, ())}
    found = [
        block
        for block in STAT_BLOCKS.values()
        if least_xp <= block.xp <= points and (not wanted or block.type.split(" ")[0] in wanted)
    ]
    return sorted(found, key=lambda block: (block.xp, block.key))


def group_of(key: str, points: int, heroes: int) -> tuple[str, ...]:
    """Return as many of one monster as a budget pays for and a party can face; none when it is too dear."""
    most = MOST_A_HERO * max(1, heroes)
    count = min(most, points // max(STAT_BLOCKS[key].xp, 1))
    return (key,) * count
