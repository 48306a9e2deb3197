"""A real brain over a real Postgres: its own database server, the real schema, the storyteller, no embedder."""

import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import httpx
import psycopg2
import pytest
from fastapi.testclient import TestClient

from deploy.play.database import bring_up_to_date
from deploy.play.embedded_postgres import EmbeddedPostgres, temporary_postgres
from llm_brain.app import create_app, make_brain
from llm_brain.brain import Brain
from llm_brain.config import Settings
from llm_brain.media.services import MediaServices
from llm_brain.media.worker import Worker
from llm_brain.narrators.protocol import Narrator
from tests.integration.brain.studio import Studio

PASSWORDS = {"APP_DB_PASS": "app-for-tests", "WEB_DB_PASS": "web-for-tests"}
NOBODY = "http://127.0.0.1:9"


@pytest.fixture(scope="session")
def server() -> Iterator[EmbeddedPostgres]:
    """The database server of this test session."""
    with temporary_postgres() as running:
        bring_up_to_date(running, PASSWORDS)
        yield running


@pytest.fixture
def settings(server: EmbeddedPostgres) -> Settings:
    with closing(psycopg2.connect(server.dsn())) as held, held, held.cursor() as cursor:
        cursor.execute("DELETE FROM language_model_server")  # what an earlier test had chosen
    return Settings(
        db_host="127.0.0.1",
        db_port=server.port,
        app_db_pass=PASSWORDS["APP_DB_PASS"],
        image_api=NOBODY,
        tts_api=NOBODY,
        embedder="none",
        media_workers=0,
        sweep_s=0.1,
        lease_s=5.0,
        db_wait_s=2.0,
        model_reads="never",
        model_proposes="never",
    )


@pytest.fixture
def brain(settings: Settings) -> Iterator[Brain]:
    """A brain without an app around it."""
    made = make_brain(settings)
    yield made
    made.leases.close()
    made.database.close()


@dataclass
class Table:
    """A client at a table: short ways to do what the tests do often."""

    http: TestClient
    campaign_id: int = 0

    def new(self, hero: str = "fighter", seed: int = 7, **more: Any) -> "Table":
        body = {"name": "The test", "theme": "high_fantasy", "adventure_seed": seed, **more}
        made = self.http.post("/campaigns", json=body)
        assert made.status_code == 201, made.text
        self.campaign_id = made.json()["id"]
        joined = self.post("characters", {"pregenerated": hero})
        assert joined.status_code == 201, joined.text
        return self

    def begun(self, **more: Any) -> "Table":
        self.new(**more)
        assert self.post("begin").status_code == 200
        return self

    def post(self, path: str, body: Any = None) -> Any:
        return self.http.post(f"/campaigns/{self.campaign_id}/{path}", json=body)

    def get(self, path: str) -> Any:
        return self.http.get(f"/campaigns/{self.campaign_id}/{path}").json()

    def say(self, message: str, **more: Any) -> Any:
        body = {"campaign_id": self.campaign_id, "message": message, **more}
        return self.http.post("/dm_turn", json=body)

    def is_true(self) -> bool:
        found = self.post("check").json()
        assert found["differences"] == []
        return bool(found["ok"])


@pytest.fixture
def open_table(settings: Settings) -> Iterator[Callable[..., Table]]:
    """Return a way to open tables over apps of their own; closed at the end."""
    clients: list[TestClient] = []

    def opened(narrators: list[Narrator] | None = None, **changes: Any) -> Table:
        wanted = settings.model_copy(update=changes)
        client = TestClient(create_app(brain=make_brain(wanted, narrators)))
        client.__enter__()
        clients.append(client)
        return Table(client)

    yield opened
    for client in clients:
        client.__exit__(None, None, None)


@pytest.fixture
def table(open_table: Callable[..., Table]) -> Table:
    return open_table()


@pytest.fixture
def sql(server: EmbeddedPostgres) -> Iterator[Callable[..., list[tuple[Any, ...]]]]:
    """Ask the database as its owner."""
    with closing(psycopg2.connect(server.dsn())) as held:
        held.autocommit = True

        def ask(query: str, *params: Any) -> list[tuple[Any, ...]]:
            with held.cursor() as cursor:
                cursor.execute(query, params)
                return list(cursor.fetchall()) if cursor.description else []

        yield ask


@pytest.fixture
def studio() -> Studio:
    return Studio()


@pytest.fixture
def hire(settings: Settings, studio: Studio) -> Iterator[Callable[..., Worker]]:
    """Workers of brains of their own, whose services are the studio."""
    brains: list[Brain] = []

    def hired(**changes: Any) -> Worker:
        wanted = settings.model_copy(update=changes)
        brains.append(make_brain(wanted))
        return Worker(brains[-1], MediaServices(wanted, httpx.MockTransport(studio)))

    yield hired
    for brain in brains:
        brain.database.close()


@pytest.fixture
def until() -> Callable[..., bool]:
    """Return a way to wait for something that is done beside the turns."""

    def came_true(is_so: Callable[[], Any], patience_s: float = 20.0) -> bool:
        give_up_at = time.monotonic() + patience_s
        while not is_so():
            if time.monotonic() > give_up_at:
                return False
            time.sleep(0.05)
        return True

    return came_true
