"""The last step: one finish per style, from the lit scene to the picture on its paper.

Every finish takes and gives height x width x 3, 0 to 1, and a seed for its grain.
"""

from collections.abc import Callable, Mapping

from image_gen.painters.sketch.finishes import drawn, painted, printed
from image_gen.painters.sketch.noise import Field

FINISHES: Mapping[str, Callable[[Field, int], Field]] = {
    "fantasy_art": painted.fantasy_art,
    "dark_gothic": painted.dark_gothic,
    "sunbaked": painted.sunbaked,
    "gallant": painted.gallant,
    "oil_painting": painted.oil_painting,
    "watercolor": drawn.watercolor,
    "ink_sketch": drawn.ink_sketch,
    "storybook": printed.storybook,
    "woodcut": printed.woodcut,
}
