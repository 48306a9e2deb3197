"""Several at one table: words that wait become turns, in order and once; in a fight only whoever is up speaks."""

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections
from django.test.utils import override_settings
from django.utils import timezone

from tests.unit.web_service.conftest import Person, Table
from tests.unit.web_service.fake_brain import FakeBrain
from tests.unit.web_service.game_rows import HERO
from web_service.campaigns.models import Seat
from web_service.party import declarations, gathering, presence
from web_service.party.models import Declaration

OTHER = HERO | {"ref": "c2", "id": 2, "name": "Borin Ashhelm"}
LONG_S = 30.0


@pytest.fixture
def party(table: Table, bob: Person) -> Table:
    """The table with a hero for Bob, both of them there, and no fight."""
    table.rows.see(table.id, heroes=[HERO, OTHER], encounter=None)
    Seat.objects.filter(user=bob.user).update(character_id=2)
    for seat in Seat.objects.filter(campaign_id=table.id):
        presence.arrive(f"page of {seat.pk}", table.id, seat.pk)
    return table


@pytest.fixture
def window() -> Iterator[Callable[[float], Any]]:
    """A way to set how long the first to speak waits."""
    with override_settings(TURN_WINDOW_S=LONG_S, HOLD_AFTER_S=LONG_S):
        yield lambda seconds: override_settings(TURN_WINDOW_S=seconds)


def seat_of(person: Person) -> Seat:
    return Seat.objects.get(user=person.user)


def up(table: Table, ref: str) -> None:
    order = [
        {"ref": "c1", "name": "Mira"},
        {"ref": "c2", "name": "Borin"},
        {"ref": "n9", "name": "a zombie"},
    ]
    order = [
        row | {"initiative": 9, "health": "unhurt", "is_turn": row["ref"] == ref} for row in order
    ]
    table.rows.see(table.id, encounter={"round": 1, "turn_of": ref, "order": order})


def said(person: Person, table: Table, message: str, key: str) -> Any:
    return person.ask(table.path("turns"), {"message": message, "key": key * 8})


def turns_asked(brain: FakeBrain) -> list[dict[str, Any]]:
    return [body for _, path, body in brain.asked if path == "/dm_turn"]


def together(*calls: Callable[[], Any]) -> list[Any]:
    """Make calls at the same time; return their answers in order."""
    answers: list[Any] = [None] * len(calls)

    def run(index: int, call: Callable[[], Any]) -> None:
        try:
            answers[index] = call()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    return answers


def test_what_everybody_present_says_is_one_turn_in_the_order_it_came(
    party: Table, alice: Person, bob: Person, brain: FakeBrain, window: Any
) -> None:
    declarations.declare(seat_of(bob), 2, "I pray.", "b" * 8)
    answers = together(
        lambda: said(bob, party, "I pray.", "b"), lambda: said(alice, party, "I listen.", "a")
    )
    assert [answer.json()["turn_number"] for answer in answers] == [2, 2]
    (body,) = turns_asked(brain)
    assert (body["message"], body["character_id"]) == ("I pray.", 2)
    assert body["together_with"] == [{"message": "I listen.", "character_id": 1}]
    page = alice.get(party.path()).context["story"][-1]
    assert page.said == [("Borin Ashhelm", "I pray."), ("Mira Tallow", "I listen.")]


def test_one_alone_at_the_table_waits_for_nobody(
    party: Table, alice: Person, bob: Person, brain: FakeBrain, window: Any
) -> None:
    presence.depart(f"page of {seat_of(bob).pk}", party.id)
    assert said(alice, party, "I listen.", "a").json()["turn_number"] == 2
    assert "together_with" not in turns_asked(brain)[0]


def test_the_window_closes_by_itself(
    party: Table, alice: Person, brain: FakeBrain, window: Any
) -> None:
    with window(0.2):
        assert said(alice, party, "I listen.", "a").json()["turn_number"] == 2


def test_the_same_words_sent_twice_are_one_turn(
    party: Table, alice: Person, brain: FakeBrain, window: Any
) -> None:
    with window(0):
        answers = together(*[lambda: said(alice, party, "I listen.", "a")] * 3)
        again = said(alice, party, "I listen.", "a")
    assert {answer.json()["turn_number"] for answer in [*answers, again]} == {2}
    assert Declaration.objects.get(campaign_id=party.id).message == ""


