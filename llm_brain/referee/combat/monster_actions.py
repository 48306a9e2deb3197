"""The actions of stat blocks: their attacks, multiattack, breaths, songs and dreadful looks, and the spells they know.

Whom and when is `monsters.py`'s choice. SRD 5.1, "Monsters": Actions, Multiattack.
"""

from llm_brain.ledger.creature import Condition, Ends
from llm_brain.ledger.events.table import Remarked
from llm_brain.ledger.events.world import FlagSet
from llm_brain.referee import conditions
from llm_brain.referee.bestiary import Attack, Special, StatBlock, block_of
from llm_brain.referee.casting.cast import cast_as_monster
from llm_brain.referee.combat.attack import strike_at
from llm_brain.referee.combat.economy import spend_action
from llm_brain.referee.combat.positions import distance_ft, enemies_of, is_engaged, same_zone
from llm_brain.referee.combat.strike import block_strike, unarmed_strike
from llm_brain.referee.conditions import HELPLESS
from llm_brain.referee.dice import Dice, roll
from llm_brain.referee.harm import hurt
from llm_brain.referee.outcome import Outcome
from llm_brain.referee.trial import saving_throw


def attack_with_all(out: Outcome, ref: str, target: str, dice: Dice) -> None:
    """Attack with everything the action allows; go on to the next enemy when the first falls."""
    creature = out.creature(ref)
    block = block_of(creature)
    attacks = usable_attacks(out, ref, target)
    if not attacks and (
        (block is not None and block.attacks) or not same_zone(out.state, ref, target)
    ):
        return
    names = ", ".join(a.name for a in attacks) or "unarmed strike"
    spend_action(out, ref, f"attack: {names}")
    if not attacks:
        strike_at(out, ref, target, unarmed_strike(out.creature(ref)), dice)
    for attack in attacks:
        target_now = _still_worth(out, ref, target)
        if target_now is None or conditions.is_incapacitated(out.creature(ref)):
            return
        if not _fits(out, attack, ref, target_now):
            continue
        far = not same_zone(out.state, ref, target_now)
        strike = block_strike(out.creature(ref), attack, far=far)
        strike_at(out, ref, target_now, strike, dice, nonlethal=_spares(out, ref, target_now))


def _spares(out: Outcome, ref: str, target: str) -> bool:
    """Whether people only mean to fell the last hero who stands: once a fight. SRD 5.1, "Knocking a Creature Out"."""
    encounter, creature = out.state.encounter, out.creature(ref)
    if encounter is None or creature.type.split(" ")[0] != "humanoid":
        return False
    is_last = enemies_of(out.state, ref) == [target] and out.creature(target).is_hero
    return is_last and out.state.flags.get(f"spared:{encounter.key}") != "yes"


def _still_worth(out: Outcome, ref: str, target: str) -> str | None:
    creature = out.creature(target)
    if not creature.is_dead and (creature.hp > 0 or not enemies_of(out.state, ref)):
        return target
    near = [e for e in enemies_of(out.state, ref) if same_zone(out.state, ref, e)]
    return near[0] if near else None


def _fits(out: Outcome, attack: Attack, ref: str, target: str) -> bool:
    distance = distance_ft(out.state, ref, target)
    if attack.needs == "held":
        victim = out.creature(target)
        held = any(c.name == "grappled" and c.source == ref for c in victim.conditions)
        if not held and not conditions.has_any(victim, HELPLESS):
            return False
    if attack.reach_ft and distance <= max(5, attack.reach_ft):
        return True
    return attack.range_ft > 0 and distance <= max(attack.long_range_ft, attack.range_ft)


def usable_attacks(out: Outcome, ref: str, target: str) -> list[Attack]:
    """Return the attacks of one action against a target: the fullest multiattack that fits, or the best single one."""
    block = block_of(out.creature(ref))
    if block is None:
        return []
    fitting = [a for a in block.attacks if _fits(out, a, ref, target)]
    fitting_keys = {a.key for a in fitting} | {a.key for a in block.attacks if a.needs}
    chains = [c for c in block.multiattack if all(key in fitting_keys for key in c)]
    if chains:
        return [a for key in chains[0] if (a := block.attack(key)) is not None]
    near = same_zone(out.state, ref, target)
    web = next((a for a in fitting if not a.damage and not near), None)
    if web and not out.creature(target).has_condition("restrained"):
        return [web]
    fitting = [a for a in fitting if a.damage] or [a for a in fitting if a.rider]
    if near:
        fitting = [a for a in fitting if a.reach_ft] or fitting
    if not fitting:
        return []
    return [max(fitting, key=lambda a: _worth(out, a, target))]


