"""The numbers of the table open to what they came from: by button, in words, with the sum; for whoever sits there."""

from typing import Any

import pytest

from tests.unit.web_service.conftest import Person, Table
from tests.unit.web_service.fake_brain import FakeBrain
from tests.unit.web_service.game_rows import GameRows

SOURCE = {
    "seq": 31,
    "type": "damage_taken",
    "words": "the orc takes 7 damage",
    "roll": None,
    "sum": "4 (d6) + 3 = 7",
}


def change(before: int | None, after: int) -> dict[str, Any]:
    return {"before": before, "after": after, "turn_number": 2, "source": SOURCE}


def test_a_heros_number_opens_to_what_changed_it(
    table: Table, bob: Person, brain: FakeBrain
) -> None:
    brain.why = {"now": 10, "changes": [change(16, 10)], "earlier_changes": 3}
    shown = bob.get(table.path("why/heroes/1/hp")).content.decode()
    for said in ("16 → 10", "The orc takes 7 damage", "4 (d6) + 3 = 7", "turn 2", "3 earlier"):
        assert said in shown


def test_a_purse_is_told_in_coins(table: Table, alice: Person, brain: FakeBrain) -> None:
    brain.why = {"now": 2305, "changes": [change(2300, 2305)]}
    assert "23 gp, 5 cp" in alice.get(table.path("why/heroes/1/coins_cp")).content.decode()


@pytest.mark.parametrize("path", ["why/heroes/1/luck", "why/heroes/9/hp", "why/heroes/n7/hp"])
def test_what_is_on_no_sheet_is_not_found(
    path: str, table: Table, alice: Person, brain: FakeBrain
) -> None:
    assert alice.get(table.path(path)).status_code == 404
    assert brain.asked == []


def test_a_stranger_is_told_nothing(table: Table, charlie: Person, brain: FakeBrain) -> None:
    assert charlie.get(table.path("why/heroes/1/hp")).status_code == 404
    assert brain.asked == []


def test_a_brain_that_is_away_is_said(table: Table, alice: Person, brain: FakeBrain) -> None:
    brain.is_away = True
    answer = alice.get(table.path("why/heroes/1/hp"))
    assert answer.status_code == 200
    assert 'role="alert"' in answer.content.decode()


def test_the_numbers_of_a_telling_are_listed_with_their_sums(
    table: Table, alice: Person, brain: FakeBrain, rows: GameRows
) -> None:
    rows.opening(table.id)
    number = {"text": "seven", "value": 7, "sentence": 0, "start": 0, "end": 5, "sources": [SOURCE]}
    brain.why = {"turn_number": 1, "numbers": [number]}
    shown = alice.get(table.path("turns/1/why")).content.decode()
    assert "“seven”" in shown
    assert "4 (d6) + 3 = 7" in shown
    brain.is_away = True
    assert alice.get(table.path("turns/1/why")).status_code == 200


def test_sheet_and_tracker_have_a_button_for_every_number_that_can_be_asked(
    table: Table, alice: Person, brain: FakeBrain
) -> None:
    page = alice.get(table.path("")).content.decode()
    for number in ("hp", "armor_class", "coins_cp", "initiative"):
        assert f'data-why-hero="1" data-why-number="{number}"' in page
    sheet = alice.get(table.path("heroes/c1/sheet")).content.decode()
    for number in ("hp", "armor_class", "xp", "level", "coins_cp"):
        assert f'data-why-hero="1" data-why-number="{number}"' in sheet


def test_a_foes_initiative_is_no_button(table: Table, alice: Person, brain: FakeBrain) -> None:
    page = alice.get(table.path("")).content.decode()
    assert page.count('data-why-number="initiative"') == 1
