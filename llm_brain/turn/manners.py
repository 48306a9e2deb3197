"""What a model may not say that the storyteller never would: for a player, about its own orders, in the language of dice.

Each check answers for one sentence, with the reason why it is left out, in words for the turn's notes. It knows what the
player said and what happened; it never mends a sentence.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from llm_brain.narrators.protocol import Brief
from llm_brain.turn.numbers import strict_numbers

SENTENCE_MOST_CHARS = 400
ECHO_WORDS = 5
"""So many of the orders' words in a row are the orders."""

TOKENS = re.compile(
    r"<[|｜]|[|｜]>|</?s>|<</?SYS>>|\[/?[A-Z][A-Z_]{2,}\]|</?[a-z]+(?:_[a-z]+)+>|<0x[0-9A-F]{2}>|"
    r"</?(?:think|thinking|tool|unk|pad|bos|eos|sep|cls|mask|user|system|assistant|model|eot|eom)>|"
    r"\[(?:UNK|PAD|SEP|CLS|MASK|BOS|EOS)\]|[\ufffd\u2581\u0120\u010a]",
)
"""Control tokens of the common families, and pieces of a vocabulary that were never made into text."""
MACHINE = re.compile(
    r"[{}`]|\"\w+\"\s*:|\b\w+_\w+\b|https?:|</\w+>|^\s*(?:#|[-*]\s|\d+[.)]\s)|\*\*|\\n"
)
LABELS = re.compile(
    r"^\W*(?:place|here|characters|quests|rules|remembered|what just happened|campaign|theme|style|the story so far|"
    r"never in this story|only off-stage|tell it|user|assistant|system|player|dm|dungeon master|narrator|note)\b"
    r"[^.!?“\"]{0,30}[:.]",
    re.IGNORECASE,
)
SELF = re.compile(
    r"\b(?:as an ai|language model|system prompt|my (?:instructions|orders|prompt)|these (?:instructions|orders)|player said|"
    r"player's (?:message|character)|dungeon master|i cannot (?:help|continue|assist)|i can't (?:help|continue|assist))\b",
    re.IGNORECASE,
)
DICE = re.compile(
    r"\b\d*d(?:4|6|8|10|12|20|100)\b|\b(?:AC|armou?r class|difficulty class|saving throw (?:of|against)|natural \d+)\b|"
    r"\bDC\b|[+-]\s?\d+ (?:to|bonus)\b",
    re.IGNORECASE,
)
QUOTED = re.compile(r"[“\"]([^”\"]*)[”\"]?")
SPEECH = "say|reply|answer|ask|tell|shout|whisper|mutter|murmur|call out|exclaim|cry out|promise|announce|declare"
MIND = (
    "decide|choose|think|believe|want|wish|hope|intend|plan|resolve|consider|wonder|regret|agree|refuse|vow|swear|"
    "trust|love|hate"
)
_ADVERB = r"(?:\s+(?:\w+ly|then|now|also|can|will|only))?"
FEELING = re.compile(
    r"\byou(?:'re| are| feel)\s+(?:\w+ly\s+)?(?:afraid|angry|furious|happy|sad|brave|ashamed|guilty|proud|relieved|"
    r"terrified|determined|confident|eager|reluctant|grateful|certain|sure)\b",
    re.IGNORECASE,
)
TALKING = frozenset(("talk", "persuade", "deceive", "intimidate", "ask_rules", "buy", "sell"))
DEEDS: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "attack|strike|stab|slash|shoot|kill|punch": (frozenset(("attack", "cast")), frozenset(("attack_made",))),
    "cast": (frozenset(("cast", "use_item")), frozenset(("spell_cast",))),
    "flee|run away|surrender|leave": (frozenset(("move", "dash", "disengage")), frozenset(("location_entered", "fled"))),
    "drink|eat|swallow": (frozenset(("use_item",)), frozenset(("item_used", "item_lost"))),
    "steal|pocket|take|grab|pick up": (
        frozenset(("take", "search", "interact", "buy")), frozenset(("item_gained", "coins_changed")),
    ),
}  # fmt: skip
"""What a hero may only be told to do when the player said so or it happened: verbs, action kinds, event types."""


