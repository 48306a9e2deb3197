"""Reads a description into a likeness: race, age, hair, dress. What is not said is the seed's choice, within the race.

Knows words and colours, draws nothing.
"""

import re
from dataclasses import dataclass
from typing import Literal

from image_gen.painters.protocol import PictureOrder
from image_gen.painters.sketch.colour import mix
from image_gen.painters.sketch.seeds import Dice, dice_from

Age = Literal["young", "grown", "old"]
HairCut = Literal["bald", "cropped", "short", "curly", "long", "tied", "braided"]
Beard = Literal["none", "stubble", "short", "full", "long"]
Race = Literal["human", "elf", "half-elf", "dwarf", "halfling", "gnome", "half-orc", "tiefling", "dragonborn"]  # fmt: skip
Dress = Literal["plate", "mail", "leather", "robe", "vestments", "coat", "fur", "apron", "tunic", "hood"]  # fmt: skip

_RACES: tuple[tuple[Race, str], ...] = (
    ("half-elf", "half-elf halfelf"),
    ("half-orc", "half-orc halforc orc hobgoblin"),
    ("dwarf", "dwarf dwarven dwarvish duergar"),
    ("elf", "elf elven elvish drow"),
    ("halfling", "halfling"),
    ("gnome", "gnome gnomish"),
    ("tiefling", "tiefling devilish"),
    ("dragonborn", "dragonborn kobold lizardfolk"),
)
_DRESSES: tuple[tuple[Dress, str], ...] = (
    ("plate", "paladin knight champion plate gladiator"),
    ("mail", "fighter guard soldier veteran captain warrior sergeant watchman mercenary marshal sentry mail"),
    ("leather", "rogue ranger bandit thug scout hunter thief spy tracker archer pirate smuggler leather poacher guide"),
    ("robe", "wizard sorcerer warlock mage archmage sage scholar alchemist scribe astronomer librarian"),
    ("vestments", "cleric priest priestess acolyte druid monk abbot abbess sister brother friar hermit healer nun prior"),
    ("coat", "bard noble lord lady mayor merchant reeve steward count countess baron magistrate factor duke captain clerk "
             "moneylender antiquary trader governor"),
    ("fur", "barbarian berserker tribal trapper furs fur nomad"),
    ("apron", "innkeeper tavernkeeper cook baker smith blacksmith brewer barkeep butcher tanner keeper host hostess miller "
              "apothecary midwife"),
    ("hood", "cultist cult fanatic stranger assassin hooded witch hag beggar pilgrim gravedigger sexton"),
)  # fmt: skip
_FAIR, _RED = "#d8b878", "#a34a24"
_HAIR: tuple[tuple[str, str], ...] = (
    ("#c9c6c0", "grey gray silver white-haired greying silver-haired grey-haired"),
    (_FAIR, "fair blond blonde golden straw yellow-haired"),
    (_RED, "red redhead ginger auburn copper red-haired"),
    ("#241d1c", "black raven dark-haired black-haired jet"),
    ("#5a3c28", "brown chestnut brown-haired"),
)
_SKINS = ("#e2b793", "#d3a37c", "#c08a62", "#a06e4a", "#7d5236", "#5f3d2a")
_RACE_SKINS: dict[Race, tuple[str, ...]] = {
    "half-orc": ("#8d9a6c", "#7b8c66", "#9aa07c"),
    "tiefling": ("#a8483c", "#8c4a6a", "#b0605a"),
    "dragonborn": ("#9a6a3a", "#54744a", "#8a3c30", "#4a6488", "#a8a49a"),
    "elf": ("#e6c3a2", "#d8ae88", "#b98a64", "#c4b4a8"),
}
_TINTS = ("#7c3b32", "#3c5878", "#49613f", "#74592f", "#5c436c", "#35605f", "#6a3a4c", "#4a4a58")


@dataclass(frozen=True, slots=True)
class Likeness:
    """How somebody looks. Colours are '#rrggbb'; `soft` is 0 (angular) to 1 (round) features."""

    race: Race
    age: Age
    soft: float
    skin: str
    hair: str
    cut: HairCut
    beard: Beard
    eyes: str
    dress: Dress
    tint: str
    has_hat: bool
    has_scar: bool
    seed: int

    def dice(self, purpose: str) -> Dice:
        """Return the face's own chance for one purpose."""
        return dice_from(self.seed, "portrait", purpose)


