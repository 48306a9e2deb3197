"""A great hall: tall bright windows marching down the left, dark columns the right, a carpet."""

from image_gen.painters.sketch.colour import tone
from image_gen.painters.sketch.props.furniture import banner, shelf
from image_gen.painters.sketch.props.halls import dais_wall, feast, furnish, glazing
from image_gen.painters.sketch.props.masonry import courses, flagstones, pillar, steps
from image_gen.painters.sketch.props.masses import mass
from image_gen.painters.sketch.seeds import Dice
from image_gen.painters.sketch.stage import Layer, Stage

HUES = ("#8d2f2a", "#2f4a7d", "#3b6a48", "#6a3b74", "#8a6a22")
STONES = ("#a79d8e", "#8b909c", "#a8917a", "#b3aca4", "#7e7a72")
GLAZINGS = ("lancet", "round", "lattice", "twin")
WINDOWS = (((0.10, 0.135, 70, 640), (0.25, 0.080, 165, 600), (0.355, 0.050, 228, 578)),
           ((0.08, 0.170, 120, 660), (0.255, 0.100, 200, 606), (0.37, 0.058, 262, 580)),
           ((0.115, 0.105, 30, 600), (0.245, 0.070, 140, 570), (0.35, 0.044, 210, 560)))  # fmt: skip
"""Ways to set the three windows, each as (middle, width as parts of the width, top, foot)."""
AIM = 0.56
"""Where all lines run to, as a part of the width."""


def build(stage: Stage) -> None:
    """Compose one of: throne hall, temple, library, feast hall."""
    dice = stage.dice("layout")
    layout = dice.choice(("throne", "temple", "library", "feast"))
    stone, hue, w = dice.choice(STONES), dice.choice(HUES), stage.width
    panes = dice.choice(GLAZINGS)
    stage.has_sky, stage.horizon = False, dice.uniform(542, 558)
    x = w * AIM
    stage.focal_spot = (x, 0.62)
    stage.walk = (0.16, 0.84)
    back = stage.layer(0.95)
    foot = stage.floor_y(0.95)
    courses(back.sheet, dice, w * 0.3, -10, w * 0.5, foot + 10, colour=tone(stone, 0.42), row=26)
    dais_wall(back, dice, stage, x, foot, layout, hue)
    floor = stage.layer(0.94, is_floor=True)
    flagstones(floor.sheet, dice, stage, colour=tone(stone, 0.62), columns=dice.choice((7, 9, 13)))
    _carpet(floor, stage, dice, x, hue)
    steps(stage.layer(0.7).sheet, x, stage.floor_y(0.62) + 6, 360, count=4, rise=11, colour=stone)
    _left_wall(stage, dice, stone, hue, panes)
    _right_columns(stage, dice, stone, hue, layout)
    _roof(stage, dice, stone)
    if layout == "feast":
        feast(stage)
    furnish(stage, dice, stone)
    stage.light_spots = [(x - w * 0.14, 500, 0.5), (x + w * 0.1, 500, 0.5)]


def _left_wall(stage: Stage, dice: Dice, stone: str, hue: str, panes: str) -> None:
    """Run the outer wall into the picture, three tall windows in it, their light on the floor."""
    w, layer = stage.width, stage.layer(0.6, texture=0.4)
    foot = stage.floor_y(0.62)
    wall = [(-40, -40), (w * 0.44, 210), (w * 0.44, foot), (-40, 990)]
    mass(layer.sheet, dice, wall, tone(stone, dice.uniform(0.3, 0.55)), rough=2, below=0.8)
    for x, wide, top, low in WINDOWS[dice.randrange(len(WINDOWS))]:  # fmt: skip
        glazing(layer, stage, w * x, low, w * wide, low - top, hue, panes)
    for x, y in ((0.185, 880), (0.305, 740), (0.395, 672)):
        wide = (y - stage.horizon) * 0.16
        pillar(layer.sheet, dice, w * x, y, wide, 230 - (y - 672) * 1.1, colour=tone(stone, 0.5))


def _right_columns(stage: Stage, dice: Dice, stone: str, hue: str, layout: str) -> None:
    """Stand a row of dark columns down the right, banners or books between them."""
    w, fluted = stage.width, dice.random() < 0.5
    stout = dice.uniform(0.75, 1.2)
    for depth, x, broad in ((0.66, 0.675, 44), (0.44, 0.74, 66), (0.26, 0.835, 104), (0.06, 0.985, 210)):  # fmt: skip
        layer, thick = stage.layer(depth, lit=0.6), broad * stout
        foot, shade = stage.floor_y(depth), tone(stone, 0.34 + 0.2 * depth)
        inner = w * x + thick * 0.5
        layer.sheet.box(inner, -20, w - inner + 40, foot, tone(shade, 0.55))
        pillar(layer.sheet, dice, w * x, foot, thick, -20, colour=shade,
               fluted=fluted)  # fmt: skip
        if layout == "library" and depth < 0.5:
            shelf(layer.sheet, dice, inner + thick * 0.2, foot * 0.36, thick * 0.8, foot * 0.6,
                  rows=7, what="books")  # fmt: skip
        elif layout in ("throne", "feast"):
            banner(layer.sheet, dice, w * x, 170 + 160 * depth, thick * 0.7, thick * 2.4,
                   colour=tone(hue, 0.8))  # fmt: skip


def _roof(stage: Stage, dice: Dice, stone: str) -> None:
    """Close the dark roof with its ribs running to the far end."""
    w, layer = stage.width, stage.layer(0.5, lit=0.5)
    dark = tone(stone, 0.26)
    mass(layer.sheet, dice, [(-40, -40), (w + 40, -40), (w + 40, 60), (w * 0.68, 215), (w * 0.44, 215), (-40, -10)],
         dark, rough=2)  # fmt: skip
    for k in (0.46, 0.51, 0.56, 0.61, 0.66):
        layer.sheet.line([(w * k, 214), (w * (AIM + (k - AIM) * 5.5), -20)], tone(stone, 0.42), 9)
    for y, wide in ((150, 0.16), (80, 0.27)):
        layer.sheet.box(w * (AIM - wide), y, w * wide * 2, 16, tone(stone, 0.36))


def _carpet(layer: Layer, stage: Stage, dice: Dice, x: float, hue: str) -> None:
    """Roll a bright carpet from the viewer to the dais, and lay the windows' light beside it."""
    y0, y1, w = 1020.0, stage.floor_y(0.64), stage.width
    scale = (y1 - stage.horizon) / (y0 - stage.horizon)
    for wide, paint in ((0.27, "#c8a85c"), (0.25, tone(hue, 1.5)), (0.20, "#c8a85c"), (0.19, tone(hue, 1.35))):  # fmt: skip
        near, far = wide * w / 2, wide * w / 2 * scale
        middle = w * 0.47
        layer.sheet.poly([(middle - near, y0), (middle + near, y0), (x + far, y1), (x - far, y1)], paint)  # fmt: skip
    for i in range(dice.choice((0, 6, 9))):
        t = (i + 0.5) / 9
        y = y0 + (y1 - y0) * t**0.5
        half = 0.06 * w * (1 - (1 - scale) * t**0.5)
        layer.sheet.oval(w * 0.47 + (x - w * 0.47) * t**0.5, y, half, half * 0.3, "#c8a85c", alpha=0.7)  # fmt: skip
