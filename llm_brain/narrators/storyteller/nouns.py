"""Who and what a sentence speaks of: the hero as "you", people by name, monsters with an article, weapons with an owner.

A template asks a `Noun` for a form ("their", "s", "a") and for a verb that agrees. It knows nothing of events.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from llm_brain.ledger.creature import Creature
from llm_brain.narrators.storyteller import grammar

_PRONOUNS = {
    "you": ("you", "you", "your", "yours", "yourself"),
    "he": ("he", "him", "his", "his", "himself"),
    "she": ("she", "her", "her", "hers", "herself"),
    "it": ("it", "it", "its", "its", "itself"),
    "they": ("they", "them", "their", "theirs", "themselves"),
    "one": ("they", "them", "their", "theirs", "themself"),
}
_FORMS = {"they": 0, "them": 1, "their": 2, "theirs": 3, "self": 4}


@dataclass(frozen=True)
class Noun:
    """Something a template can name. `owner` makes "your rapier", "its jaws"."""

    name: str
    pronoun: str = "it"
    is_proper: bool = False
    is_many: bool = False
    owner: "Noun | None" = None
    ref: str = ""
    is_short: bool = False

    @property
    def is_somebody(self) -> bool:
        """Say whether a second mention may be "he", "she" or "they": a person, not "you", not a beast."""
        return bool(self.ref) and self.pronoun in ("he", "she", "one") and not self.is_short

    @property
    def is_you(self) -> bool:
        return self.pronoun == "you"

    @property
    def phrase(self) -> str:
        """The noun phrase, with owner or article."""
        if self.is_you:
            return "you"
        if self.is_short:
            return self.form("they")
        if self.owner is not None:
            return f"{self.owner.form('s')} {self.name}"
        return self.name if self.is_proper else grammar.definite(self.name)

    @property
    def _head(self) -> str:
        """The noun phrase without what follows its head: "the skeleton" for "the skeleton in a sash"."""
        if self.is_proper:
            return self.phrase
        return re.split(r"\s(?:in|with|of|from|on|at|under)\s", self.phrase, maxsplit=1)[0]

    def form(self, form: str) -> str:
        """Return one form of it: s, a, name, they, them, their, theirs, self, cap."""
        if form in _FORMS:
            return _PRONOUNS[self.pronoun][_FORMS[form]]
        if form == "s":
            if self.is_you or self.is_short:
                return self.form("their")
            return grammar.possessive(self._head)
        if form == "a":
            return self.phrase if self.is_you or self.is_proper else grammar.with_article(self.name)
        if form == "name":
            return "you" if self.is_you else self.name
        return self.phrase

    def verb(self, verb: str) -> str:
        """Return the verb as it agrees with the noun phrase."""
        if self.is_short:
            return self.pronoun_verb(verb)
        if self.is_you or self.is_many:
            return grammar.plain_form(verb)
        return grammar.third_person(verb)

    @property
    def short(self) -> "Noun":
        """The same one, spoken of by pronoun."""
        return replace(self, is_short=True)

    def pronoun_verb(self, verb: str) -> str:
        """Return the verb as it agrees with the pronoun ("they swing")."""
        if self.pronoun in {"you", "they", "one"} or self.is_many:
            return grammar.plain_form(verb)
        return grammar.third_person(verb)


def of_creature(creature: Creature, actor: str) -> Noun:
    """Return how a creature is spoken of when `actor` is "you"."""
    if creature.ref == actor:
        return Noun(name="you", pronoun="you", is_proper=True, ref=creature.ref)
    if creature.person is not None:
        said = creature.person.pronoun
        pronoun: str = "one" if said == "they" else said
    else:
        pronoun = "one" if creature.is_hero else "it"
    name = re.sub(r"\s*[#(]?\d+\)?$", "", creature.name).strip() or "stranger"
    is_proper = name[:1].isupper() and not re.match(r"(?:The|A|An)\s", name)
    if not is_proper:
        name = name[:1].lower() + name[1:]
    return Noun(name=name, pronoun=pronoun, is_proper=is_proper, ref=creature.ref)


_TITLES = frozenset(
    "old young lady lord sir dame widow father mother brother sister captain master mistress doctor dr goodman goodwife "
    "aunt uncle granny gaffer sergeant queen king prince princess saint st big little the abbot abbess parson".split()
)


def familiar(creature: Creature, others: Iterable[Creature]) -> str:
    """Return a person's name for a second mention: "Judith" for "Judith Blackadder-Hume", where nobody else is called so."""
    words = creature.name.split()
    if len(words) < 2 or words[0].lower() in _TITLES or not all(w[:1].isupper() for w in words):
        return creature.name
    if any(c.ref != creature.ref and c.name.split()[:1] == words[:1] for c in others):
        return creature.name
    return words[0]


