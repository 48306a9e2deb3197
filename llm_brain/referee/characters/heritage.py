"""What race and background ask: subrace, ancestry, skills, tools, languages, the cantrip of a high elf.

SRD 5.1, "Races", "Backgrounds", "Customizing a Background".
"""

from llm_brain.ledger.creature import ABILITIES
from llm_brain.referee.abilities import ABILITY_NAMES, SKILLS
from llm_brain.referee.characters.asking import Asking, listed
from llm_brain.referee.characters.draft import CUSTOM
from llm_brain.referee.characters.problem import Option
from llm_brain.referee.characters.tables import LANGUAGES, TOOLS

RACE, BACKGROUND = "Race", "Background"


def ask_about_race(asking: Asking) -> None:
    """Ask what the race leaves open."""
    draft = asking.draft
    race = draft.race
    if race is None:
        return
    subraces = [Option(key=key, name=row.name) for key, row in race.subraces.items()]
    asking.ask("subrace", "Subrace", 1, subraces, group=RACE)
    ancestries = [
        Option(key=key, name=key.capitalize(), note=damage)
        for key, damage in race.ancestries.items()
    ]
    asking.ask("race.ancestry", "Draconic ancestry", 1, ancestries, group=RACE)
    others = [
        Option(key=ability, name=ABILITY_NAMES[ability])
        for ability in ABILITIES
        if ability not in race.abilities
    ]
    if race.choose_abilities:
        label = "Abilities raised by 1"
        asking.ask("race.abilities", label, race.choose_abilities, others, group=RACE)
    for lineage in draft.lineages:
        asking.skills += lineage.skills
        asking.tools += lineage.tools
    asking.languages += race.languages
    if draft.background is not None:
        asking.skills += draft.background.skills
    for lineage in draft.lineages:
        asking.ask_skills("race.skills", "Skills", lineage.choose_skills, SKILLS, RACE)
        asking.ask_tools("race.tools", "Tools", lineage.choose_tools, lineage.tools_from, RACE)
    count = sum(lineage.choose_languages for lineage in draft.lineages)
    asking.ask_languages("race.languages", "Languages", count, RACE)
    count = sum(lineage.choose_cantrips for lineage in draft.lineages)
    if draft.race and draft.race.key == "tiefling":
        asking.cantrips.append("thaumaturgy")
    asking.ask_cantrips("race.cantrip", "A wizard's cantrip", count, ("wizard",), RACE)


def ask_about_background(asking: Asking) -> None:
    """Ask what the background leaves open; one of one's own has two skills and two tools or languages."""
    background = asking.draft.background
    if background is not None:
        count = background.choose_languages
        asking.ask_languages("background.languages", "Languages", count, BACKGROUND)
    elif asking.draft.choices.background == CUSTOM:
        asking.ask_skills("background.skills", "Skills", 2, SKILLS, BACKGROUND)
        free = [row for row in LANGUAGES.values() if row.key not in asking.languages]
        tools = [row for row in TOOLS.values() if row.key not in asking.tools]
        taken = (*asking.languages, *asking.tools)
        options = [*listed(free), *listed(tools)]
        label = "Languages or tools"
        picked = asking.ask("background.training", label, 2, options, group=BACKGROUND, taken=taken)
        asking.languages += [key for key in picked if key in LANGUAGES]
        asking.tools += [key for key in picked if key in TOOLS]
