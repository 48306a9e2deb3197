"""Fields of soft noise over the picture: clouds, mist, stone, paper.

Arrays are float32, height by width, 0 to 1. The numbers come from PCG64's raw stream, which numpy
keeps the same in every version.
"""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Field = NDArray[np.float32]


def white(seed: int, height: int, width: int) -> Field:
    """Return uncorrelated noise."""
    raw = np.random.PCG64(seed % 2**63).random_raw(height * width)
    return ((raw >> np.uint64(40)).astype(np.float32) / np.float32(2**24)).reshape(height, width)


def soft(seed: int, height: int, width: int, *, cells: float, stretch: float = 1.0) -> Field:
    """Return smooth noise with about `cells` bumps over the height; stretch > 1 lies flat."""
    rows = max(2, round(cells) + 1)
    columns = max(2, round(cells * width / height / stretch) + 1)
    small = Image.fromarray(white(seed, rows, columns))
    return np.asarray(small.resize((width, height), Image.Resampling.BICUBIC))


def clouds(
    seed: int,
    height: int,
    width: int,
    *,
    cells: float = 3,
    octaves: int = 4,
    stretch: float = 1.0,
    gain: float = 0.5,
) -> Field:
    """Return layered noise, coarse to fine, spread to about 0 to 1."""
    total = np.zeros((height, width), np.float32)
    weight, sum_of_weights = 1.0, 0.0
    for octave in range(octaves):
        layer = soft(seed + octave * 7919, height, width, cells=cells, stretch=stretch)
        total += np.float32(weight) * layer
        sum_of_weights += weight
        weight *= gain
        cells *= 2
    level = (total / np.float32(sum_of_weights) - 0.5) * 1.7 + 0.5
    return np.asarray(np.clip(level, 0, 1), np.float32)


def doubled(half: Field, height: int, width: int) -> Field:
    """Spread a field worked out at half the size over the whole picture."""
    return half.repeat(2, axis=0).repeat(2, axis=1)[:height, :width]


def widened(half: Field, height: int, width: int) -> Field:
    """Spread three channels worked out at half the size softly over the whole picture."""
    whole = np.empty((height, width, half.shape[2]), np.float32)
    for channel in range(half.shape[2]):
        small = Image.fromarray(np.ascontiguousarray(half[..., channel]))
        whole[..., channel] = np.asarray(small.resize((width, height), Image.Resampling.BILINEAR))
    return whole


def smoothstep(low: float, high: float, values: Field) -> Field:
    """Return 0 below low, 1 above high, a soft S between."""
    t = np.clip((values - low) / (high - low), 0, 1)
    return np.asarray(t * t * (3 - 2 * t), dtype=np.float32)
