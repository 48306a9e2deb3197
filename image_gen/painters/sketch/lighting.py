"""Light on layers: how far each source reaches, what it does to a layer at a depth, its halo.

A layer behind a source is lit from the front; one before it is dark with a lit rim. Light is
soft, so it is worked out at half the picture's size.
"""

from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageFilter

from image_gen.painters.sketch.air import Air
from image_gen.painters.sketch.noise import Field, doubled, smoothstep
from image_gen.painters.sketch.stage import Light


@dataclass(frozen=True, slots=True)
class Cast:
    """A light with its reach worked out for every second pixel both ways."""

    light: Light
    fall: Field
    to_x: Field
    to_y: Field


@dataclass(frozen=True, slots=True)
class View:
    """The part of the picture a layer touches, and the lights over the whole of it."""

    window: tuple[slice, slice]
    height: int
    casts: list[Cast]


_TOO_FAINT = 0.012
_UNSEEN = 0.001


def cast(light: Light, height: int, width: int) -> Cast:
    """Work out fall-off and direction of a light over a picture of this size."""
    unit = np.float32(1000 / height)
    dx = (light.x - np.arange(0, width, 2, dtype=np.float32) * unit)[None, :]
    dy = (light.y - np.arange(0, height, 2, dtype=np.float32) * unit)[:, None]
    square = dx * dx + dy * dy
    away = np.sqrt(square + 1)
    reached = 1 + square / np.float32(light.reach**2)
    fall = np.asarray(np.float32(light.power) * reached**-1.4, np.float32)
    return Cast(light, fall, dx / away, dy / away)


def relief(colour: Field, alpha: Field, *, soft_px: float) -> tuple[Field, Field]:
    """Return the slope of a layer seen as a relief: brighter and inner parts stand out."""
    bright = colour @ np.array([0.3, 0.59, 0.11], np.float32)
    height_map = Image.fromarray((255 * np.clip(alpha * (0.55 + bright), 0, 1)).astype(np.uint8))
    blurred = height_map.filter(ImageFilter.BoxBlur(soft_px)).filter(ImageFilter.BoxBlur(soft_px))
    relief_map = np.asarray(blurred, np.float32) / 255
    slope_y, slope_x = np.gradient(relief_map)
    return np.asarray(-slope_x, np.float32), np.asarray(-slope_y, np.float32)


def shine(
    colour: Field, alpha: Field, depth: float, depths: Field, view: View, *, air: Air, lit: float
) -> Field:
    """Return a layer's colours under the ambient light and every source; `depths` by row."""
    tall, wide = alpha.shape
    rows, columns = view.window
    half = (slice(rows.start // 2, (rows.start + tall + 1) // 2),
            slice(columns.start // 2, (columns.start + wide + 1) // 2))  # fmt: skip
    slope_x, slope_y = relief(
        colour[::2, ::2], alpha[::2, ::2], soft_px=max(0.5, view.height / 480)
    )
    strength = np.float32(view.height / 600 * 4.5)
    near = air.near_dark + (1 - air.near_dark) * smoothstep(0.0, 0.6, depths)
    ambient = np.array(air.ambient, np.float32) * near[:, None, None]
    strengths, rims, tints = [], [], []
    for source in view.casts:
        fall = source.fall[half]
        if fall.size == 0 or float(fall[::4, ::4].max()) < _TOO_FAINT:
            continue
        facing = 0.10 + 0.90 * _step(-0.10, 0.12, depth - source.light.depth)
        toward = strength * (slope_x * source.to_x[half] + slope_y * source.to_y[half])
        strengths.append(fall * np.clip(0.72 + toward, 0.15, 1.9) * np.float32(facing * lit))
        edge = np.clip(1.15 * toward - 0.12, 0, 1.2) * fall
        rims.append(edge * np.float32(0.30 * (1.25 - facing) * lit))
        tints.append(source.light.colour)
    if not tints:
        return np.asarray(colour * ambient, dtype=np.float32)
    hues = np.array(tints, np.float32)
    rim = np.stack(rims, axis=-1) @ hues
    light = doubled(np.stack(strengths, axis=-1) @ hues + rim, tall, wide) + ambient
    light *= colour
    light += doubled(rim * np.float32(0.25), tall, wide)
    return light


def halo(picture: Field, source: Cast, *, mist: float) -> None:
    """Add the glow that hangs in the air around a light, in place, without burning out at once."""
    height, width = picture.shape[:2]
    light = source.light
    core = source.fall / np.float32(max(1e-6, light.power))
    square = core * core
    glow = np.float32(0.20 + 0.35 * mist) * core * np.sqrt(core) + np.float32(0.28) * square**3
    glow *= np.float32(light.halo * light.power)
    seen = np.flatnonzero(glow.max(axis=1) > _UNSEEN)
    if seen.size == 0:
        return
    top, bottom = 2 * int(seen[0]), min(height, 2 * int(seen[-1]) + 2)
    over = doubled(glow[top // 2 : (bottom + 1) // 2], bottom - top, width)
    for channel, strength in enumerate(light.colour):
        part = picture[top:bottom, :, channel]
        room = np.clip(part, 0, 1)
        room *= np.float32(-0.6 * strength)
        room += np.float32(strength)
        room *= over
        part += room


def _step(low: float, high: float, value: float) -> float:
    t = min(1.0, max(0.0, (value - low) / (high - low)))
    return t * t * (3 - 2 * t)
