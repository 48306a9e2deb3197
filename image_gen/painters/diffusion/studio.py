"""A loaded model at work: one order in, one picture of the asked size out.

Same order and seed, same picture. Ends between two steps when nobody wants the picture any more. Knows nothing of
files, queues or how the model was found.
"""

import inspect
import logging
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from PIL import Image, ImageOps

from image_gen.errors import OutOfMemory, PaintingFailed, PaintingStopped, PictureFlagged, TooSlow
from image_gen.painters.diffusion.asking import words_for
from image_gen.painters.diffusion.device import Device
from image_gen.painters.diffusion.economy import Economy, Offload, is_out_of_memory
from image_gen.painters.diffusion.embedding import prompt_arguments
from image_gen.painters.diffusion.libraries import first_line
from image_gen.painters.diffusion.sizes import LEAST_SHARE, MOST_SHARE, painted_size
from image_gen.painters.protocol import PictureOrder

log = logging.getLogger("image_gen.diffusion")

MOST_STEPS = 100
PROOF = PictureOrder("a torch in a crypt", "fantasy_art", 1, 64, 64, steps=2)


@dataclass(frozen=True, slots=True)
class Manner:
    """How to paint an order that does not say: steps, how closely the words are followed, the time it may take (0 = any)."""

    steps: int
    guidance: float
    deadline_s: float = 0.0


class Studio:
    def __init__(
        self,
        torch: Any,
        pipe: Any,
        device: Device,
        manner: Manner,
        *,
        offload: Offload = "auto",
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._clock = clock
        self.device = device
        self._torch = torch
        self._pipe = pipe
        self._manner = manner
        self._economy = Economy(torch, pipe, is_gpu=device.is_gpu, offload=offload)
        self._takes = frozenset(inspect.signature(pipe.__call__).parameters)

    @property
    def model_bytes(self) -> int:
        """The memory of the model's weights, in bytes."""
        parts = [part for part in self._pipe.components.values() if hasattr(part, "parameters")]
        return sum(p.numel() * p.element_size() for part in parts for p in part.parameters())

    @property
    def thrift(self) -> str:
        """Say in words what is done without for want of memory; empty: nothing."""
        return self._economy.thrift

    @property
    def native_side_px(self) -> int:
        """The side of the pictures the model learnt from, in px."""
        learnt = getattr(getattr(self._pipe, "unet", None), "config", None)
        latent = getattr(learnt, "sample_size", None) or getattr(
            self._pipe, "default_sample_size", 64
        )
        side = latent if isinstance(latent, int) else max(latent or (64,))
        return int(side * getattr(self._pipe, "vae_scale_factor", 8))

    def settle(self) -> None:
        """Bring the model to its device, as much of it as fits; raise the library's own errors."""
        self._economy.settle(self.device.name)

    def compile(self) -> None:
        """Have torch compile the part that does the work; the next picture is slow, those after quick."""
        part = "unet" if getattr(self._pipe, "unet", None) is not None else "transformer"
        net = getattr(self._pipe, part).to(memory_format=self._torch.channels_last)
        net.compile(dynamic=True)

    def prove(self) -> None:
        """Paint something small and throw it away, whatever a checker says of it; raise like paint()."""
        has_painted = False
        while not has_painted:
            try:
                with suppress(PictureFlagged):
                    self._paint_at(PROOF, (64, 64))
                has_painted = True
            except OutOfMemory:
                if not self._economy.step_down():
                    raise

    def paint(self, order: PictureOrder) -> Image.Image:
        """Paint an order; raise PaintingStopped, PictureFlagged, OutOfMemory or PaintingFailed."""
        self._economy.begin()
        asked = (order.width_px, order.height_px)
        while True:
            size = painted_size(
                *asked,
                native_side_px=self.native_side_px,
                most_share=MOST_SHARE if self.device.is_gpu else LEAST_SHARE,
                share=self._economy.size_share,
            )
            try:
                picture = self._paint_at(order, size)
                break
            except OutOfMemory:
                if not self._economy.step_down():
                    raise
        return ImageOps.fit(picture.convert("RGB"), asked, Image.Resampling.LANCZOS)

    def _paint_at(self, order: PictureOrder, size: tuple[int, int]) -> Image.Image:
        """Paint in a size in px; every foreign failure becomes one of our own."""
        try:
            with self._torch.no_grad():
                out = self._pipe(**self._call(order, size))
        except (RuntimeError, MemoryError, ValueError, TypeError) as error:
            if is_out_of_memory(error):
                raise OutOfMemory(width_px=size[0], height_px=size[1]) from error
            log.exception("the model failed while painting")
            raise PaintingFailed(reason=first_line(error)) from error
        finally:
            self._pipe.maybe_free_model_hooks()
        if any(getattr(out, "nsfw_content_detected", None) or ()):
            raise PictureFlagged()
        picture: Image.Image = out.images[0]
        return picture

    def _call(self, order: PictureOrder, size: tuple[int, int]) -> dict[str, Any]:
        """Return the pipeline's arguments, those that this pipeline takes."""
        arguments = {
            **prompt_arguments(self._torch, self._pipe, words_for(order), order.negative_prompt),
            "width": size[0],
            "height": size[1],
            "num_inference_steps": self._steps(order),
            "guidance_scale": self._manner.guidance,
            "generator": self._torch.Generator("cpu").manual_seed(order.seed),
            "callback_on_step_end": self._after_each_step(order),
            "output_type": "pil",
        }
        return {name: value for name, value in arguments.items() if name in self._takes}

    def _after_each_step(self, order: PictureOrder) -> Any:
        """Return what the pipeline calls after a step: it goes on while the picture is wanted and can be done in time."""
        began, deadline_s, steps = self._clock(), self._manner.deadline_s, self._steps(order)

        def after_step(
            _pipe: Any, step: int, _timestep: Any, kept: dict[str, Any]
        ) -> dict[str, Any]:
            if not order.is_wanted():
                raise PaintingStopped(retry_after_s=5)
            took_s = self._clock() - began
            foreseen_s = took_s * steps / (step + 1) if step else took_s  # the first step warms up
            if deadline_s and order is not PROOF and foreseen_s > deadline_s:
                raise TooSlow(deadline_s=deadline_s)
            return kept

        return after_step

    def _steps(self, order: PictureOrder) -> int:
        return min(order.steps or self._manner.steps, MOST_STEPS)
