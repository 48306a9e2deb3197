import json
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

from llm_brain.narrators.protocol import Brief, Piece
from tests.integration.brain.conftest import Table
from tests.integration.brain.slow_narrator import Slow


def test_the_opening_is_told_before_anybody_says_anything(table: Table) -> None:
    turn = table.new().post("begin").json()
    assert turn["turn_number"] == 1
    assert turn["message"] == ""
    assert len(turn["sentences"]) >= 3
    assert 1 <= len(turn["suggestions"]) <= 4


def test_a_first_turn_begins_the_campaign_by_itself(table: Table) -> None:
    turn = table.new().say("I look around").json()
    assert turn["turn_number"] == 2
    assert [t["turn_number"] for t in table.get("turns")] == [1, 2]


def test_beginning_twice_is_one_opening(table: Table) -> None:
    table.begun()
    assert table.post("begin").json()["turn_number"] == 1
    assert len(table.get("turns")) == 1


def test_a_campaign_without_a_hero_asks_for_one(table: Table) -> None:
    table.campaign_id = table.http.post("/campaigns", json={"name": "Empty"}).json()["id"]
    answer = table.say("hello")
    assert answer.status_code == 409
    assert answer.json()["error"]["code"] == "no_characters"


def test_a_turn_is_kept_whole(table: Table) -> None:
    said = table.begun().say("I search the room carefully").json()
    (kept,) = table.http.get(f"/campaigns/{table.campaign_id}/turns?after=1").json()
    assert kept == said
    assert said["narration"] == " ".join(sentence["text"] for sentence in said["sentences"])
    assert said["narrator"] == {"name": "storyteller", "degraded": False, "reason": None}
    assert set(said["timings_ms"]) >= {"context", "intent", "referee", "commit_1", "narrate"}
    assert table.is_true()


def test_the_same_key_makes_no_second_turn(table: Table) -> None:
    table.begun()
    first = table.say("I look around", idempotency_key="a")
    again = table.say("I look around", idempotency_key="a")
    assert first.json() == again.json()
    assert len(table.get("turns")) == 2


def test_a_key_may_come_in_the_header(table: Table) -> None:
    table.begun()
    body = {"campaign_id": table.campaign_id, "message": "I wait"}
    answers = [
        table.http.post("/dm_turn", json=body, headers={"Idempotency-Key": "h"}) for _ in range(2)
    ]
    assert answers[0].json()["turn_id"] == answers[1].json()["turn_id"]


def test_a_key_with_another_message_is_refused(table: Table) -> None:
    table.begun().say("I look around", idempotency_key="a")
    answer = table.say("I run away", idempotency_key="a")
    assert answer.status_code == 422
    assert answer.json()["error"]["code"] == "idempotency_key_reused"


def test_ten_equal_posts_at_once_make_one_turn(table: Table) -> None:
    table.begun()
    with ThreadPoolExecutor(10) as pool:
        answers = list(
            pool.map(lambda _: table.say("I look around", idempotency_key="ten"), range(10))
        )
    assert {a.status_code for a in answers} <= {200, 409}
    assert len({a.json()["turn_id"] for a in answers if a.status_code == 200}) == 1
    assert len(table.get("turns")) == 2


def test_a_key_being_worked_on_answers_409(open_table: Callable[..., Table]) -> None:
    narrator = Slow()
    table = open_table([narrator]).new()
    narrator.go_on.set()
    table.post("begin")
    narrator.go_on.clear()
    narrator.began.clear()
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(table.say, "I wait", idempotency_key="k")
        assert narrator.began.wait(20)
        same = table.say("I wait", idempotency_key="k")
        other = table.say("I leave")
        narrator.go_on.set()
        assert first.result().status_code == 200
    assert same.json()["error"]["code"] == "idempotency_key_in_flight"
    assert other.json()["error"]["code"] == "turn_in_flight"
    assert same.status_code == other.status_code == 409


def test_stop_ends_the_telling_at_the_last_released_sentence(
    open_table: Callable[..., Table],
) -> None:
    narrator = Slow()
    table = open_table([narrator]).new()
    narrator.go_on.set()
    table.post("begin")
    narrator.go_on.clear()
    narrator.began.clear()
    with ThreadPoolExecutor(2) as pool:
        saying = pool.submit(table.say, "I wait")
        assert narrator.began.wait(20)
        stopping = pool.submit(table.post, "turns/2/stop")
        assert saying.result(20).json()["status"] == "stopped"
        narrator.go_on.set()
        assert stopping.result(20).json()["narration"] == "The first sentence is out."
    assert table.is_true()


