"""What follows when a spell's effect is over: weariness after haste, the summoned gone, the banished home for good.

Whoever ends effects asks it; it ends none itself. SRD 5.1, "Haste", "Conjure Animals", "Banishment".
"""

from llm_brain.ledger.creature import Effect, Ends
from llm_brain.ledger.events.bodies import EffectGained
from llm_brain.ledger.events.fights import Vanished
from llm_brain.referee.outcome import Outcome

SUMMONED = "bond: summoned"
ELSEWHERE = frozenset({"aberration", "celestial", "elemental", "fey", "fiend"})


def after_effect(out: Outcome, ref: str, effect: Effect, *, ran_out: bool) -> None:
    """Bring what the end of an effect brings; `ran_out` is its time, not a broken mind."""
    creature = out.creature(ref)
    if creature.is_dead:
        return
    weary = effect.modifiers.get("afterwards")
    if isinstance(weary, str):
        _tire(out, ref, weary)
    is_home = effect.modifiers.get("banished_for_good") and creature.type in ELSEWHERE and ran_out
    if (effect.name == SUMMONED or is_home) and not creature.has_fled:
        out.add(Vanished(ref=ref, because=effect.name))


def _tire(out: Outcome, ref: str, name: str) -> None:
    """Let somebody neither move nor act until after their next turn."""
    encounter = out.state.encounter
    if encounter is None:
        return
    is_up = encounter.order[encounter.turn].ref == ref
    ends = Ends(turn_of=ref, turn_edge="end", at_round=encounter.round + is_up, encounter=True)
    weary = Effect(
        name=name, source=ref, modifiers={"no_action": True, "speed_percent": 0}, ends=ends
    )
    out.add(EffectGained(ref=ref, effect=weary))
