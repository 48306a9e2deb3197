"""What crawls, slithers and swims: spiders, scorpions, worms, snakes, octopuses, fish, swarms."""

import math

from image_gen.painters.sketch.figures.body import SKIN, STEEL, Body


def spider(b: Body) -> None:
    """Draw a giant spider, eight arched legs."""
    for i, (far, knee, paint) in enumerate(
        ((58, 66, 0.55), (74, 58, 0.55), (52, 74, 0.8), (80, 62, 0.8))
    ):
        for side in (-1, 1):
            reach = side * (far if side > 0 else far + 6)
            x = side * (4 + i * 2)
            b.limb(
                [(x, -32), (reach * 0.52, -knee), (reach * 0.82, -knee * 0.55), (reach, 0)],
                [7, 5.4, 3.8, 1.4],
                b.darker(paint),
            )
    b.shape([(-8, -34), (-20, -62), (-50, -64), (-64, -42), (-52, -22), (-22, -20)], b.tint)
    for k in (-46, -36, -26):
        b.flat([(k, -56), (k + 5, -46), (k, -36), (k - 5, -46)], "#b8402e", alpha=0.8)
    b.shape([(-14, -26), (-8, -44), (12, -46), (24, -34), (16, -20)], b.darker(0.85))
    for x in (17, 23):
        b.limb([(x, -26), (x + 7, -18), (x + 3, -10)], [5, 4, 1], "#2a1712")
    for x, y, r in ((12, -38, 2), (18, -37, 2.2), (15, -43, 1.3), (21, -42, 1.2), (23, -33, 1.2)):
        b.eye(x, y, r, "#ff4a30")


def scorpion(b: Body) -> None:
    """Draw a scorpion, crab or beetle: pincers, plates, a raised sting."""
    b.limb([(-30, -22), (-62, -30), (-74, -64), (-54, -90), (-30, -84)], [18, 14, 11, 9, 6], b.tint)
    b.limb([(-32, -85), (-20, -80), (-14, -68)], [8, 6, 1], b.darker(0.6))
    for i in range(4):
        x = -20 + i * 13
        b.limb(
            [(x, -20), (x + (i - 1.5) * 10, -34), (x + (i - 1.5) * 18, 0)],
            [6, 4.6, 1.6],
            b.darker(0.65),
        )
    b.shape([(-38, -18), (-26, -36), (8, -38), (32, -28), (34, -14), (6, -8), (-28, -8)], b.tint)
    for x in (-22, -10, 2, 14):
        b.sheet.line([(x, -36), (x + 5, -10)], b.darker(0.55), 1.8)
    for lift, paint in ((14, b.darker(0.7)), (0, b.tint)):
        b.limb([(26, -24 - lift * 0.3), (44, -38 - lift), (60, -28 - lift)], [9, 8, 10], paint)
        b.shape(
            [
                (54, -30 - lift),
                (70, -46 - lift),
                (90, -38 - lift),
                (72, -34 - lift),
                (88, -24 - lift),
                (66, -20 - lift),
            ],
            paint,
        )
    b.eye(31, -28, 1.7, "#ffb03a")


def worm(b: Body) -> None:
    """Draw a great worm bursting from the ground, ringed and gaping."""
    b.limb([(-64, 2), (-46, -44), (-14, -76), (22, -84), (48, -66)], [34, 40, 40, 38, 36], b.tint)
    for t in range(7):
        x, y = -58 + t * 15, -20 - 66 * math.sin(t / 6 * 1.7)
        b.sheet.line([(x - 16, y + 4), (x - 2, y + 12), (x + 12, y + 22)], b.darker(0.6), 2.2)
    b.round(52, -60, 17, 24, b.darker(0.5))
    b.round(54, -59, 12, 18, "#2a0f14")
    for i in range(10):
        a = i / 10 * math.tau
        tx, ty = 54 + 13 * math.cos(a), -59 + 19 * math.sin(a)
        b.flat(
            [(tx - 2, ty - 2), (54 + 5 * math.cos(a), -59 + 8 * math.sin(a)), (tx + 2, ty + 2)],
            "#f0e6c8",
        )
    for k in (-88, -70, -30):
        b.shape([(k - 14, 3), (k - 4, -12), (k + 10, -8), (k + 18, 3)], "#5a4a3a")


