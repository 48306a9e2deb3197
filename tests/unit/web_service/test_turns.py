"""Taking a turn and what can be done to one: asked of the brain, once, with clear failures."""

import pytest

from tests.unit.web_service.conftest import Person, Table
from tests.unit.web_service.fake_brain import FakeBrain

KEY = "0123456789abcdef"


def take(person: Person, table: Table, message: str = "I listen.", key: str = KEY):
    return person.ask(table.path("turns"), {"message": message, "key": key})


def asked(brain: FakeBrain, path: str) -> list[dict]:
    return [body for _, asked_path, body in brain.asked if asked_path == path]


def test_a_turn_goes_to_the_brain_with_seat_and_key(
    table: Table, alice: Person, brain: FakeBrain
) -> None:
    response = take(alice, table)
    assert response.json()["turn_number"] == 2
    assert asked(brain, "/dm_turn") == [
        {"campaign_id": table.id, "message": "I listen.", "idempotency_key": KEY, "character_id": 1}
    ]
    assert brain.headers[-1]["Idempotency-Key"] == KEY


def test_the_same_key_twice_is_one_turn(table: Table, alice: Person, brain: FakeBrain) -> None:
    first, second = take(alice, table), take(alice, table)
    assert first.json() == second.json()


@pytest.mark.parametrize(
    ("message", "key"),
    [("", KEY), ("   ", KEY), ("x" * 2001, KEY), ("hello", ""), ("hello", "no key")],
)
def test_a_turn_without_words_or_key_never_reaches_the_brain(
    message: str, key: str, table: Table, alice: Person, brain: FakeBrain
) -> None:
    response = take(alice, table, message, key)
    assert response.status_code == 422
    assert response.json()["error"]["code"] == "validation_error"
    assert brain.asked == []


def test_a_brain_that_is_away_is_a_passing_trouble(
    table: Table, alice: Person, brain: FakeBrain
) -> None:
    brain.is_away = True
    response = take(alice, table)
    assert response.status_code == 503
    assert response.json()["error"]["code"] == "brain_unavailable"
    assert response["Retry-After"]
    brain.is_away = False
    assert take(alice, table).json()["turn_number"] == 2


@pytest.mark.parametrize(
    ("status", "code", "seen"),
    [
        (409, "turn_in_flight", 409),
        (503, "database_unavailable", 503),
        (422, "idempotency_key_reused", 422),
        (404, "campaign_not_found", 404),
        (500, "internal_error", 502),
    ],
)
def test_the_brains_refusals_keep_their_code(
    status: int, code: str, seen: int, table: Table, alice: Person, bob: Person, brain: FakeBrain
) -> None:
    bob.user.seats.all().delete()
    brain.refuses_with = (status, code)
    response = take(alice, table)
    assert response.status_code == seen
    assert response.json()["error"]["code"] == code


@pytest.mark.parametrize(
    ("rest", "data", "path"),
    [
        ("turns/1/stop", {}, "/campaigns/{id}/turns/1/stop"),
        ("turns/1/retell", {}, "/campaigns/{id}/turns/1/retry"),
        ("turns/1/edit", {"narration": "Other words."}, "/campaigns/{id}/turns/1"),
        ("turns/1/withdraw", {"line": "spiders"}, "/campaigns/{id}/turns/1/withdraw"),
        ("undo", {}, "/campaigns/{id}/undo"),
        ("choose", {"choice": "back"}, "/campaigns/{id}/choose"),
    ],
)
def test_each_action_is_one_call_of_the_brain(
    rest: str, data: dict[str, str], path: str, table: Table, bob: Person, brain: FakeBrain
) -> None:
    assert bob.ask(table.path(rest), data).status_code == 200
    assert len(asked(brain, path.format(id=table.id))) == 1


def test_a_member_without_a_hero_cannot_act_for_anothers(
    table: Table, bob: Person, brain: FakeBrain
) -> None:
    assert take(bob, table).status_code == 409
    assert asked(brain, "/dm_turn") == []


def test_a_branch_seats_everybody_and_leads_there(
    table: Table, alice: Person, bob: Person, charlie: Person, brain: FakeBrain
) -> None:
    response = alice.post(table.path("branch"), {"after_turn": 1, "name": "Another way"})
    there = response["Location"]
    assert bob.get(there).status_code == 200
    assert charlie.get(there).status_code == 404


def test_an_action_from_a_page_without_scripts_leads_back_to_the_table(
    table: Table, alice: Person, brain: FakeBrain
) -> None:
    response = alice.post(table.path("turns"), {"message": "I listen.", "key": KEY})
    assert response["Location"] == table.path()


def test_a_page_that_needs_the_brain_says_that_it_is_away(alice: Person, brain: FakeBrain) -> None:
    brain.is_away = True
    response = alice.get("/campaigns/new")
    assert response.status_code == 503
    assert b"<h1>" in response.content


def test_from_sign_up_to_the_first_words_in_two_posts(anybody, brain: FakeBrain) -> None:
    start = anybody.post("/accounts/sign-up", {"username": "Zelda", "password": "long enough 7!"})
    page = anybody.get(start["Location"])
    chosen = {name: page.context["form"][name].value() for name in ("name", "theme", "hero")}
    table = anybody.post("/campaigns/new", chosen)["Location"]
    assert anybody.get(table).status_code == 200
    assert (
        anybody.post(f"{table}begin", headers={"accept": "application/json"}).json()["turn_number"]
        == 1
    )
    assert "Rain drums" in anybody.get(table).content.decode()


def test_a_campaign_whose_hero_could_not_be_seated_can_still_get_one(
    alice: Person, brain: FakeBrain
) -> None:
    campaign_id = brain._create({"name": "Nobody yet"})["id"]
    alice.user.seats.create(campaign_id=campaign_id, role="owner")
    assert "heroes/" in alice.get(f"/campaigns/{campaign_id}/").content.decode()
    alice.post(f"/campaigns/{campaign_id}/heroes/", {"hero": "cleric"})
    assert alice.user.seats.get(campaign_id=campaign_id).character_id == 1


def test_rename_and_delete_ask_the_brain(table: Table, alice: Person, brain: FakeBrain) -> None:
    alice.post(table.path("rename"), {"name": "The Silent Bell"})
    assert "The Silent Bell" in alice.get("/campaigns/").content.decode()
    alice.post(table.path("delete"))
    assert alice.get(table.path()).status_code == 404
