"""What most spells do: an attack roll or a save, then damage, healing, conditions and effects.

SRD 5.1, "Casting a Spell". Damage of an area is rolled once for everybody in it.
"""

import re

from llm_brain.ledger.rolls import Part, Roll
from llm_brain.referee import conditions, modifiers
from llm_brain.referee.areas import areas_around
from llm_brain.referee.bestiary import DamageDice
from llm_brain.referee.casting.bring import bring_all
from llm_brain.referee.casting.caster import Caster, damage_dice
from llm_brain.referee.casting.moment import Moment
from llm_brain.referee.combat.attack import strike_at
from llm_brain.referee.combat.strike import Strike
from llm_brain.referee.dice import Dice, Vantage, roll
from llm_brain.referee.features import spell_bonus
from llm_brain.referee.features.evading import share_of
from llm_brain.referee.harm import hurt, restore, shield_with_temp_hp
from llm_brain.referee.lifetimes import lose_effect
from llm_brain.referee.outcome import Outcome
from llm_brain.referee.spells import Spell
from llm_brain.referee.trial import saving_throw


def is_spared(out: Outcome, spell: Spell, target: str) -> bool:
    """Whether a spell does nothing to a creature of this kind."""
    creature = out.creature(target)
    if creature.type in spell.spares or (spell.only and creature.type not in spell.only):
        return True
    return creature.abilities["int"] < spell.min_int


def spell_strike(caster: Caster, spell: Spell, expression: str) -> Strike:
    """Return the attack a spell is delivered with."""
    is_melee = spell.attack == "melee"
    damage = (DamageDice(dice=expression, type=spell.damage_type),) if expression else ()
    return Strike(
        name=spell.name,
        kind="melee" if is_melee else "ranged",
        to_hit=caster.to_hit,
        damage=damage,
        damage_parts=spell_bonus.damage_parts(caster, spell),
        reach_ft=5 if is_melee else 0,
        range_ft=0 if is_melee else spell.range_ft,
        is_spell=True,
        ability="int",
        material="magical",
    )


def affect(out: Outcome, moment: Moment, dice: Dice, *, zone: str = "") -> None:
    """Bring a spell down on each of its targets."""
    spell = moment.spell
    if spell.target == "area" or (spell.waits and not moment.is_again):
        return
    rolled = _Damage(out, moment, dice)
    targets = [t for t in moment.targets if t in out.state.creatures]
    for target in dict.fromkeys(targets):
        if is_beyond(out, moment, target) or out.creature(target).is_dead:
            continue
        if spell.attack:
            if _struck(out, moment, target, rolled.expression, dice):
                bring_all(out, moment.caster, spell, target, zone=zone)
            continue
        saved = spell.save is not None and make_save(out, moment, target, dice)
        halves = (
            spell.save_half or spell.full_damage or spell_bonus.halves_anyway(moment.caster, spell)
        )
        share = share_of(out.creature(target), spell.save, saved=saved, halves=halves)
        if share:
            rolled.deal(target, halved=share < 1 and not spell.full_damage)
        _mend(out, moment, target, dice)
        if not saved:
            bring_all(out, moment.caster, spell, target, zone=zone)
            _drive_back(out, moment, target)


class _Damage:
    """The damage of one casting: each kind is rolled once, when it first hurts somebody."""

    def __init__(self, out: Outcome, moment: Moment, dice: Dice) -> None:
        spell, slot = moment.spell, moment.slot
        first = "" if spell.damage_later else damage_dice(spell, moment.caster, slot)
        shares = [(first, spell.damage_type)]
        shares += [(spell.at(more.damage, slot), more.type) for more in spell.more_damage]
        self.expression = first
        self._shares = [share for share in shares if share[0]]
        self._rolled: dict[int, Roll] = {}
        self._of = (out, moment, dice)

    def deal(self, target: str, *, halved: bool) -> None:
        """Hurt one target with every share."""
        out, moment, dice = self._of
        for index, (expression, kind) in enumerate(self._shares):
            if index not in self._rolled:
                self._rolled[index] = roll_damage(out, moment, expression, dice, kind)
            strike_with(out, moment, target, self._rolled[index], dice, halved=halved, kind=kind)


