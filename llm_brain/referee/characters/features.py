"""The features of a character by name, and which of them the referee leaves to the telling.

A feature is enforced when the referee's rules, or a number on the sheet, carry it out.
"""

from llm_brain.referee.characters.draft import Draft
from llm_brain.referee.characters.tables import CLASSES, ClassRow, options_of
from llm_brain.referee.features.warlock import AT_WILL
from llm_brain.referee.spells import SPELLS

ENFORCED = frozenset({
    # in the rolls
    "Brave", "Dwarven Resilience", "Fey Ancestry", "Gnome Cunning", "Lucky", "Naturally Stealthy",
    "Savage Attacks", "Relentless Endurance", "Breath Weapon", "Grappler",
    "Rage", "Reckless Attack", "Danger Sense", "Feral Instinct", "Brutal Critical", "Relentless Rage",
    "Frenzy", "Mindless Rage", "Retaliation",
    "Bardic Inspiration", "Jack of All Trades", "Song of Rest", "Cutting Words",
    "Channel Divinity", "Channel Divinity: Turn Undead", "Channel Divinity: Preserve Life",
    "Destroy Undead", "Disciple of Life", "Blessed Healer", "Divine Strike", "Supreme Healing",
    "Natural Recovery", "Nature's Ward", "Wild Shape", "Beast Spells", "Ritual Casting", "Spellcasting", "Pact Magic",
    "Second Wind", "Action Surge", "Extra Attack", "Extra Attack (2)", "Extra Attack (3)",
    "Indomitable", "Improved Critical", "Superior Critical", "Remarkable Athlete", "Survivor",
    "Martial Arts", "Ki", "Flurry of Blows", "Patient Defense", "Step of the Wind",
    "Deflect Missiles", "Stunning Strike", "Ki Empowered Strikes", "Evasion",
    "Open Hand Technique", "Wholeness of Body",
    "Lay on Hands", "Divine Sense", "Divine Smite", "Improved Divine Smite", "Aura of Protection",
    "Aura of Courage", "Aura of Devotion", "Aura improvements", "Channel Divinity: Sacred Weapon",
    "Channel Divinity: Turn the Unholy",
    "Sneak Attack", "Cunning Action", "Fast Hands", "Uncanny Dodge", "Reliable Talent", "Elusive",
    "Font of Magic", "Flexible Casting: Creating Spell Slots", "Sorcerous Restoration",
    "Flexible Casting: Converting Spell Slot", "Elemental Affinity",
    "Dark One's Blessing", "Dark One's Own Luck", "Pact of the Tome", "Pact of the Blade",
    "Eldritch Invocation: Beguiling Influence", "Eldritch Invocation: Eldritch Spear",
    "Eldritch Invocation: Lifedrinker", "Eldritch Invocation: Repelling Blast",
    "Countercharm", "Superior Inspiration", "Perfect Self", "Stillness of Mind", "Empty Body",
    "Indomitable Might", "Supreme Sneak", "Vanish", "Foe Slayer",
    "Arcane Recovery", "Sculpt Spells", "Potent Cantrip", "Empowered Evocation",
    "Fighting Style: Archery", "Fighting Style: Defense", "Fighting Style: Dueling",
    "Fighting Style: Great Weapon Fighting", "Fighting Style: Protection",
    "Fighting Style: Two-Weapon Fighting",
    "Hunter's Prey: Colossus Slayer", "Hunter's Prey: Giant Killer", "Hunter's Prey: Horde Breaker",
    "Defensive Tactics: Escape the Horde", "Defensive Tactics: Multiattack Defense",
    "Defensive Tactics: Steel Will", "Superior Hunter's Defense: Evasion",
    "Superior Hunter's Defense: Uncanny Dodge",
    "Metamagic: Distant Spell", "Metamagic: Extended Spell", "Metamagic: Heightened Spell",
    "Metamagic: Quickened Spell", "Metamagic: Subtle Spell", "Metamagic: Twinned Spell",
    "Eldritch Invocation: Agonizing Blast", "Eldritch Invocation: Devil's Sight",
    "Eldritch Invocation: Thirsting Blade", "Eldritch Invocation: Witch Sight",
    # in the numbers
    "Darkvision", "Dwarven Combat Training", "Dwarven Toughness", "Elf Weapon Training",
    "Keen Senses", "Menacing", "Skill Versatility", "Damage Resistance", "Hellish Resistance",
    "Unarmored Defense: Constitution", "Unarmored Defense: Wisdom", "Unarmored Movement",
    "Fast Movement", "Draconic Resilience", "Primal Champion", "Diamond Soul", "Slippery Mind",
    "Bonus Proficiency", "Bonus Cantrip", "Domain Spells", "Oath Spells", "Purity of Body",
    "Expertise", "Font of Inspiration", "Thieves' Cant", "Druidic",
})  # fmt: skip
ENFORCED_KINDS = ("Favored Enemy: ", "Natural Explorer: ", "Dragon Ancestor: ", "Land: ")
# question -> the family its answer is named by on the sheet
NAMED_BY = {
    "fighter.fighting_style": ("Fighting Style", "fighting_styles"),
    "paladin.fighting_style": ("Fighting Style", "fighting_styles"),
    "ranger.fighting_style": ("Fighting Style", "fighting_styles"),
    "ranger.hunters_prey": ("Hunter's Prey", "hunters_prey"),
    "ranger.defensive_tactics": ("Defensive Tactics", "defensive_tactics"),
    "ranger.multiattack": ("Multiattack", "multiattack"),
    "ranger.superior_defense": ("Superior Hunter's Defense", "superior_defense"),
    "druid.lands": ("Land", "lands"),
    "sorcerer.ancestors": ("Dragon Ancestor", "ancestors"),
    "sorcerer.metamagic": ("Metamagic", "metamagic"),
    "warlock.pact_boons": ("", "pact_boons"),
    "warlock.invocations": ("Eldritch Invocation", "invocations"),
}
RITUAL_CASTERS = ("bard", "cleric", "druid", "wizard")
# favored enemies as the bestiary calls their kind
SINGULAR = {"fey": "Fey", "undead": "Undead", "monstrosities": "Monstrosity"}


