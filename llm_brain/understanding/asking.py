"""What the table is asked back when a message cannot be acted on, with the few things it could have meant."""

from collections.abc import Sequence

from llm_brain.referee.actions import Action
from llm_brain.understanding.spell_names import spell_name, spells_of
from llm_brain.understanding.targets import Situation

MOST_CHOICES = 6


def unclear(text: str, question: str, choices: Sequence[str] = ()) -> Action:
    """Return an action that asks back."""
    return Action(
        kind="unclear", text=text, question=question, choices=tuple(choices)[:MOST_CHOICES]
    )


def what(text: str, situation: Situation) -> Action:
    """Ask what is meant at all."""
    names = [noun.name for noun in situation.scene.of_kind("foe", "person", "exit", "feature")]
    return unclear(text, "What do you do? Say it in a few plain words.", names)


def whom(text: str, verb: str, situation: Situation) -> Action:
    """Ask whom a deed is meant for."""
    here = situation.scene.of_kind("foe") or situation.scene.of_kind("person")
    if not here:
        return unclear(text, f"There is nobody here like that. What do you {verb}?")
    return unclear(text, f"Whom do you {verb}?", [noun.name for noun in here])


def to_whom(text: str, situation: Situation) -> Action:
    """Ask who is spoken to."""
    here = situation.scene.of_kind("person", "hero", "foe")
    names = [noun.name for noun in here if noun.ref != situation.actor]
    return unclear(text, "Nobody here goes by that name. Whom do you speak to?", names)


def which_spell(text: str, situation: Situation) -> Action:
    """Ask which spell is cast."""
    known = [spell_name(key) for key in spells_of(situation.state, situation.actor)]
    return unclear(text, "Which spell do you cast?", known)


def which_thing(text: str, verb: str, names: Sequence[str]) -> Action:
    """Ask which thing is used, bought, dropped …"""
    return unclear(text, f"Which thing do you {verb}?", names)
