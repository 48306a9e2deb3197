"""Big two-footed ones, drawn at person size and scaled up: ogre, troll, giant, golem, treant."""

from image_gen.painters.sketch.colour import mix, tone
from image_gen.painters.sketch.figures.body import LEATHER, STEEL, Body
from image_gen.painters.sketch.props.trees import bare
from image_gen.painters.sketch.shapes import blob


def ogre(b: Body) -> None:
    """Draw an ogre: great belly, small head, a tree for a club."""
    skin = mix(b.tint, "#a08a62", 0.45)
    b.limb([(-10, -38), (-17, -18), (-16, -2)], [23, 18, 14], tone(skin, 0.75))
    b.limb([(10, -38), (16, -18), (15, -2)], [23, 18, 14], tone(skin, 0.9))
    for x in (-16, 15):
        b.shape([(x - 8, 0), (x - 7, -7), (x + 5, -7), (x + 14, 0)], tone(skin, 0.7))
    b.shape(
        [(-25, -78), (-6, -88), (18, -84), (28, -68), (27, -44), (16, -30), (-14, -30), (-27, -46)],
        skin,
    )
    b.shape([(-20, -44), (22, -46), (24, -24), (8, -16), (-6, -24), (-22, -22)], tone(LEATHER, 0.9))
    b.sheet.line([(-22, -74), (24, -46)], tone(LEATHER, 0.7), 4)
    b.limb([(34, -40), (52, -72), (64, -104)], [6, 10, 17], "#6a4c33")
    for x, y in ((60, -92), (66, -102), (54, -84)):
        b.flat([(x, y), (x + 10, y - 4), (x + 2, y - 6)], STEEL)
    b.limb([(22, -76), (38, -58), (37, -44)], [16, 13, 10], skin)
    b.limb([(-22, -74), (-35, -50), (-31, -28)], [16, 13, 11], tone(skin, 0.75))
    b.shape([(-4, -84), (-3, -98), (8, -103), (18, -98), (20, -88), (10, -81)], skin)
    b.flat([(-3, -94), (-10, -98), (-3, -90)], tone(skin, 0.8))
    b.shape([(4, -87), (20, -88), (16, -81), (6, -81)], tone(skin, 0.75))
    for x in (9, 15):
        b.flat([(x, -87), (x + 1.2, -92), (x + 2.8, -87)], "#efe6c8")
    b.eye(11, -95, 1.1, "#ffc04a")


def troll(b: Body) -> None:
    """Draw a troll: lank, stooped, arms to the ground, long nose."""
    skin = mix(b.tint, "#64784e", 0.45)
    b.limb([(-8, -46), (-22, -28), (-12, -2)], [14, 10, 8], tone(skin, 0.7))
    b.limb([(5, -46), (15, -26), (10, -2)], [14, 10, 8], tone(skin, 0.85))
    b.shape(
        [(-20, -72), (-8, -90), (10, -88), (20, -74), (12, -52), (10, -38), (-12, -38), (-16, -54)],
        skin,
    )
    b.limb([(-16, -80), (-32, -52), (-26, -18)], [12, 9, 7], tone(skin, 0.7))
    b.limb([(14, -80), (38, -58), (42, -24)], [12, 9, 7], skin)
    for x, y in ((42, -24), (-26, -18)):
        for k in (-4, 0, 4):
            b.limb([(x, y), (x + k + 2, y + 14)], [3.4, 1], "#d8cfa8")
    b.shape(
        [(6, -82), (4, -96), (14, -106), (26, -100), (28, -92), (44, -84), (28, -84), (18, -76)],
        skin,
    )
    b.shape([(6, -92), (2, -108), (14, -116), (24, -106), (12, -104), (8, -90)], "#3a3626")
    b.flat([(-20, -76), (-30, -82), (-14, -84), (-18, -96), (-4, -90)], tone(skin, 0.6))
    b.sheet.line([(16, -81), (28, -83)], "#20140f", 2)
    b.eye(22, -94, 1.5, "#ffb03a")


def giant(b: Body) -> None:
    """Draw a giant: bearded, belted, a maul on the shoulder."""
    b.legs(45, "#54463a", wide=14, stride=12)
    b.shape([(-22, -82), (0, -88), (22, -82), (18, -56), (18, -36), (-18, -36), (-18, -56)], b.tint)
    b.flat([(-19, -50), (19, -50), (22, -24), (8, -30), (-4, -22), (-22, -26)], b.darker(0.75))
    b.sheet.line([(-19, -50), (19, -50)], "#b08d45", 3.6)
    b.shape([(-26, -80), (-16, -92), (0, -84), (16, -92), (26, -80), (0, -74)], "#9a8a74")
    b.pole((34, -30), (26, -112), 4)
    b.flat([(10, -124), (44, -130), (46, -110), (12, -104)], "#85807a")
    b.limb([(20, -78), (34, -62), (32, -50)], [13, 11, 9], "#a88464")
    b.limb([(-20, -78), (-30, -58), (-26, -40)], [13, 11, 9], "#8f6f54")
    b.round(2, -95, 8, 9.4, "#a88464")
    b.shape([(-6, -95), (11, -94), (12, -80), (4, -68), (-5, -80)], b.paler(0.35))
    b.shape([(-8, -94), (-7, -105), (3, -109), (11, -104), (3, -101), (-4, -92)], b.paler(0.2))


