"""Signing up, in and out; what every answer carries; what is refused."""

import pytest
from django.test import Client
from django.test.utils import override_settings

from tests.unit.web_service.conftest import Person, Table
from web_service.accounts.models import User

PASSWORD = "a long enough one 7"


def sign_up(client: Client, name: str, password: str = PASSWORD):
    return client.post("/accounts/sign-up", {"username": name, "password": password})


def test_signing_up_leads_straight_to_a_new_campaign(anybody: Client) -> None:
    response = sign_up(anybody, "Dora")
    assert response["Location"] == "/campaigns/new"
    assert User.objects.get(username="Dora").password.startswith("argon2")


@pytest.mark.parametrize(
    ("name", "password"), [("Edda", "short"), ("Edda", "password1"), ("", PASSWORD)]
)
def test_a_weak_password_or_no_name_makes_no_account(
    anybody: Client, name: str, password: str
) -> None:
    assert sign_up(anybody, name, password).status_code == 422
    assert not User.objects.filter(username="Edda").exists()


def test_two_people_cannot_have_one_name_in_another_case(anybody: Client) -> None:
    sign_up(anybody, "Frida")
    assert sign_up(Client(), "frida").status_code == 422


def test_guessing_passwords_is_slowed_down(anybody: Client) -> None:
    sign_up(anybody, "Greta")
    guesser = Client()
    answers = [
        guesser.post(
            "/accounts/sign-in", {"username": "Greta", "password": f"guess {n}"}
        ).status_code
        for n in range(7)
    ]
    assert answers[-1] == 429
    right = guesser.post("/accounts/sign-in", {"username": "Greta", "password": PASSWORD})
    assert right.status_code == 429


def test_signing_in_goes_where_one_was_going_but_never_to_another_site(anybody: Client) -> None:
    sign_up(anybody, "Hanna")
    fields = {"username": "Hanna", "password": PASSWORD}
    inside = Client().post("/accounts/sign-in", fields | {"next": "/campaigns/7/"})
    outside = Client().post("/accounts/sign-in", fields | {"next": "https://elsewhere.example/"})
    assert inside["Location"] == "/campaigns/7/"
    assert outside["Location"] == "/campaigns/"


def test_signing_out_needs_a_post(alice: Person) -> None:
    assert alice.get("/accounts/sign-out").status_code == 405
    assert alice.post("/accounts/sign-out").status_code == 302
    assert alice.get("/campaigns/").status_code == 302


@pytest.mark.parametrize(
    "rest",
    ["turns", "begin", "undo", "branch", "turns/1/edit", "turns/1/withdraw", "rename", "delete"],
)
def test_every_change_needs_the_csrf_token(rest: str, table: Table, alice: Person) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(alice.user, backend="django.contrib.auth.backends.ModelBackend")
    assert strict.post(table.path(rest), {"message": "hello"}).status_code == 403


@pytest.mark.parametrize("path", ["/", "/accounts/sign-in", "/nothing"])
def test_every_page_carries_a_strict_content_security_policy(path: str, anybody: Client) -> None:
    response = anybody.get(path)
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert response["X-Frame-Options"] == "DENY"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"


def test_no_page_of_the_table_has_inline_script_or_style(table: Table, alice: Person) -> None:
    for rest in ("", "history", "knows", "dice", "settings"):
        page = alice.get(table.path(rest)).content.decode()
        assert " style=" not in page
        assert "<style" not in page
        assert "<script>" not in page
        assert " on" + "click=" not in page


@override_settings(ALLOWED_HOSTS=["table.example"])
def test_a_foreign_host_name_is_refused(game_dsn: str) -> None:
    assert Client().get("/", headers={"host": "evil.example"}).status_code == 400
    assert Client().get("/", headers={"host": "table.example"}).status_code == 200


def test_preferences_are_remembered_and_kept_in_range(alice: Person) -> None:
    assert (
        alice.ask("/accounts/preferences", {"voice_speed": "1.4", "theme": "light"}).status_code
        == 204
    )
    assert alice.ask("/accounts/preferences", {"voice_speed": "9"}).status_code == 422
    alice.user.refresh_from_db()
    assert alice.user.preferences["voice_speed"] == 1.4
    assert alice.user.theme == "light"


def test_scripts_get_the_one_error_shape_for_what_is_not_there(alice: Person) -> None:
    response = alice.get("/nothing", headers={"accept": "application/json"})
    assert response.status_code == 404
    assert set(response.json()["error"]) == {"code", "message", "details"}
