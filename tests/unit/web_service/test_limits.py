"""What crafted requests get: a refusal in the product's shape, never a broken server, and never more than their share."""

import uuid
from collections.abc import AsyncIterator

import pytest
from django.test import Client, RequestFactory

from tests.unit.web_service.conftest import Person, Table
from web_service.accounts import throttle
from web_service.accounts.forms import SignUpForm
from web_service.accounts.models import User
from web_service.play import stream
from web_service.play.stream import counted, event_stream, last_seen, whole_number

PASSWORD = "long enough 7!"


@pytest.fixture
def address() -> str:
    """An address nobody else has knocked from."""
    return f"fd00::{uuid.uuid4().hex[:4]}"


@pytest.mark.parametrize("text", ["", "²", "-1", "1.0", " 1", "٣", "9" * 5000, "x"])
def test_what_is_no_number_counts_as_nothing(text: str) -> None:
    assert whole_number(text) == 0


def test_a_number_is_read() -> None:
    assert whole_number("42") == 42


@pytest.mark.parametrize("text", ["²", "9" * 5000, "-1", "x"])
def test_garbage_for_a_place_in_the_ledger_is_its_beginning(text: str) -> None:
    request = RequestFactory().get("/", {"after": text}, headers={"last-event-id": text})
    assert last_seen(request) == 0


async def endless() -> AsyncIterator[str]:
    while True:
        yield "data: 1\n\n"


async def test_one_account_has_a_bounded_number_of_streams() -> None:
    somebody, else_ = -1, -2
    opened = [counted(somebody, endless()) for _ in range(stream.MOST_STREAMS)]
    for content in opened:
        await anext(content)
    refused = event_stream(somebody, endless())
    raced = [event async for event in counted(somebody, endless())]
    another = event_stream(else_, endless())
    for content in opened:
        await content.aclose()
    again = event_stream(somebody, endless())
    assert refused.status_code == 429
    assert raced == []
    assert another.status_code == again.status_code == 200


@pytest.mark.parametrize("name", ["x" * 3000, "💀" * 500, "a\x00b"])
def test_an_impossible_name_cannot_sign_in(name: str, anybody: Client, address: str) -> None:
    fields = {"username": name, "password": PASSWORD}
    response = anybody.post("/accounts/sign-in", fields, REMOTE_ADDR=address)
    assert response.status_code < 500
    assert "sessionid" not in anybody.cookies


def test_one_address_cannot_guess_at_many_names_for_ever(anybody: Client, address: str) -> None:
    for i in range(throttle.FAILED_SIGN_INS.most):
        fields = {"username": f"guess{i}", "password": PASSWORD}
        assert anybody.post("/accounts/sign-in", fields, REMOTE_ADDR=address).status_code == 200
    fields = {"username": "guess", "password": PASSWORD}
    assert anybody.post("/accounts/sign-in", fields, REMOTE_ADDR=address).status_code == 429


def test_one_address_cannot_make_accounts_for_ever(game_dsn: str, address: str) -> None:
    for _ in range(throttle.SIGN_UPS.most):
        fields = {"username": f"u{uuid.uuid4().hex[:12]}", "password": PASSWORD}
        response = Client().post("/accounts/sign-up", fields, REMOTE_ADDR=address)
        assert response.status_code == 302
    fields = {"username": f"u{uuid.uuid4().hex[:12]}", "password": PASSWORD}
    response = Client().post("/accounts/sign-up", fields, REMOTE_ADDR=address)
    assert response.status_code == 429
    assert not User.objects.filter(username=fields["username"]).exists()


def test_two_people_who_take_a_name_at_once_are_not_both_seated(game_dsn: str) -> None:
    fields = {"username": f"u{uuid.uuid4().hex[:12]}", "password": PASSWORD}
    first, second = SignUpForm(fields), SignUpForm(fields)
    assert first.is_valid()
    assert second.is_valid()
    assert first.save_or_refuse() is not None
    assert second.save_or_refuse() is None
    assert "username" in second.errors


def test_a_method_that_is_not_taken_is_refused_in_the_products_shape(
    table: Table, alice: Person
) -> None:
    page = alice.get(table.path("turns"))
    script = alice.get(table.path("turns"), headers={"accept": "application/json"})
    assert page.status_code == script.status_code == 405
    assert b"<html" in page.content
    assert script.json()["error"]["code"] == "method_not_allowed"
    assert script["Allow"] == "POST"
