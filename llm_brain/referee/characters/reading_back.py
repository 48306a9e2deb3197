"""The choices behind a hero: those a built one's sheet keeps, and for a ready-made one those that its sheet shows.

A ready-made hero was never drafted. What the builder would ask is answered here from their scores, features, skills and
spells, so that they rise by the same road; what their sheet does not show stays open and is nobody's fault.
"""

from itertools import combinations

from llm_brain.ledger.creature import ABILITIES, Ability, Creature, Sheet
from llm_brain.referee.characters.choices import Abilities, Choices, ClassLevel, Rolls
from llm_brain.referee.characters.draft import CUSTOM, Draft
from llm_brain.referee.characters.features import SINGULAR, named_choices
from llm_brain.referee.characters.problem import Question
from llm_brain.referee.characters.questions import questions
from llm_brain.referee.characters.scores import STANDARD_ARRAY
from llm_brain.referee.characters.tables import BACKGROUNDS, LANGUAGES, RACES, TOOLS, Race
from llm_brain.referee.proficiency import LORE_SKILLS

MOST_PASSES = 12


def choices_of(hero: Creature) -> Choices:
    """Return the choices a hero is made of."""
    sheet = hero.sheet
    assert sheet is not None
    return Choices.model_validate(sheet.choices) if sheet.choices else _read_back(hero, sheet)


def rolls_of(hero: Creature) -> Rolls:
    """Return what dice gave a hero."""
    assert hero.sheet is not None
    return Rolls.model_validate(hero.sheet.rolls)


def _race_of(name: str) -> tuple[str, str]:
    """Return the keys of a race and its subrace by the name on a sheet."""
    for key, race in RACES.items():
        for sub, lineage in race.subraces.items():
            if lineage.name == name:
                return key, sub
        if race.name == name:
            return key, next(iter(race.subraces), "")
    return "human", ""


def _without_race(hero: Creature, race: Race, sub: str) -> tuple[dict[Ability, int], list[Ability]]:
    """Return the scores before race, and the abilities that a race lets one choose."""
    scores = {ability: hero.abilities[ability] for ability in ABILITIES}
    for lineage in (race, race.subraces.get(sub)):
        for ability, bonus in lineage.abilities.items() if lineage else ():
            scores[ability] -= bonus
    free = [ability for ability in ABILITIES if ability not in race.abilities]
    for chosen in combinations(free, race.choose_abilities):
        lowered = {ability: score - (ability in chosen) for ability, score in scores.items()}
        if tuple(sorted(lowered.values(), reverse=True)) == STANDARD_ARRAY:
            return lowered, list(chosen)
    return scores, free[: race.choose_abilities]


def _read_back(hero: Creature, sheet: Sheet) -> Choices:
    race, sub = _race_of(sheet.race)
    scores, raised = _without_race(hero, RACES[race], sub)
    background = next((k for k, row in BACKGROUNDS.items() if row.name == sheet.background), CUSTOM)
    picks: dict[str, tuple[str, ...]] = {"subrace": (sub,)} if sub else {}
    if raised:
        picks["race.abilities"] = tuple(raised)
    choices = Choices(
        name=hero.name,
        race=race,
        background=background,
        background_name=sheet.background if background == CUSTOM else "",
        alignment=sheet.alignment,
        look=sheet.look,
        abilities=Abilities(scores=scores),
        classes=(ClassLevel(key=sheet.class_name.lower(), level=sheet.level),),
        picks=picks,
        gear="gold",
    )
    for _ in range(MOST_PASSES):
        answers = _answers(hero, choices)
        if not answers:
            break
        choices = choices.model_copy(update={"picks": {**choices.picks, **answers}})
    return choices


def _answers(hero: Creature, choices: Choices) -> dict[str, tuple[str, ...]]:
    """Answer the first question that the sheet answers and that is still open; what it takes, no other is offered."""
    for one in questions(Draft(choices)):
        if one.key in choices.picks or one.key.startswith("gear."):
            continue
        shown = _shown(hero, one)
        answer = tuple(option.key for option in one.options if option.key in shown)[: one.count]
        if answer:
            return {one.key: answer}
    return {}


def _shown(hero: Creature, one: Question) -> set[str]:
    """Return the keys that a sheet shows of what a question asks for."""
    sheet = hero.sheet
    assert sheet is not None
    _, _, kind = one.key.partition(".")
    skills = set(hero.skills)
    if "Bonus Proficiencies" in sheet.features:
        skills |= LORE_SKILLS
    tools = {key for key, row in TOOLS.items() if row.name.lower() in hero.skills}
    languages = {key for key, row in LANGUAGES.items() if row.name in sheet.languages}
    if kind in ("spells", "secrets", "lore_secrets"):
        return set(sheet.spells_known)
    if kind == "prepared":
        return set(sheet.spells_prepared)
    if kind in ("cantrips", "cantrip", "tome"):
        return set(sheet.cantrips)
    if kind == "expertise":
        doubled = {key for key, row in TOOLS.items() if row.name.lower() in sheet.expertise}
        return set(sheet.expertise) | doubled
    if kind == "subclass":
        return {option.key for option in one.options}
    if kind == "enemies":
        names = {f"Favored Enemy: {SINGULAR.get(o.key, o.key[:-1].capitalize())}": o.key for o in one.options}  # fmt: skip
        return {key for name, key in names.items() if name in sheet.features}
    if kind == "terrains":
        return {o.key for o in one.options if f"Natural Explorer: {o.name}" in sheet.features}
    named = named_choices(one.key)
    return {key for name, key in named.items() if name in sheet.features} or (
        skills | tools | languages
    )
