"""The written material of adventures as typed values: plots, side quests and what a theme has in common, read from TOML.

A source is text with gaps (`words.py` fills them) and keys instead of refs. It knows nothing of a seed. A source file that
says something nobody reads is an error here, not a surprise at the table.
"""

import tomllib
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from llm_brain.ledger.creature import Attitude

DATA = Path(__file__).parent / "data"
Tier = Literal["weak", "middling", "hard", "climax"]


class Source(BaseModel):
    """The base: immutable, and no unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class TrapSource(Source):
    """What a thing does to the careless: a Dexterity save against `dc`. One `underfoot` waits for no hand."""

    dc: int
    damage: str
    type: str
    underfoot: bool = False


class FeatureSource(Source):
    """A thing in a place. `hidden` is the DC to notice it; `loot` names a purse of the theme."""

    key: str
    name: str
    words: tuple[str, ...] = ()
    detail: str
    hidden: int = 0
    open_skill: str | None = None
    open_dc: int = 0
    items: tuple[str, ...] = ()
    coins: int = 0
    clues: tuple[str, ...] = ()
    trap: TrapSource | None = None
    verb: str = "open"
    loot: str = ""


class PlaceSource(Source):
    """A place. `at` is its square of the map (x east, y south); None is laid beside its neighbour."""

    key: str
    name: str
    kind: str
    at: tuple[int, int] | None = None
    light: Literal["bright", "dim", "dark"] = "bright"
    outdoors: bool = False
    facts: tuple[str, ...]
    features: tuple[FeatureSource, ...] = ()
    items: tuple[str, ...] = ()
    zones: tuple[str, ...] = ()
    is_known: bool = False


class WaySource(Source):
    """A way between two places: its name from either side, and what bars it from `a` to `b`."""

    a: str
    b: str
    out: str
    back: str
    dir: str = ""
    hidden: int = 0
    locked: int = 0
    key: str = ""


class TopicSource(Source):
    """Something to ask a person about."""

    key: str
    words: tuple[str, ...]
    answer: str
    lie: bool = False
    needs: Literal["none", "friendly", "success"] = "none"
    reveals: tuple[str, ...] = ()


class PersonSource(Source):
    """Somebody; `name` is a slot filled from the theme's names, which also decides the pronoun."""

    key: str
    name: str
    role: str
    place: str
    age: Literal["young", "grown", "old"] = "grown"
    manner: str
    wants: str
    secret: str
    attitude: Attitude = "indifferent"
    stat: str = "commoner"
    topics: tuple[TopicSource, ...] = ()
    sells: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    coins: int = 0


class FoeSource(Source):
    """A kind of foe: a stat block and what it is called here. `epithets` tell several apart."""

    stat: str
    name: str
    epithets: tuple[str, ...] = ()


class FightSource(Source):
    """A planned fight. `boss` is a person's key; `boss_stats` are their possible stat blocks, weakest first."""

    key: str
    name: str
    place: str
    tier: Tier
    foes: tuple[FoeSource, ...] = ()
    boss: str | None = None
    boss_stats: tuple[str, ...] = ()
    talk_dc: int | None = None
    carries: tuple[str, ...] = ()
    because: str = ""


class StageSource(Source):
    """A step of a quest."""

    key: str
    text: str
    when: str
    xp: int = 25


class QuestSource(Source):
    """A quest, and what is true afterwards either way."""

    key: str
    title: str
    giver: str
    stages: tuple[StageSource, ...]
    xp: int
    coins: int = 0
    items: tuple[str, ...] = ()
    done: str
    undone: str


class ClueSource(Source):
    """A truth. `opens` are places that can be found once it is known."""

    key: str
    text: str
    about: str = ""
    opens: tuple[str, ...] = ()


class ItemSource(Source):
    """A thing that exists only in this adventure."""

    key: str
    name: str
    note: str = ""


class PartSource(Source):
    """What plots, side quests and houses have in common."""

    key: str
    slots: dict[str, tuple[str, ...]] = {}
    bundles: dict[str, tuple[dict[str, str], ...]] = {}
    items: tuple[ItemSource, ...] = ()
    places: tuple[PlaceSource, ...] = ()
    ways: tuple[WaySource, ...] = ()
    people: tuple[PersonSource, ...] = ()
    fights: tuple[FightSource, ...] = ()
    clues: tuple[ClueSource, ...] = ()
    quest: QuestSource | None = None


class PlotSource(PartSource):
    """A main plot. `anchors` say where the theme's houses and side quests are joined on: inn, shop, green, wild."""

    title: tuple[str, ...]
    hook: str
    start: str
    villain: str
    anchors: dict[str, str]
    at: dict[str, tuple[int, int]]
    facts: dict[str, str]
    rumours: tuple[TopicSource, ...]


class ThemeSource(Source):
    """What every adventure of a theme draws from."""

    key: str
    name: str
    summary: str
    tone: str
    weathers: tuple[str, ...]
    hours: tuple[int, ...]
    names: dict[str, tuple[str, ...]]
    slots: dict[str, tuple[str, ...]]
    loot: dict[str, tuple[str, ...]]
    small_talk: tuple[TopicSource, ...]


def _read(path: Path) -> dict[str, object]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def theme_source(theme: str) -> ThemeSource:
    """Return what a theme has in common."""
    return ThemeSource.model_validate(_read(DATA / theme / "theme.toml"))


@cache
def plots(theme: str) -> tuple[PlotSource, ...]:
    """Return a theme's main plots, by file name."""
    files = sorted((DATA / theme / "plots").glob("*.toml"))
    return tuple(PlotSource.model_validate(_read(f)) for f in files)


@cache
def parts(theme: str, kind: str) -> tuple[PartSource, ...]:
    """Return a theme's `inns`, `shops` or `sides`, by file name."""
    files = sorted((DATA / theme / kind).glob("*.toml"))
    return tuple(PartSource.model_validate(_read(f)) for f in files)
