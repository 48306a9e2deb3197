"""Races, backgrounds, classes, their options, spell lists, languages and tools, as data files have them (`data/characters/`).

Names and numbers of the SRD 5.1; `compiling/` makes the files. What the numbers mean is the other modules' business.
"""

from llm_brain.ledger.creature import Ability
from llm_brain.ledger.fact import Fact
from llm_brain.referee.catalogue import Catalogue


class GearOption(Fact):
    """One way to be equipped: these things, and so many of a category. `needs` marks what takes training."""

    items: dict[str, int] = {}
    any: tuple[tuple[str, int], ...] = ()
    needs: str = ""


class Lineage(Fact):
    """What a race and a subrace both can give."""

    key: str = ""
    name: str
    abilities: dict[Ability, int] = {}
    traits: tuple[str, ...] = ()
    darkvision_ft: int = 0
    skills: tuple[str, ...] = ()
    trained: tuple[str, ...] = ()
    tools: tuple[str, ...] = ()
    tools_from: tuple[str, ...] = ()
    choose_skills: int = 0
    choose_tools: int = 0
    choose_languages: int = 0
    choose_cantrips: int = 0


class Race(Lineage):
    """SRD 5.1, "Races". `ancestries` are the dragonborn's colors with their damage type."""

    speed_ft: int
    size: str
    choose_abilities: int = 0
    languages: tuple[str, ...]
    subraces: dict[str, Lineage] = {}
    ancestries: dict[str, str] = {}


class Background(Fact):
    """SRD 5.1, "Backgrounds"."""

    key: str
    name: str
    skills: tuple[str, ...]
    choose_languages: int
    gear: dict[str, int]
    gear_choices: tuple[tuple[GearOption, ...], ...]
    coins_cp: int
    feature: str


class Pool(Fact):
    """So many out of these."""

    choose: int
    options: tuple[str, ...] = ()


class Multiclass(Fact):
    """SRD 5.1, "Multiclassing": prerequisites (`all` of them, or one of `any`) and what training comes with it."""

    all: dict[Ability, int]
    any: dict[Ability, int]
    trained: tuple[str, ...]
    tools: tuple[str, ...]
    skills: int


class LevelRow(Fact):
    """A line of a class's table. `slots` by spell level."""

    features: tuple[str, ...] = ()
    cantrips: int = 0
    spells: int = 0
    slots: dict[int, int] = {}
    numbers: dict[str, float] = {}


class Subclass(Fact):
    """The SRD's one subclass of a class. `spells` by land ("" without one) and class level."""

    key: str
    name: str
    level: int
    features: dict[int, tuple[str, ...]]
    spells: dict[str, dict[int, tuple[str, ...]]]


class ClassRow(Fact):
    """SRD 5.1, the twelve classes."""

    key: str
    name: str
    hit_die: int
    saves: tuple[Ability, ...]
    trained: tuple[str, ...]
    tools: tuple[str, ...]
    skills: Pool
    tool_choice: Pool
    multiclass: Multiclass
    spell_ability: Ability | None
    improvements: tuple[int, ...]
    levels: tuple[LevelRow, ...]
    subclass: Subclass
    gear: dict[str, int]
    gear_choices: tuple[tuple[GearOption, ...], ...]

    def at(self, level: int) -> LevelRow:
        """Return the line of a level, 1 to 20."""
        return self.levels[level - 1]


class Listed(Fact):
    """An option by name; what it takes to choose it, or what it belongs to."""

    key: str
    name: str
    level: int = 0
    classes: tuple[str, ...] = ()
    feature: str = ""
    spell: str = ""
    damage: str = ""
    ritual: bool = False
    is_exotic: bool = False
    kind: str = ""


class Options(Fact):
    """A table of options of one kind."""

    key: str
    rows: dict[str, Listed]


class Category(Fact):
    """The things that a category of equipment holds."""

    key: str
    keys: tuple[str, ...]


RACES: Catalogue[Race] = Catalogue("characters/races.json", Race)
BACKGROUNDS: Catalogue[Background] = Catalogue("characters/backgrounds.json", Background)
CLASSES: Catalogue[ClassRow] = Catalogue("characters/classes.json", ClassRow)
OPTIONS: Catalogue[Options] = Catalogue("characters/options.json", Options)
SPELL_LISTS: Catalogue[Listed] = Catalogue("characters/spells.json", Listed)
LANGUAGES: Catalogue[Listed] = Catalogue("characters/languages.json", Listed)
TOOLS: Catalogue[Listed] = Catalogue("characters/tools.json", Listed)
CATEGORIES: Catalogue[Category] = Catalogue("characters/categories.json", Category)


def options_of(kind: str) -> dict[str, Listed]:
    """Return the options of one kind: metamagic, invocations …"""
    return OPTIONS[kind].rows
