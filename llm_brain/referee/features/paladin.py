"""What a paladin can do besides: lay on hands, sense the unholy, channel divinity.

SRD 5.1, "Paladin", "Oath of Devotion". Of the hands, as many points as are asked for, else as many as are missing and left.
Smites are `on_a_hit.py`'s, auras `auras.py`'s.
"""

from llm_brain.ledger.creature import Effect, Ends
from llm_brain.ledger.events.bodies import EffectGained, HidingChanged
from llm_brain.ledger.events.sheets import ResourceChanged
from llm_brain.ledger.events.table import Remarked
from llm_brain.referee.abilities import ability_modifier
from llm_brain.referee.actions import Action
from llm_brain.referee.combat.economy import spend_action
from llm_brain.referee.combat.positions import distance_ft
from llm_brain.referee.dice import Dice
from llm_brain.referee.features.cleric import drive_off
from llm_brain.referee.features.resource import spend_resource
from llm_brain.referee.harm import restore
from llm_brain.referee.outcome import Outcome
from llm_brain.referee.refusal import Refusal

POOL = "lay on hands"
TOUCH_FT = 5
CHANNEL, SENSE = "oath's channel divinity", "divine sense"
SENSED = ("celestial", "fiend", "undead")
SENSE_FT, LASTS_MIN = 60, 1


def lay_on_hands(out: Outcome, action: Action, ref: str, dice: Dice) -> None:
    """Heal a creature in reach out of the pool."""
    spend_resource(out, ref, POOL, check_only=True)
    paladin = out.creature(ref)
    assert paladin.sheet is not None
    meant = action.recipient_ref or action.target_ref
    target = out.creature(meant if meant in out.state.creatures and meant else ref)
    if target.location != paladin.location or target.is_dead:
        raise Refusal("not_here", f"{target.name} cannot be healed here.")
    if target.type in ("undead", "construct"):
        raise Refusal("no_effect", "Lay on Hands does nothing for undead and constructs.")
    if target.ref != ref and distance_ft(out.state, ref, target.ref) > TOUCH_FT:
        raise Refusal("out_of_reach", f"{target.name} is out of reach. Move beside them first.")
    missing = target.hp_max - target.hp
    if missing <= 0:
        raise Refusal("not_hurt", f"{target.name} is not hurt.")
    left = paladin.sheet.resources_left[POOL]
    share = min(left, missing, action.quantity or missing)
    spend_action(out, ref, POOL)
    out.add(ResourceChanged(ref=ref, resource=POOL, left=left - share, because="used"))
    restore(out, target.ref, share, by=ref, source="Lay on Hands")


def sacred_weapon(out: Outcome, action: Action, ref: str, dice: Dice) -> None:
    """Make the weapon holy for a minute: Charisma to attack rolls, light, magical."""
    spend_resource(out, ref, CHANNEL, check_only=True)
    paladin = out.creature(ref)
    if not paladin.has_feature("Channel Divinity: Sacred Weapon"):
        raise Refusal("no_such_feature", f"{paladin.name} has no Sacred Weapon.")
    spend_action(out, ref, "sacred weapon")
    spend_resource(out, ref, CHANNEL)
    out.add(Remarked(by=ref, what="Sacred Weapon", kind="feature"))
    better = max(1, ability_modifier(paladin, "cha"))
    gives: dict[str, int | str | bool] = {"attack_rolls": better, "light": 20, "magic_weapon": True}
    ends = Ends(at_clock_min=out.state.clock_min + LASTS_MIN)
    effect = Effect(name="sacred weapon", source=ref, modifiers=gives, ends=ends)
    out.add(EffectGained(ref=ref, effect=effect))


def turn_the_unholy(out: Outcome, action: Action, ref: str, dice: Dice) -> None:
    """Fiends and undead within 30 feet that fail a Wisdom save flee."""
    paladin = out.creature(ref)
    if not paladin.has_feature("Channel Divinity: Turn the Unholy"):
        raise Refusal("no_such_feature", f"{paladin.name} cannot turn the unholy.")
    kinds = ("fiend", "undead")
    drive_off(out, ref, dice, name="Turn the Unholy", paid_with=CHANNEL, kinds=kinds)


def divine_sense(out: Outcome, action: Action, ref: str, dice: Dice) -> None:
    """Know where celestials, fiends and undead are within 60 feet; none of them stays hidden."""
    spend_resource(out, ref, SENSE, check_only=True)
    spend_action(out, ref, SENSE)
    spend_resource(out, ref, SENSE)
    found = [
        c
        for c in out.state.at(out.creature(ref).location)
        if c.type in SENSED and not c.is_dead and distance_ft(out.state, ref, c.ref) <= SENSE_FT
    ]
    for creature in found:
        if creature.is_hidden:
            out.add(HidingChanged(ref=creature.ref, is_hidden=False, because="sensed"))
    kinds = ", ".join(f"{c.name} ({c.type})" for c in found) or "nothing unholy or holy"
    out.add(Remarked(by=ref, what=f"Divine Sense: {kinds}", kind="feature"))
