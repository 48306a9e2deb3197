"""Holding a spell with the mind: beginning, the save when hurt, and letting go of all it kept up.

SRD 5.1, "Concentration".
"""

from llm_brain.ledger.creature import Concentration
from llm_brain.ledger.events.bodies import (
    ConcentrationBegan,
    ConcentrationEnded,
    ConditionLost,
    EffectLost,
)
from llm_brain.referee.afterwards import after_effect
from llm_brain.referee.dice import Dice
from llm_brain.referee.outcome import Outcome


def concentrate(
    out: Outcome, ref: str, spell: str, targets: tuple[str, ...], until_clock_min: int | None
) -> None:
    """Begin to concentrate; what was held before is let go."""
    end_concentration(out, ref, because="another spell")
    held = Concentration(spell=spell, targets=targets, until_clock_min=until_clock_min)
    out.add(ConcentrationBegan(ref=ref, concentration=held))


def end_concentration(out: Outcome, ref: str, *, because: str) -> None:
    """Let go of a spell: every condition and effect that hung on it ends."""
    held = out.creature(ref).concentration
    if held is None:
        return
    out.add(ConcentrationEnded(ref=ref, spell=held.spell, because=because))
    for creature in list(out.state.creatures.values()):
        for condition in creature.conditions:
            if condition.ends.concentration_of == ref:
                out.add(
                    ConditionLost(
                        ref=creature.ref,
                        name=condition.name,
                        source=condition.source,
                        because="concentration ended",
                    )
                )
        for effect in creature.effects:
            if effect.ends.concentration_of == ref:
                out.add(
                    EffectLost(
                        ref=creature.ref,
                        name=effect.name,
                        source=effect.source,
                        because="concentration ended",
                    )
                )
                after_effect(out, creature.ref, effect, ran_out=because == "it ran out")


def save_concentration(out: Outcome, ref: str, damage: int, dice: Dice) -> None:
    """Roll to keep a spell up after damage: DC 10 or half the damage, whichever is higher."""
    from llm_brain.referee.trial import saving_throw

    held = out.creature(ref).concentration
    if held is None or damage <= 0:
        return
    dc = max(10, damage // 2)
    kept = saving_throw(out, ref, "con", dc, dice, "Concentration save", against=("concentration",))
    if not kept:
        end_concentration(out, ref, because="damage")
