"""Four-footed beasts, a little over waist high for a person of 100."""

from collections.abc import Sequence

from image_gen.painters.sketch.figures.body import Body
from image_gen.painters.sketch.sheet import Point


def _four_legs(
    b: Body, back: float, front: float, hip: float, *, wide: float, hock: float = 6
) -> None:
    """Stand four legs: the far pair darker and a step off."""
    for shift, paint in ((9, b.darker(0.6)), (0, b.tint)):
        b.limb([(back + shift, -hip), (back + shift - hock, -hip * 0.45), (back + shift + 1, -2)],
               [wide * 1.9, wide, wide * 0.6], paint)  # fmt: skip
        b.limb([(front + shift, -hip), (front + shift + 2, -hip * 0.5), (front + shift - 1, -2)],
               [wide * 1.6, wide, wide * 0.6], paint)  # fmt: skip
        for x in (back + shift + 2, front + shift):
            b.shape([(x - 4, 0), (x - 2, -4), (x + 4, -3), (x + 7, 0)], paint)


def _mane(b: Body, points: Sequence[Point], long: float) -> None:
    for x, y in points:
        b.flat([(x - 4, y + 3), (x - 9, y - long), (x + 5, y + 1)], b.darker(0.8))


def wolf(b: Body) -> None:
    """Draw a stalking wolf, head low, teeth bared."""
    b.limb([(-44, -50), (-62, -46), (-78, -28)], [10, 11, 2], b.darker(0.8))
    _four_legs(b, -36, 22, 42, wide=8, hock=9)
    b.shape(
        [
            (-50, -50),
            (-38, -62),
            (-6, -58),
            (16, -66),
            (34, -62),
            (38, -46),
            (24, -34),
            (-4, -36),
            (-36, -34),
        ],
        b.tint,
    )
    _mane(b, [(-20, -58), (-6, -58), (6, -62), (16, -65), (26, -65)], 9)
    b.shape([(24, -62), (34, -74), (48, -72), (70, -60), (71, -54), (52, -50), (38, -44)], b.tint)
    b.flat([(34, -72), (33, -88), (42, -76)], b.darker(0.8))
    b.flat([(40, -73), (43, -88), (48, -72)], b.tint)
    b.shape([(50, -52), (66, -50), (60, -46), (48, -47)], b.darker(0.6))
    for k in (54, 59, 64):
        b.flat([(k, -53), (k + 1.5, -49), (k + 3, -53.4)], "#f2ead2")
    b.round(70, -58, 2.2, 2, "#15100e")
    b.eye(52, -65, 1.7, "#ffd84a")


def cat(b: Body) -> None:
    """Draw a great cat, long and low with a curling tail."""
    b.limb([(-46, -48), (-66, -40), (-80, -54), (-74, -70)], [8, 6, 5, 3], b.tint)
    _four_legs(b, -36, 24, 38, wide=9, hock=8)
    b.shape(
        [(-50, -46), (-36, -58), (0, -52), (26, -60), (38, -50), (30, -34), (-6, -34), (-38, -32)],
        b.tint,
    )
    b.shape([(26, -52), (32, -72), (48, -74), (60, -64), (60, -54), (48, -48)], b.tint)
    b.round(35, -73, 5, 5, b.darker(0.8))
    b.round(47, -74, 5, 5, b.tint)
    b.shape([(50, -58), (62, -60), (61, -53), (52, -52)], b.paler(0.4))
    for x in (-30, -18, -6, 6, 18):
        b.sheet.line([(x, -54), (x + 3, -40)], b.darker(0.55), 2.6)
    b.eye(50, -65, 1.6, "#b8ff5a")