def test_in_a_fight_only_the_one_who_is_up_is_heard(
    party: Table, alice: Person, bob: Person, brain: FakeBrain, window: Any
) -> None:
    up(party, "c2")
    refused = said(alice, party, "I stab it.", "a")
    assert refused.status_code == 409
    assert refused.json()["error"]["code"] == "not_your_turn"
    assert said(bob, party, "I smite it.", "b").json()["turn_number"] == 2
    assert [body["character_id"] for body in turns_asked(brain)] == [2]


def test_a_fight_that_begins_sends_waiting_words_back(
    party: Table, alice: Person, bob: Person, brain: FakeBrain, window: Any
) -> None:
    waiting = declarations.declare(seat_of(alice), 1, "I sing.", "a" * 8)
    up(party, "c2")
    assert said(bob, party, "I smite it.", "b").json()["turn_number"] == 2
    with pytest.raises(gathering.GameConflict) as refused:
        gathering.play_when_free(gathering.get_brain(), waiting)
    assert refused.value.code == "not_your_turn"


def test_while_a_foe_is_up_anybody_sets_the_fight_going(
    party: Table, alice: Person, brain: FakeBrain, window: Any
) -> None:
    up(party, "n9")
    assert said(alice, party, "I brace.", "a").status_code == 200


def test_words_wait_while_a_turn_is_told(
    party: Table, alice: Person, brain: FakeBrain, window: Any
) -> None:
    party.rows.resolved(party.id, "I sing.")
    declarations.declare(seat_of(alice), 1, "I listen.", "a" * 8)
    with window(0):
        assert declarations.take(party.id) is None


def test_a_table_that_is_busy_is_asked_again(
    party: Table, alice: Person, brain: FakeBrain, window: Any
) -> None:
    brain.refuses_with = (409, "turn_in_flight")
    declared = declarations.declare(seat_of(alice), 1, "I listen.", "a" * 8)
    with window(0):
        gathering.play_waiting(gathering.get_brain(), party.id)
        assert declarations.outcome_of(declared.pk) == (True, None)
        brain.refuses_with = None
        answer = gathering.play_when_free(gathering.get_brain(), declared)
    assert answer["turn_number"] == 2


def test_words_are_kept_while_the_brain_is_away(
    party: Table, alice: Person, brain: FakeBrain, window: Any
) -> None:
    brain.is_away = True
    with window(0):
        assert said(alice, party, "I listen.", "a").status_code == 503
        brain.is_away = False
        assert said(alice, party, "I listen.", "a").json()["turn_number"] == 2
    assert len({body["idempotency_key"] for body in turns_asked(brain)}) == 1


def test_a_dead_gatherers_words_are_taken_up_under_the_same_key(
    party: Table, alice: Person, bob: Person, brain: FakeBrain, window: Any
) -> None:
    declarations.declare(seat_of(alice), 1, "I listen.", "a" * 8)
    declarations.declare(seat_of(bob), 2, "I pray.", "b" * 8)
    lost = declarations.take(party.id)
    assert lost is not None
    assert declarations.take(party.id) is None
    long_ago = timezone.now() - timedelta(seconds=60)
    Declaration.objects.filter(campaign_id=party.id).update(
        taken_until=long_ago, created_at=long_ago
    )
    assert declarations.is_left_behind(party.id)
    gathering.play_left_behind(party.id)
    (body,) = turns_asked(brain)
    assert body["idempotency_key"] == lost.key
    assert not declarations.waiting_at(party.id).exists()


def test_words_refused_together_are_played_one_by_one(
    party: Table, alice: Person, bob: Person, brain: FakeBrain, window: Any
) -> None:
    for person, key in ((alice, "a"), (bob, "b")):
        declarations.declare(seat_of(person), seat_of(person).character_id or 0, "x", key * 8)
    brain.refuses_with = (422, "bad_request")
    gathering.play_waiting(gathering.get_brain(), party.id)
    brain.refuses_with = None
    gathering.play_waiting(gathering.get_brain(), party.id)
    gathering.play_waiting(gathering.get_brain(), party.id)
    assert [body.get("together_with", []) for body in turns_asked(brain)[1:]] == [[], []]
    assert not declarations.waiting_at(party.id).exists()


