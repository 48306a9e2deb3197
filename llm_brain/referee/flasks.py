"""Flasks that are thrown and things that are scattered: fire, acid, oil, holy water, caltrops, ball bearings.

SRD 5.1, "Adventuring Gear". A flask is an improvised weapon with a range of 20 feet.
"""

from dataclasses import replace
from typing import Any

from llm_brain.ledger.creature import Effect, Ends, Item
from llm_brain.ledger.events.bodies import EffectGained
from llm_brain.ledger.events.table import ItemUsed
from llm_brain.ledger.events.things import ItemLost
from llm_brain.referee.actions import Action
from llm_brain.referee.areas import zone_of
from llm_brain.referee.bestiary import DamageDice
from llm_brain.referee.combat.attack import strike_at
from llm_brain.referee.combat.economy import require_action, spend_action
from llm_brain.referee.combat.fighting import target_of
from llm_brain.referee.combat.movement import move_to, zone_beside
from llm_brain.referee.combat.positions import distance_ft
from llm_brain.referee.combat.strike import improvised_strike
from llm_brain.referee.dice import Dice
from llm_brain.referee.outcome import Outcome
from llm_brain.referee.refusal import Refusal

FAR_FT = 60


def throw(
    out: Outcome, action: Action, ref: str, item: Item, use: dict[str, Any], dice: Dice
) -> None:
    """Throw a flask at somebody; what it holds counts on a hit."""
    if out.state.encounter is None:
        raise Refusal("no_fight", f"There is nobody to throw the {item.name} at.")
    aim = action.model_copy(update={"target_ref": _aim(out, action)})
    target = target_of(out.state, ref, aim)
    require_action(out.state, ref)
    if distance_ft(out.state, ref, target) > FAR_FT and not move_to(
        out, ref, zone_beside(out.state, ref, target), dice
    ):
        return
    spend_action(out, ref, f"throw {item.name}")
    out.add(ItemUsed(ref=ref, item=item.key, name=item.name, target=target))
    out.add(ItemLost(ref=ref, key=item.key, name=item.name, because="thrown"))
    strike = improvised_strike(out.creature(ref), item.name, item.key)
    suits = not use.get("only") or out.creature(target).type in use["only"]
    lasting = use.get("effect", "")
    if use.get("dice") and not lasting and suits:
        part = DamageDice(dice=str(use["dice"]), type=str(use["type"]))
        strike = replace(strike, damage=(part,), material="magical")
    if strike_at(out, ref, target, strike, dice) and lasting and not out.creature(target).is_dead:
        _cling(out, ref, target, lasting, use)


def _aim(out: Outcome, action: Action) -> str | None:
    for ref in (action.recipient_ref, action.target_ref, *action.more_refs):
        if ref in out.state.creatures:
            return ref
    return None


def _cling(out: Outcome, ref: str, target: str, lasting: str, use: dict[str, Any]) -> None:
    """Leave oil on somebody for a minute, or fire that burns at the start of their turns until put out."""
    if lasting == "oil":
        ends = Ends(at_clock_min=out.state.clock_min + 1)
        soaked = Effect(name="oil", source=ref, modifiers={"flammable": True}, ends=ends)
        out.add(EffectGained(ref=target, effect=soaked))
        return
    burning: dict[str, int | str | bool] = {
        "each_turn": str(use["dice"]),
        "each_turn_type": str(use["type"]),
    }
    ends = Ends(escape_dc=10, escape_ability="dex", at_clock_min=out.state.clock_min + 2)
    out.add(
        EffectGained(
            ref=target, effect=Effect(name=lasting, source=ref, modifiers=burning, ends=ends)
        )
    )


def scatter(out: Outcome, action: Action, ref: str, item: Item, use: dict[str, Any]) -> None:
    """Strew something over the ground between oneself and the foe: who comes there saves or goes down."""
    target = action.target_ref if action.target_ref in out.state.creatures else ref
    spend_action(out, ref, f"scatter {item.name}")
    out.add(ItemUsed(ref=ref, item=item.key, name=item.name))
    out.add(ItemLost(ref=ref, key=item.key, name=item.name, because="scattered"))
    laid: dict[str, int | str | bool] = {
        "area": zone_of(out.state, target or ref),
        "location": out.creature(ref).location,
        "enter_save": str(use["save"]),
        "enter_condition": "prone",
        "dc": int(use["dc"]),
    }
    ends = Ends(encounter=True, at_clock_min=out.state.clock_min + 60)
    effect = Effect(name=str(use["effect"]), source=ref, modifiers=laid, ends=ends)
    out.add(EffectGained(ref=ref, effect=effect))
