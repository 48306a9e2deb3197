"""What the narrator does without, rung by rung, and how weights are shared out between a GPU and main memory."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from llm_brain.config import Settings
from llm_brain.narrators.llama.faults import FileBroken, MemoryRanOut, MemoryTooSmall
from llm_brain.narrators.llama.room import (
    LEAST_SHARE,
    MAIN_SPARE,
    WORKING_BYTES,
    is_out_of_memory,
    share_out,
)
from llm_brain.narrators.llama.rungs import LAST, RUNGS, load_as_memory_allows

GB = 1_000_000_000
FOLDER = Path("model")


def settings(**changes: Any) -> Settings:
    return Settings(app_db_pass=SecretStr("none"), **changes)


class Loading:
    """Stands for load(): has room from the shared rung on, or nowhere, and keeps what was tried."""

    def __init__(self, *, shared_fits: bool = True, fault: Exception | None = None) -> None:
        self.tried: list[bool] = []
        self.shared_fits = shared_fits
        self.fault = fault or MemoryRanOut(where="the GPU")

    def __call__(self, folder: Path, device: str, dtype: str, *, shared: bool) -> Any:
        self.tried.append(shared)
        if not (shared and self.shared_fits):
            raise self.fault
        return "loaded"


@pytest.mark.parametrize(
    "fault",
    [MemoryRanOut(where="the GPU"), MemoryTooSmall(needed_gb=7, free_gb=5, where="GPU memory")],
)
def test_a_model_without_room_is_shared_between_gpu_and_main_memory(fault: Exception) -> None:
    loading = Loading(fault=fault)
    loaded, rung = load_as_memory_allows(FOLDER, settings(), 0, loading)
    assert (loaded, rung) == ("loaded", LAST)
    assert loading.tried == [False, True]
    assert RUNGS[rung].in_words != ""


def test_with_no_room_at_any_rung_the_first_reason_is_the_one_that_is_said() -> None:
    loading = Loading(shared_fits=False)
    with pytest.raises(MemoryRanOut):
        load_as_memory_allows(FOLDER, settings(), 0, loading)
    assert loading.tried == [False, True]


def test_a_broken_file_is_no_want_of_memory() -> None:
    loading = Loading(fault=FileBroken(file="x", why="short"))
    with pytest.raises(FileBroken):
        load_as_memory_allows(FOLDER, settings(), 0, loading)
    assert loading.tried == [False]


def test_loading_begins_at_the_rung_that_was_reached() -> None:
    loading = Loading()
    assert load_as_memory_allows(FOLDER, settings(), LAST, loading)[1] == LAST
    assert loading.tried == [True]


def test_the_first_rung_is_as_it_was_set_and_those_below_keep_nothing_warm() -> None:
    wanted = settings(llm_batching="on", llm_cache_gb=0.5)
    assert (RUNGS[0].batching(wanted), RUNGS[0].cache_bytes(wanted)) == ("on", GB // 2)
    assert RUNGS[0].cache_bytes(settings()) is None
    assert {(rung.batching(wanted), rung.cache_bytes(wanted)) for rung in RUNGS[1:]} == {("off", 0)}


@given(weights=st.integers(1, 20 * GB), gpu=st.integers(0, 30 * GB), main=st.integers(0, 60 * GB))
def test_what_is_shared_out_is_enough_and_never_more_than_there_is(
    weights: int, gpu: int, main: int
) -> None:
    try:
        shares = share_out(weights, gpu, main)
    except MemoryTooSmall:
        is_little_gpu = gpu < weights * LEAST_SHARE + min(WORKING_BYTES, weights)
        assert is_little_gpu or main < weights + MAIN_SPARE
        return
    assert shares[0] + shares["cpu"] >= weights
    assert shares[0] + min(WORKING_BYTES, weights) <= gpu
    assert shares["cpu"] + MAIN_SPARE <= main
    assert shares[0] >= weights * LEAST_SHARE


@pytest.mark.parametrize(
    ("error", "is_full"),
    [
        (MemoryError(), True),
        (RuntimeError("CUDA out of memory. Tried to allocate 20.00 MiB"), True),
        (RuntimeError("CUDA error: CUBLAS_STATUS_ALLOC_FAILED"), True),
        (RuntimeError("[enforce fail at alloc_cpu.cpp] can't allocate memory"), True),
        (ValueError("the prompt has 9000 tokens"), False),
    ],
)
def test_want_of_memory_is_known_by_its_words(error: Exception, is_full: bool) -> None:
    assert is_out_of_memory(error) is is_full
