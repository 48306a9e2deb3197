import pytest
from hypothesis import given
from hypothesis import strategies as st

from llm_brain.memory.ranking import BESIDE, FAINT, Candidate, rank, rarity, share_of_words


def candidate(id_: int, *, likeness: float | None = 0.2, shared: float = 0.0, **more: object):
    return Candidate(id=id_, position=id_, likeness=likeness, shared=shared, length=1.0, **more)  # type: ignore[arg-type]


def order(*candidates: Candidate) -> list[int]:
    return [ranked.candidate.id for ranked in rank(candidates)]


def test_the_likest_comes_first_when_no_words_are_shared() -> None:
    assert order(candidate(1, likeness=0.3), candidate(9, likeness=0.6))[0] == 9


def test_holding_all_words_outweighs_a_middling_likeness() -> None:
    assert order(candidate(1, likeness=0.5), candidate(9, shared=1.0))[0] == 9


def test_half_of_the_words_are_worth_less_than_half() -> None:
    half, whole = rank([candidate(1, shared=0.5)])[0], rank([candidate(1, shared=1.0)])[0]
    assert half.wording < whole.wording / 2


def test_what_stands_beside_a_hit_is_lifted_above_what_stands_alone() -> None:
    assert order(candidate(10, shared=1.0), candidate(11), candidate(50)) == [10, 11, 50]


def test_neighbours_add_by_their_distance() -> None:
    found = {
        r.candidate.id: r for r in rank([candidate(10, shared=1.0), candidate(11), candidate(12)])
    }
    above = found[10].score - FAINT
    assert found[11].neighbours == pytest.approx(BESIDE[1] * above)
    assert found[12].neighbours == pytest.approx(BESIDE[2] * above)


def test_no_neighbour_reaches_into_another_part() -> None:
    assert rank([candidate(10, shared=1.0), candidate(11, part=1)])[1].neighbours == 0


def test_what_covers_several_turns_is_nobodys_neighbour() -> None:
    found = rank([candidate(10, shared=1.0, is_turn=False), candidate(11)])
    assert all(ranked.neighbours == 0 for ranked in found)


def test_who_is_named_is_favoured_among_equals() -> None:
    assert order(candidate(9), candidate(1, is_by_named=True))[0] == 1


def test_without_vectors_words_alone_decide() -> None:
    found = order(candidate(9, likeness=None), candidate(1, likeness=None, shared=0.4))
    assert found == [1, 9]


def test_a_rare_word_says_more_than_a_common_one() -> None:
    assert rarity(1, 100) > rarity(50, 100) > rarity(100, 100) > 0


def test_the_share_of_words_goes_by_what_they_say() -> None:
    assert share_of_words([3.0, 1.0], [True, False]) == 0.75
    assert share_of_words([], []) == 0


made = st.builds(
    Candidate,
    id=st.integers(0, 30),
    position=st.integers(0, 30),
    likeness=st.none() | st.floats(-1, 1),
    shared=st.floats(0, 1),
    length=st.floats(0.01, 20),
    is_turn=st.booleans(),
    part=st.integers(0, 2),
    is_by_named=st.booleans(),
)


@given(st.lists(made, unique_by=lambda c: c.id))
def test_everything_is_ranked_once_best_first_and_its_score_adds_up(
    candidates: list[Candidate],
) -> None:
    found = rank(candidates)
    assert sorted(r.candidate.id for r in found) == sorted(c.id for c in candidates)
    assert [r.score for r in found] == sorted((r.score for r in found), reverse=True)
    assert all(r.neighbours >= 0 for r in found)


@given(st.lists(made, unique_by=lambda c: c.id), made)
def test_a_score_does_not_depend_on_who_is_far_away(
    candidates: list[Candidate], other: Candidate
) -> None:
    far = Candidate(
        id=99, position=900, likeness=other.likeness, shared=other.shared, length=other.length
    )
    alone = {r.candidate.id: r.score for r in rank(candidates)}
    beside = {r.candidate.id: r.score for r in rank([*candidates, far])}
    assert all(beside[id_] == score for id_, score in alone.items())
