"""Spells with a rule of their own that give life back: raising the dead, great healing, what nothing less can cure, a feast.

SRD 5.1, "Raise Dead", "Mass Heal", "Greater Restoration", "Heroes' Feast".
"""

from llm_brain.ledger.creature import Creature, Effect, Ends
from llm_brain.ledger.events.bodies import EffectGained, HpMaxChanged, Revived
from llm_brain.ledger.events.things import ItemGained
from llm_brain.referee import conditions, modifiers
from llm_brain.referee.casting.bring import bring_effect
from llm_brain.referee.casting.moment import Moment
from llm_brain.referee.casting.strike_or_save import cure, is_spared
from llm_brain.referee.dice import Dice, roll
from llm_brain.referee.equipment import item
from llm_brain.referee.harm import restore
from llm_brain.referee.lifetimes import lose_effect
from llm_brain.referee.outcome import Outcome
from llm_brain.referee.refusal import Refusal

# SRD 5.1, "Mass Heal"
POOL_HP = 700
GRAVE = ("petrified", "charmed")
WEAK_DAYS = 4
DAY_MIN = 24 * 60
FEEBLE = ("ability_checks", "attack_rolls", "saving_throws")


def require_dead(out: Outcome, moment: Moment) -> None:
    """Refuse where nobody is dead, or for too long."""
    creature = out.creature(moment.targets[0])
    if not creature.is_dead:
        reason = f"{creature.name} is not dead. Say who is to be raised."
        raise Refusal("not_dead", reason)
    if creature.type in ("undead", "construct"):
        raise Refusal("never_lived", f"{creature.name} has no life to give back.")
    died = out.state.flags.get(f"died_min:{creature.ref}", "")
    passed = out.state.clock_min - int(died) if died else 0
    if passed > moment.spell.dead_minutes:
        name = moment.spell.name
        raise Refusal("dead_too_long", f"{creature.name} has been dead too long for {name}.")


def raise_dead(out: Outcome, moment: Moment, dice: Dice) -> None:
    """Let somebody dead live again; the greater raisings leave nothing behind but weariness."""
    target, spell = moment.targets[0], moment.spell
    hp = out.creature(target).hp_max if spell.raised_hp == "all" else 1
    out.add(Revived(ref=target, hp=hp, by=moment.caster.ref, source=spell.name))
    if spell.key in ("raise-dead", "resurrection"):
        ends = Ends(at_clock_min=out.state.clock_min + WEAK_DAYS * DAY_MIN)
        weak: dict[str, int | str | bool] = dict.fromkeys(FEEBLE, -4)
        effect = Effect(name="back from the dead", source=target, modifiers=weak, ends=ends)
        out.add(EffectGained(ref=target, effect=effect))


def _burdens(creature: Creature) -> list[Effect]:
    """Return the effects that a greater restoration can end: curses, drains, exhaustion."""
    return [
        effect
        for effect in creature.effects
        if "curse" in effect.modifiers
        or "exhaustion" in effect.modifiers
        or any(k.startswith("ability:") and int(v) < 0 for k, v in effect.modifiers.items())
        or int(effect.modifiers.get("hp_max", 0)) < 0
    ]


def require_burden(out: Outcome, moment: Moment) -> None:
    """Refuse to spend a slot and diamonds where there is nothing to end."""
    creature = out.creature(moment.targets[0])
    if not _burdens(creature) and not any(creature.has_condition(name) for name in GRAVE):
        reason = f"{creature.name} bears nothing that Greater Restoration could end."
        raise Refusal("nothing_to_cure", reason)


def greater_restoration(out: Outcome, moment: Moment, dice: Dice) -> None:
    """End one thing: stone, a charm, or one burden; a level of exhaustion at a time."""
    target, because = moment.targets[0], moment.spell.name
    for name in GRAVE:
        if out.creature(target).has_condition(name):
            conditions.lose(out, target, name, because=because)
            return
    burden = _burdens(out.creature(target))[0]
    level = int(burden.modifiers.get("exhaustion", 0))
    if level > 1:
        less = {**burden.modifiers, "exhaustion": level - 1}
        out.add(EffectGained(ref=target, effect=burden.model_copy(update={"modifiers": less})))
    else:
        lose_effect(out, target, burden.name, burden.source, because)


def mass_heal(out: Outcome, moment: Moment, dice: Dice) -> None:
    """Share 700 hit points among friends, the worst hurt first."""
    left = POOL_HP
    there = [t for t in dict.fromkeys(moment.targets) if t in out.state.creatures]
    for target in sorted(there, key=lambda t: out.creature(t).hp):
        if is_spared(out, moment.spell, target):
            continue
        left -= restore(out, target, left, by=moment.caster.ref, source=moment.spell.name)
        cure(out, target, moment.spell)


def feast(out: Outcome, moment: Moment, dice: Dice) -> None:
    """Let friends feast: 2d10 hit points more for a day, poison and fear kept off."""
    rolled = out.rolled(roll(dice, f"Hit points: {moment.spell.name}", "2d10"))
    for target in dict.fromkeys(moment.targets):
        had = modifiers.named(out.creature(target), moment.spell.effects[0].name)
        if had is not None:
            lose_effect(out, target, had.name, had.source, "eaten anew")
        creature = out.creature(target)
        most, now = creature.hp_max + rolled.total, creature.hp + rolled.total
        if creature.hp > 0:
            out.add(HpMaxChanged(ref=target, hp_max=most, hp=now, because=moment.spell.name))
            effect = moment.spell.effects[0]
            bring_effect(out, moment.caster, moment.spell, target, effect, hp_max=rolled.total)
        for name in ("poisoned", "frightened"):
            conditions.lose(out, target, name, because=moment.spell.name)


def provide(out: Outcome, moment: Moment, dice: Dice) -> None:
    """Put what a spell makes into the caster's hands: berries, food for many."""
    for key, count in moment.spell.gives.items():
        made = item(key, count)
        out.add(ItemGained(ref=moment.caster.ref, item=made, source=moment.spell.name))
