"""What most spells do: an attack roll or a save, then damage, healing, conditions and effects.

SRD 5.1, "Casting a Spell". Damage of an area is rolled once for everybody in it.
"""

from llm_brain.ledger.rolls import Part, Roll
from llm_brain.referee.bestiary import DamageDice
from llm_brain.referee.casting.bring import bring_all
from llm_brain.referee.casting.caster import Caster
from llm_brain.referee.casting.moment import Moment
from llm_brain.referee.combat.attack import strike_at
from llm_brain.referee.combat.strike import Strike
from llm_brain.referee.dice import Dice, Vantage, roll
from llm_brain.referee.harm import hurt, restore, shield_with_temp_hp
from llm_brain.referee.outcome import Outcome
from llm_brain.referee.spells import Spell
from llm_brain.referee.trial import saving_throw


def damage_dice(spell: Spell, caster: Caster, slot: int) -> str:
    """Return the damage dice of a slot or, for cantrips, of the caster's level."""
    if spell.damage_by_level:
        return spell.at(spell.damage_by_level, caster.level)
    return spell.at(spell.damage, slot)


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
        reach_ft=5 if is_melee else 0,
        range_ft=0 if is_melee else spell.range_ft,
        is_spell=True,
        ability="int",
        material="magical",
    )


def affect(out: Outcome, moment: Moment, dice: Dice, *, zone: str = "") -> None:
    """Bring a spell down on each of its targets."""
    spell, caster, slot = moment.spell, moment.caster, moment.slot
    expression = damage_dice(spell, caster, slot)
    rolled: Roll | None = None
    targets = [t for t in moment.targets if t in out.state.creatures]
    for target in dict.fromkeys(targets):
        if is_spared(out, spell, target) or out.creature(target).is_dead:
            continue
        if spell.attack:
            if strike_at(out, caster.ref, target, spell_strike(caster, spell, expression), dice):
                bring_all(out, caster, spell, target, zone=zone)
            continue
        saved = spell.save is not None and make_save(out, moment, target, dice)
        if expression and (not saved or spell.save_half):
            if rolled is None:
                rolled = roll_damage(out, moment, expression, dice)
            strike_with(out, moment, target, rolled, dice, halved=saved)
        _mend(out, moment, target, dice)
        if not saved:
            bring_all(out, caster, spell, target, zone=zone)
            _drive_back(out, moment, target)


def _drive_back(out: Outcome, moment: Moment, target: str) -> None:
    """SRD 5.1, "Thunderwave": who fails is pushed 10 feet, out of reach."""
    from llm_brain.referee.combat.maneuvers import push

    if moment.spell.key == "thunderwave" and not out.creature(target).is_dead:
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


def roll_damage(out: Outcome, moment: Moment, expression: str, dice: Dice) -> Roll:
    """Roll a spell's damage."""
    kind = moment.spell.damage_type
    purpose = f"{kind.capitalize()} damage: {moment.spell.name}"
    return out.rolled(roll(dice, purpose, expression, roller=moment.caster.ref))


def strike_with(
    out: Outcome, moment: Moment, target: str, rolled: Roll, dice: Dice, *, halved: bool = False
) -> int:
    """Deal rolled damage to one target."""
    return hurt(
        out,
        target,
        rolled.total,
        moment.spell.damage_type,
        dice,
        by=moment.caster.ref,
        weapon=moment.spell.name,
        roll=rolled.id,
        material="magical",
        halved=halved,
    )


def _mend(out: Outcome, moment: Moment, target: str, dice: Dice) -> None:
    spell, caster = moment.spell, moment.caster
    expression = spell.at(spell.heal, moment.slot)
    if expression:
        parts = [Part(label="spellcasting ability", value=caster.modifier)]
        # SRD 5.1, "Life Domain": Disciple of Life
        if "Disciple of Life" in caster.features and moment.slot:
            parts.append(Part(label="Disciple of Life", value=2 + moment.slot))
        purpose = f"Healing: {spell.name}"
        rolled = out.rolled(roll(dice, purpose, expression, parts=parts, roller=caster.ref))
        restore(out, target, rolled.total, by=caster.ref, source=spell.name, roll=rolled.id)
    shield = spell.at(spell.temp_hp, moment.slot)
    if shield:
        rolled = out.rolled(roll(dice, f"Temporary hit points: {spell.name}", shield))
        shield_with_temp_hp(out, target, rolled.total, spell.name)
