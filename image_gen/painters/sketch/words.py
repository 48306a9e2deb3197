"""Reads a prompt's plain words into a scene; facts the caller gave win over anything read.

Knows words, not pixels. What is not said gets a fitting default: a cave is lit by a torch.
"""

import re
from dataclasses import dataclass

from image_gen.painters.protocol import FigureFact, PictureOrder
from image_gen.painters.sketch import bestiary
from image_gen.painters.sketch.scene import INDOORS, Actor, Scene
from image_gen.painters.sketch.seeds import seed_from

_PLACES = {
    "cavern": "cavern cave grotto mine tunnel tunnels underdark lair den caves caverns mines burrow",
    "crypt": "crypt tomb catacomb catacombs mausoleum dungeon grave graves sepulchre vault ossuary cell sewer sewers "
    "nave cellar prison barrow",
    "forest": "forest wood woods grove thicket jungle glade clearing woodland trees feywild",
    "tavern": "tavern inn taproom alehouse pub kitchen shop house room bar cottage smithy store",
    "tower": "tower spire keep lighthouse castle fortress stronghold citadel",
    "road": "road path trail crossroads highway track bridge field fields plain plains moor caravan farm",
    "ruins": "ruins ruin ruined abbey temple-ruins colonnade stones remains",
    "shore": "shore beach coast sea harbor harbour dock docks ship island cove bay port wharf saltmarsh cliff",
    "village": "village town hamlet market square street streets city settlement gatehouse green",
    "hall": "hall throne palace temple cathedral church chapel library manor ballroom court sanctum shrine laboratory",
    "swamp": "swamp marsh bog fen mire bayou wetland quagmire",
    "mountain": "mountain mountains peak pass cliffs crag ridge summit glacier hills hill canyon valley gorge",
}
_WEATHERS = {
    "rain": "rain rainy raining drizzle downpour wet rains",
    "sand": "sandstorm duststorm sandstorms",
    "fog": "fog mist misty foggy haze smoke murk",
    "snow": "snow snowy snowing blizzard frost winter ice icy snowstorm",
    "storm": "storm stormy thunder lightning tempest thunderstorm gale",
    "clear": "clear sunny cloudless fair",
}
_TIMES = {
    "dawn": "dawn sunrise daybreak",
    "dusk": "dusk sunset twilight evening",
    "night": "night midnight moonlit moonlight dark nightfall",
    "day": "day noon midday afternoon daylight sunlight",
}
_LIGHTS = {
    "torch": "torch torches torchlight brazier sconce",
    "lantern": "lantern lamp candle candles candlelight lanterns",
    "fire": "fire campfire bonfire hearth flames burning fireplace embers",
    "magic": "magic magical arcane glowing spell rune runes eldritch enchanted portal ritual radiant",
    "moon": "moon moonlight moonlit",
}
_FOCALS = {
    "chest": "chest treasure hoard coffer strongbox",
    "altar": "altar",
    "bell": "bell",
    "statue": "statue idol effigy",
    "book": "book tome spellbook scroll grimoire map letter",
    "sword": "sword blade",
    "door": "door doorway hatch",
    "well": "well fountain",
    "throne": "throne",
    "crystal": "crystal gem orb jewel",
    "cauldron": "cauldron",
    "gate": "gate portcullis portal gates",
    "boat": "boat ship rowboat raft",
    "coffin": "coffin sarcophagus",
    "campfire": "campfire bonfire",
    "cart": "cart wagon carriage",
    "stone": "obelisk monolith standing-stone runestone",
}
_THEMES = {
    "infernal": "hell infernal demonic abyss lava fiery",
    "fey": "fey faerie feywild enchanted",
    "undead": "undead necromancer haunted cursed",
    "frozen": "frozen glacier arctic icy",
    "arcane": "arcane wizard eldritch",
    "desert": "desert dune dunes oasis sahara",
    "carnival": "swashbuckling swashbuckler pirate pirates buccaneer carnival",
    "sea": "drowned sunken underwater tide",
}
_GRIM = frozenset(
    "grim dark horror dread ominous haunted cursed blood bloody tense gloomy sinister".split()
)
_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "several": 4, "many": 6,
            "pair": 2, "some": 3, "pack": 4, "horde": 7, "dozen": 8, "group": 4, "band": 4}  # fmt: skip
_PARTY = (("hero", 1), ("mage", 1), ("archer", 1))
_NOT_CREATURES = frozenset("party dead old bone bones ice chain pit rex axe beak tree sword statue purple violet phase "
                           "figure shadow shadows mist spirit man woman human people green stone death guardian fire "
                           "armor armour child lady lord guest spawn captain turtle".split())  # fmt: skip


