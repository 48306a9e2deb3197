"""When conditions and effects end: at a turn's edge, by a save, by the clock, with a rest or with the fight.

It reads `Ends` and nothing else; concentration and damage end things in their own modules.
"""

from collections.abc import Callable

from llm_brain.ledger.creature import Condition, Effect, Ends
from llm_brain.ledger.events.bodies import ConditionLost, EffectGained, EffectLost, HpMaxChanged
from llm_brain.ledger.events.people import AttitudeChanged
from llm_brain.ledger.events.shapes import WILD_SHAPE, ShapeLeft
from llm_brain.referee import conditions, dying
from llm_brain.referee.afterwards import after_effect
from llm_brain.referee.concentration import end_concentration
from llm_brain.referee.dice import Dice
from llm_brain.referee.outcome import Outcome
from llm_brain.referee.trial import saving_throw


def end_where(out: Outcome, ref: str, because: str, over: Callable[[Ends], bool]) -> None:
    """End everything on one creature whose `Ends` says so."""
    for condition in out.creature(ref).conditions:
        if over(condition.ends):
            out.add(
                ConditionLost(
                    ref=ref, name=condition.name, source=condition.source, because=because
                )
            )
    for effect in out.creature(ref).effects:
        if over(effect.ends):
            lose_effect(out, ref, effect.name, effect.source, because)


def lose_effect(out: Outcome, ref: str, name: str, source: str | None, because: str) -> None:
    """End one effect, taking back what it did to the hit point maximum."""
    creature = out.creature(ref)
    held = next((e for e in creature.effects if e.name == name == WILD_SHAPE), None)
    if held is not None:
        own = int(held.modifiers["own_hp"])
        out.add(ShapeLeft(ref=ref, hp=own, because=because))
        return
    more = sum(
        int(e.modifiers.get("hp_max", 0))
        for e in creature.effects
        if e.name == name and (source is None or e.source == source)
    )
    lost = [e for e in creature.effects if e.name == name and source in (None, e.source)]
    tires = sum(int(e.modifiers.get("exhausts", 0)) for e in creature.effects if e.name == name)
    out.add(EffectLost(ref=ref, name=name, source=source, because=because))
    for effect in lost:
        after_effect(out, ref, effect, ran_out=because == "it ran out")
    if tires and not creature.is_dead:
        level = conditions.exhaustion_level(creature) + tires
        worn = Effect(name="exhaustion", modifiers={"exhaustion": level})
        out.add(EffectGained(ref=ref, effect=worn))
    if more:
        hp_max = max(1, creature.hp_max - more)
        hp = min(creature.hp, hp_max)
        out.add(HpMaxChanged(ref=ref, hp_max=hp_max, hp=hp, because=f"{name} ended"))


def at_turn_edge(out: Outcome, whose: str, edge: str) -> None:
    """End what lasts until the start or end of somebody's turn, on whomever it lies."""
    encounter = out.state.encounter
    now = encounter.round if encounter else 0

    def over(ends: Ends) -> bool:
        return ends.turn_of == whose and ends.turn_edge == edge and ends.at_round <= now

    for ref in list(out.state.creatures):
        end_where(out, ref, f"{edge} of turn", over)


def save_at_end_of_turn(out: Outcome, ref: str, dice: Dice) -> None:
    """Roll the saves that end what somebody suffers from."""
    creature = out.creature(ref)
    for condition in creature.conditions:
        ends = condition.ends
        if ends.save_ability is None or ends.save_dc is None or ends.escape_dc is not None:
            continue
        purpose = f"Save to end {condition.name}"
        about = (condition.name, "poison" if condition.name == "poisoned" else "magic")
        if saving_throw(out, ref, ends.save_ability, ends.save_dc, dice, purpose, against=about):
            source = condition.source
            out.add(ConditionLost(ref=ref, name=condition.name, source=source, because="save"))
        elif ends.turns_into:
            _worsen(out, ref, condition)
    for effect in creature.effects:
        ends = effect.ends
        if ends.save_ability is None or ends.save_dc is None:
            continue
        purpose = f"Save to end {effect.name}"
        if saving_throw(out, ref, ends.save_ability, ends.save_dc, dice, purpose):
            lose_effect(out, ref, effect.name, effect.source, "save")


def save_when_hurt(out: Outcome, ref: str, dice: Dice) -> None:
    """Roll the saves that a wound allows against what holds somebody. SRD 5.1, "Dominate Person"."""
    for condition in out.creature(ref).conditions:
        ability, dc = condition.ends.hurt_save_ability, condition.ends.hurt_save_dc
        if ability is None or dc is None or out.creature(ref).is_dead:
            continue
        purpose = f"Save to end {condition.name}"
        if saving_throw(out, ref, ability, dc, dice, purpose, against=(condition.name, "magic")):
            source = condition.source
            out.add(ConditionLost(ref=ref, name=condition.name, source=source, because="save"))
            if not out.creature(ref).is_hero:
                out.add(AttitudeChanged(ref=ref, attitude="hostile", because="free again"))


def _worsen(out: Outcome, ref: str, condition: Condition) -> None:
    """Let a condition that was not shaken off become the worse one it leads to. SRD 5.1, "Basilisk", "Cockatrice"."""
    ends, source = condition.ends, condition.source
    minutes = ends.turns_into_min
    until = Ends(at_clock_min=out.state.clock_min + minutes) if minutes else Ends()
    out.add(ConditionLost(ref=ref, name=condition.name, source=source, because="it got worse"))
    conditions.gain(out, ref, ends.turns_into, source=source, because=condition.because, ends=until)
    others = [h for h in out.state.heroes if not h.is_down and not conditions.is_incapacitated(h)]
    is_stone = out.creature(ref).has_condition("petrified") and not minutes
    if is_stone and out.creature(ref).is_hero and not others:
        # nobody is left who could ever undo it
        dying.die(out, ref, by=source, how="turned to stone")


def by_the_clock(out: Outcome) -> None:
    """End what has run out by the campaign's clock."""
    now = out.state.clock_min
    for ref, creature in list(out.state.creatures.items()):
        held = creature.concentration
        if held and held.until_clock_min is not None and held.until_clock_min <= now:
            end_concentration(out, ref, because="it ran out")
        if creature.conditions or creature.effects:
            end_where(
                out,
                ref,
                "it ran out",
                lambda ends: ends.at_clock_min is not None and ends.at_clock_min <= now,
            )


def with_rest(out: Outcome, ref: str, kind: str) -> None:
    """End what a short or a long rest ends."""
    end_where(
        out,
        ref,
        f"{kind} rest",
        lambda ends: ends.on_rest is not None and (kind == "long" or ends.on_rest == "short"),
    )


def with_the_fight(out: Outcome) -> None:
    """End what belongs to a fight's rounds: readied actions, dodging, grapples of the fallen."""
    for ref in list(out.state.creatures):
        end_where(
            out,
            ref,
            "the fight is over",
            lambda ends: ends.encounter or ends.turn_of is not None,
        )


def after_attacking(out: Outcome, ref: str) -> None:
    """End what an attack or a spell of one's own ends: invisibility, sanctuary."""
    end_where(out, ref, "attacked", lambda ends: ends.on_attack)


def after_casting(out: Outcome, ref: str) -> None:
    """End what any spell of one's own ends, harmless ones too: invisibility, but not sanctuary."""
    for condition in out.creature(ref).conditions:
        if condition.ends.on_attack:
            conditions.lose(
                out, ref, condition.name, source=condition.source, because="cast a spell"
            )
