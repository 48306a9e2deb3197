"""Who may see and do what: signed in? a seat here? an owner?"""

import pytest

from tests.unit.web_service.conftest import Person, Table
from tests.unit.web_service.fake_brain import FakeBrain

READ = [
    "", "history", "knows", "dice", "heroes/", "heroes/c1/sheet", "turns/1/why", "why/1", "party/", "party/whispers",
]  # fmt: skip
WRITE = [
    "begin", "turns", "turns/1/stop", "turns/1/retell", "turns/1/edit", "turns/1/withdraw", "undo", "branch",
    "choose", "typing", "party/take-back", "party/hold", "party/leave", "party/take-up", "party/new-invitation",
    "party/seats/1/remove", "party/seats/1/hand-over",
]  # fmt: skip
STREAMS = ["stream", "turns/1/voice"]
OWNER_ONLY = ["settings", "delete", "turns/1/prompt"]
KEY = "0123456789abcdef"


@pytest.mark.parametrize("rest", READ)
def test_a_member_reads_every_page_of_their_table(
    rest: str, table: Table, bob: Person, brain: FakeBrain
) -> None:
    assert bob.get(table.path(rest)).status_code == 200


@pytest.mark.parametrize("rest", [*READ, *STREAMS, *OWNER_ONLY])
def test_a_stranger_finds_nothing_at_anothers_table(
    rest: str, table: Table, charlie: Person, brain: FakeBrain
) -> None:
    assert charlie.get(table.path(rest)).status_code == 404


@pytest.mark.parametrize("rest", [*WRITE, "rename", "delete", "settings", "heroes/"])
def test_a_stranger_changes_nothing_at_anothers_table(
    rest: str, table: Table, charlie: Person, brain: FakeBrain
) -> None:
    data = {"message": "hello", "key": KEY, "name": "x", "hero": "rogue", "choice": "back"}
    assert charlie.ask(table.path(rest), data).status_code == 404
    assert [call for call in brain.asked if call[0] != "GET"] == []


@pytest.mark.parametrize("rest", [*OWNER_ONLY])
def test_only_the_owner_changes_the_table_itself(
    rest: str, table: Table, alice: Person, bob: Person, brain: FakeBrain
) -> None:
    assert alice.get(table.path(rest)).status_code == 200
    assert bob.get(table.path(rest)).status_code == 404


@pytest.mark.parametrize("path", ["/campaigns/", "/campaigns/new", "/accounts/me", "/operator/"])
def test_somebody_not_signed_in_is_sent_to_the_door(path: str, anybody) -> None:
    response = anybody.get(path)
    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/sign-in")


def test_somebody_not_signed_in_gets_no_stream(anybody, table: Table) -> None:
    assert anybody.get(table.path("stream")).status_code == 404


def test_what_does_not_exist_looks_the_same_as_what_is_not_ones_own(
    table: Table, charlie: Person
) -> None:
    assert charlie.get(table.path()).content == charlie.get("/campaigns/999999/").content


def test_only_staff_see_the_operators_page(alice: Person) -> None:
    assert alice.get("/operator/").status_code == 404
    alice.user.is_staff = True
    alice.user.save()
    assert alice.get("/operator/").status_code == 200


@pytest.mark.parametrize("rest", WRITE)
def test_actions_reject_get(rest: str, table: Table, alice: Person) -> None:
    assert alice.get(table.path(rest)).status_code == 405


def test_an_invited_friend_sits_down_and_a_forged_invitation_is_worthless(
    table: Table, alice: Person, charlie: Person, brain: FakeBrain
) -> None:
    page = alice.get(table.path("party/"))
    link = page.context["invite"]
    path = link[link.index("/campaigns/") :]
    assert charlie.get(path[:-1] + ("a" if path[-1] != "a" else "b")).status_code == 404
    assert charlie.post(path).status_code == 302
    assert charlie.get(table.path()).status_code == 200


def test_deleting_the_games_row_takes_the_seats_with_it(table: Table, alice: Person) -> None:
    table.rows.delete(table.id)
    assert alice.get(table.path()).status_code == 404
    assert alice.user.seats.count() == 0


def test_the_owner_sees_what_a_turn_was_told_from_and_its_text_is_only_text(
    table: Table, alice: Person, brain: FakeBrain
) -> None:
    page = alice.get(table.path("turns/1/prompt")).content.decode()
    assert "Standing orders" in page
    assert "Tell &lt;it&gt;." in page
