"""Gaining exhaustion, level by level: what the fourth does to hit points and the sixth to everything.

SRD 5.1, "Exhaustion". What it does to rolls and speed is read where those are made; a long rest takes one level away.
"""

from llm_brain.ledger.creature import Effect
from llm_brain.ledger.events.bodies import EffectGained, HpMaxChanged
from llm_brain.referee import conditions, dying, modifiers
from llm_brain.referee.conditions import exhaustion_level
from llm_brain.referee.lifetimes import lose_effect
from llm_brain.referee.outcome import Outcome

NAME = "exhaustion"
HALVED = "exhaustion: half the hit points"
DEADLY = 6
HALVING = 4


def tire(out: Outcome, ref: str, because: str, levels: int = 1) -> None:
    """Exhaust somebody by some levels."""
    creature = out.creature(ref)
    if creature.is_dead or conditions.is_immune(creature, NAME):
        return
    level = min(DEADLY, exhaustion_level(creature) + levels)
    had = modifiers.named(creature, NAME)
    source = had.source if had else ref
    worse = Effect(name=NAME, source=source, modifiers={NAME: level})
    out.add(EffectGained(ref=ref, effect=worse))
    if level >= DEADLY:
        dying.die(out, ref, by=None, how=because)
    elif level >= HALVING and modifiers.named(creature, HALVED) is None:
        _halve(out, ref)


def _halve(out: Outcome, ref: str) -> None:
    creature = out.creature(ref)
    less = creature.hp_max - creature.hp_max // 2
    hp_max = creature.hp_max - less
    out.add(EffectGained(ref=ref, effect=Effect(name=HALVED, modifiers={"hp_max": -less})))
    hp = min(creature.hp, hp_max)
    out.add(HpMaxChanged(ref=ref, hp_max=hp_max, hp=hp, because=NAME))


def recover(out: Outcome, ref: str) -> None:
    """Give back what falls away below the fourth level."""
    creature = out.creature(ref)
    if exhaustion_level(creature) < HALVING and modifiers.named(creature, HALVED) is not None:
        lose_effect(out, ref, HALVED, None, "rest")
