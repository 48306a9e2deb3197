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
from llm_brain.referee.combat.cover import cover_of_bodies
from llm_brain.referee.combat.defences import deflected, is_blown_away, struck_an_image, wards_off
from llm_brain.referee.combat.extra_damage import charging, enchanted_dice, extra_dice
from llm_brain.referee.combat.odds import weigh_attack
from llm_brain.referee.combat.positions import same_zone
from llm_brain.referee.combat.riders import apply_rider
from llm_brain.referee.combat.roll_to_hit import attack_kind, roll_to_hit
from llm_brain.referee.combat.strike import Strike
from llm_brain.referee.combat.swallowing import count_blow, swallow
from llm_brain.referee.dice import Dice, Vantage, roll
from llm_brain.referee.features import on_a_hit, reacting, striking_back
from llm_brain.referee.features.barbarian import brutal_dice
from llm_brain.referee.features.bard import is_cut_short
from llm_brain.referee.harm import hurt
from llm_brain.referee.magic.striking import struck_by_magic
from llm_brain.referee.outcome import Outcome
from llm_brain.referee.poisons import envenom
from llm_brain.referee.trial import saving_throw
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
    if is_blown_away(out, attacker, target, strike):
        return False
    weighed = weigh_attack(out.state, out.creature(attacker), out.creature(target), strike)
    if tally is not None:
        weighed.for_it.extend(tally.for_it)
        weighed.against_it.extend(tally.against_it)
    reacting.spoil_aim(out, attacker, target, weighed)
    if struck_an_image(out, attacker, target, strike, weighed, dice):
        return False
    against = _to_be_met(out, attacker, target, strike)
    made = roll_to_hit(out, attacker, target, strike, weighed, dice, against)
    is_hit = made.outcome in ("success", "critical")
    if is_hit and made.outcome != "critical":
        turned = deflected(out, target, strike, made, dice)
        is_hit = not turned and not is_cut_short(out, attacker, target, made, dice)
    is_critical = (
        is_hit
        and (made.outcome == "critical" or _is_auto_critical(out, attacker, target))
        and not modifiers.has(out.creature(target), "no_critical")
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
    if is_hit:
        striking_back.brace(out, attacker, target)
    back = striking_back.answer(out, attacker, target, is_hit=is_hit)
    if back is not None:
        strike_at(out, target, attacker, back, dice, is_opportunity=True)
    return is_hit


def _to_be_met(out: Outcome, attacker: str, target: str, strike: Strike) -> int:
    """Return the armor class that an attack has to meet, wards against this attacker and bodies in the way included."""
    against = armor_class(out.creature(target), attack_kind(strike))
    against += modifiers.total(out.creature(target), f"armor_class_against:{attacker}")
    return against + cover_of_bodies(out.state, attacker, target, strike)


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
    is_half = _halved(creature, strike) or reacting.dodges_half(out, attacker, target)
    lost, caught = 0, reacting.caught(out, target, strike, dice)
    dealt = _all_damage(out, creature, target, strike, vantage, is_critical=is_critical)
    for index, part in enumerate(dealt):
        if out.creature(target).is_dead:
            break
        rolled = _roll_damage(out, creature, strike, part, dice, is_critical, is_first=index == 0)
        if rolled.total <= 0 and index:
            continue
        lost += hurt(
            out,
            target,
            max(0, rolled.total - caught),
            part.type,
            dice,
            by=attacker,
            weapon=strike.name,
            roll=rolled.id or None,
            is_critical=is_critical,
            material=strike.material,
            nonlethal=nonlethal and strike.kind == "melee",
            halved=is_half,
        )
        caught = max(0, caught - rolled.total)
    lost += struck_by_magic(out, attacker, target, strike, dice)
    if lost and strike.item and strike.damage:
        envenom(out, attacker, target, strike.damage[0].type, dice)
    count_blow(out, attacker, target, lost)
    is_inside = swallow(out, attacker, target, strike.name, dice)
    if strike.rider is not None and not is_inside and not out.creature(target).is_dead:
        apply_rider(out, attacker, target, strike, lost, dice)
    on_a_hit.stun(out, attacker, target, strike, dice)
    on_a_hit.repel(out, attacker, target, strike)
    _after_a_hit(out, attacker, target, strike, dice)
    if modifiers.named(out.creature(target), "hellish rebuke held"):
        from llm_brain.referee.casting.reactions import rebuke

        rebuke(out, target, attacker, dice)
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
    if strike.kind == "melee" and same_zone(out.state, attacker, target):
        for effect, expression in list(modifiers.values(out.creature(target), "thorns")):
            kind = str(effect.modifiers.get("thorns_type", "fire"))
            burn(out, target, attacker, DamageDice(dice=str(expression), type=kind), dice)
    if block and block.burns and strike.kind == "melee" and same_zone(out.state, attacker, target):
        burn(out, target, attacker, block.burns, dice)


def burn(out: Outcome, ref: str, victim: str, share: DamageDice, dice: Dice) -> None:
    """Hurt somebody by a creature's heat."""
    purpose = f"{share.type.capitalize()} damage: heat"
    rolled = out.rolled(roll(dice, purpose, share.dice, roller=ref))
    hurt(out, victim, rolled.total, share.type, dice, by=ref, weapon="heat", roll=rolled.id)


def _all_damage(
    out: Outcome,
    creature: Creature,
    target: str,
    strike: Strike,
    vantage: Vantage,
    *,
    is_critical: bool,
) -> list[DamageDice]:
    extra = extra_dice(out, creature.ref, target, strike, vantage)
    kind = strike.damage[0].type if strike.damage else "bludgeoning"
    more = [DamageDice(dice=d, type=kind) for d in extra]
    holy = on_a_hit.holy_dice(out, creature.ref, target, strike)
    magical = enchanted_dice(creature, out.creature(target), strike, is_critical=is_critical)
    by_spell = [] if strike.is_spell else _by_spell(out, creature)
    return [*strike.damage, *more, *holy, *magical, *by_spell]


def _by_spell(out: Outcome, creature: Creature) -> list[DamageDice]:
    """Return what spells add to a weapon's hit. SRD 5.1, "Divine Favor", "Branding Smite"."""
    found: list[DamageDice] = []
    for effect, expression in modifiers.values(creature, "weapon_damage"):
        kind = str(effect.modifiers.get("weapon_damage_type", "radiant"))
        found.append(DamageDice(dice=str(expression), type=kind))
        if effect.modifiers.get("weapon_damage_once"):
            lost = EffectLost(ref=creature.ref, name=effect.name, source=effect.source)
            out.add(lost.model_copy(update={"because": "used"}))
    return found


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
        if is_critical:
            expression = brutal_dice(creature, strike, expression)
        if not strike.is_spell:
            kind = f"damage_bonus:{strike.ability}_{strike.kind}"
            found = modifiers.numbers(creature, "damage_bonus", kind)
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
