"""A campaign's own sampling over the brain's, and whether anybody uses it."""

from collections.abc import Iterator
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import pytest

from llm_brain.narrators.free_prompt import FreePrompt
from llm_brain.narrators.protocol import READY, Brief, Piece, Sampling, Standing
from llm_brain.narrators.storyteller import Storyteller
from llm_brain.turn.sampling import is_sampled, sampling_of

USUAL = Sampling(0.7, 0.9, 256)


@dataclass
class Model:
    """A narrator that has a model."""

    how: Standing = READY
    name: str = "model"
    model: str = "any"

    def narrate(self, brief: Brief) -> Iterator[Piece]:
        yield Piece("Words.")

    def complete(self, prompt: FreePrompt) -> Any:
        yield "words"

    def standing(self) -> Standing:
        return self.how


def campaign(**own: Any) -> Any:
    return SimpleNamespace(**({"temperature": None, "top_p": None, "max_new_tokens": None} | own))


@pytest.mark.parametrize(
    ("own", "wanted"),
    [
        ({}, USUAL),
        ({"temperature": 0.0}, Sampling(0.0, 0.9, 256)),
        ({"top_p": 0.1}, Sampling(0.7, 0.1, 256)),
        ({"max_new_tokens": 48}, Sampling(0.7, 0.9, 48)),
    ],
)
def test_what_a_campaign_leaves_open_is_as_usual(own: dict[str, Any], wanted: Sampling) -> None:
    assert sampling_of(campaign(**own), USUAL) == wanted


def test_a_model_that_can_tell_samples_and_one_that_is_away_does_not() -> None:
    away = Model(Standing("unavailable", "gone"))
    assert is_sampled((Model(), Storyteller()))
    assert not is_sampled((away, Storyteller()))
    assert not is_sampled((Storyteller(),))