def test_waiting_words_can_be_taken_back(
    party: Table, alice: Person, brain: FakeBrain, window: Any
) -> None:
    declared = declarations.declare(seat_of(alice), 1, "I listen.", "a" * 8)
    assert alice.ask(party.path("party/take-back")).status_code == 200
    assert alice.ask(party.path("party/take-back")).status_code == 409
    with pytest.raises(gathering.TakenBack):
        gathering.play_when_free(gathering.get_brain(), declared)
    assert turns_asked(brain) == []


def test_nobody_says_a_second_thing_before_the_first_is_played(
    party: Table, alice: Person, brain: FakeBrain, window: Any
) -> None:
    declarations.declare(seat_of(alice), 1, "I listen.", "a" * 8)
    refused = said(alice, party, "I sing.", "c")
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "already_spoken")


def test_nobody_uses_anothers_key(
    party: Table, alice: Person, bob: Person, brain: FakeBrain, window: Any
) -> None:
    declarations.declare(seat_of(alice), 1, "I listen.", "a" * 8)
    assert said(bob, party, "I listen.", "a").status_code == 422


def test_the_owner_lets_an_absent_hero_hold_at_once_and_a_present_one_after_a_pause(
    party: Table, alice: Person, bob: Person, brain: FakeBrain, window: Any
) -> None:
    up(party, "c2")
    asks = {"character_id": "2", "key": "h" * 8}
    assert alice.ask(party.path("party/hold"), asks).json()["error"]["code"] == "too_early"
    assert bob.ask(party.path("party/hold"), asks).json()["error"]["code"] == "not_yours"
    presence.depart(f"page of {seat_of(bob).pk}", party.id)
    assert alice.ask(party.path("party/hold"), asks).json()["turn_number"] == 2
    assert turns_asked(brain)[0]["character_id"] == 2
    up(party, "c1")
    again = alice.ask(party.path("party/hold"), asks | {"key": "i" * 8})
    assert again.json()["error"]["code"] == "not_their_turn"


def test_while_the_owner_is_away_anybody_lets_their_hero_hold(
    party: Table, alice: Person, bob: Person, brain: FakeBrain, window: Any
) -> None:
    up(party, "c1")
    presence.depart(f"page of {seat_of(alice).pk}", party.id)
    asks = {"character_id": "1", "key": "h" * 8}
    assert bob.ask(party.path("party/hold"), asks).json()["turn_number"] == 2


def test_nobody_waits_for_the_dead(
    party: Table, alice: Person, bob: Person, brain: FakeBrain, window: Any
) -> None:
    party.rows.see(party.id, heroes=[HERO, OTHER | {"is_dead": True}])
    assert said(alice, party, "I mourn.", "a").json()["turn_number"] == 2
    assert bob.get(party.path()).context["company"].has_fallen
    bob.post(party.path("heroes/"), {"hero": "wizard"})
    assert seat_of(bob).character_id == 3


def test_one_player_with_a_fallen_friends_hero_is_told_whose_turn_it_is(
    party: Table, alice: Person, bob: Person, brain: FakeBrain, window: Any
) -> None:
    bob.user.seats.all().delete()
    up(party, "c2")
    assert said(alice, party, "I stab it.", "a").json()["error"]["code"] == "not_your_turn"
    asks = {"character_id": "2", "key": "h" * 8}
    assert alice.ask(party.path("party/hold"), asks).json()["turn_number"] == 2


def test_what_others_wait_to_say_is_on_the_page_with_who_is_up(
    party: Table, alice: Person, bob: Person, brain: FakeBrain, window: Any
) -> None:
    declarations.declare(seat_of(bob), 2, "I pray loudly.", "b" * 8)
    page = alice.get(party.path()).content.decode()
    assert "I pray loudly." in page
    assert "data-take-back" not in page
    assert "data-take-back" in bob.get(party.path()).content.decode()
    up(party, "c2")
    company = alice.get(party.path()).context["company"]
    assert (company.is_my_floor, company.player_up) == (False, bob.user.username)


def test_many_who_look_at_once_play_words_once(
    party: Table, alice: Person, bob: Person, brain: FakeBrain, window: Any
) -> None:
    for person, key in ((alice, "a"), (bob, "b")):
        declarations.declare(seat_of(person), seat_of(person).character_id or 0, "x", key * 8)
    look = lambda: gathering.play_waiting(gathering.get_brain(), party.id)  # noqa: E731
    together(*[look] * 8)
    assert len(turns_asked(brain)) == 1
    assert not declarations.waiting_at(party.id).exists()