def _struck(out: Outcome, moment: Moment, target: str, expression: str, dice: Dice) -> bool:
    """Attack one target; who drains regains half of what it loses. SRD 5.1, "Vampiric Touch"."""
    spell, caster = moment.spell, moment.caster
    before = out.creature(target).hp
    is_hit = strike_at(out, caster.ref, target, spell_strike(caster, spell, expression), dice)
    lost = before - out.creature(target).hp
    if spell.drains and lost > 0:
        restore(out, caster.ref, lost // 2, by=caster.ref, source=spell.name)
    return is_hit


def is_beyond(out: Outcome, moment: Moment, target: str) -> bool:
    """Whether a spell cannot take hold of somebody: their kind, their hit points, magic that keeps it off."""
    spell, creature = moment.spell, out.creature(target)
    if is_spared(out, spell, target) or (spell.hp_limit and creature.hp > spell.hp_limit):
        return True
    for caster, effect in areas_around(out.state, creature):
        if "no_magic" in effect.modifiers:
            return True
        ward = int(effect.modifiers.get("spell_ward", -1))
        inside = (caster.ref, effect.name)
        around = areas_around(out.state, out.creature(moment.caster.ref))
        if ward >= moment.slot and inside not in [(c.ref, e.name) for c, e in around]:
            return True
    return False


def _drive_back(out: Outcome, moment: Moment, target: str) -> None:
    """SRD 5.1, "Thunderwave": who fails is pushed 10 feet, out of reach."""
    from llm_brain.referee.combat.maneuvers import push

    is_pushed = moment.spell.push_ft or moment.spell.key == "thunderwave"
    if is_pushed and not out.creature(target).is_dead:
        push(out, moment.caster.ref, target, moment.spell.name)


def make_save(out: Outcome, moment: Moment, target: str, dice: Dice) -> bool:
    """Roll a target's save against a spell."""
    spell = moment.spell
    assert spell.save is not None
    vantage: Vantage = "none"
    why: tuple[str, ...] = ()
    if out.creature(target).type in spell.weak:
        vantage, why = "disadvantage", (f"{out.creature(target).type} against {spell.name}",)
    # SRD 5.1, "Charm Person": advantage while fighting
    if spell.special == "charm" and spell.key == "charm-person" and out.state.encounter:
        vantage, why = "advantage", ("in a fight",)
    about = ("magic", *spell.against, *(c.name for c in spell.conditions))
    about = (*about, spell.damage_type) if spell.damage_type else about
    purpose = f"Save against {spell.name}"
    return saving_throw(
        out, target, spell.save, moment.caster.dc, dice, purpose,
        vantage=vantage, why=why, against=about,
    )  # fmt: skip


def roll_damage(out: Outcome, moment: Moment, expression: str, dice: Dice, kind: str = "") -> Roll:
    """Roll a spell's damage, of its own type unless another is named."""
    kind = kind or moment.spell.damage_type
    purpose = f"{kind.capitalize()} damage: {moment.spell.name}"
    parts = spell_bonus.damage_parts(moment.caster, moment.spell)
    return out.rolled(roll(dice, purpose, expression, parts=parts, roller=moment.caster.ref))


def strike_with(
    out: Outcome,
    moment: Moment,
    target: str,
    rolled: Roll,
    dice: Dice,
    *,
    halved: bool = False,
    kind: str = "",
) -> int:
    """Deal rolled damage to one target."""
    return hurt(
        out,
        target,
        rolled.total,
        kind or moment.spell.damage_type,
        dice,
        by=moment.caster.ref,
        weapon=moment.spell.name,
        roll=rolled.id,
        material="magical",
        halved=halved,
    )


def at_most(expression: str) -> str:
    """Return the most that dice can show: 2d8+3 is 16+3."""
    return re.sub(r"(\d+)d(\d+)", lambda m: str(int(m[1]) * int(m[2])), expression)


def _mend(out: Outcome, moment: Moment, target: str, dice: Dice) -> None:
    spell, caster = moment.spell, moment.caster
    expression = spell.at(spell.heal, moment.slot)
    if expression:
        own = caster.modifier if spell.heal_modifier else 0
        parts = [Part(label="spellcasting ability", value=own)]
        # SRD 5.1, "Life Domain": Disciple of Life
        if "Disciple of Life" in caster.features and moment.slot:
            parts.append(Part(label="Disciple of Life", value=2 + moment.slot))
        purpose = f"Healing: {spell.name}"
        expression = spell_bonus.healing_dice(caster, expression)
        # SRD 5.1, "Beacon of Hope"
        if modifiers.has(out.creature(target), "max_healing"):
            expression = at_most(expression)
        rolled = out.rolled(roll(dice, purpose, expression, parts=parts, roller=caster.ref))
        restore(out, target, rolled.total, by=caster.ref, source=spell.name, roll=rolled.id)
        # SRD 5.1, "Life Domain": Blessed Healer
        if "Blessed Healer" in caster.features and moment.slot and target != caster.ref:
            restore(out, caster.ref, 2 + moment.slot, by=caster.ref, source="Blessed Healer")
    cure(out, target, spell)
    shield = spell.at(spell.temp_hp, moment.slot)
    if shield:
        rolled = out.rolled(roll(dice, f"Temporary hit points: {spell.name}", shield))
        shield_with_temp_hp(out, target, rolled.total, spell.name)


def cure(out: Outcome, target: str, spell: Spell) -> None:
    """End the conditions a spell ends, and the curses or diseases it is against."""
    for name in spell.ends:
        conditions.lose(out, target, name, because=spell.name)
    for effect in out.creature(target).effects:
        if any(name == effect.name or name in effect.modifiers for name in spell.ends):
            lose_effect(out, target, effect.name, effect.source, spell.name)
