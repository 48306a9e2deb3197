"""What they wear: over the shoulders and on the head. Drawn around the middle of the face, as the face is."""

from collections.abc import Callable, Mapping

from image_gen.painters.sketch.colour import mix, tone
from image_gen.painters.sketch.figures.body import LEATHER, STEEL
from image_gen.painters.sketch.portrait.face import Pen, width_of
from image_gen.painters.sketch.portrait.likeness import Dress, Likeness

GOLD = "#c8a752"
BOTTOM = 660.0


def _shoulders(face: Likeness) -> float:
    """Return half the width of the shoulders."""
    by_race = {"dwarf": 1.12, "half-orc": 1.18, "halfling": 0.86, "gnome": 0.82, "elf": 0.92, "dragonborn": 1.14}  # fmt: skip
    return (330 - 56 * face.soft) * by_race.get(face.race, 1.0)


def _torso(pen: Pen, face: Likeness, colour: str, *, neck: float = 92) -> None:
    s = _shoulders(face)
    pen.shape([(-neck, 236), (0, 262), (neck, 236), (s * 0.72, 288), (s, 380), (s * 1.08, BOTTOM), (-s * 1.08, BOTTOM),
               (-s, 380), (-s * 0.72, 288)], colour)  # fmt: skip
    pen.shape([(neck * 0.4, 270), (s * 0.72, 292), (s, 384), (s * 1.08, BOTTOM), (s * 0.3, BOTTOM), (s * 0.42, 420)],
              tone(colour, 0.5), alpha=0.5)  # fmt: skip
    for side in (-1, 1):
        pen.stroke(
            [(side * s * 0.66, 400), (side * s * 0.58, 520), (side * s * 0.62, BOTTOM)],
            tone(colour, 0.5),
            6,
            alpha=0.7,
        )


def _plate(pen: Pen, face: Likeness) -> None:
    _mail(pen, face)
    s = _shoulders(face)
    for side in (-1, 1):
        for k in range(3):
            y, out = 300 + 52 * k, s * (0.98 + 0.05 * k)
            steel = tone(STEEL, 1.05 - 0.12 * k if side < 0 else 0.66 - 0.08 * k)
            pen.shape(
                [
                    (side * s * 0.42, y - 26),
                    (side * out * 0.86, y - 34),
                    (side * out * 1.06, y + 44),
                    (side * s * 0.6, y + 30),
                ],
                steel,
            )
            pen.stroke([(side * s * 0.46, y + 24), (side * out, y + 42)], GOLD, 5, alpha=0.8)
    pen.shape([(-88, 214), (0, 244), (88, 214), (104, 280), (0, 316), (-104, 280)], tone(STEEL, 0.9))  # fmt: skip
    pen.stroke([(-100, 280), (0, 314), (100, 280)], GOLD, 6, alpha=0.8)


def _mail(pen: Pen, face: Likeness) -> None:
    _torso(pen, face, tone(STEEL, 0.6))
    s = _shoulders(face)
    for row in range(11):
        y = 300 + 34 * row
        for k in range(-9, 10):
            x = k * 34 + 17 * (row % 2)
            if abs(x) < s * min(1.0, 0.62 + 0.1 * row):
                pen.stroke(
                    [(x - 14, y), (x, y + 15), (x + 14, y)],
                    tone(STEEL, 0.95 if x < 0 else 0.55),
                    4.4,
                    alpha=0.7,
                )
    pen.shape([(-s * 0.4, 300), (0, 330), (s * 0.4, 300), (s * 0.46, BOTTOM), (-s * 0.46, BOTTOM)], face.tint)  # fmt: skip
    pen.stroke([(-s * 0.4, 304), (-s * 0.46, BOTTOM)], GOLD, 5, alpha=0.7)
    pen.stroke([(s * 0.4, 304), (s * 0.46, BOTTOM)], tone(GOLD, 0.6), 5, alpha=0.7)
    pen.shape([(-90, 220), (0, 250), (90, 220), (112, 280), (0, 322), (-112, 280)], tone(STEEL, 0.5))  # fmt: skip


def _leather(pen: Pen, face: Likeness) -> None:
    _torso(pen, face, tone(LEATHER, 1.05))
    s = _shoulders(face)
    pen.stroke([(-s * 0.7, 320), (0, 470), (s * 0.4, BOTTOM)], tone(LEATHER, 0.5), 30)
    pen.stroke([(-s * 0.7, 312), (0, 462), (s * 0.4, BOTTOM)], tone(LEATHER, 1.5), 3, alpha=0.6)
    pen.sheet.box(-26, 452, 44, 38, GOLD, alpha=0.85)
    _mantle(pen, face, face.tint)
    for k in range(4):
        pen.stroke([(-18, 330 + 34 * k), (18, 346 + 34 * k)], "#d8c8a0", 3.4, alpha=0.8)
        pen.stroke([(18, 330 + 34 * k), (-18, 346 + 34 * k)], "#d8c8a0", 3.4, alpha=0.8)


