"""A shore: the sea to the horizon, cliffs or a lighthouse, wet sand, wrecks, a jetty."""

from image_gen.painters.sketch.colour import tone
from image_gen.painters.sketch.props.buildings import keep_tower
from image_gen.painters.sketch.props.land import mountains
from image_gen.painters.sketch.props.rocks import boulder
from image_gen.painters.sketch.props.trees import grass
from image_gen.painters.sketch.seeds import Dice
from image_gen.painters.sketch.shapes import limb, ridge, smooth
from image_gen.painters.sketch.stage import Stage, Water


def build(stage: Stage) -> None:
    """Compose one of: lighthouse, wreck, jetty, cliffs."""
    dice = stage.dice("layout")
    layout = dice.choice(("lighthouse", "wreck", "jetty", "cliffs"))
    w = stage.width
    stage.horizon = dice.uniform(450, 500)
    stage.sun = (w * dice.uniform(0.38, 0.66), stage.horizon - dice.uniform(70, 170))
    stage.focal_spot = (w * dice.uniform(0.5, 0.62), 0.26)
    stage.walk = (0.14, 0.8)
    mountains(stage, dice, depth=0.98, height=90, colour="#77838c", snow=0)
    shore_y = stage.floor_y(0.34)
    stage.water = Water(
        stage.horizon + 6, (0.12, 0.26, 0.32), calm=0.45, bottom=shore_y + 40, depth=0.5
    )
    if layout in ("cliffs", "lighthouse"):
        _cliff(stage, dice, lighthouse=layout == "lighthouse")
    _sea_stacks(stage, dice)
    if layout == "jetty":
        _jetty(stage)
    _beach(stage, dice)
    if layout == "wreck":
        _wreck(stage, dice)
    near = stage.layer(0.03, lit=0.7)
    for k in (0.0, 0.08, 0.92, 1.0):
        size = dice.uniform(140, 300)
        boulder(near.sheet, dice, w * k, 1040, size, size * 0.62, "#4d4c4c")
    grass(near.sheet, dice, 0, w * 0.3, 1005, height=150, colour="#6b6a42", count=60)
    grass(near.sheet, dice, w * 0.75, w, 1005, height=130, colour="#6b6a42", count=50)
    stage.light_spots = [(w * 0.3, 660, 0.22), (w * 0.72, 650, 0.26)]


def _cliff(stage: Stage, dice: Dice, *, lighthouse: bool) -> None:
    """Push a headland into the sea from one side."""
    w, foot = stage.width, stage.horizon + 12
    layer, left = stage.layer(0.66, texture=0.7), dice.random() < 0.5
    outer, tip = (-30.0, w * 0.36) if left else (w + 30.0, w * 0.64)
    top = stage.horizon - dice.uniform(130, 210)
    crest = ridge(dice, (outer, top), (tip, top + 40), rough=18)
    face = ridge(dice, (tip, top + 40), (tip + (30 if left else -30), foot), rough=14, rounds=4)
    layer.sheet.poly([*crest, *face, (outer, foot)],
                     layer.sheet.across((0, "#7e8a63", 1), (0.3, "#8a8175", 1), (1, "#55504c", 1),
                                        vertical=True))  # fmt: skip
    for i in range(5, len(crest) - 4, 5):
        x, y = crest[i]
        layer.sheet.line(
            [(x, y + 14), (x + dice.uniform(-10, 10), y + 90), (x + 14, foot)],
            "#4f4a46",
            4,
            alpha=0.5,
        )
    if lighthouse:
        x, base = tip + (-60 if left else 60), top + 40
        keep_tower(layer, dice, x, base, 44, 210, colour="#c9c3b6", lit=0.0, top="cone")
        y = base - 200
        layer.glow.oval(x, y, 150, 110, layer.glow.around((0, "#ffdf9a", 0.5), (1, "#ffdf9a", 0)))
        layer.glow.oval(x, y, 15, 15, "#fff3cf")
        way = 1 if left else -1
        layer.glow.poly([(x, y - 4), (x + way * 900, y - 90), (x + way * 900, y + 60), (x, y + 4)],
                        "#ffe8b0", alpha=0.09 if stage.scene.time_of_day == "night" else 0.0)  # fmt: skip


