"""A swamp: drowned trees over still water, reeds, islets, hanging moss, a rotten walkway."""

from image_gen.painters.sketch.colour import mix, tone
from image_gen.painters.sketch.props.buildings import window
from image_gen.painters.sketch.props.masses import mass
from image_gen.painters.sketch.props.trees import bare, reeds
from image_gen.painters.sketch.seeds import Dice
from image_gen.painters.sketch.shapes import blob, limb, ridge, smooth
from image_gen.painters.sketch.sheet import Point, Sheet
from image_gen.painters.sketch.stage import Stage, Water


def build(stage: Stage) -> None:
    """Compose one of: open mere, hut on stilts, walkway, drowned wood."""
    dice = stage.dice("layout")
    layout = dice.choice(("mere", "hut", "walkway", "drowned"))
    w = stage.width
    stage.horizon = dice.uniform(498, 510)
    stage.sun = (w * dice.uniform(0.56, 0.61), dice.uniform(260, 300))
    stage.focal_spot = (w * 0.52, 0.36)
    bark = dice.choice(("#5d564a", "#655848", "#545a50"))
    _far_woods(stage, dice, bark)
    stage.water = Water(stage.floor_y(0.8), (0.12, 0.17, 0.10), calm=0.85, depth=0.5)
    trees = stage.layer(0.52, lit=0.7)
    for k in (0.06, 0.17, 0.30, 0.84, 0.95) if layout == "drowned" else (0.10, 0.28, 0.90):
        x, tall = w * (k + dice.uniform(-0.03, 0.03)), dice.uniform(200, 300)
        ends = bare(
            trees.sheet,
            dice,
            x,
            stage.floor_y(0.6),
            tall,
            colour=tone(bark, 0.7),
            gnarl=0.8,
            rounds=4,
        )
        _moss(trees.sheet, dice, ends)
    if layout == "hut":
        _hut(stage, dice)
    _islets(stage, dice)
    if layout == "walkway":
        _walkway(stage, dice)
    _leaning(stage, dice, bark)
    near = stage.layer(0.04, lit=0.5)
    mass(near.sheet, dice, [(-40, 850), (w * 0.14, 880), (w * 0.36, 950), (w * 0.6, 985), (w * 0.86, 930), (w + 40, 880),
                            (w + 40, 1040), (-40, 1040)], "#1d1f16", rough=10)  # fmt: skip
    for k in (0.04, 0.15, 0.24, 0.80, 0.90, 0.97):
        reeds(near.sheet, dice, w * k, 1000, dice.uniform(190, 260), colour="#3d4428")
    stage.light_spots = [(w * 0.36, 620, 0.3), (w * 0.68, 600, 0.4)]


def _far_woods(stage: Stage, dice: Dice, bark: str) -> None:
    """Let the far wood lie low and dark, open only where the light is."""
    w = stage.width
    for depth, lift, shade in ((0.85, 0, 0.8), (0.56, 1, 0.42)):
        layer = stage.layer(depth, texture=0.3, lit=0.7)
        foot, colour = stage.floor_y(depth), tone(mix(bark, "#3f4a34", 0.6), shade)
        if lift:
            for outline in (
                [(-40, 350), (w * 0.12, 390), (w * 0.26, 440), (w * 0.40, 520), (w * 0.46, foot), (-40, foot)],
                [(w * 0.76, foot), (w * 0.83, 500), (w * 0.92, 470), (w + 40, 450), (w + 40, foot)],
            ):  # fmt: skip
                mass(layer.sheet, dice, outline, colour, rough=24, below=1.0)
            continue
        edge = ridge(dice, (-20, foot - 90), (w + 20, foot - 60), rough=40, decay=0.7)
        layer.sheet.poly([*edge, (w + 20, foot + 8), (-20, foot + 8)], colour)
        for _ in range(9):
            bare(layer.sheet, dice, dice.uniform(0, w), foot + 6, dice.uniform(120, 200), colour=colour,
                 gnarl=0.7, rounds=3)  # fmt: skip


def _leaning(stage: Stage, dice: Dice, bark: str) -> None:
    """Lean the two great dead trees over the water, the left one far over."""
    near, w = stage.layer(0.14, lit=0.55), stage.width
    for k, tall, turn, thick in ((0.075, 900, 21, 96), (0.93, 690, -17, 66)):
        lean = turn + dice.uniform(-2, 2)
        with near.sheet.moved(w * k, 930, turn=lean):
            near.sheet.path(limb([(0, 40), (-12, -tall * 0.3), (10, -tall * 0.62), (0, -tall * 0.95)],
                                 [thick * 1.7, thick, thick * 0.7, 10]), tone(bark, 0.42))  # fmt: skip
            for at, side in ((0.5, 1), (0.62, -1), (0.75, 1), (0.86, -1)):
                reach = tall * dice.uniform(0.24, 0.34) * (1.3 - at)
                with near.sheet.moved(0, -tall * at, turn=side * dice.uniform(38, 62)):
                    ends = bare(
                        near.sheet,
                        dice,
                        0,
                        0,
                        reach * 2.2,
                        colour=tone(bark, 0.42),
                        gnarl=0.8,
                        rounds=3,
                    )
                    _moss(near.sheet, dice, ends[::3], long=50)


