"""What the narrator does without when memory runs out, at loading as at telling: the batch and the warm prompts first, then a
part of the weights stays in main memory. Below that the storyteller tells, and loading is tried again.

The steps are a table; how much goes where is arithmetic. Bytes everywhere.
"""

import gc
import logging
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from llm_brain.config import Settings
from llm_brain.narrators.llama.faults import MemoryRanOut, MemoryTooSmall, ModelFault
from llm_brain.narrators.llama.loading import Loaded, load

log = logging.getLogger("llm_brain.narrators.llama")
GB = 1e9


@dataclass(frozen=True)
class Rung:
    """`is_alone`: no batch of all tables, no prompt kept warm. `is_shared`: the GPU holds a part of the weights only."""

    is_alone: bool = False
    is_shared: bool = False

    @property
    def in_words(self) -> str:
        """Say what is done without; empty: nothing."""
        said = ["nothing kept warm"] if self.is_alone else []
        said += ["part of the weights in main memory"] if self.is_shared else []
        return "; little memory: " + ", ".join(said) if said else ""

    def batching(self, settings: Settings) -> str:
        """Return whether tables are told in one batch, as `ways.py` takes it."""
        return "off" if self.is_alone else settings.llm_batching

    def cache_bytes(self, settings: Settings) -> int | None:
        """Return the most that prompts may take; None: as much as is sensible."""
        if self.is_alone:
            return 0
        return int(settings.llm_cache_gb * GB) or None


RUNGS = (Rung(), Rung(is_alone=True), Rung(is_alone=True, is_shared=True))
LAST = len(RUNGS) - 1


def load_as_memory_allows(
    folder: Path, settings: Settings, first: int, load: Callable[..., Loaded] = load
) -> tuple[Loaded, int]:
    """Return the model, from this rung of RUNGS or the next one with room for it. Raises ModelFault."""
    fault: ModelFault | None = None
    for number in range(first, LAST + 1):
        rung = RUNGS[number]
        if fault is not None and rung.is_shared == RUNGS[number - 1].is_shared:
            continue  # it takes as much to load
        give_back()
        try:
            return load(
                folder, settings.llm_device, settings.llm_dtype, shared=rung.is_shared
            ), number
        except (MemoryTooSmall, MemoryRanOut) as found:
            log.warning("there is no room for the model%s: %s", rung.in_words, found)
            fault = fault or type(found)(**found.details)  # without what its traceback holds
    assert fault is not None
    raise fault


def give_back() -> None:
    """Let go of memory that nobody holds any more."""
    gc.collect()
    torch = sys.modules.get("torch")
    if torch is not None and torch.cuda.is_available():
        torch.cuda.empty_cache()
