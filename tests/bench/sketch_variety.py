"""Measures variety between kinds of place, within one kind, and of one place from hour to hour.

Two distances: bits of a 64-bit perceptual hash (structure of the tones only), and the mean
difference of 12x8 thumbnails (tone and colour, 0 to 255). Run from the repository root:
python -m tests.bench.sketch_variety
"""

import itertools
import statistics
import time
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from image_gen.painters.protocol import PictureOrder, SceneFacts
from image_gen.painters.sketch.drawing import sketch
from image_gen.painters.sketch.finishes.grading import as_image
from image_gen.painters.sketch.scene import PLACE_KINDS, TIMES
from image_gen.painters.sketch.words import read_scene

SEEDS = range(4)
SIDE = 8


@dataclass(frozen=True)
class Look:
    """What is kept of a picture."""

    bits: NDArray[np.bool_]
    thumbnail: NDArray[np.float64]


def main() -> None:
    """Draw, compare, print."""
    started = time.process_time()
    looks = {kind: [_look(kind, seed, "dusk") for seed in SEEDS] for kind in PLACE_KINDS}
    cpu_s = (time.process_time() - started) / (len(PLACE_KINDS) * len(SEEDS))
    pairs = {
        "between kinds": [
            pair
            for first, second in itertools.combinations(PLACE_KINDS, 2)
            for pair in itertools.product(looks[first], looks[second])
        ],
        "within one kind": [p for some in looks.values() for p in itertools.combinations(some, 2)],
        "one place, 4 hours": [
            pair
            for kind in PLACE_KINDS
            for pair in itertools.combinations([_look(kind, 0, hour) for hour in TIMES], 2)
        ],
    }
    for measure, distance in (("hash bits of 64", _bits), ("thumbnails, 0-255", _colours)):
        means = {
            name: statistics.mean(distance(a, b) for a, b in some) for name, some in pairs.items()
        }
        print(measure + ": " + ", ".join(f"{name} {mean:.1f}" for name, mean in means.items()))
        print(f"  between / within {means['between kinds'] / means['within one kind']:.2f}")
    print(f"CPU per picture {cpu_s:.2f} s at 960x600, one core")


def _look(kind: str, seed: int, hour: str) -> Look:
    """Draw a place without figures and keep its hash and its thumbnail."""
    facts = SceneFacts(
        place_kind=kind, place_seed=seed, time_of_day=hour, weather="clear", figures=()
    )
    scene = read_scene(PictureOrder("", "fantasy_art", seed, 960, 600, scene=facts))
    image = as_image(sketch(scene, width_px=960, height_px=600))
    tones = np.asarray(image.convert("L").resize((32, 32), Image.Resampling.LANCZOS), np.float64)
    low = (_cosines(32) @ tones @ _cosines(32).T)[:SIDE, :SIDE]
    thumbnail = np.asarray(image.resize((12, 8), Image.Resampling.BOX), np.float64)
    return Look(np.asarray(low > np.median(low.ravel()[1:])), thumbnail)


def _cosines(n: int) -> NDArray[np.float64]:
    """Return the DCT-II matrix."""
    k, x = np.mgrid[0:n, 0:n]
    return np.asarray(np.cos(np.pi * k * (2 * x + 1) / (2 * n)))


def _bits(a: Look, b: Look) -> float:
    return float(np.count_nonzero(a.bits != b.bits))


def _colours(a: Look, b: Look) -> float:
    return float(np.abs(a.thumbnail - b.thumbnail).mean())


if __name__ == "__main__":
    main()
