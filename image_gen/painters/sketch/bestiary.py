"""Which body a creature's name is drawn with: its own word first, then the kind it belongs to.

Names are the SRD's; what is not listed is found by a part of its name, else it is a hooded figure.
"""

import re
from dataclasses import dataclass

_BODIES_BY_WORD: dict[str, str] = {
    "hero": "adventurer fighter hero paladin gladiator veteran warrior champion bard adventurers party "
    "heroes berserker mercenary captain",
    "archer": "archer ranger scout hunter elf drow dryad satyr sprite bowman sharpshooter elves",
    "mage": "mage archmage wizard sorcerer warlock druid lich rakshasa oni djinni efreeti",
    "hooded": "acolyte cultist cult fanatic priest cleric monk stranger figure shadow doppelganger "
    "assassin spy vampire erinyes succubus incubus wight mummy",
    "villager": "commoner villager peasant farmer innkeeper merchant fisherman child woman man human "
    "townsfolk people tavernkeeper barkeep smith sailor guest crowd halfling gnome old",
    "knight": "knight guard soldier guardsman hobgoblin watchman paladin sentinel",
    "noble": "noble lord lady king queen baron duke prince princess mayor captain succubus",
    "bandit": "bandit thug rogue thief pirate brigand smuggler robber highwayman",
    "hag": "hag witch crone medusa lamia",
    "orc": "orc orog half-orc azer",
    "dwarf": "dwarf duergar svirfneblin dwarves",
    "goblin": "goblin bugbear grimlock quasit dretch boggart",
    "kobold": "kobold dragonborn half-red lizardfolk magmin",
    "beastfolk": "gnoll werewolf werebear wereboar wererat weretiger lycanthrope beastman hybrid",
    "fishfolk": "sahuagin merfolk merrow chuul kuo-toa fishman drowned",
    "skeleton": "skeleton skeletons bones undead skeletal",
    "zombie": "zombie ghoul ghast corpse revenant lemure spawn dead",
    "ghost": "ghost specter spectre wraith banshee spirit phantom mist stalker apparition",
    "wisp": "will-o'-wisp wisp will-o-wisp wisps",
    "wolf": "wolf worg mastiff jackal hyena dog hound death blink wolves hounds dogs",
    "cat": "cat lion tiger panther leopard displacer androsphinx gynosphinx sphinx",
    "bear": "bear owlbear badger ape baboon weasel bulette",
    "boar": "boar pig rhinoceros gorgon goat ox cow bull cattle sheep",
    "horse": "horse pony mule warhorse nightmare unicorn pegasus camel draft steed",
    "deer": "deer elk stag",
    "rat": "rat rats rust",
    "elephant": "elephant mammoth",
    "lizard": "lizard crocodile basilisk salamander newt",
    "frog": "frog toad hezrou",
    "spider": "spider ettercap drider spiders phase",
    "scorpion": "scorpion crab beetle ankheg remorhaz centipede wasp insect xorn beetles",
    "worm": "worm behir grick purple roper otyugh",
    "snake": "snake couatl serpent viper",
    "naga": "naga marilith yuan-ti",
    "octopus": "octopus kraken aboleth darkmantle squid tentacle tentacles cloaker",
    "fish": "shark quipper whale plesiosaurus fish dolphin sea-horse orca",
    "swarm": "swarm swarms",
    "ogre": "ogre glabrezu ettin ogres",
    "troll": "troll trolls ghoulish",
    "giant": "cyclops titan giants",
    "golem": "golem armor armour guardian construct gargoyle statue homunculus automaton rug mimic",
    "treant": "treant tree shrub shambling mound blight",
    "minotaur": "minotaur nalfeshnee",
    "dragon": "dragon wyvern pseudodragon wyrmling drake wyrm tarrasque dragons turtle",
    "hydra": "hydra chimera",
    "dinosaur": "tyrannosaurus triceratops allosaurus dinosaur rex raptor",
    "demon": "demon devil balor fiend vrock pit barbed horned bone ice chain demons devils",
    "angel": "angel deva planetar solar celestial",
    "harpy": "harpy siren",
    "bat": "bat bats stirge",
    "bird": "bird eagle hawk owl raven vulture roc cockatrice crow axe beak birds ravens",
    "griffon": "griffon hippogriff manticore griffin",
    "imp": "imp mephit quasit homunculus fairy pixie",
    "ooze": "ooze pudding jelly slime oozes",
    "cube": "cube gelatinous",
    "elemental": "elemental invisible",
    "mushroom": "fungus shrieker mushroom myconid violet",
    "mouther": "mouther gibbering beholder",
    "blade": "sword",
    "centaur": "centaur",
}

