"""What a person chooses when they make a character. Everything else follows from it and is never accepted.

`picks` answers the questions that race, background and classes raise (`questions.py`), by their keys.
"""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from llm_brain.ledger.creature import Ability


def _storable(text: str) -> str:
    if "\x00" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
        raise ValueError("holds a character that cannot be written down; leave it out")
    return text


Word = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=80, strict=True),
    AfterValidator(_storable),
]
Line = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=300, strict=True),
    AfterValidator(_storable),
]
Number = Annotated[int, Field(strict=True, ge=-1000, le=100_000)]
Method = Literal["standard_array", "point_buy", "rolled"]


class Chosen(BaseModel):
    """Frozen, and nothing that is not asked for."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Abilities(Chosen):
    """`scores` before what the race adds; when they are rolled, `order` says which ability gets the best roll."""

    method: Method = "standard_array"
    scores: dict[Ability, Number] = {}
    order: Annotated[tuple[Ability, ...], Field(max_length=6)] = ()


class ClassLevel(Chosen):
    """So many levels of a class."""

    key: Word
    level: Number = 1


class Choices(Chosen):
    """A whole character as a person chose it. `classes` begins with the one they started in."""

    name: Word
    race: Word
    background: Word = "acolyte"
    background_name: Word = ""
    alignment: Word = ""
    look: Line = ""
    abilities: Abilities = Abilities()
    classes: Annotated[tuple[ClassLevel, ...], Field(max_length=12)]
    picks: Annotated[
        dict[Word, Annotated[tuple[Word, ...], Field(max_length=64)]], Field(max_length=200)
    ] = {}
    hit_points: Literal["fixed", "rolled"] = "fixed"
    gear: Literal["package", "gold"] = "package"
    bought: Annotated[dict[Word, Number], Field(max_length=60)] = {}

    @property
    def level(self) -> int:
        """The character level."""
        return sum(one.level for one in self.classes)

    def kept(self) -> dict[str, Any]:
        """Return what the sheet keeps, so that a level more can be built on it."""
        return self.model_dump(mode="json")


class Rolls(Chosen):
    """What the campaign's dice gave: six scores, and a hit die for every level after the first."""

    scores: tuple[int, ...] = ()
    hit_points: tuple[int, ...] = ()
