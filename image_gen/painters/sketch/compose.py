"""From a stage to an array of colours: layers far to near, light, mist, water, weather.

Knows no places and no styles. Returns height x width x 3, about 0 to 1, brighter where it glows.
"""

import io

import numpy as np
import resvg_py
from PIL import Image

from image_gen.painters.sketch.air import Air
from image_gen.painters.sketch.lighting import Cast, cast, halo, shine
from image_gen.painters.sketch.noise import Field, clouds
from image_gen.painters.sketch.seeds import seed_from
from image_gen.painters.sketch.sheet import Sheet
from image_gen.painters.sketch.sky import paint_backdrop
from image_gen.painters.sketch.stage import Layer, Stage
from image_gen.painters.sketch.water import mirror


def compose(stage: Stage, air: Air, *, width_px: int, height_px: int) -> Field:
    """Put the whole stage together, far to near."""
    picture = paint_backdrop(stage, air, height_px, width_px)
    casts = [cast(light, height_px, width_px) for light in stage.lights]
    waiting = sorted(casts, key=lambda c: -c.light.depth)
    grain = clouds(seed_from(stage.scene.place_seed, "grain"), height_px, width_px, cells=26,
                   octaves=4, gain=0.7)  # fmt: skip
    mist = clouds(seed_from(stage.scene.moment_seed, "mist"), height_px, width_px, cells=3,
                  octaves=4, stretch=3.5)  # fmt: skip
    wet = stage.water
    for layer in sorted(stage.layers, key=lambda one: -one.depth):
        while waiting and waiting[0].light.depth >= layer.depth:
            picture = _screen(picture, halo(waiting.pop(0), mist=air.mist))
        if wet is not None and wet.depth >= layer.depth:
            picture = mirror(picture, wet, air, seed=stage.scene.moment_seed)
            wet = None
        picture = _lay(picture, layer, stage, air, casts, grain)
        picture = _drift(picture, layer, stage, air, mist)
    for source in waiting:
        picture = _screen(picture, halo(source, mist=air.mist))
    return picture


def render(sheet: Sheet, *, width_px: int, height_px: int) -> tuple[Field, Field]:
    """Draw a sheet; return its colours and how much it covers."""
    png = resvg_py.svg_to_bytes(
        svg_string=sheet.svg(width_px=width_px, height_px=height_px), skip_system_fonts=True
    )
    image = Image.open(io.BytesIO(bytes(png))).convert("RGBA")
    pixels = np.asarray(image, np.float32) * np.float32(1 / 255)
    return pixels[..., :3], pixels[..., 3]


def _lay(
    picture: Field, layer: Layer, stage: Stage, air: Air, casts: list[Cast], grain: Field
) -> Field:
    """Lay one layer over the picture: textured, lit, hazed by its distance."""
    height, width = picture.shape[:2]
    if not layer.sheet.is_empty:
        colour, alpha = render(layer.sheet, width_px=width, height_px=height)
        colour = colour * (1 + layer.texture * (grain - 0.5))[..., None]
        depth = _depths(layer, stage, height)
        colour = shine(colour, alpha, layer.depth, depth, air=air, casts=casts, lit=layer.lit)
        veil = (1 - np.exp(-air.density * depth**1.4))[:, None, None]
        colour = colour * (1 - veil) + _haze(stage, air, casts, height, width) * veil
        cover = alpha[..., None]
        picture = picture * (1 - cover) + colour * cover
    if not layer.glow.is_empty:
        shining, alpha = render(layer.glow, width_px=width, height_px=height)
        picture = picture * (1 - alpha[..., None] * 0.85) + shining * alpha[..., None] * 1.15
    return picture


def _depths(layer: Layer, stage: Stage, height: int) -> Field:
    """Return the depth of every row: one for all, or running to the viewer on a floor."""
    if not layer.is_floor:
        return np.full(height, layer.depth, np.float32)
    rows = (stage.depth_at(1000 * (row + 0.5) / height) for row in range(height))
    return np.minimum(np.fromiter(rows, np.float32, height), np.float32(layer.depth))


def _haze(stage: Stage, air: Air, casts: list[Cast], height: int, width: int) -> Field:
    """Return the colour of the air itself, warmed by lights that hang in it."""
    haze = np.empty((height, width, 3), np.float32)
    haze[:] = np.array(air.haze, np.float32)
    for source in casts[:2]:
        if source.light.depth > 0.3:
            glow = source.fall * np.float32(0.14)
            haze += glow[..., None] * np.array(source.light.colour, np.float32)
    return haze


def _drift(picture: Field, layer: Layer, stage: Stage, air: Air, mist: Field) -> Field:
    """Let mist lie on the ground in front of a layer."""
    if layer.depth < 0.08 or air.mist <= 0.02:
        return picture
    height = picture.shape[0]
    ys = np.arange(height, dtype=np.float32) * np.float32(1000 / height)
    foot = stage.floor_y(layer.depth)
    band = np.exp(-(((ys - foot + 20) / (30 + 120 * air.mist)) ** 2)).astype(np.float32)
    shifted = np.roll(mist, round(layer.depth * 977), axis=1)
    amount = band[:, None] * np.clip(shifted * 1.5 - 0.35, 0, 1) * np.float32(min(0.7, 0.8 * air.mist))
    return picture + (np.array(air.haze, np.float32) * 1.1 - picture) * amount[..., None]


def _screen(picture: Field, glow: Field) -> Field:
    """Add light without burning out at once."""
    return np.asarray(picture + glow * (1 - np.clip(picture, 0, 1) * 0.6), dtype=np.float32)
