"""The path of one portrait: a wall, the likeness drawn far to near, light from one side. What is no person is drawn whole.

Returns light as `drawing.py` gives it to a style's finish: height x width x 3.
"""

import numpy as np

from image_gen.painters.protocol import PictureOrder
from image_gen.painters.sketch import bestiary
from image_gen.painters.sketch.colour import RGB, mix, rgb, tone
from image_gen.painters.sketch.compose import render
from image_gen.painters.sketch.figures import BODIES
from image_gen.painters.sketch.figures.body import Body
from image_gen.painters.sketch.noise import Field, clouds
from image_gen.painters.sketch.portrait.dress import draw_behind, draw_dress, draw_on_head
from image_gen.painters.sketch.portrait.face import (
    Pen,
    draw_ears,
    draw_eyes,
    draw_head,
    draw_mouth,
    draw_neck,
    draw_nose,
    draw_scales,
    draw_years,
)
from image_gen.painters.sketch.portrait.hair import draw_back_hair, draw_beard, draw_front_hair
from image_gen.painters.sketch.portrait.likeness import Likeness, read_likeness
from image_gen.painters.sketch.seeds import dice_from, seed_from
from image_gen.painters.sketch.sheet import Sheet

PEOPLE = frozenset("hero archer mage hooded villager knight noble bandit hag orc dwarf".split())
"""Bodies that have a person's face."""
_UPRIGHT = frozenset("skeleton zombie goblin ghost kobold beastfolk fishfolk".split())
EXPOSURE = 0.92
"""How bright the drawing's own colours are before a finish develops them."""
_FACE_AT = (0.5, 430.0)


def portrait(order: PictureOrder) -> Field:
    """Draw somebody from the chest up, or a creature whole."""
    width, height = order.width_px, order.height_px
    face = read_likeness(order)
    sheet, glow = Sheet(), Sheet()
    body = _creature(order)
    if body is None:
        _draw_person(sheet, face, 1000 * width / height)
    else:
        _draw_creature(sheet, glow, body, face, 1000 * width / height)
    picture = _background(face, height, width)
    _lay(picture, sheet)
    if not glow.is_empty:
        shining, alpha, window = render(glow, width_px=width, height_px=height)
        cover = alpha[..., None]
        picture[window] = picture[window] * (1 - cover) + shining * cover
    return picture


def _creature(order: PictureOrder) -> str | None:
    """Return the body of somebody who has no person's face."""
    for figure in order.scene.figures or ():
        body = bestiary.look_up(figure.kind).body
        return None if body in PEOPLE else body
    return None


def _draw_person(sheet: Sheet, face: Likeness, wide: float) -> None:
    pen = Pen(sheet)
    small = {"halfling": 0.9, "gnome": 0.88, "dwarf": 0.96}.get(face.race, 1.0)
    with sheet.moved(wide * _FACE_AT[0], _FACE_AT[1] + 60 * (1 - small), scale=small * 1.22):
        draw_behind(pen, face)
        draw_back_hair(pen, face)
        draw_neck(pen, face)
        draw_dress(pen, face)
        draw_ears(pen, face)
        draw_head(pen, face)
        if face.race == "dragonborn":
            draw_scales(pen, face)
            draw_eyes(pen, face)
        else:
            draw_nose(pen, face)
            draw_years(pen, face)
            draw_beard(pen, face)
            draw_mouth(pen, face)
            draw_eyes(pen, face)
            draw_front_hair(pen, face)
        draw_on_head(pen, face)


def _draw_creature(sheet: Sheet, glow: Sheet, body: str, face: Likeness, wide: float) -> None:
    dice = dice_from(face.seed, "portrait", body)
    drawn = Body(sheet, glow, face.tint, dice)
    where = (wide * 0.47, 960.0, 8.0 if body in _UPRIGHT else 6.4)
    with (
        sheet.moved(where[0], where[1], scale=where[2]),
        glow.moved(where[0], where[1], scale=where[2]),
    ):
        BODIES[body](drawn)


def _background(face: Likeness, height: int, width: int) -> Field:
    """Return a dim wall of the sitter's colours, lighter behind the head."""
    dark, pale = (
        rgb(tone(mix(face.tint, "#3a3430", 0.6), 0.34)),
        rgb(mix(face.tint, "#b8a888", 0.55)),
    )
    smoke = clouds(seed_from(face.seed, "wall"), height, width, cells=3, octaves=4)
    ys, xs = np.mgrid[0:height, 0:width].astype(np.float32)
    away = np.hypot((xs / width - 0.42) * 1.1, ys / height - 0.36)
    near = np.clip(1 - away / 0.72, 0, 1) ** 1.6 * (0.45 + 0.5 * smoke)
    return np.asarray(_coloured(dark) + near[..., None] * (_coloured(pale) - _coloured(dark)) * 0.6, np.float32)  # fmt: skip


def _coloured(colour: RGB) -> Field:
    return np.array(colour, np.float32) * np.float32(EXPOSURE)


def _lay(picture: Field, sheet: Sheet) -> None:
    """Lay the drawing over the wall in place, lit from the upper left, warm in the light and cool in the shade."""
    height, width = picture.shape[:2]
    colour, alpha, window = render(sheet, width_px=width, height_px=height)
    rows, columns = np.arange(height, dtype=np.float32), np.arange(width, dtype=np.float32)
    slope = 0.62 * (columns[None, window[1]] / width) + 0.38 * (rows[window[0], None] / height)
    light = np.clip(1.32 - 0.95 * slope, 0.25, 1.3)[..., None]
    warm, cool = np.array([1.06, 1.0, 0.9], np.float32), np.array([0.86, 0.94, 1.1], np.float32)
    lit = colour * (light * (warm * light + cool * (1.3 - light)) / 1.3) * np.float32(EXPOSURE)
    cover = alpha[..., None]
    picture[window] = picture[window] * (1 - cover) + lit * cover
