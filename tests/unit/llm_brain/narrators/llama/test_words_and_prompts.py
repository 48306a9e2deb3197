import threading
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from llm_brain.narrators.llama.turnstile import Turnstile
from llm_brain.narrators.llama.warm_prompts import WarmPrompts
from llm_brain.narrators.llama.words import Words


def _decode(ids: Sequence[int]) -> str:
    return bytes(ids).decode("utf-8", errors="replace")


@given(
    st.text(
        alphabet=st.characters(exclude_characters="\ufffd", exclude_categories=("Cs",)), max_size=40
    )
)
def test_characters_of_several_tokens_come_whole_and_in_order(text: str) -> None:
    words = Words(_decode)
    pieces = [words.add(byte) for byte in text.encode()]
    assert "".join(pieces) == text
    assert not any("\ufffd" in piece for piece in pieces)


def _warm(most_bytes: int = 1000) -> WarmPrompts[list[int]]:
    """Keep lists of ids in place of what a model works out; each weighs as many bytes as it has ids."""

    def crop(kept: list[int], length: int) -> list[int]:
        del kept[length:]
        return kept

    return WarmPrompts(most_bytes, crop, lambda kept, length: kept[:length], len)


IDS = st.lists(st.integers(0, 2), min_size=1, max_size=60)


@given(st.lists(st.tuples(st.integers(1, 3), IDS), max_size=12))
def test_what_is_taken_is_always_a_true_beginning_and_never_the_whole_prompt(
    asked: list[tuple[int, list[int]]],
) -> None:
    warm = _warm(100)
    for table, ids in asked:
        done, kept = warm.take(table, ids)
        assert 0 <= done < len(ids)
        assert (kept or []) == ids[:done]
        warm.put(table, ids, list(ids))
        assert warm.size <= 100


def test_the_longest_unused_prompt_goes_first() -> None:
    warm = _warm(20)
    for table in (1, 2, 3):
        warm.put(table, [table] * 9, [table] * 9)
    assert warm.take(1, [1] * 10)[0] == 0
    assert warm.take(3, [3] * 10)[0] == 9


def test_another_table_s_long_beginning_is_copied_and_left_with_its_owner() -> None:
    warm = _warm()
    shared = list(range(50))
    warm.put(1, [*shared, 7], [*shared, 7])
    done, kept = warm.take(2, [*shared, 8, 9])
    assert (done, kept) == (50, shared)
    assert warm.take(1, [*shared, 7, 8])[0] == 51


def test_the_hit_rate_is_the_share_of_warm_tokens() -> None:
    warm = _warm()
    warm.take(1, [1] * 10)
    warm.put(1, [1] * 10, [1] * 10)
    warm.take(1, [1] * 10)
    assert warm.hit_rate == 9 / 20


def test_one_passes_at_a_time_and_everybody_comes_through() -> None:
    turnstile, inside, seen = Turnstile(), [0], []

    def walk(name: int) -> None:
        for _ in range(50):
            with turnstile.passed():
                inside[0] += 1
                seen.append((name, inside[0]))
                inside[0] -= 1

    threads = [threading.Thread(target=walk, args=(name,)) for name in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(seen) == 200
    assert {count for _, count in seen} == {1}
