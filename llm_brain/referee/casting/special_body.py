"""Spells with a rule of their own that change bodies: steadying the dying, aid, strength, size, ailments ended.

SRD 5.1, "Spell Descriptions".
"""

from llm_brain.ledger.creature import Creature, Effect, Ends
from llm_brain.ledger.events.bodies import EffectGained, HpMaxChanged
from llm_brain.referee import conditions, dying
from llm_brain.referee.abilities import ABILITY_NAMES
from llm_brain.referee.casting.bring import bring_all, bring_effect, clock_end
from llm_brain.referee.casting.moment import Moment
from llm_brain.referee.casting.strike_or_save import make_save
from llm_brain.referee.dice import Dice, roll
from llm_brain.referee.harm import shield_with_temp_hp
from llm_brain.referee.lifetimes import lose_effect
from llm_brain.referee.outcome import Outcome
from llm_brain.referee.refusal import Refusal
from llm_brain.referee.spells import SpellEffect

AILMENTS = ("blinded", "deafened", "paralyzed", "poisoned")
DISEASES = ("lycanthropy", "mummy rot", "sewer plague", "disease")
ANIMALS = {
    "bear": "con", "bull": "str", "cat": "dex", "eagle": "cha", "fox": "int", "owl": "wis",
}  # fmt: skip


def stabilise(out: Outcome, moment: Moment, dice: Dice) -> None:
    """Steady whoever is dying."""
    for target in moment.targets:
        dying.stabilise(out, target, by=moment.caster.ref)


def aid(out: Outcome, moment: Moment, dice: Dice) -> None:
    """Raise hit points, maximum and present, by 5 for each slot level above the first."""
    more = 5 * (moment.slot - 1)
    for target in dict.fromkeys(moment.targets):
        creature = out.creature(target)
        had = next((e for e in creature.effects if e.name == "aid"), None)
        if had is not None:
            lose_effect(out, target, "aid", had.source, "cast anew")
        creature = out.creature(target)
        out.add(
            HpMaxChanged(
                ref=target, hp_max=creature.hp_max + more, hp=creature.hp + more, because="aid"
            )
        )
        if creature.hp <= 0:
            dying.wake_up(out, target)
        ends = Ends(at_clock_min=clock_end(out, moment.spell))
        effect = Effect(name="aid", source=moment.caster.ref, modifiers={"hp_max": more}, ends=ends)
        out.add(EffectGained(ref=target, effect=effect))


def _meant_ability(moment: Moment, creature: Creature) -> str:
    for animal, ability in ANIMALS.items():
        if animal in moment.words:
            return ability
    for ability, name in ABILITY_NAMES.items():
        if name.lower() in moment.words:
            return ability
    return max(creature.abilities, key=lambda a: creature.abilities[a])


def enhance(out: Outcome, moment: Moment, dice: Dice) -> None:
    """Give advantage on one ability's checks; with the bear's endurance come temporary hit points."""
    for target in dict.fromkeys(moment.targets):
        ability = _meant_ability(moment, out.creature(target))
        gives = SpellEffect(name="enhance ability", modifiers={f"advantage:check:{ability}": True})
        bring_effect(out, moment.caster, moment.spell, target, gives)
        if ability == "con":
            rolled = out.rolled(roll(dice, "Temporary hit points: Bear's Endurance", "2d6"))
            shield_with_temp_hp(out, target, rolled.total, moment.spell.name)


def _is_unwilling(out: Outcome, target: str) -> bool:
    creature = out.creature(target)
    return not creature.is_hero and creature.attitude == "hostile"


def enlarge(out: Outcome, moment: Moment, dice: Dice) -> None:
    """Make a friend larger, or a foe who fails a save smaller; words can ask for the other."""
    for target in dict.fromkeys(moment.targets):
        foe = _is_unwilling(out, target)
        smaller = foe or "reduce" in moment.words or "smaller" in moment.words
        if foe and make_save(out, moment, target, dice):
            continue
        side = "disadvantage" if smaller else "advantage"
        changed = SpellEffect(
            name="reduced" if smaller else "enlarged",
            modifiers={
                "damage_bonus": "-1d4" if smaller else "1d4",
                f"{side}:check:str": True,
                f"{side}:saving_throws:str": True,
            },
        )
        bring_effect(out, moment.caster, moment.spell, target, changed)


def levitate(out: Outcome, moment: Moment, dice: Dice) -> None:
    """Lift a friend, or hold a foe who fails a save in the air, where it walks nowhere."""
    for target in dict.fromkeys(moment.targets):
        if not _is_unwilling(out, target):
            bring_all(out, moment.caster, moment.spell, target)
        elif not make_save(out, moment, target, dice):
            helpless = SpellEffect(name="levitate", modifiers={"speed_percent": 0})
            bring_effect(out, moment.caster, moment.spell, target, helpless)


def _ailments(creature: Creature) -> list[str]:
    found = [c.name for c in creature.conditions if c.name in AILMENTS]
    return [*found, *(e.name for e in creature.effects if e.name in DISEASES)]


def require_ailment(out: Outcome, moment: Moment) -> None:
    """Refuse to spend a slot where there is nothing to cure."""
    target = moment.targets[0]
    if not _ailments(out.creature(target)):
        name = out.creature(target).name
        reason = f"{name} has nothing that Lesser Restoration could end."
        raise Refusal("nothing_to_cure", reason)


def restoration(out: Outcome, moment: Moment, dice: Dice) -> None:
    """End one ailment: the worst, or the one that is named."""
    for target in moment.targets[:1]:
        found = _ailments(out.creature(target))
        named = [name for name in found if name in moment.words]
        order = ("paralyzed", "blinded", *DISEASES, "poisoned", "deafened")
        worst = min(named or found, key=order.index)
        if worst in DISEASES:
            lose_effect(out, target, worst, None, moment.spell.name)
        else:
            conditions.lose(out, target, worst, because=moment.spell.name)


def protection_from_poison(out: Outcome, moment: Moment, dice: Dice) -> None:
    """End one poison and guard against more."""
    for target in dict.fromkeys(moment.targets):
        conditions.lose(out, target, "poisoned", because=moment.spell.name)
        bring_all(out, moment.caster, moment.spell, target)
