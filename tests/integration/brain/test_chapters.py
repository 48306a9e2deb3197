"""The story in chapters: written beside the turns, true to the ledger, and never of what is no more."""

from collections.abc import Callable
from typing import Any

import pytest

from llm_brain.memory.chapters import CHAPTER_TURNS
from llm_brain.narrators.protocol import Brief
from llm_brain.narrators.storyteller.storyteller import Storyteller
from tests.integration.brain.conftest import Table

Sql = Callable[..., list[tuple[Any, ...]]]
Until = Callable[..., bool]


class Overhearing(Storyteller):
    """A storyteller that keeps what it was told."""

    def __init__(self) -> None:
        self.briefs: list[Brief] = []

    def narrate(self, brief: Brief) -> Any:
        self.briefs.append(brief)
        return super().narrate(brief)


@pytest.fixture
def heard() -> Overhearing:
    return Overhearing()


@pytest.fixture
def told(open_table: Callable[..., Table], heard: Overhearing) -> Table:
    return open_table([heard]).begun()


def story(table: Table) -> dict[str, Any]:
    return dict(table.get("story-so-far"))


def last_told(table: Table) -> int:
    chapters = story(table)["chapters"]
    return int(chapters[-1]["last_turn"]) if chapters else 0


def play_past_a_chapter(table: Table, until: Until) -> None:
    for _ in range(CHAPTER_TURNS + 9):
        table.say("I wait")
    assert until(lambda: story(table)["campaign"])


def test_the_chapter_being_played_is_there_from_the_first_turn(told: Table, until: Until) -> None:
    assert until(lambda: last_told(told) == 1)
    (chapter,) = story(told)["chapters"]
    assert chapter["is_open"]
    hook = told.get("state")["adventure"]["hook"]
    assert " ".join(hook.split())[:60] in chapter["content"]
    assert story(told)["campaign"] is None


def test_a_chapter_closes_and_covers_its_scenes(told: Table, until: Until, sql: Sql) -> None:
    play_past_a_chapter(told, until)
    first, *_ = story(told)["chapters"]
    assert not first["is_open"]
    assert (first["number"], first["first_turn"]) == (1, 1)
    scenes = sql(
        "SELECT id FROM story_segments WHERE campaign_id = %s AND kind = 'scene' AND last_turn <= %s ORDER BY id",
        told.campaign_id, first["last_turn"],
    )  # fmt: skip
    assert first["covers"] == [row[0] for row in scenes]
    assert story(told)["campaign"]["covers"] == [first["id"]]


def test_a_closed_chapter_is_in_the_prompt_and_in_the_account(
    told: Table, until: Until, heard: Overhearing
) -> None:
    play_past_a_chapter(told, until)
    told.say("I wait")
    chapter = story(told)["chapters"][0]
    assert chapter["content"] in heard.briefs[-1].messages[0].content
    turn = heard.briefs[-1].turn_number
    found = [s for s in told.get(f"turns/{turn}/inspect")["sources"] if s["kind"] == "summary"]
    assert [s["title"] for s in found if s["is_in"]] == ["Chapter 1"]


def test_without_room_the_chapter_is_left_out_and_said_so(
    open_table: Callable[..., Table], until: Until, heard: Overhearing
) -> None:
    table = open_table([heard], summary_tokens=3).begun()
    play_past_a_chapter(table, until)
    table.say("I wait")
    assert story(table)["chapters"][0]["content"] not in heard.briefs[-1].messages[0].content
    turn = heard.briefs[-1].turn_number
    found = [s for s in table.get(f"turns/{turn}/inspect")["sources"] if s["kind"] == "summary"]
    assert found
    assert not any(s["is_in"] for s in found)


def test_an_undo_into_a_chapter_takes_it_away_at_once(told: Table, until: Until) -> None:
    play_past_a_chapter(told, until)
    closed = story(told)["chapters"][0]
    turns = CHAPTER_TURNS + 10 - closed["last_turn"] + 1
    assert told.post("undo", {"turns": turns}).status_code == 200
    left = closed["last_turn"] - 1
    now = story(told)
    assert now["campaign"] is None
    assert all(chapter["last_turn"] <= left for chapter in now["chapters"])
    assert until(lambda: last_told(told) == left)


