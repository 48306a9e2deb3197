"""What flies: demons, angels, harpies, bats, birds, griffons, imps."""

from image_gen.painters.sketch.colour import mix, tone
from image_gen.painters.sketch.figures.body import SKIN, STEEL, Body


def _bat_wing(
    b: Body, side: int, shade: float, *, root: tuple[float, float] = (8, -76), span: float = 1.0
) -> None:
    x, y = root[0] * side, root[1]

    def at(dx: float, dy: float) -> tuple[float, float]:
        return (x + side * dx * span, y + dy * span)

    b.flat([(x, y), at(20, -44), at(44, -58), at(52, -34), at(66, -34), at(58, -10), at(62, 8), at(40, 4), at(34, 24),
            at(18, 14), (x, y + 22)], b.darker(shade))  # fmt: skip
    for dx, dy in ((66, -34), (62, 8), (34, 24)):
        b.sheet.line([at(44, -58), at(dx, dy)], b.darker(shade * 0.6), 1.6)
    b.limb([(x, y), at(20, -44), at(44, -58)], [6, 4.6, 2], b.darker(shade * 0.7))


def _feather_wing(b: Body, side: int, colour: str, *, root: tuple[float, float] = (8, -76)) -> None:
    x, y = root[0] * side, root[1]
    for i in range(8):
        t = i / 7
        dx, dy = 62 - 44 * t, -50 + 92 * t
        b.limb([(x + side * 6, y), (x + side * (dx * 0.7 + 8), y + dy * 0.5 - 16), (x + side * dx, y + dy)],
               [8, 12, 3], tone(colour, 0.65 + 0.05 * i))  # fmt: skip
    b.limb([(x, y), (x + side * 24, y - 34), (x + side * 54, y - 46)], [10, 9, 4], colour)


def demon(b: Body) -> None:
    """Draw a horned, winged fiend with a burning blade."""
    _bat_wing(b, -1, 0.6)
    _bat_wing(b, 1, 0.75)
    b.limb([(-6, -42), (-30, -26), (-44, -34), (-54, -24)], [9, 6, 4, 2], b.darker(0.8))
    b.flat([(-52, -28), (-66, -24), (-54, -16)], b.darker(0.8))
    b.limb([(-6, -46), (-18, -28), (-9, -2)], [16, 11, 7], b.darker(0.75))
    b.limb([(7, -46), (19, -30), (12, -2)], [16, 11, 7], b.tint)
    b.shape([(-19, -82), (0, -88), (19, -82), (14, -56), (11, -40), (-11, -40), (-14, -56)], b.tint)
    for y in (-70, -62, -54):
        b.sheet.line([(-6, y), (0, y + 2), (6, y)], b.darker(0.6), 1.4)
    b.limb([(17, -78), (30, -64), (36, -70)], [10, 8, 6], b.tint)
    b.limb([(-17, -78), (-26, -60), (-18, -46)], [10, 8, 6], b.darker(0.75))
    b.sword(36, -70, (58, -112))
    b.glow.path("M38 -74C44 -86 46 -100 58 -116C58 -100 52 -86 41 -71Z", "#ff8a2a", alpha=0.75)
    b.shape([(-7, -84), (-7, -98), (2, -104), (12, -98), (13, -88), (4, -80)], b.tint)
    b.limb([(-4, -100), (-16, -106), (-18, -122)], [6, 5, 1], "#2a2022")
    b.limb([(8, -101), (20, -107), (23, -122)], [6, 5, 1], "#2a2022")
    b.eye(4, -94, 1.5, "#ffe03a")
    b.eye(10, -94, 1.4, "#ffe03a")


def angel(b: Body) -> None:
    """Draw a winged celestial with halo and bright sword."""
    for side in (-1, 1):
        _feather_wing(b, side, "#e8e2d2")
    b.shape(
        [(-10, -80), (0, -84), (10, -80), (9, -52), (18, -2), (0, 2), (-18, -2), (-9, -52)],
        mix("#e6dcc2", b.tint, 0.25),
    )
    b.sheet.line([(-10, -52), (10, -52)], "#d0a94a", 3)
    b.limb([(9, -78), (22, -66), (28, -70)], [7, 6, 4], SKIN)
    b.limb([(-9, -78), (-18, -62), (-12, -50)], [7, 6, 4], tone(SKIN, 0.8))
    b.sword(28, -70, (44, -112))
    b.round(1, -91, 6.4, 8, SKIN)
    b.shape([(-7, -86), (-7, -97), (1, -101), (8, -97), (2, -95), (-3, -84)], "#c8a050")
    b.glow.oval(1, -92, 34, 34, b.glow.around((0, "#fff0b0", 0.5), (1, "#fff0b0", 0)))
    b.glow.path(
        "M-10 -105A11 3.4 0 1 0 12 -105A11 3.4 0 1 0 -10 -105", "none", stroke="#ffeaa0", width=1.8
    )


def harpy(b: Body) -> None:
    """Draw a harpy: a woman with wings for arms and talons."""
    for side in (-1, 1):
        _feather_wing(b, side, b.tint, root=(9, -78))
    b.limb([(-4, -46), (-9, -26), (-6, -6)], [13, 8, 4], b.darker(0.8))
    b.limb([(5, -46), (9, -26), (8, -6)], [13, 8, 4], b.tint)
    for x in (-6, 8):
        for k in (-6, 0, 7):
            b.limb([(x, -6), (x + k, 1)], [3, 1], "#c8b070")
    b.shape([(-9, -80), (0, -83), (9, -80), (7, -60), (9, -42), (-9, -42), (-7, -60)], SKIN)
    b.shape([(-9, -62), (9, -62), (11, -40), (0, -36), (-11, -40)], b.darker(0.9))
    b.round(1, -91, 6.2, 7.6, SKIN)
    b.shape(
        [(7, -96), (-2, -103), (-12, -92), (-18, -74), (-8, -78), (-4, -92), (2, -96)], "#5a2f24"
    )
    b.eye(4, -92, 1.1, "#ffc83a")