def shorter(creature: Creature, others: list[Creature]) -> str:
    """Return a monster's name for a second mention: "goblin" when it is the only one, else "taller one"."""
    words = creature.name.lower().split()
    shared = 0
    for other in others:
        same = 0
        for mine, theirs in zip(
            reversed(words), reversed(other.name.lower().split()), strict=False
        ):
            if mine != theirs:
                break
            same += 1
        shared = max(shared, same)
    block = (creature.stat_block or "").replace("-", " ").split()
    if not shared and block and words[-len(block) :] == block:
        shared = len(block)
    if not 0 < shared < len(words):
        return creature.name
    base = " ".join(words[-shared:])
    if any(not c.is_dead and c.name.lower().endswith(base) for c in others):
        return " ".join([*words[:-shared], "one"])
    return base


_NATURAL = {
    "bite": ("jaws", True), "claw": ("claw", False), "claws": ("claws", True), "slam": ("fist", False),
    "fist": ("fist", False), "tail": ("tail", False), "sting": ("sting", False),
    "stinger": ("sting", False), "beak": ("beak", False), "talons": ("talons", True),
    "hooves": ("hooves", True), "hoof": ("hoof", False), "ram": ("horns", True), "gore": ("horns", True),
    "tusk": ("tusk", False), "tusks": ("tusks", True), "tentacle": ("tentacle", False),
    "tentacles": ("tentacles", True), "pseudopod": ("heaving bulk", False), "constrict": ("coils", True),
    "touch": ("cold touch", False), "withering touch": ("withering touch", False),
    "life drain": ("grave-cold hand", False), "strength drain": ("grey touch", False),
    "web": ("web", False), "spit": ("spittle", False), "bites": ("teeth", True),
    "unarmed strike": ("fist", False), "unarmed": ("fist", False), "punch": ("fist", False),
    "rotting fist": ("rotten fist", False), "multiattack": ("onslaught", False), "": ("attack", False),
}  # fmt: skip


def weapon_name(weapon: str) -> str:
    """Return a weapon's everyday name: "Crossbow, light" is a light crossbow."""
    name = re.sub(r"\s*\(.*?\)", "", weapon).strip().lower().replace("-", " ")
    if "," in name:
        head, _, tail = name.partition(",")
        name = f"{tail.strip()} {head.strip()}"
    return name


def of_weapon(weapon: str, owner: Noun) -> Noun:
    """Return a weapon in its wielder's hands, or the natural one that a stat block names."""
    name = weapon_name(weapon)
    natural, is_many = _NATURAL.get(name, (name, grammar.is_plural(name)))
    return Noun(name=natural, pronoun="they" if is_many else "it", is_many=is_many, owner=owner)


def of_phrase(phrase: str) -> Noun:
    """Return a noun phrase out of the adventure, agreeing as its head noun does."""
    is_many = grammar.is_plural(phrase)
    is_proper = phrase[:1].isupper() or bool(re.match(r"(?:an?|the|some|no)\s", phrase))
    is_proper = is_proper or is_many or not phrase.isascii() or " " in phrase
    return Noun(
        name=phrase, pronoun="they" if is_many else "it", is_proper=is_proper, is_many=is_many
    )