class Manners:
    """The checks for one telling by a model."""

    def __init__(self, brief: Brief) -> None:
        self._brief = brief
        heroes = [creature.name for creature in brief.after.heroes]
        self._heroes = sorted(
            {n for name in heroes for n in (name, name.split()[0])}, key=len, reverse=True
        )
        names = "|".join(map(re.escape, self._heroes)) or "you"
        verbs = _conjugated(f"{SPEECH}|{MIND}|" + "|".join(DEEDS))
        self._does = re.compile(rf"\b(?:you|{names}){_ADVERB}\s+(?P<verb>{verbs})\b", re.IGNORECASE)
        speech = _conjugated(SPEECH)
        self._speaks = re.compile(
            rf"\b(?:you|{names}){_ADVERB}\s+(?:{speech})\b|\b(?:{speech})\s+(?:you|{names})\b|\b(?:{names}):",
            re.IGNORECASE,
        )
        self._said = _words(brief.message)
        self._kinds = frozenset(action.kind for action in brief.actions)
        self._types = frozenset(event.type for event in brief.events)
        orders = brief.messages[0].content.split("\n\n")[0] if brief.messages else ""
        self._orders = frozenset(_runs(orders))
        self._numbers = _numbers_told(brief)

    def refuses(self, text: str, known: Iterable[frozenset[int]]) -> str | None:
        """Return why a sentence is left out, or None."""
        if len(text) > SENTENCE_MOST_CHARS or not re.search(r"[^\W\d_]{2}", text):
            return "a sentence was left out: it was none"
        if TOKENS.search(text) or MACHINE.search(text) or DICE.search(text):
            return "a sentence that showed what players must not see was left out"
        if LABELS.search(text) or SELF.search(text) or not self._orders.isdisjoint(_runs(text)):
            return "a sentence that repeated the narrator's orders was left out"
        if self._breaks_a_line(text):
            return "a sentence was left out: the table does not want it in this story"
        if (number := self._unknown_number(text, known)) is not None:
            return f"a sentence was left out: nothing in the ledger is {number}"
        if self._speaks_for_a_hero(text) or self._decides(text):
            return "a sentence that spoke or decided for a player was left out"
        return None

    def _breaks_a_line(self, text: str) -> bool:
        said = f" {' '.join(_words(text))} "
        for line in self._brief.lines:
            word = " ".join(_words(line))
            if word and (f" {word} " in said or f" {word.removesuffix('s')} " in said):
                return True
        return False

    def _unknown_number(self, text: str, known: Iterable[frozenset[int]]) -> int | None:
        allowed = self._numbers.union(*known)
        return next((number for number in strict_numbers(text) if number not in allowed), None)

    def _speaks_for_a_hero(self, text: str) -> bool:
        quotes = [_words(quote) for quote in QUOTED.findall(text)]
        outside = QUOTED.sub(" ", text)
        if not any(quotes) or not self._speaks.search(outside):
            return False
        said = " ".join(self._said)
        return any(" ".join(quote) not in said for quote in quotes)

    def _decides(self, text: str) -> bool:
        outside = QUOTED.sub(" ", text)
        if (felt := FEELING.search(outside)) and not set(_words(felt.group())[-1:]) <= set(
            self._said
        ):
            return True
        return any(not self._may(found["verb"].lower()) for found in self._does.finditer(outside))

    def _may(self, verb: str) -> bool:
        """Say whether the player's own words, or what happened, carry this verb."""
        stem = _stem(verb.split(maxsplit=1)[0])
        if any(_stem(word) == stem for word in self._said):
            return True
        if _is_one_of(stem, SPEECH):
            return bool(TALKING & self._kinds)
        for verbs, (kinds, types) in DEEDS.items():
            if _is_one_of(stem, verbs):
                return bool(kinds & self._kinds or types & self._types)
        return False


def _conjugated(verbs: str) -> str:
    """Return a pattern of verbs in the second and third person, present and past."""
    one_by_one = []
    for verb in verbs.split("|"):
        first, _, rest = verb.partition(" ")
        ending = r"(?:s|es|d|ed)?"
        one = (
            f"{first[:-1]}(?:y|ies|ied)"
            if first.endswith("ry") or first == "reply"
            else first + ending
        )
        one_by_one.append(f"{one} {rest}" if rest else one)
    return "|".join(
        [
            *one_by_one,
            "said",
            "told",
            "thought",
            "chose",
            "swore",
            "drank",
            "took",
            "shot",
            "fled",
            "left",
            "struck",
        ]
    )


IRREGULAR = {
    "said": "say", "told": "tell", "thought": "think", "chose": "choose", "swore": "swear", "drank": "drink", "took": "take",
    "shot": "shoot", "fled": "flee", "left": "leave", "struck": "strike", "ate": "eat", "stole": "steal",
}  # fmt: skip


def _stem(word: str) -> str:
    word = IRREGULAR.get(word, word)
    for ending, instead in (
        ("ies", "y"),
        ("ied", "y"),
        ("ing", ""),
        ("es", ""),
        ("ed", ""),
        ("s", ""),
        ("e", ""),
    ):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word.removesuffix(ending) + instead
    return word


def _is_one_of(stem: str, verbs: str) -> bool:
    return any(_stem(verb.split(maxsplit=1)[0]) == stem for verb in verbs.split("|"))


def _words(text: str) -> list[str]:
    return re.findall(r"[\w']+", text.casefold().replace("’", "'"))


def _runs(text: str) -> set[tuple[str, ...]]:
    words = _words(text)
    return {tuple(words[i : i + ECHO_WORDS]) for i in range(len(words) - ECHO_WORDS + 1)}


@lru_cache(maxsize=64)
def _numbers_of_text(text: str) -> frozenset[int]:
    return frozenset(strict_numbers(text))


def _numbers_told(brief: Brief) -> frozenset[int]:
    """Return the numbers of what the model was told of this turn and the player said, dice and hit points aside."""
    here = brief.after.here
    texts = [brief.message, *(creature.name for creature in brief.after.creatures.values())]
    texts += [here.name, *here.facts] if here else []
    texts += [text for event in brief.events for text in _texts_of(event)]
    return frozenset().union(*map(_numbers_of_text, texts))


def _texts_of(event: object) -> list[str]:
    return [value for value in vars(event).values() if isinstance(value, str)]
