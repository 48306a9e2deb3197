"""A whole brain without a database, over language-model servers that the test controls, asked in the test's own loop."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from llm_brain.app import create_app, make_brain
from llm_brain.brain import Brain
from llm_brain.config import Settings
from llm_brain.narrators.choosing import residents_of, server_of
from llm_brain.narrators.protocol import Narrator
from tests.unit.llm_brain.narrators.server.fake_server import FakeServer, until

TOKEN = "a token for tests"


class Service:
    """An app and short ways to ask it."""

    def __init__(self, app: FastAPI, brain: Brain) -> None:
        self.app = app
        self.brain = brain
        self.http = httpx.AsyncClient(
            transport=httpx.ASGITransport(app),
            base_url="http://brain",
            headers={"Authorization": f"Bearer {TOKEN}"},
        )

    async def ask(self, prompt: str = "Hello?", **more: Any) -> httpx.Response:
        return await self.http.post("/generate", json={"prompt": prompt, **more})

    async def answer(self, prompt: str = "Hello?", **more: Any) -> Any:
        found = await self.ask(prompt, **more)
        assert found.status_code == 200, found.text
        return found.json()

    async def numbers(self) -> Any:
        found = await self.http.get("/metrics/detailed")
        assert found.status_code == 200, found.text
        return found.json()

    async def waits(self, priority: str, count: int = 1) -> None:
        """Wait until so many wait in the line."""
        for _ in range(10_000):
            if (await self.numbers())["queue"][priority] == count:
                return
            await asyncio.sleep(0)
        raise AssertionError(f"{count} never waited")


Over = Callable[..., Service]


@pytest.fixture
async def over() -> AsyncIterator[Over]:
    """Return a way to make services over servers; closed at the end."""
    made: list[Service] = []

    def opened(
        *servers: FakeServer | str, narrators: Sequence[Narrator] | None = None, **more: Any
    ) -> Service:
        urls = tuple(server if isinstance(server, str) else server.url for server in servers)
        wanted = {
            "app_db_pass": "none",  # pragma: allowlist secret
            "db_host": "127.0.0.1",
            "db_port": 9,
            "embedder": "none",
            "media_workers": 0,
            "service_token": TOKEN,
            "first_words_deadline_s": 5.0,
            "llm_rest_s": 0.2,
            "llm_attempts": 1,
            "llm_base_url": urls,
            "narrator": "auto" if urls else "storyteller",
            **more,
        }
        brain = make_brain(Settings(**wanted), narrators)
        service = Service(create_app(brain=brain), brain)
        made.append(service)
        if (server := server_of(brain.narrators)) is not None:
            server.look_now(10)
        return service

    yield opened
    for service in made:
        await service.http.aclose()
        service.app.state.central_model.close()
        for resident in residents_of(service.brain.narrators):
            resident.close()


async def comes_true(is_so: Callable[[], bool]) -> bool:
    """Wait for a condition while the loop goes on."""
    return await asyncio.to_thread(until, is_so)
