"""A canary in everything a campaign can hold: nobody at another table finds it, whatever address they try, and no telling,
recall or picture of another campaign is asked with it. Real web service, real brain, one real database.
"""

import json
import os
import re
import tempfile
from collections.abc import Iterator
from typing import Any

import pytest

pytest.importorskip("django")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "web_service.config.settings")
os.environ.setdefault("WEB_SECRET_KEY", "a-key-for-tests-that-is-long-enough-and-varied-0123456789")
os.environ.setdefault("WEB_DB_PASS", "of the web")
os.environ.setdefault("STATIC_ROOT", tempfile.mkdtemp())

import django

django.setup()

import httpx  # noqa: E402
from django.db import connections  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import override_settings  # noqa: E402
from django.urls import URLPattern, get_resolver  # noqa: E402
from fastapi.testclient import TestClient  # noqa: E402

from llm_brain.app import create_app, make_brain  # noqa: E402
from llm_brain.config import Settings  # noqa: E402
from llm_brain.narrators.protocol import Brief, Piece  # noqa: E402
from llm_brain.narrators.storyteller import Storyteller  # noqa: E402
from tests.unit.web_service.conftest import Person, person  # noqa: E402
from web_service.campaigns.models import Seat  # noqa: E402

CANARY = "xanthorhiza"
MADE = "A table that holds"
BODY = {
    "message": "I look around", "key": "0123456789abcdef", "name": "x", "hero": "rogue", "choice": "back",
    "narration": "x", "line": "x", "after_turn": "1",
}  # fmt: skip
OVER_ALL = {"/campaigns", "/last_errors", "/metrics"}
"""Calls of the brain about no campaign in particular; only the web service and an operator, who hold the token, ask them."""


class Overheard:
    """The storyteller, and everything it is told, by campaign name."""

    name = "storyteller"

    def __init__(self) -> None:
        self.briefs: list[Brief] = []
        self._storyteller = Storyteller()

    def narrate(self, brief: Brief) -> Iterator[Piece]:
        self.briefs.append(brief)
        return self._storyteller.narrate(brief)


@pytest.fixture
def narrator() -> Overheard:
    return Overheard()


@pytest.fixture
def brain(game_dsn: str, narrator: Overheard) -> Iterator[TestClient]:
    settings = Settings(
        db_host="127.0.0.1",
        db_port=int(connections["default"].settings_dict["PORT"]),
        app_db_pass="of the game",
        embedder="none",
        media_workers=0,
    )

    with TestClient(create_app(brain=make_brain(settings, [narrator]))) as client:

        def passed_on(request: httpx.Request) -> httpx.Response:
            headers = {"content-type": "application/json"}
            path = request.url.raw_path.decode()
            answer = client.request(request.method, path, content=request.content, headers=headers)
            return httpx.Response(answer.status_code, content=answer.content)

        with override_settings(BRAIN_TRANSPORT=httpx.MockTransport(passed_on)):
            yield client
        for campaign in client.get("/campaigns").json():
            if campaign["name"].startswith(f"{MADE} "):
                client.delete(f"/campaigns/{campaign['id']}")


def founded(brain: TestClient, owner: Person, word: str) -> int:
    """Make a campaign that holds a word wherever words can be put, owned by somebody."""
    new = {
        "name": f"{MADE} {word}", "tone": word, "dm_style": word, "adventure_seed": 7, "lines": [word], "veils": [f"{word}s"],
    }  # fmt: skip
    campaign_id = int(brain.post("/campaigns", json=new).json()["id"])

    def asked(method: str, path: str, body: Any = None) -> Any:
        answer = brain.request(method, f"/campaigns/{campaign_id}/{path}", json=body)
        assert answer.is_success, answer.text
        return answer.json()

    hero = asked("POST", "characters", {"pregenerated": "fighter", "name": word.title()})
    asked("POST", "begin")
    for said in (f"I hum a song about {word}", f"I ask whoever is here about {word}"):
        body = {"campaign_id": campaign_id, "message": said, "idempotency_key": said}
        assert brain.post("/dm_turn", json=body).is_success
    asked("PATCH", "turns/2", {"narration": f"The {word} grows here."})
    for _ in range(9):  # past the window of the last turns, so that only recall could bring it back
        assert brain.post(
            "/dm_turn", json={"campaign_id": campaign_id, "message": "I wait"}
        ).is_success
    Seat.objects.create(
        campaign_id=campaign_id, user=owner.user, character_id=hero["id"], role="owner"
    )
    return campaign_id


@pytest.fixture
def tables(brain: TestClient, narrator: Overheard) -> tuple[int, int, Person, Person]:
    """Alice's table with the canary, and Bob's without."""
    alice, bob = person("Alice"), person("Bob")
    return founded(brain, alice, CANARY), founded(brain, bob, "willow"), alice, bob