def bear(b: Body) -> None:
    """Draw a bear, heavy shoulders, head down."""
    _four_legs(b, -36, 24, 40, wide=15, hock=3)
    b.shape(
        [
            (-56, -44),
            (-46, -68),
            (-10, -70),
            (16, -84),
            (40, -72),
            (46, -50),
            (30, -32),
            (-6, -28),
            (-44, -26),
        ],
        b.tint,
    )
    b.shape(
        [(30, -66), (42, -80), (58, -78), (64, -66), (80, -58), (78, -50), (60, -46), (42, -46)],
        b.tint,
    )
    b.round(43, -79, 6, 6, b.darker(0.75))
    b.round(54, -80, 5.4, 5.4, b.tint)
    b.shape([(62, -62), (80, -60), (79, -50), (62, -50)], b.paler(0.25))
    b.round(79, -59, 2.8, 2.4, "#15100e")
    b.eye(61, -68, 1.2, "#e8b060")


def boar(b: Body) -> None:
    """Draw a bristling boar with tusks."""
    _four_legs(b, -30, 24, 32, wide=8, hock=4)
    b.shape(
        [(-48, -36), (-40, -56), (-8, -60), (18, -70), (40, -56), (44, -36), (24, -22), (-34, -20)],
        b.tint,
    )
    _mane(b, [(-24, -56), (-12, -58), (0, -62), (12, -66), (24, -64)], 11)
    b.shape([(28, -60), (44, -58), (66, -38), (68, -28), (46, -24), (32, -28)], b.tint)
    b.flat([(34, -58), (30, -72), (42, -60)], b.darker(0.7))
    b.limb([(58, -30), (66, -36), (66, -46)], [4, 3, 1], "#efe6c8")
    b.limb([(-46, -42), (-56, -44), (-54, -34)], [3, 2, 1], b.darker(0.7))
    b.eye(46, -47, 1.4, "#ff9a4a")


def horse(b: Body) -> None:
    """Draw a horse, neck arched, tail streaming."""
    horse_body(b)
    b.limb([(26, -80), (42, -104), (54, -124)], [34, 24, 16], b.tint)
    b.shape(
        [(46, -128), (56, -136), (66, -124), (80, -106), (76, -98), (62, -104), (50, -110)], b.tint
    )
    b.flat([(50, -132), (50, -146), (57, -134)], b.tint)
    for i in range(7):
        x, y = 48 - i * 5, -132 + i * 8
        b.flat([(x + 4, y), (x - 14, y + 10), (x - 2, y + 12)], b.darker(0.45))
    b.eye(62, -121, 1.2, "#f0e0c0")


def horse_body(b: Body) -> None:
    """Draw what a horse and a centaur share."""
    b.limb([(-48, -84), (-66, -76), (-72, -40)], [8, 13, 3], b.darker(0.45))
    _four_legs(b, -38, 28, 64, wide=9, hock=8)
    b.shape(
        [(-52, -78), (-40, -94), (-6, -88), (24, -94), (42, -82), (40, -62), (10, -54), (-36, -56)],
        b.tint,
    )


def deer(b: Body) -> None:
    """Draw a stag with branching antlers."""
    _four_legs(b, -30, 22, 58, wide=6, hock=7)
    b.shape([(-42, -66), (-34, -78), (0, -74), (24, -80), (32, -66), (22, -52), (-30, -50)], b.tint)
    b.limb([(22, -70), (34, -90), (38, -104)], [20, 13, 10], b.tint)
    b.shape([(32, -108), (42, -112), (60, -100), (58, -95), (40, -96)], b.tint)
    for bow in (-1, 1):
        b.limb([(37, -110), (32 + bow * 10, -128), (34 + bow * 16, -148)], [3.4, 2.8, 1], "#c8b48a")
        b.limb([(33 + bow * 9, -126), (44 + bow * 12, -136)], [2.4, 1], "#c8b48a")
        b.limb([(31 + bow * 11, -134), (24 + bow * 12, -146)], [2.4, 1], "#c8b48a")
    b.eye(44, -104, 1.2, "#f0e0b0")


