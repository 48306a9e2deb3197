"""The words' part of `tests.bench.gpu`: one table against the memory's speed, many tables at once, first tokens.

Random weights through the narrator's own engines. `--tiny` runs a tiny model, on a processor where there is no GPU.
"""

import gc
import statistics
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from llm_brain.narrators.llama.batching import Batching
from llm_brain.narrators.llama.engine import Engine
from llm_brain.narrators.llama.libraries import library
from llm_brain.narrators.llama.loading import Loaded
from llm_brain.narrators.llama.room import paged_bytes, warm_bytes
from llm_brain.narrators.llama.speaking import Speaking
from tests.bench import real_sizes
from tests.bench.telling_speed import at_once, first_token, words


@dataclass(frozen=True)
class Load:
    """What is asked of a model: prompt tokens, how many of them all tables share, tokens told, tables at once."""

    size: str = "3B"
    dtype: str = "bfloat16"
    prompt: int = 1200
    shared: int = 600
    new: int = 150
    told: int = 128
    tables: tuple[int, ...] = (1, 16, 32)
    rounds: int = 60


TINY = Load("tiny", "float32", 120, 64, 20, 8, (1, 2, 4), 4)


def prompts(load: Load, vocabulary: int, tables: int, seed: int) -> list[list[int]]:
    """Return prompts with a common beginning that nobody had before."""
    same = real_sizes.prompt(load.shared, vocabulary, seed)
    own = load.prompt - load.shared
    return [[*same, *real_sizes.prompt(own, vocabulary, seed + 1 + n)] for n in range(tables)]


def plain(loaded: Loaded, asked: Sequence[list[int]], told: int) -> float:
    """Return tokens a second of the library's `generate` with all prompts as one batch."""
    torch = library("torch")
    ids = torch.tensor(list(asked), device=loaded.device)
    began = time.perf_counter()
    loaded.model.generate(
        ids, attention_mask=torch.ones_like(ids), do_sample=False, max_new_tokens=told,
        min_new_tokens=told, eos_token_id=0, pad_token_id=0,
    )  # fmt: skip
    return len(asked) * told / (time.perf_counter() - began)


def single(engine: Engine, loaded: Loaded, load: Load, bandwidth: float, name: str) -> None:
    """Print one table's speed after its first token."""
    vocabulary = int(loaded.model.config.vocab_size)
    best = max(words(engine, vocabulary, load.told, seed) for seed in range(3))
    share = best * real_sizes.weight_bytes(loaded) / bandwidth
    print(f"one table, {name:<22} {best:8.1f} tokens/s: {share:.2f} of what memory allows")


def warm_first_tokens(engine: Engine, load: Load, vocabulary: int, name: str) -> None:
    """Print how long the first token takes when only a prompt's end is new."""
    cold, warm = [], []
    for n in range(load.rounds):
        ids = real_sizes.prompt(load.prompt, vocabulary, 5000 + 2 * n)
        cold.append(first_token(engine, ids, n))
        end = real_sizes.prompt(load.new, vocabulary, 5001 + 2 * n)
        warm.append(first_token(engine, [*ids[: -load.new], *end], n))
    p95 = sorted(warm)[min(len(warm) - 1, int(len(warm) * 0.95))]
    print(f"first token, {name:<20} cold p50 {_ms(statistics.median(cold))}, {load.new} of {load.prompt} new: "
          f"p50 {_ms(statistics.median(warm))}, p95 {_ms(p95)}")  # fmt: skip


def batches(loaded: Loaded, load: Load, graphs: str, bandwidth: float) -> None:
    """Print the figures of the batch of all tables."""
    name = f"batch, graphs {graphs}"
    vocabulary = int(loaded.model.config.vocab_size)
    batching = Batching(loaded, paged_bytes(loaded.device), graphs)
    try:
        at_once(batching, prompts(load, vocabulary, 2, 10_000), 4)  # the library's own first time
        single(batching, loaded, load, bandwidth, name)
        for n, tables in enumerate(load.tables):
            asked = prompts(load, vocabulary, tables, 20_000 + 1000 * n)
            print(
                f"{tables:3d} tables, {name:<21} {at_once(batching, asked, load.told):8.1f} tokens/s in all"
            )
        warm_first_tokens(batching, load, vocabulary, name)
        shared, all_ = batching.prefix_tokens
        print(f"of {all_} prompt tokens {shared / all_:.2f} were shared")
    finally:
        batching.close()
        gc.collect()


def turns(loaded: Loaded, load: Load, bandwidth: float) -> None:
    """Print the figures of tables that take turns, and of plain `generate`."""
    vocabulary = int(loaded.model.config.vocab_size)
    speaking = Speaking(loaded, warm_bytes(loaded.device))
    single(speaking, loaded, load, bandwidth, "by turns")
    warm_first_tokens(speaking, load, vocabulary, "by turns")
    for n, tables in enumerate(load.tables):
        asked = prompts(load, vocabulary, tables, 40_000 + 1000 * n)
        print(
            f"{tables:3d} tables, by turns              {at_once(speaking, asked, load.told):8.1f} tokens/s in all"
        )
    speaking.close()
    for n, tables in enumerate(load.tables):
        asked = prompts(load, vocabulary, tables, 60_000 + 1000 * n)
        print(
            f"{tables:3d} tables, plain `generate`       {plain(loaded, asked, load.told):8.1f} tokens/s in all"
        )


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms"


def main() -> None:
    load = TINY if "--tiny" in sys.argv else Load()
    torch: Any = library("torch")
    device = "cuda" if torch.cuda.is_available() else "cpu"
    print(f"{real_sizes.machine(device)}; {load.size}, {load.dtype}")
    bandwidth = (
        real_sizes.copy_bandwidth() if device == "cuda" else real_sizes.read_bandwidth(64, 2)
    )
    print(f"moves {bandwidth / 1e9:.0f} GB/s")
    loaded = real_sizes.made_up(load.size, device, load.dtype)
    print(f"weights {real_sizes.weight_bytes(loaded) / 1e9:.2f} GB")
    turns(loaded, load, bandwidth)
    for graphs in ("off", "on") if device == "cuda" else ("off",):
        batches(loaded, load, graphs, bandwidth)


if __name__ == "__main__":
    main()
