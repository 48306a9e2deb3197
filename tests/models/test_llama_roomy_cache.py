"""The cache with room at its end keeps what the library's own keeps."""

from collections.abc import Sequence
from typing import Any

import pytest

torch = pytest.importorskip("torch")
transformers = pytest.importorskip("transformers")

from hypothesis import given, settings  # noqa: E402
from hypothesis import strategies as st  # noqa: E402

from llm_brain.narrators.llama.roomy_cache import ROOM, new_cache  # noqa: E402
from llm_brain.narrators.llama.speaking import copied, cropped  # noqa: E402

pytestmark = pytest.mark.heavy
LAYERS = 2


def _more(tokens: int, layer: int) -> Any:
    return torch.arange(tokens * 6, dtype=torch.float32).view(1, 2, tokens, 3) + 1000 * layer


def _grow(cache: Any, tokens: int) -> list[tuple[Any, Any]]:
    return [
        cache.update(_more(tokens, layer), -_more(tokens, layer), layer) for layer in range(LAYERS)
    ]


def _is_same(one: Sequence[tuple[Any, Any]], other: Sequence[tuple[Any, Any]]) -> bool:
    return all(
        torch.equal(a, b)
        for x, y in zip(one, other, strict=True)
        for a, b in zip(x, y, strict=True)
    )


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 2 * ROOM), st.integers(0, ROOM)), min_size=1, max_size=5))
def test_it_keeps_what_the_librarys_keeps_however_it_grows_and_is_cut(
    steps: list[tuple[int, int]],
) -> None:
    ours, theirs = new_cache(), transformers.DynamicCache()
    for more, fewer in steps:
        assert _is_same(_grow(ours, more), _grow(theirs, more))
        length = max(theirs.get_seq_length() - fewer, 1)
        cropped(ours, length)
        cropped(theirs, length)
        assert ours.get_seq_length() == theirs.get_seq_length() == length


def test_a_copy_is_of_its_own() -> None:
    kept = new_cache()
    _grow(kept, 40)
    copy = copied(kept, 30)
    _grow(copy, 5)
    before = kept.layers[0].keys.clone()
    cropped(kept, 30)
    _grow(kept, 10)
    assert copy.get_seq_length() == 35
    assert torch.equal(kept.layers[0].keys[..., :30, :], before[..., :30, :])
    assert torch.equal(copy.layers[0].keys[..., 30:, :], _more(5, 0))


def test_one_more_token_moves_nothing_that_is_kept() -> None:
    kept = new_cache()
    _grow(kept, 40)
    place = kept.layers[0].keys.data_ptr()
    for _ in range(20):
        _grow(kept, 1)
    assert kept.layers[0].keys.data_ptr() == place
