"""The 319 spells of the SRD, each with what it does as typed effects (`data/spells/`, a file a level).

It holds numbers; `casting/` reads them. Damage and healing are keyed by slot level, cantrips by character level. What
the rules leave to the telling says why in `why_narrated`, what they carry out in part only in `partly_narrated`.
"""

from typing import Any, Literal

from llm_brain.ledger.creature import Ability
from llm_brain.ledger.fact import Fact
from llm_brain.referee.catalogue import Catalogue

Target = Literal[
    "self", "ally", "allies", "foe", "foes", "creature", "area", "area_foes", "object", "exit"
]  # fmt: skip
EffectEnds = Literal["caster_start", "caster_end", "target_start", "target_end"]


class SpellCondition(Fact):
    """A condition a spell puts on its target. `stays`: it outlasts the spell (prone); `resaves`: a new save when hurt."""

    name: str
    repeats: bool = False
    on_damage: bool = False
    on_attack: bool = False
    stays: bool = False
    escape: Ability | None = None
    ends: EffectEnds | None = None
    resaves: bool = False


class SpellEffect(Fact):
    """A modifier a spell brings. The value "dc" stands for the caster's spell save DC."""

    name: str
    on: Literal["target", "self", "area"] = "target"
    modifiers: dict[str, int | str | bool] = {}
    once: bool = False
    ends: EffectEnds | None = None
    on_attack: bool = False
    on_damage: bool = False
    repeats: bool = False
    repeat_dc: int = 0


class MoreDamage(Fact):
    """A second kind of damage that comes with the first, by slot level."""

    type: str
    damage: dict[int, str]


class Summons(Fact):
    """Whom a spell calls: one of these stat blocks, the first unless another is named, and how many of it.

    `times` multiplies the number by slot level; `more_per_slot` are added for each level above the spell's own.
    """

    choices: dict[str, int]
    times: dict[int, int] = {}
    more_per_slot: int = 0


class Spell(Fact):
    """One spell. Ranges and areas in feet, 0 is the caster; `special` names a rule of its own in `casting/special.py`.

    `ways` are other forms of the spell by the word that asks for one: the fields that differ. `again` is what it takes to
    do it once more while it lasts. `hp_limit`: it takes only those with so many hit points or fewer. `ends` are conditions
    it ends. `waits`: nothing strikes until it is used again; `damage_later`: the damage is its effects' alone, `full_damage`:
    no save is made against it. `repeat_save` is the ability of later saves. In `modifiers` of an effect "damage" stands for
    the damage dice, "dc" for the save DC, "modifier" for the spellcasting ability's.
    """

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
    more_damage: tuple[MoreDamage, ...] = ()
    heal_modifier: bool = True
    push_ft: int = 0
    hp_limit: int = 0
    ends: tuple[str, ...] = ()
    again: Literal["", "action", "bonus_action"] = ""
    waits: bool = False
    damage_later: bool = False
    full_damage: bool = False
    repeat_save: Ability | None = None
    gives: dict[str, int] = {}
    dead_minutes: int = 0
    raised_hp: Literal["one", "all"] = "one"
    travel_ft: int = 0
    drains: bool = False
    summons: Summons | None = None
    ways: dict[str, dict[str, Any]] = {}
    why_narrated: str = ""
    partly_narrated: str = ""

    @property
    def is_cantrip(self) -> bool:
        return self.level == 0

    @property
    def is_harmful(self) -> bool:
        """Whether casting it at somebody is an attack on them."""
        is_at_foes = self.target in ("foe", "foes", "area_foes") and not self.any_attitude
        return is_at_foes or (
            self.target == "area" and bool(self.damage) and self.casting_time != "long"
        )

    @property
    def is_mechanical(self) -> bool:
        """Whether the rules carry out what it does, be it in part."""
        return not self.why_narrated

    @property
    def mark(self) -> str:
        """What a player should know of how it is played; empty when the rules carry out all of it."""
        if self.why_narrated:
            return f"narrated: {self.why_narrated}"
        return f"narrated in part: {self.partly_narrated}" if self.partly_narrated else ""

    def as_meant(self, words: str) -> "Spell":
        """Return the form of the spell that the words ask for, else the spell as it is."""
        said = words.lower()
        for word, changes in self.ways.items():
            if word in said:
                return Spell.model_validate({**self.model_dump(), **changes, "ways": {}})
        return self

    def at(self, table: dict[int, str], level: int) -> str:
        """Return the entry of a table for a slot or character level: the highest that is not above it."""
        reached = [key for key in table if key <= level]
        return table[max(reached)] if reached else ""


SPELLS: Catalogue[Spell] = Catalogue("spells", Spell)
