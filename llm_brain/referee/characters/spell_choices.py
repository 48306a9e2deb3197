"""What casters ask: cantrips, spells known or in the book, spells prepared, secrets, invocations, arcana.

SRD 5.1, "Spellcasting" of each class, "Pact Magic", "Magical Secrets", "Mystic Arcanum", "Multiclassing".
"""

from collections.abc import Iterable
from functools import cache

from llm_brain.referee.characters.asking import Asking, listed, option_of
from llm_brain.referee.characters.draft import Draft
from llm_brain.referee.characters.scores import modifier
from llm_brain.referee.characters.tables import (
    CLASSES,
    SPELL_LISTS,
    ClassRow,
    Listed,
    options_of,
)

PREPARES = ("cleric", "druid", "paladin", "wizard")
SECRETS_AT = (10, 14, 18)
ARCANA = {6: 11, 7: 13, 8: 15, 9: 17}
"""Spell level -> the warlock level that brings it."""


def highest_spell(row: ClassRow, level: int) -> int:
    """Return the highest spell level that a class alone can learn at a level, 0 for none."""
    return max(row.at(level).slots, default=0)


def always_prepared(draft: Draft, row: ClassRow, level: int) -> list[str]:
    """Return the spells that domain, oath or land give."""
    if row.key == "warlock" or level < row.subclass.level:
        return []
    land = next(iter(draft.picked("druid.lands")), "") if row.key == "druid" else ""
    table = row.subclass.spells.get(land, {})
    return [key for at, keys in table.items() if at <= level for key in keys]


def prepared_count(draft: Draft, row: ClassRow, level: int) -> int:
    """Return how many spells are prepared: the modifier plus the level (half of it for paladins), at least one."""
    assert row.spell_ability is not None
    levels = level // 2 if row.key == "paladin" else level
    return max(1, modifier(draft, row.spell_ability) + levels)


def known_count(row: ClassRow, level: int) -> int:
    """Return how many spells are known outright, or stand in a wizard's book; secrets not counted."""
    if row.key == "wizard":
        return 6 + 2 * (level - 1)
    return row.at(level).spells - secrets_count(row, level)


def secrets_count(row: ClassRow, level: int) -> int:
    """Return how many of a bard's spells may come from any class."""
    return 2 * sum(at <= level for at in SECRETS_AT) if row.key == "bard" else 0


@cache
def _learnable(classes: frozenset[str], most: int) -> tuple[Listed, ...]:
    found = (
        row for row in SPELL_LISTS.values() if 1 <= row.level <= most and classes & set(row.classes)
    )
    return tuple(sorted(found, key=lambda row: (row.level, row.name)))


def _spells(classes: Iterable[str], most: int, *, but: Iterable[str] = ()) -> list[Listed]:
    without = set(but)
    return [row for row in _learnable(frozenset(classes), most) if row.key not in without]


def ask_for_spells(asking: Asking, row: ClassRow, level: int) -> None:
    """Ask a caster for everything they choose."""
    table, group = row.at(level), row.name
    extra = int(row.key == "druid" and level >= row.subclass.level)  # "Circle of the Land"
    asking.ask_cantrips(
        f"{row.key}.cantrips", f"{group}: cantrips", table.cantrips + extra, (row.key,), group
    )
    most = highest_spell(row, level)
    if most:
        _ask_for_known(asking, row, level, most)
    if most and row.key in PREPARES:
        _ask_for_prepared(asking, row, level, most)
    if row.key == "warlock":
        _ask_warlock(asking, row, level)


def _ask_for_known(asking: Asking, row: ClassRow, level: int, most: int) -> None:
    if row.key in PREPARES and row.key != "wizard":
        return
    own = _spells((row.key,), most)
    if row.key == "warlock":
        # SRD 5.1, "The Fiend": Expanded Spell List
        expanded = [key for keys in row.subclass.spells[""].values() for key in keys]
        there = {spell.key for spell in own}
        own += [s for key in expanded if key not in there and (s := SPELL_LISTS[key]).level <= most]
    what = "spellbook" if row.key == "wizard" else "spells"
    options = [option_of(spell) for spell in own]
    label = f"{row.name}: {what}"
    known = asking.ask(f"{row.key}.spells", label, known_count(row, level), options, group=row.name)
    if row.key == "bard":
        _ask_for_secrets(asking, row, level, most, known)


def _ask_for_secrets(
    asking: Asking, row: ClassRow, level: int, most: int, known: tuple[str, ...]
) -> None:
    lore = 2 if level >= 6 else 0
    for key, label, count in (
        ("bard.lore_secrets", "College of Lore: additional magical secrets", lore),
        ("bard.secrets", "Bard: magical secrets", secrets_count(row, level)),
    ):
        options = [option_of(spell) for spell in _spells(CLASSES, most, but=known)]
        known += asking.ask(key, label, count, options, group=row.name, taken=known)


def _ask_for_prepared(asking: Asking, row: ClassRow, level: int, most: int) -> None:
    always = always_prepared(asking.draft, row, level)
    if row.key == "wizard":
        book = dict.fromkeys(asking.draft.picked("wizard.spells"))
        options = [option_of(SPELL_LISTS[key]) for key in book if key in SPELL_LISTS]
    else:
        options = [option_of(spell) for spell in _spells((row.key,), most, but=always)]
    count = prepared_count(asking.draft, row, level)
    label = f"{row.name}: prepared spells"
    asking.ask(
        f"{row.key}.prepared", label, count, options, group=row.name, least=1, taken=tuple(always)
    )


def _ask_warlock(asking: Asking, row: ClassRow, level: int) -> None:
    draft, group = asking.draft, row.name
    for spell_level, at in ARCANA.items():
        if level >= at:
            found = [s for s in _spells(("warlock",), spell_level) if s.level == spell_level]
            label = f"Warlock: mystic arcanum of level {spell_level}"
            options = [option_of(spell) for spell in found]
            asking.ask(f"warlock.arcanum.{spell_level}", label, 1, options, group=group)
    boons = draft.picked("warlock.pact_boons")
    if level >= 3 and "pact-of-the-tome" in boons:
        asking.ask_cantrips("warlock.tome", "Pact of the Tome: cantrips", 3, CLASSES, group)
    count = int(row.at(level).numbers.get("invocations_known", 0))
    fitting = [
        one
        for one in options_of("invocations").values()
        if one.level <= level
        and (not one.feature or one.feature in boons)
        and (not one.spell or one.spell in asking.cantrips)
    ]
    label = "Warlock: eldritch invocations"
    asking.ask("warlock.invocations", label, count, listed(fitting), group=group)
