"""Step 4b: what players say, understood. Several at a table may speak at the same time; each is heard as their own hero.

A suggestion clicked is the exact action it stood for; anything else goes to `turn/intent.py`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from llm_brain.brain import Brain
from llm_brain.referee.actions import Action
from llm_brain.referee.scene import scene_of
from llm_brain.turn.context import Context, recent_refs
from llm_brain.turn.intent import read_actions
from llm_brain.turn.model_reading import read_by_model


@dataclass(frozen=True)
class Declaration:
    """What one player says that their hero does; without `character_id` the first living hero acts."""

    message: str
    character_id: int | None = None


@dataclass(frozen=True)
class Heard:
    """A declaration as it was understood. `notes` is what the page should know about how it was read."""

    actor: str
    message: str
    actions: tuple[Action, ...]
    notes: tuple[str, ...] = ()


def understand(
    brain: Brain, context: Context, actor: str, message: str, *, may_ask_a_model: bool = True
) -> Heard:
    """Return what a player wants to do. A model is asked only where the reader is unsure, and may never hold the turn."""
    offered = context.history[-1].suggestions if context.history else []
    for suggestion in offered:
        if suggestion["text"].casefold() == message.strip().casefold() and suggestion.get("action"):
            meant = Action.model_validate(suggestion["action"] | {"text": message})
            return Heard(actor, message, (meant,))
    scene = scene_of(context.state, actor)
    recent = recent_refs(context)
    reading = read_actions(message, scene, context.state, actor, brain.embedder, recent)
    is_blind = brain.embedder is None
    notes = ("intent read by patterns alone: the embedder is away",) * is_blind
    if reading.doubt is None or not may_ask_a_model:
        return Heard(actor, message, reading.actions, notes)
    told = context.history[-1].dm_response if context.history else ""
    helped = read_by_model(brain, message, reading.doubt, reading.actions, told)
    actions = reading.actions if helped.action is None else (helped.action,)
    return Heard(actor, message, actions, (*notes, *filter(None, (helped.note,))))


def all_said(context: Context, heard: Sequence[Heard]) -> str:
    """Return the turn's message: one player's words as they are, several with who says them."""
    if len(heard) == 1:
        return heard[0].message
    names = context.state.creatures
    return "\n".join(f"{names[said.actor].name}: {said.message}" for said in heard)
