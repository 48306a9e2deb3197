"""A first look at a campaign's vectors: whose signs fit the question's vector best. The signs of the campaigns a brain plays
stay in it, 64 bytes a memory; the vectors themselves are compared in Postgres, for the few hundred that look likely.

What is kept is never believed: rows are only ever added under new ids, each look reads what came since the last one, and
what was undone, withdrawn or rewritten meanwhile is left out by Postgres, which is asked about every likely one. So several
brains need not tell each other anything, and one that was just started finds the same.
"""

import threading
from collections import OrderedDict
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from psycopg2.extensions import connection

from llm_brain.store import signatures
from llm_brain.store.signatures import Signatures

MOST_KEPT = 1_000_000
"""Memories of all campaigns together: 64 MB. The campaigns played longest ago are dropped first."""
READ_AGAIN = 32
"""Ids are given before a row is committed: so many of the last known are read again, for one that came late between them."""

MOST_WEIGHED, WEIGHED_SHARE = 3_000, 8
"""So many with the fewest other signs, or one of so many, have each sign weighed by the question's number at its place."""
LIKELY_SHARE = 64
"""One of so many is likely in a campaign that is long; at 10,000 memories the fewest asked for are more than that."""

Key = tuple[int, int]
Floats = NDArray[np.float32]


class FirstLook:
    """The signs of some campaigns' vectors. Safe to share between threads."""

    def __init__(self, most_kept: int = MOST_KEPT) -> None:
        self._most_kept = most_kept
        self._lock = threading.Lock()
        self._known: OrderedDict[Key, Signatures] = OrderedDict()

    def likely(
        self,
        held: connection,
        campaign_id: int,
        embedder: int,
        vector: Sequence[float],
        fewest: int,
    ) -> list[int]:
        """Return the segments whose vectors' signs fit a question's vector best: `fewest`, or a share of a long campaign."""
        known = self._up_to_date(held, (campaign_id, embedder))
        total = len(known.ids)
        if not total:
            return []
        asked = np.asarray(vector, dtype=np.float32)
        near = least_apart(known.bits, asked, max(MOST_WEIGHED, total // WEIGHED_SHARE))
        fitting = fit(known.bits[:, near], asked)
        best = _lowest(-fitting, max(fewest, total // LIKELY_SHARE))
        return [int(segment) for segment in known.segments[near[best]]]

    def kept(self) -> int:
        """Return how many memories' signs are kept."""
        with self._lock:
            return sum(len(known.ids) for known in self._known.values())

    def _up_to_date(self, held: connection, key: Key) -> Signatures:
        with self._lock:
            known = self._known.get(key)
        read = _with_new(held, key, known) if known else signatures.after(held, *key, 0)
        self._keep(key, read)
        return read

    def _keep(self, key: Key, known: Signatures) -> None:
        with self._lock:
            self._known[key] = known
            self._known.move_to_end(key)
            kept = sum(len(of.ids) for of in self._known.values())
            while kept > self._most_kept and len(self._known) > 1:
                _, dropped = self._known.popitem(last=False)
                kept -= len(dropped.ids)


def _with_new(held: connection, key: Key, known: Signatures) -> Signatures:
    """Return what is known with what was written since; all anew when some of the last known is gone, as after an undo."""
    if len(known.ids) <= READ_AGAIN:
        return signatures.after(held, *key, 0)
    last, before = known.ids[-READ_AGAIN:], int(known.ids[-READ_AGAIN - 1])
    read = signatures.after(held, *key, before)
    if np.array_equal(last, read.ids):
        return known
    if np.isin(last, read.ids).all():
        return signatures.joined(signatures.up_to(known, before), read)
    return signatures.after(held, *key, 0)


def signature_of(vector: Floats) -> NDArray[np.uint64]:
    """Return the signs of a vector's numbers, in the order of Postgres' bits."""
    return np.packbits(vector > 0).view(np.uint64)


def least_apart(bits: NDArray[np.uint64], asked: Floats, count: int) -> NDArray[np.intp]:
    """Return the places of those with the fewest signs other than a question's."""
    apart = np.bitwise_count(bits ^ signature_of(asked)[:, None]).sum(axis=0, dtype=np.uint16)
    return _lowest(apart, count)


def fit(bits: NDArray[np.uint64], asked: Floats) -> Floats:
    """Return the sum of a question's numbers, each with the sign that a vector has at its place.

    Eight signs are looked up at once: what each of their 256 patterns comes to is worked out first.
    """
    words, total = bits.shape
    comes_to = (asked.reshape(-1, 8) @ PATTERNS.T).reshape(words, 8, 256)
    eights = np.ascontiguousarray(bits).view(np.uint8).reshape(words, total, 8)
    found: Floats = np.zeros(total, dtype=np.float32)
    for word in range(words):
        for eight in range(8):
            found += comes_to[word, eight].take(eights[word, :, eight])
    return found


PATTERNS = np.unpackbits(np.arange(256, dtype=np.uint8)[:, None], axis=1).astype(np.float32) * 2 - 1
"""The signs, as 1 and -1, that each byte stands for."""


def _lowest(values: NDArray[Any], count: int) -> NDArray[np.intp]:
    """Return the places of the lowest values, in no order."""
    if len(values) <= count:
        return np.arange(len(values))
    places: NDArray[np.intp] = np.argpartition(values, count)[:count]
    return places
