"""Using what is carried: potions, flasks, lights, kits and tools; what each does is in `data/equipment.json` under `use`.

SRD 5.1, "Adventuring Gear". A key or a relic of the adventure's own is the world's to use.
"""

from collections.abc import Callable
from typing import Any

from llm_brain.ledger.creature import Effect, Ends, Item
from llm_brain.ledger.events.bodies import EffectGained
from llm_brain.ledger.events.table import ItemUsed
from llm_brain.ledger.events.things import ItemLost
from llm_brain.referee import dying, modifiers
from llm_brain.referee.actions import Action
from llm_brain.referee.combat.economy import has_bonus_action, require_action, spend_handling
from llm_brain.referee.combat.movement import move_to, zone_beside
from llm_brain.referee.combat.options import pay
from llm_brain.referee.dice import Dice, roll
from llm_brain.referee.flasks import scatter, throw
from llm_brain.referee.gear import carried
from llm_brain.referee.harm import restore
from llm_brain.referee.lifetimes import lose_effect
from llm_brain.referee.magic.using import use_magic
from llm_brain.referee.magic_items import magic_of
from llm_brain.referee.outcome import Outcome
from llm_brain.referee.poison_use import blow, coat
from llm_brain.referee.proficiency import entry_of
from llm_brain.referee.refusal import Refusal

Use = Callable[[Outcome, Action, str, Item, dict[str, Any], Dice], None]


def use_item(out: Outcome, action: Action, ref: str, dice: Dice) -> bool:
    """Use a carried thing; False when it is the adventure's own and the world must say what it does."""
    item = carried(out.creature(ref), action.item or action.target_ref or action.target)
    magic = magic_of(item)
    if magic is not None:
        use_magic(out, action, ref, item, magic, dice)
        return True
    entry = entry_of(item)
    if entry is None:
        return False
    does = entry.use.get("does", "")
    if entry.weapon is not None and not does:
        raise Refusal("is_a_weapon", f"The {item.name} is a weapon: attack with it or draw it.")
    handler = USES.get(does)
    if handler is None:
        return False
    handler(out, action, ref, item, entry.use, dice)
    return True


def _is_quick(out: Outcome, ref: str, item: Item) -> bool:
    """Whether using a thing may be a bonus action. SRD 5.1, "Thief": Fast Hands; potions stay an action."""
    sheet = out.creature(ref).sheet
    entry = entry_of(item)
    mundane = entry is None or entry.category != "potion"
    return sheet is not None and "Fast Hands" in sheet.features and mundane


def _spend(out: Outcome, ref: str, item: Item) -> None:
    pay(out, ref, item.name, can_be_bonus=_is_quick(out, ref, item))


def _used(out: Outcome, ref: str, item: Item, target: str = "") -> None:
    out.add(ItemUsed(ref=ref, item=item.key, name=item.name, target=target))


def _gone(out: Outcome, ref: str, item: Item, because: str) -> None:
    out.add(ItemLost(ref=ref, key=item.key, name=item.name, because=because))


def _patient(out: Outcome, action: Action, ref: str, item: Item, dice: Dice) -> str:
    """Return who gets it: the one named, else oneself; one walks up to them. Empty when one does not get there."""
    wanted = _wanted(out, action, ref, item)
    return wanted if _reaches(out, ref, wanted, dice) else ""


def _wanted(out: Outcome, action: Action, ref: str, item: Item) -> str:
    """Return who is meant to get it, before a step is made. Raises Refusal."""
    if not _is_quick(out, ref, item) or not has_bonus_action(out.state, ref):
        require_action(out.state, ref)
    for wanted in (action.recipient_ref, action.target_ref, *action.more_refs):
        if wanted in out.state.creatures and wanted is not None:
            creature = out.creature(wanted)
            if creature.location != out.creature(ref).location:
                raise Refusal("not_here", f"{creature.name} is not here.")
            if creature.is_dead:
                raise Refusal("already_dead", f"{creature.name} is dead.")
            return wanted
    return ref


def _reaches(out: Outcome, ref: str, patient: str, dice: Dice) -> bool:
    return patient == ref or move_to(out, ref, zone_beside(out.state, ref, patient), dice)


def _heal(
    out: Outcome, action: Action, ref: str, item: Item, use: dict[str, Any], dice: Dice
) -> None:
    """SRD 5.1, "Potion of Healing": drinking one or giving it is an action."""
    patient = _patient(out, action, ref, item, dice)
    if not patient:
        return
    _spend(out, ref, item)
    _used(out, ref, item, patient)
    _gone(out, ref, item, "drunk")
    rolled = out.rolled(roll(dice, f"Healing: {item.name}", str(use["dice"]), roller=ref))
    restore(out, patient, rolled.total, by=ref, source=item.name, roll=rolled.id)


