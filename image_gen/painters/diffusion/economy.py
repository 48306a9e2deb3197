"""Doing without when memory runs out: attention in slices, then parts in main memory, then half the size.

What saves memory stays for the pictures after; the size is tried in full again. Knows a pipeline's switches, nothing else.
"""

import gc
import logging
from typing import Any

log = logging.getLogger("image_gen.diffusion")

SIGNS = ("out of memory", "can't allocate memory", "not enough memory", "alloc_failed", "bad_alloc")


class Economy:
    def __init__(self, torch: Any, pipe: Any, *, is_gpu: bool) -> None:
        self._torch = torch
        self._pipe = pipe
        self._left = ["slices", "offload"] if is_gpu else ["slices"]
        self.size_share = 1.0

    def begin(self) -> None:
        """Try the next picture in full size."""
        self.size_share = 1.0

    def step_down(self) -> bool:
        """Do without one thing more; return False when there is nothing left to do without."""
        self.free()
        if self._left:
            step = self._left.pop(0)
            getattr(self, f"_{step}")()
        elif self.size_share == 1.0:
            step, self.size_share = "half the size", 0.5
        else:
            return False
        log.warning("memory ran out while painting; doing with less: %s", step)
        return True

    def free(self) -> None:
        """Give back what nobody holds any more."""
        gc.collect()
        if self._torch.cuda.is_available():
            self._torch.cuda.empty_cache()

    def _slices(self) -> None:
        self._pipe.enable_attention_slicing()
        if (vae := getattr(self._pipe, "vae", None)) is not None:
            vae.enable_slicing()
            vae.enable_tiling()

    def _offload(self) -> None:
        self._pipe.enable_model_cpu_offload()


def is_out_of_memory(error: BaseException) -> bool:
    """Tell whether an error means that memory, of the GPU or the machine, ran out."""
    text = str(error).casefold()
    return isinstance(error, MemoryError) or any(sign in text for sign in SIGNS)
