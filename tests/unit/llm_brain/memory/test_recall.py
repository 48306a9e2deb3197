from llm_brain.memory.recall import MOST_CHARS, MOST_RANKED, query_words, split, worth_the_room
from llm_brain.narrators.protocol import Memory
from llm_brain.store.story_words import Word


def test_a_query_is_only_words_whatever_was_typed() -> None:
    assert query_words("Ask Old Wen about 'the bell' & (| !drop) <-> x:*") == [
        "ask", "old", "wen", "about", "bell", "drop",
    ]  # fmt: skip


def test_rare_words_are_looked_for_everywhere_and_common_ones_are_not() -> None:
    words = [Word("herring", 2), Word("bell", 90), Word("door", MOST_RANKED), Word("look", 4_000)]
    assert split(words) == (["herring", "bell"], ["door", "look"])


def test_a_word_never_told_is_looked_for_all_the_same() -> None:
    assert split([Word("herring", 0)]) == (["herring"], [])


def _memory(n: int, text: str) -> Memory:
    return Memory(segment_id=n, text=text, score=10.0 - n)


def test_what_says_the_same_again_makes_room_for_something_else() -> None:
    found = [
        _memory(1, "Corbin owes you four gold pieces."),
        _memory(2, "The mill: Corbin owes you four gold pieces."),
        _memory(3, "The bell has a crack."),
    ]
    assert [memory.segment_id for memory in worth_the_room(found, 2)] == [1, 3]


def test_what_is_too_long_for_the_room_is_passed_over() -> None:
    found = [_memory(1, "a " * MOST_CHARS), _memory(2, "The bell has a crack.")]
    assert [memory.segment_id for memory in worth_the_room(found, 4)] == [2]


def test_no_more_than_asked_for_is_kept() -> None:
    found = [_memory(n, word) for n, word in enumerate(("bell", "mill", "road"))]
    assert len(worth_the_room(found, 2)) == 2
    assert worth_the_room(found, 0) == []
