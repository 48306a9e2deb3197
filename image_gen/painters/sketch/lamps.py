"""Hangs the scene's lights: the named source where the place has room for it, and sun or moon.

One light leads; a weaker one of its kind answers from the other side.
"""

from image_gen.painters.sketch.air import Air
from image_gen.painters.sketch.colour import RGB
from image_gen.painters.sketch.focal import OBJECTS
from image_gen.painters.sketch.focal.fires import campfire, lantern, orb, torch
from image_gen.painters.sketch.props.furniture import chain
from image_gen.painters.sketch.sheet import Sheet
from image_gen.painters.sketch.stage import Layer, Light, Stage

FIRE: RGB = (1.0, 0.60, 0.24)
LAMP: RGB = (1.0, 0.74, 0.40)
_MAGIC: dict[str, tuple[RGB, str]] = {
    "": ((0.46, 0.72, 1.0), "#8fd0ff"),
    "infernal": ((1.0, 0.34, 0.16), "#ff7a4a"),
    "fey": ((0.50, 1.0, 0.66), "#9affb8"),
    "undead": ((0.52, 1.0, 0.60), "#a8ff9a"),
    "arcane": ((0.68, 0.46, 1.0), "#c09aff"),
}
_FOCAL_GLOW: dict[str, RGB] = {
    "chest": (1.0, 0.80, 0.36),
    "altar": (1.0, 0.70, 0.34),
    "bell": (1.0, 0.76, 0.42),
    "book": (1.0, 0.86, 0.56),
    "sword": (0.72, 0.86, 1.0),
    "crystal": (0.50, 0.88, 1.0),
    "cauldron": (0.56, 1.0, 0.42),
    "campfire": FIRE,
    "stone": (0.46, 0.76, 1.0),
    "coffin": (0.62, 1.0, 0.78),
    "throne": (1.0, 0.80, 0.52),
}


def set_focal(stage: Stage) -> None:
    """Stand the focal object at the place's focal spot and let it shine."""
    name = stage.scene.focal
    if name is None:
        return
    x, depth = stage.focal_spot
    layer = stage.layer(depth)
    tall, foot = stage.person(depth), stage.floor_y(depth)
    bigger = {"bell": 1.4, "statue": 1.15, "gate": 1.4, "boat": 1.2, "throne": 1.2}.get(name, 1.15)
    layer.sheet.oval(
        x, foot, tall * 0.9, tall * 0.1, layer.sheet.around((0, "#000000", 0.6), (1, "#000000", 0))
    )
    OBJECTS[name](layer, x, foot, tall * bigger)
    glow = _FOCAL_GLOW.get(name)
    if glow is not None:
        stage.lights.append(Light(x, foot - tall * 0.7, depth + 0.02, 200, glow, 0.9, 0.8))


def light_up(stage: Stage, air: Air) -> None:
    """Add the named light, its answer, and the sun or moon over open land."""
    kind = stage.scene.light
    if stage.has_sky:
        x, y = stage.sun
        stage.lights.append(Light(x, y, 1.2, 900, air.key, air.key_power, 0.25))
    else:
        x, depth = stage.focal_spot
        heart = 0.95 if stage.scene.place_kind != "tavern" else 0.5
        stage.lights.append(Light(x, stage.horizon - 60, 0.97, 420, air.key, heart * 0.55, 0.55))
    if kind == "moon":
        if not stage.has_sky:
            _moonbeam(stage)
    elif kind is not None and not (kind == "fire" and stage.scene.place_kind == "tavern"):
        spots = stage.light_spots[:2]
        if kind in ("fire", "magic"):
            spots = spots[: 1 if stage.scene.focal or kind == "fire" else 2]
        for number, (x, y, depth) in enumerate(spots):
            _hang(stage, kind, x, y, depth, 1.0 if number == 0 else 0.65)


def _hang(stage: Stage, kind: str, x: float, y: float, depth: float, strength: float) -> None:
    """Draw one light and let it shine."""
    layer = stage.layer(depth)
    size = stage.person(depth)
    indoors = stage.scene.is_indoors
    colour, at = FIRE, y
    if kind == "torch":
        at = y if indoors else stage.floor_y(depth) - size * 0.9
        if not indoors:
            layer.sheet.box(x - size * 0.02, at, size * 0.05, size * 0.9, "#4a3626")
        torch(layer.sheet, layer.glow, x, at, size * 0.26)
    elif kind == "lantern":
        colour = LAMP
        at = y if indoors else stage.floor_y(depth) - size * 1.0
        _lantern_post(layer, stage, x, at, size, depth)
    elif kind == "fire":
        foot = stage.floor_y(depth)
        campfire(layer.sheet, layer.glow, x, foot, size * 0.42)
        at = foot - size * 0.3
    else:
        colour, hue = _MAGIC.get(stage.scene.theme, _MAGIC[""])
        at = stage.floor_y(depth) - size * (1.35 if strength == 1.0 else 1.7)
        orb(layer.glow, x, at, size * 0.11, hue)
    stage.lights.append(
        Light(x, at, depth + 0.01, 300 if indoors else 240, colour, 1.35 * strength, 0.9)
    )


def _lantern_post(
    layer: Layer, stage: Stage, x: float, at: float, size: float, depth: float
) -> None:
    """Hang a lantern from the ceiling indoors, from a post outside."""
    if stage.scene.is_indoors:
        chain(layer.sheet, x, -10, at - size * 0.18, size * 0.06)
    else:
        post = x - size * 0.22
        layer.sheet.box(
            post, at - size * 0.3, size * 0.05, stage.floor_y(depth) - at + size * 0.3, "#4a3626"
        )
        layer.sheet.line([(post, at - size * 0.26), (x, at - size * 0.2)], "#4a3626", size * 0.035)
    lantern(layer.sheet, layer.glow, x, at, size * 0.13)


def _moonbeam(stage: Stage) -> None:
    """Let a shaft of moonlight fall through some opening above."""
    x, depth = stage.focal_spot
    layer = stage.layer(depth + 0.03)
    glow: Sheet = layer.glow
    foot = stage.floor_y(depth)
    glow.poly([(x - 40, -10), (x + 60, -10), (x + 190, foot + 20), (x - 170, foot + 20)],
              glow.across((0, "#b8ccff", 0.42), (1, "#b8ccff", 0.06), vertical=True))  # fmt: skip
    glow.oval(x, foot + 14, 190, 30, "#b8ccff", alpha=0.16)
    stage.lights.append(Light(x, foot - 160, depth + 0.03, 300, (0.66, 0.78, 1.0), 1.2, 0.5))
