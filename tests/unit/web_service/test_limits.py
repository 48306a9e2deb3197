"""What crafted requests get: a refusal in the product's shape, never a broken server, and never more than their share."""

import asyncio
import uuid
from collections.abc import AsyncIterator

import pytest
from django.test import AsyncClient, Client, RequestFactory
from django.test.utils import override_settings

from tests.unit.web_service.conftest import Person, Table
from tests.unit.web_service.fake_brain import FakeBrain
from web_service.accounts import throttle
from web_service.accounts.forms import SignUpForm
from web_service.accounts.models import User
from web_service.campaigns.models import Seat
from web_service.play.places import MOST_AN_ACCOUNT, READ_AT_ONCE, Places
from web_service.play.stream import event_stream, last_seen, whole_number

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


async def some_events() -> AsyncIterator[str]:
    for _ in range(3):
        yield "data: 1\n\n"


def test_one_account_has_a_bounded_number_of_streams() -> None:
    places = Places(most_an_account=3)
    taken = [places.take(1) for _ in range(3)]
    assert None not in taken
    assert places.take(1) is None
    assert places.take(2) is not None
    taken.pop().leave()
    assert places.take(1) is not None


def test_at_a_full_table_the_oldest_page_makes_room_for_the_newest() -> None:
    places = Places(most_at_a_table=2)
    taken = [places.take(1, campaign) for campaign in (8, 7, 7, 7)]
    assert [place.is_sent_away for place in taken] == [False, True, False, False]


def test_a_place_that_nobody_holds_any_more_is_free() -> None:
    places = Places(most_an_account=1)
    for _ in range(3):
        assert places.take(1) is not None


async def test_a_place_is_free_when_its_stream_ends() -> None:
    places = Places(most_an_account=1)
    place = places.take(1)
    stream = event_stream(place, some_events())
    assert places.take(1) is None
    assert len([event async for event in stream]) == 3
    assert places.take(1) is not None


async def test_what_one_account_opens_reads_a_few_at_a_time() -> None:
    places = Places()
    taken = [places.take(1) for _ in range(READ_AT_ONCE + 1)]
    for place in taken[:READ_AT_ONCE]:
        await place.turnstile.acquire()
    assert taken[-1].turnstile.locked()
    assert not places.take(2).turnstile.locked()


async def test_streams_opened_all_at_once_are_refused_past_the_bound(
    table: Table, alice: Person, given_back: None
) -> None:
    browser = AsyncClient()
    browser.cookies = alice.client.cookies
    address = table.path("turns/1/voice")
    answers = await asyncio.gather(*(browser.get(address) for _ in range(MOST_AN_ACCOUNT + 2)))
    assert sorted(answer.status_code for answer in answers) == [200] * MOST_AN_ACCOUNT + [429] * 2


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


def test_an_account_owns_a_bounded_number_of_campaigns(
    table: Table, alice: Person, bob: Person, brain: FakeBrain
) -> None:
    fields = {"after_turn": 1, "name": "Another way"}
    with override_settings(MAX_CAMPAIGNS=2):
        assert alice.ask(table.path("branch"), fields).status_code == 302
        refused = alice.ask(table.path("branch"), fields)
        of_another = bob.ask(table.path("branch"), fields)
    assert refused.status_code == 422
    assert refused.json()["error"]["code"] == "too_many_campaigns"
    assert Seat.objects.filter(user=alice.user, role="owner").count() == 2
    assert of_another.status_code == 302


def test_a_new_campaign_past_the_bound_is_refused_on_its_page(
    table: Table, alice: Person, brain: FakeBrain
) -> None:
    start = alice.get("/campaigns/new").context["form"].initial
    with override_settings(MAX_CAMPAIGNS=1):
        page = alice.post("/campaigns/new", start)
    assert page.status_code == 422
    assert "Delete one you no longer play" in page.content.decode()
    assert Seat.objects.filter(user=alice.user).count() == 1
