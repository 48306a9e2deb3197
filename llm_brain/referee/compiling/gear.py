"""Starting equipment out of 5e-database JSON: what everybody of a class gets, and what they choose between.

An option is `{"items": {key: count}, "any": [[category, count], …]}`; the categories' keys are in a file of their own.
"""

from typing import Any

from llm_brain.referee.compiling.source import Row


def given(listed: list[Row]) -> dict[str, int]:
    """Return the equipment that is not chosen."""
    return {row["equipment"]["index"]: row["quantity"] for row in listed}


def _add(option: dict[str, Any], part: Row) -> None:
    kind = part["option_type"]
    if kind == "counted_reference":
        option["items"][part["of"]["index"]] = part["count"]
        for needed in part.get("prerequisites", []):
            option["needs"] = needed["proficiency"]["index"]
    elif kind == "choice":
        category = part["choice"]["from"]["equipment_category"]["index"]
        option["any"].append([category, part["choice"]["choose"]])
    else:
        for inner in part["items"]:
            _add(option, inner)


def chosen(groups: list[Row]) -> list[list[dict[str, Any]]]:
    """Return, group by group, the options there are."""
    found = []
    for group in groups:
        if group["from"]["option_set_type"] == "equipment_category":
            category = group["from"]["equipment_category"]["index"]
            found.append([{"items": {}, "any": [[category, group["choose"]]]}])
            continue
        options = []
        for part in group["from"]["options"]:
            option: dict[str, Any] = {"items": {}, "any": []}
            _add(option, part)
            options.append(option)
        found.append(options)
    return found
