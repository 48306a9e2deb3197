"""Damage and healing with every consequence: temporary hit points, resistance, falling, dying, death, concentration.

The one way hit points change. SRD 5.1, "Damage and Healing". What a hit does besides is the attacker's module.
"""

from llm_brain.ledger.creature import Creature, Effect, Ends
from llm_brain.ledger.event import Event
from llm_brain.ledger.events.bodies import (
    ConditionLost,
    DamageTaken,
    EffectGained,
    EffectLost,
    Healed,
    TempHpGained,
)
from llm_brain.ledger.state import State
from llm_brain.referee import dying, lifetimes, modifiers
from llm_brain.referee.bestiary import block_of, has_trait
from llm_brain.referee.concentration import save_concentration
from llm_brain.referee.dice import Dice
from llm_brain.referee.features.warlock import bless_the_slayer
from llm_brain.referee.outcome import Outcome

SEARED = "seared: no regeneration"
PHYSICAL = frozenset({"bludgeoning", "piercing", "slashing"})


def _applies(entries: tuple[str, ...], damage_type: str, material: str) -> bool:
    """Whether a list such as ("fire", "slashing:nonmagical") covers damage; `material` is magical, silvered or empty."""
    for entry in entries:
        kind, _, only = entry.partition(":")
        if kind != damage_type:
            continue
        if not only or (material != "magical" and not (material and material in only)):
            return True
    return False


def _given(creature: Creature, what: str, damage_type: str, material: str, weapon: str) -> bool:
    """Whether an effect or an item gives resistance, immunity … to damage: by its type, its source, or being nonmagical."""
    kinds = [damage_type, "all", weapon.lower()]
    if damage_type in PHYSICAL and material != "magical":
        kinds += ["nonmagical", f"{damage_type}:nonmagical"]
    return any(modifiers.has(creature, f"{what}:{kind}") for kind in kinds if kind)


def _modified(
    creature: Creature, amount: int, damage_type: str, material: str, weapon: str = ""
) -> tuple[int, str]:
    """Return damage after immunity, resistance and vulnerability, and which of them counted."""
    given = (damage_type, material, weapon)
    if _applies(creature.immunities, damage_type, material) or _given(creature, "immunity", *given):
        return 0, "immunity"
    resists = _applies(creature.resistances, damage_type, material)
    resists = resists or _given(creature, "resistance", *given)
    if creature.has_condition("petrified"):
        resists = True
    vulnerable = _applies(creature.vulnerabilities, damage_type, material)
    vulnerable = vulnerable or _given(creature, "vulnerability", *given)
    # SRD 5.1, "Damage Resistance and Vulnerability": resistance first, then vulnerability
    if resists and vulnerable:
        return amount // 2 * 2, ""
    if resists:
        return amount // 2, "resistance"
    return (amount * 2, "vulnerability") if vulnerable else (amount, "")


