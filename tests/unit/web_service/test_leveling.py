"""Taking a level: as advised in one click, choice by choice, refused in place, by whoever plays the hero and nobody else."""

from typing import Any

import pytest

from tests.unit.web_service.conftest import Person, Table
from tests.unit.web_service.fake_brain import FakeBrain
from tests.unit.web_service.game_rows import HERO, GameRows
from web_service.campaigns.models import Seat

CHOSEN = {"shape": "rogue", "class_key": "rogue", "hit_points": "rolled", "step": "take"}


@pytest.fixture
def ready(table: Table, rows: GameRows, alice: Person) -> Table:
    """A table where Alice's hero has a level to take."""
    rows.see(table.id, heroes=[HERO | {"level_ready": 3}])
    Seat.objects.filter(campaign_id=table.id, user=alice.user).update(character_id=1)
    return table


def level_of(rows: GameRows, table: Table) -> int:
    return int(rows.view(table.id)["heroes"][0]["level"])


def sent(brain: FakeBrain) -> dict[str, Any]:
    return dict([body for _, path, body in brain.asked if path.endswith("/level-up")][-1])


def page_of(table: Table) -> str:
    return table.path("heroes/c1/level-up")


def test_table_and_sheet_lead_to_the_level(ready: Table, alice: Person, brain: FakeBrain) -> None:
    for path in (ready.path(""), ready.path("heroes/c1/sheet")):
        assert "heroes/c1/level-up" in alice.get(path).content.decode()


def test_who_has_no_level_to_take_is_not_led_there(
    table: Table, alice: Person, rows: GameRows, brain: FakeBrain
) -> None:
    rows.see(table.id, heroes=[HERO])
    assert "level-up" not in alice.get(table.path("")).content.decode()


def test_one_click_takes_the_level_as_advised(
    ready: Table, alice: Person, brain: FakeBrain, rows: GameRows
) -> None:
    answer = alice.post(page_of(ready), {"step": "advised"})
    assert answer.status_code == 302
    assert sent(brain)["as_advised"] is True
    assert level_of(rows, ready) == 3


def test_every_choice_goes_to_the_brain_as_it_was_made(
    ready: Table, alice: Person, brain: FakeBrain
) -> None:
    answer = alice.post(page_of(ready), CHOSEN | {"pick.rogue.subclass": "scout"})
    assert answer.status_code == 302
    assert sent(brain) == {
        "class_key": "rogue",
        "hit_points": "rolled",
        "picks": {"rogue.subclass": ["scout"]},
        "as_advised": False,
    }


def test_looking_takes_nothing(
    ready: Table, alice: Person, brain: FakeBrain, rows: GameRows
) -> None:
    page = alice.get(page_of(ready)).content.decode()
    assert 'value="thief" selected' in page
    assert "It takes Intelligence 13." in page
    assert level_of(rows, ready) == 2


def test_a_problem_stands_beside_its_question(
    ready: Table, alice: Person, brain: FakeBrain, rows: GameRows
) -> None:
    answer = alice.post(page_of(ready), CHOSEN)
    page = answer.content.decode()
    assert answer.status_code == 422
    question = page[page.index('id="q-rogue-subclass"') :]
    assert "choose 1, not 0" in question[: question.index("</fieldset>")]
    assert 'value="rolled" selected' in page
    assert level_of(rows, ready) == 2


def test_another_class_is_asked_about_before_the_level_is_taken(
    ready: Table, alice: Person, brain: FakeBrain, rows: GameRows
) -> None:
    answer = alice.post(page_of(ready), CHOSEN | {"class_key": "bard"})
    assert answer.status_code == 200
    assert "pick.bard.subclass" in answer.content.decode()
    assert level_of(rows, ready) == 2


def test_in_a_fight_the_page_says_why_not(
    ready: Table, alice: Person, brain: FakeBrain, rows: GameRows
) -> None:
    brain.refuses_with = (409, "no_level_in_a_fight")
    for answer in (alice.get(page_of(ready)), alice.post(page_of(ready), CHOSEN)):
        assert answer.status_code == 409
        assert "What to do." in answer.content.decode()
    assert level_of(rows, ready) == 2


def test_nobody_takes_a_level_for_another(
    ready: Table, bob: Person, charlie: Person, brain: FakeBrain, rows: GameRows
) -> None:
    for person in (bob, charlie):
        assert person.get(page_of(ready)).status_code == 404
        assert person.post(page_of(ready), {"step": "advised"}).status_code == 404
    assert level_of(rows, ready) == 2
