"""Anybody who can be hurt: heroes, people and monsters are all a `Creature`.

It holds numbers and names only; what they mean is the referee's business. A hero also has a `Sheet`, somebody with
wants of their own a `Person`, and somebody out of the bestiary the key of a stat block.
"""

from typing import Any, Literal

from llm_brain.ledger.fact import Fact

Ability = Literal["str", "dex", "con", "int", "wis", "cha"]
ABILITIES: tuple[Ability, ...] = ("str", "dex", "con", "int", "wis", "cha")
Attitude = Literal["friendly", "indifferent", "hostile"]


class Ends(Fact):
    """When a condition or an effect ends; the first that comes true ends it.

    `at_clock_min` is on the campaign's clock. `turn_of` with `turn_edge` and `at_round` means the start or the
    end of that creature's turn in that round (round 0: the next one). `save_dc` with `save_ability` means a save at the
    end of each own turn ends it, `hurt_save_dc` one at each wound. `on_rest` is "short" or "long". `on_damage` ends it when
    its bearer is hurt, `on_attack` when its bearer attacks or casts, `once` when it has helped. `turns_into` is the condition
    that a failed save brings instead of another try, for `turns_into_min` minutes (0: for good). All empty: until something
    ends it.
    """

    at_clock_min: int | None = None
    turn_of: str | None = None
    turn_edge: Literal["start", "end"] | None = None
    at_round: int = 0
    save_ability: Ability | None = None
    save_dc: int | None = None
    on_rest: Literal["short", "long"] | None = None
    hurt_save_ability: Ability | None = None
    hurt_save_dc: int | None = None
    concentration_of: str | None = None
    escape_dc: int | None = None
    escape_ability: Ability | None = None
    encounter: bool = False
    on_damage: bool = False
    on_attack: bool = False
    once: bool = False
    turns_into: str = ""
    turns_into_min: int = 0


class Condition(Fact):
    """An SRD condition (`poisoned`, `prone` …) with who caused it and when it ends."""

    name: str
    source: str | None = None
    because: str = ""
    ends: Ends = Ends()


class Effect(Fact):
    """A named modifier that is not an SRD condition: bless, mage armor, dodging, a readied action …

    `modifiers` maps what it changes (`armor_class`, `attack_rolls`, `saving_throws`, `damage:radiant` …) to a number
    or a dice expression; the referee names the keys it understands.
    """

    name: str
    source: str | None = None
    modifiers: dict[str, int | str | bool] = {}
    ends: Ends = Ends()


class Concentration(Fact):
    """The spell a caster is holding with their mind, and on whom."""

    spell: str
    targets: tuple[str, ...] = ()
    until_clock_min: int | None = None


class DeathSaves(Fact):
    """SRD 5.1, "Death Saving Throws": three of either kind decide."""

    successes: int = 0
    failures: int = 0
    is_stable: bool = False


class Item(Fact):
    """So many of one thing. `key` is an SRD equipment key, or the adventure's own.

    Magic items alone have a `rarity`, and: `slot` (where it is worn, "held", or "carried" when having it is enough),
    `worn` (the modifiers it gives whoever bears it), `charges_max` and `charges_spent`, `narrated` (what of it is only
    told, and why), `is_unknown` while nobody has found out what it is.
    """

    key: str
    name: str
    quantity: int = 1
    is_equipped: bool = False
    note: str = ""
    rarity: str = ""
    slot: str = ""
    needs_attunement: bool = False
    worn: dict[str, int | str | bool] = {}
    charges_max: int = 0
    charges_spent: int = 0
    narrated: str = ""
    is_unknown: bool = False


