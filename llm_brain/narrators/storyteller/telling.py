"""One telling in the making: the scene's flags, how everybody is called, and the sentences said so far.

`say` makes several candidates for a sentence and keeps the one least like what was told before.
"""

import re
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from llm_brain.ledger.creature import Creature
from llm_brain.ledger.state import State
from llm_brain.ledger.world import Location
from llm_brain.narrators.protocol import Brief
from llm_brain.narrators.storyteller import grammar, nouns, scenery
from llm_brain.narrators.storyteller.choose import Chooser, Coin, NothingFitsError
from llm_brain.narrators.storyteller.nouns import Noun

CANDIDATES = 6
ATTEMPTS = 18
LATELY_TURNS = 25
_WORD = re.compile(r"[\w’'-]+")
_NUMBERS = re.compile(
    r"\b(?:\d+|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:-\w+)?|one|two|three|four|"
    r"five|six|seven|eight|nine|ten|eleven|twelve|\w+teen)\b"
)


@dataclass
class Sentence:
    """A sentence said; `is_event` ones must stay, the others are colour and may go."""

    text: str
    speaker: str | None = None
    phrases: tuple[str, ...] = ()
    is_event: bool = True


@lru_cache(maxsize=64)
def _names(names: frozenset[str]) -> re.Pattern[str]:
    longest_first = sorted(names, key=len, reverse=True)
    return re.compile("|".join(re.escape(name) for name in longest_first) or r"(?!)")


@dataclass
class Telling:
    """What is said this turn and all it takes to say it."""

    brief: Brief
    chooser: Chooser
    told_before: dict[str, int]
    said: list[Sentence] = field(default_factory=list)
    _marks: list[str] = field(default_factory=list)
    _grams: set[tuple[str, ...]] = field(default_factory=set)
    _openers: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        names = {c.name.lower() for c in self.brief.after.creatures.values()}
        names |= {
            c.name.split()[0].lower() for c in self.brief.after.creatures.values() if c.person
        }
        names |= {x.name.lower() for x in self.brief.after.locations.values()}
        self._mask = _names(frozenset(n.replace("'", "’") for n in names if n))
        for text in self.brief.recent_narrations[-6:]:
            self._remember(text)
        self._banned_words = _banned_words(self.brief.lines)

    # -- the scene -------------------------------------------------------------------------
    @property
    def actor(self) -> str:
        return self.brief.actor

    @property
    def state(self) -> State:
        return self.brief.after

    @property
    def here(self) -> Location | None:
        return self.state.here

    def creature(self, ref: str | None) -> Creature | None:
        """Return a creature as it is after the turn."""
        if not ref:
            return None
        return self.state.creatures.get(ref) or self.brief.before.creatures.get(ref)

    def noun(self, ref: str | None) -> Noun:
        """Return how somebody is spoken of: shorter once this telling has named them in full."""
        found = self.creature(ref)
        if found is None:
            return Noun("something unseen", "it", is_proper=True)
        made = nouns.of_creature(found, self.actor)
        if self.is_banned(made.name):
            kind = "beast" if found.type.lower() in {"beast", "monstrosity"} else "creature"
            made = replace(made, name=self._banned_words.sub(kind, made.name))
        if made.is_you or " " not in made.name:
            return made
        if made.is_proper or found.person is not None:
            full = found.name.replace("'", "’")
            if not made.is_proper or not any(full in sentence.text for sentence in self.said):
                return made
            return replace(made, name=nouns.familiar(found, self.state.creatures.values()))
        name = made.name.replace("'", "’")
        if not any(name in sentence.text.lower() for sentence in self.said):
            return made
        return replace(made, name=nouns.shorter(found, self._others(found)))

    def _others(self, creature: Creature) -> list[Creature]:
        return [
            c for c in self.state.at(creature.location) if c.ref != creature.ref and not c.is_hidden
        ]

    def has(self, *flags: str) -> bool:
        """Say whether all these flags of the scene are on."""
        return self.chooser.flags.issuperset(flags)

    # -- memory ----------------------------------------------------------------------------
    def was_told(self, what: str) -> bool:
        """Say whether something was told in an earlier turn."""
        return what in self.told_before

    def was_told_lately(self, what: str) -> bool:
        """Say whether something was told so few turns ago that people remember it."""
        last = self.told_before.get(what)
        return last is not None and self.brief.turn_number - last <= LATELY_TURNS

    def turns_since(self, what: str) -> int | None:
        """Return how many turns ago something was told, or None."""
        last = self.told_before.get(what)
        return None if last is None else self.brief.turn_number - last

    def mark(self, what: str) -> None:
        """Note that the next sentence tells this, so that it is not told as new again."""
        self._marks.append(f"told:{what}@{self.brief.turn_number}")

    def note(self, phrase: str) -> None:
        """Count something as used with the next sentence."""
        self._marks.append(phrase)
        self.chooser.used[phrase] += 1

    # -- saying ----------------------------------------------------------------------------
    def say(
        self,
        bank: str,
        *,
        flags: Iterable[str] = (),
        speaker: str | None = None,
        is_event: bool = True,
        **values: Any,
    ) -> bool:
        """Say one sentence out of a bank; return whether anything fitted."""
        on = frozenset(flags)
        values.setdefault("you", self.noun(self.actor))
        best: tuple[float, str, list[str]] | None = None
        made = 0
        for _ in range(ATTEMPTS):
            try:
                words, taken = self.chooser.words(bank, values, on)
            except NothingFitsError:
                continue  # a phrase fitted, but not one that it calls
            made += 1
            text = grammar.finished(words)
            score = self.score(text, taken)
            if best is None or score < best[0]:
                best = (score, text, taken)
            if made == CANDIDATES:
                break
        if best is None:
            return False
        return self.keep(best[1], speaker=speaker, phrases=best[2], is_event=is_event)

    def keep(
        self,
        text: str,
        *,
        speaker: str | None = None,
        phrases: Iterable[str] = (),
        is_event: bool = True,
    ) -> bool:
        """Say these very words as one sentence."""
        if not is_event and self.is_banned(text):
            return False
        text = self._banned_words.sub("thing", text.replace("'", "’"))
        ids = [*phrases, self._sentence_id(text), *self._marks]
        self._marks = []
        self.chooser.used.update(i for i in ids if not i.startswith("fact:"))
        self._remember(text)
        self._openers.append(_first_words(text))
        self.said.append(Sentence(text, speaker if "“" in text else None, tuple(ids), is_event))
        return True

    def clause(
        self, bank: str, *, flags: Iterable[str] = (), **values: Any
    ) -> tuple[str, list[str]]:
        """Return a stretch of words out of a bank and the ids of its phrases, without saying it."""
        values.setdefault("you", self.noun(self.actor))
        return self.chooser.words(bank, values, frozenset(flags))

    def is_banned(self, text: str) -> bool:
        """Say whether a line of the table forbids these words."""
        return bool(self._banned_words.search(text.lower()))

    def _sentence_id(self, text: str) -> str:
        masked = _NUMBERS.sub("#", self._mask.sub("_", text.lower().replace("'", "’")))
        return f"s:{zlib.crc32(masked.encode()):08x}"

    def _remember(self, text: str) -> None:
        words = _WORD.findall(text.lower())
        self._grams.update(zip(words, words[1:], words[2:], words[3:], strict=False))

    def score(self, text: str, taken: list[str]) -> float:
        words = _WORD.findall(text.lower())
        grams = list(zip(words, words[1:], words[2:], words[3:], strict=False))
        score = 6.0 * self.chooser.used[self._sentence_id(text)]
        score += sum(gram in self._grams for gram in grams) * 1.5
        score += 0.5 * sum(self.chooser.cost(p) for p in taken)
        opener = _first_words(text)
        if self._openers:
            score += 2.0 * (opener.split(" ")[0] == self._openers[-1].split(" ")[0])
            score += 2.0 * (opener in self._openers)
        if self.is_banned(text):
            score += 100
        if self.has("terse"):
            score += len(words) / 6
        elif self.has("lush"):
            score -= min(len(words), 24) / 12
        return score


