"""A shore: the sea to the horizon, cliffs or a lighthouse, wet sand, wrecks, a jetty."""

from image_gen.painters.sketch.colour import tone
from image_gen.painters.sketch.props.buildings import keep_tower
from image_gen.painters.sketch.props.masses import facets, mass
from image_gen.painters.sketch.props.rocks import boulder
from image_gen.painters.sketch.props.trees import grass
from image_gen.painters.sketch.seeds import Dice
from image_gen.painters.sketch.shapes import limb, smooth
from image_gen.painters.sketch.stage import Stage, Water


def build(stage: Stage) -> None:
    """Compose one of: lighthouse, wreck, jetty, sea stacks; bands of sky, sea and sand."""
    dice = stage.dice("layout")
    layout = dice.choice(("lighthouse", "wreck", "jetty", "stacks"))
    w = stage.width
    stage.horizon = dice.uniform(458, 470)
    stage.sun = (w * dice.uniform(0.26, 0.34), stage.horizon - dice.uniform(80, 130))
    stage.focal_spot = (w * 0.5, 0.24)
    stage.walk = (0.24, 0.86)
    stage.water = Water(stage.horizon + 6, (0.12, 0.26, 0.32), calm=0.45, bottom=880, depth=0.5)
    _cliff(stage, dice, lighthouse=layout == "lighthouse")
    _sea_stacks(stage, dice, many=layout == "stacks")
    if layout == "jetty":
        _jetty(stage)
    _beach(stage, dice)
    if layout == "wreck":
        _wreck(stage, dice)
    near = stage.layer(0.03, lit=0.5)
    for k, size in ((0.86, 260), (0.96, 420), (1.02, 520)):
        boulder(
            near.sheet, dice, w * k, 1040, size * dice.uniform(0.9, 1.1), size * 0.55, "#333438"
        )
    grass(near.sheet, dice, 0, w * 0.16, 1005, height=130, colour="#4b4a32", count=36)
    grass(near.sheet, dice, w * 0.75, w, 1005, height=150, colour="#4b4a32", count=50)
    stage.light_spots = [(w * 0.3, 660, 0.22), (w * 0.66, 650, 0.26)]


def _cliff(stage: Stage, dice: Dice, *, lighthouse: bool) -> None:
    """Push a dark headland into the sea from the right."""
    w, foot = stage.width, stage.horizon + 60
    layer = stage.layer(0.42, texture=0.7, lit=0.6)
    rock = dice.choice(("#4d4a48", "#57504a", "#464c52"))
    lift = dice.uniform(-40, 40)
    face = [(w + 40, 130 + lift), (w * 0.93, 150 + lift), (w * 0.84, 205 + lift), (w * 0.77, 225 + lift),
            (w * 0.735, 330), (w * 0.70, 430),
            (w * 0.665, foot), (w + 40, foot + 120)]  # fmt: skip
    edge = mass(layer.sheet, dice, face, rock, rough=15)
    facets(layer.sheet, dice, edge[: len(edge) * 3 // 4], tone(rock, 1.1), long=90, count=18)
    grass(layer.sheet, dice, w * 0.78, w, 205, height=30, colour="#3c4a34", count=40)
    far = stage.layer(0.9)
    mass(far.sheet, dice, [(w * 0.44, foot), (w * 0.52, 436), (w * 0.60, 420), (w * 0.75, 400), (w * 0.75, foot)],
         "#77838c", rough=8)  # fmt: skip
    if lighthouse:
        x, base = w * 0.83, 222.0 + lift
        keep_tower(layer, dice, x, base, 46, 150, colour="#8f8a80", lit=0.0, top="cone")
        y = base - 132
        layer.glow.oval(x, y, 120, 90, layer.glow.around((0, "#ffdf9a", 0.5), (1, "#ffdf9a", 0)))
        layer.glow.oval(x, y, 13, 13, "#fff3cf")
        beam = layer.glow.across((0, "#ffe8b0", 0.0), (1, "#ffe8b0", 0.2))
        if stage.scene.time_of_day == "night":
            layer.glow.poly([(x, y - 4), (x - 1100, y - 70), (x - 1100, y + 110), (x, y + 4)], beam)


def _sea_stacks(stage: Stage, dice: Dice, *, many: bool) -> None:
    """Stand a tall rock before the headland, more of them along a rocky coast."""
    layer, w = stage.layer(0.5), stage.width
    tall = dice.uniform(120, 170)
    boulder(layer.sheet, dice, w * 0.60, stage.horizon + 24, 90, tall, "#57524f")
    for _ in range(6 if many else 2):
        x, wide = dice.uniform(0.03, 0.62) * w, dice.uniform(30, 80)
        high = wide * dice.uniform(0.4, 1.6 if many else 0.8)
        boulder(layer.sheet, dice, x, stage.horizon + 14, wide, high, "#5d5855")


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
    """Sweep the pale wet sand up to the right, with a line of foam and pebbles."""
    w = stage.width
    layer = stage.layer(0.32)
    edge = [(w * k, y + dice.uniform(-10, 10)) for k, y in
            ((-0.02, 838), (0.16, 806), (0.34, 742), (0.52, 690), (0.70, 640), (0.86, 604), (1.02, 590))]  # fmt: skip
    curve = smooth(edge, closed=False)
    sand = (
        "#d5dbe0"
        if stage.scene.weather == "snow"
        else dice.choice(("#d8c194", "#cdb893", "#d6b98c"))
    )
    layer.sheet.path(curve + f"L{w + 30:.0f} 1020L-30 1020Z",
                     layer.sheet.across((0, tone(sand, 0.8), 1), (0.3, sand, 1), (1, tone(sand, 0.7), 1),
                                        vertical=True))  # fmt: skip
    layer.sheet.path(curve, "none", stroke="#eef3f2", width=9, alpha=0.8)
    for drop, wide, alpha in ((-26, 4, 0.5), (22, 3, 0.3)):
        lines = smooth([(px, py + drop) for px, py in edge], closed=False)
        layer.sheet.path(lines, "none", stroke="#eef3f2", width=wide, alpha=alpha)
    for _ in range(70):
        d = dice.uniform(0, 0.2)
        r = 5 / (1 + 6 * d)
        shade = tone("#8d8478", dice.uniform(0.6, 1.3))
        layer.sheet.oval(dice.uniform(0.2, 1) * w, stage.floor_y(d), r * 1.8, r, shade)


def _wreck(stage: Stage, dice: Dice) -> None:
    """Strand the ribs of a ship."""
    layer, d = stage.layer(0.27), 0.27
    x, foot = stage.width * 0.64, stage.floor_y(0.26)
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
