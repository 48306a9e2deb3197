"""How a table is told, on its settings page: the owner's to change, bounded, the brain's to keep."""

from typing import Any

import pytest
from django.test import Client

from tests.unit.web_service.conftest import Person, Table
from tests.unit.web_service.fake_brain import FakeBrain


def asked_to_change(brain: FakeBrain) -> list[Any]:
    return [body for method, _, body in brain.asked if method == "PATCH"]


def test_the_owner_changes_it_and_leaves_open_what_is_empty(
    table: Table, alice: Person, brain: FakeBrain
) -> None:
    page = f"/campaigns/{table.id}/settings"
    sent = {"temperature": "0.4", "top_p": "", "max_new_tokens": "128"}
    answer = alice.post(f"/campaigns/{table.id}/sampling", sent)
    assert (answer.status_code, answer["Location"]) == (302, page)
    wanted = {"temperature": 0.4, "top_p": None, "max_new_tokens": 128}
    assert asked_to_change(brain) == [{"sampling": wanted}]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("temperature", "2.1"),
        ("temperature", "-1"),
        ("temperature", "nan"),
        ("top_p", "0"),
        ("top_p", "1.5"),
        ("max_new_tokens", "47"),
        ("max_new_tokens", "4000"),
        ("max_new_tokens", "many"),
    ],
)
def test_what_is_out_of_bounds_is_said_at_its_field(
    table: Table, alice: Person, brain: FakeBrain, field: str, value: str
) -> None:
    answer = alice.post(f"/campaigns/{table.id}/sampling", {field: value})
    assert answer.status_code == 422
    assert list(answer.context["sampling_form"].errors) == [field]
    assert asked_to_change(brain) == []


def test_only_the_owner_finds_it_and_only_by_post(
    table: Table, alice: Person, bob: Person, charlie: Person, anybody: Client, brain: FakeBrain
) -> None:
    path = f"/campaigns/{table.id}/sampling"
    assert bob.post(path, {"temperature": "1"}).status_code == 404
    assert charlie.post(path, {"temperature": "1"}).status_code == 404
    assert anybody.post(path, {"temperature": "1"}).status_code == 302
    assert alice.get(path).status_code == 405
    assert asked_to_change(brain) == []


def test_the_page_shows_what_is_usual_and_that_nobody_uses_it_now(
    table: Table, alice: Person, brain: FakeBrain
) -> None:
    answer = alice.get(f"/campaigns/{table.id}/settings")
    page = answer.content.decode()
    assert 'placeholder="0.7"' in page
    assert "Nobody uses &lt;these&gt; now." in page
    assert answer.context["sampling_form"].initial["temperature"] is None


def test_without_a_brain_the_page_is_there(table: Table, alice: Person, brain: FakeBrain) -> None:
    brain.is_away = True
    assert alice.get(f"/campaigns/{table.id}/settings").status_code == 200


def test_the_tables_other_settings_change_as_before(
    table: Table, alice: Person, brain: FakeBrain
) -> None:
    sent = {"name": "Another", "lines": "wasps\nfire", "veils": ""}
    assert alice.post(f"/campaigns/{table.id}/settings", sent).status_code == 302
    assert asked_to_change(brain) == [{"name": "Another", "lines": ["wasps", "fire"], "veils": []}]
    assert alice.post(f"/campaigns/{table.id}/settings", {"name": ""}).status_code == 422
