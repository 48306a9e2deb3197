"""What using a magic item does besides casting: potions and oils, things switched on, pearls, manuals, wands that find.

SRD 5.1, "Magic Items A-Z". What each does is in its row; the lasting part is an effect with modifiers as any other.
"""

from collections.abc import Callable

from llm_brain.ledger.creature import Effect, Ends, Item
from llm_brain.ledger.events.bodies import EffectGained, HidingChanged
from llm_brain.ledger.events.magic import AbilityRaised
from llm_brain.ledger.events.sheets import SpellSlotsRestored
from llm_brain.ledger.events.table import ItemUsed
from llm_brain.ledger.events.things import FeatureChanged
from llm_brain.ledger.events.world import ExitChanged, FlagSet, TimePassed
from llm_brain.referee import conditions, modifiers
from llm_brain.referee.actions import Action
from llm_brain.referee.combat.economy import require_action, spend_action
from llm_brain.referee.combat.movement import move_to, zone_beside
from llm_brain.referee.combat.options import pay
from llm_brain.referee.dice import Dice, roll
from llm_brain.referee.harm import hurt, restore, shield_with_temp_hp
from llm_brain.referee.lifetimes import lose_effect
from llm_brain.referee.magic.spending import use_up
from llm_brain.referee.magic_items import MagicItem
from llm_brain.referee.outcome import Outcome
from llm_brain.referee.refusal import Refusal
from llm_brain.referee.trial import saving_throw

Use = Callable[[Outcome, Action, str, Item, MagicItem, Dice], None]
STUDY_MIN = 48 * 60
MOST_SCORE = 30


def _patient(out: Outcome, action: Action, ref: str, magic: MagicItem, dice: Dice) -> str:
    """Return who gets it: oneself, or for what can be given somebody here one walks up to. Empty when stopped."""
    given = (action.recipient_ref, action.target_ref) if magic.uses_up else ()
    for wanted in given:
        if wanted in out.state.creatures and wanted is not None and wanted != ref:
            creature = out.creature(wanted)
            if creature.location != out.creature(ref).location or creature.is_dead:
                raise Refusal("not_here", f"{creature.name} is not here to take it.")
            require_action(out.state, ref)
            if not move_to(out, ref, zone_beside(out.state, ref, wanted), dice):
                return ""
            return wanted
    return ref


def _begin(out: Outcome, ref: str, item: Item, magic: MagicItem, target: str, dice: Dice) -> None:
    pay(out, ref, item.name, can_be_bonus=bool(magic.use.get("quick")))
    out.add(ItemUsed(ref=ref, item=item.key, name=item.name, target=target))
    use_up(out, ref, item, magic, 1, dice)


def _lasting(out: Outcome, magic: MagicItem, minutes: int = 0) -> Ends:
    minutes = minutes or int(magic.use.get("minutes", 0))
    until = out.state.clock_min + minutes if minutes else None
    once, attack = bool(magic.use.get("once")), bool(magic.use.get("on_attack"))
    return Ends(at_clock_min=until, once=once, on_attack=attack)


def _heal(out: Outcome, action: Action, ref: str, item: Item, magic: MagicItem, dice: Dice) -> None:
    patient = _patient(out, action, ref, magic, dice)
    if not patient:
        return
    _begin(out, ref, item, magic, patient, dice)
    rolled = out.rolled(roll(dice, f"Healing: {item.name}", str(magic.use["dice"]), roller=ref))
    restore(out, patient, rolled.total, by=ref, source=item.name, roll=rolled.id)
    for name in magic.use.get("ends", ()):
        conditions.lose(out, patient, name, because=item.name)


def _effect(
    out: Outcome, action: Action, ref: str, item: Item, magic: MagicItem, dice: Dice
) -> None:
    patient = _patient(out, action, ref, magic, dice)
    if not patient:
        return
    _begin(out, ref, item, magic, patient, dice)
    name, given = str(magic.use["name"]), dict(magic.use["modifiers"])
    effect = Effect(name=name, source=ref, modifiers=given, ends=_lasting(out, magic))
    out.add(EffectGained(ref=patient, effect=effect))
    if magic.use.get("temp_hp"):
        shield_with_temp_hp(out, patient, int(magic.use["temp_hp"]), item.name)


def _toggle(
    out: Outcome, action: Action, ref: str, item: Item, magic: MagicItem, dice: Dice
) -> None:
    """Switch something on, or off when it is on."""
    name = str(magic.use["name"])
    if modifiers.named(out.creature(ref), name):
        pay(out, ref, item.name, can_be_bonus=bool(magic.use.get("quick")))
        lose_effect(out, ref, name, ref, "switched off")
        return
    _begin(out, ref, item, magic, ref, dice)
    given = dict(magic.use["modifiers"])
    effect = Effect(name=name, source=ref, modifiers=given, ends=_lasting(out, magic))
    out.add(EffectGained(ref=ref, effect=effect))