def bat(b: Body) -> None:
    """Draw a giant bat on the wing."""
    _bat_wing(b, -1, 0.7, root=(7, -62))
    _bat_wing(b, 1, 0.85, root=(7, -62))
    b.shape([(-10, -72), (0, -80), (10, -72), (8, -48), (0, -38), (-8, -48)], b.tint)
    b.flat([(-9, -74), (-12, -94), (-1, -80)], b.darker(0.8))
    b.flat([(2, -80), (13, -94), (10, -74)], b.darker(0.9))
    for x in (-3, 2):
        b.flat([(x, -66), (x + 1, -61), (x + 2, -66)], "#f2ead2")
    b.eye(-4, -73, 1.6, "#ff4a30")
    b.eye(5, -73, 1.6, "#ff4a30")


def bird(b: Body) -> None:
    """Draw a bird of prey, wings spread, talons out."""
    for side in (-1, 1):
        _feather_wing(b, side, b.darker(0.85), root=(6, -64))
    b.limb([(-4, -44), (-12, -22), (-16, -12)], [14, 16, 20], b.darker(0.75))
    b.shape([(-10, -70), (2, -80), (12, -68), (9, -46), (0, -36), (-9, -46)], b.tint)
    b.shape(
        [(-2, -76), (0, -90), (10, -93), (17, -86), (24, -80), (16, -78), (8, -72)], b.paler(0.3)
    )
    b.flat([(16, -86), (27, -82), (22, -74), (15, -79)], "#d8a83a")
    for x in (-2, 6):
        b.limb([(x, -42), (x + 5, -30)], [5, 3], "#c8a04a")
        for k in (0, 5, 9):
            b.limb([(x + 5, -30), (x + 3 + k, -23)], [2.4, 0.8], "#c8a04a")
    b.eye(11, -86, 1.3, "#ffd03a")


def griffon(b: Body) -> None:
    """Draw a griffon: eagle before, lion behind, wings raised."""
    b.limb([(-44, -48), (-66, -40), (-78, -56)], [8, 5, 3], b.tint)
    b.round(-79, -59, 5, 6, b.darker(0.6))
    _feather_wing(b, -1, b.darker(0.75), root=(-2, -64))
    for x, paint in ((-28, 0.6), (30, 0.6), (-38, 1.0), (20, 1.0)):
        b.limb([(x, -42), (x - 5, -20), (x, -1)], [19, 10, 7], b.darker(paint))
        b.shape([(x - 4, 0), (x, -5), (x + 10, 0)], "#c8a04a" if x > 0 else b.darker(paint))
    b.shape([(-48, -48), (-34, -62), (6, -60), (32, -70), (40, -52), (26, -36), (-36, -34)], b.tint)
    _feather_wing(b, -1, b.paler(0.15), root=(-12, -60))
    b.limb([(26, -58), (38, -82), (44, -96)], [30, 22, 17], b.paler(0.45))
    b.shape([(34, -96), (38, -112), (54, -112), (62, -102), (56, -92), (42, -88)], b.paler(0.5))
    b.shape([(58, -106), (74, -98), (70, -86), (64, -94), (56, -94)], "#d8a83a")
    b.flat([(38, -108), (32, -122), (45, -112)], b.paler(0.3))
    b.eye(53, -102, 1.7, "#ffce3a")


def imp(b: Body) -> None:
    """Draw an imp or mephit hovering: small wings, barbed tail."""
    _bat_wing(b, -1, 0.65, root=(6, -66), span=0.8)
    _bat_wing(b, 1, 0.8, root=(6, -66), span=0.8)
    b.limb([(0, -36), (-16, -20), (-30, -28), (-40, -16)], [6, 4, 3, 1], b.darker(0.85))
    b.flat([(-38, -20), (-50, -12), (-38, -10)], b.darker(0.85))
    b.limb([(-3, -40), (-12, -28), (-6, -14)], [10, 7, 4], b.darker(0.8))
    b.limb([(4, -40), (14, -30), (12, -14)], [10, 7, 4], b.tint)
    b.shape([(-10, -68), (0, -72), (10, -68), (8, -40), (-8, -40)], b.tint)
    b.limb([(9, -64), (20, -54), (28, -62)], [7, 5, 3], b.tint)
    b.limb([(-9, -64), (-19, -52), (-14, -42)], [7, 5, 3], b.darker(0.8))
    b.shape([(-9, -70), (-10, -84), (1, -92), (13, -85), (14, -75), (3, -66)], b.tint)
    b.limb([(-5, -87), (-12, -96), (-9, -104)], [5, 3, 1], "#2c2224")
    b.limb([(8, -88), (16, -97), (14, -105)], [5, 3, 1], "#2c2224")
    b.sheet.line([(2, -73), (8, -71), (12, -75)], "#200c0c", 1.8)
    b.eye(2, -80, 2, "#ffe04a")
    b.eye(10, -80, 1.8, "#ffe04a")
    b.sheet.line([(0, 0), (0.3, 0)], STEEL, 0.2)
