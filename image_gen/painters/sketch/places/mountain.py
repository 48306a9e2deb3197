"""A mountain: ranges behind ranges, a pass, a ledge, a ruined gate or a long stair."""

from collections.abc import Callable
from itertools import pairwise

from image_gen.painters.sketch.colour import mix, tone
from image_gen.painters.sketch.props.buildings import keep_tower, wall_run
from image_gen.painters.sketch.props.land import meadow, path_to, season
from image_gen.painters.sketch.props.masses import facets, mass
from image_gen.painters.sketch.props.rocks import boulder, rubble
from image_gen.painters.sketch.props.trees import bare, fir, grass
from image_gen.painters.sketch.seeds import Dice
from image_gen.painters.sketch.shapes import broken, ridge
from image_gen.painters.sketch.sheet import Point
from image_gen.painters.sketch.stage import Layer, Stage

_SNOW = {"day": "#f6f9fb", "dawn": "#ffdcc8", "dusk": "#ffc08c", "night": "#6b7fab"}


def build(stage: Stage) -> None:
    """Compose one of: pass, ledge, hold on a spur, pines: all under one great bright peak."""
    dice = stage.dice("layout")
    layout = dice.choice(("pass", "ledge", "hold", "pines"))
    w = stage.width
    stage.horizon = dice.uniform(572, 584)
    stage.sun = (w * dice.uniform(0.88, 0.93), dice.uniform(300, 360))
    stage.focal_spot = (w * 0.54, 0.38)
    stone = dice.choice(("#7c8088", "#857a70", "#6f7a80"))
    is_desert = stage.scene.theme == "desert"
    stone = mix(stone, "#a8703f", 0.7) if is_desert else stone
    _peak(stage, dice, stone, is_bare=is_desert)
    _shoulders(stage, dice, tone(stone, 0.5))
    if layout == "hold":
        _hold(stage, dice, tone(stone, 0.6))
    ground = meadow(stage, dice, depth=0.42, colour=season(stage, tone(stone, 0.55)), rough=26)
    path_to(ground, stage, dice, far=0.42, x_far=w * 0.56, colour="#97897a",
            x_near=w * 0.4, wide=0.2, bend=0.1)  # fmt: skip
    rubble(stage.layer(0.3).sheet, dice, w * 0.5, stage.floor_y(0.3), w, tone(stone, 0.8), count=14)
    if layout == "ledge":
        _cliff(stage, dice, stone)
        stage.walk = (0.12, 0.62)
    if layout == "pines":
        firs = stage.layer(0.36, lit=0.7)
        for _ in range(0 if is_desert else 14):
            x = dice.choice((dice.uniform(0, 0.2), dice.uniform(0.78, 1))) * w
            fir(firs.sheet, dice, x, stage.floor_y(0.36), dice.uniform(100, 210), colour="#22362c",
                snow=stage.scene.weather == "snow")  # fmt: skip
    _front(stage, dice, stone, gnarled=layout == "pass")
    stage.light_spots = [(w * 0.32, 640, 0.3), (w * 0.68, 620, 0.36)]


def _peak(stage: Stage, dice: Dice, stone: str, *, is_bare: bool) -> None:
    """Raise the great peak, its sunward face bright with snow or, bare, with sun; its lee in shade."""
    w, layer = stage.width, stage.layer(0.93, texture=0.5)
    dull = {"storm": 0.5, "rain": 0.66, "fog": 0.8, "snow": 0.92}.get(stage.scene.weather, 1.0)
    snow, base = tone(_SNOW[stage.scene.time_of_day], 0.88 * dull), stage.horizon + 30
    snow = mix(snow, "#c98a4e", 0.75) if is_bare else snow
    x, y = w * dice.uniform(0.37, 0.42), dice.uniform(60, 110)
    notch, horn = dice.uniform(0.08, 0.16), dice.uniform(0.28, 0.42)

    def at(across: float, down: float) -> tuple[float, float]:
        return x + across * w, y + down * (base - y)

    far = [
        at(0.24, 1),
        at(0.33, 0.36 + horn * 0.5),
        at(0.37, horn + 0.12),
        at(0.43, 0.66),
        at(0.52, 1),
    ]
    layer.sheet.poly(broken(dice, far, rough=16), tone(mix(stone, snow, 0.4), 0.9))
    west = [
        at(-0.38, 1),
        at(-0.25, 0.72),
        at(-0.19, 0.66),
        at(-0.11, horn),
        at(-0.07, horn + 0.04),
        at(0, 0),
    ]
    spine = [
        at(0, 0),
        at(0.012, notch),
        at(-0.012, 0.3),
        at(0.03, 0.46),
        at(0.0, 0.62),
        at(0.06, 1),
    ]
    east = [
        at(0, 0),
        at(0.045, notch),
        at(0.06, notch + 0.03),
        at(0.13, 0.36),
        at(0.19, 0.42),
        at(0.27, 0.7),
        at(0.42, 1),
    ]
    crest = [point for a, b in pairwise(spine) for point in ridge(dice, a, b, rough=10, rounds=2)]
    lee = [point for a, b in pairwise(west) for point in ridge(dice, a, b, rough=14, rounds=3)]
    sun = [point for a, b in pairwise(east) for point in ridge(dice, a, b, rough=14, rounds=3)]
    layer.sheet.poly([*lee, *crest], tone(mix(stone, snow, 0.3), 0.85))
    layer.glow.poly([*sun, *crest[::-1]], layer.glow.across(
        (0, snow, 1), (0.6, mix(snow, stone, 0.2), 1), (1, mix(snow, stone, 0.6), 0.75), vertical=True))  # fmt: skip
    _couloirs(layer, dice, at, snow, stone)


