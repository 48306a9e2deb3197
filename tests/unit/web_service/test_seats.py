"""Seats and the heroes at them: invited, full, left, handed over, removed; and what each page then is."""

import pytest
from django.core.signing import dumps
from django.test.utils import override_settings

from tests.unit.web_service.conftest import Person, Table, person
from tests.unit.web_service.fake_brain import FakeBrain
from tests.unit.web_service.game_rows import HERO
from web_service.campaigns.invitations import SALT, invitation, invited_to
from web_service.campaigns.models import Seat
from web_service.party.declarations import declare
from web_service.party.models import Declaration, Presence, Whisper

OTHER = HERO | {"ref": "c2", "id": 2, "name": "Borin Ashhelm"}


@pytest.fixture
def party(table: Table, bob: Person) -> Table:
    """The table with a hero for Bob."""
    table.rows.see(table.id, heroes=[HERO, OTHER], encounter=None)
    Seat.objects.filter(user=bob.user).update(character_id=2)
    return table


def seat_of(who: Person) -> Seat:
    return Seat.objects.get(user=who.user)


def join(table: Table) -> str:
    return f"/campaigns/join/{invitation(table.id)}"


def test_whoever_is_seated_already_goes_straight_to_the_table(party: Table, bob: Person) -> None:
    assert bob.get(join(party))["Location"] == party.path()


def test_a_new_invitation_makes_the_old_one_worthless(
    party: Table, alice: Person, bob: Person, charlie: Person
) -> None:
    old = join(party)
    assert bob.post(party.path("party/new-invitation")).status_code == 404
    alice.post(party.path("party/new-invitation"))
    assert charlie.get(old).status_code == 404
    assert charlie.get(join(party)).status_code == 200


def test_an_invitation_is_too_old_one_day(party: Table) -> None:
    word = invitation(party.id)
    assert invited_to(word) == party.id
    with override_settings(INVITE_DAYS=0):
        assert invited_to(word) is None


@pytest.mark.parametrize("payload", [1, [1], "x", [1, "guessed"], {"a": 1}])
def test_a_signed_word_of_another_kind_invites_to_nothing(payload: object, game_dsn: str) -> None:
    assert invited_to(dumps(payload, salt=SALT)) is None


def test_a_full_table_takes_nobody_more(party: Table, charlie: Person) -> None:
    for _ in range(6):
        Seat.objects.create(campaign_id=party.id, user=person("Extra").user)
    assert charlie.ask(join(party)).json()["error"]["code"] == "table_full"
    assert charlie.get(party.path()).status_code == 404


def test_a_guest_whose_favourite_is_taken_gets_them_under_another_name(
    party: Table, charlie: Person, brain: FakeBrain
) -> None:
    charlie.post(join(party))
    charlie.post(party.path("heroes/"), {"hero": "rogue"})
    heroes = party.rows.view(party.id)["heroes"]
    assert len({hero["name"] for hero in heroes}) == 3
    assert seat_of(charlie).character_id == 3


def test_who_leaves_frees_the_hero_for_the_next(
    party: Table, bob: Person, charlie: Person, brain: FakeBrain
) -> None:
    bob.post(party.path("party/leave"))
    assert bob.get(party.path()).status_code == 404
    charlie.post(join(party))
    page = charlie.get(party.path("heroes/"))
    assert page.context["free_heroes"] == [(2, "Borin Ashhelm")]
    charlie.post(party.path("party/take-up"), {"character_id": "2"})
    assert seat_of(charlie).character_id == 2
    bob.post(join(party))
    assert bob.ask(party.path("party/take-up"), {"character_id": "2"}).status_code == 409


def test_the_owner_does_not_leave(party: Table, alice: Person) -> None:
    assert alice.ask(party.path("party/leave")).json()["error"]["code"] == "owner_stays"
    assert alice.get(party.path()).status_code == 200


def test_a_hero_is_handed_over_in_exchange_for_the_others(
    party: Table, alice: Person, bob: Person
) -> None:
    alice.post(party.path(f"party/seats/{seat_of(bob).pk}/hand-over"))
    assert (seat_of(alice).character_id, seat_of(bob).character_id) == (2, 1)


def test_no_hero_is_handed_over_while_words_wait(party: Table, alice: Person, bob: Person) -> None:
    declare(seat_of(bob), 2, "I pray.", "b" * 8)
    refused = alice.ask(party.path(f"party/seats/{seat_of(bob).pk}/hand-over"))
    assert refused.status_code == 409


def test_a_hero_is_handed_to_nobody_at_another_table(
    party: Table, alice: Person, charlie: Person
) -> None:
    elsewhere = Seat.objects.create(campaign_id=party.rows.campaign(), user=charlie.user)
    for rest in ("hand-over", "remove"):
        path = party.path(f"party/seats/{elsewhere.pk}/{rest}")
        assert alice.ask(path).status_code == 404
    assert Seat.objects.filter(pk=elsewhere.pk).exists()


def test_who_is_removed_finds_nothing_and_the_old_invitation_does_not_help(
    party: Table, alice: Person, bob: Person
) -> None:
    old, seat = join(party), seat_of(bob)
    declare(seat, 2, "I pray.", "b" * 8)
    Whisper.objects.create(seat=seat, question="?", answer="!")
    assert bob.post(party.path(f"party/seats/{seat_of(alice).pk}/remove")).status_code == 404
    alice.post(party.path(f"party/seats/{seat.pk}/remove"))
    assert [bob.get(path).status_code for path in (party.path(), party.path("party/"), old)] == [
        404, 404, 404
    ]  # fmt: skip
    for kind in (Declaration, Presence, Whisper):
        assert not kind.objects.filter(seat_id=seat.pk).exists()


def test_the_games_own_deletion_takes_everything_along(party: Table, alice: Person) -> None:
    seat = seat_of(alice)
    declare(seat, 1, "I pray.", "a" * 8)
    Whisper.objects.create(seat=seat, question="?", answer="!")
    invitation(party.id)
    party.rows.delete(party.id)
    assert not Declaration.objects.filter(campaign_id=party.id).exists()
    assert not Whisper.objects.filter(seat_id=seat.pk).exists()
