"""Ruins: broken colonnades, a fallen arch, a gutted abbey, a toppled giant, all overgrown."""

from image_gen.painters.sketch.colour import mix, tone
from image_gen.painters.sketch.props.land import hills, meadow, mountains, season
from image_gen.painters.sketch.props.masonry import pillar, steps
from image_gen.painters.sketch.props.masses import mass
from image_gen.painters.sketch.props.rocks import boulder, rubble
from image_gen.painters.sketch.props.trees import grass
from image_gen.painters.sketch.seeds import Dice
from image_gen.painters.sketch.shapes import arc_points, arch, blob
from image_gen.painters.sketch.stage import Layer, Stage

ARCH = 0.30
"""Where the great arch opens, as a part of the width."""


def build(stage: Stage) -> None:
    """Compose one of: temple, abbey, great gate, standing stones: one broken arch on the sky."""
    dice = stage.dice("layout")
    layout = dice.choice(("temple", "abbey", "gate", "ring"))
    w = stage.width
    stage.horizon = dice.uniform(552, 566)
    stage.focal_spot = (w * 0.54, 0.34)
    stage.sun = (w * (ARCH + dice.uniform(-0.01, 0.02)), dice.uniform(390, 430))
    stone, moss = dice.choice(("#a59b88", "#938f88", "#a08d7a")), season(stage, "#6d7a45")
    mountains(stage, dice, depth=0.98, height=80, colour="#77818a", snow=0.2)
    hills(stage, dice, depth=0.8, height=44, colour=mix(moss, "#8a8a6a", 0.4), trees=5)
    meadow(stage, dice, depth=0.6, colour=tone(moss, 0.7))
    _broken_arch(stage, dice, tone(stone, 0.46), layout)
    _stumps(stage, dice, tone(stone, 0.46), layout)
    _remains(stage, dice, tone(stone, 0.6), layout)
    mid = stage.layer(0.27)
    for k, wide in ((0.16, 0.3), (0.66, 0.3), (0.86, 0.3)):
        rubble(mid.sheet, dice, w * k, stage.floor_y(0.26), w * wide, tone(stone, 0.7), count=7)
    grass(mid.sheet, dice, 0, w, stage.floor_y(0.25), height=40, colour=tone(moss, 0.7), count=90)
    near = stage.layer(0.04, lit=0.6)
    boulder(near.sheet, dice, w * 0.02, 1040, 380, 260, tone(stone, 0.4))
    rubble(near.sheet, dice, w * 0.95, 1010, 420, tone(stone, 0.42), count=8)
    grass(near.sheet, dice, 0, w, 1005, height=95, colour=tone(moss, 0.45), count=110)
    stage.light_spots = [(w * 0.34, 610, 0.3), (w * 0.7, 600, 0.36)]


def _broken_arch(stage: Stage, dice: Dice, stone: str, layout: str) -> None:
    """Leave a great wall with one arch in it standing dark, its right shoulder fallen in."""
    w, layer = stage.width, stage.layer(0.42, texture=0.7, lit=0.7)
    x, foot, half = w * ARCH, stage.floor_y(0.42) + 6, w * dice.uniform(0.082, 0.105)
    spring = dice.uniform(320, 390)
    sunk, square = dice.uniform(-20, 70), layout == "ring"
    crown = ([(x - half, spring - 150), (x + half, spring - 150)] if square else
             arc_points(x, spring, half, 190 if layout == "abbey" else 150, 180, 360, count=14))  # fmt: skip
    outline = [(w * 0.07, foot), (w * 0.065, 330), (w * 0.10, 200), (w * 0.15, 95 + sunk), (x - half * 0.6, 60),
               (x + half * 0.2, 84 + sunk * 0.3), (x + half * 0.9, 128), (x + half * 1.5, 200 + sunk),
               (x + half * 1.75, 390 + sunk),
               (x + half * 1.9, foot), (x + half, foot), *crown[::-1], (x - half, foot)]  # fmt: skip
    mass(layer.sheet, dice, outline, stone, rough=9, below=0.8)
    _courses_on(layer, dice, x, half, foot, stone)
    if layout == "abbey":
        for k in (-0.36, 0.0, 0.36):
            layer.sheet.line([(x + k * half, foot - 180), (x + k * half, spring - 150 + 120 * abs(k))], stone, 11)  # fmt: skip
        layer.sheet.line([(x - half, spring + 60), (x + half, spring + 60)], stone, 9)
    elif layout == "gate":
        for k in (-1.35, 1.35):
            pillar(layer.sheet, dice, x + k * half, foot, 66, spring - 60, colour=tone(stone, 1.2), fluted=True)  # fmt: skip
    elif layout == "temple":
        layer.sheet.box(w * 0.085, spring - 190, half * 2.6, 20, tone(stone, 1.35))
        steps(layer.sheet, x, foot + 40, 520, count=4, rise=12, colour=tone(stone, 1.3))
    _ivy(layer, dice, w * 0.12, foot, 110)
    _ivy(layer, dice, x + half * 1.4, foot, 80)


