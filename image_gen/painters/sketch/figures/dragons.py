"""Dragons, hydras and the great lizards of old."""

from image_gen.painters.sketch.figures.body import Body
from image_gen.painters.sketch.sheet import Point


def _wing(b: Body, root: Point, lift: float, shade: float, way: int = 1) -> None:
    """Spread one bat-like wing from its root, fingers and all."""
    x, y = root

    def at(dx: float, dy: float) -> Point:
        return (x + way * dx, y + lift * dy)

    tips = [at(-34, -1.0), at(-78, -0.82), at(-108, -0.36), at(-88, 0.08)]
    hollow = [at(-54, -0.74), at(-82, -0.46), at(-78, -0.04)]
    wrist = at(-10, -0.78)
    outline = [root, wrist, tips[0]]
    for tip, dip in zip(tips[1:], hollow, strict=True):
        outline += [dip, tip]
    b.flat([*outline, at(-40, 0.04), at(-20, 0.14)], b.darker(shade))
    for tip in tips:
        b.limb(
            [wrist, ((wrist[0] + tip[0]) / 2, (wrist[1] + tip[1]) / 2), tip],
            [3.4, 2.4, 0.8],
            b.darker(shade * 0.6),
        )
    b.limb([root, at(8, -0.4), wrist], [8, 6, 5], b.darker(shade * 0.75))


def dragon(b: Body) -> None:
    """Draw a dragon: wings up, neck arched, fire in its throat."""
    _wing(b, (8, -64), 96, 0.5, way=-1)
    b.limb([(-30, -40), (-70, -28), (-104, -30), (-128, -12)], [30, 17, 9, 1], b.tint)
    b.flat([(-126, -14), (-146, -22), (-138, -4)], b.darker(0.7))
    b.limb([(-26, -38), (-40, -22), (-30, -2)], [26, 15, 9], b.darker(0.75))
    b.limb([(22, -38), (30, -20), (26, -2)], [20, 12, 9], b.darker(0.75))
    b.shape([(-44, -44), (-20, -66), (14, -68), (36, -56), (32, -32), (0, -24), (-34, -26)], b.tint)
    b.limb([(-14, -34), (-26, -18), (-14, -1)], [24, 14, 9], b.tint)
    b.limb([(30, -40), (42, -20), (38, -1)], [17, 11, 8], b.tint)
    b.limb([(24, -54), (46, -74), (42, -100), (60, -114)], [34, 24, 18, 14], b.tint)
    b.limb([(30, -44), (54, -68), (49, -94)], [8, 9, 6], b.paler(0.35))
    for i in range(9):
        x, y = (34 - i * 9, -72 + abs(i - 2) * 1.5) if i > 1 else (40 - i * 3, -96 + i * 12)
        b.flat([(x - 5, y + 4), (x - 7, y - 8), (x + 4, y + 3)], b.darker(0.6))
    b.shape(
        [
            (50, -112),
            (58, -126),
            (74, -124),
            (84, -114),
            (102, -108),
            (101, -102),
            (80, -102),
            (62, -102),
        ],
        b.tint,
    )
    b.shape([(70, -100), (97, -96), (94, -91), (66, -94)], b.darker(0.75))
    for k in range(5):
        b.flat([(79 + k * 4.4, -102), (81 + k * 4.4, -97), (83 + k * 4.4, -102)], "#f2e8cc")
    b.limb([(60, -122), (46, -132), (36, -142)], [7, 5, 1], "#d8cbab")
    b.limb([(66, -124), (56, -138), (50, -150)], [6, 4, 1], "#d8cbab")
    _wing(b, (-4, -62), 104, 0.85)
    b.eye(74, -115, 1.9, "#ffe04a")
    g = b.glow
    g.oval(92, -98, 16, 10, g.around((0, "#ff9a3a", 0.8), (1, "#ff6a1a", 0)))


def hydra(b: Body) -> None:
    """Draw a hydra: five necks on one body."""
    b.limb([(-34, -30), (-72, -18), (-110, -6)], [34, 18, 1], b.tint)
    for x, paint in ((-30, 0.7), (14, 0.7), (-16, 1.0), (30, 1.0)):
        b.limb([(x, -34), (x - 6, -18), (x, -1)], [24, 15, 11], b.darker(paint))
    b.shape([(-50, -34), (-30, -62), (14, -64), (42, -48), (36, -24), (-34, -20)], b.tint)
    heads = ((-34, -112, 0.6), (0, -130, 0.7), (62, -98, 0.8), (28, -122, 0.9), (76, -66, 1.0))
    for x, y, paint in heads:
        shade = b.darker(paint)
        b.limb(
            [(14, -50), (10 + x * 0.2, -74 + y * 0.06), (x - 10, y + 14), (x, y)],
            [24, 16, 12, 10],
            shade,
        )
        b.shape(
            [
                (x - 9, y + 2),
                (x - 4, y - 9),
                (x + 8, y - 8),
                (x + 26, y + 1),
                (x + 24, y + 6),
                (x, y + 8),
            ],
            shade,
        )
        b.flat([(x + 8, y + 7), (x + 22, y + 11), (x + 2, y + 12)], b.darker(paint * 0.7))
        b.flat([(x - 4, y - 8), (x - 16, y - 16), (x + 2, y - 9)], b.darker(0.6))
        b.eye(x + 6, y - 3, 1.6, "#ffd23a")


def dinosaur(b: Body) -> None:
    """Draw a great two-footed reptile: huge jaws, small arms, long tail."""
    b.limb([(-16, -60), (-60, -62), (-108, -46)], [34, 20, 1], b.tint)
    b.limb([(-10, -52), (-24, -30), (-8, -2)], [30, 16, 10], b.darker(0.7))
    b.shape(
        [(-34, -58), (-14, -78), (20, -84), (38, -74), (30, -52), (-4, -40), (-28, -44)], b.tint
    )
    b.limb([(2, -50), (-12, -28), (8, -1)], [30, 17, 11], b.tint)
    b.shape([(0, 0), (8, -6), (26, 0)], b.tint)
    b.limb([(28, -60), (40, -54), (38, -46)], [9, 6, 3], b.darker(0.75))
    b.limb([(22, -74), (38, -94), (50, -106)], [32, 25, 20], b.tint)
    b.shape(
        [(40, -104), (52, -124), (76, -122), (98, -110), (98, -102), (62, -98), (46, -94)], b.tint
    )
    b.shape([(58, -94), (94, -92), (90, -84), (54, -84)], b.darker(0.75))
    for k in range(7):
        b.flat([(66 + k * 4.4, -100), (68 + k * 4.4, -93), (70 + k * 4.4, -100)], "#f2e8cc")
    b.eye(68, -114, 1.9, "#ffae3a")
