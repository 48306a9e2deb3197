"""What a monster's hit does besides its damage: knocking down, poisoning, paralysing, gripping, draining.

SRD 5.1, the stat blocks; the numbers are in `data/monsters/`.
"""

from llm_brain.ledger.creature import Creature, Effect, Ends
from llm_brain.ledger.events.bodies import EffectGained, HpMaxChanged, Stabilised
from llm_brain.referee import conditions, dying
from llm_brain.referee.bestiary import Rider
from llm_brain.referee.combat.strike import Strike
from llm_brain.referee.dice import Dice, roll
from llm_brain.referee.harm import hurt, restore
from llm_brain.referee.outcome import Outcome
from llm_brain.referee.trial import saving_throw


def _spared(rider: Rider, creature: Creature) -> bool:
    race = creature.sheet.race.lower() if creature.sheet else ""
    kinds = {creature.type, *race.replace("-", " ").split()}
    if "half" in kinds:
        kinds.discard("elf")
    return bool(kinds & set(rider.spares)) or (bool(rider.only) and creature.type not in rider.only)


def apply_rider(
    out: Outcome, attacker: str, target: str, strike: Strike, lost: int, dice: Dice
) -> None:
    """Apply what a hit does besides its damage; `lost` is what the damage cost the target."""
    rider = strike.rider
    if rider is None or _spared(rider, out.creature(target)):
        return
    is_saved = False
    if rider.save is not None:
        about = ("poison",) if "poison" in (rider.damage_type, rider.condition + "ed") else ()
        about = (*about, *((rider.condition,) if rider.condition else ()))
        purpose = f"Save against {strike.name}"
        is_saved = saving_throw(out, target, rider.save, rider.dc, dice, purpose, against=about)
    if rider.damage and (not is_saved or rider.half):
        rolled = out.rolled(roll(dice, f"{rider.damage_type.capitalize()} damage", rider.damage))
        before = out.creature(target)
        hurt(
            out,
            target,
            rolled.total,
            rider.damage_type,
            dice,
            by=attacker,
            weapon=strike.name,
            roll=rolled.id,
            halved=is_saved,
        )
        if rider.paralyses_at_0 and before.hp > 0 and out.creature(target).hp == 0:
            _venom(out, attacker, target)
    if is_saved or out.creature(target).is_dead:
        return
    _conditions(out, attacker, target, rider, strike.name)
    _drain(out, attacker, target, rider, lost, dice, strike.name)


def _venom(out: Outcome, attacker: str, target: str) -> None:
    """SRD 5.1, "Giant Spider": venom that fells leaves its victim stable, poisoned and paralyzed for an hour."""
    if not out.creature(target).is_hero or out.creature(target).is_dead:
        return
    out.add(Stabilised(ref=target))
    ends = Ends(at_clock_min=out.state.clock_min + 60)
    for name in ("poisoned", "paralyzed"):
        conditions.gain(out, target, name, source=attacker, because="venom", ends=ends)


def _conditions(out: Outcome, attacker: str, target: str, rider: Rider, name: str) -> None:
    if not rider.condition:
        if rider.effect:
            cursed = Effect(name=rider.effect, source=attacker, modifiers={"curse": True})
            if rider.effect == "mummy rot":
                cursed = cursed.model_copy(update={"modifiers": {"no_healing": True}})
            out.add(EffectGained(ref=target, effect=cursed))
        return
    ends = Ends(
        at_clock_min=out.state.clock_min + rider.minutes if rider.minutes else None,
        save_ability=rider.save if rider.repeats else None,
        save_dc=rider.dc if rider.repeats else None,
        escape_dc=rider.escape_dc or None,
        escape_ability=rider.escape,
        encounter=bool(rider.escape_dc or rider.turns_into),
        turns_into=rider.turns_into,
        turns_into_min=rider.turns_into_min,
    )
    for condition in filter(None, (rider.condition, rider.also)):
        conditions.gain(out, target, condition, source=attacker, because=name, ends=ends)


def _drain(
    out: Outcome, attacker: str, target: str, rider: Rider, lost: int, dice: Dice, name: str
) -> None:
    creature = out.creature(target)
    if rider.drains_hp_max and lost > 0:
        hp_max = creature.hp_max - lost
        out.add(
            HpMaxChanged(
                ref=target, hp_max=max(1, hp_max), hp=min(creature.hp, max(1, hp_max)), because=name
            )
        )
        note = Effect(
            name="drained", source=attacker, modifiers={"hp_max": -lost}, ends=Ends(on_rest="long")
        )
        had = next(
            (e for e in creature.effects if (e.name, e.source) == ("drained", attacker)), None
        )
        if had:
            more = int(had.modifiers["hp_max"]) - lost
            note = note.model_copy(update={"modifiers": {"hp_max": more}})
        out.add(EffectGained(ref=target, effect=note))
        if hp_max <= 0:
            dying.die(out, target, by=attacker, how="drained of life")
        if rider.heals_attacker:
            restore(out, attacker, lost, source=name)
    if rider.drains_ability:
        rolled = out.rolled(roll(dice, f"{name}: strength lost", rider.drain_dice))
        key = f"ability:{rider.drains_ability}"
        had = next((e for e in creature.effects if e.name == "strength drained"), None)
        total = (int(had.modifiers[key]) if had else 0) - rolled.total
        weak = Effect(name="strength drained", modifiers={key: total}, ends=Ends(on_rest="short"))
        out.add(EffectGained(ref=target, effect=weak))
        if creature.abilities[rider.drains_ability] + total <= 0:
            dying.die(out, target, by=attacker, how="drained of strength")
    if rider.attaches:
        bite = Effect(
            name="attached",
            source=attacker,
            modifiers={"attached": True},
            ends=Ends(escape_dc=rider.escape_dc, encounter=True),
        )
        out.add(EffectGained(ref=target, effect=bite))
