from llm_brain.memory.recall import MOST_RANKED, fuse, query_words, split
from llm_brain.store.story_segments import Segment
from llm_brain.store.story_words import Word


def _segment(n: int) -> Segment:
    return Segment(id=n, kind="turn", first_turn=n, last_turn=n, content=f"turn {n}")


def test_what_both_rankings_put_first_scores_one() -> None:
    best = fuse([[_segment(3), _segment(1)], [_segment(3)]], limit=2)
    assert [memory.segment_id for memory in best] == [3, 1]
    assert best[0].score == 1.0


def test_what_two_rankings_know_beats_what_one_puts_first() -> None:
    order = fuse([[_segment(1), _segment(2)], [_segment(3), _segment(2)]], limit=3)
    assert order[0].segment_id == 2


def test_nothing_recalled_is_nothing() -> None:
    assert fuse([], limit=4) == ()


def test_a_query_is_only_words_whatever_was_typed() -> None:
    assert query_words("Ask Old Wen about 'the bell' & (| !drop) <-> x:*") == [
        "ask", "old", "wen", "about", "bell", "drop",
    ]  # fmt: skip


def test_rare_words_are_looked_for_everywhere_and_common_ones_are_not() -> None:
    words = [Word("herring", 2), Word("bell", 90), Word("door", MOST_RANKED), Word("look", 4_000)]
    assert split(words) == (["herring", "bell"], ["door", "look"])


def test_a_word_never_told_is_looked_for_all_the_same() -> None:
    assert split([Word("herring", 0)]) == (["herring"], [])
