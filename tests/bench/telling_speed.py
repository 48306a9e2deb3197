"""How an engine of the narrator is timed: its first token, one telling's tokens, all tables at once."""

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from llm_brain.narrators.llama.engine import Engine
from tests.bench import real_sizes
from tests.bench.real_sizes import GREEDY


def first_token(engine: Engine, ids: list[int], table: int) -> float:
    """Return the seconds to the first token; the telling is stopped there."""
    began = time.perf_counter()
    words = engine.tokens(ids, replace(GREEDY, max_new_tokens=1), table)
    next(token for token in words if token is not None)
    took = time.perf_counter() - began
    for _ in words:  # to its end, so that its prompt is kept
        pass
    return took


def words(engine: Engine, vocabulary: int, many: int, seed: int = 5) -> float:
    """Return tokens a second of one telling after its first."""
    said = replace(GREEDY, max_new_tokens=many)
    stamps = [
        time.perf_counter()
        for token in engine.tokens(real_sizes.prompt(64, vocabulary, seed), said, 50 + seed)
        if token is not None
    ]
    return (len(stamps) - 1) / (stamps[-1] - stamps[0])


def at_once(engine: Engine, asked: Sequence[list[int]], told: int) -> float:
    """Return tokens a second of all tables together, prompts included in the time."""
    said = replace(GREEDY, max_new_tokens=told)

    def tell(table: int) -> int:
        words = engine.tokens(asked[table], said, table)
        return sum(token is not None for token in words)

    began = time.perf_counter()
    with ThreadPoolExecutor(len(asked)) as tables:
        heard = sum(tables.map(tell, range(len(asked))))
    return heard / (time.perf_counter() - began)