_WORDS = {word: body for body, words in _BODIES_BY_WORD.items() for word in words.split()}

_SIZES: dict[str, float] = {
    "goblin": 0.72, "kobold": 0.68, "dwarf": 0.8, "rat": 0.5, "wolf": 0.85, "cat": 0.95, "bear": 1.15, "boar": 0.8,
    "horse": 0.95, "elephant": 1.5, "lizard": 0.75, "frog": 0.7, "spider": 0.95, "scorpion": 0.8, "worm": 1.7,
    "snake": 0.75, "naga": 1.25, "octopus": 1.2, "fish": 0.8, "ogre": 1.6, "troll": 1.55, "giant": 2.1, "golem": 1.4,
    "treant": 1.9, "minotaur": 1.45, "dragon": 1.75, "hydra": 1.6, "dinosaur": 1.6, "demon": 1.3, "bat": 0.7,
    "bird": 0.8, "griffon": 1.15, "imp": 0.6, "ooze": 0.85, "cube": 1.3, "elemental": 1.2, "beastfolk": 1.08,
    "orc": 1.05, "centaur": 1.15, "wisp": 0.7, "blade": 0.8,
}  # fmt: skip

_TINTS: dict[str, str] = {
    "bard": "#7a3f6e",
    "red": "#a83a2a", "black": "#3a3a44", "blue": "#3a5a9a", "green": "#4a7a44", "white": "#d0d8de", "gold": "#c8a040",
    "silver": "#a8b4c0", "brass": "#b08a44", "bronze": "#9a7040", "copper": "#b06a3c", "fire": "#ff8a2a", "air": "#cfe4f0",
    "water": "#4ab0d8", "earth": "#a8824a", "ice": "#a8d4ec", "frost": "#8ab0cc", "stone": "#8a8682", "iron": "#7a7e86",
    "clay": "#a8744c", "storm": "#6a7a9a", "cloud": "#b4c0cc", "hill": "#8a7454", "brown": "#6a4a30", "polar": "#dcdcd4",
    "winter": "#d4dce4", "hell": "#7a2a1e", "nightmare": "#2a2228", "ochre": "#c09a38", "gray": "#8a8e90", "violet": "#7a4a9a",
    "purple": "#7a4a8a", "steam": "#c8d4d8", "magma": "#e06a2a", "dust": "#b0a080", "azer": "#c86a30", "spirit": "#5a5a8a",
    "pudding": "#3a363c", "unicorn": "#ece8e0", "pegasus": "#e6e6ea", "efreeti": "#b84a2a", "invisible": "#b8ccd8",
}  # fmt: skip

