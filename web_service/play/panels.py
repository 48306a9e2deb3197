"""What lies around the story: party, quests, carried things, scene, picture, map, initiative, what was remembered.

Built from the campaign's table view and its last turns; it reads no database.
"""

from dataclasses import dataclass
from typing import Any

from web_service.campaigns.models import Campaign
from web_service.characters.sheet import coins_in_words
from web_service.play.map_drawing import Drawing, draw
from web_service.play.models import Turn


@dataclass(frozen=True, slots=True)
class HeroLine:
    """A hero as the party panel shows them."""

    id: int
    ref: str
    name: str
    kind: str
    monogram: str
    face: str
    is_mine: bool
    player: str
    hp: int
    hp_max: int
    temp_hp: int
    percent: int
    tone: str
    armor_class: int
    tags: list[tuple[str, str]]
    is_dead: bool
    level_ready: int | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """The scene's picture and how it stands with it."""

    url: str
    state: str
    turn_number: int


@dataclass(frozen=True, slots=True)
class Panels:
    """Everything around the story."""

    where: str
    heroes: list[HeroLine]
    quests: list[dict[str, Any]]
    carried: list[tuple[str, str, str, int]]
    scene: dict[str, Any] | None
    picture: Picture
    map: Drawing | None
    encounter: dict[str, Any] | None
    remembered: list[dict[str, Any]]
    is_lost: bool
    ended: str


def where_in_words(view: dict[str, Any]) -> str:
    """Return place, time of day, weather and day as one line."""
    scene, clock = view.get("scene") or {}, view.get("clock") or {}
    sky = ", ".join(filter(None, [clock.get("part", ""), view.get("weather", "")]))
    day = f"day {clock['day']}" if clock.get("day") and scene else ""
    name = str(scene.get("name", ""))
    return " · ".join(filter(None, [name[:1].upper() + name[1:], sky if scene else "", day]))


def _tags(hero: dict[str, Any]) -> list[tuple[str, str]]:
    """Return what is special about a hero now, as (words, tone)."""
    tags = [(c["name"], "bad") for c in hero.get("conditions", [])]
    tags += [(name, "") for name in hero.get("effects", [])]
    if hero.get("concentration"):
        tags.append((f"concentrating: {hero['concentration']}", ""))
    if hero.get("is_hidden"):
        tags.append(("hidden", ""))
    for level, slots in (hero.get("slots") or {}).items():
        tags.append((f"level {level} slots {slots['left']}/{slots['max']}", ""))
    saves = hero.get("death_saves")
    if saves and not hero.get("is_dead"):
        words = (
            "stable"
            if saves["is_stable"]
            else f"death saves {saves['successes']}–{saves['failures']}"
        )
        tags.append((words, "bad"))
    return tags


def _hero(
    hero: dict[str, Any], mine: int | None, players: dict[int, str], faces: dict[str, str]
) -> HeroLine:
    hp, hp_max = int(hero["hp"]), max(1, int(hero["hp_max"]))
    percent = max(0, min(100, round(100 * hp / hp_max)))
    return HeroLine(
        id=int(hero.get("id", 0)),
        ref=hero["ref"],
        name=hero["name"],
        kind=f"{hero.get('class_name', '')} {hero.get('level', '')}".strip(),
        monogram=hero["name"][:1],
        face=faces.get(hero["ref"], ""),
        is_mine=hero.get("id") == mine,
        player=players.get(int(hero.get("id", 0)), ""),
        hp=hp,
        hp_max=hp_max,
        temp_hp=int(hero.get("temp_hp", 0)),
        percent=percent,
        tone="low" if 3 * hp <= hp_max else "",
        armor_class=int(hero.get("armor_class", 10)),
        tags=_tags(hero),
        is_dead=bool(hero.get("is_dead")),
        level_ready=hero.get("level_ready"),
    )


def _carried(hero: dict[str, Any]) -> tuple[str, str, str, int]:
    """Return whose, what, which coins, and the hero's id."""
    things = [
        f"{i['name']} ({i['quantity']})" if i.get("quantity", 1) > 1 else i["name"]
        for i in sorted(hero.get("items", []), key=lambda i: not i.get("is_equipped"))
    ]
    coins = coins_in_words(hero.get("coins_cp", 0))
    return hero["name"], ", ".join(things), coins, int(hero.get("id", 0))


def _encounter(view: dict[str, Any]) -> dict[str, Any] | None:
    """Return the fight that is on, its rows with the id of the hero they are about."""
    encounter = view.get("encounter")
    if not encounter:
        return None
    heroes = {hero["ref"]: hero.get("id") for hero in view.get("heroes", [])}
    rows = [{**row, "hero_id": heroes.get(row.get("ref"))} for row in encounter.get("order", [])]
    return {**encounter, "order": rows}


def _scene(view: dict[str, Any], faces: dict[str, str]) -> dict[str, Any] | None:
    """Return where the party is, everybody there with their portrait's address or none."""
    scene = view.get("scene")
    if not scene:
        return None
    people = [{**one, "face": faces.get(one.get("ref"), "")} for one in scene.get("people", [])]
    return {**scene, "people": people}


def _picture(turns: list[Turn]) -> Picture:
    """Return the newest finished picture, with the state of the newest one asked for."""
    asked = [turn for turn in reversed(turns) if turn.image_state != "none"]
    ready = next((turn for turn in asked if turn.image_state == "ready" and turn.image_url), None)
    state = asked[0].image_state if asked else "none"
    number = ready.turn_number if ready else 0
    return Picture(url=(ready.image_url or "") if ready else "", state=state, turn_number=number)


def panels_of(
    campaign: Campaign,
    turns: list[Turn],
    mine: int | None,
    players: dict[int, str],
    faces: dict[str, str],
) -> Panels:
    """Return the panels; `turns` are the last ones, oldest first, `players` names by character id, `faces` the addresses of
    portraits by ref."""
    view = campaign.view
    heroes = view.get("heroes", [])
    return Panels(
        where=where_in_words(view),
        heroes=[_hero(hero, mine, players, faces) for hero in heroes],
        quests=view.get("quests", []),
        carried=[_carried(hero) for hero in heroes],
        scene=_scene(view, faces),
        picture=_picture(turns),
        map=draw(view.get("map")),
        encounter=_encounter(view),
        remembered=list(turns[-1].memories) if turns else [],
        is_lost=bool(view.get("is_lost")),
        ended=view.get("ended") or "",
    )
