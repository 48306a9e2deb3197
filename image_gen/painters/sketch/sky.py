"""What is behind everything: a sky with sun or moon, clouds and stars, or the dark of a room."""

import math

import numpy as np

from image_gen.painters.sketch.air import Air
from image_gen.painters.sketch.noise import Field, clouds, smoothstep, white, widened
from image_gen.painters.sketch.seeds import seed_from
from image_gen.painters.sketch.stage import Stage

# how much of sun or moon comes through
_VEILS = {"clear": 1.0, "snow": 0.4, "fog": 0.5, "rain": 0.12, "storm": 0.04, "sand": 0.2}


def paint_backdrop(stage: Stage, air: Air, height: int, width: int) -> Field:
    """Return the farthest picture, height x width x 3; it is soft, so half the size will do."""
    rows, columns = (height + 1) // 2, (width + 1) // 2
    if not stage.has_sky:
        return widened(_dark(stage, air, rows, columns), height, width)
    ys = np.linspace(0, 1, rows, dtype=np.float32)[:, None]
    low = np.clip(ys / max(0.2, stage.horizon / 1000), 0, 1) ** 1.3
    sky = _blend(air.sky_top, air.sky_low, np.broadcast_to(low, (rows, columns)))
    sky = _add_orb(sky, stage, air)
    sky = widened(_add_clouds(sky, stage, air), height, width)
    return _add_stars(sky, stage, air)


def _blend(a: tuple[float, float, float], b: tuple[float, float, float], t: Field) -> Field:
    first, second = np.array(a, np.float32), np.array(b, np.float32)
    return np.asarray(first + (second - first) * t[..., None], dtype=np.float32)


def _dark(stage: Stage, air: Air, height: int, width: int) -> Field:
    """Return the depth of a room: dim, with an uneven paler heart where it goes on."""
    ys, xs = np.mgrid[0:height, 0:width].astype(np.float32) * np.float32(1000 / height)
    x, depth = stage.focal_spot
    far = np.hypot((xs - x) / 650, (ys - stage.floor_y(depth) + 160) / 420)
    heart = np.exp(-(far**2)).astype(np.float32)
    uneven = clouds(seed_from(stage.scene.place_seed, "dark"), height, width, cells=4)
    return _blend(air.sky_top, air.sky_low, np.clip(heart * (0.6 + 0.5 * uneven), 0, 1))


def _add_stars(sky: Field, stage: Stage, air: Air) -> Field:
    """Prick stars into a night sky, thinning towards the horizon."""
    if air.stars <= 0:
        return sky
    height, width = sky.shape[:2]
    noise = white(seed_from(stage.scene.place_seed, "stars"), height, width)
    fade = np.clip(1.2 - np.linspace(0, 2, height, dtype=np.float32), 0, 1)[:, None]
    fade = fade * np.clip(1.25 - 1.6 * (sky @ np.array([0.3, 0.59, 0.11], np.float32)), 0, 1)
    bright = np.where(noise > 0.9985, (noise - 0.9985) / 0.0015, 0) * fade * air.stars
    return np.asarray(sky + bright[..., None] * np.array([0.9, 0.95, 1], np.float32) * 0.8)


def _add_orb(sky: Field, stage: Stage, air: Air) -> Field:
    """Hang the sun or the moon with its glow; the moon shows a shadowed rim."""
    height, width = sky.shape[:2]
    ys, xs = np.mgrid[0:height, 0:width].astype(np.float32) * np.float32(1000 / height)
    x, y = stage.sun
    away = np.hypot(xs - x, ys - y)
    veil = _VEILS[stage.scene.weather]
    key = np.array(air.key, np.float32)
    night = stage.scene.time_of_day == "night"
    radius = 42.0 if night else 34.0
    glow = 0.55 * np.exp(-away / 70) + 0.35 * np.exp(-away / (240 if night else 330))
    sky = sky + (glow * (0.55 if night else 0.8) * veil)[..., None] * key
    disc = np.clip((radius - away) / 2 + 0.5, 0, 1) * veil
    face = key * 0.55 + 0.45
    if night:
        marks = clouds(7, height, width, cells=14, octaves=2)
        shade = 1 - 0.35 * smoothstep(0.45, 0.7, marks)
        return np.asarray(sky * (1 - disc[..., None]) + disc[..., None] * face * shade[..., None])
    return np.asarray(sky * (1 - disc[..., None]) + disc[..., None] * face)


def _add_clouds(sky: Field, stage: Stage, air: Air) -> Field:
    """Drift clouds over the sky, lit from where the sun or moon is."""
    if air.cloud <= 0:
        return sky
    height, width = sky.shape[:2]
    seed = seed_from(stage.scene.place_seed, "clouds")
    field = clouds(seed, height, width, cells=3.2, octaves=5, stretch=3.2, gain=0.55)
    cover = smoothstep(0.72 - 0.42 * air.cloud, 0.98 - 0.3 * air.cloud, field)
    fade = np.clip(1.15 - np.linspace(0, 1000 / stage.horizon, height) * 0.7, 0.15, 1)
    cover = cover * fade.astype(np.float32)[:, None]
    dark = np.array(air.sky_top, np.float32) * 0.85 + np.array(air.haze, np.float32) * 0.25
    light = np.array(air.sky_low, np.float32) * 0.75 + np.array(air.key, np.float32) * 0.3
    down = np.clip(np.arange(height) - round(height * 0.02), 0, None)
    aside = np.clip(np.arange(width) - round(width * 0.012), 0, None)
    lean = field[down][:, aside]
    rim = np.clip((field - lean) * 5 + 0.42, 0, 1)
    away = np.hypot(
        (np.arange(width, dtype=np.float32)[None, :] * 1000 / height - stage.sun[0]) / 900,
        (np.arange(height, dtype=np.float32)[:, None] * 1000 / height - stage.sun[1]) / 600,
    )
    rim = rim * np.clip(1.1 - away * 0.6, 0.35, 1)
    body = dark + (light - dark) * rim[..., None]
    amount = (cover * (0.55 + 0.3 * math.sqrt(air.cloud)))[..., None]
    return np.asarray(sky * (1 - amount) + body * amount, dtype=np.float32)