def golem(b: Body) -> None:
    """Draw a golem or living armour: blocks of stone or iron, a burning heart."""
    for x, paint in ((-13, 0.7), (13, 0.85)):
        b.flat([(x - 11, 0), (x - 9, -24), (x + 9, -24), (x + 12, 0)], b.darker(paint))
        b.flat([(x - 9, -26), (x - 8, -44), (x + 8, -44), (x + 8, -26)], b.darker(paint * 0.9))
    b.flat([(-30, -84), (-18, -94), (20, -94), (32, -84), (22, -46), (-20, -46)], b.tint)
    b.flat([(-30, -84), (-18, -94), (2, -92), (-4, -48), (-20, -46)], b.paler(0.15))
    for side, paint in ((-1, 0.7), (1, 0.95)):
        b.flat(
            [(side * 28, -90), (side * 46, -84), (side * 44, -62), (side * 30, -60)],
            b.darker(paint),
        )
        b.flat(
            [(side * 33, -58), (side * 46, -60), (side * 50, -26), (side * 34, -24)],
            b.darker(paint * 0.95),
        )
        b.flat(
            [(side * 32, -22), (side * 52, -24), (side * 50, -8), (side * 34, -8)],
            b.darker(paint * 0.85),
        )
    b.flat([(-11, -94), (-9, -112), (11, -112), (13, -94)], b.darker(0.9))
    b.eye(0, -103, 1.8, "#ffae3a")
    b.eye(8, -103, 1.8, "#ffae3a")
    b.eye(2, -70, 3.4, "#ff7a2a")
    b.sheet.line([(-14, -86), (-4, -74), (-10, -60)], b.darker(0.5), 1.6)


def treant(b: Body) -> None:
    """Draw a walking tree with a face in its bark."""
    bark = mix(b.tint, "#6a543c", 0.6)
    for x in (-20, -6, 12, 24):
        b.limb([(x * 0.4, -34), (x, -14), (x * 1.5, 0)], [16, 10, 4], tone(bark, 0.75))
    b.limb([(0, -20), (-2, -56), (2, -92)], [30, 27, 22], bark)
    b.limb([(10, -76), (36, -72), (50, -50), (60, -46)], [13, 9, 6, 2], bark)
    b.limb([(-10, -80), (-34, -84), (-48, -60), (-58, -58)], [13, 9, 6, 2], tone(bark, 0.75))
    bare(b.sheet, b.dice, 2, -88, 60, colour=bark, gnarl=0.6, rounds=3)
    for _ in range(12):
        tuft_x, tuft_y = b.dice.gauss(2, 24), -112 + b.dice.gauss(0, 12)
        b.sheet.path(
            blob(b.dice, tuft_x, tuft_y, 12, 9, wobble=0.3),
            tone("#5d7a3c", b.dice.uniform(0.6, 1.15)),
        )
    for k in (-7, -2, 5):
        b.sheet.line([(k, -30), (k * 0.7, -56)], tone(bark, 0.55), 1.6)
    b.shape([(-4, -62), (8, -62), (5, -55), (-2, -56)], "#140d08")
    b.eye(-3, -74, 2, "#d8ff7a")
    b.eye(8, -74, 2, "#d8ff7a")


def minotaur(b: Body) -> None:
    """Draw a minotaur: bull's head, great horns, double axe."""
    b.limb([(-7, -46), (-20, -30), (-11, -2)], [18, 12, 8], b.darker(0.7))
    b.limb([(7, -46), (20, -32), (13, -2)], [18, 12, 8], b.darker(0.85))
    b.shape([(-25, -82), (0, -90), (25, -82), (18, -56), (14, -40), (-14, -40), (-18, -56)], b.tint)
    b.flat([(-14, -46), (14, -46), (16, -24), (0, -32), (-16, -24)], tone(LEATHER, 0.8))
    b.pole((38, -6), (44, -116), 3.4)
    b.shape([(44, -114), (62, -120), (66, -100), (58, -84), (43, -92)], STEEL)
    b.shape([(43, -114), (26, -118), (22, -100), (28, -88), (42, -94)], tone(STEEL, 0.8))
    b.limb([(22, -78), (36, -62), (41, -58)], [13, 11, 8], b.tint)
    b.limb([(-22, -78), (-32, -56), (-22, -42)], [13, 11, 8], b.darker(0.75))
    b.shape([(-8, -86), (-8, -102), (6, -108), (18, -102), (28, -88), (26, -80), (12, -78)], b.tint)
    b.limb([(-4, -104), (-22, -108), (-28, -124)], [7, 6, 1], "#e0d6b8")
    b.limb([(12, -106), (28, -112), (32, -128)], [7, 6, 1], "#e0d6b8")
    b.shape([(18, -88), (29, -88), (27, -79), (18, -80)], b.darker(0.6))
    b.round(26, -81, 2.6, 1.6, "#c8a752")
    b.eye(13, -97, 1.5, "#ff5a30")
