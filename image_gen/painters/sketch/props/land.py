"""Open land: far mountains, hills, a treeline, ground with grass, a winding road."""

import math
from itertools import pairwise

from image_gen.painters.sketch.colour import mix, tone
from image_gen.painters.sketch.props.trees import bare, fir, leafy, palm
from image_gen.painters.sketch.seeds import Dice
from image_gen.painters.sketch.shapes import ridge, smooth
from image_gen.painters.sketch.sheet import Point, Sheet
from image_gen.painters.sketch.stage import Stage

PALM_LANDS = ("desert", "carnival")


def season(stage: Stage, summer: str) -> str:
    """Return the ground's colour: snow lies over it when it snows, sand where it is desert."""
    if stage.scene.weather == "snow":
        return mix(summer, "#d9e2ea", 0.8)
    return mix(summer, "#dcb071", 0.78) if stage.scene.theme == "desert" else summer


def mountains(stage: Stage, dice: Dice, *, depth: float, height: float, colour: str,
              snow: float = 0.4) -> None:  # fmt: skip
    """Raise a range along the horizon; `snow` is the part of the height that is white."""
    if stage.scene.theme == "desert":
        snow, colour = 0.0, mix(colour, "#b98a5c", 0.6)
    layer = stage.layer(depth, texture=0.35)
    base, w = stage.horizon + 12, stage.width
    peaks: list[Point] = [(-60.0, base)]
    x = -60.0
    while x < w + 60:
        step = dice.uniform(0.12, 0.24) * w
        top = base - height * dice.uniform(0.5, 1.0)
        peaks.append((x + step * 0.5, top))
        peaks.append((x + step, base - height * dice.uniform(0.15, 0.4)))
        x += step
    line: list[Point] = []
    for a, b in pairwise(peaks):
        line += ridge(dice, a, b, rough=height * 0.09, rounds=4)[:-1]
    sheet = layer.sheet
    sheet.poly([*line, (w + 80, peaks[-1][1]), (w + 80, base + 60), (-60, base + 60)], colour)
    for i in range(1, len(peaks) - 1, 2):
        px, py = peaks[i]
        tall = base - py
        fall = [
            (px + tall * k * 0.5 + dice.uniform(-14, 14), py + tall * k) for k in (0.3, 0.6, 1.0)
        ]
        sheet.poly([(px, py), (px + tall * 0.5, base - tall * 0.35), (px + tall * 0.75, base), *fall[::-1]],
                   tone(colour, 0.66), alpha=0.7)  # fmt: skip
        if snow > 0:
            cap = tall * snow
            sheet.poly(
                [(px, py - 1), (px + cap * 0.45, py + cap * 0.75), (px + cap * 0.2, py + cap * 0.55),
                 (px + cap * 0.08, py + cap * 0.95), (px - cap * 0.12, py + cap * 0.6),
                 (px - cap * 0.3, py + cap * 0.9), (px - cap * 0.42, py + cap * 0.62)],
                "#e9eef2", alpha=0.85)  # fmt: skip


def hills(stage: Stage, dice: Dice, *, depth: float, height: float, colour: str,
          trees: int = 0) -> None:  # fmt: skip
    """Roll soft hills across, with a few small trees on them."""
    layer = stage.layer(depth, texture=0.4)
    w, foot = stage.width, stage.floor_y(depth)
    points: list[Point] = []
    count = 7
    for i in range(count + 1):
        points.append((w * (i / count * 1.2 - 0.1), foot - height * dice.uniform(0.15, 1.0)))
    d = smooth(points, closed=False)
    d += f"L{w * 1.1:.0f} {foot + 260:.0f}L{-w * 0.1:.0f} {foot + 260:.0f}Z"
    layer.sheet.path(d, layer.sheet.across((0, tone(colour, 1.08), 1), (1, tone(colour, 0.75), 1),
                                           vertical=True))  # fmt: skip
    for _ in range(trees):
        i = dice.randrange(count)
        t = dice.random()
        x = points[i][0] + (points[i + 1][0] - points[i][0]) * t
        y = points[i][1] + (points[i + 1][1] - points[i][1]) * t + 8
        some_tree(
            layer.sheet, stage, dice, x, y, dice.uniform(40, 95) / (0.4 + depth), tone(colour, 0.6)
        )


