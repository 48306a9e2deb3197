"""Learns the second opinion on what a message is from the labelled utterances, and says how well it does on a set left out.

Run: `python -m tests.bench.train_second_opinion [--leave-out blind6]`. Without a set left out it writes
`llm_brain/understanding/data/second_opinion.npz`. Deterministic: the same utterances make the same file.
"""

import argparse
from collections import Counter
from typing import Any

import numpy as np

from llm_brain.memory.embedder import MiniLM
from llm_brain.referee.scene import scene_of
from llm_brain.understanding.second_opinion import WEIGHTS, Floats, features_of, masked, row_of
from llm_brain.understanding.targets import Situation
from tests.bench.intent_accuracy import SPLITS, scenes, utterances

LEARNT_FROM = tuple(split for split in SPLITS if split != "blind7")
"""`blind7` stays unseen, to measure with."""
ROUNDS = 1500
STEP = 1.0
MOMENTUM = 0.9
SHRINK = 3e-4
SEEN_AT_LEAST = 2
BATCH = 32


def single_deeds(splits: list[str]) -> list[dict[str, Any]]:
    """Return the utterances that are one action."""
    rows = [row for split in splits for row in utterances(split)]
    return [row for row in rows if len(row["actions"]) == 1]


def said_in(rows: list[dict[str, Any]]) -> list[str]:
    """Return the utterances with the names of their scenes masked."""
    situations = {
        name: Situation(scene_of(state, actor), state, actor, recent)
        for name, (state, actor, recent) in scenes().items()
    }
    return [masked(row["text"], situations[row["scene"]]) for row in rows]


def vectors_of(said: list[str], embedder: MiniLM) -> Floats:
    parts = [embedder.embed(said[i : i + BATCH]) for i in range(0, len(said), BATCH)]
    return np.vstack(parts).astype(np.float32)


def wanted_of(rows: list[dict[str, Any]], kinds: list[str]) -> Floats:
    """Return what the model should say: all kinds that were labelled as right, alike."""
    wanted = np.zeros((len(rows), len(kinds)), dtype=np.float32)
    for i, row in enumerate(rows):
        right = row["actions"][0]["kinds"]
        for kind in right:
            wanted[i, kinds.index(kind)] = 1 / len(right)
    return wanted


def fitted(rows: Floats, wanted: Floats) -> Floats:
    """Return the weights of a softmax regression, by gradient descent from zero."""
    weights = np.zeros((rows.shape[1], wanted.shape[1]), dtype=np.float32)
    speed = np.zeros_like(weights)
    for _ in range(ROUNDS):
        scores = rows @ weights
        likely = np.exp(scores - scores.max(axis=1, keepdims=True))
        likely /= likely.sum(axis=1, keepdims=True)
        slope = rows.T @ (likely - wanted) / len(rows) + SHRINK * weights
        speed = MOMENTUM * speed - STEP * slope
        weights += speed
    return weights


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--leave-out", choices=SPLITS)
    left_out = parser.parse_args().leave_out
    rows = single_deeds([split for split in LEARNT_FROM if split != left_out])
    said = said_in(rows)
    embedder = MiniLM()
    embedder.load()
    vectors = vectors_of(said, embedder)
    counted = Counter(feature for text in said for feature in sorted(features_of(text)))
    names = sorted(name for name, times in counted.items() if times >= SEEN_AT_LEAST)
    features = {name: i for i, name in enumerate(names)}
    kinds = sorted({kind for row in rows for kind in row["actions"][0]["kinds"]})
    wanted = wanted_of(rows, kinds)
    both = np.vstack([row_of(s, features, v) for s, v in zip(said, vectors, strict=True)])
    alone = np.vstack([row_of(s, features, None) for s in said])
    made = {"with_vector": fitted(both, wanted), "words_alone": fitted(alone, wanted)}
    print(
        f"learnt from {len(rows)} utterances, {len(features)} words and pairs, {len(kinds)} kinds"
    )
    if left_out is None:
        small = {name: weights.astype(np.float16) for name, weights in made.items()}
        np.savez_compressed(WEIGHTS, features=np.array(names), kinds=np.array(kinds), **small)
        return
    unseen = single_deeds([left_out])
    unseen_said = said_in(unseen)
    for name, weights in made.items():
        seen_vectors = list(vectors_of(unseen_said, embedder)) if name == "with_vector" else []
        each = seen_vectors or [None] * len(unseen)
        scores = [row_of(s, features, v) @ weights for s, v in zip(unseen_said, each, strict=True)]
        right = [
            kinds[int(s.argmax())] in r["actions"][0]["kinds"]
            for s, r in zip(scores, unseen, strict=True)
        ]
        print(f"{name}: {np.mean(right):.1%} of {len(unseen)} in {left_out}")


if __name__ == "__main__":
    main()
