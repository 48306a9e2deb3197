"""What classes ask: subclass, skills, tools, expertise, fighting style, improvements, and each class's own options.

SRD 5.1, "Classes", "Multiclassing". Spells are asked for in `spell_choices.py`, equipment in `gear_choices.py`.
"""

from llm_brain.ledger.creature import ABILITIES
from llm_brain.referee.abilities import ABILITY_NAMES, SKILLS
from llm_brain.referee.characters.asking import Asking, listed, plain
from llm_brain.referee.characters.problem import Option
from llm_brain.referee.characters.scores import FEAT, racial_scores
from llm_brain.referee.characters.tables import ClassRow, options_of

THIEVES_TOOLS = "thieves-tools"
# SRD 5.1, "Ranger": Favored Enemy, Natural Explorer
ENEMIES = (
    "aberrations", "beasts", "celestials", "constructs", "dragons", "elementals", "fey", "fiends",
    "giants", "monstrosities", "oozes", "plants", "undead",
)  # fmt: skip
TERRAINS = ("arctic", "coast", "desert", "forest", "grassland", "mountain", "swamp")
# class -> levels at which two more skills are doubled
EXPERTISE = {"bard": (3, 10), "rogue": (1, 6)}
STYLE_LEVELS = {"fighter": (1, 10), "paladin": (2,), "ranger": (2,)}
# class -> (kind of option, label, the level it is chosen at)
OWN_OPTIONS = {
    "druid": (("lands", "Land of your circle", 2),),
    "sorcerer": (("ancestors", "Dragon ancestor", 1),),
    "warlock": (("pact_boons", "Pact boon", 3),),
    "ranger": (
        ("hunters_prey", "Hunter's prey", 3),
        ("defensive_tactics", "Defensive tactics", 7),
        ("multiattack", "Multiattack", 11),
        ("superior_defense", "Superior hunter's defense", 15),
    ),
}


def ask_about_class(asking: Asking, row: ClassRow, level: int, *, is_first: bool) -> None:
    """Ask what the levels in a class leave open."""
    if level >= row.subclass.level:
        label = f"{row.name}: subclass"
        options = [Option(key=row.subclass.key, name=row.subclass.name)]
        asking.ask(f"{row.key}.subclass", label, 1, options, group=row.name)
    skills = row.skills.choose if is_first else row.multiclass.skills
    asking.ask_skills(
        f"{row.key}.skills", f"{row.name}: skills", skills, row.skills.options, row.name
    )
    asking.tools += [
        t for t in (row.tools if is_first else row.multiclass.tools) if t not in asking.tools
    ]
    # SRD 5.1, "Multiclassing": a bard's one instrument
    tools = row.tool_choice.choose if is_first else int(row.key == "bard")
    asking.ask_tools(
        f"{row.key}.tools", f"{row.name}: tools", tools, row.tool_choice.options, row.name
    )
    _ask_style(asking, row, level)
    for kind, label, at in OWN_OPTIONS.get(row.key, ()):
        if level >= at:
            options = listed(options_of(kind).values())
            asking.ask(f"{row.key}.{kind}", f"{row.name}: {label}", 1, options, group=row.name)
    if row.key == "ranger":
        _ask_ranger(asking, row, level)
    if row.key == "sorcerer":
        count = int(row.at(level).numbers.get("metamagic_known", 0))
        options = listed(options_of("metamagic").values())
        asking.ask("sorcerer.metamagic", "Sorcerer: metamagic", count, options, group=row.name)
    if row.key == "bard" and level >= row.subclass.level:
        asking.ask_skills("bard.lore_skills", "College of Lore: skills", 3, SKILLS, row.name)
    _ask_improvements(asking, row, level)


def _ask_style(asking: Asking, row: ClassRow, level: int) -> None:
    count = sum(at <= level for at in STYLE_LEVELS.get(row.key, ()))
    options = [
        Option(key=style.key, name=style.name)
        for style in options_of("fighting_styles").values()
        if row.key in style.classes and style.key not in asking.styles
    ]
    label = f"{row.name}: fighting style"
    taken = tuple(asking.styles)
    asking.styles += asking.ask(
        f"{row.key}.fighting_style", label, count, options, group=row.name, taken=taken
    )


def _ask_ranger(asking: Asking, row: ClassRow, level: int) -> None:
    numbers = row.at(level).numbers
    enemies, terrains = int(numbers["favored_enemies"]), int(numbers["favored_terrain"])
    asking.ask("ranger.enemies", "Ranger: favored enemies", enemies, plain(ENEMIES), group=row.name)
    asking.ask(
        "ranger.terrains", "Ranger: natural explorer", terrains, plain(TERRAINS), group=row.name
    )
    label = "Ranger: languages of favored enemies"
    asking.ask_languages("ranger.languages", label, enemies, row.name, least=0)


def _ask_improvements(asking: Asking, row: ClassRow, level: int) -> None:
    options = [Option(key=ability, name=ABILITY_NAMES[ability]) for ability in ABILITIES]
    # SRD 5.1, "Feats": Grappler, for whom is strong enough
    if racial_scores(asking.draft)["str"] >= 13 or FEAT in str(asking.draft.choices.picks):
        options.append(Option(key=FEAT, name="Feat: Grappler", note="instead of both"))
    for at in row.improvements:
        if at <= level:
            label = f"{row.name}: ability scores at level {at}"
            asking.ask(
                f"{row.key}.improvement.{at}", label, 2, options,
                group=row.name, repeats=True, least=1,
            )  # fmt: skip


def ask_for_expertise(asking: Asking, row: ClassRow, level: int, had: list[str]) -> None:
    """Ask which skills are doubled; a rogue may double thieves' tools."""
    count = 2 * sum(at <= level for at in EXPERTISE.get(row.key, ()))
    known = [skill for skill in dict.fromkeys(asking.skills) if skill in SKILLS]
    options = plain(skill for skill in known if skill not in had)
    if row.key == "rogue" and THIEVES_TOOLS in asking.tools:
        options.append(Option(key=THIEVES_TOOLS, name="Thieves' tools"))
    label = f"{row.name}: expertise"
    had += asking.ask(
        f"{row.key}.expertise", label, count, options, group=row.name, taken=tuple(had)
    )
