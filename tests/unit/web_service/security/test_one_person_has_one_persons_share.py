"""Sizes and rates: one account, or one address, cannot take more of the table's time or memory than a person does."""

import pytest

pytest.importorskip("django")

from django.test import Client
from django.test.utils import override_settings

from tests.unit.web_service.conftest import Person, Table
from tests.unit.web_service.fake_brain import FakeBrain

MOST = 5


def turn(number: int) -> dict[str, str]:
    return {"message": "I wait", "key": f"key-number-{number:08d}"}


@override_settings(CHANGES_A_MINUTE=MOST)
def test_one_account_changes_a_bounded_number_of_things_a_minute(
    table: Table, alice: Person, bob: Person, brain: FakeBrain
) -> None:
    for i in range(MOST):
        assert alice.ask(table.path("turns/1/retell")).status_code == 200, i
    asked = len(brain.asked)
    refused = alice.ask(table.path("turns"), turn(1))
    assert refused.status_code == 429
    assert refused.json()["error"]["code"] == "too_often"
    assert "Retry-After" in refused
    assert len(brain.asked) == asked
    assert bob.ask(table.path("turns/1/retell")).status_code == 200
    assert alice.get(table.path()).status_code == 200


@override_settings(CHANGES_A_MINUTE=MOST)
def test_an_address_not_signed_in_has_its_share_too(anybody: Client) -> None:
    def knock(address: str) -> int:
        fields = {"username": "nobody", "password": "x"}
        return anybody.post("/accounts/sign-in", fields, REMOTE_ADDR=address).status_code

    assert [knock("fd00::7") for _ in range(MOST + 1)][-1] == 429
    assert knock("fd00::8") == 200


@pytest.mark.parametrize("rest", ["turns", "turns/1/edit", "turns/1/withdraw", "branch"])
def test_what_is_far_too_long_is_refused_and_never_reaches_the_game(
    rest: str, table: Table, alice: Person, brain: FakeBrain
) -> None:
    long = "x" * 20_000
    fields = turn(2) | {
        "message": long,
        "narration": long,
        "line": long,
        "name": long,
        "after_turn": "1",
    }
    assert alice.ask(table.path(rest), fields).status_code in (400, 413, 422)
    assert [call for call in brain.asked if call[0] != "GET"] == []


def test_a_body_larger_than_any_form_is_refused(
    table: Table, alice: Person, brain: FakeBrain
) -> None:
    answer = alice.ask(table.path("turns"), turn(3) | {"message": "x" * 1_000_000})
    assert answer.status_code in (400, 413)
    many = {f"field{i}": "x" for i in range(1000)}
    assert alice.ask(table.path("turns"), turn(4) | many).status_code == 400
    assert brain.asked == []