def snake(b: Body) -> None:
    """Draw a coiled snake, head raised."""
    b.limb(
        [
            (-60, -2),
            (-30, -12),
            (10, -8),
            (36, -14),
            (20, -28),
            (-20, -26),
            (-24, -40),
            (6, -46),
            (14, -70),
            (30, -84),
        ],
        [3, 12, 17, 19, 19, 18, 17, 16, 13, 11],
        b.tint,
    )
    b.limb([(-40, -6), (0, -6), (32, -11)], [3, 5, 3], b.paler(0.35))
    b.shape([(22, -80), (26, -94), (40, -96), (54, -86), (52, -80), (34, -76)], b.tint)
    b.sheet.path("M52 -83L64 -82L70 -86M64 -82L70 -78", stroke="#c83a3a", width=1.4)
    b.eye(40, -89, 1.6, "#ffe04a")


def naga(b: Body) -> None:
    """Draw a serpent with a woman's or man's upper body."""
    b.limb(
        [(-76, -2), (-40, -16), (6, -8), (34, -20), (8, -36), (-14, -34), (-8, -56), (0, -70)],
        [3, 16, 24, 26, 25, 22, 20, 17],
        b.tint,
    )
    b.shape([(-10, -66), (-12, -88), (0, -94), (12, -88), (9, -66)], SKIN)
    b.limb([(11, -88), (24, -76), (34, -86)], [7, 6, 4], SKIN)
    b.limb([(-11, -88), (-22, -74), (-14, -62)], [7, 6, 4], SKIN)
    b.sword(34, -86, (50, -114))
    b.round(2, -102, 6.4, 8, SKIN)
    for a in range(-5, 6):
        x = 1 + a * 3.2
        b.limb(
            [(x * 0.6, -108), (x * 1.4 - 3, -116 + abs(a)), (x * 1.9, -112 + abs(a) * 2.6)],
            [3.4, 3, 1.4],
            b.darker(0.8),
        )
    b.eye(5, -103, 1, "#c8ff5a")


def octopus(b: Body) -> None:
    """Draw a many-armed thing from the deep."""
    for i in range(7):
        a = -1.25 + i * 0.42
        x, reach = math.sin(a), 70 + 8 * (i % 3)
        b.limb(
            [
                (x * 14, -34),
                (x * reach * 0.7, -26 - 20 * math.cos(i)),
                (x * reach, -6),
                (x * (reach + 24), -18 - 8 * (i % 2)),
            ],
            [17, 13, 8, 1],
            b.darker(0.65 + 0.05 * i),
        )
    b.shape(
        [(-24, -28), (-32, -66), (-14, -100), (14, -102), (32, -70), (26, -30), (0, -20)], b.tint
    )
    for k in (-16, -6, 6):
        b.round(k, -84 + abs(k), 3.4, 4, b.paler(0.2))
    for x in (-9, 14):
        b.eye(x, -50, 3.4, "#ffd23a")


def fish(b: Body) -> None:
    """Draw a shark breaking the surface."""
    b.shape(
        [(-70, -4), (-50, -22), (0, -44), (50, -30), (78, -16), (70, -4), (20, 2), (-40, 2)], b.tint
    )
    b.flat([(-16, -40), (-22, -82), (16, -42)], b.darker(0.8))
    b.flat([(-64, -8), (-98, -44), (-86, -4)], b.darker(0.8))
    b.shape([(30, -10), (76, -12), (60, 0), (20, 2)], b.paler(0.5))
    b.sheet.line([(48, -10), (74, -12)], "#2a1010", 2)
    for k in range(5):
        b.flat([(50 + k * 5, -11), (52 + k * 5, -6), (54 + k * 5, -11)], "#f6f0dc")
    b.eye(58, -24, 1.7, "#101010")
    b.sheet.path("M-104 2C-60 -6 60 -6 104 2", stroke="#dce8ea", width=2.4)


def swarm(b: Body) -> None:
    """Draw a swarm: a cloud of small bodies, thick at its heart."""
    for _ in range(70):
        x, y = b.dice.gauss(0, 30), -46 + b.dice.gauss(0, 24)
        r = b.dice.uniform(1.4, 3.6)
        if b.dice.random() < 0.5:
            b.flat(
                [(x - r * 2.4, y - r), (x, y), (x + r * 2.4, y - r), (x, y + r)],
                b.darker(b.dice.uniform(0.4, 0.9)),
            )
        else:
            b.round(x, y, r * 1.5, r, b.darker(b.dice.uniform(0.5, 1.0)))
    for _ in range(9):
        b.eye(b.dice.gauss(0, 24), -46 + b.dice.gauss(0, 18), 0.9, "#ff6a4a")
    b.sheet.line([(0, 0), (0.3, 0)], STEEL, 0.2)
