"""Hair behind the head, hair on it, and beards; horns, hats and hoods belong to `dress.py`."""

import math

from image_gen.painters.sketch.colour import mix, tone
from image_gen.painters.sketch.portrait.face import Pen, width_of
from image_gen.painters.sketch.portrait.likeness import Likeness


def draw_back_hair(pen: Pen, face: Likeness) -> None:
    """Draw what falls behind head and neck."""
    w, dark = width_of(face), tone(face.hair, 0.6)
    if face.cut == "long":
        pen.shape([(-w * 0.9, -130), (0, -190), (w * 0.9, -130), (w * 1.26, 20), (w * 1.3, 240), (w * 0.7, 290),
                   (-w * 0.7, 290), (-w * 1.3, 240), (-w * 1.26, 20)], dark)  # fmt: skip
    elif face.cut == "curly":
        dice = face.dice("curls behind")
        for k in range(22):
            angle = math.pi * (0.92 + 1.16 * k / 21)
            pen.sheet.oval(
                math.cos(angle) * w * 1.12,
                -40 + math.sin(angle) * 140 + dice.uniform(-8, 8),
                40,
                40,
                dark,
            )
        pen.both([(w * 0.8, -60), (w * 1.24, -20), (w * 1.2, 70), (w * 0.9, 90)], dark)
    elif face.cut == "braided":
        for k in range(7):
            pen.sheet.oval(-w * 1.02 + 3 * k, 60 + 42 * k, 27 - k, 27, tone(face.hair, 0.8))
            pen.stroke([(-w * 1.2 + 3 * k, 48 + 42 * k), (-w * 0.9 + 3 * k, 74 + 42 * k)], dark, 4)
    elif face.cut == "tied":
        pen.sheet.oval(w * 0.55, -176, 52, 46, dark)


def draw_front_hair(pen: Pen, face: Likeness) -> None:
    """Draw the hair that frames the face."""
    w = width_of(face)
    if face.cut == "bald":
        return
    if face.cut == "curly":
        _curls(pen, face)
        return
    low = {"cropped": -120.0, "short": -106.0}.get(face.cut, -92.0)
    side = {"cropped": -40.0, "short": -16.0}.get(face.cut, 20.0)
    lift = 8 if face.cut == "cropped" else 22
    part = face.dice("parting").choice((-0.35, -0.15, 0.3)) * w
    pen.shape([(-w * 1.03, side), (-w * 1.06, -70), (-w * 0.74, -150 - lift * 0.6), (0, -172 - lift),
               (w * 0.74, -150 - lift * 0.6), (w * 1.06, -70), (w * 1.03, side), (w * 0.9, -60), (w * 0.66, low),
               (part, low - 26), (-w * 0.66, low), (-w * 0.9, -60)], face.hair)  # fmt: skip
    _locks(pen, face, low, part)
    if face.cut == "long":
        pen.both(
            [
                (w * 1.02, -60),
                (w * 1.2, 60),
                (w * 1.22, 240),
                (w * 0.96, 262),
                (w * 0.9, 120),
                (w * 0.92, 0),
            ],
            tone(face.hair, 0.86),
        )


def _locks(pen: Pen, face: Likeness, low: float, part: float) -> None:
    """Draw strands from the parting outwards, some in the light."""
    w, dice = width_of(face), face.dice("strands")
    for k in range(16):
        side = -1 if k % 2 else 1
        out = dice.uniform(0.25, 1.0) * w * side
        light = side < 0 and dice.random() < 0.6
        colour = mix(face.hair, "#fff0d0", 0.28) if light else tone(face.hair, 0.62)
        top = -168 - dice.uniform(0, 14) + 26 * abs(out / w) ** 2
        end = (out * 1.02, low + 20 + 50 * abs(out / w) ** 3)
        pen.stroke([(part * 0.6, -176), (out * 0.7, top), end], colour, dice.uniform(2.4, 5), alpha=0.5)  # fmt: skip


def _curls(pen: Pen, face: Likeness) -> None:
    w, dice = width_of(face), face.dice("curls")
    for k in range(34):
        angle = math.pi * (1.02 + 0.96 * (k % 17) / 16)
        ring = 1.0 if k < 17 else 0.86
        x, y = math.cos(angle) * w * ring, -52 + math.sin(angle) * 118 * ring
        colour = mix(face.hair, "#fff0d0", 0.16 if x < 0 else 0.0)
        pen.sheet.oval(x + dice.uniform(-6, 6), y, 29, 27, tone(colour, dice.uniform(0.8, 1.08)))
        pen.stroke([(x - 14, y + 4), (x, y - 12), (x + 14, y + 4)], tone(face.hair, 0.6), 3, alpha=0.6)  # fmt: skip


def draw_beard(pen: Pen, face: Likeness) -> None:
    """Draw the beard under the mouth, which is drawn on it."""
    w, colour = width_of(face), mix(face.hair, "#2a1c14", 0.12)
    if face.beard == "none":
        return
    if face.beard == "stubble":
        pen.shape([(-w * 0.86, 60), (-w * 0.5, 86), (0, 80), (w * 0.5, 86), (w * 0.86, 60), (w * 0.6, 142), (0, 172),
                   (-w * 0.6, 142)], tone(face.hair, 0.8), alpha=0.3)  # fmt: skip
        return
    deep = {"short": 190.0, "full": 236.0, "long": 350.0}[face.beard]
    pen.shape([(-w * 0.98, 10), (-w * 0.8, 76), (-w * 0.4, 84), (0, 78), (w * 0.4, 84), (w * 0.8, 76), (w * 0.98, 10),
               (w * 0.94, 110), (w * 0.5, deep - 26), (0, deep), (-w * 0.5, deep - 26), (-w * 0.94, 110)], colour)  # fmt: skip
    dice = face.dice("beard")
    for k in range(26):
        x = (k / 25 - 0.5) * 1.7 * w
        tip = deep - 16 - 90 * abs(x / w) ** 2
        light = mix(colour, "#fff0d0", 0.26) if x < 0 and k % 2 else tone(colour, 0.66)
        pen.stroke([(x, 92 + dice.uniform(-6, 14)), (x * 0.95 + dice.uniform(-9, 9), (110 + tip) / 2), (x * 0.72, tip)],
                   light, dice.uniform(2.4, 4.6), alpha=0.55)  # fmt: skip
    pen.both([(0, 82), (26, 80), (54, 98), (66, 120), (34, 108), (0, 98)], tone(colour, 1.1))
