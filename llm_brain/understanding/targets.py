"""Who or what is meant: names, epithets, pronouns, "the wounded one", "nearest", among the nouns of the scene.

It chooses among `nouns.py`'s matches by what the state shows (distance, wounds, size). It never refuses:
None means nothing fits.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from llm_brain.ledger.creature import Creature
from llm_brain.ledger.state import State
from llm_brain.referee.scene import Noun, Scene
from llm_brain.understanding.nouns import STOP_WORDS, NounIndex, content_words
from llm_brain.understanding.words import language

SIZES = ("Tiny", "Small", "Medium", "Large", "Huge", "Gargantuan")
CREATURES = ("foe", "person", "hero", "body")
EVERYBODY = frozenset("everyone everybody everything all enemies foes".split())
TIE = 0.19
WORN_BEHIND = frozenset("in with wearing holding carrying".split())
HERE = (("the", "room"), ("this", "room"), ("room",), ("the", "place"), ("this", "place"))
PERSONAL = frozenset("him her it them he she they em".split())


@dataclass
class Situation:
    """A scene with what has just been spoken of, most recent first."""

    scene: Scene
    state: State
    actor: str
    recent: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.index = NounIndex(self.scene, self.state)
        self.nouns = {noun.ref: noun for noun in self.scene.nouns}

    def mention(self, ref: str | None) -> None:
        """Note that something was spoken of."""
        if ref and ref != self.actor:
            self.recent = [ref, *(r for r in self.recent if r != ref)]

    def creature(self, noun: Noun) -> Creature | None:
        return self.state.creatures.get(noun.ref)

    def distance_ft(self, noun: Noun) -> int:
        """Return how far a creature is in a fight, 0 outside one."""
        fight = self.state.encounter
        if fight is None:
            return 0
        at = {zone.key: zone.at_ft for zone in fight.zones}
        here, there = fight.combatant(self.actor), fight.combatant(noun.ref)
        if here is None or there is None:
            return 0
        return abs(at.get(here.zone, 0) - at.get(there.zone, 0))


def find(words: Sequence[str], kinds: Sequence[str], situation: Situation) -> Noun | None:
    """Return the noun of one of the kinds that the words mean; earlier kinds win ties."""
    if tuple(w for w in words if w not in ("whole", "entire", "rest", "of")) in HERE:
        return None
    told = _told_by(words, kinds, situation)
    if told is not None:
        return told
    words = _without_place(words)
    described = [d for w in words if (d := language()["descriptors"].get(w))]
    matches = [m for m in situation.index.matches(words, kinds) if m.noun.ref != situation.actor]
    if matches:
        best = matches[0].score
        tied = [match.noun for match in matches if best - match.score < TIE]
        first_kind = min(kinds.index(noun.kind) for noun in tied)
        same = [noun for noun in tied if kinds.index(noun.kind) == first_kind]
        return pick(same, described, situation)
    generic = language()["generic"]
    if described and all(
        w in generic or w in language()["descriptors"] or w in STOP_WORDS for w in words
    ):
        return _described(described, kinds, situation)
    return _pronoun(words, kinds, situation)


def _told_by(words: Sequence[str], kinds: Sequence[str], situation: Situation) -> Noun | None:
    """Return who is told by what he wears or carries: "the guy in the hood", "the one with the bow"."""
    at = next((i for i, word in enumerate(words) if word in WORN_BEHIND), 0)
    if not at or not any(kind in CREATURES for kind in kinds):
        return None
    worn = [w for word in words[at + 1 :] for w in (word, *language()["worn"].get(word, ()))]
    found = situation.index.matches(worn, [kind for kind in kinds if kind in CREATURES])
    return next((m.noun for m in found if m.noun.ref != situation.actor), None)


def _without_place(words: Sequence[str]) -> Sequence[str]:
    """Return "the big guy" for "the big guy in the back"."""
    at = next((i for i, word in enumerate(words) if word in WORN_BEHIND), 0)
    return words[:at] if at else words


def _described(described: list[str], kinds: Sequence[str], situation: Situation) -> Noun | None:
    """Return the one meant by "the wounded one", "the biggest"."""
    for kind in kinds:
        present = [n for n in situation.scene.of_kind(kind) if n.ref != situation.actor]  # type: ignore[arg-type]
        if kind in CREATURES and present:
            return pick(present, described, situation)
    return None


def pick(nouns: Sequence[Noun], described: Sequence[str], situation: Situation) -> Noun | None:
    """Return one of several equals: as described, else just spoken of, else the nearest and most wounded."""
    if len(nouns) < 2:
        return nouns[0] if nouns else None
    for description in described:
        chosen = _as_described(nouns, description, situation)
        if chosen is not None:
            return chosen
    return min(nouns, key=lambda noun: (situation.distance_ft(noun), _hp(noun, situation)))


def _as_described(nouns: Sequence[Noun], description: str, situation: Situation) -> Noun | None:
    if description in ("first", "second", "third"):
        place = ("first", "second", "third").index(description)
        return nouns[place] if place < len(nouns) else nouns[-1]
    recent = [ref for ref in situation.recent if any(noun.ref == ref for noun in nouns)]
    if description == "same":
        return next((noun for noun in nouns if recent and noun.ref == recent[0]), None)
    if description == "other":
        rest = [noun for noun in nouns if not recent or noun.ref != recent[0]]
        return pick(rest, (), situation)
    orders = {
        "nearest": lambda n: (situation.distance_ft(n), _hp(n, situation)),
        "farthest": lambda n: (-situation.distance_ft(n), _hp(n, situation)),
        "weakest": lambda n: (_hp_share(n, situation), _hp(n, situation)),
        "strongest": lambda n: (-_hp(n, situation),),
        "biggest": lambda n: (-_size(n, situation), -_hp(n, situation)),
        "smallest": lambda n: (_size(n, situation), _hp(n, situation)),
    }
    return min(nouns, key=orders[description])


def _pronoun(words: Sequence[str], kinds: Sequence[str], situation: Situation) -> Noun | None:
    """Return whom "him", "her", "it", "them" means: spoken of last and fitting."""
    pronouns: dict[str, str] = language()["pronouns"]
    said = next((pronouns[word] for word in words if word in pronouns), None)
    if said is None:
        return None
    is_owner = words[0] == "her" and len(words) > 1 and kinds[0] in ("feature", "person")
    if (words[0] not in PERSONAL or is_owner) and content_words(
        [w for w in words if w not in pronouns]
    ):
        return None
    fits = [
        noun
        for noun in situation.scene.nouns
        if noun.kind in kinds and _fits(noun, said, situation)
    ]
    by_ref = {noun.ref: noun for noun in fits if noun.ref != situation.actor}
    sure = [noun for noun in by_ref.values() if _is_surely(noun, said, situation)]
    for ref in situation.recent:
        if ref in by_ref:
            return sure[0] if len(sure) == 1 else by_ref[ref]
    for kind in kinds:
        present = [noun for noun in by_ref.values() if noun.kind == kind]
        if len(present) == 1 or (present and kind == "foe" and situation.scene.is_fight):
            return pick(present, (), situation)
    return None


def _fits(noun: Noun, said: str, situation: Situation) -> bool:
    creature = situation.creature(noun)
    if creature is None:
        return said in ("it", "they")
    if said == "it" and noun.kind in ("hero", "person"):
        return creature.person is not None and creature.type == "beast"
    if creature.person is None:
        return True
    return said in (creature.person.pronoun, "they") or creature.person.pronoun == "they"


def _is_surely(noun: Noun, said: str, situation: Situation) -> bool:
    """Say whether "he" or "she" is known to be said of somebody."""
    creature = situation.creature(noun)
    return bool(creature and creature.person and creature.person.pronoun == said != "they")


def _hp(noun: Noun, situation: Situation) -> int:
    creature = situation.creature(noun)
    return creature.hp if creature else 0


def _hp_share(noun: Noun, situation: Situation) -> float:
    creature = situation.creature(noun)
    return creature.hp / max(1, creature.hp_max) if creature else 1.0


def _size(noun: Noun, situation: Situation) -> int:
    creature = situation.creature(noun)
    return SIZES.index(creature.size) if creature and creature.size in SIZES else 0
