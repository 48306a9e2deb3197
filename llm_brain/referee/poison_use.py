"""Smearing poison on a weapon, and blowing it into a face. SRD 5.1, "Poisons".

What must be swallowed is the story's to slip into a cup; what a poison does is `poisons.py`'s.
"""

from typing import Any

from llm_brain.ledger.creature import Effect, Ends, Item
from llm_brain.ledger.events.bodies import EffectGained
from llm_brain.ledger.events.table import ItemUsed
from llm_brain.ledger.events.things import ItemLost
from llm_brain.referee.actions import Action
from llm_brain.referee.combat.economy import spend_action
from llm_brain.referee.combat.fighting import target_of
from llm_brain.referee.combat.movement import move_to, zone_beside
from llm_brain.referee.dice import Dice
from llm_brain.referee.outcome import Outcome
from llm_brain.referee.poisons import COATING, subject
from llm_brain.referee.refusal import Refusal


def coat(
    out: Outcome, action: Action, ref: str, item: Item, use: dict[str, Any], dice: Dice
) -> None:
    """Smear poison on the weapon in hand: it waits for the next wound, basic poison for every one of a minute."""
    spend_action(out, ref, item.name)
    out.add(ItemUsed(ref=ref, item=item.key, name=item.name))
    out.add(ItemLost(ref=ref, key=item.key, name=item.name, because="applied"))
    minutes = int(use.get("keeps_min", 0))
    until = out.state.clock_min + minutes if minutes else None
    name = f"blade with {item.name.lower()}"
    given: dict[str, int | str | bool] = {COATING: item.key}
    effect = Effect(name=name, source=ref, modifiers=given, ends=Ends(at_clock_min=until))
    out.add(EffectGained(ref=ref, effect=effect))


def blow(
    out: Outcome, action: Action, ref: str, item: Item, use: dict[str, Any], dice: Dice
) -> None:
    """Blow a powder into somebody's face: no attack, only the save."""
    if out.state.encounter is None:
        raise Refusal("no_fight", f"There is nobody to use the {item.name} on.")
    target = target_of(out.state, ref, action)
    if not move_to(out, ref, zone_beside(out.state, ref, target), dice):
        return
    spend_action(out, ref, item.name)
    out.add(ItemUsed(ref=ref, item=item.key, name=item.name, target=target))
    out.add(ItemLost(ref=ref, key=item.key, name=item.name, because="used up"))
    subject(out, target, item.name, use, dice, by=ref)
