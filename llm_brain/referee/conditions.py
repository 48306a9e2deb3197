"""What the SRD's conditions mean for what somebody can do, and how one is gained.

SRD 5.1, "Appendix PH-A: Conditions". When they end is `lifetimes.py`'s; what they do to rolls is read by checks and attacks.
"""

from llm_brain.ledger.creature import Condition, Creature, Ends
from llm_brain.ledger.events.bodies import ConditionGained, ConditionLost, EffectLost
from llm_brain.ledger.state import State
from llm_brain.referee import modifiers
from llm_brain.referee.areas import area_flags
from llm_brain.referee.bestiary import has_trait
from llm_brain.referee.features.auras import keeps_off
from llm_brain.referee.outcome import Outcome

INCAPACITATING = frozenset({"incapacitated", "paralyzed", "petrified", "stunned", "unconscious"})
AUTO_FAILING = frozenset({"paralyzed", "petrified", "stunned", "unconscious"})
HELPLESS = AUTO_FAILING | {"restrained"}
HELD = frozenset({"grappled", "restrained", "paralyzed", "petrified", "stunned", "unconscious"})
UNHALLOWED = frozenset({"celestial", "elemental", "fey", "fiend", "undead"})
BLINDING = frozenset({"blinded", "unconscious"})


def has_any(creature: Creature, names: frozenset[str]) -> bool:
    """Whether a creature has at least one of these conditions."""
    return any(condition.name in names for condition in creature.conditions)


def is_incapacitated(creature: Creature) -> bool:
    """Whether somebody can take neither actions nor reactions."""
    return creature.is_down or creature.has_fled or has_any(creature, INCAPACITATING)


def can_react(creature: Creature) -> bool:
    """Whether somebody is able to take a reaction, if one is left."""
    return not is_incapacitated(creature) and not modifiers.has(creature, "no_reactions")


def is_immune(creature: Creature, name: str) -> bool:
    """Whether a condition cannot be put on a creature."""
    if name in creature.condition_immunities:
        return True
    immune = (name == "poisoned" and "poison" in creature.immunities) or modifiers.has(
        creature, f"immunity:{name}"
    )
    return immune or (name == "frightened" and has_trait(creature, "fearless"))


def exhaustion_level(creature: Creature) -> int:
    """Return the level of exhaustion, 0 to 6. SRD 5.1, "Exhaustion"."""
    return modifiers.total(creature, "exhaustion")


def gain(
    out: Outcome, ref: str, name: str, *, source: str | None, because: str, ends: Ends | None = None
) -> bool:
    """Put a condition on somebody unless they are immune, dead or have it already from there; say whether it took."""
    creature = out.creature(ref)
    is_kept_off = keeps_off(out.state, creature, name) or _is_hallowed(out, ref, name, source)
    if creature.is_dead or is_immune(creature, name) or is_kept_off:
        return False
    condition = Condition(name=name, source=source, because=because, ends=ends or Ends())
    out.add(ConditionGained(ref=ref, condition=condition))
    if name in INCAPACITATING:
        drop_what_needs_wits(out, ref)
    if name == "unconscious" and not out.creature(ref).has_condition("prone"):
        prone = Condition(name="prone", source=source, because=because)
        out.add(ConditionGained(ref=ref, condition=prone))
    return True


def _is_hallowed(out: Outcome, ref: str, name: str, source: str | None) -> bool:
    """Whether holy ground keeps a charm or a fright off. SRD 5.1, "Hallow"."""
    by = out.state.creatures.get(source or "")
    if by is None or name not in ("charmed", "frightened") or by.type not in UNHALLOWED:
        return False
    return "hallowed" in area_flags(out.state, out.creature(ref))


def lose(
    out: Outcome, ref: str, name: str, *, source: str | None = None, because: str = ""
) -> None:
    """End a condition if somebody has it."""
    if out.creature(ref).has_condition(name):
        out.add(ConditionLost(ref=ref, name=name, source=source, because=because))


def drop_what_needs_wits(out: Outcome, ref: str) -> None:
    """End what an incapacitated creature cannot keep up: concentration, grapples, dodging."""
    from llm_brain.referee.concentration import end_concentration

    end_concentration(out, ref, because="incapacitated")
    for other, creature in out.state.creatures.items():
        for condition in creature.conditions:
            if condition.source == ref and condition.name == "grappled":
                release(out, other, ref)
    for name in ("dodging", "readied"):
        if modifiers.named(out.creature(ref), name):
            out.add(EffectLost(ref=ref, name=name, because="incapacitated"))


def release(out: Outcome, ref: str, grappler: str, because: str = "let go") -> None:
    """Free somebody of a grapple and of the restraint that came with it."""
    for condition in out.creature(ref).conditions:
        if condition.source == grappler and condition.ends.escape_dc is not None:
            out.add(ConditionLost(ref=ref, name=condition.name, source=grappler, because=because))


def sources_in_sight(state: State, creature: Creature, name: str) -> list[str]:
    """Return who a condition such as `frightened` or `charmed` comes from, of those still standing here."""
    found = []
    for condition in creature.conditions:
        if condition.name == name and condition.source in state.creatures:
            source = state.creatures[condition.source]
            if source.location == creature.location and not source.is_dead and not source.has_fled:
                found.append(source.ref)
    return found
