"""The numbers of a played game, asked why over HTTP."""

import pytest

from tests.integration.brain.conftest import Table


@pytest.fixture
def played(table: Table) -> Table:
    table.begun().say("I search the room carefully")
    return table


def test_every_number_that_is_linked_in_a_telling_has_its_event_among_the_sources(
    played: Table,
) -> None:
    for turn in played.get("turns"):
        found = played.get(f"why?turn={turn['turn_number']}")["numbers"]
        sources = {
            (n["sentence"], n["start"]): {source["seq"] for source in n["sources"]} for n in found
        }
        for index, sentence in enumerate(turn["sentences"]):
            for link in sentence["numbers"]:
                assert link["seq"] in sources[(index, link["start"])]


@pytest.mark.parametrize("number", ["hp", "armor_class", "coins_cp", "xp", "level"])
def test_a_number_of_the_sheet_is_now_what_its_last_change_left(played: Table, number: str) -> None:
    found = played.get(f"why?character_id=1&number={number}")
    hero = played.get("state")["creatures"]["c1"]
    assert found["now"] == {**hero["sheet"], **hero}[number]
    assert found["changes"][0]["after"] == found["now"]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 422), ("turn=1&character_id=1", 422), ("character_id=1&number=luck", 422), ("character_id=1", 422),
        ("turn=99", 404), ("character_id=9&number=hp", 404),
    ],
)  # fmt: skip
def test_what_cannot_be_answered_says_so(played: Table, query: str, status: int) -> None:
    answer = played.http.get(f"/campaigns/{played.campaign_id}/why?{query}")
    assert answer.status_code == status
    assert answer.json()["error"]["message"]