def _light(
    out: Outcome, action: Action, ref: str, item: Item, use: dict[str, Any], dice: Dice
) -> None:
    """Light a torch, a lamp, a lantern; putting it out is using it again with those words."""
    name = item.name.lower()
    burning = next(
        (e for e in out.creature(ref).effects if e.name == name and "light" in e.modifiers), None
    )
    words = action.text.lower()
    if any(w in words for w in ("put out", "douse", "extinguish", "snuff")):
        if burning is None:
            raise Refusal("not_lit", f"The {item.name} is not lit.")
        lose_effect(out, ref, name, burning.source, "put out")
        return
    if burning is not None:
        raise Refusal("already_lit", f"The {item.name} burns already.")
    fuel = use.get("fuel")
    oil = next((i for i in out.creature(ref).items if i.key == fuel), None)
    if fuel and oil is None:
        raise Refusal("no_fuel", f"The {item.name} needs a flask of oil.")
    spend_handling(out, ref, f"light the {item.name}")
    _used(out, ref, item)
    if oil is not None:
        _gone(out, ref, oil, "burnt")
    elif item.key in ("torch", "candle"):
        _gone(out, ref, item, "lit")
    ends = Ends(at_clock_min=out.state.clock_min + int(use["minutes"]))
    lit = Effect(name=name, source=ref, modifiers={"light": int(use["radius_ft"])}, ends=ends)
    out.add(EffectGained(ref=ref, effect=lit))


def _stabilise(
    out: Outcome, action: Action, ref: str, item: Item, use: dict[str, Any], dice: Dice
) -> None:
    """SRD 5.1, "Healer's Kit": ten uses; somebody dying is stable without a check."""
    patient = _wanted(out, action, ref, item)
    if patient == ref:
        fallen = [h.ref for h in out.state.heroes if dying.is_dying(out, h.ref)]
        patient = fallen[0] if fallen else ref
    if not dying.is_dying(out, patient):
        raise Refusal("nobody_dying", f"{out.creature(patient).name} is not dying.")
    if not _reaches(out, ref, patient, dice):
        return
    _spend(out, ref, item)
    _used(out, ref, item, patient)
    worn = Effect(name="healer's kit uses", source=ref, modifiers={"used": 1})
    had = modifiers.named(out.creature(ref), worn.name)
    used = 1 + (int(had.modifiers["used"]) if had else 0)
    if used >= int(use["uses"]):
        _gone(out, ref, item, "used up")
        used = 0
    out.add(EffectGained(ref=ref, effect=worn.model_copy(update={"modifiers": {"used": used}})))
    dying.stabilise(out, patient, by=ref)


def _antitoxin(
    out: Outcome, action: Action, ref: str, item: Item, use: dict[str, Any], dice: Dice
) -> None:
    """SRD 5.1, "Antitoxin": advantage on saves against poison for an hour."""
    patient = _patient(out, action, ref, item, dice)
    if not patient:
        return
    _spend(out, ref, item)
    _used(out, ref, item, patient)
    _gone(out, ref, item, "drunk")
    ends = Ends(at_clock_min=out.state.clock_min + int(use["minutes"]))
    guard: dict[str, int | str | bool] = {"advantage:save:poison": True}
    effect = Effect(name="antitoxin", source=ref, modifiers=guard, ends=ends)
    out.add(EffectGained(ref=patient, effect=effect))


def _throw(
    out: Outcome, action: Action, ref: str, item: Item, use: dict[str, Any], dice: Dice
) -> None:
    throw(out, action, ref, item, use, dice)


def _scatter(
    out: Outcome, action: Action, ref: str, item: Item, use: dict[str, Any], dice: Dice
) -> None:
    scatter(out, action, ref, item, use)


def _tool(
    out: Outcome, action: Action, ref: str, item: Item, use: dict[str, Any], dice: Dice
) -> None:
    """Have a tool to hand: advantage on the next check it helps with. SRD 5.1, "Crowbar" and the like."""
    helps = str(use.get("help", ""))
    if helps == "thieves' tools":
        raise Refusal("on_what", "Say what to use the thieves' tools on.")
    _used(out, ref, item)
    ends = Ends(at_clock_min=out.state.clock_min + 10, once=True)
    given: dict[str, int | str | bool] = {f"advantage:check:{helps}": True}
    out.add(
        EffectGained(
            ref=ref, effect=Effect(name=item.name.lower(), source=ref, modifiers=given, ends=ends)
        )
    )


def _eat(
    out: Outcome, action: Action, ref: str, item: Item, use: dict[str, Any], dice: Dice
) -> None:
    _spend(out, ref, item)
    _used(out, ref, item)
    if use["does"] == "eat":
        _gone(out, ref, item, "eaten")


USES: dict[str, Use] = {
    "heal": _heal,
    "light": _light,
    "stabilise": _stabilise,
    "antitoxin": _antitoxin,
    "throw": _throw,
    "scatter": _scatter,
    "tool": _tool,
    "tie": _tool,
    "coat": coat,
    "blow": blow,
    "eat": _eat,
    "drink": _eat,
}
