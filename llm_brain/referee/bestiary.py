"""Stat blocks of the SRD's monsters and people (`data/monsters/`), and how one becomes a creature.

It does not decide what a monster does; `combat/monsters.py` does, from what the block says of its behaviour.
"""

from typing import Any, Literal

from llm_brain.ledger.creature import ABILITIES, Ability, Attitude, Creature
from llm_brain.ledger.fact import Fact
from llm_brain.referee.catalogue import Bookshelf

Behaviour = Literal["mindless", "hungry", "beast", "coward", "cunning", "fanatic"]


class DamageDice(Fact):
    """So many dice of one damage type."""

    dice: str
    type: str


class Rider(Fact):
    """What a hit does besides its damage; with `save`, only when the save against `dc` fails.

    `half` halves `damage` on a success; `spares` and `only` are creature types (or races); durations in minutes.
    """

    save: Ability | None = None
    dc: int = 0
    damage: str = ""
    damage_type: str = ""
    half: bool = False
    condition: str = ""
    also: str = ""
    effect: str = ""
    minutes: int = 0
    repeats: bool = False
    escape: Ability | None = None
    escape_dc: int = 0
    spares: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    paralyses_at_0: bool = False
    drains_hp_max: bool = False
    heals_attacker: bool = False
    drains_ability: Ability | None = None
    drain_dice: str = ""
    attaches: bool = False
    turns_into: str = ""
    turns_into_min: int = 0


class Attack(Fact):
    """One attack of a stat block. Distances in feet; a reach of 0 means it cannot be made in melee.

    `recharge` is the least number on a d6 that brings it back; `partly`: a hit brings more than is typed here.
    """

    key: str
    name: str
    to_hit: int
    damage: tuple[DamageDice, ...] = ()
    damage_ranged: tuple[DamageDice, ...] = ()
    reach_ft: int = 0
    range_ft: int = 0
    long_range_ft: int = 0
    is_spell: bool = False
    needs: str = ""
    half_when_bloodied: bool = False
    recharge: int = 0
    rider: Rider | None = None
    partly: bool = False


class Special(Fact):
    """An action that is no attack roll: a breath, a song, a dreadful look.

    A `cone`, `line` or `sphere` covers one zone within `range_ft`, an `emanation` everybody within it. `until` is the end
    of the victim's or the source's next turn. `group` names several that share one recharge; `per_day` is a count.
    `vanish` and `heal` ask for no save: one hides the creature from sight, the other mends a friend by `heals`.
    """

    key: str
    name: str
    kind: Literal["frighten", "charm", "engulf", "breath", "save", "vanish", "heal"]
    save: Ability = "con"
    dc: int = 0
    range_ft: int
    minutes: int = 0
    rounds: int = 0
    damage: str = ""
    damage_type: str = ""
    more_damage: tuple[DamageDice, ...] = ()
    half: bool = False
    conditions: tuple[str, ...] = ()
    effect: str = ""
    push_ft: int = 0
    heals: str = ""
    repeats: bool = False
    until: Literal["", "source_end", "target_end"] = ""
    area: bool = False
    shape: Literal["", "cone", "line", "sphere", "emanation"] = ""
    size_ft: int = 0
    once: bool = False
    recharge: int = 0
    per_day: int = 0
    group: str = ""
    escape_dc: int = 0
    with_multiattack: bool = False
    is_magical: bool = True
    immune_after: bool = False
    needs: str = ""
    spares: tuple[str, ...] = ()
    only: tuple[str, ...] = ()

    @property
    def pool(self) -> str:
        """The key its uses are counted under."""
        return self.group or self.key


class LegendaryAction(Fact):
    """What can be done at the end of another creature's turn. SRD 5.1, "Legendary Actions"."""

    key: str
    name: str
    cost: int = 1
    kind: Literal["attack", "special", "heal", "move", "cast", "detect", "narrated"]
    attack: str = ""
    special: Special | None = None
    heals: str = ""
    speed_percent: int = 100


class Charge(Fact):
    """What a run of so many feet brings to a hit: more damage, and prone when the Strength save fails."""

    attack: str
    run_ft: int
    damage: str = ""
    dc: int = 0


class Casting(Fact):
    """The spells a stat block knows, its save DC, attack bonus and the most slots it spends in one fight.

    `per_day` and `at_will` are innate; `in_fight` names what it casts in a fight, best first, when that is settled.
    """

    dc: int
    to_hit: int
    modifier: int
    slots: int
    spells: tuple[str, ...]
    ability: Ability = "int"
    level: int = 0
    slots_by_level: dict[int, int] = {}
    per_day: dict[str, int] = {}
    at_will: tuple[str, ...] = ()
    in_fight: tuple[str, ...] = ()


