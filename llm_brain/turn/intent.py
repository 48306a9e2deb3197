"""Step 4b of a turn: what is the player trying to do? Free text in, typed actions out, in the order they were said.

Clauses, moods and patterns first; where they leave a clause open, its likeness to known utterances, if an embedder is there; a
message read as one deed then gets a learnt second opinion.
It proposes: nothing here changes anything, and what is legal is the referee's to say.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from llm_brain.ledger.state import State
from llm_brain.memory.embedder import Embedder, EmbedderUnavailable
from llm_brain.referee.actions import Action, ActionKind
from llm_brain.referee.scene import Scene
from llm_brain.understanding.message import MessageReader
from llm_brain.understanding.targets import Situation


@dataclass(frozen=True)
class Doubt:
    """A reading that is not sure of itself: the situation it read in, and how likely each kind of deed seemed, 0 to 1."""

    situation: Situation
    likely: Mapping[ActionKind, float]


@dataclass(frozen=True)
class Reading:
    """What a message comes to: never empty. `used_embedder` says whether vectors took part."""

    actions: tuple[Action, ...]
    used_embedder: bool
    doubt: Doubt | None = None


def read_actions(
    message: str,
    scene: Scene,
    state: State,
    actor: str,
    embedder: Embedder | None = None,
    recent_refs: Sequence[str] = (),
) -> Reading:
    """Return the actions a message asks for; `recent_refs` is who and what was last spoken of, latest first."""
    reader = MessageReader(scene, state, actor, embedder, recent_refs)
    try:
        return _read(reader, message)
    except EmbedderUnavailable:  # it went away meanwhile
        return _read(MessageReader(scene, state, actor, None, recent_refs), message)


def _read(reader: MessageReader, message: str) -> Reading:
    actions = tuple(reader.read(message))
    doubt = Doubt(reader.situation, reader.likely) if reader.is_unsure else None
    return Reading(actions, reader.used_embedder, doubt)
