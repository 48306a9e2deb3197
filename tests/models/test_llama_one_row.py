"""The quicker way of one token on a processor: the same numbers, and only where it is quicker."""

from pathlib import Path

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("transformers")

from llm_brain.narrators.llama.loading import load  # noqa: E402
from llm_brain.narrators.llama.one_row import quicken  # noqa: E402
from tests.models.tiny_llama import checkpoint  # noqa: E402

pytestmark = pytest.mark.heavy


@pytest.mark.parametrize("has_bias", [True, False])
def test_one_row_and_many_rows_come_out_as_they_would(has_bias: bool) -> None:
    torch.manual_seed(1)
    layer = torch.nn.Linear(96, 40, bias=has_bias, dtype=torch.bfloat16)
    rows = torch.randn(1, 5, 96, dtype=torch.bfloat16)
    plain, plain_row = layer(rows), layer(rows[:, 2:3])
    quicken(torch.nn.Sequential(layer))
    assert torch.equal(layer(rows), plain)
    assert layer(rows[:, 2:3]).shape == plain_row.shape
    assert torch.allclose(layer(rows[:, 2:3]), plain_row, rtol=0.02, atol=0.02)


@pytest.mark.parametrize(("dtype", "is_quickened"), [("bfloat16", True), ("float32", False)])
def test_only_bfloat16_is_quickened(tmp_path: Path, dtype: str, is_quickened: bool) -> None:
    model = load(checkpoint(tmp_path), "cpu", dtype).model
    assert ("forward" in vars(model.lm_head)) is is_quickened
