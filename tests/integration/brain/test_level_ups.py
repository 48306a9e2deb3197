"""Levels are taken by choice over the wire: never in a fight, once each, back with the turn that is taken back."""

from collections.abc import Callable
from typing import Any

import pytest

from llm_brain.brain import Brain
from llm_brain.ledger.event import Event
from llm_brain.ledger.events.bodies import Died
from llm_brain.ledger.events.fights import EncounterBegan, EncounterEnded
from llm_brain.ledger.events.sheets import LevelEarned, XpGained
from llm_brain.ledger.world import Combatant
from llm_brain.store import projections
from llm_brain.turn import record
from tests.integration.brain.conftest import Table

Happen = Callable[..., None]


@pytest.fixture
def happen(brain: Brain) -> Happen:
    """Return a way to add events to a campaign, as a turn would."""

    def add(table: Table, *events: Event) -> None:
        def write(held: Any) -> None:
            state = projections.load(held, table.campaign_id)
            record.append(held, table.campaign_id, None, state, list(events))

        brain.database.run(write)

    return add


def learned(table: Table, happen: Happen, hero: str = "fighter", xp: int = 300) -> Table:
    table.begun(hero=hero)
    level = {300: 2, 900: 3}[xp]
    happen(table, XpGained(ref="c1", amount=xp, xp=xp), LevelEarned(ref="c1", level=level))
    return table


def sheet(table: Table) -> Any:
    return table.get("state")["creatures"]["c1"]["sheet"]


def test_a_level_waits_until_somebody_takes_it(table: Table, happen: Happen) -> None:
    learned(table, happen)
    assert sheet(table)["level"] == 1
    assert table.get("table")["heroes"][0]["level_ready"] == 2
    draft = table.post("characters/1/level-up/draft", {}).json()
    assert (draft["level"], draft["choice"]["class_key"], draft["problems"]) == (2, "fighter", [])
    taken = table.post("characters/1/level-up", {"as_advised": True})
    assert taken.status_code == 200
    assert (sheet(table)["level"], taken.json()["hp_max"]) == (2, 20)
    again = table.post("characters/1/level-up", {"as_advised": True})
    assert (again.status_code, again.json()["error"]["code"]) == (409, "level_not_earned")
    assert table.is_true()


def test_what_is_left_open_is_named_all_at_once_and_nothing_happens(
    table: Table, happen: Happen
) -> None:
    learned(table, happen, hero="ranger")
    refused = table.post("characters/1/level-up", {"class_key": "ranger"})
    assert refused.status_code == 422
    problems = refused.json()["error"]["details"]["problems"]
    fields = {problem["field"] for problem in problems}
    assert fields == {"picks.ranger.fighting_style", "picks.ranger.spells"}
    assert sheet(table)["level"] == 1


def test_a_number_that_follows_is_never_taken(table: Table, happen: Happen) -> None:
    learned(table, happen)
    assert table.post("characters/1/level-up", {"hp_max": 400}).status_code == 422


def test_the_hit_die_is_the_campaigns_own(table: Table, happen: Happen) -> None:
    learned(table, happen)
    taken = table.post("characters/1/level-up", {"hit_points": "rolled"}).json()
    rolled = taken["sheet"]["rolls"]["hit_points"]
    assert taken["hp_max"] == 12 + rolled[0] + 2
    assert table.is_true()


def test_nobody_takes_a_level_in_a_fight(table: Table, happen: Happen) -> None:
    learned(table, happen)
    place = table.get("state")["location"]
    mine = Combatant(ref="c1", initiative=9, side="party", zone="near")
    happen(table, EncounterBegan(key="e", name="a brawl", location=place, order=(mine,), zones=()))
    refused = table.post("characters/1/level-up", {"as_advised": True})
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "no_level_in_a_fight")
    happen(table, EncounterEnded(key="e", outcome="talked"))
    assert table.post("characters/1/level-up", {"as_advised": True}).status_code == 200