def _courses_on(layer: Layer, dice: Dice, x: float, half: float, foot: float, stone: str) -> None:
    """Show single blocks in both piers and over the arch."""
    for low, high, top, bottom in ((x - half * 2.2, x - half * 1.1, 230, foot - 20),
                                   (x + half * 1.06, x + half * 1.5, 300, foot - 20),
                                   (x - half * 1.2, x + half * 0.7, 110, 172)):  # fmt: skip
        for _ in range(round((high - low) * (bottom - top) / 2600) + 6):
            long = dice.uniform(24, 50)
            layer.sheet.box(dice.uniform(low, max(low + 1, high - long)), dice.uniform(top, bottom), long,
                            dice.uniform(9, 17), tone(stone, dice.choice((0.7, 0.84, 1.3))), alpha=0.45)  # fmt: skip


def _remains(stage: Stage, dice: Dice, stone: str, layout: str) -> None:
    """Leave what belonged to the place: graves, an altar, a fallen column, a stone head."""
    w, layer = stage.width, stage.layer(0.36, lit=0.8)
    foot, sheet = stage.floor_y(0.36), layer.sheet
    if layout == "abbey":
        for k in (0.50, 0.545, 0.60, 0.72):
            tall = dice.uniform(50, 84)
            with sheet.moved(w * k, foot + dice.uniform(-8, 16), turn=dice.uniform(-9, 9)):
                sheet.path(arch(0, 0, tall * 0.62, tall), stone)
                sheet.box(-tall * 0.18, -tall * 0.62, tall * 0.36, tall * 0.08, tone(stone, 0.6))
    elif layout == "ring":
        sheet.box(w * 0.53, foot - 34, 150, 40, tone(stone, 0.8))
        sheet.poly(
            [
                (w * 0.515, foot - 32),
                (w * 0.525, foot - 56),
                (w * 0.63, foot - 56),
                (w * 0.64, foot - 32),
            ],
            stone,
        )
    elif layout == "temple":
        with sheet.moved(w * 0.57, foot, turn=dice.uniform(-6, 6)):
            for k in range(4):
                sheet.box(
                    -130 + k * 68,
                    -46,
                    60,
                    50,
                    sheet.across((0, tone(stone, 1.2), 1), (1, tone(stone, 0.6), 1), vertical=True),
                )
    else:
        with sheet.moved(w * 0.56, foot + 12, turn=-16):
            sheet.path(blob(dice, 0, -62, 56, 72, wobble=0.05), stone)
            sheet.oval(-18, -74, 10, 5, tone(stone, 0.4))
            sheet.oval(22, -74, 10, 5, tone(stone, 0.4))
            sheet.poly([(0, -70), (12, -44), (-6, -44)], tone(stone, 1.3))
            sheet.box(-18, -30, 38, 5, tone(stone, 0.5))


def _stumps(stage: Stage, dice: Dice, stone: str, layout: str) -> None:
    """Let three broken uprights fall away to the right, each lower than the one before."""
    w = stage.width
    for k, depth, top, thick in ((0.68, 0.46, 250, 72), (0.795, 0.38, 370, 84), (0.925, 0.3, 500, 110)):  # fmt: skip
        layer = stage.layer(depth, lit=0.7)
        x, foot = w * (k + dice.uniform(-0.008, 0.008)), stage.floor_y(depth)
        head = top + dice.uniform(-50, 50)
        if layout in ("ring", "abbey"):
            mass(layer.sheet, dice, [(x - thick * 0.62, foot), (x - thick * 0.5, head + 10), (x + thick * 0.2, head - 20),
                                     (x + thick * 0.5, head + 30), (x + thick * 0.62, foot)], stone, rough=8)  # fmt: skip
        else:
            pillar(layer.sheet, dice, x, foot, thick, head - 60, colour=stone, fluted=True,
                   broken_at=(foot - head) / (foot - head + 60))  # fmt: skip
        _ivy(layer, dice, x, foot, min(thick, (foot - head) * 0.28))


def _ivy(layer: Layer, dice: Dice, x: float, foot: float, width: float) -> None:
    """Let ivy climb from the ground."""
    sheet = layer.sheet
    for _ in range(26):
        up = dice.random() ** 1.7 * width * 3.4
        size = width * dice.uniform(0.07, 0.16)
        sheet.path(blob(dice, x + dice.gauss(0, 0.32) * width, foot - up, size, size * 0.8),
                   tone("#56693a", dice.uniform(0.6, 1.2)))  # fmt: skip