def _worth(out: Outcome, attack: Attack, target: str) -> float:
    """Guess what an attack does on average, its hit chance included."""
    mean = 0.0
    for part in attack.damage:
        count, _, rest = part.dice.partition("d")
        if not rest:
            mean += float(count)
            continue
        sides = rest.split("+")[0].split("-")[0]
        flat = rest[len(sides) :]
        mean += int(count) * (int(sides) + 1) / 2 + (int(flat) if flat else 0)
    rider = attack.rider
    if rider and rider.condition and not out.creature(target).has_condition(rider.condition):
        mean += 6 if rider.condition == "paralyzed" else 2
    chance = min(0.95, max(0.05, (21 + attack.to_hit - out.creature(target).armor_class) / 20))
    return mean * chance


def special(out: Outcome, ref: str, target: str, block: StatBlock, dice: Dice) -> bool:
    """Use a breath, a song or a look where it makes sense; say whether the action went into it."""
    for what in block.specials:
        spent = f"spent:{what.key}:{ref}"
        if out.state.flags.get(spent) and not _recharges(out, ref, what, dice):
            continue
        reach = [
            e
            for e in (enemies_of(out.state, ref) if what.area else [target])
            if distance_ft(out.state, ref, e) <= what.range_ft
            and not _has_it_already(out, ref, e, what)
        ]
        if not reach:
            continue
        if not what.with_multiattack:
            spend_action(out, ref, what.name)
        if what.once or what.recharge:
            out.add(FlagSet(key=spent, value="yes"))
        out.add(Remarked(by=ref, what=what.name, kind="special"))
        for victim in reach:
            _befall(out, ref, victim, what, dice)
        if not what.with_multiattack:
            return True
    return False


def _recharges(out: Outcome, ref: str, what: Special, dice: Dice) -> bool:
    if not what.recharge:
        return False
    return (
        out.rolled(roll(dice, f"{what.name} recharges", "1d6", roller=ref)).total >= what.recharge
    )


def _has_it_already(out: Outcome, ref: str, victim: str, what: Special) -> bool:
    names = {"frighten": "frightened", "charm": "charmed", "engulf": "grappled"}
    name = names.get(what.kind)
    return any(c.name == name and c.source == ref for c in out.creature(victim).conditions)


def _befall(out: Outcome, ref: str, victim: str, what: Special, dice: Dice) -> None:
    about = {"frighten": ("frightened",), "charm": ("charmed",)}.get(what.kind, ())
    saved = saving_throw(
        out,
        victim,
        what.save,
        what.dc,
        dice,
        f"Save against {what.name}",
        against=(*about, "magic"),
    )
    if what.damage and (not saved or what.kind == "breath"):
        kind = what.damage_type
        rolled = out.rolled(roll(dice, f"{kind.capitalize()} damage: {what.name}", what.damage))
        hurt(
            out, victim, rolled.total, kind, dice,
            by=ref, weapon=what.name, roll=rolled.id, halved=saved,
        )  # fmt: skip
    if saved or out.creature(victim).is_dead:
        return
    for condition in _brought(out, ref, what):
        conditions.gain(
            out, victim, condition.name, source=ref, because=what.name, ends=condition.ends
        )


def _brought(out: Outcome, ref: str, what: Special) -> list[Condition]:
    if what.kind == "engulf":
        ends = Ends(escape_dc=what.escape_dc, escape_ability="str", encounter=True)
        return [Condition(name="grappled", ends=ends), Condition(name="restrained", ends=ends)]
    ends = Ends(
        at_clock_min=out.state.clock_min + what.minutes if what.minutes else None,
        save_ability=what.save if what.minutes else None,
        save_dc=what.dc if what.minutes else None,
        turn_of=ref if what.rounds else None,
        turn_edge="end" if what.rounds else None,
        at_round=out.state.encounter.round + 1 if what.rounds and out.state.encounter else 0,
        encounter=True,
    )
    if what.kind == "charm":
        return [Condition(name="charmed", ends=ends), Condition(name="incapacitated", ends=ends)]
    if what.kind == "frighten":
        return [Condition(name="frightened", ends=ends)]
    return []


def cast_something(out: Outcome, ref: str, target: str, block: StatBlock, dice: Dice) -> bool:
    """Cast what fits the moment, if anything does; say whether the action went into it."""
    casting = block.spellcasting
    if casting is None or is_engaged(out.state, ref):
        return False
    used = int(out.state.flags.get(f"slots:{ref}", "0"))
    for key in casting.spells:
        if key not in ("hold-person", "guiding-bolt", "sacred-flame", "command"):
            continue
        if key != "sacred-flame" and used >= casting.slots:
            continue
        if key == "hold-person" and out.creature(ref).concentration is not None:
            continue
        if distance_ft(out.state, ref, target) > 60 or out.creature(target).hp <= 0:
            continue
        if (
            key == "sacred-flame"
            and any(k in ("hold-person", "guiding-bolt", "command") for k in casting.spells)
            and used < casting.slots
            and out.creature(ref).concentration is None
        ):
            continue
        spend_action(out, ref, f"cast: {key}")
        if key != "sacred-flame":
            out.add(FlagSet(key=f"slots:{ref}", value=str(used + 1)))
        cast_as_monster(out, ref, key, target, casting, dice)
        return True
    return False
