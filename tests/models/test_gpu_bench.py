"""The bench of the GPU runs to its end without one, and its code works on tiny models."""

import subprocess
import sys
from pathlib import Path

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("transformers")

pytestmark = pytest.mark.heavy
ROOT = Path(__file__).parents[2]


def _printed(module: str, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        capture_output=True, text=True, check=True, cwd=ROOT, timeout=300,
    )  # fmt: skip
    return done.stdout


def test_without_a_gpu_it_says_so_and_ends_well() -> None:
    if torch.cuda.is_available():
        pytest.skip("this machine has a GPU")
    assert "no GPU" in _printed("tests.bench.gpu")


def test_the_words_part_prints_every_figure() -> None:
    printed = _printed("tests.bench.gpu_words", "--tiny")
    for figure in ("of what memory allows", "plain `generate`", "batch, graphs", "p95", "shared"):
        assert figure in printed


def test_the_pictures_part_prints_every_figure() -> None:
    pytest.importorskip("diffusers")
    printed = _printed("tests.bench.gpu_pictures", "--tiny")
    assert "20 steps" in printed
    assert "50 steps" in printed


def test_the_bench_of_a_processor_prints_every_figure() -> None:
    printed = _printed("tests.bench.language_model_cpu", "--size", "tiny", "--rounds", "1")
    assert "ratio warm : cold" in printed
    assert "of what memory allows" in printed