def read_scene(order: PictureOrder) -> Scene:
    """Read an order into a scene; a given fact wins over the prompt's words."""
    facts, words = order.scene, _words(order.prompt)
    kind = _choose(facts.place_kind, _PLACES, words, "")
    kind = kind or _choose(facts.place_name, _PLACES, [], "") or "road"
    weather = _choose(facts.weather, _WEATHERS, words, "clear")
    time = _choose(facts.time_of_day, _TIMES, words, "dusk" if kind in INDOORS else "day")
    light = _choose(facts.light, _LIGHTS, words, "")
    actors = _cast(facts.figures) if facts.figures is not None else _cast(_creatures(words))
    mood_words = _words(facts.mood or "") + words
    return Scene(
        place_kind=kind,
        weather=weather,
        time_of_day=time,
        light=light or _usual_light(kind, time, weather),
        actors=actors,
        focal=_choose(facts.focal, _FOCALS, words, "") or None,
        mood="grim" if _GRIM & set(mood_words) else "calm",
        theme=_choose(facts.theme, _THEMES, words, ""),
        style=order.style,
        place_seed=_place_seed(order, kind),
        moment_seed=seed_from("moment", order.seed, kind),
    )


def _place_seed(order: PictureOrder, kind: str) -> int:
    """Fix the place: by its own seed, else by its name, else by the order's seed."""
    facts = order.scene
    if facts.place_seed is not None:
        return seed_from("place", facts.place_seed, kind)
    if facts.place_name:
        return seed_from("place", facts.place_name.strip().lower(), kind)
    return seed_from("place", order.seed, kind)


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z][a-z'-]*", text.lower())


def _choose(said: str | None, table: dict[str, str], words: list[str], default: str) -> str:
    """Return the first entry that a fact, then the prompt, names."""
    for word in [*_words(said or ""), *words]:
        for entry, others in table.items():
            if word == entry or word in others.split():
                return entry
    return default


def _usual_light(kind: str, time: str, weather: str) -> str | None:
    """Return the light a place has when nothing is said."""
    if kind in ("crypt", "cavern", "hall"):
        return "torch"
    if kind == "tavern":
        return "fire"
    if time == "night":
        return "moon" if weather in ("clear", "snow") else "lantern"
    return None


@dataclass(frozen=True, slots=True)
class _Mention:
    name: str
    count: int


def _creatures(words: list[str]) -> tuple[FigureFact, ...]:
    """Find the creatures a prompt names, with their number."""
    found: dict[str, _Mention] = {}
    for i, word in enumerate(words):
        is_verb = word.startswith("guard") and words[i + 1 : i + 2] in (["a"], ["an"], ["the"])
        if is_verb or word in _NOT_CREATURES or word in _all_place_words():
            continue
        kind = bestiary.find(word)
        if kind is None or kind.body in found:
            continue
        count = _number_before(words, i)
        plural = word.endswith("s") and bestiary.find(word[:-1]) is not None
        found[kind.body] = _Mention(
            " ".join(words[max(0, i - 1) : i + 1]), count or (3 if plural else 1)
        )
    if {"party", "adventurers", "heroes"} & set(words):
        for name, count in _PARTY:
            found.setdefault(name, _Mention(name, count))
    return tuple(FigureFact(m.name, m.count) for m in list(found.values())[:6])


def _number_before(words: list[str], i: int) -> int:
    """Return the number said of the word at i, 0 when none is said since the last 'and'."""
    for word in reversed(words[max(0, i - 4) : i]):
        if word in ("and", "with", "a", "an", "the"):
            return 0
        if word in _NUMBERS:
            return _NUMBERS[word]
    return 0


def _all_place_words() -> frozenset[str]:
    return frozenset(w for words in _PLACES.values() for w in words.split())


def _cast(figures: tuple[FigureFact, ...]) -> tuple[Actor, ...]:
    """Give every kind of figure a body, a size and a side."""
    actors = []
    for fact in figures:
        kind = bestiary.look_up(fact.kind)
        stance = (fact.stance or "").lower()
        friendly = kind.body in bestiary.FRIENDS or any(
            w in stance for w in ("friend", "ally", "party", "player")
        )
        hostile = any(w in stance for w in ("hostile", "attack", "foe", "enemy"))
        fallen = any(
            w in stance for w in ("dead", "slain", "fallen", "prone", "unconscious", "down")
        )
        if fact.count > 0:
            actors.append(Actor(kind.body, kind.size, min(fact.count, 8), is_foe=hostile or not friendly,
                                tint=kind.tint, is_fallen=fallen))  # fmt: skip
    return tuple(actors[:8])
