"""Sets the library's continuous batching up for this model: how much it may keep, how large a step may be, whose dice.

Nothing runs yet when it returns; `batching.py` starts it.
"""

from dataclasses import dataclass
from typing import Any

from llm_brain.narrators.llama.dice import Dice
from llm_brain.narrators.llama.libraries import library
from llm_brain.narrators.llama.loading import Loaded

CB = "transformers.generation.continuous_batching"
PAGE = 32
"""Tokens in a page; a common beginning is shared in whole pages."""
TABLES_MOST = 64
"""Tellings in one step at most."""
STEP_TOKENS = {"cpu": 64, "cuda": 1024}
"""Tokens in one step at most, those of prompts included: so short that a stop is heard within a second."""
KEPT_TOKENS = {"cpu": 16_384, "cuda": 65_536}
"""Tokens kept at most, of tellings under way and of prompts that may come again; the attention's mask grows with them."""
GRAPHS = {"auto": None, "on": True, "off": False}


@dataclass
class Shared:
    """Counts prompt tokens that another prompt had already worked out."""

    tokens: int = 0


@dataclass(frozen=True)
class Batch:
    """The library's manager, not yet started; `most_tokens` is how many tokens all tellings together may keep."""

    manager: Any
    most_tokens: int
    shared: Shared


def open_batch(loaded: Loaded, kept_bytes: int, graphs: str) -> Batch:
    """Return a batch. Raises RuntimeError, ValueError or MemoryError where this model or machine cannot have one."""
    transformers = library("transformers")
    config = loaded.model.config.get_text_config()
    most = min(kept_bytes // bytes_a_token(config, loaded.model.dtype), KEPT_TOKENS[loaded.device])
    if most < PAGE:
        raise ValueError("there is no memory left for a batch of all tables")
    manager = loaded.model.init_continuous_batching(
        generation_config=transformers.GenerationConfig(
            do_sample=False, eos_token_id=sorted(loaded.ends), max_new_tokens=256
        ),
        continuous_batching_config=transformers.ContinuousBatchingConfig(
            page_size=PAGE,
            num_blocks=most // PAGE,
            max_batch_tokens=STEP_TOKENS[loaded.device],
            max_requests_per_batch=min(TABLES_MOST, STEP_TOKENS[loaded.device]),
            allow_block_sharing=True,
            auto_switch_to_flash=False,  # it would fetch kernels from the hub
            use_async_batching=False,  # a telling that is stopped in the middle of a step must harm nobody
            use_cuda_graph=GRAPHS[graphs],
            max_memory_percent=0.9,
        ),
    )
    manager.logit_processor = _choosing()
    manager.warmup()
    shared = _counted(manager.batch_processor.cache)
    return Batch(manager, (most // PAGE) * PAGE, shared)


def bytes_a_token(config: Any, dtype: Any) -> int:
    """Return what keeping one token takes, keys and values of all layers."""
    wide = getattr(config, "head_dim", None) or config.hidden_size // config.num_attention_heads
    heads = getattr(config, "num_key_value_heads", None) or config.num_attention_heads
    return 2 * int(config.num_hidden_layers) * int(heads) * int(wide) * int(dtype.itemsize)


def _choosing() -> Any:
    """Return how tokens are chosen: temperature and top p by the library, each telling's own, and each telling's dice.

    The values given here are only there because the library makes no processor without one.
    """
    own = library(f"{CB}.cb_logits_processors")
    theirs = library("transformers.generation.logits_process")
    own.ContinuousBatchingLogitsProcessor.register(Dice)
    made = own.ContinuousBatchingLogitsProcessorList(
        theirs.LogitsProcessorList(
            [theirs.TemperatureLogitsWarper(0.7), theirs.TopPLogitsWarper(0.9), Dice()]
        ),
        per_request_processors=True,
    )
    made.tensors_required = len(made.logits_processor)
    return made


def _counted(cache: Any) -> Shared:
    """Count what the cache shares: it tells nobody else than its log."""
    shared, search = Shared(), cache.search_prefix_match

    def counting(request_id: str, prompt_ids: list[int]) -> int:
        found = int(search(request_id, prompt_ids))
        shared.tokens += found
        return found

    cache.search_prefix_match = counting
    return shared