def _mantle(pen: Pen, face: Likeness, colour: str) -> None:
    """Lay a short cloak with its hood thrown back over the shoulders."""
    s = _shoulders(face)
    pen.both(
        [
            (50, 246),
            (120, 208),
            (s * 0.8, 280),
            (s * 1.06, 400),
            (s * 0.92, 470),
            (s * 0.5, 350),
            (80, 300),
        ],
        tone(colour, 0.8),
    )
    pen.stroke([(-s * 0.86, 300), (-s * 0.96, 440)], mix(colour, "#fff0d0", 0.2), 5, alpha=0.5)
    pen.both([(20, 276), (70, 206), (132, 200), (116, 268), (56, 312)], tone(colour, 0.62))


def _robe(pen: Pen, face: Likeness) -> None:
    _torso(pen, face, face.tint)
    s = _shoulders(face)
    for x in (-0.55, -0.3, 0.26, 0.5):
        pen.stroke([(x * s * 0.6, 320), (x * s, 480), (x * s * 1.1, BOTTOM)], tone(face.tint, 0.55), 8, alpha=0.7)  # fmt: skip
    pen.both([(10, 330), (86, 170), (132, 196), (96, 290), (26, 400)], tone(face.tint, 1.2))
    pen.strokes([(26, 396), (96, 290), (130, 198)], GOLD, 5, alpha=0.9)
    pen.stroke([(0, 400), (0, BOTTOM)], GOLD, 10, alpha=0.8)
    pen.sheet.oval(0, 372, 22, 22, GOLD)
    pen.sheet.oval(-2, 370, 13, 13, "#5fb0c8")


def _vestments(pen: Pen, face: Likeness) -> None:
    _torso(pen, face, mix(face.tint, "#e6dcc4", 0.66))
    pen.both([(26, 268), (96, 232), (132, 300), (112, BOTTOM), (56, BOTTOM)], face.tint)
    pen.strokes([(26, 272), (56, BOTTOM)], GOLD, 5, alpha=0.85)
    pen.stroke([(-70, 270), (0, 420), (70, 270)], tone(GOLD, 0.8), 4)
    pen.sheet.oval(0, 440, 30, 30, GOLD)
    pen.sheet.oval(0, 440, 20, 20, tone(GOLD, 0.6))
    for k in range(4):
        dx, dy = ((0, -18), (18, 0), (0, 18), (-18, 0))[k]
        pen.stroke([(0, 440), (dx, 440 + dy)], "#f4e6b0", 4)


def _coat(pen: Pen, face: Likeness) -> None:
    _torso(pen, face, face.tint)
    s = _shoulders(face)
    pen.shape([(-64, 244), (0, 300), (64, 244), (40, 420), (0, 460), (-40, 420)], "#e4dcc8")
    pen.stroke([(-30, 300), (0, 330), (30, 300)], "#b8ae98", 4)
    pen.both([(14, 440), (70, 250), (120, 214), (s * 0.62, 300), (s * 0.4, 380)], tone(face.tint, 1.25))  # fmt: skip
    pen.strokes([(14, 440), (s * 0.4, 380), (s * 0.62, 302)], GOLD, 5, alpha=0.8)
    for k in range(3):
        pen.sheet.oval(24, 490 + 56 * k, 10, 10, GOLD)


def _fur(pen: Pen, face: Likeness) -> None:
    _torso(pen, face, tone(LEATHER, 0.9))
    s, dice = _shoulders(face), face.dice("fur")
    for _ in range(90):
        t = dice.uniform(-1, 1)
        x, y = t * s * 1.02, 262 + 110 * abs(t) + dice.uniform(-26, 66)
        colour = mix("#8a7458", "#e0d0b0" if t < 0 else "#3a2c20", dice.uniform(0, 0.6))
        pen.stroke([(x, y), (x + dice.uniform(-16, 16), y + 46)], colour, 11, alpha=0.9)
    pen.stroke([(-60, 300), (0, 380), (60, 300)], "#5a4632", 5)
    pen.both([(0, 372), (16, 372), (12, 420)], "#e8dfc4")


