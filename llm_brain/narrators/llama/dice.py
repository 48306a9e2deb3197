"""The dice of a batch: each telling in it throws its own, made of its seed and the place of the token, so that the same
telling has the same words whoever else is in the batch.

The library would throw one dice for all. This adds Gumbel noise to the scores, after which the likeliest token is one
drawn with the scores' own chances; no noise is the likeliest token itself. Tensors only, so that a CUDA graph can hold it.
"""

from collections.abc import Sequence
from typing import Any

from llm_brain.narrators.llama.libraries import library

NONE = 0
"""The seed of a telling that always takes the likeliest token."""
WORD = 0xFFFFFFFF
ODD = (0x9E3779B1, 0x85EBCA6B, 0xC2B2AE35)
"""Multipliers of a well-known 32-bit mixer (murmur3's finisher, and the golden ratio)."""


class Dice:
    """One of the library's own per-request processors of scores; it is registered as one where it is used."""

    supported_kwargs: dict[str, type] = {"seed": int}
    ignored_kwargs: tuple[str, ...] = ()

    def __init__(self) -> None:
        self._torch = library("torch")

    def fill_defaults(self, int32_tensor: Any) -> None:
        """Throw nothing where no telling is."""
        int32_tensor.fill_(NONE)

    def prepare_tensor_args(self, requests_with_new_token: Sequence[Any]) -> Any:
        """Return each telling's throw for its next token, int32 [tellings]."""
        throws = [
            throw(
                int(r.state.logit_processor_kwargs.get("seed", NONE)), int(r.state.position_offset)
            )
            for r in requests_with_new_token
        ]
        return self._torch.tensor(throws, dtype=self._torch.int32)

    def __call__(self, scores: Any, tensor_arg: Any) -> Any:
        """Return the scores with their noise, [tellings, vocabulary]."""
        torch = self._torch
        throws = tensor_arg[: scores.size(0)].to(torch.int64)[:, None]
        places = torch.arange(scores.size(-1), device=scores.device, dtype=torch.int64)[None]
        mixed = (throws * ODD[1] + places * ODD[0]) & WORD
        for shift, odd in ((16, ODD[1]), (13, ODD[2])):
            mixed = ((mixed ^ (mixed >> shift)) * odd) & WORD
        mixed ^= mixed >> 16
        evenly = ((mixed >> 9).to(torch.float32) + 0.5) * 2.0**-23  # never 0, never 1
        noise = -torch.log(-torch.log(evenly))
        return scores + torch.where(throws == NONE, torch.zeros_like(noise), noise)


def throw(seed: int, place: int) -> int:
    """Return a number of 31 bits that is `NONE` for the seed `NONE` alone."""
    if seed == NONE:
        return NONE
    mixed = (seed ^ (seed >> 32) ^ (place * ODD[0])) & WORD
    for shift, odd in ((16, ODD[1]), (13, ODD[2])):
        mixed = ((mixed ^ (mixed >> shift)) * odd) & WORD
    return (mixed ^ (mixed >> 16)) >> 1 | 1