def _sea_stacks(stage: Stage, dice: Dice) -> None:
    """Stand a few rocks in the water."""
    layer = stage.layer(0.56)
    for _ in range(4):
        x, wide = dice.uniform(0.05, 0.95) * stage.width, dice.uniform(40, 120)
        boulder(
            layer.sheet, dice, x, stage.horizon + 10, wide, wide * dice.uniform(0.5, 1.5), "#6d6864"
        )


def _jetty(stage: Stage) -> None:
    """Run a jetty out from the beach on its posts."""
    layer, x = stage.layer(0.36), stage.focal_spot[0]
    near, far = stage.floor_y(0.22), stage.floor_y(0.62)
    for i in range(7):
        t = i / 6
        y, px, half = near + (far - near) * t**0.6, x + 170 * t, 70 - 40 * t
        for side in (-1, 1):
            layer.sheet.box(px + side * half - 4, y - 26, 9 - 4 * t, 66 - 40 * t, "#4a3b2f")
    layer.sheet.poly([(x - 72, near), (x + 140, far), (x + 200, far), (x + 74, near)], "#86705a")
    for i in range(14):
        t = i / 14
        y = near + (far - near) * t**0.7
        layer.sheet.line([(x - 72 + 212 * t**0.7, y), (x + 74 + 126 * t**0.7, y)], "#54442f", 2.5)


def _beach(stage: Stage, dice: Dice) -> None:
    """Sweep the wet sand round with a line of foam and pebbles."""
    w, y = stage.width, stage.floor_y(0.34)
    layer = stage.layer(0.32)
    edge = [(-30.0, y + dice.uniform(-20, 50))]
    edge += [(w * k, y + dice.uniform(-6, 52)) for k in (0.2, 0.4, 0.6, 0.8)]
    edge += [(w + 30.0, y + dice.uniform(-20, 40))]
    curve = smooth(edge, closed=False)
    sand = "#d5dbe0" if stage.scene.weather == "snow" else "#b8a382"
    layer.sheet.path(curve + f"L{w + 30:.0f} 1020L-30 1020Z",
                     layer.sheet.across((0, tone(sand, 0.62), 1), (0.25, sand, 1), (1, tone(sand, 0.6), 1),
                                        vertical=True))  # fmt: skip
    layer.sheet.path(curve, "none", stroke="#eef3f2", width=7, alpha=0.75)
    layer.sheet.path(smooth([(px, py + 20) for px, py in edge], closed=False), "none", stroke="#eef3f2", width=3,
                     alpha=0.3)  # fmt: skip
    for _ in range(70):
        d = dice.uniform(0, 0.26)
        r = 5 / (1 + 6 * d)
        layer.sheet.oval(
            dice.uniform(0, w),
            stage.floor_y(d),
            r * 1.8,
            r,
            tone("#8d8478", dice.uniform(0.6, 1.3)),
        )


def _wreck(stage: Stage, dice: Dice) -> None:
    """Strand the ribs of a ship."""
    layer, d = stage.layer(0.27), 0.27
    x, foot = stage.width * dice.choice((0.24, 0.76)), stage.floor_y(0.26)
    wood = "#5d4a3b"
    layer.sheet.path(
        limb([(x - 200, foot + 6), (x, foot + 16), (x + 200, foot - 30)], [18, 26, 14]), wood
    )
    for i in range(9):
        t = i / 8
        px, tall = x - 180 + 360 * t, 190 * (0.5 + t * (1.3 - t)) * dice.uniform(0.6, 1.05)
        layer.sheet.path(limb([(px, foot + 8), (px + 34, foot - tall * 0.5), (px + 10, foot - tall)],
                              [16, 13, 6]), tone(wood, dice.uniform(0.8, 1.2)))  # fmt: skip
    layer.sheet.path(limb([(x + 40, foot), (x + 10, foot - stage.person(d) * 1.9)], [15, 8]), wood)
    layer.sheet.line([(x - 60, foot - 300), (x + 100, foot - 320)], wood, 7)
