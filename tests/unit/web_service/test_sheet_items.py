"""What a sheet shows of magic items: attuned or not, charges left, what of them is only told, and nothing of the unknown."""

from typing import Any

import pytest
from django.template.loader import render_to_string

from tests.unit.web_service.game_rows import HERO
from web_service.characters.sheet import sheet_of


def shown(**item: Any) -> str:
    thing = {"key": "ring-of-protection", "name": "Ring of Protection", "quantity": 1, **item}
    hero = {**HERO, "items": [{"is_equipped": True, **thing}]}
    return render_to_string("characters/sheet.html", {"sheet": sheet_of(hero)})


@pytest.mark.parametrize(
    ("is_attuned", "said", "unsaid"),
    [(True, "· attuned", "not attuned"), (False, "not attuned", "· attuned<")],
)
def test_a_sheet_says_whether_an_item_is_attuned(is_attuned: bool, said: str, unsaid: str) -> None:
    page = shown(rarity="rare", is_attuned=is_attuned)
    assert said in page
    assert unsaid not in page


def test_an_item_without_attunement_says_nothing_of_it() -> None:
    assert "attuned" not in shown(rarity="uncommon")


def test_a_sheet_counts_charges_and_marks_what_is_narrated() -> None:
    page = shown(rarity="rare", charges={"left": 3, "max": 7}, narrated="other planes")
    assert "charges 3 of 7" in page
    assert "narrated: other planes" in page


def test_an_unknown_thing_tells_how_to_find_out() -> None:
    page = shown(name="plain ring", key="unknown", is_unknown=True)
    assert "unknown" in page
    assert "rare" not in page
