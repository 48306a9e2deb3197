"""Signs of vectors as a brain keeps them."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from llm_brain.memory.first_look import fit, least_apart, signature_of
from llm_brain.store.signatures import Signatures, joined, up_to


def rows(*ids: int) -> Signatures:
    return Signatures(
        np.array(ids, dtype=np.int64),
        np.array(ids, dtype=np.int64) * 10,
        np.zeros((6, len(ids)), dtype=np.uint64),
    )


def test_a_vector_and_its_opposite_differ_in_every_sign() -> None:
    vector = np.random.default_rng(1).normal(size=384).astype(np.float32)
    apart = signature_of(vector) ^ signature_of(-vector)
    assert int(np.bitwise_count(apart).sum()) == 384


@given(st.integers(0, 383))
def test_one_changed_sign_is_one_bit(place: int) -> None:
    vector = np.ones(384, dtype=np.float32)
    other = vector.copy()
    other[place] = -1
    assert int(np.bitwise_count(signature_of(vector) ^ signature_of(other)).sum()) == 1


def test_what_is_read_again_is_not_there_twice() -> None:
    whole = joined(up_to(rows(1, 4, 6, 9), 4), rows(6, 7, 9))
    assert whole.ids.tolist() == [1, 4, 6, 7, 9]
    assert whole.segments.tolist() == [10, 40, 60, 70, 90]


def test_nothing_new_leaves_what_was_known() -> None:
    none = Signatures(*(np.zeros(0, dtype=np.int64),) * 2, np.zeros((0, 0), dtype=np.uint64))
    assert joined(rows(1, 2), none).ids.tolist() == [1, 2]


def some(count: int, seed: int) -> np.ndarray:
    vectors = np.random.default_rng(seed).normal(size=(count, 384)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


@given(st.integers(0, 10**6))
def test_a_fit_is_the_questions_numbers_with_the_vectors_signs(seed: int) -> None:
    vectors, asked = some(20, seed), some(1, seed + 1)[0]
    bits = np.stack([signature_of(vector) for vector in vectors], axis=1)
    assert np.allclose(fit(bits, asked), np.sign(vectors) @ asked, atol=1e-4)


def test_those_with_the_fewest_other_signs_come_through() -> None:
    vectors, asked = some(200, 3), some(1, 4)[0]
    bits = np.stack([signature_of(vector) for vector in vectors], axis=1)
    apart = ((vectors > 0) != (asked > 0)).sum(axis=1)
    kept = least_apart(bits, asked, 50)
    assert len(set(kept.tolist())) == 50
    assert apart[kept].max() <= np.sort(apart)[49]
