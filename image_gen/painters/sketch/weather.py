"""What falls or drifts before the finished scene: rain, snow, banks of fog, lightning.

Indoors it stays outside. Works on the array of colours; its chance is the moment's.
"""

import numpy as np

from image_gen.painters.sketch.air import Air
from image_gen.painters.sketch.compose import render
from image_gen.painters.sketch.noise import Field, clouds, smoothstep
from image_gen.painters.sketch.seeds import dice_from, seed_from
from image_gen.painters.sketch.shapes import ridge
from image_gen.painters.sketch.sheet import Sheet
from image_gen.painters.sketch.stage import Stage


def fall(picture: Field, stage: Stage, air: Air) -> Field:
    """Lay the weather over an open scene."""
    if not stage.has_sky:
        return picture
    weather = stage.scene.weather
    if weather in ("fog", "sand"):
        return _fog(picture, stage, air)
    if weather in ("rain", "storm"):
        return _streaks(picture, stage, air, heavy=weather == "storm")
    if weather == "snow":
        return _flakes(picture, stage)
    return picture


def lightning(stage: Stage) -> None:
    """Draw a forked bolt into the sky of a storm."""
    if stage.scene.weather != "storm" or not stage.has_sky:
        return
    dice = dice_from(stage.scene.moment_seed, "bolt")
    glow = stage.layer(0.99).glow
    x = stage.width * dice.uniform(0.2, 0.8)
    foot = stage.horizon + 10
    bolt = [(x + (y - 300) * 0.5, t * foot) for t, (_, y) in
            zip([i / 32 for i in range(33)], ridge(dice, (0, 300), (1, 300), rough=230, rounds=5), strict=True)]  # fmt: skip
    for width, alpha in ((26, 0.08), (12, 0.18), (4.5, 0.95)):
        glow.line(bolt, "#e8eeff", width, alpha=alpha)
    for start in (8, 14, 20):
        bx, by = bolt[start]
        way = dice.choice((-1, 1))
        twig = [(bx + way * k * dice.uniform(14, 26), by + k * 22) for k in range(6)]
        glow.line(twig, "#e0e8ff", 2.4, alpha=0.85)
    glow.oval(x, 40, 620, 300, glow.around((0, "#c8d4ff", 0.45), (1, "#c8d4ff", 0)))


def _fog(picture: Field, stage: Stage, air: Air) -> Field:
    """Draw banks of fog or of blown sand across, thickest low down."""
    height, width = picture.shape[:2]
    bank = clouds(
        seed_from(stage.scene.moment_seed, "fog"), height, width, cells=2.4, octaves=4, stretch=4
    )
    ys = np.linspace(0, 1, height, dtype=np.float32)[:, None]
    low = np.exp(-(((ys - 0.66) / 0.26) ** 2))
    amount = (smoothstep(0.32, 0.8, bank) * (0.10 + 0.42 * low))[..., None]
    return np.asarray(picture + (np.array(air.haze, np.float32) * 1.08 - picture) * amount)


def _streaks(picture: Field, stage: Stage, air: Air, *, heavy: bool) -> Field:
    """Draw slanting rain and where it strikes the ground."""
    dice = dice_from(stage.scene.moment_seed, "rain")
    sheet = Sheet()
    lean = 0.34 if heavy else 0.16
    for _ in range(330 if heavy else 230):
        near = dice.random() ** 2
        x, y = dice.uniform(-100, stage.width + 60), dice.uniform(-80, 1000)
        long = 28 + 95 * near
        sheet.line(
            [(x, y), (x - lean * long, y + long)],
            "#dfe8f2",
            0.8 + 1.7 * near,
            alpha=0.13 + 0.24 * near,
        )
    for _ in range(70):
        y = dice.uniform(stage.horizon + 60, 1000)
        r = (y - stage.horizon) / 60
        x = dice.uniform(0, stage.width)
        sheet.path(f"M{x - r * 1.6:.1f} {y:.1f}Q{x:.1f} {y - r * 1.5:.1f} {x + r * 1.6:.1f} {y:.1f}", stroke="#dfe8f2",
                   width=1.1, alpha=0.3)  # fmt: skip
    return _over(picture, sheet, 0.75 + 0.5 * sum(air.ambient) / 3)


def _flakes(picture: Field, stage: Stage) -> Field:
    """Let snow fall in three sizes."""
    dice = dice_from(stage.scene.moment_seed, "snow")
    sheet = Sheet()
    for _ in range(420):
        near = dice.random() ** 3
        r = 1.3 + 6.5 * near
        sheet.oval(
            dice.uniform(0, stage.width),
            dice.uniform(0, 1000),
            r,
            r,
            "#f6f9fc",
            alpha=0.75 - 0.4 * near,
        )
    return _over(picture, sheet, 1.0)


def _over(picture: Field, sheet: Sheet, strength: float) -> Field:
    height, width = picture.shape[:2]
    colour, alpha, window = render(sheet, width_px=width, height_px=height)
    cover = (alpha * np.float32(strength))[..., None]
    picture[window] = picture[window] * (1 - cover) + colour * cover * np.float32(0.9)
    return picture
