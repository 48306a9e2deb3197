"""One attack from roll to riders: advantage, armor class, hit, critical hit, damage, and what else a hit does.

SRD 5.1, "Making an Attack". Who may attack whom, and what it costs, is decided by whoever calls.
"""

import re

from llm_brain.ledger.creature import Creature, Effect
from llm_brain.ledger.events.bodies import EffectGained, EffectLost, HidingChanged
from llm_brain.ledger.events.fights import AttackMade
from llm_brain.ledger.rolls import Part, Roll
from llm_brain.referee import conditions, lifetimes, modifiers
from llm_brain.referee.armor_class import armor_class
from llm_brain.referee.bestiary import DamageDice, block_of, has_trait
from llm_brain.referee.combat.defences import deflected, struck_an_image, wards_off
from llm_brain.referee.combat.extra_damage import charging, extra_dice
from llm_brain.referee.combat.odds import weigh_attack
from llm_brain.referee.combat.positions import same_zone
from llm_brain.referee.combat.riders import apply_rider
from llm_brain.referee.combat.strike import Strike
from llm_brain.referee.dice import Dice, Vantage, roll
from llm_brain.referee.features.bard import is_cut_short
from llm_brain.referee.harm import hurt
from llm_brain.referee.outcome import Outcome
from llm_brain.referee.trial import roll_with, saving_throw
from llm_brain.referee.vantage import Tally

AUTO_CRITICAL = ("paralyzed", "unconscious")


def strike_at(
    out: Outcome,
    attacker: str,
    target: str,
    strike: Strike,
    dice: Dice,
    *,
    is_opportunity: bool = False,
    nonlethal: bool = False,
    tally: Tally | None = None,
) -> bool:
    """Resolve one attack; say whether it hit."""
    if wards_off(out, attacker, target, dice):
        return False
    if struck_an_image(out, attacker, target, strike, dice):
        return False
    weighed = weigh_attack(out.state, out.creature(attacker), out.creature(target), strike)
    if tally is not None:
        weighed.for_it.extend(tally.for_it)
        weighed.against_it.extend(tally.against_it)
    made = _roll_to_hit(out, attacker, target, strike, weighed, dice)
    is_hit = made.outcome in ("success", "critical")
    if is_hit and made.outcome != "critical":
        turned = deflected(out, target, strike, made, dice)
        is_hit = not turned and not is_cut_short(out, attacker, target, made, dice)
    is_critical = is_hit and (
        made.outcome == "critical" or _is_auto_critical(out, attacker, target)
    )
    out.add(
        AttackMade(
            attacker=attacker,
            target=target,
            weapon=strike.name,
            kind="spell" if strike.is_spell else strike.kind,
            is_hit=is_hit,
            is_critical=is_critical,
            is_fumble=made.outcome == "fumble",
            is_opportunity=is_opportunity,
            roll=made.id,
        )
    )
    _come_out(out, attacker)
    _use_up_openings(out, target)
    if is_hit:
        vantage = weighed.vantage
        _wound(out, attacker, target, strike, dice, is_critical, nonlethal, vantage)
    lifetimes.after_attacking(out, attacker)
    return is_hit


def _roll_to_hit(
    out: Outcome, attacker: str, target: str, strike: Strike, weighed: Tally, dice: Dice
) -> Roll:
    creature = out.creature(attacker)
    keys = ("attack_rolls",)
    found = modifiers.numbers(creature, *keys)
    parts = (*strike.to_hit, *(Part(label=name, value=value) for name, value in found))
    return roll_with(
        out,
        attacker,
        dice,
        f"Attack: {strike.name}",
        parts=parts,
        keys=keys,
        tally=weighed,
        against=armor_class(out.creature(target)),
        against_name="armor class",
        is_attack=True,
        critical_on=strike.critical_on,
        target=target,
    )


def _is_auto_critical(out: Outcome, attacker: str, target: str) -> bool:
    """SRD 5.1, "Paralyzed", "Unconscious": any hit from within 5 feet is critical."""
    creature = out.creature(target)
    helpless = creature.hp <= 0 or any(creature.has_condition(name) for name in AUTO_CRITICAL)
    return helpless and same_zone(out.state, attacker, target)


def _come_out(out: Outcome, attacker: str) -> None:
    """SRD 5.1, "Unseen Attackers and Targets": attacking gives one's place away, hit or miss."""
    if out.creature(attacker).is_hidden:
        out.add(HidingChanged(ref=attacker, is_hidden=False, because="attacked"))


def _use_up_openings(out: Outcome, target: str) -> None:
    """End what gave the next attack against somebody advantage."""
    for effect in out.creature(target).effects:
        if effect.ends.once and "attackers:advantage" in effect.modifiers:
            out.add(EffectLost(ref=target, name=effect.name, source=effect.source, because="used"))


