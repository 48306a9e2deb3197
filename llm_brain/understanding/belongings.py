"""Which thing is meant among what the hero carries, what lies here, what is for sale, and money.

A thing's key is what an `Action.item` holds; words for which there is nothing are kept as they were said.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from llm_brain.ledger.creature import Item
from llm_brain.referee.scene import Noun
from llm_brain.referee.world.wares import wares
from llm_brain.understanding.nouns import STOP_WORDS, content_words, stem
from llm_brain.understanding.targets import Situation
from llm_brain.understanding.words import language, plain_words

COIN_WORDS = frozenset("cp copper sp silver ep electrum gp gold pp platinum coin money".split())
WEAPON = re.compile(
    r"(?:sword|axe|bow|dagger|mace|staff|hammer|spear|knife|club|sling|rapier|scimitar|whip|flail|"
    r"pike|lance|javelin|dart|halberd|glaive|trident|maul|morningstar|sickle|blade|war-pick)s?$"
)
CHANNELLED = ("turn-undead", "preserve-life")


@dataclass(frozen=True)
class Goods:
    """Something for sale and who sells it."""

    seller: str
    item: Item


def carried(words: Sequence[str], situation: Situation) -> Noun | None:
    """Return the thing of the hero's own that the words name; an equipped one wins a tie."""
    if {"weapon", "weapons"} & set(words):
        return _weapon(words, situation)
    found = situation.index.matches(words, ("item_carried",))
    if not found:
        return _weapon(words, situation)
    if "my" not in words:
        living = situation.index.matches(words, ("person", "hero", "foe"))
        if living and living[0].score >= found[0].score:
            return None
    best = [match.noun for match in found if found[0].score - match.score < 0.25]
    return min(best, key=lambda noun: not _is_equipped(noun, situation))


def _weapon(words: Sequence[str], situation: Situation) -> Noun | None:
    if "weapon" not in words and "weapons" not in words:
        return None
    own = situation.scene.of_kind("item_carried")
    arms = [noun for noun in own if WEAPON.search(noun.ref)]
    return next((noun for noun in arms if _is_equipped(noun, situation)), arms[0] if arms else None)


def _is_equipped(noun: Noun, situation: Situation) -> bool:
    hero = situation.state.creatures.get(situation.actor)
    key = noun.ref.removeprefix("item:")
    return bool(hero and any(item.key == key and item.is_equipped for item in hero.items))


def feature_used(words: Sequence[str]) -> str | None:
    """Return the key of a class feature used by name: "second wind"."""
    line = (
        " ".join(words).replace("wildshape", "wild shape").replace("turn the undead", "turn undead")
    )
    for name in language()["class_features"]:
        if re.search(rf"\b{name}\b", line):
            key = name.replace(" ", "-")
            return "channel-divinity" if key in CHANNELLED else key
    return None


def coins(words: Sequence[str]) -> int | None:
    """Return how many coins are spoken of, of the kind the words name; None for no money."""
    if not any(stem(word) in COIN_WORDS or re.fullmatch(r"\d+[gscp]p", word) for word in words):
        return None
    return quantity(words) or 1


def quantity(words: Sequence[str]) -> int | None:
    """Return the number the words begin to speak of."""
    numbers = language()["numbers"]
    for word in words:
        if word.isdigit():
            return int(word[:6])
        if word in numbers:
            return int(numbers[word])
        if re.fullmatch(r"\d+[gscp]p", word):
            return int(word[:-2][:6])
    return None


def for_sale(words: Sequence[str], situation: Situation) -> Goods | None:
    """Return the goods here that the words name."""
    asked = content_words(words)
    best: tuple[float, Goods] | None = None
    for creature in situation.state.at(situation.scene.location):
        for item in wares(situation.state, creature):
            likeness = _likeness(asked, item.name)
            # of two that are as like, the plainer name is meant
            score = likeness - 0.02 * len(plain_words(item.name))
            if likeness > 0 and (best is None or score > best[0]):
                best = (score, Goods(creature.ref, item))
    return best[1] if best else None


def _likeness(asked: Sequence[str], name: str) -> float:
    own = [stem(w) for w in plain_words(name.split("(", maxsplit=1)[0]) if w not in STOP_WORDS]
    synonyms = {stem(s) for word in own for s in language()["synonyms"].get(word, ())}
    exact = sum(word in own for word in asked)
    return exact + 0.6 * sum(word in synonyms for word in asked if word not in own)


def on_offer(situation: Situation) -> list[Item]:
    """Return everything for sale here."""
    here = situation.state.at(situation.scene.location)
    return [item for c in here if c.person is not None and not c.is_dead for item in c.person.sells]
