"""A loaded Chatterbox model that keeps to limits: tokens by the length of the text, a deadline, a stop.

The package's generate() has none of them: a hook in the modules that are called at every step looks
at the clock and at whether anybody still waits, and the two inference calls get their cap from here.
One call at a time; speaker.py holds the lock. It does not know voices, and numbers go in and out.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tts_voice.speakers.chatterbox.memory import is_out_of_memory
from tts_voice.speakers.protocol import IsOver

Samples = NDArray[np.float64]

TOKENS_PER_SECOND = 25
MAX_TOKENS = 1000
"""What the package itself allows: 40 s."""


class Interrupted(Exception):
    """Nobody waits for the sentence any more."""


class Overran(Exception):
    """The sentence took longer than its deadline."""


def token_cap(text: str) -> int:
    """Return the speech tokens a text may take: twice of what slow speech needs, and 1.5 s."""
    return min(MAX_TOKENS, 38 + 4 * len(text))


@dataclass(frozen=True, slots=True)
class Order:
    """One piece of text as the model gets it, with its limits; ends_at on the engine's clock."""

    text: str
    conditionals: Any
    exaggeration: float
    cfg_weight: float
    temperature: float
    is_over: IsOver
    ends_at: float


def _give_back(torch: Any) -> None:
    gc.collect()
    if torch.cuda.is_available():
        torch.cuda.empty_cache()


class Engine:
    """The model, its hooks and its device."""

    def __init__(
        self,
        model: Any,
        torch: Any,
        *,
        variant: str,
        device: str,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.variant = variant
        self.device = device
        self.clock = clock
        self._model = model
        self._torch = torch
        self._order: Order | None = None
        self.built_in = model.conds
        self.was_capped = False
        self._add_hooks()

    @property
    def sample_rate_hz(self) -> int:
        """Return the rate of what generate() makes."""
        return int(self._model.sr)

    def is_full(self, error: BaseException) -> bool:
        """Tell whether an error means that memory, of the GPU or the machine, ran out."""
        return is_out_of_memory(self._torch, error)

    def conditionals(self, recording: Path) -> Any:
        """Return what the model needs to know of a recorded voice; the library's own errors."""
        with self._torch.inference_mode():
            self._model.prepare_conditionals(str(recording))
        made, self._model.conds = self._model.conds, self.built_in
        return made

    def generate(self, order: Order) -> Samples:
        """Return the sound of an order, marked; Interrupted, Overran, the library's own errors."""
        self._order, self.was_capped = order, False
        self._model.conds = order.conditionals
        try:
            self._look()
            has_emotion = self.variant != "turbo"  # which warns of every number but 0
            sound = self._model.generate(
                order.text,
                exaggeration=order.exaggeration if has_emotion else 0.0,
                cfg_weight=order.cfg_weight if has_emotion else 0.0,
                temperature=order.temperature,
            )
        finally:
            self._order, self._model.conds = None, self.built_in
        samples: Samples = sound.squeeze(0).cpu().numpy().astype(np.float64)
        return samples

    def marked(self, samples: Samples) -> Samples:
        """Return samples that were changed after generate() with the watermark put in anew."""
        marked: Samples = self._model.watermarker.apply_watermark(
            samples.astype(np.float32), sample_rate=self.sample_rate_hz
        ).astype(np.float64)
        return marked

    def free(self) -> None:
        """Give unused memory back."""
        self.giving_back()

    @property
    def giving_back(self) -> Callable[[], None]:
        """Return what gives unused memory back; it does not hold the model."""
        return partial(_give_back, self._torch)

    def _add_hooks(self) -> None:
        t3, s3gen = self._model.t3, self._model.s3gen
        steps = ("flow.encoder", "flow.decoder.estimator.time_mlp", "mel2wav.f0_predictor")
        for module in (t3.tfmr, *(s3gen.get_submodule(name) for name in steps)):
            module.register_forward_pre_hook(self._look)
        name, cap = ("inference", "max_new_tokens")
        if self.variant == "turbo":
            name, cap = ("inference_turbo", "max_gen_len")
        inference = getattr(t3, name)

        def capped(**asked: Any) -> Any:
            allowed = token_cap(self._order.text) if self._order else MAX_TOKENS
            tokens = inference(**{**asked, cap: allowed})
            self.was_capped = tokens.shape[-1] >= allowed
            return tokens

        setattr(t3, name, capped)

    def _look(self, *_: Any) -> None:
        """Break off when it is time to."""
        order = self._order
        if order is None:
            return
        if order.is_over():
            raise Interrupted
        if self.clock() > order.ends_at:
            raise Overran