def some_tree(sheet: Sheet, stage: Stage, dice: Dice, x: float, y: float, size: float,
              colour: str) -> None:  # fmt: skip
    """Plant a tree of the season's kind."""
    snowy = stage.scene.weather == "snow"
    if stage.scene.theme in PALM_LANDS and not snowy:
        palm(sheet, dice, x, y, size, colour=mix(colour, "#5f6f35", 0.6))
        return
    if dice.random() < 0.5 or snowy:
        fir(sheet, dice, x, y, size, colour=mix(colour, "#24382e", 0.5), snow=snowy)
    elif dice.random() < 0.6:
        leafy(sheet, dice, x, y, size, bark="#3b2d22", leaf=mix(colour, "#4b5f33", 0.5))
    else:
        bare(sheet, dice, x, y, size, colour="#3a3028", rounds=4)


def broad_tree(sheet: Sheet, stage: Stage, dice: Dice, x: float, foot: float, height: float, *,
               bark: str, leaf: str) -> None:  # fmt: skip
    """Plant a broad tree, or a palm where palms grow."""
    if stage.scene.theme in PALM_LANDS:
        palm(sheet, dice, x, foot, height, colour=leaf)
    else:
        leafy(sheet, dice, x, foot, height, bark=bark, leaf=leaf)


def meadow(stage: Stage, dice: Dice, *, depth: float, colour: str, rough: float = 10) -> Sheet:
    """Spread the ground from a depth to the viewer; return its sheet for more."""
    sheet = stage.layer(depth, texture=0.55, is_floor=True).sheet
    w, top = stage.width, stage.floor_y(depth)
    edge = ridge(dice, (-20, top), (w + 20, top), rough=rough)
    sheet.poly([*edge, (w + 20, 1020), (-20, 1020)],
               sheet.across((0, colour, 1), (1, tone(colour, 0.6), 1), vertical=True))  # fmt: skip
    for _ in range(46):
        d = depth * dice.random() ** 1.4
        y, long = stage.floor_y(d) + 4, dice.uniform(60, 300) / (1 + 5 * d)
        sheet.oval(dice.uniform(0, w), y, long, long * 0.07, tone(colour, dice.choice((0.75, 0.85, 1.12))),
                   alpha=0.5)  # fmt: skip
    return sheet


def path_to(sheet: Sheet, stage: Stage, dice: Dice, *, far: float, x_far: float, colour: str,
            x_near: float, wide: float = 0.32, bend: float = 0.12) -> None:  # fmt: skip
    """Wind a road from the viewer to a far point, with ruts and stones."""
    w, count = stage.width, 14
    left: list[Point] = []
    right: list[Point] = []
    for i in range(count + 1):
        d = far * (i / count) ** 1.6
        t = i / count
        swing = bend * w * math.sin(math.tau * t**0.85) * (1 - 0.6 * t)
        x = x_near + (x_far - x_near) * t**0.8 + swing
        half = wide * w / (1 + 9 * d) * 0.62 + 3
        y = stage.floor_y(d)
        left.append((x - half + dice.uniform(-4, 4), y))
        right.append((x + half + dice.uniform(-4, 4), y))
    sheet.path(smooth(left + right[::-1]), colour)
    for k in (0.28, 0.7):
        rut = [(a[0] + (b[0] - a[0]) * k, a[1]) for a, b in zip(left, right, strict=True)]
        for (x0, y0), (x1, y1) in pairwise(rut):
            sheet.line(
                [(x0, y0), (x1, y1)], tone(colour, 0.66), (y0 - stage.horizon) / 45 + 1, alpha=0.7
            )
    for _ in range(40):
        i = dice.randrange(count)
        a, b, k = left[i], right[i], dice.random()
        r = (a[1] - stage.horizon) / 90 + 0.8
        sheet.oval(a[0] + (b[0] - a[0]) * k, a[1] - dice.uniform(0, 8), r * 1.7, r,
                   tone(colour, dice.choice((0.6, 1.3))), alpha=0.8)  # fmt: skip