class StatBlock(Fact):
    """A monster's numbers. SRD 5.1, "Monsters". Speeds and senses in feet.

    `burns` hurts who strikes it in melee, `aura` whoever is near at the start of its turn, `gaze` befalls enemies at the
    start of theirs. `narrated` are actions by name that the rules do not play.
    """

    key: str
    name: str
    size: str
    type: str
    subtype: str = ""
    alignment: str = ""
    challenge_rating: float
    xp: int
    armor_class: int
    hp: int
    hit_dice: str
    speed_ft: int
    speeds: dict[str, int] = {}
    can_fly: bool = False
    can_hover: bool = False
    abilities: dict[Ability, int]
    proficiency_bonus: int = 2
    saves: dict[Ability, int] = {}
    skills: dict[str, int] = {}
    darkvision_ft: int = 0
    blindsight_ft: int = 0
    truesight_ft: int = 0
    tremorsense_ft: int = 0
    passive_perception: int = 10
    languages: str = ""
    resistances: tuple[str, ...] = ()
    immunities: tuple[str, ...] = ()
    vulnerabilities: tuple[str, ...] = ()
    condition_immunities: tuple[str, ...] = ()
    traits: tuple[str, ...] = ()
    trait_dice: dict[str, str] = {}
    trait_dcs: dict[str, int] = {}
    charge: Charge | None = None
    burns: DamageDice | None = None
    aura: DamageDice | None = None
    gaze: Special | None = None
    death_burst: Special | None = None
    absorbs: str = ""
    relentless_hp: int = 7
    attacks: tuple[Attack, ...] = ()
    multiattack: tuple[tuple[str, ...], ...] = ()
    specials: tuple[Special, ...] = ()
    legendary: tuple[LegendaryAction, ...] = ()
    legendary_resistances: int = 0
    regeneration_hp: int = 0
    regeneration_stopped_by: tuple[str, ...] = ()
    narrated: tuple[str, ...] = ()
    spellcasting: Casting | None = None
    behaviour: Behaviour = "cunning"

    def attack(self, key: str) -> Attack | None:
        return next((attack for attack in self.attacks if attack.key == key), None)


STAT_BLOCKS: Bookshelf[StatBlock] = Bookshelf("monsters", StatBlock)
ALIASES = {"werewolf": "werewolf-hybrid", "drowned": "zombie", "cult-leader": "cult-fanatic"}
UNARMED = Attack(
    key="unarmed-strike",
    name="Unarmed Strike",
    to_hit=2,
    damage=(DamageDice(dice="1", type="bludgeoning"),),
    reach_ft=5,
)


def stat_block(key: str) -> StatBlock:
    """Return a stat block. Raises KeyError for a monster that is not in the bestiary."""
    return STAT_BLOCKS[ALIASES.get(key, key)]


def block_of(creature: Creature) -> StatBlock | None:
    """Return the stat block a creature was made from, or None for heroes and the adventure's own."""
    key = ALIASES.get(creature.stat_block or "", creature.stat_block or "")
    return STAT_BLOCKS.get(key)


def has_trait(creature: Creature, trait: str) -> bool:
    """Whether a creature's stat block has a trait such as `pack_tactics`."""
    block = block_of(creature)
    return block is not None and trait in block.traits


def creature_from(
    key: str,
    *,
    ref: str,
    name: str | None = None,
    location: str = "",
    attitude: Attitude = "hostile",
    **changes: Any,
) -> Creature:
    """Return a fresh creature of a stat block with average hit points; `changes` override its fields."""
    block = stat_block(key)
    fields: dict[str, Any] = {
        "ref": ref,
        "name": name or block.name.lower(),
        "size": block.size,
        "type": block.type,
        "abilities": {ability: block.abilities[ability] for ability in ABILITIES},
        "hp": block.hp,
        "hp_max": block.hp,
        "armor_class": block.armor_class,
        "speed_ft": block.speed_ft,
        "proficiency_bonus": block.proficiency_bonus,
        "save_bonuses": block.saves,
        "skill_bonuses": block.skills,
        "darkvision_ft": max(
            block.darkvision_ft, block.blindsight_ft, block.truesight_ft, block.tremorsense_ft
        ),
        "resistances": block.resistances,
        "immunities": block.immunities,
        "vulnerabilities": block.vulnerabilities,
        "condition_immunities": block.condition_immunities,
        "location": location,
        "attitude": attitude,
        "stat_block": block.key,
    }
    return Creature(**{**fields, **changes})
