"""Stat blocks of the SRD's monsters and people (`data/monsters.json`), and how one becomes a creature.

It does not decide what a monster does; `combat/monsters.py` does, from what the block says of its behaviour.
"""

from typing import Any, Literal

from llm_brain.ledger.creature import ABILITIES, Ability, Attitude, Creature
from llm_brain.ledger.fact import Fact
from llm_brain.referee.catalogue import Catalogue

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


class Attack(Fact):
    """One attack of a stat block. Distances in feet; a reach of 0 means it cannot be made in melee."""

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
    rider: Rider | None = None


class Special(Fact):
    """An action that is no attack roll: a breath, a song, a dreadful look."""

    key: str
    name: str
    kind: Literal["frighten", "charm", "engulf", "breath"]
    save: Ability
    dc: int
    range_ft: int
    minutes: int = 0
    rounds: int = 0
    damage: str = ""
    damage_type: str = ""
    area: bool = False
    once: bool = False
    recharge: int = 0
    escape_dc: int = 0
    with_multiattack: bool = False


class Casting(Fact):
    """The spells a stat block knows, its save DC, attack bonus and slots for one fight."""

    dc: int
    to_hit: int
    modifier: int
    slots: int
    spells: tuple[str, ...]


class StatBlock(Fact):
    """A monster's numbers. SRD 5.1, "Monsters". Speeds and senses in feet."""

    key: str
    name: str
    size: str
    type: str
    subtype: str = ""
    challenge_rating: float
    xp: int
    armor_class: int
    hp: int
    hit_dice: str
    speed_ft: int
    can_fly: bool = False
    abilities: dict[Ability, int]
    proficiency_bonus: int = 2
    saves: dict[Ability, int] = {}
    skills: dict[str, int] = {}
    darkvision_ft: int = 0
    blindsight_ft: int = 0
    resistances: tuple[str, ...] = ()
    immunities: tuple[str, ...] = ()
    vulnerabilities: tuple[str, ...] = ()
    condition_immunities: tuple[str, ...] = ()
    traits: tuple[str, ...] = ()
    attacks: tuple[Attack, ...] = ()
    multiattack: tuple[tuple[str, ...], ...] = ()
    specials: tuple[Special, ...] = ()
    spellcasting: Casting | None = None
    behaviour: Behaviour = "cunning"

    def attack(self, key: str) -> Attack | None:
        return next((attack for attack in self.attacks if attack.key == key), None)


STAT_BLOCKS: Catalogue[StatBlock] = Catalogue("monsters.json", StatBlock)
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
        "darkvision_ft": max(block.darkvision_ft, block.blindsight_ft),
        "resistances": block.resistances,
        "immunities": block.immunities,
        "vulnerabilities": block.vulnerabilities,
        "condition_immunities": block.condition_immunities,
        "location": location,
        "attitude": attitude,
        "stat_block": block.key,
    }
    return Creature(**{**fields, **changes})
