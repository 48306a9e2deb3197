"""What fills the dim side of an inn: a curtained booth, an arch down to the cellar."""

from image_gen.painters.sketch.colour import tone
from image_gen.painters.sketch.props.furniture import barrel
from image_gen.painters.sketch.seeds import Dice
from image_gen.painters.sketch.shapes import arch
from image_gen.painters.sketch.stage import Stage


def booth(stage: Stage, dice: Dice, x: float) -> None:
    """Set a high-backed booth with its curtain half drawn."""
    layer, foot = stage.layer(0.6, lit=0.6), stage.floor_y(0.6)
    sheet, cloth = layer.sheet, dice.choice(("#6a2a2c", "#2f4a44", "#5a4426", "#3a3358"))
    sheet.box(x - 230, 210, 520, foot - 210, "#2f2015")
    sheet.box(x - 200, foot - 250, 460, 250, "#432d1c")
    for k in range(7):
        sheet.box(x - 190 + k * 64, foot - 236, 52, 120, "#38261a")
    sheet.box(x - 170, foot - 110, 400, 18, "#7a5533")
    for k in range(6):
        left = x - 236 + k * 34
        sheet.poly([(left, 214), (left + 38, 214), (left + 26 - k * 5, foot), (left - k * 6, foot)],
                   tone(cloth, 0.7 + 0.25 * (k % 2)))  # fmt: skip
    sheet.box(x - 244, 200, 560, 18, "#4a3421")


def cellar(stage: Stage, dice: Dice, x: float) -> None:
    """Open a stone arch down to the cellar, casks stacked beside it."""
    layer, foot = stage.layer(0.62, lit=0.6), stage.floor_y(0.62)
    sheet = layer.sheet
    sheet.path(arch(x + 60, foot, 300, 350), "#57504a")
    sheet.path(arch(x + 60, foot, 236, 312), "#0f0b09")
    for i in range(4):
        sheet.box(
            x - 40 + i * 12,
            foot - 16 * (4 - i) - 4,
            200 - i * 24,
            12,
            tone("#57504a", 0.9 - 0.18 * i),
        )
    for k, up in ((-180, 0), (-112, 0), (-146, 96)):
        barrel(sheet, x + k + dice.uniform(-5, 5), foot - up, 100)


def trimmings(stage: Stage, dice: Dice) -> None:
    """Hang what makes this house its own: a wheel of candles, antlers, a shield, drying herbs."""
    w, what = stage.width, dice.sample(("wheel", "antlers", "shield", "herbs", "fish"), 2)
    layer = stage.layer(0.4, lit=0.8)
    sheet, glow, x = layer.sheet, layer.glow, w * dice.uniform(0.40, 0.50)
    if "wheel" in what:
        for k in (-80, 80):
            sheet.line([(x, 60), (x + k, 262)], "#241810", 4)
        sheet.oval(x, 268, 104, 20, "#33241a")
        sheet.oval(x, 265, 84, 12, "#120c08")
        for k in (-92, -50, 0, 50, 92):
            y = 268 + (1 - abs(k) / 104) * 14
            sheet.box(x + k - 4, y - 26, 8, 22, "#e5d9b8")
            glow.oval(x + k, y - 34, 5, 10, "#fff0bf")
        glow.oval(x, 240, 200, 110, glow.around((0, "#ffb55a", 0.4), (1, "#ffb55a", 0)))
    wall = stage.layer(0.72, lit=0.9).sheet
    x = w * dice.uniform(0.54, 0.58)
    if "antlers" in what:
        wall.path(f"M{x:.0f} 330l-18 -40l18 -14l18 14Z", "#5a3d28")
        for side in (-1, 1):
            wall.line([(x, 290), (x + side * 40, 262), (x + side * 62, 214)], "#8a7450", 7)
            wall.line([(x + side * 40, 262), (x + side * 34, 222)], "#8a7450", 5)
    if "shield" in what:
        wall.path(f"M{x - 46:.0f} 236h92q0 84 -46 112q-46 -28 -46 -112Z",
                  dice.choice(("#7a2f2a", "#2f4a7d", "#4d6a3c")), stroke="#8a7a50", width=7)  # fmt: skip
        wall.line([(x, 240), (x, 340)], "#c2a14d", 9)
    if "herbs" in what or "fish" in what:
        colour = "#56602f" if "herbs" in what else "#6f6a5f"
        for k in range(6):
            px = w * 0.36 + k * 34 + dice.uniform(-5, 5)
            sheet.line([(px, 100), (px, 128)], "#241810", 3)
            sheet.oval(px, 158, 11, dice.uniform(26, 42), tone(colour, dice.uniform(0.7, 1.2)))
