"""When conditions and effects end: at a turn's edge, by a save, by the clock, with a rest or with the fight.

It reads `Ends` and nothing else; concentration and damage end things in their own modules.
"""

from collections.abc import Callable

from llm_brain.ledger.creature import Ends
from llm_brain.ledger.events.bodies import ConditionLost, EffectLost, HpMaxChanged
from llm_brain.referee import conditions
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
    more = sum(
        int(e.modifiers.get("hp_max", 0))
        for e in creature.effects
        if e.name == name and (source is None or e.source == source)
    )
    out.add(EffectLost(ref=ref, name=name, source=source, because=because))
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
    for effect in creature.effects:
        ends = effect.ends
        if ends.save_ability is None or ends.save_dc is None:
            continue
        purpose = f"Save to end {effect.name}"
        if saving_throw(out, ref, ends.save_ability, ends.save_dc, dice, purpose):
            lose_effect(out, ref, effect.name, effect.source, "save")


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
