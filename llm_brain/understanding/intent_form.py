"""The form a model fills when a reading is unsure: one deed, made of the reader's own kinds and of what is in the scene.

Every name is out of a list, so that nothing can be named that is not there. What is filled in proves nothing yet:
`intent_checks.py` looks at it.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, Literal, cast, get_args

from pydantic import BaseModel, ConfigDict, create_model

from llm_brain.referee.abilities import SKILLS
from llm_brain.referee.actions import ActionKind
from llm_brain.referee.scene import Noun
from llm_brain.understanding.spell_names import spell_name, spells_of
from llm_brain.understanding.targets import Situation

NOBODY: Final = "nothing"
UNASKED = ("out_of_character",)
KINDS: Final[tuple[ActionKind, ...]] = tuple(
    kind for kind in get_args(ActionKind) if kind not in UNASKED
)
MOST_TARGETS, MOST_MEANS = 40, 60
NAME_MOST_CHARS = 60
MeansSort = Literal["item", "spell", "skill"]


@dataclass(frozen=True)
class Means:
    """What a deed is done with: a thing carried, a spell or a skill."""

    sort: MeansSort
    key: str


class FilledDeed(BaseModel):
    """A deed as a model filled it in. The form's own model narrows each field to what is there."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: ActionKind
    target: str
    means: str


@dataclass(frozen=True)
class IntentForm:
    """What can be filled in, by the names that are shown."""

    targets: dict[str, Noun]
    means: dict[str, Means]

    @cached_property
    def wanted(self) -> type[FilledDeed]:
        """Return the model of this scene's deeds."""
        return create_model(
            "Deed",
            __base__=FilledDeed,
            kind=(_one_of(KINDS), ...),
            target=(_one_of((NOBODY, *self.targets)), ...),
            means=(_one_of((NOBODY, *self.means)), ...),
        )


def intent_form(situation: Situation) -> IntentForm:
    """Return the form for a scene as the actor sees it."""
    targets: dict[str, Noun] = {}
    means: dict[str, Means] = {}
    for noun in situation.scene.nouns:
        if noun.ref == situation.actor:
            continue
        if noun.kind == "item_carried":
            _put(means, noun.name, Means("item", noun.ref.removeprefix("item:")), MOST_MEANS)
        else:
            _put(targets, noun.name, noun, MOST_TARGETS)
    for key in spells_of(situation.state, situation.actor):
        _put(means, spell_name(key), Means("spell", key), MOST_MEANS)
    for skill in SKILLS:
        _put(means, skill, Means("skill", skill), MOST_MEANS + len(SKILLS))
    return IntentForm(targets, means)


def _put(into: dict[str, Any], name: str, value: object, most: int) -> None:
    """Add an entry under a name of its own; a second goblin is "goblin (2)"."""
    shown = " ".join(name.split())[:NAME_MOST_CHARS] or NOBODY
    named, number = shown, 1
    while named in into or named == NOBODY:
        number += 1
        named = f"{shown} ({number})"
    if len(into) < most:
        into[named] = value


def _one_of(names: tuple[str, ...]) -> Any:
    """Return the type of exactly these strings."""
    return cast(Any, Literal)[tuple(dict.fromkeys(names))]
