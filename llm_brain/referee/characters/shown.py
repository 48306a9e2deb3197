"""A hero's derived numbers as a person reads them, by the same rules that play them."""

from typing import Any

from llm_brain.ledger.creature import ABILITIES, Creature
from llm_brain.ledger.rolls import Part
from llm_brain.ledger.state import State
from llm_brain.referee.abilities import SKILLS
from llm_brain.referee.casting.caster import hero_caster
from llm_brain.referee.combat.strike import weapon_strike
from llm_brain.referee.roll_parts import check_parts, save_parts
from llm_brain.referee.trial import passive


def _sum(parts: tuple[Part, ...]) -> int:
    return sum(part.value for part in parts)


def _attacks(hero: Creature) -> list[dict[str, Any]]:
    found = []
    for item in hero.items:
        strike = weapon_strike(hero, item)
        if strike is not None:
            bonus = _sum(strike.damage_parts)
            # that ones and twos are rolled again is the style's, not the weapon's
            dice = " + ".join(f"{one.dice.partition('ro<')[0]} {one.type}" for one in strike.damage)
            found.append(
                {"name": item.name, "to_hit": _sum(strike.to_hit), "damage": dice, "bonus": bonus}
            )
    return found


def derived(hero: Creature) -> dict[str, Any]:
    """Return modifiers, saves, skills, attacks and the rest that follows from a sheet."""
    state = State(creatures={hero.ref: hero})
    sheet = hero.sheet
    assert sheet is not None
    caster = hero_caster(state, hero.ref) if sheet.spell_ability else None
    return {
        "abilities": dict(hero.abilities),
        "hp_max": hero.hp_max,
        "armor_class": hero.armor_class,
        "speed_ft": hero.speed_ft,
        "proficiency_bonus": hero.proficiency_bonus,
        "saves": {ability: _sum(save_parts(state, hero.ref, ability)) for ability in ABILITIES},
        "skills": {skill: _sum(check_parts(state, hero.ref, skill)) for skill in SKILLS},
        "passive_perception": passive(state, hero.ref, "perception"),
        "attacks": _attacks(hero),
        "spell_save_dc": caster.dc if caster else None,
        "spell_attack": _sum(caster.to_hit) if caster else None,
        "slots": {str(level): count for level, count in sheet.slots_max.items()},
        "features": list(sheet.features),
        "narrated": list(sheet.narrated),
        "languages": list(sheet.languages),
    }
