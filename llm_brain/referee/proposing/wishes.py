"""The forms of proposals: what may be filled in, word by word. They bound how one looks; `door.py` says whether it may be.

The patterns know letters, spaces, commas and one full stop: no digit, no bracket, no control token can be written.
"""

from typing import Annotated, Any, Literal, Union, cast

from pydantic import BaseModel, ConfigDict, Field, create_model

from llm_brain.ledger.world import PLACE_KINDS
from llm_brain.referee.abilities import SKILLS
from llm_brain.referee.proposing.openings import Openings

NAME = r"^[A-Z][a-z]{1,11}( [A-Za-z][a-z]{1,11}){0,2}$"
PHRASE = r"^[a-z]{2,12}( [a-z]{2,12}){0,3}$"
THING = r"^[a-z]{2,12}( [a-z]{2,12}){1,3}$"
WORD = r"^[a-z]{3,12}$"
SIGHT = r"^[a-z]{1,12}( [a-z]{1,12}){2,11}$"
TRY = r"^[A-Z][a-z]{1,11}( [a-z]{1,12}){1,6}$"
SENTENCE = r"^[A-Z][a-z]{0,11}(,? [A-Za-z][a-z]{0,11}){3,18}[.]$"
MOST_TOKENS = 640
"""More than the longest of them, a letter a token."""

Name = Annotated[str, Field(pattern=NAME)]
Sentence = Annotated[str, Field(pattern=SENTENCE)]
Word = Annotated[str, Field(pattern=WORD)]


class Wish(BaseModel):
    """The base of all proposals."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: str


class PersonWish(Wish):
    """Somebody who is here: who they are, and what they say when asked about one thing."""

    kind: Literal["person"]
    name: Name
    role: Annotated[str, Field(pattern=PHRASE)]
    pronoun: Literal["he", "she", "they"]
    age: Literal["young", "grown", "old"]
    about: Word
    says: Sentence


class PlaceWish(Wish):
    """Somewhere that can be walked to from here, and two things to be seen or heard there."""

    kind: Literal["place"]
    name: Name
    place_kind: str
    seen: Annotated[str, Field(pattern=SIGHT)]
    heard: Annotated[str, Field(pattern=SIGHT)]


class RumourWish(Wish):
    """Hearsay about something."""

    kind: Literal["rumour"]
    about: Word
    says: Sentence


class TrinketWish(Wish):
    """A thing of no mechanical weight that lies here."""

    kind: Literal["trinket"]
    name: Annotated[str, Field(pattern=THING)]
    looks: Sentence


class QuestStepWish(Wish):
    """One more step of a side quest, out of what can be done now."""

    kind: Literal["quest_step"]
    quest: str
    goal: str
    text: Sentence


class CheckWish(Wish):
    """A check worth trying here."""

    kind: Literal["check"]
    skill: str
    text: Annotated[str, Field(pattern=TRY)]


class NothingWish(Wish):
    """Nothing to propose."""

    kind: Literal["nothing"]


class Answer(BaseModel):
    """What a model fills in. The form's own model narrows `proposal` to what may be proposed now."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    proposal: Wish


def form_of(openings: Openings) -> type[Answer]:
    """Return the model of what may be proposed now."""
    made: list[type[Wish]] = []
    plain: dict[str, type[Wish]] = {
        "person": PersonWish,
        "rumour": RumourWish,
        "trinket": TrinketWish,
    }
    made += [wish for kind, wish in plain.items() if kind in openings.kinds]
    if "place" in openings.kinds:
        made.append(_narrowed(PlaceWish, place_kind=PLACE_KINDS))
    if "quest_step" in openings.kinds:
        for title, goals in openings.steps.items():
            made.append(_narrowed(QuestStepWish, quest=(title,), goal=tuple(goals)))
    if "check" in openings.kinds:
        made.append(_narrowed(CheckWish, skill=tuple(SKILLS)))
    union = cast(Any, Union)[(*made, NothingWish)]
    return create_model("Answer", __base__=Answer, proposal=(union, ...))


def _narrowed(wish: type[Wish], **choices: tuple[str, ...]) -> type[Wish]:
    fields: dict[str, Any] = {
        name: (cast(Any, Literal)[names], ...) for name, names in choices.items()
    }
    number = "".join(choices.get("quest", ())).title().replace(" ", "")
    return create_model(f"{wish.__name__}{number}", __base__=wish, **fields)
