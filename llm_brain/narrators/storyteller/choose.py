"""Which phrase: the least told one that fits the scene, by a coin that anybody with seed, turn and telling can toss again.

It knows banks, flags and counts; it does not know what a phrase is about.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping

from llm_brain.narrators.storyteller import banks
from llm_brain.narrators.storyteller.banks import Phrase
from llm_brain.narrators.storyteller.template import Node, Value, expand

VOICES = frozenset({"gothic", "high", "swash", "desert", "light", "grim", "lush", "heroic"})
_MASK = (1 << 64) - 1


class NothingFitsError(LookupError):
    """No phrase of a bank fits the scene."""


class Coin:
    """A splitmix64 stream seeded with the SHA-256 of what is told."""

    def __init__(self, *seed: object) -> None:
        digest = hashlib.sha256("|".join(str(part) for part in seed).encode()).digest()
        self._state = int.from_bytes(digest[:8], "big")

    def below(self, limit: int) -> int:
        """Return a number from 0 to `limit` - 1."""
        self._state = (self._state + 0x9E3779B97F4A7C15) & _MASK
        z = self._state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & _MASK
        return (z ^ (z >> 31)) % limit


class Chooser:
    """Picks phrases for one telling; `used` counts how often each was told before."""

    def __init__(
        self, coin: Coin, used: Mapping[str, int], flags: Iterable[str], banned: Iterable[str]
    ) -> None:
        self.coin = coin
        self.used: Counter[str] = Counter(used)
        self.flags = frozenset(flags)
        self.banned = frozenset(banned)
        self._fitting: dict[tuple[str, frozenset[str]], list[Phrase]] = {}
        self._weights: dict[str, float] = {}

    def _fits(self, name: str, flags: frozenset[str]) -> list[Phrase]:
        key = (name, flags)
        if key not in self._fitting:
            on = self.flags | flags
            self._fitting[key] = [
                phrase
                for phrase in banks.bank(name)
                if phrase.needs <= on and not phrase.bars & on and not phrase.contents & self.banned
            ]
        return self._fitting[key]

    def pick(
        self, name: str, values: Mapping[str, Value], flags: frozenset[str], taken: list[str]
    ) -> Phrase:
        """Return one of the least told phrases that fit. Raises NothingFitsError."""
        keys = values.keys()
        fitting = [p for p in self._fits(name, flags) if p.asks <= keys]
        if not fitting:
            raise NothingFitsError(name)
        counts = [
            (self.used[p.id] + taken.count(p.id)) * p.weight - (0.5 if p.needs & VOICES else 0.0)
            for p in fitting
        ]
        least = min(counts)
        slack = 0.0 if counts.count(least) >= 4 else 0.5
        pool = [p for p, n in zip(fitting, counts, strict=True) if n <= least + slack]
        chosen = pool[self.coin.below(len(pool))]
        self._weights[chosen.id] = chosen.weight
        return chosen

    def cost(self, phrase_id: str) -> float:
        """Return how worn a phrase is: its uses, those with long stretches of unchanging words counted for more."""
        return self.used[phrase_id] * self._weights.get(phrase_id, 1.0)

    def words(
        self, name: str, values: Mapping[str, Value], flags: frozenset[str]
    ) -> tuple[str, list[str]]:
        """Expand a phrase of a bank; return its words and the ids of all phrases in it."""
        taken: list[str] = []

        def pick_bank(inner: str) -> tuple[Node, ...]:
            phrase = self.pick(inner, values, flags, taken)
            taken.append(phrase.id)
            return phrase.nodes

        text = expand(pick_bank(name), values, pick_bank, self.coin.below)
        return text, taken
