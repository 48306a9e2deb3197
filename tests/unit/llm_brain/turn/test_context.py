import pytest

from llm_brain.turn.context import history_window


@pytest.mark.parametrize(
    ("turns", "window"), [(0, 0), (2, 2), (3, 3), (4, 4), (5, 5), (6, 3), (7, 4), (8, 5), (9, 3)]
)
def test_the_history_grows_from_three_to_five_then_drops(turns: int, window: int) -> None:
    assert history_window(turns, 3, 5) == window


def test_a_window_of_one_size_stays_that_size() -> None:
    assert {history_window(n, 3, 3) for n in range(3, 20)} == {3}
