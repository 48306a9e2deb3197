"""Drawn finishes on paper: watercolour washes, pen and ink."""

import numpy as np

from image_gen.painters.sketch.finishes.grading import (
    LUMA,
    blur,
    develop,
    edges,
    grain,
    grey_blur,
    saturate,
)
from image_gen.painters.sketch.noise import Field, clouds, smoothstep, soft


def watercolor(scene: Field, seed: int) -> Field:
    """Finish as washes on rough paper: pale, pooled at the edges, white at the margin."""
    picture = develop(scene, exposure=1.75, contrast=0.5)
    height, width = picture.shape[:2]
    picture = _bleed(picture, seed)
    wash = blur(picture, height / 330)
    level = wash @ LUMA
    steps = np.floor(level * 7) / 7 + smoothstep(0.35, 0.65, (level * 7) % 1) / 7
    wash = wash * (0.55 + 0.45 * (steps + 0.05) / (level + 0.05))[..., None]
    wash = 0.10 + 0.93 * saturate(wash, 1.6) ** np.float32(0.74)
    pooled = edges(grey_blur(steps, height / 500)) * height / 600
    pigment = clouds(seed + 3, height, width, cells=9, octaves=4)
    paper = grain(seed, height, width, coarse=0.8)
    wash = wash * (1 - np.clip(pooled * 2.2, 0, 0.32))[..., None]
    wash = wash * (1 + 0.20 * (pigment - 0.5) + 0.13 * paper)[..., None]
    cover = _margin(seed, height, width)[..., None]
    white = np.array([0.975, 0.962, 0.93], np.float32) * (1 + 0.05 * paper)[..., None]
    mounted = white * (1 - cover) + np.minimum(wash, 1) * white * cover
    return np.asarray(np.clip(mounted, 0, 1), np.float32)


def _bleed(picture: Field, seed: int) -> Field:
    """Let the edges of washes wander."""
    height, width = picture.shape[:2]
    reach = height / 75
    move_y = (clouds(seed + 1, height, width, cells=26, octaves=3) - 0.5) * reach
    move_x = (clouds(seed + 2, height, width, cells=26, octaves=3) - 0.5) * reach
    ys, xs = np.mgrid[0:height, 0:width]
    from_y = np.clip(ys + move_y, 0, height - 1).astype(np.intp)
    from_x = np.clip(xs + move_x, 0, width - 1).astype(np.intp)
    return np.asarray(picture[from_y, from_x])


def _margin(seed: int, height: int, width: int) -> Field:
    """Return 1 inside the painted area, 0 on the torn white margin."""
    ys = np.minimum(np.arange(height), np.arange(height)[::-1])[:, None] / height
    xs = np.minimum(np.arange(width), np.arange(width)[::-1])[None, :] / height
    rough = clouds(seed + 4, height, width, cells=12, octaves=4)
    inside = np.minimum(ys, xs).astype(np.float32)
    return smoothstep(0.012, 0.03, inside - (rough - 0.5) * np.float32(0.05))


def ink_sketch(scene: Field, seed: int) -> Field:
    """Finish in pen: outlines, hatching that crosses as it darkens, a thin sepia wash."""
    picture = develop(scene, exposure=2.0, contrast=0.5)
    height, width = picture.shape[:2]
    scale = height / 600
    level = picture @ LUMA
    local = grey_blur(level, 22 * scale)
    tone = np.clip(0.40 + (level - local) * 1.7 + (local - 0.42) * 0.85, 0, 1)
    lines = np.clip(edges(grey_blur(level, 0.9 * scale)) * 13 * scale - 0.22, 0, 1)
    ink = lines
    wobble = soft(seed, height, width, cells=30) * 5 * scale
    ys, xs = np.mgrid[0:height, 0:width].astype(np.float32)
    pitch = np.float32(4.6 * scale)
    for slant, limit in ((1.0, 0.52), (-1.0, 0.36), (0.12, 0.24), (3.2, 0.14)):
        along = (xs * slant + ys + wobble) / np.float32((1 + slant * slant) ** 0.5)
        wave = np.abs((along / pitch) % 1 - 0.5) * 2
        dark = np.clip((limit - tone) / 0.22, 0, 1)
        ink = np.maximum(ink, np.clip((wave - (1 - 0.62 * dark)) * 4, 0, 1) * (dark > 0))
    ink = np.maximum(ink, np.clip((0.07 - tone) / 0.05, 0, 1))
    paper = (
        np.array([0.945, 0.905, 0.815], np.float32)
        * (1 + 0.06 * grain(seed, height, width, coarse=0.7))[..., None]
    )
    wash = saturate(picture, 0.55) * 0.5 + 0.5
    ground = paper * (0.42 + 0.58 * blur(wash, 3 * scale))
    colour = np.array([0.13, 0.09, 0.07], np.float32)
    inked = ground * (1 - ink[..., None] * 0.92) + colour * ink[..., None] * 0.92
    return np.asarray(np.clip(inked, 0, 1), np.float32)
