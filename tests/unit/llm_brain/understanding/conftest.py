"""The five scenes of the benchmark, made into states once, and a short way to read a message in one."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from llm_brain.ledger.state import State
from llm_brain.memory.embedder import Embedder
from llm_brain.referee.scene import scene_of
from llm_brain.turn.intent import Reading, read_actions

SCENES = Path(__file__).parents[3] / "bench" / "utterances" / "scenes.json"

Read = Callable[..., Reading]


@pytest.fixture(scope="session")
def tables() -> dict[str, tuple[State, str, list[str]]]:
    """Return state, actor and what was last spoken of, by scene."""
    raw = json.loads(SCENES.read_text(encoding="utf-8"))
    return {
        name: (State.model_validate(scene["state"]), scene["actor"], scene["recent"])
        for name, scene in raw.items()
    }


@pytest.fixture(scope="session")
def read(tables: dict[str, tuple[State, str, list[str]]]) -> Read:
    """Return a reader of messages: read("attack!", "goblins")."""

    def reading(
        message: str,
        scene: str = "tavern",
        embedder: Embedder | None = None,
        recent: Sequence[str] | None = None,
    ) -> Reading:
        state, actor, spoken_of = tables[scene]
        seen = scene_of(state, actor)
        refs = spoken_of if recent is None else recent
        return read_actions(message, seen, state, actor, embedder, refs)

    return reading
