"""How well words name the things of a scene: every noun with its own words, their synonyms and what its kind is called.

It scores; `targets.py` chooses. It knows no verbs.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from llm_brain.ledger.state import State
from llm_brain.referee.scene import Noun, Scene
from llm_brain.understanding.sounds import sound_of
from llm_brain.understanding.words import (
    edit_distance,
    is_typo_of,
    language,
    plain_words,
    singular,
    verb_forms,
)

STOP_WORDS = frozenset(
    "the a an of my his her their its some this that these those your our one ones and day flask feet foot 50 1 's "
    "to in on at with for me i we us he she they it him them myself himself herself all both every each any".split()
)
LEAST_SOUNDS, MOST_SLIPS = 3, 2
NAME, HEAD, WORD, SYNONYM, ENDING, TYPO = 1.0, 1.2, 0.9, 0.6, 0.8, 0.55
ENOUGH = 0.5


@dataclass(frozen=True)
class Entry:
    """A noun with the weight of each word that may mean it."""

    noun: Noun
    weights: dict[str, float]


@dataclass(frozen=True)
class Match:
    """How well a phrase names a noun."""

    noun: Noun
    score: float


class NounIndex:
    """The nouns of one scene, ready to be asked for by words."""

    def __init__(self, scene: Scene, state: State) -> None:
        self.entries = [Entry(noun, _weights(noun, state)) for noun in scene.nouns]
        self.vocabulary = {word for entry in self.entries for word in entry.weights}

    def matches(self, words: Sequence[str], kinds: Iterable[str]) -> list[Match]:
        """Return nouns of the kinds that the words may name, best first; typing slips count when nothing else does."""
        asked = content_words(words)
        wanted = set(kinds)
        unknown = [word for word in asked if word not in self.vocabulary]
        for score, said in ((_score, asked), (_score_with_slips, unknown)):
            found = [
                Match(entry.noun, points)
                for entry in self.entries
                if entry.noun.kind in wanted and (points := score(said, entry)) >= ENOUGH
            ]
            if found:
                return sorted(found, key=lambda match: -match.score)
        return []

    def knows(self, word: str) -> bool:
        return word in self.vocabulary or singular(word) in self.vocabulary


def content_words(words: Sequence[str]) -> list[str]:
    """Return the words that can name something, in the singular."""
    return [stem(word) for word in words if word not in STOP_WORDS]


def stem(word: str) -> str:
    """Return a word without plural or comparison: rats, taller, tallest."""
    if len(word) > 5 and word.endswith("est"):
        return word[:-3]
    if len(word) > 4 and word.endswith("er") and word[:-2] in ADJECTIVES:
        return word[:-2]
    return singular(word)


ADJECTIVES = frozenset(
    "tall small old young short fat thin dark pale loud quick slow strong weak fierce".split()
)


def _weights(noun: Noun, state: State) -> dict[str, float]:
    """Return what each word is worth for naming the noun."""
    weights: dict[str, float] = {}

    def put(word: str, weight: float) -> None:
        if word not in STOP_WORDS:
            weights[stem(word)] = max(weight, weights.get(stem(word), 0.0))

    name = [w for w in plain_words(noun.name.split("(")[0]) if w not in STOP_WORDS]
    if " of " in noun.name and noun.kind.startswith("item"):
        put(name[0], HEAD)
    lists = language()
    for position, word in enumerate(name):
        put(word, HEAD if position == len(name) - 1 else NAME)
    hinted = [w for words in noun.words for w in plain_words(words)]
    for word in hinted:
        if word not in ("he", "she", "they"):
            put(word, WORD)
    for word in (*name, *hinted):
        for synonym in lists["synonyms"].get(word, lists["synonyms"].get(stem(word), ())):
            put(synonym, SYNONYM)
    for word in lists["kind_words"].get(noun.kind, ()):
        put(word, SYNONYM)
    put(noun.ref, HEAD)
    if noun.kind == "exit":
        for word in noun.ref.removeprefix("exit:").split("-"):
            put(word, SYNONYM)
    creature = state.creatures.get(noun.ref)
    if creature is not None and creature.person is not None:
        ages = lists["age_words"][creature.person.age]
        for word in (*ages, *lists["pronoun_words"][creature.person.pronoun]):
            put(word, SYNONYM)
    return weights


def _score(asked: Sequence[str], entry: Entry) -> float:
    return sum(_worth(word, entry) for word in asked)


def _worth(word: str, entry: Entry) -> float:
    weight = entry.weights.get(word)
    if weight is not None:
        return weight
    if len(word) >= 4 and f"{word}ed" in entry.weights:
        return SYNONYM
    if len(word) >= 3 and entry.noun.kind.startswith("item"):
        return max(
            (ENDING for own in entry.weights if len(own) > len(word) and own.endswith(word)),
            default=0.0,
        )
    return 0.0


def _is_meant(typed: str, own: str) -> bool:
    """Say whether a word is a slip of another, or sounds like it."""
    if is_typo_of(typed, own):
        return True
    if typed[0] != own[0] or len(sound_of(own)) < LEAST_SOUNDS or sound_of(typed) != sound_of(own):
        return False
    return edit_distance(typed, own) <= MOST_SLIPS


def _score_with_slips(asked: Sequence[str], entry: Entry) -> float:
    return sum(
        max((TYPO for own in entry.weights if _is_meant(word, own)), default=0.0)
        for word in asked
        if len(word) > 2 and word not in verb_forms() and word not in entry.weights
    )
