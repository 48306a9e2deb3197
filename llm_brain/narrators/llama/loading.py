"""Makes a model of a checkpoint's files: looks at them first, then loads them in half precision, then sees that it speaks.

Every way in which that fails is a fault with a message. It runs in the loading thread and may take minutes.
"""

import json
import logging
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from llm_brain.narrators.llama import faults
from llm_brain.narrators.llama.libraries import library
from llm_brain.narrators.llama.one_row import quicken
from llm_brain.narrators.llama.room import (
    check_memory,
    free_memory,
    is_out_of_memory,
    share_out,
)
from llm_brain.narrators.llama.skeleton import Skeleton
from llm_brain.narrators.llama.weights import weights_in
from llm_brain.narrators.llama.whereabouts import missing_from

log = logging.getLogger("llm_brain.narrators.llama")
BYTES_EACH = {"bfloat16": 2, "float16": 2, "float32": 4}
PINNED_DATE = "26 Jul 2024"
"""The date line of a chat template that has one, always the same, so that a prompt's beginning stays the same."""


@dataclass(frozen=True)
class Loaded:
    """A model that can speak. `ends` are the ids a telling ends at, `most_ids` how many ids it can hold in all."""

    model: Any
    skeleton: Skeleton
    decode: Callable[[Sequence[int]], str]
    ends: frozenset[int]
    most_ids: int
    device: str
    dtype: str


def load(
    folder: Path, device: str = "auto", dtype: str = "auto", *, shared: bool = False
) -> Loaded:
    """Return the model in a folder; `shared`: what does not fit on the GPU stays in main memory. Raises ModelFault."""
    if missing := missing_from(folder):
        raise faults.FolderEmpty(folder=str(folder), missing=missing)
    weights = weights_in(folder)
    torch, transformers = library("torch"), library("transformers")
    where = device_for(torch, device)
    kind = dtype_for(torch, where, dtype)
    free = torch.cuda.mem_get_info()[0] if where == "cuda" else free_memory()
    placed: dict[str, Any] = {"device_map": {"": where}}
    if shared and where == "cuda":
        most = share_out(int(weights.numbers * BYTES_EACH[kind] * 1.05), free, free_memory())
        placed = {"device_map": "sequential", "max_memory": most}
    else:
        check_memory(
            weights.numbers, BYTES_EACH[kind], free, "GPU memory" if where == "cuda" else "memory"
        )
    log.info(
        "loading %.2f billion numbers as %s on %s from %s",
        weights.numbers / 1e9,
        kind,
        where,
        folder,
    )
    tokenizer = _tokenizer(transformers, folder)
    model = _model(torch, transformers, folder, placed, kind)
    if (where, kind) == ("cpu", "bfloat16"):
        quicken(model)
    loaded = Loaded(
        model=model,
        skeleton=Skeleton(tokenizer.backend_tokenizer, renderer(tokenizer)),
        decode=lambda ids: str(tokenizer.decode(ids, skip_special_tokens=True)),
        ends=_ends(model, tokenizer),
        most_ids=int(getattr(model.config, "max_position_embeddings", 0) or 8192),
        device=where,
        dtype=kind,
    )
    _see_that_it_speaks(torch, loaded, folder)
    return loaded


def device_for(torch: Any, wanted: str) -> str:
    """Return where to compute. Raises NoGpu."""
    has_gpu = bool(torch.cuda.is_available())
    if wanted == "cuda" and not has_gpu:
        raise faults.NoGpu()
    return "cuda" if has_gpu and wanted != "cpu" else "cpu"


def dtype_for(torch: Any, device: str, wanted: str) -> str:
    """Return the kind of numbers: bfloat16, or float16 on a GPU that has no bfloat16."""
    if wanted in BYTES_EACH:
        return wanted
    return "float16" if device == "cuda" and not torch.cuda.is_bf16_supported() else "bfloat16"


def _tokenizer(transformers: Any, folder: Path) -> Any:
    """Load the tokenizer. The library raises a bare Exception for a file it cannot read, so it is read here first."""
    file = folder / "tokenizer.json"
    try:
        if not json.loads(file.read_text(encoding="utf-8"))["model"]["vocab"]:
            raise faults.FileBroken(file=str(file), why="it holds no words")
        tokenizer = transformers.AutoTokenizer.from_pretrained(folder, local_files_only=True)
    except (OSError, ValueError, KeyError, TypeError, ImportError) as error:
        raise faults.FileBroken(file=str(file), why=_short(error)) from error
    if not tokenizer.is_fast or not getattr(tokenizer, "chat_template", None):
        raise faults.NoChatTemplate(model=str(folder))
    return tokenizer


def _model(torch: Any, transformers: Any, folder: Path, placed: dict[str, Any], dtype: str) -> Any:
    """Load the weights. No code of the checkpoint's own is ever run."""
    try:
        model, told = transformers.AutoModelForCausalLM.from_pretrained(
            folder,
            dtype=getattr(torch, dtype),
            use_safetensors=True,
            local_files_only=True,
            trust_remote_code=False,
            attn_implementation="sdpa",
            output_loading_info=True,
            **placed,
        )
    except MemoryError as error:
        raise faults.MemoryRanOut(where="this machine") from error
    except library("safetensors").SafetensorError as error:
        raise faults.FileBroken(file=str(folder), why=_short(error)) from error
    except (OSError, ValueError, KeyError, RuntimeError, TypeError, ImportError) as error:
        if is_out_of_memory(error):
            raise faults.MemoryRanOut(where="the GPU or this machine") from error
        log.warning("the model in %s cannot be loaded", folder, exc_info=True)
        raise faults.NotUnderstood(model=str(folder), why=_short(error)) from error
    if told["missing_keys"]:
        lacking = sorted(told["missing_keys"])
        why = f"{len(lacking)} of its tensors are missing, such as {lacking[0]}"
        raise faults.FileBroken(file=str(folder), why=why)
    return model.eval()


def renderer(tokenizer: Any) -> Callable[[list[dict[str, str]]], str]:
    """Return the tokenizer's chat template as a function."""
    template_error = library("jinja2").TemplateError

    def render(messages: list[dict[str, str]]) -> str:
        try:
            return str(
                tokenizer.apply_chat_template(
                    messages, tokenize=False, add_generation_prompt=True, date_string=PINNED_DATE
                )
            )
        except template_error as error:
            raise ValueError(str(error)) from error

    return render


def _ends(model: Any, tokenizer: Any) -> frozenset[int]:
    found: set[int] = set()
    for value in (
        model.generation_config.eos_token_id,
        model.config.eos_token_id,
        tokenizer.eos_token_id,
    ):
        found |= set(value) if isinstance(value, list | tuple) else {value}
    return frozenset(int(id_) for id_ in found if id_ is not None)


def _see_that_it_speaks(torch: Any, loaded: Loaded, folder: Path) -> None:
    try:
        with torch.inference_mode():
            ids = torch.tensor([[1, 2, 3]], device=loaded.device)
            likeliest = float(loaded.model(input_ids=ids).logits[0, -1].float().max())
    except (RuntimeError, MemoryError) as error:
        if is_out_of_memory(error):
            raise faults.MemoryRanOut(where="the GPU or this machine") from error
        raise faults.NotUnderstood(model=str(folder), why=_short(error)) from error
    if not math.isfinite(likeliest):
        raise faults.FileBroken(file=str(folder), why="the model answers with no numbers")


def _short(error: BaseException) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__