_BODY_TINTS: dict[str, str] = {
    "hero": "#8a3a30", "archer": "#4a6a40", "mage": "#3f4a8a", "hooded": "#4a3f4a", "villager": "#7a6448",
    "knight": "#7a3038", "noble": "#6a3060", "bandit": "#4a4038", "hag": "#4a4450", "orc": "#66704a", "dwarf": "#5a5f70",
    "goblin": "#7a8f44", "kobold": "#9a5a3c", "beastfolk": "#7a6048", "fishfolk": "#4a7a74", "skeleton": "#cfc6ac",
    "zombie": "#6a6450", "ghost": "#bfe6ff", "wolf": "#6a665f", "cat": "#a8824a", "bear": "#5f452f", "boar": "#5a4638",
    "horse": "#7a5638", "deer": "#8f6a44", "rat": "#6a5c50", "elephant": "#7a7069", "lizard": "#5f6f44", "frog": "#6f8a44",
    "spider": "#4a3c3a", "scorpion": "#8a5a34", "worm": "#9a6a6a", "snake": "#6a7a3c", "naga": "#3f7a5a", "octopus": "#8a4a5a",
    "fish": "#6a7a86", "swarm": "#4a4440", "ogre": "#9a8058", "troll": "#5f7a4c", "giant": "#7a6a5a", "golem": "#8a857c",
    "treant": "#6a5438", "minotaur": "#6a4632", "dragon": "#8f3a2c", "hydra": "#4f7a5a", "dinosaur": "#6a7a4a",
    "demon": "#8f3026", "angel": "#e0d8c4", "harpy": "#7a5a4a", "bat": "#4a3c3c", "bird": "#6f5840", "griffon": "#a8824c",
    "imp": "#a03c30", "ooze": "#7a9a4a", "elemental": "#ff8a3a", "mushroom": "#9a4a6a", "mouther": "#a8786a",
    "centaur": "#7a5638",
}  # fmt: skip

FRIENDS = frozenset({"hero", "archer", "mage", "dwarf"})
NEUTRAL = frozenset({"villager", "noble", "horse", "deer"})


@dataclass(frozen=True, slots=True)
class Kind:
    """How a named creature is drawn: its body, its size (1 = a person), its main colour."""

    body: str
    size: float
    tint: str


def look_up(name: str) -> Kind:
    """Return how a creature is drawn; never fails, a stranger is a hooded figure."""
    kind = find(name)
    return kind or Kind("hooded", 1.0, _BODY_TINTS["hooded"])


def find(name: str) -> Kind | None:
    """Return how a creature is drawn, or None when no word of its name is known."""
    words = re.findall(r"[a-z][a-z'-]*", name.lower())
    body = "swarm" if "swarm" in words else _body_of(words)
    if body is None and "giant" in words:
        body = "giant"
    if body is None:
        return None
    size = _SIZES.get(body, 1.0)
    if ("giant" in words and body != "giant") or "dire" in words:
        size *= 1.25
    size *= {"ancient": 1.45, "adult": 1.15, "young": 0.75, "wyrmling": 0.5, "tarrasque": 2.0, "kraken": 1.7,
             "pseudodragon": 0.35, "roc": 2.2}.get(next((w for w in words if w in _GROWTH), ""), 1.0)  # fmt: skip
    tint = next((_TINTS[w] for w in words if w in _TINTS), _BODY_TINTS.get(body, "#6a6058"))
    return Kind(body, min(size, 2.9), tint)


_GROWTH = ("ancient", "adult", "young", "wyrmling", "tarrasque", "kraken", "pseudodragon", "roc")
_WEAK = frozenset({"dead", "old", "death", "pit", "bone", "ice", "chain", "axe", "turtle", "sea-horse", "phase", "purple",
                   "violet", "spirit", "guardian", "statue", "sword", "tree", "armor", "shadow", "figure",
                   "captain", "mist", "bones", "rex", "spawn", "half-red", "party"})  # fmt: skip


def _body_of(words: list[str]) -> str | None:
    """Find the body by the last strong word, singular or plural, then by a weak one."""
    weak = None
    for word in reversed(words):
        for form in (
            word,
            word.rstrip("s"),
            word.removesuffix("es"),
            word.removesuffix("men") + "man",
        ):
            if form in _WORDS:
                if form not in _WEAK:
                    return _WORDS[form]
                weak = weak or _WORDS[form]
    return weak
