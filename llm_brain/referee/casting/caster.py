"""Who casts, with the numbers a spell needs: save DC, attack bonus, ability modifier, level.

SRD 5.1, "Casting a Spell": Saving Throws, Attack Rolls.
"""

from dataclasses import dataclass

from llm_brain.ledger.rolls import Part
from llm_brain.ledger.state import State
from llm_brain.referee import modifiers
from llm_brain.referee.abilities import ABILITY_NAMES, ability_modifier
from llm_brain.referee.bestiary import Casting
from llm_brain.referee.spells import Spell


@dataclass(frozen=True)
class Caster:
    """A caster's numbers. `level` is the character level that cantrips grow with, `slot` what is being spent."""

    ref: str
    dc: int
    to_hit: tuple[Part, ...]
    modifier: int
    level: int = 1
    features: tuple[str, ...] = ()
    slot: int = 0


def damage_dice(spell: Spell, caster: Caster, slot: int) -> str:
    """Return the damage dice of a slot or, for cantrips, of the caster's level."""
    if spell.damage_by_level:
        return spell.at(spell.damage_by_level, caster.level)
    return spell.at(spell.damage, slot)


def hero_caster(state: State, ref: str) -> Caster:
    """Return the numbers of a hero who casts."""
    hero = state.creatures[ref]
    assert hero.sheet is not None
    ability = hero.sheet.spell_ability or "int"
    modifier = ability_modifier(hero, ability)
    to_hit = (
        Part(label=ABILITY_NAMES[ability], value=modifier),
        Part(label="proficiency", value=hero.proficiency_bonus),
    )
    dc = 8 + modifier + hero.proficiency_bonus + modifiers.total(hero, "spell_dc")
    return Caster(ref, dc, to_hit, modifier, hero.sheet.level, hero.sheet.features)


def monster_caster(ref: str, casting: Casting) -> Caster:
    """Return the numbers of a stat block that casts."""
    to_hit = (Part(label="spell attack bonus", value=casting.to_hit),)
    return Caster(ref, casting.dc, to_hit, casting.modifier, max(1, casting.level))
