"""Which files of a model are fetched: those that the service reads, and no pickle but the one a voice needs.

The choice is the services' own, written down once more (they share no code); a test holds the two together.
"""

from collections.abc import Iterable
from fnmatch import fnmatch
from pathlib import PurePosixPath

LLAMA = ("*.safetensors", "*.json", "*.jinja", "tokenizer.model")
DIFFUSION = (".json", ".txt", ".model", ".safetensors")
CHATTERBOX = ("ve.safetensors", "t3_cfg.safetensors", "s3gen.safetensors", "tokenizer.json")
TURBO = (
    "ve.safetensors",
    "t3_turbo_v1.safetensors",
    "s3gen_meanflow.safetensors",
    "vocab.json",
    "merges.txt",
)
TURBO_EXTRAS = ("tokenizer_config.json", "special_tokens_map.json", "added_tokens.json")
BUILT_IN_VOICE = "conds.pt"
"""Chatterbox's own voice, a pickle: the service loads it only when its checksum is trusted (`trust.py`)."""
LAST = ("config.json", "model_index.json")
"""A model without these is not taken for whole, so they come when all else is there."""


def llama_files(names: Iterable[str]) -> list[str]:
    """Choose the weights and small files of the top folder."""
    return [n for n in names if "/" not in n and any(fnmatch(n, p) for p in LLAMA)]


def diffusion_files(names: Iterable[str], *, want_half: bool, with_checker: bool) -> list[str]:
    """Choose the index, each part's settings, and one safetensors set a part, halved where there is one."""
    chosen: list[str] = []
    by_part: dict[str, list[str]] = {}
    for name in sorted(names):
        path = PurePosixPath(name)
        if name == "model_index.json":
            chosen.append(name)
        elif len(path.parts) == 2 and path.suffix in DIFFUSION:
            by_part.setdefault(path.parts[0], []).append(name)
    for part, files in by_part.items():
        if part != "safety_checker" or with_checker:
            chosen += _one_set(files, want_half=want_half)
    return chosen


def _one_set(files: list[str], *, want_half: bool) -> list[str]:
    weights = [name for name in files if ".safetensors" in name]
    half = [name for name in weights if ".fp16" in name]
    whole = [name for name in weights if ".fp16" not in name and ".non_ema" not in name]
    kept = half if half and (want_half or not whole) else whole
    return [name for name in files if name not in weights] + kept


def lora_files(names: Iterable[str]) -> list[str]:
    """Choose a LoRA's weights."""
    return [n for n in names if "/" not in n and n.endswith(".safetensors")]


def chatterbox_files(names: Iterable[str], model: str) -> list[str]:
    """Choose the files of the variant that the model's name says; empty when one it needs is not offered."""
    is_turbo = "turbo" in model.lower()
    needed = TURBO if is_turbo else CHATTERBOX
    extras = (*TURBO_EXTRAS, BUILT_IN_VOICE) if is_turbo else (BUILT_IN_VOICE,)
    offered = set(names)
    if not offered.issuperset(needed):
        return []
    return [*needed, *(name for name in extras if name in offered)]


def in_order(names: Iterable[str]) -> list[str]:
    """Order files so that a model looks whole only when it is."""
    return sorted(names, key=lambda name: (name in LAST, name))