def test_an_undo_leaves_the_chapters_before_it_and_a_campaign_so_far_of_them(
    told: Table, until: Until
) -> None:
    for _ in range(2 * CHAPTER_TURNS + 18):
        told.say("I wait")
    assert until(lambda: len([c for c in story(told)["chapters"] if not c["is_open"]]) == 2)
    first, second, *_ = story(told)["chapters"]
    turns = 2 * CHAPTER_TURNS + 19 - second["last_turn"] + 1
    assert told.post("undo", {"turns": turns}).status_code == 200
    assert until(lambda: story(told)["campaign"])
    assert story(told)["campaign"]["covers"] == [first["id"]]
    assert story(told)["chapters"][0]["content"] == first["content"]


def test_a_branch_has_chapters_of_its_own(told: Table, until: Until) -> None:
    play_past_a_chapter(told, until)
    branched = Table(told.http)
    branched.campaign_id = told.post("branch", {"after_turn": 3}).json()["id"]
    assert until(lambda: last_told(branched) == 3)
    (chapter,) = story(branched)["chapters"]
    assert chapter["is_open"]


def test_a_chapter_says_what_was_set_right(told: Table, until: Until) -> None:
    play_past_a_chapter(told, until)
    body = {"kind": "correction", "content": "The clerk is called Ansel.", "turn_number": 2}
    assert told.post("lore", body).status_code == 201
    assert "The clerk is called Ansel." in story(told)["chapters"][0]["content"]
    assert "The clerk is called Ansel." in story(told)["campaign"]["content"]


def test_a_hidden_correction_is_in_no_chapter(told: Table, until: Until) -> None:
    body = {
        "kind": "correction",
        "content": "The clerk is a lich.",
        "turn_number": 1,
        "is_hidden": True,
    }
    assert told.post("lore", body).status_code == 201
    told.say("I wait")
    assert until(lambda: last_told(told) == 2)
    assert "lich" not in str(story(told))


def test_what_a_table_does_not_want_is_in_no_chapter(told: Table, until: Until) -> None:
    assert until(lambda: last_told(told) == 1)
    hook = told.get("state")["adventure"]["hook"].split()
    word = max(hook, key=len).strip(".,;:“”\"'")
    told.http.patch(f"/campaigns/{told.campaign_id}", json={"lines": [word]})
    told.say("I wait")
    assert until(lambda: last_told(told) == 2)
    assert word not in story(told)["chapters"][0]["content"]


def test_a_restart_catches_up_with_a_campaign_that_has_no_chapters(
    told: Table, open_table: Callable[..., Table], until: Until, sql: Sql
) -> None:
    play_past_a_chapter(told, until)
    sql("DELETE FROM summaries WHERE campaign_id = %s", told.campaign_id)
    again = open_table()
    again.campaign_id = told.campaign_id
    assert until(lambda: story(again)["campaign"])


class Wordsmith(Storyteller):
    """A narrator with a model that puts chapters into these words."""

    name = "wordsmith"
    model = "a model for tests"

    def __init__(self, words: str) -> None:
        self.words = words
        self.asked: list[str] = []

    def complete(self, prompt: Any) -> Any:
        self.asked.append(prompt.messages[-1].content)
        yield from (f"{word} " for word in self.words.split())


def test_a_model_puts_a_chapter_into_its_words(
    open_table: Callable[..., Table], until: Until
) -> None:
    words = "They waited long in that place and nothing much came of it."
    wordsmith = Wordsmith(words)
    table = open_table([wordsmith, Storyteller()]).begun()
    play_past_a_chapter(table, until)
    assert until(lambda: story(table)["chapters"][0]["narrator"] == "wordsmith")
    assert story(table)["chapters"][0]["content"] == words
    assert "joined the party" not in wordsmith.asked[0].split("- ")[0]


def test_a_model_that_says_what_no_fact_says_is_not_taken(
    open_table: Callable[..., Table], until: Until
) -> None:
    wordsmith = Wordsmith("They waited, and then the wizard Gandalf came by and paid them all.")
    table = open_table([wordsmith, Storyteller()]).begun()
    play_past_a_chapter(table, until)
    assert until(lambda: wordsmith.asked)
    table.say("I wait")
    assert until(lambda: last_told(table) == CHAPTER_TURNS + 11)
    assert story(table)["chapters"][0]["narrator"] == "storyteller"
    assert "Gandalf" not in str(story(table))
