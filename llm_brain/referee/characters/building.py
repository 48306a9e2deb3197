"""The hero that legal choices make, in the shape every hero has; every number on it is derived here.

Illegal choices are refused with all their problems.
"""

from typing import Any

from llm_brain.ledger.creature import Creature, Item, Sheet
from llm_brain.ledger.table_view import XP_FOR_LEVEL
from llm_brain.referee.abilities import SKILLS
from llm_brain.referee.armor_class import armor_class_from_gear
from llm_brain.referee.characters import numbers
from llm_brain.referee.characters.asking import Asking
from llm_brain.referee.characters.belongings import coins_left_cp, items
from llm_brain.referee.characters.choices import Choices, Rolls
from llm_brain.referee.characters.draft import Draft
from llm_brain.referee.characters.features import features, is_enforced
from llm_brain.referee.characters.legality import problems
from llm_brain.referee.characters.problem import Problem
from llm_brain.referee.characters.questions import asked
from llm_brain.referee.characters.scores import proficiency, scores_of
from llm_brain.referee.characters.spell_choices import PREPARES, always_prepared
from llm_brain.referee.characters.tables import LANGUAGES, SPELL_LISTS, TOOLS
from llm_brain.referee.equipment import EQUIPMENT
from llm_brain.referee.spells import SPELLS

SECRET_LANGUAGES = {"rogue": "Thieves' Cant", "druid": "Druidic"}


class NotLegal(ValueError):
    """Choices that break the rules; `problems` has all of them."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__(" ".join(problem.message for problem in problems))


def build(choices: Choices, *, ref: str, rolls: Rolls | None = None) -> Creature:
    """Return the hero. Raises NotLegal."""
    wrong = problems(choices, rolls)
    if choices.abilities.method == "rolled" and not (rolls and rolls.scores):
        message = "The scores are to be rolled, and no dice were."
        wrong.append(Problem(code="not_rolled", field="abilities", message=message))
    if wrong:
        raise NotLegal(wrong)
    return hero_of(Draft(choices, rolls or Rolls()), ref)


def hero_of(draft: Draft, ref: str) -> Creature:
    """Return the hero of a draft whose choices are known to be legal."""
    assert draft.race is not None
    asking, had = asked(draft), items(draft)
    hit_points = numbers.hit_points(draft)
    fields: dict[str, Any] = {
        "ref": ref,
        "name": draft.choices.name,
        "size": draft.race.size,
        "abilities": scores_of(draft),
        "hp": hit_points,
        "hp_max": hit_points,
        "armor_class": 10,
        "speed_ft": speed_with(draft, had),
        "proficiency_bonus": proficiency(draft),
        "save_proficiencies": numbers.saves(draft),
        "skills": _training(draft, asking),
        "darkvision_ft": max(lineage.darkvision_ft for lineage in draft.lineages),
        "resistances": _resistances(draft),
        "immunities": ("poison",) if draft.level_in("monk") >= 10 else (),
        "items": had,
        "coins_cp": coins_left_cp(draft),
        "attitude": "friendly",
        "sheet": _sheet(draft, asking),
    }
    hero = Creature(**fields)
    return hero.model_copy(update={"armor_class": armor_class_from_gear(hero)})


def speed_with(draft: Draft, had: tuple[Item, ...]) -> int:
    """Return the speed with what is worn of these things."""
    armor = [
        entry.armor
        for one in had
        if one.is_equipped and (entry := EQUIPMENT.get(one.key)) and entry.armor
    ]
    heavy = any(one.category == "heavy" for one in armor)
    return numbers.speed_ft(draft, wears_heavy=heavy, is_unarmored=not armor)


def _training(draft: Draft, asking: Asking) -> tuple[str, ...]:
    # SRD 5.1, "Eldritch Invocations": Beguiling Influence
    beguiles = "beguiling-influence" in draft.picked("warlock.invocations")
    more = ("deception", "persuasion") if beguiles else ()
    tools = [TOOLS[key].name.lower() for key in asking.tools if key in TOOLS]
    return tuple(dict.fromkeys((*(s for s in asking.skills if s in SKILLS), *more, *tools)))


def _resistances(draft: Draft) -> tuple[str, ...]:
    race, found = draft.race, []
    if race is not None and race.ancestries:
        found += [race.ancestries[key] for key in draft.picked("race.ancestry")]
    traits = [trait for lineage in draft.lineages for trait in lineage.traits]
    found += ["poison"] * ("Dwarven Resilience" in traits)
    found += ["fire"] * ("Hellish Resistance" in traits)
    return tuple(found)


def _spells(draft: Draft) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the spells known and those prepared; who prepares none has all they know ready."""
    known: list[str] = []
    ready: list[str] = []
    for row, level in draft.classes:
        own = list(draft.picked(f"{row.key}.spells"))
        if row.key == "bard":
            own += (*draft.picked("bard.lore_secrets"), *draft.picked("bard.secrets"))
        known += own
        always = always_prepared(draft, row, level)
        chosen = draft.picked(f"{row.key}.prepared") if row.key in PREPARES else own
        ready += (*always, *chosen)
    return tuple(dict.fromkeys(known)), tuple(dict.fromkeys(ready))


