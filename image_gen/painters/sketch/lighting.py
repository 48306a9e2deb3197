"""Light on layers: how far each source reaches, what it does to a layer at a depth, its halo.

A layer behind a source is lit from the front; one before it is dark with a lit rim.
"""

from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageFilter

from image_gen.painters.sketch.air import Air
from image_gen.painters.sketch.noise import Field, smoothstep
from image_gen.painters.sketch.stage import Light


@dataclass(frozen=True, slots=True)
class Cast:
    """A light with its reach worked out for every pixel."""

    light: Light
    fall: Field
    to_x: Field
    to_y: Field


def cast(light: Light, height: int, width: int) -> Cast:
    """Work out fall-off and direction of a light for every pixel."""
    unit = np.float32(1000 / height)
    dx = (light.x - np.arange(width, dtype=np.float32) * unit)[None, :] + np.zeros(
        (height, 1), np.float32
    )
    dy = (light.y - np.arange(height, dtype=np.float32) * unit)[:, None] + np.zeros(
        (1, width), np.float32
    )
    square = dx * dx + dy * dy
    away = np.sqrt(square + 1)
    fall = np.float32(light.power) / (1 + square / np.float32(light.reach**2)) ** 1.4
    return Cast(light, fall, dx / away, dy / away)


def relief(colour: Field, alpha: Field, *, soft_px: float) -> tuple[Field, Field]:
    """Return the slope of a layer seen as a relief: brighter and inner parts stand out."""
    bright = colour @ np.array([0.3, 0.59, 0.11], np.float32)
    height_map = Image.fromarray((255 * np.clip(alpha * (0.55 + bright), 0, 1)).astype(np.uint8))
    blurred = height_map.filter(ImageFilter.BoxBlur(soft_px)).filter(ImageFilter.BoxBlur(soft_px))
    relief_map = np.asarray(blurred, np.float32) / 255
    slope_y, slope_x = np.gradient(relief_map)
    return -slope_x.astype(np.float32), -slope_y.astype(np.float32)


def shine(
    colour: Field,
    alpha: Field,
    depth: float,
    depths: Field,
    *,
    air: Air,
    casts: list[Cast],
    lit: float,
) -> Field:
    """Return a layer's colours under the ambient light and every source; `depths` by row."""
    height = colour.shape[0]
    slope_x, slope_y = relief(colour, alpha, soft_px=max(1.0, height / 240))
    strength = np.float32(height / 600 * 9)
    near = air.near_dark + (1 - air.near_dark) * smoothstep(0.0, 0.6, depths)
    light = np.empty_like(colour)
    light[:] = np.array(air.ambient, np.float32) * near[:, None, None]
    rim = np.zeros_like(colour)
    for source in casts:
        facing = 0.10 + 0.90 * _step(-0.10, 0.12, depth - source.light.depth)
        toward = slope_x * source.to_x + slope_y * source.to_y
        bump = np.clip(0.72 + strength * toward, 0.15, 1.9)
        tint = np.array(source.light.colour, np.float32) * np.float32(lit)
        light += (source.fall * bump * np.float32(facing))[..., None] * tint
        edge = np.clip(strength * toward * 1.15 - 0.12, 0, 1.2) * source.fall
        rim += (edge * np.float32(0.30 * (1.25 - facing)))[..., None] * tint
    return colour * light + rim * (0.25 + colour)


def halo(source: Cast, *, mist: float) -> Field:
    """Return the glow that hangs in the air around a light."""
    light = source.light
    core = source.fall / np.float32(max(1e-6, light.power))
    glow = (0.20 + 0.35 * mist) * core**1.5 + 0.28 * core**6
    return np.asarray(
        glow[..., None] * np.array(light.colour, np.float32) * np.float32(light.halo * light.power)
    )


def _step(low: float, high: float, value: float) -> float:
    t = min(1.0, max(0.0, (value - low) / (high - low)))
    return t * t * (3 - 2 * t)