def rat(b: Body) -> None:
    """Draw a great rat, hunched, naked tail."""
    b.limb([(-40, -16), (-64, -6), (-88, -10), (-104, -2)], [6, 4, 3, 1], "#b08078")
    _four_legs(b, -26, 26, 18, wide=6, hock=4)
    b.shape([(-44, -12), (-42, -40), (-18, -54), (12, -46), (34, -30), (36, -14), (0, -6)], b.tint)
    b.shape([(20, -40), (38, -44), (66, -22), (64, -16), (40, -12), (24, -16)], b.tint)
    b.round(32, -46, 9, 9, b.darker(0.75))
    b.round(32, -46, 5.4, 5.4, "#b08078")
    b.round(65, -20, 2.4, 2.2, "#c08880")
    b.flat([(57, -14), (58.5, -8), (61, -14)], "#f0e8c8")
    b.eye(48, -32, 2.0, "#ff5a3a")


def elephant(b: Body) -> None:
    """Draw a mammoth or elephant: dome, trunk, tusks."""
    for x, paint in ((-34, b.darker(0.6)), (26, b.darker(0.6)), (-46, b.tint), (12, b.tint)):
        b.limb([(x, -64), (x, -30), (x, -1)], [30, 22, 22], paint)
    b.shape(
        [(-66, -70), (-50, -112), (0, -120), (30, -108), (36, -66), (0, -46), (-56, -44)], b.tint
    )
    b.shape([(16, -112), (32, -138), (58, -134), (66, -104), (52, -80), (28, -78)], b.tint)
    b.limb([(58, -108), (74, -76), (72, -38), (84, -18)], [28, 17, 11, 6], b.tint)
    b.limb([(52, -86), (76, -60), (100, -66)], [9, 7, 1], "#efe6c8")
    b.shape([(14, -118), (4, -92), (16, -72), (34, -84), (34, -112)], b.darker(0.75))
    b.eye(54, -108, 1.8, "#f0d8a0")


def lizard(b: Body) -> None:
    """Draw a crocodile or great lizard, low with a long jaw."""
    b.limb([(-30, -18), (-70, -14), (-110, -4)], [26, 14, 1], b.tint)
    for x in (-24, 24):
        b.limb([(x, -16), (x - 10, -8), (x - 14, -1)], [13, 9, 6], b.darker(0.7))
        b.limb([(x + 8, -16), (x + 16, -8), (x + 14, -1)], [13, 9, 6], b.tint)
    b.shape([(-44, -16), (-30, -32), (8, -34), (40, -30), (46, -16), (20, -6), (-30, -5)], b.tint)
    for i in range(12):
        x = -80 + i * 10
        b.flat(
            [(x - 5, -28 + abs(i - 7)), (x, -38 + abs(i - 7) * 1.6), (x + 5, -28 + abs(i - 7))],
            b.darker(0.75),
        )
    b.shape([(34, -30), (50, -36), (62, -28), (98, -22), (98, -16), (56, -14), (36, -12)], b.tint)
    b.shape([(50, -12), (94, -10), (92, -5), (46, -6)], b.darker(0.75))
    for k in range(6):
        b.flat([(60 + k * 6, -16), (62 + k * 6, -11), (64 + k * 6, -16)], "#efe6c8")
    b.eye(53, -32, 1.9, "#d8e84a")


def frog(b: Body) -> None:
    """Draw a giant frog or toad, squatting."""
    b.shape([(-36, -4), (-44, -26), (-26, -34), (-8, -16), (-14, 0)], b.darker(0.7))
    b.shape(
        [(-34, -12), (-22, -44), (6, -62), (34, -60), (48, -44), (46, -28), (26, -12), (-10, -4)],
        b.tint,
    )
    b.limb([(22, -26), (30, -12), (26, -1)], [13, 9, 6], b.darker(0.85))
    b.shape([(18, 0), (26, -5), (40, 0)], b.darker(0.85))
    b.shape([(14, -34), (46, -36), (40, -22), (20, -18)], b.paler(0.4))
    b.sheet.line([(16, -38), (34, -35), (48, -42)], "#1c2414", 2.2)
    b.round(24, -62, 8, 8, b.tint)
    b.eye(26, -63, 3.2, "#ffd040")