def named_choices(question: str) -> dict[str, str]:
    """Return the features that the answers to a question become, with the answers' keys."""
    if question not in NAMED_BY:
        return {}
    family, kind = NAMED_BY[question]
    rows = options_of(kind)
    return {f"{family}: {row.name}" if family else row.name: key for key, row in rows.items()}


def _chosen(draft: Draft, class_key: str) -> list[str]:
    found: list[str] = []
    for key in NAMED_BY:
        if key.startswith(f"{class_key}."):
            named = {pick: name for name, pick in named_choices(key).items()}
            found += [named[pick] for pick in draft.picked(key) if pick in named]
    if class_key == "ranger":
        enemies = draft.picked("ranger.enemies")
        found += [f"Favored Enemy: {SINGULAR.get(e, e[:-1].capitalize())}" for e in enemies]
        found += [f"Natural Explorer: {t.capitalize()}" for t in draft.picked("ranger.terrains")]
    return found


def _of_class(draft: Draft, row: ClassRow, level: int) -> list[str]:
    found: list[str] = []
    for at in range(1, level + 1):
        found += row.at(at).features
        if at == row.subclass.level:
            found.append(row.subclass.name)
        if at >= row.subclass.level:
            found += row.subclass.features.get(at, ())
    if row.key in RITUAL_CASTERS:
        found.append("Ritual Casting")
    if row.key == "cleric" and level >= 2:
        found.append("Channel Divinity")
    if draft.picked(f"{row.key}.expertise"):
        found.append("Expertise")
    # both classes' feature of this name, with the ability that each adds
    ability = {"barbarian": "Constitution", "monk": "Wisdom"}.get(row.key)
    renamed = [f"{f}: {ability}" if f == "Unarmored Defense" else f for f in found]
    return [*renamed, *_chosen(draft, row.key)]


def features(draft: Draft) -> tuple[str, ...]:
    """Return the names of every feature, each once: of race, background and classes."""
    found = [trait for lineage in draft.lineages for trait in lineage.traits]
    if draft.background is not None:
        found.append(draft.background.feature)
    for n, (row, level) in enumerate(draft.classes):
        mine = _of_class(draft, row, level)
        # SRD 5.1, "Multiclassing": Unarmored Defense is not gained a second time
        had = any(f.startswith("Unarmored Defense") for f in found) and n > 0
        found += [f for f in mine if not (had and f.startswith("Unarmored Defense"))]
    if any("feat:grappler" in picked for picked in draft.choices.picks.values()):
        found.append("Grappler")
    return tuple(dict.fromkeys(found))


def is_enforced(feature: str) -> bool:
    """Whether the referee carries a feature out; a spell at will, when it carries that spell out."""
    spell = AT_WILL.get(feature.removeprefix("Eldritch Invocation: "))
    if spell is not None:
        return spell in SPELLS
    named = {row.subclass.name for row in CLASSES.values()}
    return feature in ENFORCED or feature in named or feature.startswith(ENFORCED_KINDS)
