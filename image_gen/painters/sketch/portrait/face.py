"""The head: skull, ears, eyes, nose, mouth and what years and races add. Drawn around the middle of the face, y down.

Units: a head is about 330 high; `Pen` knows where it goes on the picture.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from image_gen.painters.sketch.colour import mix, tone
from image_gen.painters.sketch.portrait.likeness import Likeness
from image_gen.painters.sketch.shapes import smooth
from image_gen.painters.sketch.sheet import Point, Sheet


@dataclass(slots=True)
class Pen:
    """Draws soft shapes on a sheet, one by one or mirrored at the middle."""

    sheet: Sheet

    def shape(self, points: Sequence[Point], colour: str, *, alpha: float = 1.0) -> None:
        self.sheet.path(smooth(points), colour, alpha=alpha)

    def both(self, points: Sequence[Point], colour: str, *, alpha: float = 1.0) -> None:
        """Fill a shape and its mirror image."""
        self.shape(points, colour, alpha=alpha)
        self.shape([(-x, y) for x, y in points], colour, alpha=alpha)

    def stroke(
        self, points: Sequence[Point], colour: str, width: float, *, alpha: float = 1.0
    ) -> None:
        """Draw a soft open line."""
        self.sheet.path(smooth(points, closed=False), stroke=colour, width=width, alpha=alpha)

    def strokes(
        self, points: Sequence[Point], colour: str, width: float, *, alpha: float = 1.0
    ) -> None:
        """Draw a soft open line and its mirror image."""
        self.stroke(points, colour, width, alpha=alpha)
        self.stroke([(-x, y) for x, y in points], colour, width, alpha=alpha)


def width_of(face: Likeness) -> float:
    """Return half the width of the face at the cheekbones."""
    by_race = {"dwarf": 1.12, "halfling": 1.06, "gnome": 1.04, "elf": 0.92, "half-orc": 1.12, "dragonborn": 1.1}  # fmt: skip
    return 116 * by_race.get(face.race, 1.0)


def outline(face: Likeness) -> list[Point]:
    """Return the outline of the head, closed."""
    w, jaw = width_of(face), 0.80 - 0.16 * face.soft
    right = [(0.62 * w, -152), (0.97 * w, -86), (w, 0), (0.95 * w, 60), (jaw * w, 122), (0.34 * w, 164)]  # fmt: skip
    left = [(-x, y) for x, y in reversed(right)]
    return [(0.0, -170), *right, (0.0, 172), *left]


def draw_neck(pen: Pen, face: Likeness) -> None:
    """Draw the neck with the shadow of the chin."""
    half = 62 - 16 * face.soft + (14 if face.race in ("dwarf", "half-orc") else 0)
    shade = tone(face.skin, 0.62)
    pen.shape([(-half, 90), (half, 90), (half + 6, 230), (half + 70, 330), (-half - 70, 330), (-half - 6, 230)],
              tone(face.skin, 0.8))  # fmt: skip
    pen.shape([(-half, 100), (half, 100), (half + 2, 200), (0, 236), (-half - 2, 200)], shade)


def draw_ears(pen: Pen, face: Likeness) -> None:
    """Draw ears, pointed where the race has them so."""
    w, colour = width_of(face), tone(face.skin, 0.86)
    tips = {"elf": 74.0, "half-elf": 40.0, "gnome": 34.0, "tiefling": 34.0, "half-orc": 26.0}
    if face.race == "dragonborn":
        return
    tip = tips.get(face.race, 0.0)
    pen.both([(w - 8, -26), (w + 16 + tip * 0.5, -38 - tip), (w + 24, 0), (w + 12, 44), (w - 8, 46)], colour)  # fmt: skip
    pen.both(
        [(w - 2, -14), (w + 12 + tip * 0.3, -24 - tip * 0.6), (w + 14, 6), (w + 2, 30)],
        tone(face.skin, 0.62),
        alpha=0.7,
    )


def draw_head(pen: Pen, face: Likeness) -> None:
    """Draw the head and model it: one cheek in the light, the other in shade."""
    w = width_of(face)
    pen.shape(outline(face), face.skin)
    shade, light = tone(face.skin, 0.6), mix(face.skin, "#fff0d8", 0.35)
    pen.shape([(0.30 * w, -160), (0.97 * w, -86), (w, 0), (0.95 * w, 60), (0.7 * w, 130), (0.2 * w, 168), (0.36 * w, 110),
               (0.62 * w, 40), (0.58 * w, -40), (0.42 * w, -110)], shade, alpha=0.55)  # fmt: skip
    pen.shape([(-0.7 * w, 10), (-0.4 * w, 22), (-0.36 * w, 70), (-0.66 * w, 74)], light, alpha=0.5)
    pen.shape([(-0.55 * w, -132), (0.1 * w, -142), (0.12 * w, -92), (-0.6 * w, -84)], light, alpha=0.35)  # fmt: skip
    pen.both([(0.14 * w, -40), (0.74 * w, -44), (0.7 * w, 10), (0.2 * w, 8)], shade, alpha=0.42)
    pen.shape([(-0.3 * w, 112), (0.3 * w, 112), (0.2 * w, 134), (-0.2 * w, 134)], shade, alpha=0.35)
    if face.soft > 0.5 or face.race in ("halfling", "gnome"):
        pen.both([(0.4 * w, 32), (0.72 * w, 28), (0.66 * w, 66), (0.42 * w, 66)], "#b0503c", alpha=0.22)  # fmt: skip


def draw_eyes(pen: Pen, face: Likeness) -> None:
    """Draw eyes, lids and brows."""
    w = width_of(face)
    x, big = 0.43 * w, 1.0 + 0.14 * face.soft + (0.12 if face.race in ("halfling", "gnome") else 0)
    tilt = 6 if face.race in ("elf", "half-elf", "tiefling") else 1
    white = "#f0d060" if face.race in ("tiefling", "dragonborn") else "#e8e2d6"
    iris = "#8a1f16" if face.race == "tiefling" else face.eyes
    for side in (-1, 1):
        at = side * x
        wide, tall = 27 * big, 12.5 * big
        corner = side * wide
        pen.shape(
            [
                (at - corner, -6 + tilt * 0.2),
                (at, -8 - tall),
                (at + corner, -8 - tilt),
                (at, -6 + tall * 0.7),
            ],
            white,
        )
        pen.sheet.oval(at - 2, -8, 10.5 * big, 11.5 * big, iris)
        pen.sheet.oval(at - 2, -8, 5.2 * big, 5.8 * big, "#0c090a")
        pen.sheet.oval(at - 6 * big, -13, 2.8 * big, 2.8 * big, "#fffaf0")
        pen.stroke(
            [(at - corner, -5), (at, -9 - tall), (at + corner + side * 3, -9 - tilt)],
            tone(face.skin, 0.22),
            5.2 + 2 * face.soft,
        )
        pen.stroke(
            [(at - corner * 0.8, 4), (at, 5 + tall * 0.5), (at + corner * 0.9, -2)],
            tone(face.skin, 0.5),
            2.2,
            alpha=0.8,
        )
    if face.race == "dragonborn":
        return
    brow = mix(face.hair, "#1a1412", 0.35)
    heavy = 13 - 6 * face.soft + (5 if face.race in ("half-orc", "dwarf") else 0)
    lift = face.dice("brows").uniform(-5, 7)
    pen.strokes([(x - 34, -40 + lift * 0.4), (x, -50 - lift * 0.3), (x + 32, -40 - tilt)], brow, heavy, alpha=0.92)  # fmt: skip


def draw_nose(pen: Pen, face: Likeness) -> None:
    """Draw the nose: a bridge of shade, a lit tip, two nostrils."""
    dice = face.dice("nose")
    wide = 24 - 6 * face.soft + (10 if face.race in ("gnome", "dwarf", "half-orc") else 0)
    wide += dice.uniform(-3, 4)
    bent = dice.choice((-8, 9)) if face.has_scar else 0
    shade, light = tone(face.skin, 0.55), mix(face.skin, "#fff0d8", 0.5)
    pen.shape([(6, -30), (14 + bent, 10), (wide, 58), (wide * 0.4, 70), (8 + bent * 0.5, 40)], shade, alpha=0.5)  # fmt: skip
    pen.stroke([(-4, -20), (-3 + bent, 14), (-4, 50)], light, 7, alpha=0.5)
    pen.shape(
        [(-wide, 60), (-wide * 0.5, 50), (0, 56), (wide * 0.5, 50), (wide, 60), (0, 76)],
        tone(face.skin, 0.92),
    )
    pen.sheet.oval(-5, 56, 8, 6, light, alpha=0.6)
    pen.strokes([(wide * 0.35, 67), (wide * 0.62, 63), (wide * 0.9, 66)], tone(face.skin, 0.3), 4)
    pen.strokes([(wide, 50), (wide + 4, 60), (wide - 2, 67)], shade, 3, alpha=0.7)


def draw_mouth(pen: Pen, face: Likeness) -> None:
    """Draw the mouth, with tusks where there are some."""
    dice = face.dice("mouth")
    half, curve = 36 + dice.uniform(-4, 6), dice.uniform(-4, 6)
    lips = mix(face.skin, "#8a2f2a", 0.34 + 0.2 * face.soft)
    pen.shape([(-half, 104), (-12, 96), (0, 99), (12, 96), (half, 104), (0, 108)], tone(lips, 0.82))
    pen.shape([(-half * 0.8, 106), (0, 107), (half * 0.8, 106), (0, 121 + 4 * face.soft)], lips)
    pen.stroke([(-half, 104 - curve * 0.6), (0, 106), (half, 104 - curve)], tone(face.skin, 0.28), 3.4)  # fmt: skip
    pen.stroke([(-14, 113), (8, 113)], mix(lips, "#ffe8d8", 0.5), 3, alpha=0.4)
    if face.race == "half-orc":
        pen.both([(24, 108), (36, 108), (33, 82)], "#e8dfc4")


def draw_years(pen: Pen, face: Likeness) -> None:
    """Draw lines of age and scars."""
    w, line = width_of(face), tone(face.skin, 0.5)
    if face.age == "old":
        for y in (-112, -94, -76):
            pen.stroke([(-0.46 * w, y + 4), (0, y - 3), (0.46 * w, y + 4)], line, 2.6, alpha=0.5)
        pen.strokes([(0.66 * w, -20), (0.84 * w, -30)], line, 2.4, alpha=0.7)
        pen.strokes([(0.66 * w, -8), (0.86 * w, -6)], line, 2.4, alpha=0.7)
        pen.strokes([(0.24 * w, 18), (0.44 * w, 24), (0.62 * w, 16)], line, 2.6, alpha=0.6)
    if face.age != "young":
        pen.strokes([(30, 62), (46, 84), (48, 106)], line, 3, alpha=0.75 if face.age == "old" else 0.35)  # fmt: skip
    if face.has_scar:
        x = face.dice("scar").choice((-1, 1)) * 0.5 * w
        pen.stroke([(x - 8, -66), (x + 4, -20), (x + 2, 52)], mix(face.skin, "#f4d8cc", 0.6), 5, alpha=0.8)  # fmt: skip
        pen.stroke([(x - 5, -66), (x + 8, -20), (x + 6, 52)], tone(face.skin, 0.55), 2.2, alpha=0.7)


def draw_scales(pen: Pen, face: Likeness) -> None:
    """Give a dragonborn snout, scales and crest."""
    w, dark = width_of(face), tone(face.skin, 0.55)
    for row in range(7):
        for k in range(-3, 4):
            x, y = k * 32 + (row % 2) * 16, -140 + row * 22
            if abs(x) < 0.86 * w:
                pen.stroke([(x - 13, y), (x, y + 10), (x + 13, y)], dark, 3, alpha=0.4)
    pen.shape(
        [(-54, 20), (-30, -10), (30, -10), (54, 20), (62, 100), (34, 160), (-34, 160), (-62, 100)],
        tone(face.skin, 1.08),
    )
    pen.shape([(8, -8), (30, -10), (54, 20), (62, 100), (34, 160), (10, 160), (30, 90)], dark, alpha=0.5)  # fmt: skip
    pen.both([(14, 66), (28, 58), (36, 70), (22, 78)], tone(face.skin, 0.2))
    pen.stroke([(-56, 104), (-30, 122), (0, 116), (30, 122), (56, 104)], tone(face.skin, 0.25), 5)
    for k, (x, y) in enumerate(((0, -168), (52, -150), (94, -104), (114, -40))):
        tall = 66 - 10 * k
        pen.both([(x - 16, y + 12), (x * 1.25, y - tall), (x + 18, y + 22)], tone(face.skin, 0.74))
