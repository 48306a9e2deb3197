"""Which numbers in a sentence are an event's, so that the page can answer "why?", and which are nobody's.

It reads digits and number words. Only a number that stands beside a word of the rules (points, damage, gold, level …)
claims to be mechanical; "two candles" claims nothing.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from llm_brain.ledger.event import Event
from llm_brain.turn.telling import NumberLink

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()

WORDS: dict[str, int] = {word: i for i, word in enumerate(_ONES)}
WORDS |= {ten: 20 + 10 * i for i, ten in enumerate(_TENS)}
WORDS |= {
    f"{ten}-{one}": 20 + 10 * i + j
    for i, ten in enumerate(_TENS)
    for j, one in enumerate(_ONES[1:10], 1)
}

NUMBER = re.compile(
    r"\b(\d[\d,]*|" + "|".join(sorted(WORDS, key=len, reverse=True)) + r")\b", re.IGNORECASE
)
MECHANICAL = re.compile(
    r"^\W+(?:\w+\W+){0,2}?(?:points?|damage|hit points?|hp|xp|experience|gold|silver|copper|coins?|gp|sp|cp|levels?|slots?"
    r"|temporary)\b",
    re.IGNORECASE,
)
FIELDS = (
    "amount", "amount_cp", "hp", "temp_hp", "left", "level", "xp", "minutes", "coins_cp", "price_cp", "quantity",
    "successes", "failures", "round", "slot",
)  # fmt: skip
"""Payload fields that a telling may speak of, most telling first."""


OF_DAMAGE = re.compile(r"^\W+(?:(?:points?|hit|of|\w+)\W+){0,3}?damage\b", re.IGNORECASE)
HUGE = re.compile(r"\b(hundred|thousand|million|dozen|score)s?\b", re.IGNORECASE)
HUGE_VALUES = {"hundred": 100, "thousand": 1000, "million": 1_000_000, "dozen": 12, "score": 20}
DIGITS = re.compile(r"\d[\d,]*")


EventValues = tuple[int, frozenset[int]]
"""An event's seq, and the numbers it gives a telling."""


def value_of(token: str) -> int:
    """Return the number a token spells."""
    word = token.lower()
    return WORDS[word] if word in WORDS else int(word.replace(",", ""))


@lru_cache(maxsize=8192)
def numbers_in(text: str) -> frozenset[int]:
    """Return the numbers a text spells."""
    return frozenset(map(value_of, NUMBER.findall(text)))


def values_of(event: Event) -> list[int]:
    """Return the numbers an event gives a telling, copper also as silver and gold."""
    found: list[int] = []
    for name in FIELDS:
        value = getattr(event, name, None)
        if isinstance(value, int) and not isinstance(value, bool):
            found.append(abs(value))
            if name.endswith("_cp"):
                found += [
                    abs(value) // 10,
                    abs(value) // 100,
                    abs(value) // 10 % 10,
                    abs(value) % 10,
                ]
    item = getattr(event, "item", None)
    if item is not None and hasattr(item, "quantity"):
        found.append(item.quantity)
    roll = getattr(event, "roll", None)
    if roll is not None and not isinstance(roll, int):
        found += [roll.total, *(die.value for die in roll.dice if die.kept)]
    return found


def by_event(events: Iterable[tuple[int, Event]]) -> tuple[EventValues, ...]:
    """Return the numbers of each event, with its seq; rolls last, for what came of one says more than the roll."""
    ranked = sorted(events, key=lambda pair: pair[1].type == "roll_made")
    return tuple((seq, frozenset(values_of(event))) for seq, event in ranked)


def link(sentence: str, values: Sequence[EventValues]) -> tuple[NumberLink, ...]:
    """Return the sentence's numbers that are an event's, each with that event's seq."""
    links: list[NumberLink] = []
    for match in NUMBER.finditer(sentence):
        value = value_of(match.group())
        is_mechanical = bool(MECHANICAL.match(sentence[match.end() :]))
        if value < 3 and not is_mechanical:
            continue
        seq = next((seq for seq, of_event in values if value in of_event), None)
        if seq is not None:
            links.append(NumberLink(match.start(), match.end(), seq))
    return tuple(links)


def invented(sentence: str, values: Sequence[EventValues], known: frozenset[int]) -> int | None:
    """Return a mechanical number in the sentence that neither an event nor the state knows, or None."""
    for match in NUMBER.finditer(sentence):
        value = value_of(match.group())
        if value in known or any(value in of_event for _, of_event in values):
            continue
        if MECHANICAL.match(sentence[match.end() :]):
            return value
    return None


def strict_numbers(text: str) -> list[int]:
    """Return every number a text claims: all digits, words from three up, and one or two beside a word of the rules."""
    found = [int(digits.replace(",", "")) for digits in DIGITS.findall(text)]
    found += [HUGE_VALUES[word.lower()] for word in HUGE.findall(text)]
    for match in NUMBER.finditer(text):
        value = value_of(match.group())
        if value > 2 or MECHANICAL.match(text[match.end() :]):
            found.append(value)
    return found


def damage_claims(text: str) -> frozenset[int]:
    """Return the numbers a text claims as damage done."""
    found = NUMBER.finditer(text)
    return frozenset(value_of(m.group()) for m in found if OF_DAMAGE.match(text[m.end() :]))