def _apron(pen: Pen, face: Likeness) -> None:
    _tunic(pen, face)
    pen.shape([(-96, 380), (96, 380), (150, BOTTOM), (-150, BOTTOM)], "#cfc3a8")
    pen.stroke([(-92, 384), (-76, 262)], "#a89c80", 12)
    pen.stroke([(92, 384), (76, 262)], "#8c8168", 12)
    pen.stroke([(-96, 396), (96, 396)], "#a89c80", 4)


def _tunic(pen: Pen, face: Likeness) -> None:
    _torso(pen, face, mix(face.tint, "#9a8a70", 0.35))
    pen.shape([(-70, 240), (0, 268), (70, 240), (24, 350), (0, 372), (-24, 350)], mix(face.tint, "#efe6d2", 0.75))  # fmt: skip
    pen.stroke([(-84, 248), (-30, 330), (0, 380)], tone(face.tint, 0.55), 8)
    pen.stroke([(84, 248), (30, 330), (0, 380)], tone(face.tint, 0.5), 8)


def _hood(pen: Pen, face: Likeness) -> None:
    _torso(pen, face, tone(face.tint, 0.5))
    _mantle(pen, face, tone(face.tint, 0.6))


_DRESSES: Mapping[Dress, Callable[[Pen, Likeness], None]] = {
    "plate": _plate,
    "mail": _mail,
    "leather": _leather,
    "robe": _robe,
    "vestments": _vestments,
    "coat": _coat,
    "fur": _fur,
    "apron": _apron,
    "tunic": _tunic,
    "hood": _hood,
}


def draw_dress(pen: Pen, face: Likeness) -> None:
    """Draw the clothes over the shoulders."""
    _DRESSES[face.dress](pen, face)


def draw_behind(pen: Pen, face: Likeness) -> None:
    """Draw what is behind the head: the back of a hood or hat, a tiefling's horns."""
    w = width_of(face)
    if face.dress == "hood":
        pen.shape(
            [
                (-w * 1.3, 250),
                (-w * 1.42, -20),
                (-w * 0.9, -190),
                (0, -252),
                (w * 0.9, -190),
                (w * 1.42, -20),
                (w * 1.3, 250),
            ],
            tone(face.tint, 0.36),
        )
    if face.race == "tiefling":
        pen.both(
            [
                (w * 0.5, -140),
                (w * 1.0, -210),
                (w * 1.36, -150),
                (w * 1.3, -60),
                (w * 1.16, -130),
                (w * 0.92, -160),
                (w * 0.76, -106),
            ],
            "#3c2a2c",
        )


def draw_on_head(pen: Pen, face: Likeness) -> None:
    """Draw the rim of a hood, or a hat."""
    w = width_of(face)
    if face.dress == "hood":
        colour = tone(face.tint, 0.62)
        pen.both(
            [
                (w * 0.72, 262),
                (w * 1.0, 60),
                (w * 0.86, -110),
                (0, -186),
                (0, -254),
                (w * 0.92, -194),
                (w * 1.46, -20),
                (w * 1.34, 262),
            ],
            colour,
        )
    elif face.has_hat:
        _hat(pen, face, w)


def _hat(pen: Pen, face: Likeness, w: float) -> None:
    """Draw a pointed hat over a robe, a brimmed one over all else."""
    if face.dress == "robe":
        pen.shape(
            [
                (-w * 1.5, -96),
                (0, -146),
                (w * 1.5, -96),
                (w * 0.7, -128),
                (w * 0.34, -300),
                (w * 0.5, -372),
                (-w * 0.2, -320),
                (-w * 0.76, -128),
            ],
            tone(face.tint, 0.8),
        )
        pen.stroke([(-w * 0.76, -132), (0, -150), (w * 0.72, -132)], GOLD, 12)
    else:
        pen.shape(
            [(-w * 0.86, -120), (-w * 0.66, -218), (0, -232), (w * 0.66, -218), (w * 0.86, -120)],
            tone(face.tint, 0.9),
        )
        pen.shape(
            [
                (-w * 1.56, -112),
                (0, -150),
                (w * 1.56, -112),
                (w * 0.9, -84),
                (0, -104),
                (-w * 0.9, -84),
            ],
            tone(face.tint, 0.75),
        )
        pen.stroke([(-w * 0.84, -128), (0, -146), (w * 0.84, -128)], tone(face.tint, 0.4), 14)
        if face.dress == "coat":
            pen.shape(
                [
                    (w * 0.6, -150),
                    (w * 1.0, -260),
                    (w * 1.6, -300),
                    (w * 1.2, -200),
                    (w * 0.8, -136),
                ],
                "#e6dcc4",
            )