def all_patterns(resolver: Any = None, before: str = "") -> Iterator[str]:
    """Yield every address of the web service as its code has it."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield route
        else:
            yield from all_patterns(entry, route)


VALUES = {"ref": "c1", "number": "2", "seq": "1", "word": "x", "kind": "images", "name": "x.webp"}


def address(route: str, campaign_id: int) -> str:
    """Fill an address in."""
    if route.startswith("media/"):
        return "/media/images/x.webp"

    def value(found: re.Match[str]) -> str:
        name = found.group(1)
        return str(campaign_id) if name == "campaign_id" else VALUES.get(name, "1")

    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", value, route)


def words_of(response: Any) -> str:
    """Return a page's words; of an endless stream there are none to a stranger."""
    assert not response.streaming or response.status_code == 404
    head = json.dumps(dict(response.headers))
    return head + (response.content.decode("utf-8", "replace") if not response.streaming else "")


def holds(text: str) -> bool:
    return CANARY in text.lower()


def endless(route: str) -> bool:
    return route.endswith(("/stream", "/voice"))


def test_nobody_finds_another_tables_words_at_any_address(
    tables: tuple[int, int, Person, Person], brain: TestClient, narrator: Overheard
) -> None:
    theirs, own, alice, bob = tables
    assert holds(alice.get(f"/campaigns/{theirs}/").content.decode())
    assert any(holds(repr(brief)) for brief in narrator.briefs)
    narrator.briefs.clear()
    stranger, anybody = person("Charlie").client, Client(raise_request_exception=False)
    tried = 0
    for route in all_patterns():
        if route.endswith("sign-out"):
            continue
        is_about_one = "campaign_id" in route
        for client in (bob.client, stranger, anybody):
            for ask in (client.get, lambda path, c=client: c.post(path, BODY)):
                answer = ask(address(route, theirs))
                assert not is_about_one or answer.status_code in (302, 404, 405), route
                assert not holds(words_of(answer).replace(f"next=/campaigns/{theirs}", "")), route
                tried += 1
        client = bob.client
        if not endless(route) and not route.endswith("delete"):
            assert not holds(words_of(client.get(address(route, own)))), route
            assert not holds(words_of(client.post(address(route, own), BODY))), route
    assert tried > 100
    assert client.get(f"/campaigns/{own}/").status_code == 200
    for said in (f"I remember the {CANARY[:6]}", "I hum that song once more", "What do I know?"):
        client.post(f"/campaigns/{own}/turns", BODY | {"message": said, "key": f"{said:_<16}"[:40]})
    assert narrator.briefs
    assert not any(holds(repr(brief)) for brief in narrator.briefs)


def test_no_call_of_the_brain_about_one_campaign_tells_of_another(
    tables: tuple[int, int, Person, Person], brain: TestClient
) -> None:
    theirs, own, _, _ = tables
    asked = 0
    for path, operations in brain.app.openapi()["paths"].items():  # type: ignore[attr-defined]
        for method in operations:
            if path in OVER_ALL or method == "delete":
                continue
            filled = path.replace("{campaign_id}", str(own)).replace("{turn_number}", "2")
            body = {"campaign_id": own, "message": "I hum that song", "after_turn": 2, "choice": "back",
                    "pregenerated": "wizard", "narration": "It rains.", "idempotency_key": f"{path}{method}"}  # fmt: skip
            answer = brain.request(method, filled, json=None if method == "get" else body)
            assert answer.status_code < 500
            assert not holds(answer.text), path
            asked += 1
    assert asked > 20
    assert holds(brain.get(f"/campaigns/{theirs}/turns").text)


def test_another_tables_hero_cannot_be_spoken_for(
    tables: tuple[int, int, Person, Person], brain: TestClient
) -> None:
    theirs, own, _, _ = tables
    their_hero = brain.get(f"/campaigns/{theirs}/turns").json()[1]["character_id"]
    own_hero = brain.get(f"/campaigns/{own}/turns").json()[1]["character_id"]
    body = {"campaign_id": own, "message": "I wait", "character_id": their_hero + 1000}
    assert brain.post("/dm_turn", json=body).status_code == 404
    if their_hero != own_hero:
        assert brain.post("/dm_turn", json=body | {"character_id": their_hero}).status_code == 404


def test_a_key_used_at_one_table_answers_nothing_of_it_at_another(
    tables: tuple[int, int, Person, Person], brain: TestClient
) -> None:
    _, own, _, _ = tables
    key = f"I hum a song about {CANARY}"
    body = {"campaign_id": own, "message": "I wait", "idempotency_key": key}
    answer = brain.post("/dm_turn", json=body)
    assert answer.status_code == 200
    assert not holds(answer.json()["narration"])
