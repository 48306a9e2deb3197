"""How quick the narrator's own model is on a processor: first token cold and warm, and words against the memory's speed.

Random weights of Llama 3.2's real sizes through the narrator's own engine. Run: `python -m tests.bench.language_model_cpu
[--size 3B|1B|tiny] [--dtype bfloat16|float32] [--batching]`. Without a size the largest one that fits is taken. It prints
figures and never fails on them.
"""

import argparse
import statistics
from collections.abc import Iterator

from llm_brain.narrators.llama.engine import Engine
from llm_brain.narrators.llama.loading import BYTES_EACH, Loaded
from llm_brain.narrators.llama.room import free_memory, paged_bytes, warm_bytes
from llm_brain.narrators.llama.speaking import Speaking
from tests.bench import real_sizes
from tests.bench.telling_speed import at_once, first_token, words

PROMPT = 1200
NEW = (1, 60, 150, 300)
"""Tokens at the end of a prompt that the table's last one did not have."""
TABLES = 4
SHORT = 200
"""Prompt tokens of each when several tables are told at once."""
SPARE = 3_000_000_000


def first_tokens(engine: Engine, vocabulary: int, rounds: int) -> None:
    """Print how long the first token takes, cold and warm."""
    first_token(
        engine, real_sizes.prompt(PROMPT, vocabulary, 999), 99
    )  # the library's own first time
    cold = statistics.median(
        first_token(engine, real_sizes.prompt(PROMPT, vocabulary, n), n) for n in range(rounds)
    )
    print(
        f"first token, cold, {PROMPT} tokens           {cold:8.2f} s   {PROMPT / cold:6.1f} tokens/s"
    )
    for new in NEW:
        warm = statistics.median(_warm(engine, vocabulary, new, rounds))
        print(
            f"first token, warm, {new:4d} of them new       {warm:8.2f} s   ratio warm : cold {warm / cold:.3f}"
        )


def _warm(engine: Engine, vocabulary: int, new: int, rounds: int) -> Iterator[float]:
    for n in range(rounds):
        kept = real_sizes.prompt(PROMPT, vocabulary, n)[: PROMPT - new]
        ids = [*kept, *real_sizes.prompt(new, vocabulary, 1000 + new + n)]
        first_token(engine, real_sizes.prompt(PROMPT, vocabulary, n), n)
        yield first_token(engine, ids, n)


def largest_that_fits(dtype: str) -> str:
    """Return the largest size whose weights leave some room."""
    room = free_memory() - SPARE
    fits = [s for s in ("3B", "1B") if real_sizes.numbers_of(s) * BYTES_EACH[dtype] < room]
    return fits[0] if fits else "tiny"


def engine_for(loaded: Loaded, is_batched: bool) -> Engine:
    """Return the way in which the narrator would speak."""
    if is_batched:
        from llm_brain.narrators.llama.batching import Batching

        return Batching(loaded, paged_bytes(loaded.device))
    return Speaking(loaded, warm_bytes(loaded.device))


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--size", choices=list(real_sizes.SIZES))
    asked.add_argument("--dtype", default="bfloat16", choices=["bfloat16", "float32"])
    asked.add_argument("--batching", action="store_true", help="through the batch of all tables")
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--words", type=int, default=48)
    chosen = asked.parse_args()
    size = chosen.size or largest_that_fits(chosen.dtype)
    print(f"{real_sizes.machine('cpu')}; {size}, {chosen.dtype}, "
          f"{'all tables in one batch' if chosen.batching else 'tables take turns'}")  # fmt: skip
    bandwidth = real_sizes.read_bandwidth()
    print(f"reads {bandwidth / 1e9:.1f} GB/s from memory")
    loaded = real_sizes.made_up(size, "cpu", chosen.dtype)
    weighs = real_sizes.weight_bytes(loaded)
    engine = engine_for(loaded, chosen.batching)
    vocabulary = int(loaded.model.config.vocab_size)
    first_tokens(engine, vocabulary, chosen.rounds)
    a_second = words(engine, vocabulary, chosen.words)
    print(f"one table: {a_second:.2f} tokens/s, weights {weighs / 1e9:.2f} GB: "
          f"{a_second * weighs / bandwidth:.2f} of what memory allows")  # fmt: skip
    asked_at_once = [real_sizes.prompt(SHORT, vocabulary, 80 + n) for n in range(TABLES)]
    together = at_once(engine, asked_at_once, chosen.words)
    print(
        f"{TABLES} tables at once: {together:.2f} tokens/s in all, prompts of {SHORT} tokens included"
    )
    engine.close()


if __name__ == "__main__":
    main()
