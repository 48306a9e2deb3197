"""Measures variety: perceptual-hash distances between kinds of place and within one kind.

Prints bits of 256 that differ: between kinds, within a kind from seed to seed, and one place from
hour to hour. Run from the repository root: python -m tests.bench.sketch_variety
"""

import itertools
import statistics
import time

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from image_gen.painters.protocol import PictureOrder, SceneFacts
from image_gen.painters.sketch.drawing import sketch
from image_gen.painters.sketch.finishes.grading import as_image
from image_gen.painters.sketch.scene import PLACE_KINDS, TIMES
from image_gen.painters.sketch.words import read_scene

SEEDS = range(4)
SIDE = 16
Hash = NDArray[np.bool_]


def main() -> None:
    """Draw, hash, compare, print."""
    started = time.process_time()
    by_kind = {kind: [_hash(kind, seed, "dusk") for seed in SEEDS] for kind in PLACE_KINDS}
    cpu_s = (time.process_time() - started) / (len(PLACE_KINDS) * len(SEEDS))
    within = [_bits(a, b) for hashes in by_kind.values() for a, b in itertools.combinations(hashes, 2)]
    between = [
        _bits(a, b)
        for first, second in itertools.combinations(PLACE_KINDS, 2)
        for a, b in itertools.product(by_kind[first], by_kind[second])
    ]
    hours = [
        _bits(a, b)
        for kind in PLACE_KINDS
        for a, b in itertools.combinations([_hash(kind, 0, hour) for hour in TIMES], 2)
    ]
    for name, values in (("between kinds", between), ("within one kind", within), ("one place, hours", hours)):
        print(f"{name:18} mean {statistics.mean(values):6.1f}  median {statistics.median(values):6.1f}  of {SIDE**2} bits")
    ratio = statistics.mean(between) / statistics.mean(within)
    print(f"between / within   {ratio:6.2f}")
    print(f"CPU per picture    {cpu_s:6.2f} s at 960x600, one core")


def _hash(kind: str, seed: int, hour: str) -> Hash:
    """Return the perceptual hash of a place: signs of the low frequencies of its tones."""
    facts = SceneFacts(place_kind=kind, place_seed=seed, time_of_day=hour, weather="clear", figures=())
    scene = read_scene(PictureOrder("", "fantasy_art", seed, 960, 600, scene=facts))
    image = as_image(sketch(scene, width_px=960, height_px=600)).convert("L")
    tones = np.asarray(image.resize((64, 64), Image.Resampling.LANCZOS), np.float64)
    low = (_cosines(64) @ tones @ _cosines(64).T)[:SIDE, :SIDE]
    return np.asarray(low > np.median(low.ravel()[1:]))


def _cosines(n: int) -> NDArray[np.float64]:
    """Return the DCT-II matrix."""
    k, x = np.mgrid[0:n, 0:n]
    return np.asarray(np.cos(np.pi * k * (2 * x + 1) / (2 * n)))


def _bits(a: Hash, b: Hash) -> int:
    return int(np.count_nonzero(a != b))


if __name__ == "__main__":
    main()
