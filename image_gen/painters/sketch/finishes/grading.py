"""What all finishes need: tone curve, bloom, vignette, saturation, blur, edges, paper."""

import numpy as np
from PIL import Image, ImageFilter

from image_gen.painters.sketch.noise import Field, clouds, white

LUMA = np.array([0.3, 0.59, 0.11], np.float32)


def develop(scene: Field, *, exposure: float = 1.5, contrast: float = 0.5) -> Field:
    """Turn light into tones: soft shoulder, then an S of a given strength."""
    tones = 1 - np.exp(-np.maximum(scene, 0) * np.float32(exposure))
    curve = tones * tones * (3 - 2 * tones)
    return np.asarray(tones * (1 - contrast) + curve * contrast, dtype=np.float32)


def saturate(picture: Field, amount: float) -> Field:
    """Strengthen (> 1) or weaken (< 1) colours."""
    grey = (picture @ LUMA)[..., None]
    return np.clip(grey + (picture - grey) * np.float32(amount), 0, 1)


def vignette(picture: Field, strength: float) -> Field:
    """Darken towards the corners."""
    height, width = picture.shape[:2]
    ys = np.linspace(-1, 1, height, dtype=np.float32)[:, None]
    xs = np.linspace(-1, 1, width, dtype=np.float32)[None, :]
    dark = np.clip((xs * xs * 0.8 + ys * ys * 0.9 - 0.35) / 1.3, 0, 1)
    return np.asarray(picture * (1 - np.float32(strength) * dark)[..., None], dtype=np.float32)


def bloom(picture: Field, *, over: float = 0.62, strength: float = 0.35) -> Field:
    """Let bright parts bleed into their surroundings."""
    height, width = picture.shape[:2]
    bright = np.clip(picture - over, 0, 1) / (1 - over)
    small = as_image(bright).resize((max(1, width // 4), max(1, height // 4)))
    soft = small.filter(ImageFilter.GaussianBlur(height / 90)).resize(
        (width, height), Image.Resampling.BICUBIC
    )
    return np.clip(picture + as_field(soft) * np.float32(strength) * (1 - picture * 0.5), 0, 1)


def blur(picture: Field, radius_px: float) -> Field:
    """Blur three channels."""
    return as_field(as_image(picture).filter(ImageFilter.GaussianBlur(radius_px)))


def grey_blur(values: Field, radius_px: float) -> Field:
    """Blur one channel."""
    image = Image.fromarray((255 * np.clip(values, 0, 1)).astype(np.uint8))
    blurred = np.asarray(image.filter(ImageFilter.GaussianBlur(radius_px)), np.float32)
    return np.asarray(blurred / 255, np.float32)


def edges(values: Field) -> Field:
    """Return how steep one channel is, 0 to about 1."""
    down, across = np.gradient(values)
    return np.asarray(np.hypot(down, across), dtype=np.float32)


def grain(seed: int, height: int, width: int, *, coarse: float = 0.5) -> Field:
    """Return paper grain around 0, fine and coarse mixed."""
    fine = white(seed, height, width) - 0.5
    rough = clouds(seed + 1, height, width, cells=height / 7, octaves=2) - 0.5
    return np.asarray(fine * (1 - coarse) + rough * coarse, dtype=np.float32)


def as_image(picture: Field) -> Image.Image:
    return Image.fromarray((255 * np.clip(picture, 0, 1) + 0.5).astype(np.uint8), "RGB")


def as_field(image: Image.Image) -> Field:
    return np.asarray(image, np.float32) * np.float32(1 / 255)