def _first_words(text: str) -> str:
    return " ".join(_WORD.findall(text.lower())[:2])


_RELATED = {
    "gore": "gore|guts|entrails|viscera|innards", "blood": "blood|bloods|bloody|bleed|bleeds|bleeding",
    "spiders": "spider|spiders|web|webs|cobweb|cobwebs", "insects": "insect|insects|beetle|beetles|fly|flies|moth|moths",
    "rats": "rat|rats", "snakes": "snake|snakes|serpent|serpents", "corpses": "corpse|corpses|cadaver",
    "drowning": "drown|drowns|drowned|drowning", "children": "child|children|baby|infant",
    "torture": "torture|tortured|rack", "fire": "burn|burns|burned|burning|fire|flame|flames",
    "alcohol": "ale|wine|beer|drunk|drunken", "bones": "bone|bones|skull|skulls",
}  # fmt: skip


@lru_cache(maxsize=64)
def _banned_words(lines: tuple[str, ...]) -> re.Pattern[str]:
    parts: set[str] = set()
    for line in lines:
        for word in re.findall(r"[a-z]{3,}", line.lower()):
            if word in {"the", "and", "harm", "any", "with", "towards", "against", "for", "all"}:
                continue
            stem = word[:-1] if word.endswith("s") and len(word) > 3 else word
            related = _RELATED.get(word) or _RELATED.get(f"{stem}s")
            parts.add(related or rf"{re.escape(stem)}(?:s|es|ed|ing|y)?")
    return (
        re.compile(rf"\b(?:{'|'.join(sorted(parts))})\b", re.IGNORECASE)
        if parts
        else re.compile(r"(?!)")
    )


def begin(brief: Brief, avoid: dict[str, int] | None = None) -> Telling:
    """Start a telling: seed the coin, count what was told, read the scene."""
    told: dict[str, int] = {}
    for key in brief.phrases_used:
        if key.startswith("told:"):
            what, _, turn = key[5:].rpartition("@")
            if turn.isdigit() and int(turn) < brief.turn_number:
                told[what] = max(told.get(what, 0), int(turn))
    used = dict(brief.phrases_used)
    for key, n in (avoid or {}).items():
        used[key] = used.get(key, 0) + 2 * n
    coin = Coin(brief.seed, brief.turn_number, brief.telling)
    banned = {
        w for line in (*brief.lines, *brief.veils) for w in re.findall(r"[a-z]+", line.lower())
    }
    chooser = Chooser(coin, used, scenery.flags(brief), banned)
    return Telling(brief, chooser, told)