def _moss(sheet: Sheet, dice: Dice, ends: list[Point], *, long: float = 60) -> None:
    """Hang beards of moss from twigs."""
    for x, y in ends:
        if dice.random() < 0.55:
            drop = long * dice.uniform(0.4, 1.2)
            sheet.path(f"M{x - 5:.1f} {y:.1f}Q{x - 7:.1f} {y + drop * 0.6:.1f} {x + dice.uniform(-6, 6):.1f} "
                       f"{y + drop:.1f}Q{x + 7:.1f} {y + drop * 0.5:.1f} {x + 5:.1f} {y:.1f}Z",
                       tone("#6d7550", dice.uniform(0.6, 1.0)), alpha=0.85)  # fmt: skip


def _islets(stage: Stage, dice: Dice) -> None:
    """Raise muddy ground out of the water where one can stand."""
    w = stage.width
    for depth, count in ((0.42, 3), (0.2, 2)):
        layer = stage.layer(depth)
        foot = stage.floor_y(depth)
        for i in range(count):
            x = w * (0.5 if depth > 0.3 and i == 0 else dice.uniform(0.1, 0.9))
            wide = w * dice.uniform(0.16, 0.3)
            layer.sheet.path(smooth([(x - wide, foot + 14), (x - wide * 0.5, foot - 12), (x, foot - 18),
                                     (x + wide * 0.6, foot - 8), (x + wide, foot + 14), (x, foot + 26)]),
                             layer.sheet.across((0, "#6a6a40", 1), (1, "#2e2a1e", 1), vertical=True))  # fmt: skip
            for _ in range(3):
                reeds(layer.sheet, dice, x + dice.uniform(-1, 1) * wide, foot + 10, 170 / (0.7 + 2 * depth),
                      colour="#777c48")  # fmt: skip
        for _ in range(12):
            r = dice.uniform(10, 26) / (0.5 + 2 * depth)
            layer.sheet.path(blob(dice, dice.uniform(0, w), foot + dice.uniform(-10, 30), r, r * 0.28), "#5e7440",
                             alpha=0.9)  # fmt: skip


def _hut(stage: Stage, dice: Dice) -> None:
    """Stand a crooked hut on stilts."""
    layer = stage.layer(0.46)
    x, foot = stage.width * 0.72, stage.floor_y(0.5)
    sheet, deck = layer.sheet, foot - 84
    for k in (-90, -50, 40, 88):
        sheet.line([(x + k, deck), (x + k * 1.1 + dice.uniform(-8, 8), foot + 10)], "#3d3127", 9)
    sheet.poly(
        [(x - 100, deck), (x - 92, deck - 116), (x + 84, deck - 126), (x + 96, deck)], "#6b563f"
    )
    for i in range(8):
        sheet.line([(x - 90 + i * 25, deck), (x - 86 + i * 24, deck - 116)], "#453627", 3)
    sheet.poly([(x - 136, deck - 98), (x - 30, deck - 226), (x + 26, deck - 222), (x + 132, deck - 108),
                (x + 60, deck - 126), (x - 70, deck - 112)], "#5c5a3c")  # fmt: skip
    sheet.box(x - 128, deck, 256, 10, "#4b3b2c")
    window(layer, x + 36, deck - 42, 38, 40, lit=True)
    sheet.box(x - 62, deck - 78, 44, 78, "#1d1712")
    sheet.line([(x - 110, deck + 8), (x - 150, foot + 6)], "#4b3b2c", 6)


def _walkway(stage: Stage, dice: Dice) -> None:
    """Lay rotten planks on posts towards the middle."""
    layer, w = stage.layer(0.17), stage.width
    for i in range(16, -1, -1):
        d = 0.05 + 0.38 * (i / 16) ** 1.4
        x = stage.focal_spot[0] + (w * 0.42 - stage.focal_spot[0]) * (1 - i / 16)
        half, y = 300 / (1 + 7 * d), stage.floor_y(d) - 20 / (1 + 5 * d)
        if i % 4 == 0:
            for side in (-1, 1):
                layer.sheet.box(
                    x + side * half * 0.9, y - half * 0.3, half * 0.09, half * 0.6, "#3d3127"
                )
        if dice.random() < 0.88:
            tilt, thick = dice.uniform(-5, 5), 34 / (1 + 6 * d)
            layer.sheet.poly([(x - half, y + tilt), (x + half, y - tilt), (x + half, y - tilt + thick * 0.7),
                              (x - half, y + tilt + thick * 0.7)], tone("#7d684c", dice.uniform(0.7, 1.15)))  # fmt: skip
