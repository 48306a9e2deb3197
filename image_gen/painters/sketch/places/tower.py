"""A tower: alone on a crag, at a causeway's end, above a wood, or a sorcerer's leaning spire."""

from image_gen.painters.sketch.colour import mix, tone
from image_gen.painters.sketch.props.buildings import keep_tower, wall_run
from image_gen.painters.sketch.props.land import hills, meadow, mountains, path_to, season
from image_gen.painters.sketch.props.rocks import boulder
from image_gen.painters.sketch.props.trees import bare, bough, fir, grass
from image_gen.painters.sketch.seeds import Dice
from image_gen.painters.sketch.shapes import ridge
from image_gen.painters.sketch.stage import Stage, Water


def build(stage: Stage) -> None:
    """Compose one of: crag, lake isle, wood's edge, broken keep."""
    dice = stage.dice("layout")
    layout = dice.choice(("crag", "isle", "wood", "keep"))
    w = stage.width
    stage.horizon = dice.uniform(560, 610)
    x = w * dice.choice((dice.uniform(0.34, 0.44), dice.uniform(0.56, 0.66)))
    stage.sun = (w - x + dice.uniform(-60, 60), dice.uniform(190, 300))
    stage.focal_spot = (x, 0.4)
    stone, land = dice.choice(("#8f8b88", "#9a8c7c", "#7f868c")), season(stage, "#6c7450")
    mountains(stage, dice, depth=0.98, height=190, colour="#76808c", snow=0.35)
    if layout == "isle":
        stage.water = Water(
            stage.horizon + 16, (0.12, 0.2, 0.26), calm=0.8, bottom=stage.floor_y(0.22), depth=0.4
        )
        _tower(stage, dice, x, stage.horizon + 22, stone, layout)
    else:
        hills(stage, dice, depth=0.85, height=70, colour=mix(land, "#808a80", 0.4), trees=6)
        _tower(stage, dice, x, stage.floor_y(0.62), stone, layout)
        ground = meadow(stage, dice, depth=0.52, colour=land, rough=18)
        path_to(ground, stage, dice, far=0.52, x_far=x, colour="#94836a", x_near=w * 0.5, wide=0.2)
    if layout == "isle":
        _near_shore(stage, dice, x, land)
    if layout == "wood":
        firs = stage.layer(0.42)
        for _ in range(16):
            k = dice.uniform(0, 1)
            if abs(k * w - x) > w * 0.1:
                fir(firs.sheet, dice, k * w, stage.floor_y(0.42), dice.uniform(120, 260), colour="#30493a",
                    snow=stage.scene.weather == "snow")  # fmt: skip
    near = stage.layer(0.03, lit=0.7)
    side = 0.0 if x > w / 2 else 1.0
    if layout == "crag":
        bare(near.sheet, dice, w * side, 1040, 960, colour="#26221f", gnarl=0.8, rounds=6)
    elif layout != "keep":
        bough(
            near.sheet,
            dice,
            w * side,
            w * (0.4 - 0.8 * side) + w * side,
            230,
            colour=tone(land, 0.45),
        )
    for k in (0.0, 0.97):
        boulder(near.sheet, dice, w * k, 1040, 320, 180, "#4d4b4a")
    grass(near.sheet, dice, 0, w, 1005, height=80, colour=tone(land, 0.5), count=90)
    stage.light_spots = [(w * 0.3, 650, 0.28), (w * 0.7, 640, 0.34)]


def _tower(stage: Stage, dice: Dice, x: float, foot: float, stone: str, layout: str) -> None:
    """Raise the tower itself on its rock, with whatever stands about it."""
    layer = stage.layer(0.55)
    dark = stage.scene.time_of_day in ("dusk", "night") or stage.scene.weather in ("storm", "fog")
    lit = 0.75 if dark else 0.15
    rise = {"crag": 190, "isle": 30, "wood": 60, "keep": 50}[layout]
    rock = ridge(dice, (x - 320, foot + 30), (x - 110, foot - rise), rough=34)
    rock += ridge(dice, (x + 110, foot - rise), (x + 330, foot + 30), rough=34)
    layer.sheet.poly(rock, layer.sheet.across((0, tone(stone, 0.85), 1), (1, tone(stone, 0.45), 1)))
    for i in range(4, len(rock) - 4, 11):
        px, py = rock[i]
        layer.sheet.poly([(px, py + 4), (px + 34, foot - rise * 0.3), (px + 10, foot + 20), (px - 24, foot + 10)],
                         tone(stone, dice.choice((0.55, 1.05))), alpha=0.45)  # fmt: skip
    base = foot - rise + 12
    if layout == "keep":
        wall_run(layer.sheet, dice, x - 210, x + 220, base + 30, 96, colour=tone(stone, 0.9))
        keep_tower(layer, dice, x - 190, base + 30, 70, 190, colour=stone, lit=lit)
        keep_tower(layer, dice, x + 200, base + 30, 64, 160, colour=stone, lit=lit, top="broken")
        keep_tower(layer, dice, x, base, 130, 340, colour=stone, lit=lit)
        return
    keep_tower(layer, dice, x, base, 120, 420 - rise * 0.5, colour=stone, lit=lit,
               top=dice.choice(("cone", "battlement", "broken")))  # fmt: skip
    side = dice.choice((-1, 1))
    keep_tower(layer, dice, x + side * 62, base, 46, 250, colour=stone, lit=lit, top="cone")
    layer.sheet.box(x - 22, base - 62, 44, 64, "#171513")


def _near_shore(stage: Stage, dice: Dice, x: float, land: str) -> None:
    """Give the lake a near bank and a causeway of stones out to the isle."""
    layer, w = stage.layer(0.24), stage.width
    edge = ridge(dice, (-20, stage.floor_y(0.24)), (w + 20, stage.floor_y(0.2)), rough=30)
    layer.sheet.poly([*edge, (w + 20, 1020), (-20, 1020)],
                     layer.sheet.across((0, land, 1), (1, tone(land, 0.5), 1), vertical=True))  # fmt: skip
    stones = stage.layer(0.36)
    for i in range(13):
        t = i / 12
        y = stage.horizon + 30 + (stage.floor_y(0.22) - stage.horizon - 30) * (1 - t) ** 2
        wide = 14 + 70 * (1 - t) ** 2
        px = x + (w * 0.45 - x) * (1 - t) ** 1.5
        stones.sheet.oval(px, y, wide, wide * 0.26, tone("#85807a", dice.uniform(0.7, 1.1)))
