"""The stage a place is built on: layers from far to near, its lights, and where things stand.

Depth runs from 0 (at the viewer) to 1 (the horizon). Units as in `sheet.py`: 1000 high.
"""

from dataclasses import dataclass, field

from image_gen.painters.sketch.colour import RGB
from image_gen.painters.sketch.scene import Scene
from image_gen.painters.sketch.seeds import Dice, dice_from
from image_gen.painters.sketch.sheet import Point, Sheet

PERSON = 500.0
"""Height of a person at depth 0, in units."""
FLOOR_AT_VIEWER = 1050.0


@dataclass(slots=True)
class Layer:
    """Shapes at one depth; `glow` holds what shines by itself there."""

    depth: float
    sheet: Sheet = field(default_factory=Sheet)
    glow: Sheet = field(default_factory=Sheet)
    texture: float = 0.5
    lit: float = 1.0
    is_floor: bool = False


@dataclass(frozen=True, slots=True)
class Light:
    """A source of light: where, how far it reaches (units), its colour and strength."""

    x: float
    y: float
    depth: float
    reach: float
    colour: RGB
    power: float = 1.0
    halo: float = 1.0


@dataclass(frozen=True, slots=True)
class Water:
    """Standing water below a line, mirroring what is above it."""

    y: float
    colour: RGB
    calm: float = 0.6
    bottom: float = 1000.0
    depth: float = 0.1


@dataclass(slots=True)
class Stage:
    """One place, composed. The focal spot is (x, depth); figures keep to `walk`."""

    scene: Scene
    width: float
    horizon: float = 520.0
    layers: list[Layer] = field(default_factory=list)
    lights: list[Light] = field(default_factory=list)
    light_spots: list[tuple[float, float, float]] = field(default_factory=list)
    focal_spot: tuple[float, float] = (0.0, 0.0)
    walk: tuple[float, float] = (0.12, 0.88)
    water: Water | None = None
    opening: tuple[float, float, float] | None = None
    sun: Point = (0.0, 0.0)
    has_sky: bool = True

    def dice(self, purpose: str) -> Dice:
        """Return the place's own chance for one purpose; other purposes do not disturb it."""
        return dice_from(self.scene.place_kind, self.scene.place_seed, purpose)

    def layer(
        self, depth: float, *, texture: float = 0.5, lit: float = 1.0, is_floor: bool = False
    ) -> Layer:
        """Add a layer at a depth; a floor lies from there to the viewer."""
        wanted = Layer(depth, texture=texture, lit=lit, is_floor=is_floor)
        for layer in self.layers:
            same = (layer.texture, layer.lit, layer.is_floor) == (texture, lit, False)
            if same and not is_floor and layer.glow.is_empty and abs(layer.depth - depth) < 0.015:
                return layer
        self.layers.append(wanted)
        return wanted

    def floor_y(self, depth: float) -> float:
        """Return where the ground is at a depth."""
        return self.horizon + (FLOOR_AT_VIEWER - self.horizon) / (1 + 6 * depth)

    def depth_at(self, y: float) -> float:
        """Return at which depth the ground meets a height in the picture."""
        below = max(1.0, y - self.horizon)
        return min(1.0, max(0.0, ((FLOOR_AT_VIEWER - self.horizon) / below - 1) / 6))

    def person(self, depth: float) -> float:
        """Return how tall a person looks at a depth, in units."""
        return PERSON / (1 + 6 * depth)
