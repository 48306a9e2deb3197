"""What a check or a save adds to its die, share by share with the name of each, so that the sum can be shown and explained.

Read by `trial.py`, which rolls, and by the sheet, which does not. SRD 5.1, "Using Ability Scores".
"""

from llm_brain.ledger.creature import Ability, Creature
from llm_brain.ledger.rolls import Part
from llm_brain.ledger.state import State
from llm_brain.referee import modifiers
from llm_brain.referee.abilities import ABILITY_NAMES, ability_modifier, ability_of
from llm_brain.referee.features.auras import protection
from llm_brain.referee.features.ranger import is_on_own_ground
from llm_brain.referee.proficiency import is_proficient_in


def check_parts(state: State, ref: str, what: str) -> tuple[Part, ...]:
    """Return the named shares of a check's modifier. SRD 5.1, "Ability Checks", "Skills"."""
    creature = state.creatures[ref]
    skill = what.strip().lower()
    ability = ability_of(skill)
    parts = [
        Part(label=ABILITY_NAMES[ability], value=ability_modifier(creature, ability)),
        *_training(state, creature, skill),
    ]
    found = modifiers.numbers(creature, "ability_checks", f"check:{skill}", f"check:{ability}")
    return (*parts, *(Part(label=name, value=value) for name, value in found))


def _training(state: State, creature: Creature, skill: str) -> list[Part]:
    """Return what being trained adds to a check, if anything; nothing is added twice."""
    bonus = creature.proficiency_bonus
    sheet = creature.sheet
    if skill in creature.skill_bonuses:
        rest = creature.skill_bonuses[skill] - ability_modifier(creature, ability_of(skill))
        return [Part(label="training", value=rest)]
    if sheet is not None and skill in sheet.expertise:
        return [Part(label="expertise", value=2 * bonus)]
    if is_proficient_in(creature, skill):
        if is_on_own_ground(state, creature, skill):
            return [Part(label="Natural Explorer", value=2 * bonus)]
        return [Part(label="proficiency", value=bonus)]
    # SRD 5.1, "Champion": Remarkable Athlete
    if creature.has_feature("Remarkable Athlete") and ability_of(skill) in ("str", "dex", "con"):
        return [Part(label="Remarkable Athlete", value=(bonus + 1) // 2)]
    # SRD 5.1, "Bard": Jack of All Trades
    if sheet is not None and "Jack of All Trades" in sheet.features:
        return [Part(label="Jack of All Trades", value=bonus // 2)]
    return []


def save_parts(state: State, ref: str, ability: Ability | None) -> tuple[Part, ...]:
    """Return the named shares of a save's modifier. SRD 5.1, "Saving Throws"."""
    creature = state.creatures[ref]
    found = modifiers.numbers(creature, "saving_throws", f"saving_throws:{ability or 'death'}")
    given = tuple(Part(label=name, value=value) for name, value in found)
    if guarded := protection(state, creature):
        given = (Part(label="Aura of Protection", value=guarded), *given)
    if ability is None:
        return given
    modifier = ability_modifier(creature, ability)
    parts = [Part(label=ABILITY_NAMES[ability], value=modifier)]
    if ability in creature.save_bonuses:
        parts.append(Part(label="training", value=creature.save_bonuses[ability] - modifier))
    elif ability in creature.save_proficiencies:
        parts.append(Part(label="proficiency", value=creature.proficiency_bonus))
    return (*parts, *given)
