"""The dice of a batch: fair, each telling's own, and none where none is wanted."""

import pytest

torch = pytest.importorskip("torch")

from llm_brain.narrators.llama.dice import NONE, Dice, throw  # noqa: E402

pytestmark = pytest.mark.heavy


def test_the_dice_fall_as_the_scores_say() -> None:
    scores = torch.tensor([0.5, 0.25, 0.125, 0.125]).log()
    many = 20_000
    throws = torch.tensor([throw(7, place) for place in range(many)], dtype=torch.int32)
    fell = (Dice()(scores.expand(many, -1), throws)).argmax(-1).bincount(minlength=4) / many
    assert torch.allclose(fell, scores.exp(), atol=0.02)


def test_no_dice_leave_the_scores_as_they_are() -> None:
    scores = torch.randn(5, 40)
    assert torch.equal(Dice()(scores, torch.full((5,), NONE, dtype=torch.int32)), scores)


def test_a_throw_is_its_seed_s_and_its_place_s() -> None:
    thrown = {throw(seed, place) for seed in range(1, 60) for place in range(60)}
    assert len(thrown) == 59 * 60
    assert NONE not in thrown
    assert max(thrown) < 2**31
    assert throw(NONE, 7) == NONE
