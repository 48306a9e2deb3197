"""Likeness: what is asked of the embedder, and that none is asked when patterns suffice."""

from collections.abc import Sequence

import numpy as np

from llm_brain.understanding.words import read_data


class FakeEmbedder:
    """Likes a text only to one exemplar: the one it was told."""

    def __init__(self, like: str) -> None:
        self.like = like
        self.asked: list[str] = []

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        self.asked.extend(texts)
        vectors = np.zeros((len(texts), 384), dtype=np.float32)
        for row, text in zip(vectors, texts, strict=True):
            is_exemplar = any(text == e["text"] for e in read_data("exemplars.json"))
            row[0 if not is_exemplar or text == self.like else 1] = 1.0
        return vectors


def test_a_message_of_several_deeds_that_patterns_read_asks_no_embedder(read) -> None:
    embedder = FakeEmbedder("look")
    assert not read("attack the boss, then hide", "goblins", embedder).used_embedder
    assert embedder.asked == []


def test_what_patterns_leave_open_is_read_by_likeness(read) -> None:
    like = next(e["text"] for e in read_data("exemplars.json") if e["kind"] == "persuade")
    reading = read("flummox wheedle the stranger", "tavern", FakeEmbedder(like))
    assert reading.used_embedder
    assert [a.kind for a in reading.actions] == ["persuade"]
    assert reading.actions[0].target_ref == "n4"


def test_names_are_masked_before_they_are_compared(read) -> None:
    embedder = FakeEmbedder("look")
    read("flummox the giant rat", "goblins", embedder)
    assert embedder.asked[-1] == "flummox the enemy"


def test_exemplars_hold_none_of_the_unseen_utterances() -> None:
    import json
    from pathlib import Path

    folder = Path(__file__).parents[3] / "bench" / "utterances"
    lines = (folder / "unseen.jsonl").read_text(encoding="utf-8").splitlines()
    unseen = {json.loads(line)["text"].lower() for line in lines}
    assert not unseen & {e["text"].lower() for e in read_data("exemplars.json")}
