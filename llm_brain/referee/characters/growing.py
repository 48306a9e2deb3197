"""A built hero rises a level: one more of the class last taken up, with sensible choices for what it leaves open.

SRD 5.1, "Beyond 1st Level". The sheet is built anew from its choices; what is spent stays spent.
"""

from llm_brain.ledger.creature import Creature, Sheet
from llm_brain.ledger.events.sheets import LevelGained
from llm_brain.ledger.rolls import Roll
from llm_brain.referee.armor_class import armor_class_from_gear
from llm_brain.referee.characters.building import hero_of, speed_with
from llm_brain.referee.characters.choices import Choices, ClassLevel, Rolls
from llm_brain.referee.characters.defaults import complete
from llm_brain.referee.characters.draft import Draft
from llm_brain.referee.characters.tables import CLASSES
from llm_brain.referee.dice import Dice, roll


def choices_of(sheet: Sheet) -> Choices:
    """Return the choices a built hero's sheet keeps."""
    return Choices.model_validate(sheet.choices)


def next_level(choices: Choices, rolls: Rolls) -> Choices:
    """Return the choices with a level more of the class last taken up, everything open answered."""
    *before, last = choices.classes
    raised = (*before, ClassLevel(key=last.key, level=last.level + 1))
    return complete(choices.model_copy(update={"classes": raised}), top_up=True, rolls=rolls)


def grown(hero: Creature, dice: Dice) -> tuple[LevelGained, list[Roll]]:
    """Return the level gained, and the hit die where hit points are rolled."""
    sheet = hero.sheet
    assert sheet is not None
    rolls, made = Rolls.model_validate(sheet.rolls), []
    choices = choices_of(sheet)
    if choices.hit_points == "rolled":
        die = CLASSES[choices.classes[-1].key].hit_die
        purpose = f"Hit points at level {sheet.level + 1}"
        made.append(roll(dice, purpose, f"1d{die}", roller=hero.ref))
        rolls = rolls.model_copy(update={"hit_points": (*rolls.hit_points, made[-1].total)})
    draft = Draft(next_level(choices, rolls), rolls)
    anew = hero_of(draft, hero.ref)
    assert anew.sheet is not None
    after = _kept(sheet, anew.sheet)
    worn = anew.model_copy(update={"items": hero.items, "sheet": after})
    more = anew.hp_max - hero.hp_max
    gained = LevelGained(
        ref=hero.ref,
        level=after.level,
        sheet=after,
        # the new hit points are there at once, except for the fallen
        hp=hero.hp + more if hero.hp > 0 else 0,
        hp_max=anew.hp_max,
        proficiency_bonus=anew.proficiency_bonus,
        abilities=anew.abilities,
        skills=anew.skills,
        save_proficiencies=anew.save_proficiencies,
        armor_class=armor_class_from_gear(worn),
        speed_ft=speed_with(draft, hero.items),
        gained=_news(sheet, after),
        roll=made[-1].id if made else None,
    )
    return gained, made


def _kept(before: Sheet, after: Sheet) -> Sheet:
    """Return the new sheet with what was spent, earned and changed in play."""
    slots = {
        level: max(0, most - before.slots_max.get(level, 0) + before.slots_left.get(level, 0))
        for level, most in after.slots_max.items()
    }
    counted = {
        name: max(0, most - before.resources_max.get(name, 0) + before.resources_left.get(name, 0))
        for name, most in after.resources_max.items()
    }
    kept = {
        "xp": before.xp,
        "hit_dice_left": before.hit_dice_left + 1,
        "slots_left": slots,
        "resources_left": counted,
        "look": before.look,
    }
    return after.model_copy(update=kept)


def _news(before: Sheet, after: Sheet) -> tuple[str, ...]:
    found = [name for name in after.features if name not in before.features]
    for had, has in (
        (before.cantrips, after.cantrips),
        (before.spells_known, after.spells_known),
        (before.spells_prepared, after.spells_prepared),
    ):
        found += [key for key in has if key not in had]
    return tuple(dict.fromkeys(found))
