"""The attacks of stat blocks: which of them one action allows, and making them.

Whom and when is `monsters.py`'s choice; breaths and looks are `specials.py`'s. SRD 5.1, "Monsters": Multiattack.
"""

from llm_brain.referee import conditions, modifiers
from llm_brain.referee.bestiary import Attack, block_of, has_trait
from llm_brain.referee.combat import powers
from llm_brain.referee.combat.attack import strike_at
from llm_brain.referee.combat.economy import has_bonus_action, spend_action, spend_bonus_action
from llm_brain.referee.combat.positions import distance_ft, enemies_of, same_zone
from llm_brain.referee.combat.strike import block_strike, unarmed_strike
from llm_brain.referee.conditions import HELPLESS
from llm_brain.referee.dice import Dice
from llm_brain.referee.outcome import Outcome


def attack_with_all(out: Outcome, ref: str, target: str, dice: Dice) -> None:
    """Attack with everything the action allows, and with what felling somebody allows besides."""
    standing = enemies_of(out.state, ref)
    _attack(out, ref, target, dice)
    if any(out.creature(enemy).hp <= 0 for enemy in standing):
        _rampage(out, ref, dice)


def _rampage(out: Outcome, ref: str, dice: Dice) -> None:
    """SRD 5.1, "Gnoll": Rampage. Who has felled somebody bites the next one near as a bonus action."""
    creature = out.creature(ref)
    block = block_of(creature)
    bite = block.attack("bite") if block else None
    near = [e for e in enemies_of(out.state, ref) if same_zone(out.state, ref, e)]
    if bite is None or not near or not has_trait(creature, "rampage"):
        return
    if has_bonus_action(out.state, ref) and not conditions.is_incapacitated(creature):
        spend_bonus_action(out, ref, "rampage")
        make_attack(out, ref, near[0], bite, dice)


def _attack(out: Outcome, ref: str, target: str, dice: Dice) -> None:
    """Attack with everything the action allows; go on to the next enemy when the first falls."""
    creature = out.creature(ref)
    block = block_of(creature)
    attacks = usable_attacks(out, ref, target)
    if not attacks and (
        (block is not None and block.attacks) or not same_zone(out.state, ref, target)
    ):
        return
    # SRD 5.1, "Slow", "Haste"
    if modifiers.has(creature, "one_attack"):
        attacks = attacks[:1]
    if modifiers.has(creature, "extra_attack"):
        attacks = [*attacks, *attacks[:1]]
    names = ", ".join(a.name for a in attacks) or "unarmed strike"
    spend_action(out, ref, f"attack: {names}")
    if not attacks:
        strike_at(out, ref, target, unarmed_strike(out.creature(ref)), dice)
    for attack in attacks:
        target_now = _stillworth(out, ref, target)
        if target_now is None or conditions.is_incapacitated(out.creature(ref)):
            return
        if not fits(out, attack, ref, target_now):
            continue
        make_attack(out, ref, target_now, attack, dice)


def make_attack(out: Outcome, ref: str, target: str, attack: Attack, dice: Dice) -> None:
    """Make one attack of a stat block."""
    powers.spend(out, ref, attack)
    far = not same_zone(out.state, ref, target)
    strike = block_strike(out.creature(ref), attack, far=far)
    strike_at(out, ref, target, strike, dice, nonlethal=_spares(out, ref, target))


def _spares(out: Outcome, ref: str, target: str) -> bool:
    """Whether people only mean to fell the last hero who stands: once a fight. SRD 5.1, "Knocking a Creature Out"."""
    encounter, creature = out.state.encounter, out.creature(ref)
    if encounter is None or creature.type.split(" ")[0] != "humanoid":
        return False
    is_last = enemies_of(out.state, ref) == [target] and out.creature(target).is_hero
    return is_last and out.state.flags.get(f"spared:{encounter.key}") != "yes"


def _stillworth(out: Outcome, ref: str, target: str) -> str | None:
    creature = out.creature(target)
    if not creature.is_dead and (creature.hp > 0 or not enemies_of(out.state, ref)):
        return target
    near = [e for e in enemies_of(out.state, ref) if same_zone(out.state, ref, e)]
    return near[0] if near else None


def fits(out: Outcome, attack: Attack, ref: str, target: str) -> bool:
    """Whether an attack reaches a target now, and is there to be used."""
    if not powers.is_ready(out.state, ref, attack):
        return False
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
    fitting = [a for a in block.attacks if fits(out, a, ref, target)]
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
    return [max(fitting, key=lambda a: worth(out, a, target))]


def average(expression: str) -> float:
    """Return what a damage expression such as "2d6+3" shows on average."""
    count, _, rest = expression.partition("d")
    if not rest:
        return float(count)
    sides = rest.split("+")[0].split("-")[0]
    flat = rest[len(sides) :]
    return int(count) * (int(sides) + 1) / 2 + (int(flat) if flat else 0)


def worth(out: Outcome, attack: Attack, target: str) -> float:
    """Guess what an attack does on average, its hit chance included."""
    mean = sum(average(part.dice) for part in attack.damage)
    rider = attack.rider
    if rider and rider.condition and not out.creature(target).has_condition(rider.condition):
        mean += 6 if rider.condition == "paralyzed" else 2
    chance = min(0.95, max(0.05, (21 + attack.to_hit - out.creature(target).armor_class) / 20))
    return mean * chance
