"""The embedder against numbers made once by the reference, and what it does when its files are away."""

import json
import threading
from pathlib import Path

import numpy as np
import pytest

import db_init
from llm_brain.memory.embedder import (
    DIMENSIONS,
    EmbedderUnavailable,
    MiniLM,
    sha256_of,
    weights_folder,
)

GOLDEN = json.loads(Path(__file__).with_name("embedder_golden.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def minilm() -> MiniLM:
    loaded = MiniLM()
    try:
        loaded.load()
    except EmbedderUnavailable as away:
        pytest.skip(str(away))
    return loaded


def test_vectors_are_those_of_the_reference(minilm: MiniLM) -> None:
    got = minilm.embed([case["text"] for case in GOLDEN])
    expected = np.array([case["first"] for case in GOLDEN])
    assert np.abs(got[:, :16] - expected).max() < 1e-4


def test_vectors_have_length_one_and_384_numbers(minilm: MiniLM) -> None:
    got = minilm.embed(["a", "a longer sentence about a bell", ""])
    assert got.shape == (3, 384)
    assert got.dtype == np.float32
    assert np.allclose(np.linalg.norm(got, axis=1), 1, atol=1e-5)


def test_a_text_s_vector_does_not_depend_on_its_company(minilm: MiniLM) -> None:
    texts = [f"{'word ' * n}end" for n in (0, 1, 2, 9, 21)]
    together = minilm.embed(texts)
    alone = np.concatenate([minilm.embed([text]) for text in texts])
    assert np.abs(together - alone).max() < 1e-5


def test_likeness_follows_meaning(minilm: MiniLM) -> None:
    goblin, sword, bread = minilm.embed(
        ["attack the goblin", "hit the goblin with my sword", "buy bread"]
    )
    assert goblin @ sword > goblin @ bread


def test_no_texts_give_no_rows(minilm: MiniLM) -> None:
    assert minilm.embed([]).shape == (0, 384)


def test_a_lone_surrogate_is_embedded_all_the_same(minilm: MiniLM) -> None:
    assert minilm.embed(["attack \ud800 now"]).shape == (1, 384)


def test_many_threads_get_the_same_answer(minilm: MiniLM) -> None:
    expected = minilm.embed(["who rings the bell?"])
    seen: list[bool] = []

    def ask() -> None:
        seen.append(bool(np.allclose(minilm.embed(["who rings the bell?"]), expected, atol=1e-6)))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [True] * 4


def test_missing_files_are_a_typed_error(tmp_path: Path) -> None:
    with pytest.raises(EmbedderUnavailable):
        MiniLM(tmp_path).load()


def test_broken_files_are_a_typed_error(tmp_path: Path) -> None:
    (tmp_path / "tokenizer.json").write_text("{}")
    with pytest.raises(EmbedderUnavailable):
        MiniLM(tmp_path).load()


def test_an_embedder_that_was_not_loaded_says_so() -> None:
    with pytest.raises(EmbedderUnavailable):
        MiniLM().embed(["hello"])


def test_an_embedder_is_known_by_its_model_and_its_weights(minilm: MiniLM) -> None:
    model, _, weights = minilm.name.partition(" ")
    assert model == "all-MiniLM-L6-v2"
    assert weights == sha256_of(weights_folder() / "model.safetensors")[:12]


def test_the_first_release_s_vectors_are_this_embedder_s(minilm: MiniLM) -> None:
    schema = Path(db_init.__file__).with_name("16_whose_vectors.sql").read_text(encoding="utf-8")
    assert f"VALUES ('{minilm.name}', {DIMENSIONS})" in schema