def test_stopping_a_turn_already_told_changes_nothing(table: Table) -> None:
    said = table.begun().say("I look around").json()
    assert table.post("turns/2/stop").json() == said


def test_the_stream_tells_a_turn_as_it_comes(table: Table) -> None:
    table.begun()
    body = {"campaign_id": table.campaign_id, "message": "I search for tracks"}
    heard: list[tuple[str, dict[str, object]]] = []
    with table.http.stream("POST", "/dm_turn/stream", json=body) as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        name = ""
        for line in answer.iter_lines():
            if line.startswith("event: "):
                name = line.removeprefix("event: ")
            elif line.startswith("data: "):
                heard.append((name, json.loads(line.removeprefix("data: "))))
    names = [name for name, _ in heard]
    assert names[0] == "turn"
    assert names[-1] == "done"
    assert "action" in names
    assert names.index("writing") < names.index("sentence")
    told = [data["text"] for name, data in heard if name == "sentence"]
    assert heard[-1][1]["narration"] == " ".join(str(text) for text in told)


def test_a_stream_that_cannot_begin_says_why(table: Table) -> None:
    with table.http.stream(
        "POST", "/dm_turn/stream", json={"campaign_id": 10**9, "message": "hello"}
    ) as answer:
        text = "".join(answer.iter_text())
    assert "event: error" in text
    assert "campaign_not_found" in text


def test_an_empty_message_says_what_to_do_and_costs_nothing(table: Table) -> None:
    table.begun()
    answer = table.say("   \x00 ")
    assert answer.status_code == 422
    assert answer.json()["error"]["code"] == "bad_request"
    assert len(table.get("turns")) == 1


def test_nothing_of_a_turn_lives_in_the_process(open_table: Callable[..., Table]) -> None:
    first = open_table().begun()
    first.say("I look around")
    second = open_table()
    second.campaign_id = first.campaign_id
    assert second.say("I wait").json()["turn_number"] == 3
    assert first.say("I wait").json()["turn_number"] == 4
    assert first.is_true()


def test_interpreting_changes_nothing(table: Table) -> None:
    table.begun()
    before = table.get("state")
    read = table.post("interpret", {"message": "I look around"}).json()
    assert read["actions"][0]["kind"] == "look"
    assert table.get("state") == before
    assert len(table.get("turns")) == 1


def test_a_suggestion_can_be_said_as_it_stands(table: Table) -> None:
    turn = table.begun().get("turns")[0]
    said = table.say(turn["suggestions"][0]).json()
    assert "action_refused" not in [
        e["type"] for e in table.get("events") if e["turn_id"] == said["turn_id"]
    ]


def test_a_narrator_that_says_nothing_in_time_is_replaced(
    open_table: Callable[..., Table],
) -> None:
    class Mute:
        name = "mute"

        def narrate(self, brief: Brief) -> Iterator[Piece]:
            threading.Event().wait(30)
            yield Piece("too late. ")

    from llm_brain.narrators.storyteller import Storyteller

    table = open_table([Mute(), Storyteller()], first_words_deadline_s=0.05).begun()
    turn = table.say("I look around").json()
    assert turn["narrator"]["name"] == "storyteller"
    assert turn["narrator"]["degraded"] is True
    assert turn["sentences"]
    assert table.is_true()


def test_several_players_speaking_at_once_make_one_turn(table: Table) -> None:
    table.new()
    assert table.post("characters", {"pregenerated": "cleric"}).status_code == 201
    assert table.post("begin").status_code == 200
    heroes = [int(ref[1:]) for ref in table.get("state")["creatures"] if ref[0] == "c"]
    body = {
        "campaign_id": table.campaign_id,
        "message": "I look around",
        "character_id": heroes[0],
        "together_with": [{"message": "I search the floor", "character_id": heroes[1]}],
    }
    answer = table.http.post("/dm_turn", json=body)
    assert answer.status_code == 200, answer.text
    turn = answer.json()
    assert turn["turn_number"] == 2
    assert [action["kind"] for action in turn["actions"]] == ["look", "search"]
    events = table.get("events?after=0")
    events = events["events"] if isinstance(events, dict) else events
    said = [
        e["payload"]
        for e in events
        if e["type"] == "turn_taken" and e["payload"]["turn_number"] == 2
    ]
    assert [who["by"] for who in said] == [f"c{hero}" for hero in heroes]
    names = [table.get("state")["creatures"][f"c{hero}"]["name"] for hero in heroes]
    starts = [turn["narration"].index(f"{name}: ") for name in names]
    assert starts == sorted(starts)
    assert table.post("check").json() == {"ok": True, "differences": []}
