from collections.abc import Callable

import pytest

from tests.integration.brain.conftest import Table


def test_undo_gives_the_state_before_the_turn_back(table: Table) -> None:
    table.begun()
    before = table.get("state")
    table.say("I search the room for a lead")
    table.say("I walk out")
    assert table.post("undo", {"turns": 2}).json() == before
    assert [t["turn_number"] for t in table.get("turns")] == [1]
    assert table.is_true()


def test_the_dice_go_on_after_an_undo(
    table: Table, sql: Callable[..., list[tuple[object, ...]]]
) -> None:
    table.begun()
    counter = "SELECT dice_counter FROM campaigns WHERE id = %s"
    table.say("I search the room carefully")
    rolled = sql(counter, table.campaign_id)[0][0]
    table.post("undo")
    assert sql(counter, table.campaign_id)[0][0] == rolled
    table.say("I search the room carefully")
    assert table.is_true()


def test_what_was_undone_is_nowhere(
    table: Table, sql: Callable[..., list[tuple[object, ...]]]
) -> None:
    table.begun()
    table.say("I sing of the zanzibarian marmoset")
    table.post("undo")
    turn = table.say("I sing of the marmoset again").json()
    assert "zanzibarian" not in str(table.get("turns"))
    assert "zanzibarian" not in str(table.get("events"))
    assert "zanzibarian" not in str(turn["memories"])
    (prompt,) = sql("SELECT prompt::text FROM conversations WHERE id = %s", turn["turn_id"])[0]
    assert "zanzibarian" not in str(prompt)
    views = "SELECT count(*) FROM web_turns WHERE campaign_id = %s AND player_message LIKE %s"
    assert sql(views, table.campaign_id, "%zanzibarian%") == [(0,)]
    events = "SELECT count(*) FROM web_events WHERE campaign_id = %s AND payload::text LIKE %s"
    assert sql(events, table.campaign_id, "%zanzibarian%") == [(0,)]


def test_the_opening_cannot_be_undone(table: Table) -> None:
    answer = table.begun().post("undo")
    assert answer.status_code == 409
    assert answer.json()["error"]["code"] == "nothing_to_undo"


def test_a_turn_told_again_has_other_words_and_the_same_events(table: Table) -> None:
    first = table.begun().say("I search the room carefully").json()
    state = table.get("state")
    again = table.post("turns/2/retry").json()
    assert again["narration"] != first["narration"]
    assert again["rolls"] == first["rolls"]
    assert table.get("state") == state
    assert table.is_true()


def test_only_the_last_turn_is_told_again(table: Table) -> None:
    table.begun().say("I look around")
    answer = table.post("turns/1/retry")
    assert answer.status_code == 409
    assert answer.json()["error"]["code"] == "not_the_last_turn"


def test_an_edit_changes_words_and_never_a_number(table: Table) -> None:
    table.begun().say("I search the room carefully")
    state = table.get("state")
    edited = table.http.patch(
        f"/campaigns/{table.campaign_id}/turns/2", json={"narration": "You find 900 gold. Or not"}
    ).json()
    assert edited["narration"] == "You find 900 gold. Or not."
    assert [sentence["text"] for sentence in edited["sentences"]] == [
        "You find 900 gold.",
        "Or not.",
    ]
    assert table.get("state") == state
    assert table.is_true()


def test_an_edited_telling_is_what_is_remembered(
    table: Table, sql: Callable[..., list[tuple[object, ...]]]
) -> None:
    said = table.begun().say("I look around").json()
    table.http.patch(
        f"/campaigns/{table.campaign_id}/turns/2", json={"narration": "A quokka waves."}
    )
    kept = sql("SELECT content FROM story_segments WHERE turn_id = %s", said["turn_id"])
    assert [content for (content,) in kept] == ["A quokka waves."]


def test_a_scene_that_told_of_an_edited_turn_is_told_anew(
    table: Table, sql: Callable[..., list[tuple[object, ...]]]
) -> None:
    table.begun()
    for _ in range(11):
        table.say("I wait")
    path = f"/campaigns/{table.campaign_id}/turns/3"
    assert table.http.patch(path, json={"narration": "A quokka waves."}).status_code == 200
    scenes = "SELECT content FROM story_segments WHERE campaign_id = %s AND kind = 'scene'"
    assert "quokka" in str(sql(scenes, table.campaign_id))
    table.post("turns/3/withdraw", {})
    assert "quokka" not in str(sql(scenes, table.campaign_id))