def test_a_level_goes_back_with_the_turn_it_was_taken_after(table: Table, happen: Happen) -> None:
    learned(table, happen)
    assert table.say("I look around").status_code == 200
    assert table.post("characters/1/level-up", {"as_advised": True}).status_code == 200
    assert table.post("undo", {"turns": 1}).status_code == 200
    assert (sheet(table)["level"], sheet(table)["level_earned"]) == (1, 2)
    assert table.is_true()
    assert table.post("characters/1/level-up", {"as_advised": True}).status_code == 200


def test_a_hero_may_go_on_in_another_class(table: Table, happen: Happen) -> None:
    learned(table, happen)
    draft = table.post("characters/1/level-up/draft", {"class_key": "barbarian", "fill": True})
    assert draft.json()["problems"] == []
    by_key = {one["key"]: one for one in draft.json()["classes"]}
    assert by_key["barbarian"]["why_not"] == []
    assert by_key["wizard"]["why_not"]
    taken = table.post("characters/1/level-up", draft.json()["choice"])
    assert taken.json()["sheet"]["classes"] == {"fighter": 1, "barbarian": 1}
    assert table.say("I look around").status_code == 200
    assert table.is_true()


def test_there_is_no_level_for_somebody_who_is_not_there(table: Table, happen: Happen) -> None:
    learned(table, happen)
    missing = table.post("characters/9/level-up/draft", {})
    assert (missing.status_code, missing.json()["error"]["code"]) == (404, "character_not_found")


def fallen(table: Table, happen: Happen) -> Table:
    table.begun()
    happen(table, Died(ref="c1", how="struck down"))
    return table


def drafted(table: Table, **more: Any) -> Any:
    wanted = {"name": "Ysolde", "race": "elf", "classes": [{"key": "wizard", "level": 1}], **more}
    body = {"choices": wanted, "fill": True}
    return table.http.post("/rules/character-draft", json=body).json()["choices"]


def test_a_hero_of_ones_own_takes_up_the_quest_of_the_fallen(table: Table, happen: Happen) -> None:
    fallen(table, happen)
    choices = drafted(table, hit_points="rolled", classes=[{"key": "wizard", "level": 3}])
    taken = table.post("choose", {"choice": "new_hero", "choices": choices})
    assert taken.status_code == 200, taken.text
    hero = table.get("state")["creatures"]["c2"]
    assert (hero["name"], hero["is_dead"]) == ("Ysolde", False)
    assert len(hero["sheet"]["rolls"]["hit_points"]) == 2
    assert table.say("I look around", character_id=2).status_code == 200
    assert table.is_true()


def test_a_new_hero_who_is_not_legal_changes_nothing(table: Table, happen: Happen) -> None:
    fallen(table, happen)
    wrong = {**drafted(table), "race": "vampire"}
    refused = table.post("choose", {"choice": "new_hero", "choices": wrong})
    assert (refused.status_code, refused.json()["error"]["code"]) == (422, "sheet_not_legal")
    assert "c2" not in table.get("state")["creatures"]


def test_a_view_kept_by_an_earlier_release_is_still_true(
    table: Table, sql: Callable[..., list[tuple[Any, ...]]]
) -> None:
    table.begun(hero="rogue")
    assert table.get("table")["heroes"][0]["expertise"] == ["stealth", "thieves' tools"]
    for name in ("expertise", "narrated", "level_ready"):
        sql(
            "UPDATE campaigns SET table_view = table_view #- %s WHERE id = %s RETURNING id",
            ["heroes", "0", name],
            table.campaign_id,
        )
    assert "expertise" not in table.get("table")["heroes"][0]
    assert table.is_true()
    sql(
        "UPDATE campaigns SET table_view = jsonb_set(table_view, '{heroes,0,hp}', '1') WHERE id = %s RETURNING id",
        table.campaign_id,
    )
    assert table.post("check").json()["ok"] is False
