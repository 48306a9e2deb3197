"""Table views kept by earlier releases: what they lack they could not have known, and is no difference.

Beside `table_view.py`, which makes views; asked by the check that replays a campaign.
"""

from typing import Any

ADDED_LATER = ("expertise", "narrated", "level_ready")
"""What a hero's part has had only since a later release; a view kept by an earlier one lacks it and is true all the same."""


def as_kept(view: dict[str, Any], kept: dict[str, Any]) -> dict[str, Any]:
    """Return a view without what came later and a kept view of the same heroes lacks."""
    before = {hero["ref"]: hero for hero in kept.get("heroes", [])}
    heroes = [
        {
            name: value
            for name, value in hero.items()
            if name not in ADDED_LATER or name in before.get(hero["ref"], hero)
        }
        for hero in view["heroes"]
    ]
    return {**view, "heroes": heroes}
