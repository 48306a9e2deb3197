"""What areas that spells lay down do to those in them: harm at a turn's start and end and on the way in, and walls.

SRD 5.1, "Spell Descriptions": Cloudkill, Moonbeam, Spirit Guardians, Wall of Fire … The numbers are the area's modifiers.
"""

from collections.abc import Iterator

from llm_brain.ledger.creature import ABILITIES, Ability, Creature, Effect, Ends
from llm_brain.ledger.events.bodies import EffectGained
from llm_brain.ledger.rolls import Part
from llm_brain.ledger.state import State
from llm_brain.referee import conditions, lifetimes, modifiers
from llm_brain.referee.areas import are_foes, area_at, areas_around, zone_of
from llm_brain.referee.bestiary import DamageDice
from llm_brain.referee.concentration import end_concentration
from llm_brain.referee.dice import Dice, roll
from llm_brain.referee.harm import hurt
from llm_brain.referee.outcome import Outcome
from llm_brain.referee.refusal import Refusal
from llm_brain.referee.trial import saving_throw

LIFELESS = ("undead", "construct")


def harm_there(out: Outcome, ref: str, when: str, dice: Dice) -> None:
    """Let every area around somebody do its harm; `when` is the modifier that says when it does."""
    for caster, effect in list(areas_around(out.state, out.creature(ref))):
        expression = effect.modifiers.get(when)
        if when == "turn_end_damage" and caster.ref == ref:
            continue
        if isinstance(expression, str) and expression and not out.creature(ref).is_dead:
            _hurt(out, ref, caster.ref, effect, expression, dice)
        if when == "turn_start_damage" and not out.creature(ref).is_dead:
            _seize(out, ref, caster, effect, dice)
            _bite(out, ref, caster, effect, dice)


def _save(out: Outcome, ref: str, ability: object, effect: Effect, dice: Dice) -> bool:
    if ability not in ABILITIES:
        return False
    known: Ability = ability
    about = ("magic", *(("poison",) if effect.modifiers.get("poison") else ()))
    dc = int(effect.modifiers.get("dc", 10))
    return saving_throw(out, ref, known, dc, dice, effect.name.capitalize(), against=about)


def _hurt(out: Outcome, ref: str, by: str, effect: Effect, expression: str, dice: Dice) -> None:
    given = effect.modifiers
    saved = _save(out, ref, given.get("save", "dex"), effect, dice)
    kind = str(given.get("type", "fire"))
    if not saved or given.get("half", True):
        rolled = out.rolled(roll(dice, f"{kind.capitalize()} damage: {effect.name}", expression))
        hurt(
            out, ref, rolled.total, kind, dice,
            by=by, weapon=effect.name, roll=rolled.id or None, material="magical", halved=saved,
        )  # fmt: skip
    if not saved and given.get("condition"):
        ends = Ends(escape_dc=int(given.get("dc", 10)), escape_ability="str", concentration_of=by)
        conditions.gain(
            out, ref, str(given["condition"]), source=by, because=effect.name, ends=ends
        )
    _spring(out, by, effect)


def _spring(out: Outcome, by: str, effect: Effect) -> None:
    """End a trap that has gone off. SRD 5.1, "Glyph of Warding", "Symbol"."""
    if effect.modifiers.get("springs"):
        lifetimes.lose_effect(out, by, effect.name, effect.source, "sprung")


def _seize(out: Outcome, ref: str, caster: Creature, effect: Effect, dice: Dice) -> None:
    """Roll against what an area does to those who start a turn in it, besides damage."""
    given = effect.modifiers
    name = given.get("start_condition")
    shaken = given.get("breaks_concentration") and caster.ref != ref
    if shaken and out.creature(ref).concentration and not _save(out, ref, "con", effect, dice):
        end_concentration(out, ref, because=effect.name)
    if not isinstance(name, str) or out.creature(ref).has_condition(name):
        return
    if _save(out, ref, given.get("start_save"), effect, dice):
        return
    minutes = int(given.get("start_minutes", 0))
    if name == "no_action":
        ends = Ends(turn_of=ref, turn_edge="end", encounter=True)
        lost = Effect(
            name=f"{effect.name}: no action",
            source=caster.ref,
            modifiers={"no_action": True},
            ends=ends,
        )
        out.add(EffectGained(ref=ref, effect=lost))
    else:
        until = out.state.clock_min + minutes if minutes else None
        wakes = name == "unconscious"
        held = Ends(at_clock_min=until, on_damage=wakes) if until else Ends()
        conditions.gain(out, ref, name, source=caster.ref, because=effect.name, ends=held)
    _spring(out, caster.ref, effect)


def _bite(out: Outcome, ref: str, caster: Creature, effect: Effect, dice: Dice) -> None:
    """Let what guards a place attack. SRD 5.1, "Faithful Hound"."""
    from llm_brain.referee.combat.attack import strike_at
    from llm_brain.referee.combat.strike import Strike

    expression = effect.modifiers.get("turn_start_attack")
    if not isinstance(expression, str) or out.creature(ref).is_down:
        return
    kind = str(effect.modifiers.get("type", "piercing"))
    to_hit = Part(label="spell attack bonus", value=int(effect.modifiers.get("to_hit", 0)))
    strike = Strike(
        name=effect.name,
        kind="melee",
        to_hit=(to_hit,),
        damage=(DamageDice(dice=expression, type=kind),),
        reach_ft=5,
        is_spell=True,
        ability="int",
        material="magical",
    )
    strike_at(out, caster.ref, ref, strike, dice)


def _walls(state: State, creature: Creature) -> Iterator[tuple[Creature, Effect, str]]:
    for caster in state.creatures.values():
        for effect in caster.effects:
            if "blocks" in effect.modifiers or "repels" in effect.modifiers:
                area = area_at(state, caster, effect, creature.location)
                if area is not None:
                    yield caster, effect, area


def require_way(state: State, ref: str, zone: str) -> None:
    """Raise Refusal when a wall, a cage or a shell stands between somebody and a zone."""
    creature, here = state.creatures[ref], zone_of(state, ref)
    for caster, effect, area in _walls(state, creature):
        if effect.modifiers.get("blocks") and (area == here) != (area == zone):
            raise Refusal("walled_off", f"The {effect.name} is in the way.")
        comes_near = area == zone and area != here and are_foes(state, caster, creature)
        if effect.modifiers.get("repels") and comes_near and creature.type not in LIFELESS:
            raise Refusal("walled_off", f"Nothing living passes the {effect.name}.")


def is_walled_off(state: State, one: str, other: str) -> bool:
    """Whether a wall or a cage stands between two, so that no blow and no spell gets from one to the other."""
    a, b = zone_of(state, one), zone_of(state, other)
    if not a or not b or a == b:
        return False
    walls = _walls(state, state.creatures[one])
    return any(w.modifiers.get("blocks") and (area == a) != (area == b) for _, w, area in walls)


def is_out_of_reach(state: State, one: str, other: str) -> bool:
    """Whether nothing that one does can get to the other: walled off, or not in this world."""
    return modifiers.has(state.creatures[other], "away") or is_walled_off(state, one, other)
