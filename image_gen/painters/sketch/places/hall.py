"""A great hall: a nave of columns, banners, tall windows with beams of light, a dais."""

from image_gen.painters.sketch.colour import tone
from image_gen.painters.sketch.props.furniture import banner, shelf
from image_gen.painters.sketch.props.masonry import arch_between, courses, flagstones, pillar, steps
from image_gen.painters.sketch.seeds import Dice
from image_gen.painters.sketch.shapes import arch
from image_gen.painters.sketch.stage import Layer, Stage

HUES = ("#8d2f2a", "#2f4a7d", "#3b6a48", "#6a3b74", "#8a6a22")


def build(stage: Stage) -> None:
    """Compose one of: throne hall, temple, library, feast hall."""
    dice = stage.dice("layout")
    layout = dice.choice(("throne", "temple", "library", "feast"))
    stone, hue, w = dice.choice(("#a79d8e", "#9a9ba3", "#a8957f")), dice.choice(HUES), stage.width
    stage.has_sky, stage.horizon = False, dice.uniform(520, 580)
    x = w * dice.uniform(0.47, 0.54)
    stage.focal_spot = (x, 0.62)
    stage.walk = (0.16, 0.84)
    back = stage.layer(0.95)
    foot = stage.floor_y(0.95)
    courses(back.sheet, dice, -10, -10, w + 20, foot + 10, colour=tone(stone, 0.75), row=26)
    windows = 3 if layout != "temple" else 1
    for i in range(windows):
        _window(back, stage, x + (i - (windows - 1) / 2) * 150, foot - 190,
                96 if windows > 1 else 190, 300 if windows > 1 else 370, hue)  # fmt: skip
    floor = stage.layer(0.94, is_floor=True)
    flagstones(floor.sheet, dice, stage, colour=tone(stone, 0.8), columns=9)
    _carpet(floor, stage, x, hue)
    steps(stage.layer(0.7).sheet, x, stage.floor_y(0.62) + 6, 460, count=4, rise=11, colour=stone)
    for depth in (0.74, 0.52, 0.34):
        _bay(stage, dice, stone, hue, depth, layout)
    if layout == "feast":
        _tables(stage)
    _beams(stage, dice)
    near = stage.layer(0.03, lit=0.7)
    pillar(near.sheet, dice, w * 0.015, 1070, 130, -60, colour=tone(stone, 0.55))
    pillar(near.sheet, dice, w * 0.985, 1070, 130, -60, colour=tone(stone, 0.55))
    stage.light_spots = [(x - w * 0.2, 500, 0.5), (x + w * 0.2, 500, 0.5)]


def _window(
    layer: Layer, stage: Stage, x: float, foot: float, width: float, height: float, hue: str
) -> None:
    """Glaze a tall pointed window; the hour outside shines through its panes."""
    sky = {"day": "#f2f0dc", "dawn": "#f4c7a4", "dusk": "#e08048", "night": "#4a639c"}[
        stage.scene.time_of_day
    ]
    shape = arch(x, foot, width, height, pointed=True)
    layer.sheet.path(arch(x, foot + 10, width + 26, height + 26, pointed=True), "#857c70")
    layer.glow.path(shape, layer.glow.across((0, sky, 1), (1, tone(sky, 0.6), 1), vertical=True))
    for k, paint in ((-0.26, hue), (0.26, "#c2a14d")):
        layer.glow.oval(
            x + k * width, foot - height * 0.45, width * 0.16, height * 0.2, paint, alpha=0.6
        )
    layer.glow.oval(x, foot - height * 0.72, width * 0.22, width * 0.22, hue, alpha=0.7)
    for k in (-0.02, -0.34, 0.3):
        layer.glow.line([(x + k * width, foot), (x + k * width, foot - height * 0.8)], "#2a2724", 4)
    for k in (0.25, 0.5, 0.72):
        layer.glow.line(
            [(x - width * 0.48, foot - height * k), (x + width * 0.48, foot - height * k)],
            "#2a2724",
            3,
        )
    layer.glow.oval(
        x,
        foot - height * 0.5,
        width * 1.4,
        height * 0.8,
        layer.glow.around((0, sky, 0.25), (1, sky, 0)),
    )


