"""The learnt second opinion: what it is asked, and what it may never do."""

import pytest

from llm_brain.referee.actions import ActionKind
from llm_brain.referee.scene import scene_of
from llm_brain.understanding import second_opinion
from llm_brain.understanding.targets import Situation
from tests.bench.intent_accuracy import scenes


@pytest.fixture
def situation() -> Situation:
    state, actor, recent = scenes()["goblins"]
    return Situation(scene_of(state, actor), state, actor, recent)


def test_nothing_is_learnt_about_names(situation) -> None:
    said = second_opinion.masked("I strike the goblin boss beside Pip", situation)
    assert "boss" not in said.split()
    assert "pip" not in said.split()


def test_it_is_a_share_for_every_kind(situation) -> None:
    likely = second_opinion.opinion("clobber the goblin boss", situation, None)
    assert sum(likely.values()) == pytest.approx(1.0, abs=1e-3)
    assert max(likely, key=lambda kind: likely[kind]) == "attack"


@pytest.mark.parametrize(
    "said",
    ["I don't attack the boss, I just watch", "no spell this time", "never mind the goblin"],
)
def test_what_is_denied_is_not_done_by_a_second_opinion(read, said) -> None:
    kinds: list[ActionKind] = [action.kind for action in read(said, "goblins").actions]
    assert "attack" not in kinds
    assert "cast" not in kinds
