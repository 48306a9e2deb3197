"""Great plain masses of dark or light that make a place known at a glance.

A mass keeps its outline from place to place; only its edge is chipped by the place's own chance.
"""

from collections.abc import Sequence

from image_gen.painters.sketch.colour import tone
from image_gen.painters.sketch.seeds import Dice
from image_gen.painters.sketch.shapes import broken
from image_gen.painters.sketch.sheet import Point, Sheet
from image_gen.painters.sketch.stage import Stage

_OUTSIDE = {"day": "#dfe9ea", "dawn": "#f2c6a6", "dusk": "#e8874c", "night": "#44619a"}


def mass(sheet: Sheet, dice: Dice, outline: Sequence[Point], colour: str, *, rough: float = 14,
         below: float = 0.7) -> list[Point]:  # fmt: skip
    """Fill a chipped outline, `below` times as bright at its foot; return its edge."""
    edge = broken(dice, outline, rough=rough, rounds=3)
    sheet.poly(edge, sheet.across((0, colour, 1), (1, tone(colour, below), 1), vertical=True))
    return edge


def outside(stage: Stage) -> str:
    """Return the colour of the open air of the hour, as seen from indoors."""
    dull = {"storm": 0.62, "rain": 0.8, "fog": 0.9}.get(stage.scene.weather, 1.0)
    return tone(_OUTSIDE[stage.scene.time_of_day], dull)


def facets(sheet: Sheet, dice: Dice, edge: Sequence[Point], colour: str, *, long: float,
           count: int = 12) -> None:  # fmt: skip
    """Cut slanting faces into a rocky mass, starting from its edge."""
    for _ in range(count):
        x, y = edge[dice.randrange(len(edge))]
        lean = dice.uniform(-0.5, 0.5) * long
        sheet.poly([(x, y), (x + long * 0.25, y + long * 0.2), (x + lean + long * 0.2, y + long),
                    (x + lean - long * 0.15, y + long * 0.8)],
                   tone(colour, dice.choice((0.7, 0.82, 1.2))), alpha=0.4)  # fmt: skip
