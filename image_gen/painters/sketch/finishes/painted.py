"""Painted finishes: fantasy illustration, dark gothic, sunbaked, gallant, oil on canvas."""

import numpy as np
from PIL import ImageFilter

from image_gen.painters.sketch.finishes.grading import (
    LUMA,
    as_field,
    as_image,
    bloom,
    develop,
    grain,
    grey_blur,
    saturate,
    vignette,
)
from image_gen.painters.sketch.noise import Field, clouds, soft


def fantasy_art(scene: Field, seed: int) -> Field:
    """Finish as a rich illustration: soft brush texture, bloom, warm lights and cool shades."""
    picture = bloom(develop(scene, exposure=1.75, contrast=0.55))
    picture = saturate(picture, 1.22)
    tones = (picture @ LUMA)[..., None]
    picture = picture + (tones - 0.5) * np.array([0.035, 0.008, -0.04], np.float32)
    height, width = picture.shape[:2]
    strokes = soft(seed, height, width, cells=height / 5, stretch=3) - 0.5
    picture = (
        picture * (1 + 0.07 * strokes)[..., None] + (grain(seed, height, width) * 0.018)[..., None]
    )
    return np.clip(vignette(picture, 0.55), 0, 1)


def dark_gothic(scene: Field, seed: int) -> Field:
    """Finish cold and dark, one warm light left alive."""
    picture = bloom(develop(scene, exposure=2.0, contrast=0.7), strength=0.5)
    warm = np.clip((picture[..., 0] - picture[..., 2]) * 2.6 - 0.14, 0, 1)[..., None]
    cold = (picture @ LUMA)[..., None] * np.array([0.80, 0.92, 1.06], np.float32)
    picture = cold * (1 - warm) + saturate(picture, 1.2) * warm * np.array(
        [1.08, 0.9, 0.78], np.float32
    )
    height, width = picture.shape[:2]
    smoke = clouds(seed, height, width, cells=4, octaves=4, stretch=2)
    picture = picture * (0.74 + 0.38 * smoke)[..., None]
    picture = picture + (grain(seed, height, width, coarse=0.3) * 0.05)[..., None]
    return np.clip(vignette(picture, 0.92), 0, 1)


def sunbaked(scene: Field, seed: int) -> Field:
    """Finish bleached and dry: ochre lights, blue shades, the grain of a plastered wall."""
    picture = bloom(develop(scene, exposure=2.1, contrast=0.75), strength=0.55)
    tones = (picture @ LUMA)[..., None]
    ochre = tones * np.array([1.16, 0.94, 0.64], np.float32)
    shade = tones * np.array([0.96, 0.92, 1.02], np.float32)
    wash = np.asarray(ochre * tones + shade * (1 - tones), np.float32)
    picture = picture * 0.58 + wash * 0.42
    picture = 0.06 + 0.94 * np.clip(picture, 0, 1) ** np.float32(0.82)
    height, width = picture.shape[:2]
    plaster = clouds(seed, height, width, cells=height / 30, octaves=3) - 0.5
    picture = picture * (1 + 0.10 * plaster)[..., None]
    picture = picture + (grain(seed, height, width, coarse=0.6) * 0.045)[..., None]
    return np.clip(vignette(picture, 0.3), 0, 1)


def gallant(scene: Field, seed: int) -> Field:
    """Finish bold and theatrical: teal shades, golden lights, sweeping strokes."""
    picture = saturate(bloom(develop(scene, exposure=1.85, contrast=0.65), strength=0.45), 1.36)
    tones = (picture @ LUMA)[..., None]
    picture = picture + (tones - 0.45) * np.array([0.16, 0.05, -0.12], np.float32)
    height, width = picture.shape[:2]
    sweep = soft(seed, height, width, cells=height / 9, stretch=6) - 0.5
    picture = picture * (1 + 0.12 * sweep)[..., None]
    picture = picture + (grain(seed, height, width) * 0.016)[..., None]
    return np.clip(vignette(picture, 0.6), 0, 1)


def oil_painting(scene: Field, seed: int) -> Field:
    """Finish as oil on canvas: dabs of flat colour, raised strokes, a warm glaze."""
    picture = saturate(bloom(develop(scene, exposure=1.75, contrast=0.6)), 1.25)
    height, width = picture.shape[:2]
    picture = _dabs(picture, seed)
    size = max(3, 2 * round(height / 520) + 1)
    picture = as_field(as_image(picture).filter(ImageFilter.MedianFilter(size)))
    bristle = soft(seed + 5, height, width, cells=height / 3.2, stretch=5)
    ridges = soft(seed + 6, height, width, cells=height / 6, stretch=2)
    body = grey_blur(picture @ LUMA, 1.2) + 0.12 * bristle + 0.08 * ridges
    light = body - np.roll(body, (2, 2), (0, 1))
    picture = picture * (1 + np.clip(light * 2.0, -0.3, 0.35))[..., None]
    glaze = np.array([1.06, 1.0, 0.88], np.float32)
    picture = np.asarray(picture * glaze + glaze * np.float32(0.012), np.float32)
    ys, xs = np.mgrid[0:height, 0:width].astype(np.float32)
    weave = (np.sin(xs * 2.1) * np.sin(ys * 2.1)) * 0.012
    return np.clip(vignette(picture + weave[..., None], 0.55), 0, 1)


def _dabs(picture: Field, seed: int) -> Field:
    """Shift pixels along a swirling field so that tones break into brush marks."""
    height, width = picture.shape[:2]
    turn = clouds(seed + 2, height, width, cells=5, octaves=2) * np.float32(4 * np.pi)
    mark = soft(seed + 3, height, width, cells=height / 6, stretch=2) - 0.5
    reach = np.float32(height / 60)
    ys, xs = np.mgrid[0:height, 0:width]
    from_y = np.clip(ys + np.sin(turn) * mark * reach, 0, height - 1).astype(np.intp)
    from_x = np.clip(xs + np.cos(turn) * mark * reach * 1.6, 0, width - 1).astype(np.intp)
    return np.asarray(picture[from_y, from_x])