def _condition(
    out: Outcome, action: Action, ref: str, item: Item, magic: MagicItem, dice: Dice
) -> None:
    patient = _patient(out, action, ref, magic, dice)
    if not patient:
        return
    _begin(out, ref, item, magic, patient, dice)
    minutes = 0
    if "dice" in magic.use:
        minutes = out.rolled(roll(dice, f"Minutes: {item.name}", magic.use["dice"])).total
    here = out.creature(ref).location
    party = (
        [h.ref for h in out.state.heroes if h.location == here] if magic.use.get("party") else []
    )
    for one in party or [patient]:
        name, ends = str(magic.use["condition"]), _lasting(out, magic, minutes)
        conditions.gain(out, one, name, source=ref, because=item.name, ends=ends)


def _poison(
    out: Outcome, action: Action, ref: str, item: Item, magic: MagicItem, dice: Dice
) -> None:
    """SRD 5.1, "Potion of Poison": it looks like healing."""
    patient = _patient(out, action, ref, magic, dice)
    if not patient:
        return
    _begin(out, ref, item, magic, patient, dice)
    rolled = out.rolled(roll(dice, f"Poison damage: {item.name}", magic.use["dice"], roller=ref))
    hurt(out, patient, rolled.total, "poison", dice, weapon=item.name, roll=rolled.id)
    purpose = f"Save against {item.name}"
    made = saving_throw(
        out, patient, "con", int(magic.use["dc"]), dice, purpose, against=("poison",)
    )
    if not made:
        ends = _lasting(out, magic)
        conditions.gain(out, patient, "poisoned", source=None, because=item.name, ends=ends)


def _slot(out: Outcome, action: Action, ref: str, item: Item, magic: MagicItem, dice: Dice) -> None:
    """Win back a spent slot. SRD 5.1, "Pearl of Power"."""
    sheet = out.creature(ref).sheet
    most = int(magic.use["level"])
    spent = [
        level
        for level, full in (sheet.slots_max if sheet else {}).items()
        if sheet and sheet.slots_left.get(level, 0) < full and level <= most
    ]
    if sheet is None or not spent:
        raise Refusal("nothing_spent", "There is no spent slot that it could give back.")
    wanted = action.slot_level if action.slot_level in spent else max(spent)
    _begin(out, ref, item, magic, ref, dice)
    left = {**sheet.slots_left, wanted: sheet.slots_left.get(wanted, 0) + 1}
    out.add(SpellSlotsRestored(ref=ref, slots_left=left, because=item.name))


def _study(
    out: Outcome, action: Action, ref: str, item: Item, magic: MagicItem, dice: Dice
) -> None:
    """Read a manual for 48 hours: the score goes up for good."""
    if out.state.encounter is not None:
        raise Refusal("takes_too_long", "That takes 48 hours of study.")
    _begin(out, ref, item, magic, ref, dice)
    clock = out.state.clock_min + STUDY_MIN
    out.add(TimePassed(minutes=STUDY_MIN, clock_min=clock, because=f"studying {item.name}"))
    for ability, more in magic.gain.items():
        score = min(MOST_SCORE, out.creature(ref).abilities[ability] + more)
        out.add(AbilityRaised(ref=ref, ability=ability, score=score, because=item.name))


def _find(out: Outcome, action: Action, ref: str, item: Item, magic: MagicItem, dice: Dice) -> None:
    """Point at what is hidden here: ways, things and traps, or foes."""
    spend_action(out, ref, item.name)
    out.add(ItemUsed(ref=ref, item=item.key, name=item.name))
    use_up(out, ref, item, magic, 1, dice)
    here = out.state.here
    if magic.use["what"] == "foes":
        for creature in out.state.at(out.creature(ref).location):
            if creature.is_hidden and creature.attitude == "hostile":
                seen = HidingChanged(ref=creature.ref, is_hidden=False, because=item.name)
                out.add(seen)
    elif here is not None:
        for way in (w for w in here.exits if w.is_hidden):
            found = ExitChanged(
                location=here.key, to=way.to, name=way.name, is_hidden=False, because="found"
            )
            out.add(found)
        for thing in here.features:
            if thing.trap_dc and not thing.trap_is_sprung:
                out.add(FlagSet(key=f"trap_seen:{thing.key}", value="yes"))
            if thing.is_hidden and thing.trap_dc:
                shown = FeatureChanged(
                    location=here.key, key=thing.key, name=thing.name, is_hidden=False
                )
                out.add(shown)


USES: dict[str, Use] = {
    "heal": _heal,
    "effect": _effect,
    "toggle": _toggle,
    "condition": _condition,
    "poison": _poison,
    "slot": _slot,
    "study": _study,
    "find": _find,
}
