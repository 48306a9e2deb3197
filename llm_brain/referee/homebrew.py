"""Spells of one's own: JSON files in a folder, in the shape of `data/spells/`, checked line by line before they are used.

`python -m llm_brain.referee.homebrew FOLDER` names every problem of every file. The brain takes the sound ones in when it
starts (`HOMEBREW_DIR`) and writes the problems of the others to its log; nothing of the SRD's own is replaced.
"""

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import ValidationError

from llm_brain.referee.bestiary import STAT_BLOCKS
from llm_brain.referee.casting.special import SPECIALS
from llm_brain.referee.characters.tables import CLASSES, SPELL_LISTS, Listed
from llm_brain.referee.conditions import INCAPACITATING
from llm_brain.referee.coverage.spells import BESIDE, does, is_read
from llm_brain.referee.dice import BadDiceExpressionError, parse
from llm_brain.referee.equipment import is_known
from llm_brain.referee.spells import SPELLS, Spell

CONDITIONS = INCAPACITATING | {
    "blinded", "charmed", "deafened", "frightened", "grappled", "invisible", "poisoned", "prone", "restrained",
}  # fmt: skip
DAMAGE_TYPES = frozenset(
    "acid bludgeoning cold fire force lightning necrotic piercing poison psychic radiant slashing thunder".split()
)
KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True)
class Problem:
    """What is wrong with a file: where, and what to do about it."""

    file: str
    spell: str
    where: str
    message: str

    def __str__(self) -> str:
        return ": ".join(part for part in (self.file, self.spell, self.where, self.message) if part)


@dataclass
class Found:
    """The sound spells of a folder, and every problem of the others."""

    spells: dict[str, Spell] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def read_folder(folder: Path) -> Found:
    """Read every JSON file of a folder; a spell with a problem is left out, and all its problems are named."""
    found = Found()
    if not folder.is_dir():
        message = "there is no such folder; make it, or leave HOMEBREW_DIR empty"
        found.problems.append(Problem(str(folder), "", "", message))
    for path in sorted(folder.glob("*.json")):
        _read_file(path, found)
    return found


def _read_file(path: Path, found: Found) -> None:
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        found.problems.append(Problem(path.name, "", "", f"it cannot be read as JSON: {error}"))
        return
    if not isinstance(rows, dict):
        message = 'it must be an object of spells by key: {"my-spell": {"name": …}}'
        found.problems.append(Problem(path.name, "", "", message))
        return
    for key, row in rows.items():
        spell, problems = _checked(key, row, taken=frozenset(found.spells))
        found.problems += [Problem(path.name, key, where, message) for where, message in problems]
        if spell is not None and not problems:
            found.spells[key] = spell


def _checked(
    key: str, row: object, taken: frozenset[str]
) -> tuple[Spell | None, list[tuple[str, str]]]:
    """Return a spell, if it has the shape of one, and what is wrong with it."""
    if not isinstance(row, dict):
        return None, [("", "it must be an object with the fields of a spell")]
    problems: list[tuple[str, str]] = []
    if not KEY.fullmatch(key):
        problems.append(("", 'write its key in small letters with hyphens: "my-spell"'))
    if key in SPELLS or key in taken:
        problems.append(("", "there is a spell of this key already; give it another"))
    try:
        spell = Spell.model_validate({"key": key, **row})
        forms = [spell, *(spell.as_meant(way) for way in spell.ways)]
    except ValidationError as error:
        told = [(".".join(map(str, e["loc"])), e["msg"]) for e in error.errors()]
        return None, problems + told
    for form in forms:
        problems += [problem for problem in _faults(form) if problem not in problems]
    return spell, problems


def _faults(spell: Spell) -> Iterator[tuple[str, str]]:
    """Yield what the shape of a spell allows and the rules do not."""
    yield from _bad_frame(spell)
    yield from _bad_numbers(spell)
    yield from _bad_names(spell)
    if bool(does(spell)) == bool(spell.why_narrated):
        yield (
            "why_narrated",
            "say why when nothing of it is played, and leave it out when something is",
        )


def _bad_frame(spell: Spell) -> Iterator[tuple[str, str]]:
    if not 0 <= spell.level <= 9:
        yield "level", "0 is a cantrip, 9 the highest"
    if set(spell.components) - set("VSM") or not spell.components:
        yield "components", "letters among V, S and M"
    for name in sorted(set(spell.classes) - set(CLASSES)):
        yield "classes", f"there is no class '{name}'; there are {', '.join(CLASSES)}"
    lasts = bool(spell.minutes or spell.rounds)
    if (spell.lasts == "timed") != lasts:
        yield "lasts", '"timed" goes with minutes or rounds, and they go with "timed"'
    if spell.casting_time == "long" and not spell.casting_minutes:
        yield "casting_minutes", "a long casting takes some minutes"


def _bad_numbers(spell: Spell) -> Iterator[tuple[str, str]]:
    tables = {
        "damage": spell.damage, "damage_by_level": spell.damage_by_level, "heal": spell.heal, "temp_hp": spell.temp_hp,
        **{f"more_damage.{n}": more.damage for n, more in enumerate(spell.more_damage)},
    }  # fmt: skip
    for where, table in tables.items():
        for at, dice in table.items():
            try:
                parse(dice)
            except BadDiceExpressionError as error:
                yield f"{where}.{at}", str(error)
        if table and where != "damage_by_level" and min(table) > max(1, spell.level):
            yield where, f"it has no dice for a slot of level {spell.level}"
    deals = bool(spell.damage or spell.damage_by_level)
    if deals and not spell.damage_later and spell.damage_type not in DAMAGE_TYPES:
        yield "damage_type", f"one of {', '.join(sorted(DAMAGE_TYPES))}"


def _bad_names(spell: Spell) -> Iterator[tuple[str, str]]:
    for n, condition in enumerate(spell.conditions):
        if condition.name not in CONDITIONS:
            yield f"conditions.{n}.name", f"one of {', '.join(sorted(CONDITIONS))}"
    for n, effect in enumerate(spell.effects):
        for modifier in effect.modifiers:
            if not is_read(modifier) and modifier not in BESIDE:
                yield f"effects.{n}.modifiers.{modifier}", "no rule reads a modifier of this name"
    if spell.special and spell.special not in SPECIALS:
        yield "special", f"one of {', '.join(sorted(SPECIALS))}"
    for key in spell.summons.choices if spell.summons else ():
        if key not in STAT_BLOCKS:
            yield f"summons.choices.{key}", "there is no stat block of this key"
    for key in spell.gives:
        if not is_known(key):
            yield f"gives.{key}", "there is no such thing on the price list"


def take_in(found: Found) -> None:
    """Add sound spells to those that can be learned and cast."""
    SPELLS.extend(found.spells)
    SPELL_LISTS.extend(
        {
            key: Listed(
                key=key, name=spell.name, level=spell.level, classes=spell.classes, ritual=spell.ritual
            )
            for key, spell in found.spells.items()
        }
    )  # fmt: skip


def main() -> None:
    """Check the folder named on the command line and name every problem."""
    if len(sys.argv) != 2:
        sys.exit("say which folder to check: python -m llm_brain.referee.homebrew FOLDER")
    found = read_folder(Path(sys.argv[1]))
    for problem in found.problems:
        sys.stdout.write(f"{problem}\n")
    sys.stdout.write(f"{len(found.spells)} spells can be used\n")
    sys.exit(1 if found.problems else 0)


if __name__ == "__main__":
    main()