class Sheet(Fact):
    """What a hero has beyond what every creature has.

    Built heroes alone have `classes` (levels by class), `trained` (armor and weapons), `narrated` (features that the
    referee leaves to the telling), `pact_slots` (those of the slots that a short rest brings back), and the `choices`
    and `rolls` they are built from. `level_earned` above `level` is a level that the player has still to take.
    """

    race: str
    class_name: str
    background: str = "Acolyte"
    alignment: str = ""
    level: int = 1
    xp: int = 0
    hit_die: int = 8
    hit_dice_left: int = 1
    expertise: tuple[str, ...] = ()
    features: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    spell_ability: Ability | None = None
    cantrips: tuple[str, ...] = ()
    spells_known: tuple[str, ...] = ()
    spells_prepared: tuple[str, ...] = ()
    slots_max: dict[int, int] = {}
    slots_left: dict[int, int] = {}
    resources_max: dict[str, int] = {}
    resources_left: dict[str, int] = {}
    look: str = ""
    classes: dict[str, int] = {}
    trained: tuple[str, ...] = ()
    narrated: tuple[str, ...] = ()
    pact_slots: dict[int, int] = {}
    choices: dict[str, Any] = {}
    rolls: dict[str, tuple[int, ...]] = {}
    level_earned: int = 0

    @property
    def has_level_to_take(self) -> bool:
        """Whether experience has earned a level whose choices are still open."""
        return self.level_earned > self.level

    def level_in(self, class_key: str) -> int:
        """Return the level in one class; who has no `classes` has all levels in the one they are named by."""
        if self.classes:
            return self.classes.get(class_key, 0)
        return self.level if self.class_name.lower() == class_key else 0


class Topic(Fact):
    """Something a person can be asked about: what they would say, and what it gives away.

    `is_lie` marks an answer that is not true, `needs` the attitude or success it takes to get it, `reveals` the keys of
    clues, quests or locations that become known with it.
    """

    key: str
    words: tuple[str, ...]
    answer: str
    is_lie: bool = False
    needs: Literal["none", "friendly", "success"] = "none"
    reveals: tuple[str, ...] = ()
    is_told: bool = False


class Person(Fact):
    """Somebody with wants and secrets, as the adventure wrote them.

    `look` and `sayings` are words of a character card. `regard` (-100 to 100) is what they held of the party at minute
    `regard_at_min`, and why; it fades from there on (`referee/world/regard.py`).
    """

    role: str
    pronoun: Literal["he", "she", "they"] = "they"
    age: Literal["young", "grown", "old"] = "grown"
    manner: str = ""
    wants: str = ""
    secret: str = ""
    topics: tuple[Topic, ...] = ()
    sells: tuple[Item, ...] = ()
    remembers: tuple[str, ...] = ()
    has_met_party: bool = False
    look: str = ""
    sayings: tuple[str, ...] = ()
    regard: int = 0
    regard_at_min: int = 0
    regard_because: str = ""


class Creature(Fact):
    """Anybody with hit points. `ref` is `c1`, `c2` … for heroes and `n1`, `n2` … for everybody else."""

    ref: str
    name: str
    size: str = "Medium"
    type: str = "humanoid"
    abilities: dict[Ability, int]
    hp: int
    hp_max: int
    temp_hp: int = 0
    armor_class: int
    speed_ft: int = 30
    proficiency_bonus: int = 2
    save_proficiencies: tuple[Ability, ...] = ()
    skills: tuple[str, ...] = ()
    save_bonuses: dict[Ability, int] = {}
    skill_bonuses: dict[str, int] = {}
    darkvision_ft: int = 0
    resistances: tuple[str, ...] = ()
    immunities: tuple[str, ...] = ()
    vulnerabilities: tuple[str, ...] = ()
    condition_immunities: tuple[str, ...] = ()
    conditions: tuple[Condition, ...] = ()
    effects: tuple[Effect, ...] = ()
    concentration: Concentration | None = None
    death_saves: DeathSaves = DeathSaves()
    is_dead: bool = False
    has_fled: bool = False
    items: tuple[Item, ...] = ()
    attuned: tuple[str, ...] = ()
    coins_cp: int = 0
    location: str = ""
    attitude: Attitude = "indifferent"
    is_hidden: bool = False
    stat_block: str | None = None
    sheet: Sheet | None = None
    person: Person | None = None

    @property
    def is_hero(self) -> bool:
        return self.sheet is not None

    @property
    def is_down(self) -> bool:
        """At 0 hit points or dead: cannot act."""
        return self.is_dead or self.hp <= 0

    def has_feature(self, name: str) -> bool:
        """Whether a hero's sheet has a feature of that name."""
        return self.sheet is not None and name in self.sheet.features

    def bears(self, item: Item) -> bool:
        """Whether a magic item of theirs is in force: worn or held as it must be, and attuned if it asks for that."""
        is_on = item.is_equipped or item.slot == "carried"
        return is_on and (not item.needs_attunement or item.key in self.attuned)

    def has_condition(self, name: str) -> bool:
        return any(condition.name == name for condition in self.conditions)
