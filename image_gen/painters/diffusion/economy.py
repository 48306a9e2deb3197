"""Doing without when memory runs out, at loading as at painting: attention in slices, parts of the model in main memory, then
its layers, then half the size.

What saves memory stays for the pictures after; the size is tried in full again. Knows a pipeline's switches, nothing else.
"""

import gc
import logging
from typing import Any, Literal

log = logging.getLogger("image_gen.diffusion")

Offload = Literal["auto", "none", "model", "sequential"]
SIGNS = ("out of memory", "can't allocate memory", "not enough memory", "alloc_failed", "bad_alloc")
IN_WORDS = {
    "slices": "attention in slices",
    "parts": "parts of the model in main memory",
    "layers": "the model's layers in main memory, which is slow",
}


class Economy:
    """The ladder of one pipeline. `offload` says from which rung it begins on a GPU, and whether it may go further."""

    def __init__(self, torch: Any, pipe: Any, *, is_gpu: bool, offload: Offload = "auto") -> None:
        self._torch = torch
        self._pipe = pipe
        self._offload: Offload = offload if is_gpu else "none"
        self._left = ["slices", "parts", "layers"] if self._offload != "none" else ["slices"]
        self._done: list[str] = []
        self.size_share = 1.0

    @property
    def thrift(self) -> str:
        """Say in words what is done without; empty: nothing."""
        return ", ".join(IN_WORDS[step] for step in self._done)

    def settle(self, device: str) -> None:
        """Bring the model to its device, or as much of it as fits; raise the library's own error when nothing does."""
        if self._offload in ("model", "sequential"):
            self._do("parts" if self._offload == "model" else "layers")
            return
        has_room = True
        try:
            self._pipe.to(device)
        except (RuntimeError, MemoryError) as error:
            if self._offload == "none" or not is_out_of_memory(error):
                raise
            has_room = False
        if not has_room:  # the error is gone by now, and with it what it held
            self.free()
            self._do("parts")
            log.warning("the model does not fit on the GPU; doing with less: %s", self.thrift)

    def begin(self) -> None:
        """Try the next picture in full size."""
        self.size_share = 1.0

    def step_down(self) -> bool:
        """Do without one thing more; return False when there is nothing left to do without."""
        self.free()
        if self._left:
            said = IN_WORDS[self._left[0]]
            self._do(self._left[0])
        elif self.size_share == 1.0:
            said, self.size_share = "half the size", 0.5
        else:
            return False
        log.warning("memory ran out while painting; doing with less: %s", said)
        return True

    def free(self) -> None:
        """Give back what nobody holds any more."""
        gc.collect()
        if self._torch.cuda.is_available():
            self._torch.cuda.empty_cache()

    def _do(self, step: str) -> None:
        """Take a step, which makes those before it of the same kind needless."""
        getattr(self, f"_{step}")()
        given_up = {"parts"} if step == "layers" else set()
        self._left = [s for s in self._left if s != step and s not in given_up]
        self._done = [s for s in self._done if s not in given_up] + [step]

    def _slices(self) -> None:
        self._pipe.enable_attention_slicing()
        if (vae := getattr(self._pipe, "vae", None)) is not None:
            vae.enable_slicing()
            vae.enable_tiling()

    def _parts(self) -> None:
        self._pipe.enable_model_cpu_offload()

    def _layers(self) -> None:
        self._pipe.enable_sequential_cpu_offload()


def is_out_of_memory(error: BaseException) -> bool:
    """Tell whether an error means that memory, of the GPU or the machine, ran out."""
    text = str(error).casefold()
    return isinstance(error, MemoryError) or any(sign in text for sign in SIGNS)
