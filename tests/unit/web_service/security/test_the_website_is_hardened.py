"""What the website tells browsers to refuse, how it keeps sessions, and Django's own list of what a deployment must have."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("django")

from django.test import Client

from tests.unit.web_service.conftest import Person, Table, person
from tests.unit.web_service.fake_brain import FakeBrain
from tests.unit.web_service.security.test_one_tables_words_stay_there import (
    address,
    all_patterns,
    endless,
)
from web_service.accounts.models import User

ROOT = Path(__file__).parents[4]
PASSWORD = "long enough 7!"
INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)(?![^>]*application/json)|\son\w+\s*=\s*\"|javascript:|<style|\sstyle=\""
)


def test_djangos_own_check_of_a_deployment_finds_nothing() -> None:
    environment = os.environ | {
        "WEB_HTTPS": "1", "WEB_DEBUG": "", "WEB_DB_PASS": "x", "DJANGO_SETTINGS_MODULE": "web_service.config.settings",
        "WEB_SECRET_KEY": "a-key-for-tests-that-is-long-enough-and-varied-0123456789",
    }  # fmt: skip
    command = [sys.executable, "-m", "web_service.manage", "check", "--deploy"]
    command += ["--fail-level", "WARNING"]
    done = subprocess.run(
        command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout + done.stderr


def test_every_page_says_what_a_browser_may_load(
    table: Table, alice: Person, brain: FakeBrain
) -> None:
    pages = 0
    for route in all_patterns():
        if endless(route):
            continue
        answer = alice.get(address(route, table.id))
        policy = answer["Content-Security-Policy"]
        assert "default-src 'none'" in policy, route
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert "*" not in policy
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["X-Frame-Options"] == "DENY"
        assert answer["Referrer-Policy"] == "same-origin"
        if answer["Content-Type"].startswith("text/html"):
            assert INLINE.search(answer.content.decode()) is None, route
            pages += 1
    assert pages > 10


def test_what_players_write_is_never_markup(table: Table, alice: Person, brain: FakeBrain) -> None:
    evil = "</script><img src=x onerror=alert(1)>\"'{{7*7}}"
    table.rows.rename(table.id, evil)
    turn_id, _ = table.rows.resolved(table.id, evil)
    said = [{"index": 0, "text": evil, "numbers": [], "speaker": {"ref": "n3", "name": evil}}]
    table.rows.told(table.id, turn_id, said)
    for route in all_patterns():
        if endless(route) or route.startswith("media/"):
            continue
        answer = alice.get(address(route, table.id))
        if answer["Content-Type"].startswith("text/html"):
            assert "<img src=x" not in answer.content.decode(), route


@pytest.fixture
def known(game_dsn: str) -> User:
    user = person("Dora").user
    user.set_password(PASSWORD)
    user.save()
    return user


def test_a_session_is_new_at_the_door_and_gone_after_it(known: User) -> None:
    browser = Client()
    browser.get("/accounts/sign-in")
    browser.session.save()
    planted = browser.session.session_key
    browser.cookies["sessionid"] = planted
    browser.post("/accounts/sign-in", {"username": known.username, "password": PASSWORD})
    inside = browser.cookies["sessionid"]
    assert inside.value != planted
    assert inside["httponly"]
    assert inside["samesite"] == "Lax"
    assert browser.get("/campaigns/").status_code == 200
    browser.post("/accounts/sign-out")
    browser.cookies["sessionid"] = inside.value
    assert browser.get("/campaigns/").status_code == 302


def test_another_password_ends_every_other_session(known: User) -> None:
    here, elsewhere = Client(), Client()
    for browser in (here, elsewhere):
        browser.force_login(known, backend="django.contrib.auth.backends.ModelBackend")
    fields = {
        "old_password": PASSWORD,
        "new_password1": f"{PASSWORD}8",
        "new_password2": f"{PASSWORD}8",
    }
    assert here.post("/accounts/me", fields).status_code == 302
    assert here.get("/campaigns/").status_code == 200
    assert elsewhere.get("/campaigns/").status_code == 302


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"]
)
def test_the_door_leads_nowhere_else(known: User, target: str) -> None:
    fields = {"username": known.username, "password": PASSWORD, "next": target}
    assert "evil" not in Client().post("/accounts/sign-in", fields)["Location"]
    assert "evil" not in Client().post("/accounts/sign-up", fields).get("Location", "")


def test_every_change_needs_the_token_of_its_form(table: Table, alice: Person) -> None:
    strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
    strict.cookies = alice.client.cookies
    for route in all_patterns():
        answer = strict.post(address(route, table.id), {"message": "x", "key": "0123456789abcdef"})
        assert answer.status_code in (403, 404, 405), route
