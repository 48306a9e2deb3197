"""The SRD's cantrips and spells of level 1 and 2 that heroes can learn, each with what it does (`data/spells.json`).

It holds numbers; `casting/` reads them. Damage and healing are keyed by slot level, cantrips by character level.
"""

from typing import Literal

from llm_brain.ledger.creature import Ability
from llm_brain.ledger.fact import Fact
from llm_brain.referee.catalogue import Catalogue

Target = Literal[
    "self", "ally", "allies", "foe", "foes", "creature", "area", "area_foes", "object", "exit"
]  # fmt: skip
EffectEnds = Literal["caster_start", "caster_end", "target_start", "target_end"]


class SpellCondition(Fact):
    """A condition a spell puts on its target. `stays`: it outlasts the spell (prone)."""

    name: str
    repeats: bool = False
    on_damage: bool = False
    on_attack: bool = False
    stays: bool = False
    escape: Ability | None = None


class SpellEffect(Fact):
    """A modifier a spell brings. The value "dc" stands for the caster's spell save DC."""

    name: str
    on: Literal["target", "self", "area"] = "target"
    modifiers: dict[str, int | str | bool] = {}
    once: bool = False
    ends: EffectEnds | None = None
    on_attack: bool = False
    repeats: bool = False


class Spell(Fact):
    """One spell. Ranges and areas in feet, 0 is the caster; `special` names a rule of its own in `casting/specials.py`."""

    key: str
    name: str
    level: int
    school: str
    classes: tuple[str, ...]
    casting_time: Literal["action", "bonus_action", "reaction", "long"]
    casting_minutes: int = 0
    range_ft: int
    is_touch: bool = False
    components: str
    material_cp: int = 0
    consumes: bool = False
    ritual: bool = False
    concentration: bool = False
    lasts: Literal["instant", "timed", "forever"]
    minutes: int = 0
    rounds: int = 0
    area: str = ""
    area_ft: int = 0
    target: Target
    count: int = 1
    count_per_slot: int = 0
    only: tuple[str, ...] = ()
    spares: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    min_int: int = 0
    needs: str = ""
    any_attitude: bool = False
    ignores_cover: bool = False
    attack: Literal["", "melee", "ranged"] = ""
    save: Ability | None = None
    save_half: bool = False
    against: tuple[str, ...] = ()
    damage: dict[int, str] = {}
    damage_by_level: dict[int, str] = {}
    damage_type: str = ""
    heal: dict[int, str] = {}
    temp_hp: dict[int, str] = {}
    pool: str = ""
    pool_per_slot: str = ""
    conditions: tuple[SpellCondition, ...] = ()
    effects: tuple[SpellEffect, ...] = ()
    special: str = ""
    says: str = ""

    @property
    def is_cantrip(self) -> bool:
        return self.level == 0

    @property
    def is_harmful(self) -> bool:
        """Whether casting it at somebody is an attack on them."""
        return self.target in ("foe", "foes", "area_foes") and not self.any_attitude

    def at(self, table: dict[int, str], level: int) -> str:
        """Return the entry of a table for a slot or character level: the highest that is not above it."""
        reached = [key for key in table if key <= level]
        return table[max(reached)] if reached else ""


SPELLS: Catalogue[Spell] = Catalogue("spells.json", Spell)