def narrated_of(named: tuple[str, ...], spells: tuple[str, ...]) -> tuple[str, ...]:
    """Return which features and spells the referee leaves to the telling."""
    untold = [_untold(key) for key in spells if key not in SPELLS or SPELLS[key].mark]
    return (*(f for f in named if not is_enforced(f)), *(f"Spell: {name}" for name in untold))


def _untold(key: str) -> str:
    """Return a spell that the rules do not wholly play, with what is left to the telling."""
    name = SPELL_LISTS[key].name if key in SPELL_LISTS else key
    mark = SPELLS[key].mark if key in SPELLS else ""
    return f"{name} ({mark})" if mark else name


def _sheet(draft: Draft, asking: Asking) -> Sheet:
    choices, race = draft.choices, draft.subrace or draft.race
    assert race is not None
    assert draft.first_class is not None
    known, ready = _spells(draft)
    cantrips = tuple(dict.fromkeys(key for key in asking.cantrips if key in SPELL_LISTS))
    arcana = [key for level in (6, 7, 8, 9) for key in draft.picked(f"warlock.arcanum.{level}")]
    named = (
        *features(draft),
        *(f"Mystic Arcanum: {SPELL_LISTS[key].name}" for key in arcana),
    )
    slots, counted = numbers.spell_slots(draft), numbers.resources(draft)
    background = draft.background.name if draft.background else choices.background_name
    doubled = [key for row, _ in draft.classes for key in draft.picked(f"{row.key}.expertise")]
    languages = [LANGUAGES[key].name for key in asking.languages if key in LANGUAGES]
    languages += [name for key, name in SECRET_LANGUAGES.items() if draft.level_in(key)]
    return Sheet(
        race=race.name,
        class_name=" / ".join(row.name for row, _ in draft.classes),
        background=background or "Wanderer",
        alignment=choices.alignment,
        level=draft.level,
        xp=XP_FOR_LEVEL[draft.level - 1],
        hit_die=draft.first_class.hit_die,
        hit_dice_left=draft.level,
        expertise=tuple(TOOLS[key].name.lower() if key in TOOLS else key for key in doubled),
        features=named,
        languages=tuple(dict.fromkeys(languages)),
        spell_ability=numbers.spell_ability(draft),
        cantrips=cantrips,
        spells_known=known,
        spells_prepared=ready,
        slots_max=slots,
        slots_left=slots,
        resources_max=counted,
        resources_left=counted,
        look=choices.look,
        classes={row.key: level for row, level in draft.classes},
        trained=draft.trained,
        narrated=narrated_of(named, (*cantrips, *ready)),
        pact_slots=numbers.pact_slots(draft),
        choices=choices.kept(),
        rolls={name: rolled for name, rolled in draft.rolls.model_dump().items() if rolled},
    )
