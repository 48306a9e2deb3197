"""Column `signature` of `story_embeddings`: the signs of a vector's numbers, of which a brain keeps those of the campaigns it
plays. Read in the order they were written, so that what is new is a short look past what is known."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from psycopg2.extensions import connection

_LENGTH_BYTES = 4
"""Before the bits, as Postgres sends them."""


@dataclass(frozen=True)
class Signatures:
    """Rows of one campaign in the order of their ids; `bits` is (6, n) words of 64 signs, for vectors of 384."""

    ids: NDArray[np.int64]
    segments: NDArray[np.int64]
    bits: NDArray[np.uint64]


def after(held: connection, campaign_id: int, embedder: int, after_id: int) -> Signatures:
    """Return the signatures of one embedder's vectors of a campaign that were written after another, oldest first."""
    with held.cursor() as asked:
        asked.execute(
            """SELECT id, segment_id, varbit_send(signature) FROM story_embeddings
               WHERE campaign_id = %s AND embedder = %s AND id > %s ORDER BY id""",
            (campaign_id, embedder, after_id),
        )
        rows = asked.fetchall()
    sent = np.frombuffer(b"".join(row[2] for row in rows), dtype=np.uint8)
    row_bytes = len(sent) // len(rows) if rows else _LENGTH_BYTES
    bits = np.ascontiguousarray(sent.reshape(len(rows), row_bytes)[:, _LENGTH_BYTES:])
    return Signatures(
        ids=np.array([row[0] for row in rows], dtype=np.int64),
        segments=np.array([row[1] for row in rows], dtype=np.int64),
        bits=np.ascontiguousarray(bits.view(np.uint64).reshape(len(rows), bits.shape[1] // 8).T),
    )


def up_to(known: Signatures, id_: int) -> Signatures:
    """Return those up to and with an id."""
    end = int(np.searchsorted(known.ids, id_, side="right"))
    return Signatures(known.ids[:end], known.segments[:end], known.bits[:, :end])


def joined(first: Signatures, then: Signatures) -> Signatures:
    """Return some and then others, both of the same campaign and embedder."""
    if not len(then.ids):
        return first
    return Signatures(
        np.concatenate([first.ids, then.ids]),
        np.concatenate([first.segments, then.segments]),
        np.concatenate([first.bits, then.bits], axis=1),
    )
