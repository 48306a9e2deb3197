"""What somebody has decided to put into their next blow: reckless abandon, a smite, a stunning strike.

It is declared with the attack's words, kept as an effect, and used up by the hit. SRD 5.1, "Barbarian": Reckless Attack;
"Paladin": Divine Smite, Improved Divine Smite; "Monk": Stunning Strike.
"""

from llm_brain.ledger.creature import Creature, Effect, Ends
from llm_brain.ledger.events.bodies import EffectGained, EffectLost
from llm_brain.ledger.events.sheets import ResourceChanged, SpellSlotSpent
from llm_brain.ledger.events.table import Remarked
from llm_brain.referee import conditions, modifiers
from llm_brain.referee.abilities import ability_modifier
from llm_brain.referee.actions import Action
from llm_brain.referee.bestiary import DamageDice
from llm_brain.referee.combat.extra_damage import once
from llm_brain.referee.combat.positions import combatant_of
from llm_brain.referee.combat.strike import Strike
from llm_brain.referee.dice import Dice
from llm_brain.referee.features.having import level_in, save_dc
from llm_brain.referee.outcome import Outcome
from llm_brain.referee.refusal import Refusal
from llm_brain.referee.trial import saving_throw

RECKLESS, SMITE, STUN = "reckless", "divine smite", "stunning strike"
MOST_SMITE_DICE = 5
UNHOLY = ("undead", "fiend")


def declare(out: Outcome, action: Action, ref: str, strike: Strike) -> None:
    """Note what the words put into this blow. Raises Refusal for what somebody has not, before anything is paid."""
    words, hero = action.text.lower(), out.creature(ref)
    if "reckless" in words:
        _be_reckless(out, hero, strike)
    if "smite" in words and hero.has_feature("Divine Smite"):
        _require_slot(hero, action.slot_level)
        _intend(out, ref, SMITE, slot=action.slot_level or 0)
    if "stun" in words and hero.has_feature("Stunning Strike"):
        if not hero.sheet or not hero.sheet.resources_left.get("ki", 0):
            raise Refusal("used_up", "Ki is used up; a short rest brings it back.")
        _intend(out, ref, STUN, stun=True)


def _intend(out: Outcome, ref: str, name: str, **what: int | str | bool) -> None:
    ends = Ends(turn_of=ref, turn_edge="end", encounter=True)
    effect = Effect(name=name, source=ref, modifiers=dict(what), ends=ends)
    out.add(EffectGained(ref=ref, effect=effect))


def _be_reckless(out: Outcome, hero: Creature, strike: Strike) -> None:
    if not hero.has_feature("Reckless Attack") or modifiers.named(hero, RECKLESS):
        return
    place = combatant_of(out.state, hero.ref)
    is_first = place is None or place.has_action
    if strike.kind != "melee" or strike.ability != "str" or not is_first:
        return
    gives = {"advantage:attack_rolls:str_melee": True, "attackers:advantage": True}
    ends = Ends(turn_of=hero.ref, turn_edge="start", encounter=True)
    effect = Effect(name=RECKLESS, source=hero.ref, modifiers=gives, ends=ends)
    out.add(EffectGained(ref=hero.ref, effect=effect))


def _slots(hero: Creature) -> dict[int, int]:
    return {level: n for level, n in hero.sheet.slots_left.items() if n} if hero.sheet else {}


def _require_slot(hero: Creature, wanted: int | None) -> None:
    slots = _slots(hero)
    if not slots or (wanted is not None and wanted not in slots):
        raise Refusal("no_slot_left", "A smite takes a spell slot, and there is none left for it.")


def forget(out: Outcome, ref: str) -> None:
    """Let go of what the blow was meant to carry, hit or miss."""
    for name in (SMITE, STUN):
        if modifiers.named(out.creature(ref), name):
            out.add(EffectLost(ref=ref, name=name, source=ref, because="struck"))


def holy_dice(out: Outcome, ref: str, target: str, strike: Strike) -> list[DamageDice]:
    """Return the radiant dice of a hit, paying the smite's slot."""
    hero, victim = out.creature(ref), out.creature(target)
    if strike.is_spell or strike.kind != "melee" or hero.sheet is None:
        return []
    found = []
    meant, slots = modifiers.named(hero, SMITE), _slots(hero)
    if meant is not None and slots:
        level = int(meant.modifiers.get("slot", 0)) or min(slots)
        count = min(MOST_SMITE_DICE, 1 + level) + (victim.type in UNHOLY)
        out.add(Remarked(by=ref, what="Divine Smite", kind="feature"))
        out.add(SpellSlotSpent(ref=ref, level=level, left=slots[level] - 1))
        out.add(EffectLost(ref=ref, name=SMITE, source=ref, because="used"))
        found.append(DamageDice(dice=f"{count}d8", type="radiant"))
    # SRD 5.1, "Eldritch Invocations": Lifedrinker
    if hero.has_feature("Eldritch Invocation: Lifedrinker"):
        drunk = max(1, ability_modifier(hero, "cha"))
        found.append(DamageDice(dice=str(drunk), type="necrotic"))
    # SRD 5.1, "Life Domain": Divine Strike
    if hero.has_feature("Divine Strike") and once(out, ref, "divine strike"):
        found.append(
            DamageDice(dice="2d8" if level_in(hero, "cleric") >= 14 else "1d8", type="radiant")
        )
    if hero.has_feature("Improved Divine Smite"):
        found.append(DamageDice(dice="1d8", type="radiant"))
    return found


def stun(out: Outcome, ref: str, target: str, strike: Strike, dice: Dice) -> None:
    """Try to stun who was hit, until the end of the monk's next turn."""
    monk = out.creature(ref)
    meant = modifiers.named(monk, STUN)
    if meant is None or strike.is_spell or strike.kind != "melee" or monk.sheet is None:
        return
    out.add(EffectLost(ref=ref, name=STUN, source=ref, because="used"))
    left = monk.sheet.resources_left.get("ki", 0)
    if not left or out.creature(target).is_down:
        return
    out.add(ResourceChanged(ref=ref, resource="ki", left=left - 1, because="Stunning Strike"))
    purpose = "Save against Stunning Strike"
    if saving_throw(out, target, "con", save_dc(monk, "wis"), dice, purpose, against=("stunned",)):
        return
    encounter = out.state.encounter
    at_round = encounter.round + 1 if encounter else 0
    ends = Ends(turn_of=ref, turn_edge="end", at_round=at_round, encounter=True)
    conditions.gain(out, target, "stunned", source=ref, because="Stunning Strike", ends=ends)


def repel(out: Outcome, ref: str, target: str, strike: Strike) -> None:
    """Push who an eldritch blast hits. SRD 5.1, "Eldritch Invocations": Repelling Blast."""
    from llm_brain.referee.combat.maneuvers import push

    has_it = out.creature(ref).has_feature("Eldritch Invocation: Repelling Blast")
    if has_it and strike.name == "Eldritch Blast" and not out.creature(target).is_down:
        push(out, ref, target, "Repelling Blast")
