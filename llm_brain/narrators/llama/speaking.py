"""Steps of the model, one table's telling at a time in each: prompt in, token after token out, stopped between any two.

The prompt is worked out in short stretches, so that a stop is heard while it is; what was worked out is kept for the
table's next prompt. It knows ids only.
"""

import time
from collections.abc import Callable, Generator, Sequence
from typing import Any, Protocol

from llm_brain.narrators.llama.libraries import library
from llm_brain.narrators.llama.loading import Loaded
from llm_brain.narrators.llama.roomy_cache import new_cache
from llm_brain.narrators.llama.turnstile import Turnstile
from llm_brain.narrators.llama.warm_prompts import WarmPrompts
from llm_brain.narrators.protocol import Sampling

STRETCH = (32, 512)
"""Fewest and most prompt tokens in one step; always a power of two, since a processor prepares itself for every new size."""
STEP_S = 0.5
"""How long a step of the prompt should take, so that a stop is heard within a second even in a line."""


class Bounds(Protocol):
    """What may be said: it stands between the likely tokens and the choice."""

    def choosing(self, choose: Callable[[Any], int]) -> Callable[[Any], int]:
        """Return a way of choosing from the logits, [vocabulary], that keeps to what may be said."""


class Speaking:
    """Generates for several tables at once; every step of the model waits its turn."""

    def __init__(self, loaded: Loaded, warm_bytes: int) -> None:
        self._loaded = loaded
        self._torch = library("torch")
        self._warpers = library("transformers.generation.logits_process")
        self._turnstile = Turnstile()
        self._stretch = STRETCH[1] if loaded.device == "cuda" else 64
        self.warm: WarmPrompts[Any] = WarmPrompts(warm_bytes, cropped, copied, weight)

    def tokens(
        self,
        ids: Sequence[int],
        sampling: Sampling,
        table: int = 0,
        seed: int = 0,
        bounds: Bounds | None = None,
    ) -> Generator[int | None]:
        """Yield the telling's tokens, of which `bounds` has a say; None while the prompt is still being worked out."""
        done, cache = self.warm.take(table, ids)
        cache = cache if cache is not None else new_cache()
        try:
            logits = None
            while done < len(ids):
                stretch = ids[done : done + self._stretch]
                logits = self._step(stretch, cache)
                done += len(stretch)
                yield None
            choose = self._chooser(sampling, seed)
            choose = choose if bounds is None else bounds.choosing(choose)
            for left in range(sampling.max_new_tokens, 0, -1):
                token = choose(logits)
                if token in self._loaded.ends:
                    return
                yield token
                if left > 1:
                    logits = self._step([token], cache)
        except GeneratorExit:
            raise
        except RuntimeError:
            done = 0
            raise
        finally:
            if done:
                self.warm.put(table, ids[:done], cropped(cache, done))

    @property
    def prefix_tokens(self) -> tuple[int, int]:
        """Prompt tokens that were still warm, and all of them."""
        return self.warm.reused, self.warm.asked

    def forget(self) -> None:
        """Let go of the prompts kept warm."""
        self.warm.forget()

    def close(self) -> None:
        """Let go of what was kept."""
        self.warm.forget()

    def _step(self, ids: Sequence[int], cache: Any) -> Any:
        """Work out the logits after some more ids, [vocabulary]."""
        torch = self._torch
        with self._turnstile.passed():
            began = time.monotonic()
            with torch.inference_mode():
                told = self._loaded.model(
                    input_ids=torch.tensor([list(ids)], device=self._loaded.device),
                    past_key_values=cache,
                    use_cache=True,
                    logits_to_keep=1,
                )
                logits = told.logits[0, -1].float()
            took = time.monotonic() - began
        if len(ids) == self._stretch and self._loaded.device != "cuda":
            fitting = int(len(ids) * STEP_S / max(took, 1e-3))
            self._stretch = min(max(1 << fitting.bit_length() >> 1, STRETCH[0]), STRETCH[1])
        return logits

    def _chooser(self, sampling: Sampling, seed: int) -> Any:
        torch, warpers = self._torch, self._warpers
        if sampling.temperature <= 0:
            return lambda logits: int(logits.argmax())
        dice = torch.Generator(device=self._loaded.device).manual_seed(seed % 2**63)
        shapes = [warpers.TemperatureLogitsWarper(float(sampling.temperature))]
        if 0 < sampling.top_p < 1:
            shapes.append(warpers.TopPLogitsWarper(float(sampling.top_p)))

        def choose(logits: Any) -> int:
            scores = logits[None]
            for shape in shapes:
                scores = shape(None, scores)
            return int(torch.multinomial(scores.softmax(-1)[0], 1, generator=dice))

        return choose


def cropped(cache: Any, length: int) -> Any:
    """Return the cache with only its first tokens."""
    if (spare := cache.get_seq_length() - length) > 0:
        cache.crop(-spare)
    return cache


def copied(cache: Any, length: int) -> Any:
    """Return the first tokens of a cache as one of their own."""
    made = type(cache)()
    for index, layer in enumerate(cache.layers):
        made.update(
            layer.keys[..., :length, :].clone(), layer.values[..., :length, :].clone(), index
        )
    return made


def weight(cache: Any) -> int:
    """Return the bytes a cache holds on to."""
    held = [t for layer in cache.layers for t in (layer.keys, layer.values) if t is not None]
    return sum(int(t.untyped_storage().nbytes()) for t in held)
