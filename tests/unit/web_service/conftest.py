"""Django over a throw-away Postgres with the real schema, a fake brain, and three people: Alice owns, Bob is a member,
Charlie is a stranger. Nothing is rolled back: everybody makes rows of their own.
"""

import itertools
import os
import tempfile
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("django")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "web_service.config.settings")
os.environ.setdefault("WEB_SECRET_KEY", "a-key-for-tests-that-is-long-enough-and-varied-0123456789")
os.environ.setdefault("WEB_DB_PASS", "of the web")
os.environ["WEB_DEBUG"] = os.environ["WEB_HTTPS"] = ""
os.environ["STATIC_ROOT"] = tempfile.mkdtemp()
for api in ("LLM_API", "IMAGE_API", "TTS_API"):
    os.environ[api] = "http://127.0.0.1:9"

import django  # noqa: E402
import httpx  # noqa: E402
from asgiref.sync import sync_to_async  # noqa: E402
from django.conf import settings  # noqa: E402

django.setup()

from django.contrib.auth.hashers import Argon2PasswordHasher  # noqa: E402
from django.core.cache import cache  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connections  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import override_settings, setup_test_environment  # noqa: E402

from deploy.play.database import bring_up_to_date  # noqa: E402
from deploy.play.embedded_postgres import temporary_postgres  # noqa: E402
from tests.unit.web_service.fake_brain import FakeBrain  # noqa: E402
from tests.unit.web_service.game_rows import GameRows  # noqa: E402
from web_service.accounts.models import User  # noqa: E402
from web_service.campaigns.models import Seat  # noqa: E402

# Passwords need not be dear here; what argon2 costs is its own tests' business.
Argon2PasswordHasher.memory_cost, Argon2PasswordHasher.time_cost = 64, 1

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def game_dsn() -> Iterator[str]:
    """A migrated database; the game's own address of it."""
    with temporary_postgres() as server:
        secrets = {
            "APP_DB_PASS": "of the game",
            "WEB_DB_PASS": settings.DATABASES["default"]["PASSWORD"],
        }
        bring_up_to_date(server, secrets)
        connections["default"].settings_dict |= {"HOST": "127.0.0.1", "PORT": str(server.port)}
        setup_test_environment()
        plain = {
            "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
        }
        with override_settings(STORAGES=settings.STORAGES | plain):
            call_command("migrate", verbosity=0)
            yield server.dsn()
        connections["default"].close_pool()


@pytest.fixture
def rows(game_dsn: str) -> Iterator[GameRows]:
    rows = GameRows(game_dsn)
    yield rows
    rows.close()


@pytest.fixture
def brain(rows: GameRows) -> Iterator[FakeBrain]:
    cache.clear()
    forget_counts()
    brain = FakeBrain(rows)
    with override_settings(BRAIN_TRANSPORT=httpx.MockTransport(brain)):
        yield brain


@dataclass
class Person:
    """Somebody with a browser."""

    user: User
    client: Client

    def get(self, path: str, **kwargs: Any) -> Any:
        return self.client.get(path, **kwargs)

    def post(self, path: str, data: dict[str, Any] | None = None, **headers: str) -> Any:
        return self.client.post(path, data or {}, headers=headers or None)

    def ask(self, path: str, data: dict[str, Any] | None = None) -> Any:
        """Post as the page's own scripts do."""
        return self.post(path, data, accept="application/json")


def person(name: str) -> Person:
    user = User.objects.create(username=f"{name}{next(_numbers)}")
    client = Client(raise_request_exception=False)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return Person(user, client)


@pytest.fixture
def alice(game_dsn: str) -> Person:
    return person("Alice")


@pytest.fixture
def staff(alice: Person) -> Person:
    """Alice as an operator."""
    alice.user.is_staff = True
    alice.user.save()
    return alice


@pytest.fixture
def bob(game_dsn: str) -> Person:
    return person("Bob")


@pytest.fixture
def charlie(game_dsn: str) -> Person:
    return person("Charlie")


@pytest.fixture
async def given_back() -> AsyncIterator[None]:
    """Give back the connection of the thread in which an AsyncClient's requests read: some test may cut it off."""
    yield
    await sync_to_async(connections.close_all)()


def forget_counts() -> None:
    """Have everybody done nothing lately."""
    with connections["default"].cursor() as cursor:
        cursor.execute("DELETE FROM rate_counts")


@pytest.fixture
def anybody(game_dsn: str) -> Client:
    """Somebody who is not signed in."""
    forget_counts()
    return Client(raise_request_exception=False)


@dataclass
class Table:
    """A campaign with its opening told, Alice its owner and Bob at it."""

    id: int
    opening_id: int
    rows: GameRows

    def path(self, rest: str = "") -> str:
        return f"/campaigns/{self.id}/{rest}"


@pytest.fixture
def table(rows: GameRows, alice: Person, bob: Person) -> Table:
    campaign_id = rows.campaign()
    opening_id = rows.opening(campaign_id)
    Seat.objects.create(campaign_id=campaign_id, user=alice.user, character_id=1, role="owner")
    Seat.objects.create(campaign_id=campaign_id, user=bob.user)
    return Table(campaign_id, opening_id, rows)


@pytest.fixture
def media(tmp_path: Path) -> Iterator[Path]:
    for kind in ("images", "audio"):
        (tmp_path / kind).mkdir()
    with override_settings(IMAGES_DIR=tmp_path / "images", AUDIO_DIR=tmp_path / "audio"):
        yield tmp_path
