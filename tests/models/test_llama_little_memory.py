"""A real, tiny Llama whose memory runs out: at telling it goes down a rung and says so, at loading it is tried again."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("transformers")

from llm_brain.config import Settings  # noqa: E402
from llm_brain.errors import NarratorFailed  # noqa: E402
from llm_brain.ledger.state import State  # noqa: E402
from llm_brain.narrators.llama import Llama  # noqa: E402
from llm_brain.narrators.llama.rungs import LAST  # noqa: E402
from llm_brain.narrators.protocol import Brief, ChatMessage, Sampling  # noqa: E402
from tests.models.tiny_llama import checkpoint  # noqa: E402

WORDS = "little memory"
LIMIT_S = 60.0


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return checkpoint(tmp_path_factory.mktemp("llama"))


@pytest.fixture(params=["off", "on"], ids=["by turns", "in one batch"])
def llama(folder: Path, request: pytest.FixtureRequest) -> Iterator[Llama]:
    settings = Settings(
        app_db_pass="none", llm_model=str(folder), llm_device="cpu", llm_dtype="float32",
        llm_batching=request.param,
    )  # fmt: skip
    made = Llama(settings)
    made.start()
    until(lambda: made.standing().state == "healthy")
    yield made
    made.close()


def until(is_so: Callable[[], bool]) -> None:
    give_up_at, seen = time.monotonic() + LIMIT_S, threading.Event()
    while not is_so():
        assert time.monotonic() < give_up_at, "it never came to be so"
        seen.wait(0.02)


def brief() -> Brief:
    return Brief(
        messages=(ChatMessage("system", "Tell."), ChatMessage("user", "I open the door")),
        campaign_name="x", theme="t", tone="", dm_style="", turn_number=1, actor="c1", message="I open the door",
        actions=(), events=(), before=State(), after=State(), campaign_id=1,
        sampling=Sampling(max_new_tokens=12),
    )  # fmt: skip


def has_no_memory(*_: Any) -> None:
    raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB")


def fail_until_it_is_loaded_anew(llama: Llama) -> None:
    """Take the memory away from whatever model is loaded now, and tell until it has been let go."""
    first = llama._loaded
    assert first is not None
    first.model.register_forward_pre_hook(has_no_memory)
    for _ in range(2):
        with pytest.raises(NarratorFailed):
            list(llama.narrate(brief()))
    until(lambda: llama.standing().state == "healthy" and llama._loaded is not first)


def test_after_two_tellings_without_memory_it_does_without_something_and_says_so(
    llama: Llama,
) -> None:
    assert WORDS not in llama.standing().reason
    fail_until_it_is_loaded_anew(llama)
    assert WORDS in llama.standing().reason
    assert "in one batch" not in llama.standing().reason
    assert any(piece.text for piece in llama.narrate(brief()))


def test_the_rungs_end_and_it_is_loaded_again_at_the_last(llama: Llama) -> None:
    for _ in range(LAST):
        fail_until_it_is_loaded_anew(llama)
    assert llama._rung == LAST
    first = llama._loaded
    assert first is not None
    first.model.register_forward_pre_hook(has_no_memory)
    for _ in range(3):
        with pytest.raises(NarratorFailed):
            list(llama.narrate(brief()))
    until(lambda: llama.standing().state == "healthy" and llama._loaded is not first)
    assert any(piece.text for piece in llama.narrate(brief()))


def test_one_telling_without_memory_costs_only_that_one(llama: Llama) -> None:
    loaded = llama._loaded
    assert loaded is not None
    handle = loaded.model.register_forward_pre_hook(has_no_memory)
    with pytest.raises(NarratorFailed):
        list(llama.narrate(brief()))
    handle.remove()
    assert any(piece.text for piece in llama.narrate(brief()))
    assert llama._loaded is loaded
