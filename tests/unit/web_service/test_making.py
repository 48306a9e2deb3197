"""Making a hero of one's own: quick, full, refused with each problem beside its field, and nothing typed lost."""

from typing import Any

from tests.unit.web_service.conftest import Person, Table
from tests.unit.web_service.fake_brain import FakeBrain
from tests.unit.web_service.game_rows import HERO, GameRows
from web_service.campaigns.models import Seat

QUICK = {"name": "Ysolde", "race": "human", "class": "fighter", "level": "1"}
FULL = QUICK | {
    "background": "acolyte", "gear": "package", "method": "point_buy", "hit_points": "fixed",
    "shape": "human|fighter|1||acolyte|package|", "score.str": "15", "score.dex": "14",
    "pick.fighter.skills": ["athletics", "insight"], "pick.fighter.style": "dueling",
}  # fmt: skip


def hero_of(person: Person, table: Table) -> int | None:
    return Seat.objects.get(campaign_id=table.id, user=person.user).character_id


def sent(brain: FakeBrain) -> dict[str, Any]:
    asked = [body for _, path, body in brain.asked if path.endswith("/characters")]
    return dict(asked[-1]["choices"])


def make(person: Person, table: Table, **data: Any) -> Any:
    return person.post(table.path("heroes/make"), data)


def test_three_answers_make_a_hero(bob: Person, table: Table, brain: FakeBrain) -> None:
    answer = make(bob, table, **QUICK, step="quick")
    assert answer.status_code == 302
    assert hero_of(bob, table) is not None
    assert sent(brain)["picks"]["fighter.skills"] == ["athletics", "arcana"]


def test_the_full_form_asks_what_the_brain_asks(
    bob: Person, table: Table, brain: FakeBrain
) -> None:
    page = make(bob, table, **QUICK, step="open").content.decode()
    assert 'name="pick.fighter.skills" value="athletics" checked' in page
    assert 'name="score.str"' in page
    assert 'value="Ysolde"' in page
    assert hero_of(bob, table) is None


def test_every_choice_goes_to_the_brain_as_it_was_made(
    bob: Person, table: Table, brain: FakeBrain
) -> None:
    assert make(bob, table, **FULL, step="seat").status_code == 302
    chosen = sent(brain)
    assert chosen["abilities"]["method"] == "point_buy"
    assert chosen["abilities"]["scores"] == {"str": 15, "dex": 14}
    assert chosen["picks"] == {
        "fighter.skills": ["athletics", "insight"],
        "fighter.style": ["dueling"],
    }


def test_a_problem_stands_beside_its_field_and_nothing_typed_is_lost(
    bob: Person, table: Table, brain: FakeBrain
) -> None:
    wrong = FULL | {"pick.fighter.skills": ["insight"], "look": "a scar & a grin"}
    answer = make(bob, table, **wrong, step="seat")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert hero_of(bob, table) is None
    question = page[page.index('id="q-fighter-skills"') :]
    assert "choose 2, not 1" in question[: question.index("</fieldset>")]
    assert 'aria-describedby="wrong-fighter.skills"' in page
    assert 'value="insight" checked' in page
    assert 'value="dueling" selected' in page
    assert "a scar &amp; a grin" in page
    assert 'name="score.str" type="number" inputmode="numeric" min="1" max="20" value="15"' in page


def test_another_class_is_asked_about_before_anybody_sits_down(
    bob: Person, table: Table, brain: FakeBrain
) -> None:
    answer = make(bob, table, **(FULL | {"class": "wizard"}), step="seat")
    assert answer.status_code == 200
    assert "pick.wizard.skills" in answer.content.decode()
    assert hero_of(bob, table) is None


def test_things_are_bought_by_their_names(bob: Person, table: Table, brain: FakeBrain) -> None:
    bought = {"gear": "gold", "ware.0": "longSword", "ware_count.0": "2", "ware.1": "Moon"}
    data = FULL | bought | {"shape": "human|fighter|1||acolyte|gold|"}
    make(bob, table, **data, step="seat")
    assert sent(brain)["bought"] == {"longsword": 2, "Moon": 1}


def test_rolled_scores_go_by_the_order_that_was_typed(
    bob: Person, table: Table, brain: FakeBrain
) -> None:
    make(bob, table, **(FULL | {"method": "rolled", "score.dex": "18"}), step="seat")
    assert sent(brain)["abilities"]["order"] == ["dex", "str"]


def test_a_campaign_can_begin_with_a_hero_still_to_be_made(
    charlie: Person, brain: FakeBrain
) -> None:
    fields = {"name": "Ours", "theme": "high_fantasy", "hero": "own"}
    answer = charlie.post("/campaigns/new", fields)
    assert answer.status_code == 302
    assert answer.headers["Location"].endswith("/heroes/make")


def test_who_has_a_hero_makes_no_second_one(alice: Person, table: Table, brain: FakeBrain) -> None:
    assert make(alice, table, **QUICK, step="quick").status_code == 302
    assert not [path for _, path, _ in brain.asked if path.endswith("/characters")]


def test_a_stranger_makes_no_hero_here(charlie: Person, table: Table, brain: FakeBrain) -> None:
    assert charlie.get(table.path("heroes/make")).status_code == 404
    assert make(charlie, table, **QUICK, step="quick").status_code == 404


def test_after_the_last_hero_fell_one_of_ones_own_takes_up_the_quest(
    bob: Person, table: Table, brain: FakeBrain, rows: GameRows
) -> None:
    rows.see(table.id, is_lost=True, heroes=[HERO | {"is_dead": True}])
    assert "heroes/make" in bob.get(table.path("heroes/")).content.decode()
    assert make(bob, table, **QUICK, step="quick").status_code == 302
    body = next(body for _, path, body in brain.asked if path.endswith("/choose"))
    assert body["choice"] == "new_hero"
    assert body["choices"]["name"] == "Ysolde"
    assert not [path for _, path, _ in brain.asked if path.endswith("/characters")]


def test_a_ready_made_rogue_s_sheet_doubles_what_they_are_expert_in(
    alice: Person, table: Table, rows: GameRows, brain: FakeBrain
) -> None:
    """Dexterity 16 and proficiency 2: stealth is +7 with expertise, and the others are as they were."""
    rows.see(table.id, heroes=[HERO | {"expertise": ["stealth"]}])
    page = alice.get(table.path("heroes/c1/sheet")).content.decode()
    assert "<span>Stealth</span><span>+7</span>" in page
    assert "<span>Perception</span><span>+2</span>" in page
