"""BERT's forward pass in numpy, for MiniLM's six layers: token ids in, mean-pooled unit vectors out.

It knows no tokenizer and no lock; `embedder.py` has both. Shapes: B texts, T tokens,
H = 384 numbers a token, A = 12 heads of D = 32.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

HEADS = 12
LAYER_NORM_EPS = np.float32(1e-12)
MASKED = np.float32(-1e9)


class WeightsNotUnderstoodError(ValueError):
    """The file of weights is not that of a BERT."""


@dataclass(frozen=True)
class Layer:
    """One layer's weights, already transposed for `x @ w + b`. Query, key and value lie side by side."""

    qkv: Floats
    qkv_bias: Floats
    out: Floats
    out_bias: Floats
    out_norm: tuple[Floats, Floats]
    up: Floats
    up_bias: Floats
    down: Floats
    down_bias: Floats
    down_norm: tuple[Floats, Floats]


@dataclass(frozen=True)
class Bert:
    """The whole model. `positions` has the one token type's embedding added in."""

    words: Floats
    positions: Floats
    norm: tuple[Floats, Floats]
    layers: tuple[Layer, ...]

    @classmethod
    def from_file(cls, path: Path) -> Self:
        """Read a safetensors file. Raises WeightsNotUnderstoodError."""
        from safetensors import SafetensorError
        from safetensors.numpy import load_file

        try:
            weights = {_short(name): value for name, value in load_file(path).items()}
            return cls.from_weights(weights)
        except (KeyError, SafetensorError) as error:
            raise WeightsNotUnderstoodError(f"{path.name}: {error}") from error

    @classmethod
    def from_weights(cls, weights: dict[str, Floats]) -> Self:
        """Arrange weights by their names in the checkpoint."""
        numbers = {
            int(m[1]) for name in weights if (m := re.match(r"encoder\.layer\.(\d+)\.", name))
        }
        token_type = weights["embeddings.token_type_embeddings.weight"][0]
        return cls(
            words=weights["embeddings.word_embeddings.weight"],
            positions=weights["embeddings.position_embeddings.weight"] + token_type,
            norm=_norm(weights, "embeddings.LayerNorm"),
            layers=tuple(_layer(weights, f"encoder.layer.{n}") for n in sorted(numbers)),
        )

    def forward(self, token_ids: Sequence[Sequence[int]]) -> Floats:
        """Return (B, H), each row of length 1. Shorter texts are padded and masked."""
        lengths = np.array([len(ids) for ids in token_ids])
        longest = int(lengths.max())
        padded = np.zeros((len(token_ids), longest), dtype=np.int64)
        for row, ids in zip(padded, token_ids, strict=True):
            row[: len(ids)] = ids
        mask = np.arange(longest) < lengths[:, None]  # (B, T)
        x = _layer_norm(self.words[padded] + self.positions[:longest], self.norm)  # (B, T, H)
        bias = None if mask.all() else np.where(mask, np.float32(0), MASKED)[:, None, None, :]
        for layer in self.layers:
            x = _layer_norm(_attend(x, layer, bias) + x, layer.out_norm)
            x = _layer_norm(
                _gelu(x @ layer.up + layer.up_bias) @ layer.down + layer.down_bias + x,
                layer.down_norm,
            )
        pooled = (x * mask[:, :, None]).sum(axis=1) / lengths[:, None].astype(np.float32)
        return _unit(pooled)


def _short(name: str) -> str:
    return name.removeprefix("bert.")


def _norm(weights: dict[str, Floats], name: str) -> tuple[Floats, Floats]:
    return weights[f"{name}.weight"], weights[f"{name}.bias"]


def _linear(weights: dict[str, Floats], name: str) -> tuple[Floats, Floats]:
    return np.ascontiguousarray(weights[f"{name}.weight"].T), weights[f"{name}.bias"]


def _layer(weights: dict[str, Floats], name: str) -> Layer:
    parts = [_linear(weights, f"{name}.attention.self.{p}") for p in ("query", "key", "value")]
    out, out_bias = _linear(weights, f"{name}.attention.output.dense")
    up, up_bias = _linear(weights, f"{name}.intermediate.dense")
    down, down_bias = _linear(weights, f"{name}.output.dense")
    return Layer(
        qkv=np.ascontiguousarray(np.concatenate([w for w, _ in parts], axis=1)),
        qkv_bias=np.concatenate([b for _, b in parts]),
        out=out,
        out_bias=out_bias,
        out_norm=_norm(weights, f"{name}.attention.output.LayerNorm"),
        up=up,
        up_bias=up_bias,
        down=down,
        down_bias=down_bias,
        down_norm=_norm(weights, f"{name}.output.LayerNorm"),
    )


def _attend(x: Floats, layer: Layer, bias: Floats | None) -> Floats:
    """Return (B, T, H): every head at once."""
    texts, tokens, width = x.shape
    head = width // HEADS
    qkv = (x @ layer.qkv + layer.qkv_bias).reshape(texts, tokens, 3, HEADS, head)
    query, key, value = qkv.transpose(2, 0, 3, 1, 4)  # each (B, A, T, D)
    scores = query @ key.swapaxes(-1, -2) * np.float32(head**-0.5)  # (B, A, T, T)
    if bias is not None:
        scores = scores + bias
    scores -= scores.max(axis=-1, keepdims=True)
    np.exp(scores, out=scores)
    scores /= scores.sum(axis=-1, keepdims=True)
    seen = (scores @ value).transpose(0, 2, 1, 3).reshape(texts, tokens, width)
    mixed: Floats = seen @ layer.out + layer.out_bias
    return mixed


def _layer_norm(x: Floats, norm: tuple[Floats, Floats]) -> Floats:
    centred = x - x.mean(axis=-1, keepdims=True)
    variance = np.einsum("...i,...i->...", centred, centred)[..., None] / np.float32(x.shape[-1])
    centred /= np.sqrt(variance + LAYER_NORM_EPS)
    weight, shift = norm
    normed: Floats = centred * weight + shift
    return normed


def _gelu(x: Floats) -> Floats:
    """Return x·Φ(x) with the exact normal distribution, its erf by Abramowitz and Stegun 7.1.26 (error below 2e-7)."""
    z = np.abs(x) * np.float32(2**-0.5)
    t: Floats = np.float32(1) / (np.float32(1) + np.float32(0.3275911) * z)
    poly: Floats = np.float32(1.061405429) * t
    for coefficient in (-1.453152027, 1.421413741, -0.284496736, 0.254829592):
        poly += np.float32(coefficient)
        poly *= t
    np.multiply(z, -z, out=z)
    np.exp(z, out=z)
    poly *= z  # 1 - erf(|x|/√2)
    signed: Floats = np.copysign(np.float32(1) - poly, x).astype(np.float32, copy=False)
    signed += 1
    signed *= x
    signed *= np.float32(0.5)
    return signed


def _unit(x: Floats) -> Floats:
    lengths: Floats = np.linalg.norm(x, axis=-1, keepdims=True).astype(np.float32)
    return np.divide(x, np.maximum(lengths, np.float32(1e-12)), dtype=np.float32)
