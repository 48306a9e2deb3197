"""Language models of real sizes with random weights, made in memory in seconds, and how fast this machine moves memory.

The narrator's own code speaks with them (`llm_brain/narrators/llama`); only loading is left out, and a tokenizer: prompts
are ids. What the weights say does not change how long they take.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from llm_brain.narrators.llama.libraries import library
from llm_brain.narrators.llama.loading import Loaded
from llm_brain.narrators.llama.one_row import quicken
from llm_brain.narrators.protocol import Sampling

SIZES: dict[str, dict[str, Any]] = {
    "3B": {"hidden_size": 3072, "intermediate_size": 8192, "num_hidden_layers": 28, "num_attention_heads": 24},
    "1B": {"hidden_size": 2048, "intermediate_size": 8192, "num_hidden_layers": 16, "num_attention_heads": 32,
           "head_dim": 64},
    "tiny": {"hidden_size": 64, "intermediate_size": 128, "num_hidden_layers": 2, "num_attention_heads": 4,
             "num_key_value_heads": 2, "vocab_size": 1024, "head_dim": 16},
}  # fmt: skip
"""Llama 3.2's own numbers, from its published configurations; `tiny` is for trying the code."""
COMMON = {
    "vocab_size": 128_256, "num_key_value_heads": 8, "head_dim": 128, "max_position_embeddings": 131_072,
    "rms_norm_eps": 1e-5, "tie_word_embeddings": True, "bos_token_id": 1, "eos_token_id": 2,
    "rope_parameters": {"rope_type": "llama3", "rope_theta": 500_000.0, "factor": 32.0, "low_freq_factor": 1.0,
                        "high_freq_factor": 4.0, "original_max_position_embeddings": 8192},
}  # fmt: skip
BLOCK = 1 << 22
"""Random numbers that are made; all weights are copies of pieces of them."""
GREEDY = Sampling(temperature=0.0, top_p=1.0, max_new_tokens=64)


@dataclass(frozen=True)
class Machine:
    """Where the figures come from."""

    name: str
    cores: int
    torch: str

    def __str__(self) -> str:
        return f"{self.name}, {self.cores} cores, torch {self.torch}"


def machine(device: str) -> Machine:
    """Return the name of the processor or the GPU."""
    torch = library("torch")
    name = torch.cuda.get_device_name() if device == "cuda" else _processor()
    return Machine(name, int(torch.get_num_threads()), str(torch.__version__))


def _processor() -> str:
    with open("/proc/cpuinfo") as told:
        lines = [line.partition(":")[2].strip() for line in told if line.startswith("model name")]
    return lines[0] if lines else "an unknown processor"


def numbers_of(size: str) -> int:
    """Return how many weights a size has."""
    torch, transformers = library("torch"), library("transformers")
    with torch.device("meta"):
        made = transformers.LlamaForCausalLM(config_of(size))
    return sum(parameter.numel() for parameter in made.parameters())


def made_up(size: str, device: str, dtype: str) -> Loaded:
    """Return a model as if it were loaded; it never ends a telling by itself."""
    torch, transformers = library("torch"), library("transformers")
    config = config_of(size)
    kind = getattr(torch, dtype)
    with torch.device("meta"):
        model = transformers.LlamaForCausalLM(config).to(kind)
    model.to_empty(device=device)
    model.tie_weights()
    rotary = library("transformers.models.llama.modeling_llama").LlamaRotaryEmbedding
    model.model.rotary_emb = rotary(config).to(device)  # what is no weight is made, not filled
    block = torch.randn(BLOCK, device=device).mul_(0.02).to(kind)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            _fill(parameter, torch.ones(1, dtype=kind, device=device) if "norm" in name else block)
    if (device, dtype) == ("cpu", "bfloat16"):
        quicken(model)
    return Loaded(
        model=model.eval(), skeleton=None, decode=lambda ids: " ".join(map(str, ids)),  # type: ignore[arg-type]
        ends=frozenset({config.vocab_size}), most_ids=8192, device=device, dtype=dtype,
    )  # fmt: skip


def config_of(size: str) -> Any:
    """Return a size's configuration."""
    config = library("transformers").LlamaConfig
    return config(**(COMMON | SIZES[size]), attn_implementation="sdpa")


def _fill(parameter: Any, block: Any) -> None:
    flat = parameter.data.view(-1)
    whole = flat.numel() // block.numel() * block.numel()
    if whole:
        flat[:whole].view(-1, block.numel()).copy_(block)
    flat[whole:].copy_(block[: flat.numel() - whole])


def weight_bytes(loaded: Loaded) -> int:
    """Return what one step of the model reads: every weight once."""
    return sum(p.numel() * p.element_size() for p in loaded.model.parameters())


def read_bandwidth(mebibytes: int = 1024, times: int = 8) -> float:
    """Return bytes a second that all threads together read from main memory, the best of a few."""
    torch = library("torch")
    wide = torch.ones(mebibytes << 18)
    best = 0.0
    for reads in (wide.sum, lambda: torch.dot(wide, wide) / 2):
        took = min(seconds(reads) for _ in range(times))
        best = max(best, wide.numel() * 4 / took)
    return best


def copy_bandwidth(mebibytes: int = 2048, times: int = 10) -> float:
    """Return bytes a second that the GPU reads and writes while it copies, the best of a few."""
    torch = library("torch")
    source = torch.empty(mebibytes << 20, dtype=torch.uint8, device="cuda")
    target = torch.empty_like(source)

    def copies() -> None:
        target.copy_(source)
        torch.cuda.synchronize()

    return 2 * source.numel() / min(seconds(copies) for _ in range(times))


def seconds(work: Callable[[], Any]) -> float:
    """Return how long something took."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def prompt(tokens: int, vocabulary: int, seed: int) -> list[int]:
    """Return so many ids; different seeds share no beginning."""
    torch = library("torch")
    dice = torch.Generator().manual_seed(seed)
    made: list[int] = torch.randint(3, vocabulary, (tokens,), generator=dice).tolist()
    return made