def _couloirs(
    layer: Layer, dice: Dice, at: Callable[[float, float], Point], snow: str, stone: str
) -> None:
    """Run gullies and rock ribs down both faces from the crest."""
    for _ in range(17):
        t = dice.uniform(0.14, 0.8)
        k, long = dice.uniform(0.05, 0.85) * t * 0.36, dice.uniform(0.10, 0.24)
        rib = [
            at(k, t),
            at(k + 0.014, t + long * 0.3),
            at(k + 0.018 + 0.1 * long, t + long),
            at(k - 0.006, t + long * 0.55),
        ]
        layer.glow.poly(broken(dice, rib, rough=6), mix(snow, stone, 0.85), alpha=0.55)
    for _ in range(9):
        t = dice.uniform(0.2, 0.8)
        k, long = -dice.uniform(0.05, 0.8) * t * 0.3, dice.uniform(0.08, 0.2)
        vein = [
            at(k, t),
            at(k + 0.012, t + long * 0.4),
            at(k - 0.008 - 0.08 * long, t + long),
            at(k - 0.012, t + long * 0.5),
        ]
        layer.glow.poly(broken(dice, vein, rough=5), mix(snow, stone, 0.35), alpha=0.4)


def _shoulders(stage: Stage, dice: Dice, dark: str) -> None:
    """Set dark spurs before the peak, high on the right, low on the left."""
    w = stage.width
    for depth, shade, outlines in (
        (0.66, 1.35, ([(-40, 430), (w * 0.10, 400), (w * 0.20, 500), (w * 0.34, 560), (w * 0.5, 650), (-40, 680)],
                      [(w * 0.52, 650), (w * 0.68, 560), (w * 0.77, 500), (w * 0.88, 530), (w + 40, 420), (w + 40, 690)])),
        (0.46, 0.8, ([(w * 0.70, 690), (w * 0.79, 600), (w * 0.86, 430), (w * 0.93, 330), (w + 40, 260), (w + 40, 760)],
                     [(-40, 560), (w * 0.08, 590), (w * 0.18, 650), (w * 0.3, 720), (-40, 760)])),
    ):  # fmt: skip
        layer = stage.layer(depth, texture=0.7, lit=0.7)
        for outline in outlines:
            edge = mass(layer.sheet, dice, outline, tone(dark, shade), rough=22)
            facets(layer.sheet, dice, edge, tone(dark, shade * 1.1), long=110, count=9)


def _hold(stage: Stage, dice: Dice, stone: str) -> None:
    """Set a small fortress on a spur beside the pass."""
    layer = stage.layer(0.5, lit=0.7)
    x, foot = stage.width * 0.16, 500.0
    layer.sheet.poly(ridge(dice, (x - 260, foot + 220), (x - 60, foot - 6), rough=30)
                     + ridge(dice, (x + 90, foot - 6), (x + 280, foot + 220), rough=30), tone(stone, 0.7))  # fmt: skip
    wall_run(layer.sheet, dice, x - 80, x + 100, foot + 10, 66, colour=tone(stone, 0.95))
    dark = stage.scene.time_of_day in ("dusk", "night")
    keep_tower(
        layer,
        dice,
        x - 50,
        foot,
        54,
        170,
        colour=tone(stone, 0.9),
        lit=0.8 if dark else 0,
        top="cone",
    )
    keep_tower(layer, dice, x + 60, foot, 44, 120, colour=tone(stone, 0.9), lit=0.8 if dark else 0)


def _cliff(stage: Stage, dice: Dice, stone: str) -> None:
    """Drop the right side away into the deep."""
    layer, w = stage.layer(0.16), stage.width
    lip = ridge(dice, (w * 0.66, 1020), (w * 0.8, stage.floor_y(0.48)), rough=34)
    layer.sheet.poly([*lip, (w + 30, stage.floor_y(0.48)), (w + 30, 1020)],
                     layer.sheet.across((0, "#20262c", 1), (1, "#0a0d11", 1), vertical=True))  # fmt: skip
    layer.sheet.line(lip, tone(stone, 1.2), 6)


def _front(stage: Stage, dice: Dice, stone: str, *, gnarled: bool) -> None:
    """Frame with near crags, a wind-bent tree and grass."""
    w = stage.width
    near = stage.layer(0.03, lit=0.7)
    for k, most in ((0.0, 360), (0.1, 240), (0.9, 300), (1.0, 400)):
        size = most * dice.uniform(0.85, 1.1)
        boulder(near.sheet, dice, w * k, 1040, size, size * 0.6, tone(stone, 0.4))
    if gnarled:
        bare(near.sheet, dice, w * 0.04, 930, 520, colour="#2c2622", gnarl=0.9)
    grass(near.sheet, dice, 0, w, 1005, height=60, colour=season(stage, "#5c5a3c"), count=60)
