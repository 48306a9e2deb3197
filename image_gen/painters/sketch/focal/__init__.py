"""The one thing the eye should find: chest, altar, bell, throne … standing at the focal spot."""

from collections.abc import Callable, Mapping

from image_gen.painters.sketch.focal import buildings, things
from image_gen.painters.sketch.stage import Layer

OBJECTS: Mapping[str, Callable[[Layer, float, float, float], None]] = {
    "chest": things.chest,
    "altar": things.altar,
    "bell": things.bell,
    "statue": things.statue,
    "book": things.book,
    "sword": things.sword,
    "crystal": things.crystal,
    "cauldron": things.cauldron,
    "throne": things.throne,
    "campfire": things.fire,
    "stone": things.runestone,
    "coffin": buildings.coffin,
    "door": buildings.door,
    "gate": buildings.gate,
    "well": buildings.well,
    "boat": buildings.boat,
    "cart": buildings.cart,
}
"""Each draws at (x, foot) for a person `tall` units high."""