def read_likeness(order: PictureOrder) -> Likeness:
    """Read an order for a portrait."""
    said = " ".join([*(f.kind for f in order.scene.figures or ()), order.prompt]).lower()
    words = set(re.findall(r"[a-z][a-z-]*", said))
    dice = dice_from(order.seed, "portrait", "likeness")
    race: Race = next((name for name, names in _RACES if words & set(names.split())), "human")
    age = _age(words)
    is_woman = _is_woman(words, dice)
    hair = _hair(words, age, dice)
    return Likeness(
        race=race,
        age=age,
        soft=(0.75 if is_woman else 0.25) + dice.uniform(-0.2, 0.2),
        skin=_skin(race, words, hair, dice),
        hair=hair,
        cut=_cut(words, race, is_woman, age, dice),
        beard=_beard(words, race, is_woman, age, dice),
        eyes=dice.choice(("#5b7f9a", "#6a5436", "#4d6b45", "#3b2a22", "#7a7f86")),
        dress=_dress(said, words),
        tint=dice.choice(_TINTS),
        has_hat=bool(words & {"bard", "hat", "hatted", "sailor", "farmer", "fisherman", "ferryman", "wizard"}),
        has_scar=bool(words & {"scar", "scarred", "scars", "broken"}),
        seed=order.seed,
    )  # fmt: skip


def _age(words: set[str]) -> Age:
    if words & {"old", "elderly", "aged", "ancient", "wizened", "white-haired"}:
        return "old"
    return "young" if words & {"young", "youth", "girl", "boy", "child"} else "grown"


def _is_woman(words: set[str], dice: Dice) -> bool:
    by_chance = dice.random() < 0.5
    if words & {"woman", "she", "her", "girl", "lady", "priestess", "sister", "abbess", "widow"}:
        return True
    if words & {"man", "he", "his", "boy", "lord", "brother", "father", "abbot", "bearded"}:
        return False
    return by_chance


def _hair(words: set[str], age: Age, dice: Dice) -> str:
    by_chance = dice.choice([colour for colour, _ in _HAIR[1:]])
    said = next((colour for colour, names in _HAIR if words & set(names.split())), by_chance)
    return mix(said, "#d6d2cc", 0.8) if age == "old" else said


def _skin(race: Race, words: set[str], hair: str, dice: Dice) -> str:
    fair = hair in (_FAIR, _RED)
    by_chance = dice.choice(_RACE_SKINS.get(race, _SKINS[:3] if fair else _SKINS))
    if words & {"pale", "pallid"}:
        return mix(by_chance, "#eadfd4", 0.6)
    return (
        mix(by_chance, "#6b452e", 0.5) if words & {"dark-skinned", "brown-skinned"} else by_chance
    )


def _cut(words: set[str], race: Race, is_woman: bool, age: Age, dice: Dice) -> HairCut:
    usual: tuple[HairCut, ...] = (
        ("long", "tied", "braided", "curly") if is_woman else ("short", "cropped", "curly", "short")
    )
    if not is_woman and age == "old":
        usual = ("bald", "short", "bald", "long")
    by_chance = dice.choice(usual)
    said: tuple[tuple[HairCut, str], ...] = (
        ("bald", "bald hairless shaven-headed"), ("cropped", "cropped shorn"), ("braided", "braid braids braided plaits"),
        ("tied", "tied bun knot ponytail"), ("curly", "curly curls curled"), ("long", "long-haired flowing"),
    )  # fmt: skip
    if race == "dragonborn":
        return "bald"
    return next((cut for cut, names in said if words & set(names.split())), by_chance)


def _beard(words: set[str], race: Race, is_woman: bool, age: Age, dice: Dice) -> Beard:
    by_chance: Beard = dice.choice(("none", "stubble", "short", "none", "full"))
    if words & {"bearded", "beard"}:
        return "full"
    if is_woman or age == "young" or race in ("elf", "half-elf", "dragonborn", "halfling"):
        return "none"
    if words & {"clean-shaven", "beardless"}:
        return "none"
    return "long" if race == "dwarf" else by_chance


def _dress(said: str, words: set[str]) -> Dress:
    """Return what they wear: what is said first decides."""
    found = [
        (said.find(word), dress) for dress, names in _DRESSES for word in words & set(names.split())
    ]
    return min(found)[1] if found else "tunic"
