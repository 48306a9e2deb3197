"""Printed finishes: a storybook plate in flat colours, a woodcut in one ink."""

import numpy as np
from PIL import ImageFilter

from image_gen.painters.sketch.finishes.grading import (
    LUMA,
    as_field,
    as_image,
    bloom,
    develop,
    edges,
    grain,
    grey_blur,
    saturate,
)
from image_gen.painters.sketch.noise import Field, smoothstep, soft


def storybook(scene: Field, seed: int) -> Field:
    """Finish as gouache in clear flat tones with soft brown outlines and a cream border."""
    picture = bloom(develop(scene, exposure=2.4, contrast=0.35), strength=0.25)
    height, width = picture.shape[:2]
    size = 2 * round(height / 480) + 1
    picture = as_field(as_image(picture).filter(ImageFilter.MedianFilter(max(3, size))))
    level = (picture @ LUMA)[..., None]
    flat = (np.floor(level * 9) + smoothstep(0.3, 0.7, (level * 9) % 1)) / 9
    picture = np.clip(picture * (flat + 0.06) / (level + 0.06), 0, 1)
    picture = saturate(picture, 1.45) ** np.float32(0.78)
    picture = picture * np.array([0.97, 0.93, 0.84], np.float32) + np.array(
        [0.05, 0.04, 0.03], np.float32
    )
    line = np.clip(
        edges(grey_blur(level[..., 0], height / 500)) * 9 * height / 600 - 0.24, 0, 0.75
    )[..., None]
    picture = picture * (1 - line) + np.array([0.24, 0.14, 0.10], np.float32) * line
    chalk = grain(seed, height, width, coarse=0.75)
    return _border(np.clip(picture * (1 + 0.09 * chalk)[..., None], 0, 1), seed)


def _border(picture: Field, seed: int) -> Field:
    """Mount a plate with rounded corners on cream."""
    height, width = picture.shape[:2]
    margin, corner = height * 0.028, height * 0.06
    ys, xs = np.mgrid[0:height, 0:width].astype(np.float32)
    dy = np.maximum(np.abs(ys - height / 2) - (height / 2 - margin - corner), 0)
    dx = np.maximum(np.abs(xs - width / 2) - (width / 2 - margin - corner), 0)
    away = np.hypot(dx, dy) - corner + (soft(seed, height, width, cells=40) - 0.5) * height / 200
    inside = np.clip(0.5 - away, 0, 1)[..., None]
    rule = np.exp(-(((away - height * 0.010) / (height * 0.0022)) ** 2))[..., None]
    cream = np.array([0.955, 0.92, 0.835], np.float32)
    mount = cream * (1 - rule * 0.6) + np.array([0.45, 0.27, 0.16], np.float32) * rule * 0.6
    return np.asarray(picture * inside + mount * (1 - inside), dtype=np.float32)


def woodcut(scene: Field, seed: int) -> Field:
    """Finish as a print: lines that swell with darkness, black ink on tinted paper."""
    picture = develop(scene, exposure=2.2, contrast=0.6)
    height, width = picture.shape[:2]
    scale = height / 600
    level = picture @ LUMA
    local = grey_blur(level, 30 * scale)
    tone = np.clip(0.48 + (level - local) * 1.7 + (local - 0.40) * 1.1, 0, 1)
    smoothed = grey_blur(tone, 1.6 * scale)
    ys, xs = np.mgrid[0:height, 0:width].astype(np.float32)
    bend = (
        grey_blur(level, 9 * scale) * 26 * scale + soft(seed, height, width, cells=9) * 10 * scale
    )
    wave = np.abs(((ys + bend + xs * 0.06) / np.float32(5.4 * scale)) % 1 - 0.5) * 2
    cut = smoothstep(-0.10, 0.10, smoothed * 1.18 - 0.09 - wave)
    cut = np.maximum(cut, smoothstep(0.74, 0.80, smoothed))
    cut = cut * smoothstep(0.10, 0.19, smoothed)
    contour = np.clip(edges(grey_blur(level, 1.0 * scale)) * 16 * scale - 0.35, 0, 1)
    dark = local < 0.42
    cut = np.where(dark, np.maximum(cut, contour * 0.95), cut * (1 - contour))
    patchy = grain(seed, height, width, coarse=0.6)
    ink = np.clip(1 - cut + patchy * 0.10, 0, 1)[..., None]
    paper = np.array([0.93, 0.865, 0.72], np.float32) * (1 + 0.06 * patchy)[..., None]
    tint = np.array([0.80, 0.52, 0.30], np.float32)
    warm = smoothstep(
        0.02, 0.22, grey_blur(np.clip(picture[..., 0] - picture[..., 2], 0, 1), 5 * scale)
    )[..., None]
    ground = paper * (1 - 0.45 * warm) + tint * 0.45 * warm
    black = np.array([0.075, 0.065, 0.06], np.float32)
    return np.asarray(np.clip(ground * (1 - ink) + black * ink, 0, 1), np.float32)
