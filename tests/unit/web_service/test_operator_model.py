"""The language-model server on the operator's page: shown with the whole ladder, and set."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from django.test import Client

from tests.unit.web_service.conftest import Person
from tests.unit.web_service.operator_brain import (
    ADDRESS,
    KEY,
    LADDER,
    FakeBrain,
    refusal,
    standing_in,
    words,
)
from web_service.clients import errors


@pytest.fixture
def brain() -> Iterator[FakeBrain]:
    with standing_in() as brain:
        yield brain


def test_the_page_shows_the_ladder_with_states_and_reasons(staff: Person, brain: FakeBrain) -> None:
    ladder = staff.get("/operator/").context["ladder"]
    assert [(rung.name, rung.tells) for rung in ladder.rungs] == [
        ("server", False),
        ("storyteller", True),
    ]
    assert ladder.rungs[0].reason == LADDER[0]["reason"]
    page = words(staff.get("/operator/"))
    assert "&lt;b&gt;reached" in page
    assert "<b>reached" not in page
    assert f'value="{ADDRESS}"' in page


def test_only_what_was_chosen_on_the_page_can_be_forgotten_there(
    staff: Person, brain: FakeBrain
) -> None:
    forget = "/operator/model/forget"
    assert forget not in words(staff.get("/operator/"))
    brain.model |= {"is_kept": True, "is_from_settings": False, "problem": "Give the <key> again."}
    page = words(staff.get("/operator/"))
    assert forget in page
    assert "Give the &lt;key&gt; again." in page
    answer = staff.post(forget)
    assert (answer.status_code, answer["Location"]) == (302, "/operator/#language-model")
    assert brain.asked == [("DELETE", "/model", None)]


def test_what_cannot_be_forgotten_is_said_to_stay(staff: Person, brain: FakeBrain) -> None:
    brain.fails["DELETE /model"] = httpx.ConnectError
    [notice] = staff.post("/operator/model/forget").wsgi_request._messages
    assert notice.level_tag == "error"


@pytest.mark.parametrize("kind", [httpx.ConnectError, httpx.ReadTimeout])
def test_without_a_brain_the_page_is_there_and_says_so(
    staff: Person, brain: FakeBrain, kind: type[httpx.HTTPError]
) -> None:
    brain.fails["GET /model"] = kind
    answer = staff.get("/operator/")
    assert answer.status_code == 200
    assert "llm_brain" in answer.context["ladder"].problem


@pytest.mark.parametrize(
    "answer", [[], {}, {"narrators": 3}, {"narrators": [3, {}]}, {"base_url": None}]
)
def test_a_strange_answer_breaks_no_page(staff: Person, brain: FakeBrain, answer: Any) -> None:
    brain.refuses["GET /model"] = httpx.Response(200, json=answer)
    assert staff.get("/operator/").status_code == 200


def test_a_server_is_set_with_several_addresses_a_model_and_a_key(
    staff: Person, brain: FakeBrain
) -> None:
    two = f"{ADDRESS}, http://10.0.0.6:8003/v1"
    sent = {"base_url": two, "model": "llama", "key": KEY}
    answer = staff.post("/operator/model", sent)
    assert (answer.status_code, answer["Location"]) == (302, "/operator/#language-model")
    assert brain.asked == [("PUT", "/model", sent)]


def test_a_key_that_is_left_out_is_left_as_it_is(staff: Person, brain: FakeBrain) -> None:
    staff.post("/operator/model", {"base_url": ADDRESS, "model": "qwen", "key": ""})
    assert "key" not in brain.asked[0][2]


def test_a_key_can_be_forgotten(staff: Person, brain: FakeBrain) -> None:
    staff.post("/operator/model", {"base_url": ADDRESS, "without_key": "on"})
    assert brain.asked[0][2]["key"] == ""


def test_having_no_server_is_said_on_purpose(staff: Person, brain: FakeBrain) -> None:
    assert staff.post("/operator/model", {"base_url": ""}).status_code == 422
    assert brain.asked == []
    assert (
        staff.post("/operator/model", {"base_url": ADDRESS, "no_server": "on"}).status_code == 302
    )
    assert brain.asked == [("PUT", "/model", {"base_url": ""})]


def test_a_server_that_cannot_tell_yet_is_not_praised(staff: Person, brain: FakeBrain) -> None:
    staff.post("/operator/model", {"base_url": ADDRESS})
    assert "&lt;b&gt;reached" in words(staff.get("/operator/"))
    [notice] = staff.post("/operator/model", {"base_url": ADDRESS}).wsgi_request._messages
    assert "storyteller tells until" in str(notice)


def test_the_brains_refusal_stands_above_the_form_and_keeps_what_was_typed(
    staff: Person, brain: FakeBrain
) -> None:
    said = "The address file:///x cannot be used: it must begin with http:// or https://."
    brain.refuses["PUT /model"] = refusal(422, "address_refused", said)
    answer = staff.post("/operator/model", {"base_url": "file:///x", "model": "mine", "key": KEY})
    assert answer.status_code == 422
    assert answer.context["server_form"].non_field_errors() == [said]
    assert 'value="mine"' in words(answer)
    assert KEY not in words(answer)


@pytest.mark.parametrize(("kind", "status"), [(httpx.ConnectError, 503), (httpx.ReadTimeout, 504)])
def test_a_brain_that_is_away_is_a_sentence_on_the_page(
    staff: Person, brain: FakeBrain, kind: type[httpx.HTTPError], status: int
) -> None:
    brain.fails["PUT /model"] = kind
    answer = staff.post("/operator/model", {"base_url": ADDRESS})
    assert answer.status_code == status
    assert len(answer.context["server_form"].non_field_errors()) == 1


@pytest.mark.parametrize("rest", ["model", "model/forget", "model/questions"])
def test_only_staff_change_anything_and_only_by_post(
    rest: str, alice: Person, anybody: Client, brain: FakeBrain
) -> None:
    assert alice.post(f"/operator/{rest}", {"base_url": ADDRESS}).status_code == 404
    assert anybody.post(f"/operator/{rest}", {"base_url": ADDRESS}).status_code == 302
    alice.user.is_staff = True
    alice.user.save()
    assert alice.get(f"/operator/{rest}").status_code == 405
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = alice.client.cookies
    assert strict.post(f"/operator/{rest}", {"base_url": ADDRESS}).status_code == 403
    assert brain.asked == []


@pytest.mark.parametrize("service", sorted(errors.AWAY))
def test_every_service_has_words_for_being_away_and_for_being_slow(service: str) -> None:
    away = errors.error_from_httpx(httpx.ConnectError("x"), service)
    slow = errors.error_from_httpx(httpx.ReadTimeout("x"), service)
    assert isinstance(away, errors.ServiceAway)
    assert isinstance(slow, errors.ServiceAway)
    assert str(away)
    assert str(slow)
