"""The dead that walk: skeletons, zombies, ghosts and corpse-lights."""

from image_gen.painters.sketch.colour import mix, tone
from image_gen.painters.sketch.figures.body import BONE, STEEL, Body


def skeleton(b: Body) -> None:
    """Draw a skeleton: skull, ribs, bare long bones, a notched blade."""
    bone = mix(BONE, b.tint, 0.12)
    dim = tone(bone, 0.72)
    for x, knee, foot, paint in ((-3, -9, -12, dim), (3, 8, 9, bone)):
        b.limb([(x, -46), (knee, -26)], [4.4, 3.6], paint)
        b.limb([(knee, -25), (foot, -3)], [4, 2.8], paint)
        b.round(knee, -25.5, 3, 3, paint)
        b.limb([(foot - 3, -1), (foot + 9, 0)], [3.4, 2], paint)
    b.shape([(-9, -50), (0, -46), (9, -50), (6, -42), (0, -40), (-6, -42)], bone)
    b.limb([(0, -46), (-1, -64), (0, -84)], [3.6, 3.2, 3], bone)
    for i, y in enumerate((-78, -72.5, -67, -61.5)):
        half = 11 - i * 0.9
        b.sheet.path(
            f"M0 {y}C{half} {y - 3} {half + 2} {y + 3} {half * 0.45} {y + 5}",
            stroke=bone,
            width=2.1,
        )
        b.sheet.path(
            f"M0 {y}C{-half} {y - 3} {-half - 2} {y + 3} {-half * 0.45} {y + 5}",
            stroke=dim,
            width=2.1,
        )
    b.sheet.line([(-13, -81), (13, -81)], bone, 3)
    b.limb([(13, -81), (20, -66)], [3.4, 3], bone)
    b.limb([(20, -66), (31, -60)], [3.2, 2.4], bone)
    b.sword(31, -60, (54, -88))
    b.limb([(-13, -81), (-18, -64), (-12, -48)], [3.4, 3, 2.4], dim)
    b.shape([(-20, -60), (-10, -63), (-2, -58), (-4, -46), (-12, -40), (-19, -46)], "#5d4a38")
    b.round(-11, -52, 2.6, 2.6, STEEL)
    b.shape(
        [
            (-8, -93),
            (-6, -102),
            (2, -106),
            (10, -102),
            (11, -94),
            (8, -90),
            (8, -85),
            (0, -84),
            (-2, -90),
        ],
        bone,
    )
    for socket in (1.6, 7.6):
        b.round(socket, -95, 2.4, 2.7, "#120e0c")
        b.eye(socket, -95, 0.9, "#ff5a3a")
    b.flat([(4, -91), (5.4, -88.6), (3, -88.6)], "#120e0c")
    for tooth in (1.0, 3.4, 5.8):
        b.sheet.line([(tooth, -87), (tooth, -84.6)], "#3a322a", 0.7)


def zombie(b: Body) -> None:
    """Draw a shambling corpse: arms out, head lolling, rags."""
    flesh = mix("#8a9672", b.tint, 0.25)
    b.limb([(-4, -46), (-12, -26), (-18, -2)], [11, 9, 6], "#4b463c")
    b.limb([(4, -46), (8, -24), (6, -2)], [11, 9, 6], "#555044")
    for x in (-18, 6):
        b.shape([(x - 4, 0), (x - 3, -5), (x + 4, -4), (x + 11, 0)], tone(flesh, 0.7))
    b.shape([(-10, -78), (4, -84), (15, -78), (11, -56), (10, -40), (4, -44), (-2, -34), (-10, -42), (-8, -60)],
            b.darker(0.75))  # fmt: skip
    b.flat([(-8, -44), (-4, -30), (0, -42), (4, -28), (10, -42)], b.darker(0.6))
    b.shape([(0, -70), (8, -68), (6, -58), (-1, -60)], "#6a3a34")
    b.limb([(11, -77), (28, -70), (43, -74)], [8, 6.6, 5], flesh)
    b.limb([(0, -76), (18, -62), (36, -62)], [8, 6.6, 5], tone(flesh, 0.8))
    for x, y in ((43, -74), (36, -62)):
        for k in (-4, 0, 4):
            b.limb([(x, y), (x + 7, y + k + 2)], [2.4, 1.2], flesh)
    b.shape([(3, -83), (2, -97), (10, -104), (19, -99), (21, -89), (15, -81)], flesh)
    b.shape([(2, -90), (2, -101), (10, -107), (17, -103), (8, -100), (5, -90)], "#3a342c")
    b.shape([(12, -86), (19, -88), (17, -82)], "#1a100e")
    b.eye(14.5, -94, 1.3, "#d8e86a")


def ghost(b: Body) -> None:
    """Draw a ghost: a pale shape that shines and has no feet."""
    hue = mix("#bfe6ff", b.tint, 0.2)
    g = b.glow
    g.oval(0, -60, 52, 72, g.around((0, hue, 0.34), (1, hue, 0)))
    veil = g.across((0, hue, 0.92), (0.55, hue, 0.6), (1, hue, 0.0), vertical=True)
    g.path("M-10 -84C-16 -108 14 -114 15 -90C20 -84 27 -62 40 -58C30 -50 22 -56 17 -60C19 -36 26 -20 12 6"
           "C8 -6 4 -10 0 4C-6 -8 -12 -6 -20 8C-18 -20 -19 -40 -16 -58C-24 -52 -32 -52 -40 -46C-30 -62 -20 -78 -10 -84Z",
           veil)  # fmt: skip
    for x in (-1, 8):
        g.oval(x, -94, 2.6, 3.8, "#0e1a26", alpha=0.9)
    g.oval(4, -83, 2.8, 4.6, "#0e1a26", alpha=0.85)


def wisp(b: Body) -> None:
    """Draw a corpse-light: a hovering ball with a tail."""
    hue = "#b8ffe0"
    g = b.glow
    g.oval(0, -70, 44, 44, g.around((0, hue, 0.6), (1, hue, 0)))
    g.path("M-9 -70C-10 -52 -2 -46 -6 -26C8 -42 10 -56 9 -70Z", hue, alpha=0.5)
    g.oval(0, -70, 10, 10, g.around((0, "#ffffff", 1), (1, hue, 0.8)))
    b.round(0, 0, 0.5, 0.2, "#223333")
