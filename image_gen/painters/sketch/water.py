"""Standing water: the picture above its line, mirrored, rippled and darkened."""

import numpy as np

from image_gen.painters.sketch.air import Air
from image_gen.painters.sketch.noise import Field, soft
from image_gen.painters.sketch.seeds import seed_from
from image_gen.painters.sketch.stage import Water


def mirror(picture: Field, water: Water, air: Air, *, seed: int) -> Field:
    """Return the picture with everything below the water's line mirrored from above it."""
    height, width = picture.shape[:2]
    top = round(water.y / 1000 * height)
    bottom = min(height, round(water.bottom / 1000 * height))
    if bottom - top < 4:
        return picture
    rows = np.arange(bottom - top)
    down = (rows / max(1, bottom - top)).astype(np.float32)
    ripple = soft(seed_from(seed, "ripple"), bottom - top, width, cells=60, stretch=7)
    ripple = ripple * 0.6 + 0.4 * soft(
        seed_from(seed, "ripple2"), bottom - top, width, cells=22, stretch=9
    )
    sway = (ripple - 0.5) * (2 + down[:, None] * 34) * np.float32((1.3 - water.calm) * height / 600)
    source_y = np.clip(top - 1 - rows[:, None] * 0.95 + sway, 0, max(0, top - 1)).astype(np.intp)
    source_x = np.clip(np.arange(width)[None, :] + sway * 0.8, 0, width - 1).astype(np.intp)
    mirrored = picture[source_y, source_x]
    body = np.array(water.colour, np.float32) * (0.35 + np.array(air.ambient, np.float32))
    strength = (0.72 - 0.34 * down)[:, None, None]
    surface = mirrored * strength + body * (1 - strength)
    glint = np.clip((ripple - 0.66) * 5, 0, 1) * np.clip(1.1 - down, 0.2, 1)[:, None]
    bright = np.clip(mirrored.mean(axis=2), 0.06, 1)
    surface = surface + (glint * bright * 0.35)[..., None] * np.array(air.key, np.float32)
    picture = picture.copy()
    picture[top:bottom] = surface
    shore = max(1, height // 200)
    picture[top : top + shore] = picture[top : top + shore] * 0.6 + body * 0.5
    return picture