def test_a_withdrawn_telling_is_gone_and_its_line_kept(
    table: Table, sql: Callable[..., list[tuple[object, ...]]]
) -> None:
    said = table.begun().say("I look around").json()
    state = table.get("state")
    answer = table.post("turns/2/withdraw", {"line": "spiders"}).json()
    assert answer["status"] == "withdrawn"
    assert answer["narration"] == ""
    assert table.http.get(f"/campaigns/{table.campaign_id}").json()["lines"] == ["spiders"]
    assert sql("SELECT 1 FROM story_segments WHERE turn_id = %s", said["turn_id"]) == []
    assert table.get("state") == state
    later = table.say("I wait").json()
    assert said["narration"] not in str(later)
    assert table.is_true()


def test_a_branch_is_the_campaign_up_to_that_turn_with_dice_of_its_own(table: Table) -> None:
    table.begun()
    table.say("I search the room carefully")
    fork = table.get("state")
    table.say("I leave this place")
    made = table.post("branch", {"after_turn": 2, "name": "The other way"})
    assert made.status_code == 201
    origin = table.http.get(f"/campaigns/{table.campaign_id}").json()
    branch = Table(table.http, made.json()["id"])
    assert branch.get("state") == fork
    assert made.json()["dice_seed_sha256"] != origin["dice_seed_sha256"]
    assert branch.is_true()
    branch.say("I search the room again")
    assert branch.is_true()
    assert len(table.get("turns")) == 3
    assert table.is_true()


def test_branching_after_a_turn_that_is_not_there_says_so(table: Table) -> None:
    answer = table.begun().post("branch", {"after_turn": 40})
    assert answer.status_code == 404
    assert answer.json()["error"]["code"] == "turn_not_found"


def test_a_branch_outlives_the_campaign_it_came_from(table: Table) -> None:
    table.begun().say("I search the room carefully")
    branch = Table(table.http, table.post("branch", {"after_turn": 2}).json()["id"])
    assert table.http.delete(f"/campaigns/{table.campaign_id}").status_code == 204
    assert branch.is_true()
    assert branch.say("I wait").status_code == 200


def test_a_revealed_seed_is_the_promised_one_and_another_rolls_on(table: Table) -> None:
    import hashlib

    table.begun().say("I search the room carefully")
    promised = table.http.get(f"/campaigns/{table.campaign_id}").json()["dice_seed_sha256"]
    shown = table.post("reveal").json()
    assert hashlib.sha256(bytes.fromhex(shown["dice_seed"])).hexdigest() == promised
    table.say("I search the room carefully")
    assert table.is_true()


@pytest.mark.parametrize(
    ("statement", "where"),
    [
        ("UPDATE characters SET hp = hp - 1 WHERE campaign_id = %s", "characters"),
        ("UPDATE quests SET status = 'failed' WHERE campaign_id = %s AND is_main", "quests"),
        ("DELETE FROM inventory WHERE campaign_id = %s AND owner = 'c1'", "inventory"),
        (
            "UPDATE campaigns SET world = jsonb_set(world, '{clock_min}', '1') WHERE id = %s",
            "campaigns",
        ),
    ],
)
def test_check_finds_a_table_that_was_tampered_with(
    table: Table, sql: Callable[..., list[tuple[object, ...]]], statement: str, where: str
) -> None:
    table.begun()
    sql(statement, table.campaign_id)
    found = table.post("check").json()
    assert found["ok"] is False
    assert {difference["table"] for difference in found["differences"]} == {where}


def test_check_finds_a_die_that_was_loaded(
    table: Table, sql: Callable[..., list[tuple[object, ...]]]
) -> None:
    table.begun().say("I search the room carefully")
    touched = sql(
        """UPDATE events SET payload = jsonb_set(payload, '{roll,dice,0,value}',
               to_jsonb((payload #>> '{roll,dice,0,value}')::int %% 20 + 1))
           WHERE campaign_id = %s AND type = 'roll_made' RETURNING seq""",
        table.campaign_id,
    )
    assert touched
    assert table.post("check").json()["ok"] is False
