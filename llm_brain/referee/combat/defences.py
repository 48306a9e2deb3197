"""What may come between an attack and its target: sanctuary, mirror images, a parry, the shield spell.

SRD 5.1, the spells of those names and the stat blocks' "Parry".
"""

from llm_brain.ledger.creature import Effect, Ends
from llm_brain.ledger.events.bodies import EffectGained, EffectLost
from llm_brain.ledger.events.fights import ActionSpent, AttackMade
from llm_brain.ledger.events.sheets import SpellSlotSpent
from llm_brain.ledger.events.table import SpellCast
from llm_brain.ledger.rolls import Roll
from llm_brain.referee import modifiers
from llm_brain.referee.abilities import ability_modifier
from llm_brain.referee.areas import area_flags
from llm_brain.referee.armor_class import armor_class
from llm_brain.referee.bestiary import has_trait
from llm_brain.referee.combat.positions import combatant_of
from llm_brain.referee.combat.roll_to_hit import roll_to_hit
from llm_brain.referee.combat.strike import Strike
from llm_brain.referee.conditions import can_react
from llm_brain.referee.dice import Dice, roll
from llm_brain.referee.outcome import Outcome
from llm_brain.referee.trial import saving_throw
from llm_brain.referee.vantage import Tally

SHIELD_AC = 5


def wards_off(out: Outcome, attacker: str, target: str, dice: Dice) -> bool:
    """Whether a sanctuary turns the attacker aside."""
    for effect, dc in modifiers.values(out.creature(target), "sanctuary"):
        purpose = f"{effect.name.capitalize()}: attack all the same"
        if not saving_throw(out, attacker, "wis", int(dc), dice, purpose, against=("magic",)):
            return True
    return False


def is_blown_away(out: Outcome, attacker: str, target: str, strike: Strike) -> bool:
    """Whether a wall of wind takes a missile. SRD 5.1, "Wind Wall"."""
    if strike.kind != "ranged" or strike.is_spell:
        return False
    guarded = area_flags(out.state, out.creature(target))
    return "no_missiles" in guarded - area_flags(out.state, out.creature(attacker))


def struck_an_image(
    out: Outcome, attacker: str, target: str, strike: Strike, tally: Tally, dice: Dice
) -> bool:
    """Whether an attack goes at one of the target's mirror images, and what becomes of the image."""
    creature = out.creature(target)
    effect = next((e for e, _ in modifiers.values(creature, "images")), None)
    if effect is None or out.creature(attacker).has_condition("blinded"):
        return False
    images = int(effect.modifiers["images"])
    made = out.rolled(roll(dice, "Mirror Image", "1d20", roller=target))
    if made.total < {3: 6, 2: 8, 1: 11}[min(3, images)]:
        return False
    image_ac = 10 + ability_modifier(creature, "dex")
    to_hit = roll_to_hit(out, attacker, target, strike, tally, dice, image_ac)
    is_hit = to_hit.outcome in ("success", "critical")
    out.add(
        AttackMade(
            attacker=attacker,
            target=target,
            weapon=strike.name,
            kind="spell" if strike.is_spell else strike.kind,
            is_hit=False,
            roll=to_hit.id,
        )
    )
    if is_hit and images == 1:
        out.add(EffectLost(ref=target, name=effect.name, source=effect.source, because="struck"))
    elif is_hit:
        left = effect.model_copy(update={"modifiers": {**effect.modifiers, "images": images - 1}})
        out.add(EffectGained(ref=target, effect=left))
    return True


def _can_react(out: Outcome, ref: str) -> bool:
    place = combatant_of(out.state, ref)
    return can_react(out.creature(ref)) and (place is None or place.has_reaction)


def deflected(out: Outcome, target: str, strike: Strike, made: Roll, dice: Dice) -> bool:
    """Whether the target turns a hit into a miss with its reaction."""
    creature = out.creature(target)
    if not _can_react(out, target):
        return False
    short = made.total - (made.against or armor_class(creature))
    if (
        has_trait(creature, "parry")
        and strike.kind == "melee"
        and short < creature.proficiency_bonus
    ):
        out.add(ActionSpent(ref=target, what="reaction", on="parry"))
        return True
    if short >= SHIELD_AC or not wants_shield(out, target, strike):
        return False
    cast_shield(out, target)
    return True


def wants_shield(out: Outcome, ref: str, strike: Strike) -> bool:
    """Whether a wizard spends a slot on Shield: when they said so, or when the blow could fell them."""
    creature = out.creature(ref)
    sheet = creature.sheet
    if sheet is None or "shield" not in sheet.spells_prepared or not sheet.slots_left.get(1, 0):
        return False
    if modifiers.named(creature, "shield held"):
        return True
    flat = sum(part.value for part in strike.damage_parts)
    most = sum(_extent(part.dice)[1] for part in strike.damage) + flat
    mean = sum(sum(_extent(part.dice)) / 2 for part in strike.damage) + flat
    # the last slot is kept for the player's own choice unless the blow would probably fell them
    return mean >= creature.hp or (most >= creature.hp and sheet.slots_left[1] > 1)


def _extent(expression: str) -> tuple[int, int]:
    """Return the least and the most that dice can show, without a critical hit."""
    count, _, rest = expression.partition("ro<")[0].partition("d")
    if not rest:
        return int(count), int(count)
    sides = rest.split("+")[0].split("-")[0]
    flat = int(rest[len(sides) :] or 0)
    return int(count) + flat, int(count) * int(sides) + flat


def cast_shield(out: Outcome, ref: str) -> None:
    """Cast Shield as a reaction. SRD 5.1, "Shield"."""
    sheet = out.creature(ref).sheet
    assert sheet is not None
    if combatant_of(out.state, ref):
        out.add(ActionSpent(ref=ref, what="reaction", on="shield"))
    out.add(SpellCast(ref=ref, spell="shield", name="Shield", slot=1, targets=(ref,)))
    out.add(SpellSlotSpent(ref=ref, level=1, left=sheet.slots_left[1] - 1))
    if modifiers.named(out.creature(ref), "shield held"):
        out.add(EffectLost(ref=ref, name="shield held", source=ref, because="cast"))
    ends = Ends(turn_of=ref, turn_edge="start", encounter=True)
    effect = Effect(name="shield", source=ref, modifiers={"armor_class": SHIELD_AC}, ends=ends)
    out.add(EffectGained(ref=ref, effect=effect))
