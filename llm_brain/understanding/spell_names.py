"""Which spell is meant: by its name, its nickname ("mm", "CLW") or a name with a slip in it; those the caster knows come first.

It knows names only. What a spell does, and whether it may be cast, is the referee's.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from llm_brain.ledger.state import State
from llm_brain.understanding.words import edit_distance, plain_words, read_data


@dataclass(frozen=True)
class SpellFound:
    """A spell and where its name stands among the words: [start, end)."""

    key: str
    start: int
    end: int
    is_exact: bool = True


@cache
def _names() -> dict[str, str]:
    """Return the names of all spells: the SRD's, with the referee's own words for those it knows."""
    from llm_brain.referee.spells import SPELLS

    names: dict[str, str] = read_data("spells.json")["names"]
    return {**names, **{key: spell.name for key, spell in SPELLS.items()}}


@cache
def _by_words() -> dict[tuple[str, ...], str]:
    """Return every name and nickname, as words, with its spell."""
    data = read_data("spells.json")
    named = {plain_words(name): key for key, name in _names().items()}
    for key in _names():
        named.setdefault(tuple(key.split("-")), key)
    named.update({plain_words(nickname): key for nickname, key in data["nicknames"].items()})
    return named


def is_plain_word(key: str) -> bool:
    """Say whether a spell's name is an everyday word: "light", "sleep", "shield"."""
    return key in read_data("spells.json")["plain_words"]


def spells_of(state: State, actor: str) -> tuple[str, ...]:
    """Return the keys of the spells a hero has, cantrips first."""
    creature = state.creatures.get(actor)
    sheet = creature.sheet if creature else None
    if sheet is None:
        return ()
    return tuple(dict.fromkeys((*sheet.cantrips, *sheet.spells_prepared, *sheet.spells_known)))


def find_spell(
    words: Sequence[str], known: Sequence[str], *, is_casting: bool
) -> SpellFound | None:
    """Return the spell the words name. Everyday words count only while casting; slips only then, or for a known spell."""
    named = _by_words()
    for length in range(min(5, len(words)), 0, -1):
        for start in range(len(words) - length + 1):
            key = named.get(tuple(words[start : start + length]))
            if key is None and length > 1:
                key = named.get(("".join(words[start : start + length]),))
            if (
                key is not None
                and start == 0
                and len(words) > length
                and key in known
                and key in read_data("spells.json")["castable_as_verb"]
            ):
                return SpellFound(key, start, start + length)
            if key is not None and (
                is_casting
                or not (
                    (is_plain_word(key) and words[start] == key) or length == 1 == len(words[start])
                )
            ):
                if len(words[start]) <= 2 and length == 1 and key not in known and not is_casting:
                    continue
                return SpellFound(key, start, start + length)
    return _find_with_slips(words, known, is_casting=is_casting)


def _find_with_slips(
    words: Sequence[str], known: Sequence[str], *, is_casting: bool
) -> SpellFound | None:
    wanted = [(named, key) for named, key in _by_words().items() if is_casting or key in known]
    wanted.sort(key=lambda pair: pair[1] not in known)
    for named, key in wanted:
        name = " ".join(named)
        if len(name) < 5 or (is_plain_word(key) and not is_casting):
            continue
        for length in {len(named), max(1, len(named) - 1)}:
            for start in range(len(words) - length + 1):
                typed = " ".join(words[start : start + length])
                if abs(len(typed) - len(name)) > 2 or typed[0] != name[0]:
                    continue
                slips = edit_distance(typed, name)
                if slips <= (1 if len(name) < 8 else 2) and len(typed) > 3:
                    return SpellFound(key, start, start + length, is_exact=False)
    return None


def spell_name(key: str) -> str:
    """Return a spell's name."""
    return _names().get(key, key.replace("-", " "))