def doubled(expression: str) -> str:
    """Return a damage expression with its dice doubled. SRD 5.1, "Critical Hits"."""
    return re.sub(r"(\d+)d(\d+)", lambda m: f"{2 * int(m[1])}d{m[2]}", expression)


def _wound(
    out: Outcome,
    attacker: str,
    target: str,
    strike: Strike,
    dice: Dice,
    is_critical: bool,
    nonlethal: bool,
    vantage: Vantage,
) -> None:
    creature = out.creature(attacker)
    lost = 0
    for index, part in enumerate(_all_damage(out, creature, target, strike, vantage)):
        if out.creature(target).is_dead:
            break
        rolled = _roll_damage(out, creature, strike, part, dice, is_critical, is_first=index == 0)
        if rolled.total <= 0 and index:
            continue
        lost += hurt(
            out,
            target,
            max(0, rolled.total),
            part.type,
            dice,
            by=attacker,
            weapon=strike.name,
            roll=rolled.id or None,
            is_critical=is_critical,
            material=strike.material,
            nonlethal=nonlethal and strike.kind == "melee",
            halved=_halved(creature, strike),
        )
    if strike.rider is not None and not out.creature(target).is_dead:
        apply_rider(out, attacker, target, strike, lost, dice)
    _after_a_hit(out, attacker, target, strike, dice)
    if has_trait(out.creature(target), "corrode_metal") and strike.item and strike.kind == "melee":
        _corrode(out, attacker, strike)


def _after_a_hit(out: Outcome, attacker: str, target: str, strike: Strike, dice: Dice) -> None:
    """Knock down who was charged; burn who struck something hot. SRD 5.1, "Charge", "Heated Body"."""
    charge = charging(out.state, attacker, strike)
    if charge and charge.dc and not out.creature(target).is_down:
        purpose = f"Save against {strike.name}"
        if not saving_throw(out, target, "str", charge.dc, dice, purpose, against=("prone",)):
            conditions.gain(out, target, "prone", source=attacker, because="charged")
    block = block_of(out.creature(target))
    if block and block.burns and strike.kind == "melee" and same_zone(out.state, attacker, target):
        burn(out, target, attacker, block.burns, dice)


def burn(out: Outcome, ref: str, victim: str, share: DamageDice, dice: Dice) -> None:
    """Hurt somebody by a creature's heat."""
    purpose = f"{share.type.capitalize()} damage: heat"
    rolled = out.rolled(roll(dice, purpose, share.dice, roller=ref))
    hurt(out, victim, rolled.total, share.type, dice, by=ref, weapon="heat", roll=rolled.id)


def _all_damage(
    out: Outcome, creature: Creature, target: str, strike: Strike, vantage: Vantage
) -> list[DamageDice]:
    extra = extra_dice(out, creature.ref, target, strike, vantage)
    kind = strike.damage[0].type if strike.damage else "bludgeoning"
    more = [DamageDice(dice=d, type=kind) for d in extra]
    return [*strike.damage, *more]


def _halved(creature: Creature, strike: Strike) -> bool:
    weak = modifiers.has(creature, "damage_halved") and strike.ability == "str"
    bloodied = strike.half_when_bloodied and creature.hp * 2 <= creature.hp_max
    return weak or bloodied


def _roll_damage(
    out: Outcome,
    creature: Creature,
    strike: Strike,
    part: DamageDice,
    dice: Dice,
    is_critical: bool,
    *,
    is_first: bool,
) -> Roll:
    expression = doubled(part.dice) if is_critical else part.dice
    parts: tuple[Part, ...] = ()
    if is_first:
        parts = strike.damage_parts
        if not strike.is_spell:
            found = modifiers.numbers(creature, "damage_bonus")
            parts = (*parts, *(Part(label=name, value=value) for name, value in found))
            for effect, bonus in modifiers.dice_of(creature, "damage_bonus"):
                sign = -1 if bonus.startswith("-") else 1
                rolled = out.rolled(roll(dice, effect.name, bonus.lstrip("-"), roller=creature.ref))
                parts = (*parts, Part(label=effect.name, value=sign * rolled.total))
    purpose = f"{part.type.capitalize()} damage: {strike.name}"
    return out.rolled(roll(dice, purpose, expression, parts=parts, roller=creature.ref))


def _corrode(out: Outcome, attacker: str, strike: Strike) -> None:
    """SRD 5.1, "Gray Ooze": Corrode Metal. A penalty on the weapon's damage."""
    name = f"corroded {strike.name.lower()}"
    had = modifiers.named(out.creature(attacker), name)
    worse = int(had.modifiers.get("damage_bonus", 0)) - 1 if had else -1
    out.add(EffectGained(ref=attacker, effect=Effect(name=name, modifiers={"damage_bonus": worse})))
