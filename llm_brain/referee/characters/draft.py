"""Choices with the rows they name looked up; what is unknown is left out, so that everything else can still be judged."""

from dataclasses import dataclass, field
from functools import cached_property

from llm_brain.referee.characters.choices import Choices, Rolls
from llm_brain.referee.characters.tables import (
    BACKGROUNDS,
    CLASSES,
    RACES,
    Background,
    ClassRow,
    Lineage,
    Race,
)

CUSTOM = "custom"
MOST_LEVELS = 20


@dataclass(frozen=True)
class Draft:
    """A character in the making."""

    choices: Choices
    rolls: Rolls = field(default_factory=Rolls)

    def picked(self, key: str) -> tuple[str, ...]:
        """Return the answer to a question, as it was given."""
        return self.choices.picks.get(key, ())

    @cached_property
    def race(self) -> Race | None:
        return RACES.get(self.choices.race)

    @cached_property
    def subrace(self) -> Lineage | None:
        chosen = self.picked("subrace")
        return self.race.subraces.get(chosen[0]) if self.race and chosen else None

    @cached_property
    def lineages(self) -> tuple[Lineage, ...]:
        """Race and subrace, as far as they are known."""
        return tuple(one for one in (self.race, self.subrace) if one is not None)

    @cached_property
    def background(self) -> Background | None:
        return BACKGROUNDS.get(self.choices.background)

    @cached_property
    def classes(self) -> tuple[tuple[ClassRow, int], ...]:
        """The known classes with levels that can be, the first one first."""
        known: dict[str, int] = {}
        for one in self.choices.classes:
            if one.key in CLASSES and 1 <= one.level <= MOST_LEVELS:
                known.setdefault(one.key, one.level)
        return tuple((CLASSES[key], level) for key, level in known.items())

    @cached_property
    def first_class(self) -> ClassRow | None:
        return self.classes[0][0] if self.classes else None

    def level_in(self, key: str) -> int:
        """Return the level in a class, 0 for none."""
        return sum(level for row, level in self.classes if row.key == key)

    def has_subclass(self, key: str) -> bool:
        """Whether a class has reached its subclass."""
        return any(row.key == key and level >= row.subclass.level for row, level in self.classes)

    @cached_property
    def level(self) -> int:
        return sum(level for _, level in self.classes)

    @cached_property
    def trained(self) -> tuple[str, ...]:
        """The armor and weapons the character is trained with."""
        found: list[str] = [key for one in self.lineages for key in one.trained]
        for n, (row, _) in enumerate(self.classes):
            found += row.multiclass.trained if n else row.trained
        # SRD 5.1, "Life Domain": Bonus Proficiency
        if self.level_in("cleric"):
            found.append("heavy")
        return tuple(dict.fromkeys(found))
