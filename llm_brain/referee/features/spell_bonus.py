"""What features add to a spell's numbers: to its damage, to its healing. `casting/` asks; nothing is changed here.

SRD 5.1, "Draconic Bloodline": Elemental Affinity; "School of Evocation": Potent Cantrip, Empowered Evocation;
"Eldritch Invocations": Agonizing Blast; "Life Domain": Supreme Healing.
"""

from llm_brain.ledger.rolls import Part
from llm_brain.referee.casting.caster import Caster
from llm_brain.referee.characters.tables import options_of
from llm_brain.referee.spells import Spell

ANCESTOR = "Dragon Ancestor: "
SPEAR_FT = 300


def _is_own_element(caster: Caster, spell: Spell) -> bool:
    if "Elemental Affinity" not in caster.features or not spell.damage_type:
        return False
    ancestors = {row.name: row.damage for row in options_of("ancestors").values()}
    named = [f.removeprefix(ANCESTOR) for f in caster.features if f.startswith(ANCESTOR)]
    return any(ancestors.get(name) == spell.damage_type for name in named)


def damage_parts(caster: Caster, spell: Spell) -> tuple[Part, ...]:
    """Return what is added to one damage roll of a spell."""
    found = []
    if spell.key == "eldritch-blast" and "Eldritch Invocation: Agonizing Blast" in caster.features:
        found.append(Part(label="Agonizing Blast", value=caster.modifier))
    if spell.special == "rays":
        return tuple(found)  # one ray only would be stronger, and they are all one strike
    if _is_own_element(caster, spell):
        found.append(Part(label="Elemental Affinity", value=caster.modifier))
    is_evocation = spell.school.lower() == "evocation" and "wizard" in spell.classes
    if is_evocation and "Empowered Evocation" in caster.features:
        found.append(Part(label="Empowered Evocation", value=caster.modifier))
    return tuple(found)


def lengthened(features: tuple[str, ...], spell: Spell) -> Spell:
    """Return a spell with the range that an invocation gives it. SRD 5.1, "Eldritch Invocations": Eldritch Spear."""
    if spell.key != "eldritch-blast" or "Eldritch Invocation: Eldritch Spear" not in features:
        return spell
    return spell.model_copy(update={"range_ft": SPEAR_FT})


def halves_anyway(caster: Caster, spell: Spell) -> bool:
    """Whether a cantrip that was saved against does half its damage all the same."""
    return spell.is_cantrip and "Potent Cantrip" in caster.features


def healing_dice(caster: Caster, expression: str) -> str:
    """Return the dice of a healing spell; a supreme healer's all show their highest, which is no roll."""
    if "Supreme Healing" not in caster.features:
        return expression
    count, _, sides = expression.partition("d")
    return str(int(count) * int(sides)) if sides.isdigit() and count.isdigit() else expression
