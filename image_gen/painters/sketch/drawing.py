"""The path of one sketch, top to bottom: words, stage, lights, figures, layers, weather, finish."""

import io

import numpy as np

from image_gen.painters.protocol import PictureOrder
from image_gen.painters.sketch.air import air_of
from image_gen.painters.sketch.compose import compose
from image_gen.painters.sketch.finishes import FINISHES
from image_gen.painters.sketch.finishes.grading import as_image
from image_gen.painters.sketch.lamps import light_up, set_focal
from image_gen.painters.sketch.noise import Field
from image_gen.painters.sketch.places import BUILDERS
from image_gen.painters.sketch.portrait.bust import portrait
from image_gen.painters.sketch.scene import Scene
from image_gen.painters.sketch.stage import Stage
from image_gen.painters.sketch.troupe import bring_on
from image_gen.painters.sketch.weather import fall, lightning
from image_gen.painters.sketch.words import read_scene


def draw(order: PictureOrder) -> bytes:
    """Draw an order and encode it as PNG or WebP."""
    picture = as_image(_portrait(order) if order.kind == "portrait" else _scene(order))
    out = io.BytesIO()
    if order.image_format == "png":
        picture.save(out, "PNG", compress_level=1)
    else:
        picture.save(out, "WEBP", quality=88, method=2)
    return out.getvalue()


def _scene(order: PictureOrder) -> Field:
    return sketch(read_scene(order), width_px=order.width_px, height_px=order.height_px)


def _portrait(order: PictureOrder) -> Field:
    return np.asarray(FINISHES[order.style](portrait(order), order.seed % 2**31), np.float32)


def sketch(scene: Scene, *, width_px: int, height_px: int) -> Field:
    """Draw a scene; return height x width x 3, 0 to 1."""
    finish = FINISHES[scene.style]
    lit = unfinished(scene, width_px=width_px, height_px=height_px)
    return np.asarray(finish(lit, scene.place_seed % 2**31), dtype=np.float32)


def unfinished(scene: Scene, *, width_px: int, height_px: int) -> Field:
    """Draw a scene as light, before its style; brighter than 1 where it glows."""
    air = air_of(scene)
    stage = Stage(scene, 1000 * width_px / height_px)
    BUILDERS[scene.place_kind](stage)
    set_focal(stage)
    light_up(stage, air)
    bring_on(stage)
    lightning(stage)
    picture = compose(stage, air, width_px=width_px, height_px=height_px)
    return fall(picture, stage, air)
