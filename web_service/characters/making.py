"""The page on which a hero is made: what was typed becomes choices for the brain, its questions become rows to show.

Pure: form data in, choices and rows out. What is legal is the brain's to say.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

from web_service.characters.sheet import ABILITIES, signed

Json = dict[str, Any]
METHODS = (
    ("standard_array", "Standard array: 15, 14, 13, 12, 10, 8"),
    ("point_buy", "Point buy: 27 points"),
    ("rolled", "Rolled by the campaign's dice"),
)
WARE_ROWS = 12
MOST_OF_A_THING = 100_000


@dataclass(frozen=True, slots=True)
class OptionRow:
    """One possible answer."""

    key: str
    name: str
    note: str = ""
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """A question as it is shown: boxes to tick, or as many lists as there are answers."""

    key: str
    label: str
    how_many: str
    most: int
    boxes: list[OptionRow] = field(default_factory=list)
    lists: list[list[OptionRow]] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def id(self) -> str:
        """Return what labels and errors refer to it by."""
        return "q-" + self.key.replace(".", "-")


@dataclass(frozen=True, slots=True)
class Group:
    """Questions that belong together: a race's, a class's, the equipment's."""

    name: str
    questions: list[QuestionRow]


def _text(data: QueryDict, key: str) -> str:
    return str(data.get(key, "")).strip()


def _number(text: str) -> int:
    """Return a typed number; what is none is 0, which the brain refuses where it matters."""
    digits = text.strip().lstrip("+")
    return max(-999, min(MOST_OF_A_THING, int(digits))) if _is_number(digits) else 0


def _is_number(text: str) -> bool:
    bare = text.removeprefix("-")
    return bare.isascii() and bare.isdigit() and len(bare) <= 6


def picks_from(data: QueryDict) -> dict[str, list[str]]:
    """Return the answers that were ticked or selected, by the keys of their questions."""
    return {
        name.removeprefix("pick."): chosen
        for name in data
        if name.startswith("pick.") and (chosen := [one for one in data.getlist(name) if one])
    }


def choices_from(data: QueryDict, wares: dict[str, str]) -> Json:
    """Return what was typed as the choices that the brain takes; only what was left empty is left out.

    `wares` are the price list's keys by name in small letters; a thing that is not on it goes along as it was typed.
    """
    classes = [{"key": data.get("class", ""), "level": _number(_text(data, "level") or "1")}]
    if second := _text(data, "class2"):
        classes.append({"key": second, "level": _number(_text(data, "level2") or "1")})
    scores = {key: _number(typed) for key in ABILITIES if (typed := _text(data, f"score.{key}"))}
    method = data.get("method", "standard_array")
    abilities: Json = {"method": method, "scores": scores}
    if method == "rolled" and scores:
        abilities["order"] = sorted(scores, key=lambda key: -scores[key])
    bought: dict[str, int] = {}
    for n in range(WARE_ROWS):
        ware = _text(data, f"ware.{n}")[:80]
        if ware:
            key = wares.get(ware.casefold(), ware)
            bought[key] = bought.get(key, 0) + _number(_text(data, f"ware_count.{n}") or "1")
    words = ("name", "race", "background", "background_name", "alignment", "look")
    return {
        **{key: typed for key in words if (typed := _text(data, key))},
        "name": _text(data, "name"),
        "race": data.get("race", ""),
        "classes": classes,
        "abilities": abilities,
        "picks": picks_from(data),
        "hit_points": data.get("hit_points", "fixed"),
        "gear": data.get("gear", "package"),
        "bought": bought if data.get("gear") == "gold" else {},
    }


def shape_of(data: QueryDict) -> str:
    """Return what the questions on the page hang on; when it changes, they are asked anew."""
    keys = ("race", "class", "level", "class2", "background", "gear")
    level2 = data.get("level2", "") if data.get("class2") else ""
    return "|".join([*(data.get(key, "") for key in keys), level2])


def shape_of_choices(choices: Json) -> str:
    """Return the same for choices."""
    first, second = [*choices["classes"], {}, {}][:2]
    return "|".join(
        [
            choices["race"],
            first.get("key", ""),
            str(first.get("level", "")),
            second.get("key", ""),
            choices.get("background", "acolyte"),
            choices.get("gear", "package"),
            str(second.get("level", "")),
        ]
    )


def errors_by_field(problems: Iterable[Json]) -> dict[str, list[str]]:
    """Return the problems' sentences by the field that they stand beside."""
    found: dict[str, list[str]] = {}
    for problem in problems:
        where = str(problem.get("field", "")).removeprefix("body.choices.")
        top = where if where.startswith("picks.") else where.split(".")[0]
        sentence = str(problem.get("message") or problem.get("problem") or "")
        found.setdefault(top, []).append(sentence)
    return found


def groups_of(questions: Iterable[Json], picks: Json, errors: dict[str, list[str]]) -> list[Group]:
    """Return the questions in groups, with what was picked and what is wrong with it."""
    groups: dict[str, Group] = {}
    for asked in questions:
        name = asked.get("group", "")
        group = groups.setdefault(name, Group(name, []))
        group.questions.append(_row(asked, picks.get(asked["key"], []), errors))
    return list(groups.values())


def _row(asked: Json, picked: list[str], errors: dict[str, list[str]]) -> QuestionRow:
    count, least = int(asked["count"]), int(asked["least"])
    how_many = f"choose {count}" if least == count else f"choose up to {count}"
    wrong = errors.get(f"picks.{asked['key']}", [])
    boxes, lists = [], []
    if count == 1 or asked.get("repeats"):
        lists = [_options(asked, [*picked, *[""] * count][n : n + 1]) for n in range(count)]
    else:
        boxes = _options(asked, picked)
    return QuestionRow(asked["key"], asked["label"], how_many, count, boxes, lists, wrong)


def _options(asked: Json, picked: list[str]) -> list[OptionRow]:
    return [
        OptionRow(one["key"], one["name"], one.get("note", ""), one["key"] in picked)
        for one in asked["options"]
    ]


def leftovers(errors: dict[str, list[str]], groups: list[Group], shown: Iterable[str]) -> list[str]:
    """Return the sentences that have no place of their own on the page."""
    placed = {*shown, *(f"picks.{row.key}" for group in groups for row in group.questions)}
    return [text for where, texts in errors.items() if where not in placed for text in texts]


def preview_of(hero: Json | None) -> list[tuple[str, str]]:
    """Return what a legal draft comes to, as pairs to read."""
    if not hero:
        return []
    rows = [
        ("Hit points", str(hero["hp_max"])),
        ("Armor class", str(hero["armor_class"])),
        ("Speed", f"{hero['speed_ft']} ft"),
        ("Proficiency", signed(hero["proficiency_bonus"])),
        ("Passive perception", str(hero["passive_perception"])),
    ]
    if hero.get("spell_save_dc"):
        rows.append(("Spell save DC", str(hero["spell_save_dc"])))
    for attack in hero.get("attacks", [])[:3]:
        bonus = f" {signed(attack['bonus'])}" if attack["bonus"] else ""
        rows.append((attack["name"], f"{signed(attack['to_hit'])}, {attack['damage']}{bonus}"))
    return rows