def hurt(
    out: Outcome,
    ref: str,
    amount: int,
    damage_type: str,
    dice: Dice,
    *,
    by: str | None = None,
    weapon: str = "",
    roll: int | None = None,
    is_critical: bool = False,
    material: str = "",
    nonlethal: bool = False,
    halved: bool = False,
) -> int:
    """Deal damage and add all that comes of it; return the hit points lost."""
    creature = out.creature(ref)
    if creature.is_dead or amount < 0:
        return 0
    oil = modifiers.named(creature, "oil") if damage_type == "fire" and amount else None
    rolled = amount + 5 if oil else amount
    lost, modified = _modified(creature, rolled // (1 + halved), damage_type, material, weapon)
    from_temp = min(creature.temp_hp, lost)
    hp = max(0, creature.hp - (lost - from_temp))
    beyond = lost - from_temp - creature.hp
    out.add(
        DamageTaken(
            ref=ref,
            amount=lost,
            damage_type=damage_type,
            rolled=rolled,
            hp=hp,
            temp_hp=creature.temp_hp - from_temp,
            by=by,
            weapon=weapon,
            roll=roll,
            is_critical=is_critical,
            modified=modified or ("half" if halved else ""),
        )
    )
    if oil:
        out.add(EffectLost(ref=ref, name="oil", source=oil.source, because="burnt off"))
    if lost <= 0:
        _absorb(out, ref, rolled, damage_type)
        return 0
    _wake(out, ref, dice)
    _sear(out, ref, damage_type)
    _stand_or_fall(
        out,
        creature,
        lost,
        beyond,
        damage_type,
        dice,
        by=by,
        is_critical=is_critical,
        nonlethal=nonlethal,
    )
    _share(out, creature, lost, damage_type, dice)
    return lost


def _stand_or_fall(
    out: Outcome,
    creature: Creature,
    lost: int,
    beyond: int,
    damage_type: str,
    dice: Dice,
    *,
    by: str | None,
    is_critical: bool,
    nonlethal: bool,
) -> None:
    """Decide what lost hit points do to somebody: `creature` is as they were before, `beyond` what was left of the blow."""
    if creature.hp <= 0:
        dying.hurt_while_down(out, creature.ref, lost, is_critical=is_critical, by=by)
    elif out.creature(creature.ref).hp == 0:
        dying.drop_to_zero(
            out,
            creature.ref,
            beyond,
            lost,
            dice,
            by=by,
            is_stable=nonlethal,
            defies_death=damage_type != "radiant" and not is_critical,
        )
        dying.burst(out, creature.ref, dice)
    else:
        save_concentration(out, creature.ref, lost, dice)
    if creature.hp > 0:
        bless_the_slayer(out, by, creature.ref)


def _wake(out: Outcome, ref: str, dice: Dice) -> None:
    """End what ends when its bearer is hurt: a magical sleep, a charm."""
    for condition in out.creature(ref).conditions:
        if condition.ends.on_damage:
            out.add(
                ConditionLost(ref=ref, name=condition.name, source=condition.source, because="hurt")
            )
    for effect in out.creature(ref).effects:
        if effect.ends.on_damage:
            out.add(EffectLost(ref=ref, name=effect.name, source=effect.source, because="hurt"))
    lifetimes.save_when_hurt(out, ref, dice)


def _absorb(out: Outcome, ref: str, amount: int, damage_type: str) -> None:
    """Heal a creature by what would have hurt it. SRD 5.1, "Flesh Golem": Lightning Absorption."""
    block = block_of(out.creature(ref))
    if block is not None and block.absorbs == damage_type:
        restore(out, ref, amount, source=f"{damage_type} absorption")


def _sear(out: Outcome, ref: str, damage_type: str) -> None:
    """Keep a creature from regenerating at the start of its next turn. SRD 5.1, "Troll": Regeneration."""
    block, encounter = block_of(out.creature(ref)), out.state.encounter
    if block is None or encounter is None or damage_type not in block.regeneration_stopped_by:
        return
    place = next((i for i, c in enumerate(encounter.order) if c.ref == ref), 0)
    at_round = encounter.round + (place <= encounter.turn)
    ends = Ends(turn_of=ref, turn_edge="end", at_round=at_round, encounter=True)
    out.add(EffectGained(ref=ref, effect=Effect(name=SEARED, source=ref, ends=ends)))


def _share(out: Outcome, creature: Creature, lost: int, damage_type: str, dice: Dice) -> None:
    """Pass damage on to whoever warded the victim. SRD 5.1, "Warding Bond"."""
    bond = modifiers.named(creature, "warding bond")
    if bond and bond.source and bond.source != creature.ref and bond.source in out.state.creatures:
        hurt(out, bond.source, lost, damage_type, dice, weapon="warding bond", material="magical")
        if out.creature(bond.source).is_down:
            out.add(EffectLost(ref=creature.ref, name=bond.name, source=bond.source))


def restore(
    out: Outcome,
    ref: str,
    amount: int,
    *,
    by: str | None = None,
    source: str = "",
    roll: int | None = None,
) -> int:
    """Give hit points back, up to the maximum; return how many. The dead regain none."""
    creature = out.creature(ref)
    # SRD 5.1, the stat blocks' "Swarm": it regains no hit points
    if creature.is_dead or modifiers.has(creature, "no_healing") or has_trait(creature, "swarm"):
        return 0
    gained = min(max(0, amount), creature.hp_max - creature.hp)
    if gained <= 0:
        return 0
    out.add(
        Healed(ref=ref, amount=gained, hp=creature.hp + gained, by=by, source=source, roll=roll)
    )
    if creature.hp <= 0:
        dying.wake_up(out, ref)
    return gained


def shield_with_temp_hp(out: Outcome, ref: str, amount: int, source: str) -> None:
    """Give temporary hit points; they never add up. SRD 5.1, "Temporary Hit Points"."""
    best = max(amount, out.creature(ref).temp_hp)
    out.add(TempHpGained(ref=ref, amount=amount, temp_hp=best, source=source))


def damage(
    state: State,
    ref: str,
    amount: int,
    damage_type: str,
    dice: Dice,
    *,
    by: str | None = None,
    weapon: str = "",
    roll: int | None = None,
    is_critical: bool = False,
) -> list[Event]:
    """Return the events of damage to somebody."""
    out = Outcome(state)
    hurt(
        out,
        ref,
        amount,
        damage_type,
        dice,
        by=by,
        weapon=weapon,
        roll=roll,
        is_critical=is_critical,
    )
    return out.events


def heal(
    state: State,
    ref: str,
    amount: int,
    *,
    by: str | None = None,
    source: str = "",
    roll: int | None = None,
) -> list[Event]:
    """Return the events of healing somebody."""
    out = Outcome(state)
    restore(out, ref, amount, by=by, source=source, roll=roll)
    return out.events
