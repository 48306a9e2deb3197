"""A scene in the sketch's own small vocabulary: what `words.py` reads and what is then drawn."""

from dataclasses import dataclass

PLACE_KINDS = (
    "cavern",
    "crypt",
    "forest",
    "tavern",
    "tower",
    "road",
    "ruins",
    "shore",
    "village",
    "hall",
    "swamp",
    "mountain",
)
WEATHERS = ("clear", "rain", "fog", "snow", "storm", "sand")
TIMES = ("dawn", "day", "dusk", "night")
LIGHTS = ("torch", "moon", "lantern", "fire", "magic")
INDOORS = ("cavern", "crypt", "tavern", "hall")


@dataclass(frozen=True, slots=True)
class Actor:
    """One kind of figure: a body that can be drawn, its size (1 = a person) and side."""

    body: str
    size: float
    count: int
    is_foe: bool
    tint: str | None = None
    is_fallen: bool = False


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything the drawing needs to know. The place seed fixes the place, the moment seed the
    rest."""

    place_kind: str
    weather: str
    time_of_day: str
    light: str | None
    actors: tuple[Actor, ...]
    focal: str | None
    mood: str
    theme: str
    style: str
    place_seed: int
    moment_seed: int

    @property
    def is_indoors(self) -> bool:
        return self.place_kind in INDOORS
