"""A hero rises a level by what their player chose: everything the level changes, as one event; what is spent stays spent.

SRD 5.1, "Beyond 1st Level". The hero of the choices before and the one after are both built; what differs is what the level
brings, and only that is added to the hero as they stand, so that nothing met in play is lost.
"""

from typing import TypeVar

from llm_brain.ledger.creature import Creature, Sheet
from llm_brain.ledger.events.sheets import LevelGained
from llm_brain.ledger.rolls import Roll
from llm_brain.referee.armor_class import armor_class_from_gear
from llm_brain.referee.characters.building import hero_of, narrated_of, speed_with
from llm_brain.referee.characters.choices import Choices, Rolls
from llm_brain.referee.characters.draft import Draft
from llm_brain.referee.characters.level_choices import LevelChoice, class_of, raised
from llm_brain.referee.characters.numbers import hit_dice
from llm_brain.referee.characters.reading_back import choices_of, rolls_of
from llm_brain.referee.characters.tables import CLASSES
from llm_brain.referee.dice import Dice, roll

T = TypeVar("T")


def grown(hero: Creature, choice: LevelChoice, dice: Dice) -> tuple[LevelGained, list[Roll]]:
    """Return the level gained by a legal choice, and the hit die where it is rolled."""
    before, rolls = choices_of(hero), rolls_of(hero)
    assert hero.sheet is not None
    after, gained_rolls, made = _hit_points(hero, before, choice, rolls, dice)
    was = hero_of(Draft(before, rolls), hero.ref)
    draft = Draft(after, gained_rolls)
    now = hero_of(draft, hero.ref)
    return _event(hero, was, now, draft, made), made


def preview(hero: Creature, choice: LevelChoice) -> Creature:
    """Return the hero as a legal choice would leave them, with the average where a die would be rolled."""
    before, rolls = choices_of(hero), rolls_of(hero)
    fixed = choice.model_copy(update={"hit_points": "fixed"})
    after, gained, _ = _averaged(before, fixed, rolls)
    draft = Draft(after, gained)
    was, now = hero_of(Draft(before, rolls), hero.ref), hero_of(draft, hero.ref)
    event = _event(hero, was, now, draft, [])
    raised_hero = {
        name: value
        for name in ("skills", "save_proficiencies", "armor_class", "speed_ft", "immunities")
        if (value := getattr(event, name)) is not None
    }
    fields = ("sheet", "hp", "hp_max", "proficiency_bonus", "abilities")
    return hero.model_copy(update={**{f: getattr(event, f) for f in fields}, **raised_hero})


def _averages(before: Choices) -> tuple[int, ...]:
    return tuple(die // 2 + 1 for die in hit_dice(Draft(before))[1:])


def _averaged(
    before: Choices, choice: LevelChoice, rolls: Rolls
) -> tuple[Choices, Rolls, list[Roll]]:
    """Take the average; beside rolled levels it is written down like them."""
    after = raised(before, choice)
    if before.hit_points == "rolled":
        points = (*rolls.hit_points, CLASSES[class_of(before, choice)].hit_die // 2 + 1)
        rolls = rolls.model_copy(update={"hit_points": points})
    return after, rolls, []


def _hit_points(
    hero: Creature, before: Choices, choice: LevelChoice, rolls: Rolls, dice: Dice
) -> tuple[Choices, Rolls, list[Roll]]:
    """Roll the level's hit die or take its average; whoever begins to roll keeps the averages of the levels before."""
    if choice.hit_points == "fixed":
        return _averaged(before, choice, rolls)
    die = CLASSES[class_of(before, choice)].hit_die
    made = roll(dice, f"Hit points at level {before.level + 1}", f"1d{die}", roller=hero.ref)
    had = rolls.hit_points if before.hit_points == "rolled" else _averages(before)
    after = raised(before, choice).model_copy(update={"hit_points": "rolled"})
    return after, rolls.model_copy(update={"hit_points": (*had, made.total)}), [made]


def _event(
    hero: Creature, was: Creature, now: Creature, draft: Draft, made: list[Roll]
) -> LevelGained:
    before, then, after = hero.sheet, was.sheet, now.sheet
    assert before is not None
    assert then is not None
    assert after is not None
    sheet = _sheet(before, then, after)
    abilities = {a: hero.abilities[a] + now.abilities[a] - was.abilities[a] for a in now.abilities}
    changed = hero.model_copy(update={"sheet": sheet, "abilities": abilities})
    more = now.hp_max - was.hp_max
    return LevelGained(
        ref=hero.ref,
        level=sheet.level,
        sheet=sheet,
        # the new hit points are there at once, except for the fallen
        hp=hero.hp + more if hero.hp > 0 else 0,
        hp_max=hero.hp_max + more,
        proficiency_bonus=now.proficiency_bonus,
        abilities=abilities,
        skills=_changed(hero.skills, was.skills, now.skills),
        save_proficiencies=_changed(
            hero.save_proficiencies, was.save_proficiencies, now.save_proficiencies
        ),
        armor_class=armor_class_from_gear(changed),
        speed_ft=speed_with(draft, hero.items),
        immunities=_changed(hero.immunities, was.immunities, now.immunities),
        gained=_news(before, sheet),
        roll=made[-1].id if made else None,
    )


def _changed(have: tuple[T, ...], was: tuple[T, ...], now: tuple[T, ...]) -> tuple[T, ...]:
    """Return what somebody has, less what the level takes away and with what it adds."""
    kept = [one for one in have if one not in was or one in now]
    return tuple(dict.fromkeys([*kept, *(one for one in now if one not in was)]))


def _sheet(before: Sheet, then: Sheet, after: Sheet) -> Sheet:
    """Return the new sheet with what was spent, earned and changed in play."""
    lists = ("features", "languages", "expertise", "cantrips", "spells_known", "spells_prepared")
    merged = {
        name: _changed(getattr(before, name), getattr(then, name), getattr(after, name))
        for name in lists
    }
    slots = {
        level: max(0, most - before.slots_max.get(level, 0) + before.slots_left.get(level, 0))
        for level, most in after.slots_max.items()
    }
    most = {**before.resources_max, **after.resources_max}
    counted = {
        name: max(0, count - before.resources_max.get(name, 0) + before.resources_left.get(name, 0))
        for name, count in most.items()
    }
    kept = {
        "race": before.race,
        "background": before.background,
        "xp": before.xp,
        "hit_dice_left": before.hit_dice_left + 1,
        "slots_left": slots,
        "resources_max": most,
        "resources_left": counted,
        "look": before.look,
        "level_earned": before.level_earned,
        "narrated": narrated_of(
            merged["features"], (*merged["cantrips"], *merged["spells_prepared"])
        ),
    }
    return after.model_copy(update={**merged, **kept})


def _news(before: Sheet, after: Sheet) -> tuple[str, ...]:
    found = [name for name in after.features if name not in before.features]
    for had, has in (
        (before.cantrips, after.cantrips),
        (before.spells_known, after.spells_known),
        (before.spells_prepared, after.spells_prepared),
    ):
        found += [key for key in has if key not in had]
    return tuple(dict.fromkeys(found))