def _carpet(layer: Layer, stage: Stage, x: float, hue: str) -> None:
    """Roll a carpet from the viewer to the dais."""
    y0, y1 = 1020.0, stage.floor_y(0.64)
    for wide, paint in (
        (0.22, "#b0904a"),
        (0.205, hue),
        (0.17, "#b0904a"),
        (0.16, tone(hue, 0.85)),
    ):
        near, far = (
            wide * stage.width / 2,
            wide * stage.width / 2 * (y1 - stage.horizon) / (y0 - stage.horizon),
        )
        layer.sheet.poly(
            [
                (stage.width / 2 - near, y0),
                (stage.width / 2 + near, y0),
                (x + far, y1),
                (x - far, y1),
            ],
            paint,
        )


def _bay(stage: Stage, dice: Dice, stone: str, hue: str, depth: float, layout: str) -> None:
    """Stand a pair of columns under an arch, banners or books between."""
    layer, w = stage.layer(depth), stage.width
    x = w / 2 + (stage.focal_spot[0] - w / 2) * depth
    reach, foot = w * 0.52 / (1 + 1.15 * depth), stage.floor_y(depth)
    thick = 62 / (0.5 + depth)
    spring = stage.horizon - 330 / (0.6 + depth)
    arch_between(
        layer.sheet,
        x - reach,
        x + reach,
        spring,
        thick=thick * 0.5,
        colour=tone(stone, 0.9),
        rise=0.5,
    )
    for side in (-1, 1):
        px = x + side * reach
        pillar(
            layer.sheet,
            dice,
            px,
            foot,
            thick,
            spring,
            colour=stone,
            fluted=layout in ("throne", "temple"),
        )
        outer = px + side * thick * 1.9
        if layout == "library":
            wide = thick * 1.9
            shelf(layer.sheet, dice, outer - wide / 2, foot - 330 / (0.6 + depth), wide, 325 / (0.6 + depth),
                  rows=6, what="books")  # fmt: skip
        elif layout in ("throne", "feast"):
            banner(
                layer.sheet, dice, px, spring + thick * 0.7, thick * 0.8, thick * 3.4, colour=hue
            )


def _tables(stage: Stage) -> None:
    """Run long tables down both sides."""
    for depth in (0.46, 0.24):
        layer = stage.layer(depth)
        tall, foot = stage.person(depth) * 0.5, stage.floor_y(depth)
        for side in (-1, 1):
            x = stage.width * (0.5 + side * 0.3)
            layer.sheet.box(x - tall * 2.2, foot - tall, tall * 4.4, tall * 0.16, "#8a6440")
            for k in (-2.0, 1.9):
                layer.sheet.box(x + k * tall, foot - tall, tall * 0.14, tall, "#55391f")
            for k in (-1.5, -0.6, 0.4, 1.3):
                layer.sheet.box(
                    x + k * tall, foot - tall * 1.18, tall * 0.12, tall * 0.18, "#c2a14d"
                )
                layer.sheet.oval(
                    x + (k + 0.4) * tall, foot - tall * 1.05, tall * 0.2, tall * 0.06, "#b9ab92"
                )


def _beams(stage: Stage, dice: Dice) -> None:
    """Let light fall slanting through high windows."""
    if stage.scene.weather in ("storm", "fog") and stage.scene.time_of_day == "night":
        return
    layer = stage.layer(0.48)
    sky = {"day": "#fff3cf", "dawn": "#ffd6b0", "dusk": "#ff9c56", "night": "#8fa8e0"}[
        stage.scene.time_of_day
    ]
    lean = dice.choice((-1, 1))
    for k in (0.26, 0.44, 0.62):
        x = stage.width * k
        layer.glow.poly([(x, -10), (x + 90, -10), (x + 90 + lean * 300, 860), (x - 40 + lean * 300, 860)],
                        layer.glow.across((0, sky, 0.20), (1, sky, 0.0), vertical=True))  # fmt: skip
