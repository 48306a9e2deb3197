"""From a stage to an array of colours: layers far to near, light, mist, water, weather.

Knows no places and no styles. Returns height x width x 3, about 0 to 1, brighter where it glows.
"""

import io
from dataclasses import dataclass

import numpy as np
import resvg_py
from PIL import Image

from image_gen.painters.sketch.air import Air
from image_gen.painters.sketch.lighting import Cast, View, cast, halo, shine
from image_gen.painters.sketch.noise import Field, clouds, doubled
from image_gen.painters.sketch.seeds import seed_from
from image_gen.painters.sketch.sheet import Sheet
from image_gen.painters.sketch.sky import paint_backdrop
from image_gen.painters.sketch.stage import Layer, Stage
from image_gen.painters.sketch.water import mirror


@dataclass(frozen=True, slots=True)
class _Easel:
    """What all layers of one picture share."""

    stage: Stage
    air: Air
    casts: list[Cast]
    grain: Field
    mist: Field
    haze: Field


def compose(stage: Stage, air: Air, *, width_px: int, height_px: int) -> Field:
    """Put the whole stage together, far to near."""
    picture = paint_backdrop(stage, air, height_px, width_px)
    easel = _easel(stage, air, height_px, width_px)
    waiting = sorted(easel.casts, key=lambda c: -c.light.depth)
    wet, misted = stage.water, 1.0 + _MIST_EVERY
    for layer in sorted(stage.layers, key=lambda one: -one.depth):
        while waiting and waiting[0].light.depth >= layer.depth:
            halo(picture, waiting.pop(0), mist=air.mist)
        if wet is not None and wet.depth >= layer.depth:
            picture = mirror(picture, wet, air, seed=stage.scene.moment_seed)
            wet = None
        _lay(picture, layer, easel)
        if misted - layer.depth >= _MIST_EVERY:
            _drift(picture, layer, easel)
            misted = layer.depth
    for source in waiting:
        halo(picture, source, mist=air.mist)
    return picture


def _easel(stage: Stage, air: Air, height: int, width: int) -> _Easel:
    """Work out once what every layer needs."""
    casts = [cast(light, height, width) for light in stage.lights]
    place, moment = stage.scene.place_seed, stage.scene.moment_seed
    grain = clouds(seed_from(place, "grain"), height, width, cells=70, octaves=3, gain=0.8)
    mist = clouds(seed_from(moment, "mist"), height, width, cells=3, octaves=4, stretch=3.5)
    haze = np.empty(((height + 1) // 2, (width + 1) // 2, 3), np.float32)
    haze[:] = np.array(air.haze, np.float32)
    for source in casts:
        if 0.3 < source.light.depth < 1.1:
            haze += (source.fall * np.float32(0.12))[..., None] * np.array(
                source.light.colour, np.float32
            )
    return _Easel(stage, air, casts, grain, mist, doubled(haze, height, width))


Window = tuple[slice, slice]
_MIST_EVERY = 0.12
"""Depth between two veils of mist, so that many layers do not thicken it."""
_SCOUT = 8
_MARGIN_PX = 2 * _SCOUT
_FAR = 0.75
_LARGE_PX = 400


def render(
    sheet: Sheet, *, width_px: int, height_px: int, softly: bool = False
) -> tuple[Field, Field, Window]:
    """Draw a sheet; return its colours, how much it covers, and the window they belong in.

    What is far away may be drawn softly: at half the size, and spread.
    """
    unit = 1000 / height_px
    small = (-(-width_px // _SCOUT), -(-height_px // _SCOUT))
    whole = (0.0, 0.0, small[0] * _SCOUT * unit, small[1] * _SCOUT * unit)
    found = _rasterise(sheet.svg(width_px=small[0], height_px=small[1], part=whole)).getbbox()
    left, top, right, bottom = (_SCOUT * edge for edge in found or (0, 0, 1, 1))
    left, top = max(0, left - _MARGIN_PX), max(0, top - _MARGIN_PX)
    wide = max(2, min(width_px, right + _MARGIN_PX) - left)
    tall = max(2, min(height_px, bottom + _MARGIN_PX) - top)
    part = (left * unit, top * unit, wide * unit, tall * unit)
    size = ((wide + 1) // 2, (tall + 1) // 2) if softly else (wide, tall)
    image = _rasterise(sheet.svg(width_px=size[0], height_px=size[1], part=part))
    if softly:
        image = image.resize((wide, tall), Image.Resampling.BICUBIC)
    pixels = np.asarray(image, np.float32)
    pixels *= np.float32(1 / 255)
    window = (slice(top, top + tall), slice(left, left + wide))
    return pixels[..., :3], pixels[..., 3], window


def _rasterise(svg: str) -> Image.Image:
    png = resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True)
    return Image.open(io.BytesIO(bytes(png))).convert("RGBA")


def _lay(picture: Field, layer: Layer, easel: _Easel) -> None:
    """Lay one layer over the picture in place: textured, lit, hazed by its distance."""
    height, width = picture.shape[:2]
    air = easel.air
    softly = layer.depth > _FAR and height >= _LARGE_PX
    if not layer.sheet.is_empty:
        colour, alpha, window = render(layer.sheet, width_px=width, height_px=height, softly=softly)
        colour *= (1 + np.float32(layer.texture) * (easel.grain[window] - 0.5))[..., None]
        depths = _depths(layer, easel.stage, height)[window[0]]
        view = View(window, height, easel.casts)
        colour = shine(colour, alpha, layer.depth, depths, view, air=air, lit=layer.lit)
        veil = (1 - np.exp(-np.float32(air.density) * depths**1.4))[:, None, None]
        colour *= 1 - veil
        colour += easel.haze[window] * veil
        colour -= picture[window]
        colour *= alpha[..., None]
        picture[window] += colour
    if not layer.glow.is_empty:
        shining, alpha, window = render(layer.glow, width_px=width, height_px=height)
        cover = alpha[..., None]
        picture[window] = picture[window] * (1 - cover * 0.85) + shining * (cover * 1.15)


def _depths(layer: Layer, stage: Stage, height: int) -> Field:
    """Return the depth of every row: one for all, or running to the viewer on a floor."""
    if not layer.is_floor:
        return np.full(height, layer.depth, np.float32)
    rows = (stage.depth_at(1000 * (row + 0.5) / height) for row in range(height))
    return np.minimum(np.fromiter(rows, np.float32, height), np.float32(layer.depth))


def _drift(picture: Field, layer: Layer, easel: _Easel) -> None:
    """Let mist lie on the ground in front of a layer, in place."""
    air = easel.air
    if layer.depth < 0.08 or air.mist <= 0.02:
        return
    height = picture.shape[0]
    reach = 30 + 120 * air.mist
    middle = easel.stage.floor_y(layer.depth) - 20
    top = max(0, round((middle - 2 * reach) / 1000 * height))
    bottom = min(height, round((middle + 2 * reach) / 1000 * height))
    if bottom <= top:
        return
    ys = np.arange(top, bottom, dtype=np.float32) * np.float32(1000 / height)
    band = np.exp(-(((ys - middle) / reach) ** 2)).astype(np.float32)
    width = picture.shape[1]
    along = (np.arange(width) + round(layer.depth * 977)) % (2 * width)
    shifted = easel.mist[top:bottom][:, np.minimum(along, 2 * width - 1 - along)]
    amount = (
        band[:, None] * np.clip(shifted * 1.5 - 0.35, 0, 1) * np.float32(min(0.7, 0.8 * air.mist))
    )
    part = picture[top:bottom]
    part += (np.array(air.haze, np.float32) * 1.05 - part) * amount[..., None]
