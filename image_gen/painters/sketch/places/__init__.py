"""The places that can be drawn, one module each; every one sets a bare stage with layers.

Each builder may use only the place's own chance, so that the place looks the same tomorrow.
"""

from collections.abc import Callable, Mapping

from image_gen.painters.sketch.places import (
    cavern,
    crypt,
    forest,
    hall,
    mountain,
    road,
    ruins,
    shore,
    swamp,
    tavern,
    tower,
    village,
)
from image_gen.painters.sketch.stage import Stage

BUILDERS: Mapping[str, Callable[[Stage], None]] = {
    "cavern": cavern.build,
    "crypt": crypt.build,
    "forest": forest.build,
    "hall": hall.build,
    "mountain": mountain.build,
    "road": road.build,
    "ruins": ruins.build,
    "shore": shore.build,
    "swamp": swamp.build,
    "tavern": tavern.build,
    "tower": tower.build,
    "village": village.build,
}
