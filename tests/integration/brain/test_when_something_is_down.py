"""Each line of "when something is down", with the thing really gone while turns are taken. Postgres has a file of its own
(`test_limited_mode.py`), the browser's connection is a journey in `tests/e2e`.
"""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import httpx
import pytest

from deploy.play.ports import choose_port
from llm_brain.errors import NarratorFailed
from llm_brain.memory.embedder import EmbedderUnavailable
from llm_brain.narrators.protocol import Brief, Piece
from llm_brain.narrators.storyteller import Storyteller
from tests.integration.brain.conftest import Table

Sql = Callable[..., list[tuple[Any, ...]]]
SERVICES = {"image": "image_gen", "audio": "tts_voice"}


class Service:
    """A real picture or voice service in a process of its own."""

    def __init__(self, name: str, folder: Path) -> None:
        self.port = choose_port(19_000)
        self._command = [
            sys.executable, "-m", "uvicorn", "--factory", f"{name}.app:create_app", "--port", str(self.port),
            "--log-level", "warning",
        ]  # fmt: skip
        self._env = os.environ | {"IMAGES_DIR": str(folder), "AUDIO_DIR": str(folder)}
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        self._process = subprocess.Popen(self._command, env=self._env)
        while True:
            assert self._process.poll() is None, "the service died while starting"
            try:
                if httpx.get(f"{self.url}/health/ready", timeout=1).status_code == 200:
                    return
            except httpx.TransportError:
                continue

    def kill(self) -> None:
        if self._process is not None:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait()


@pytest.fixture
def service(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Service]:
    made = Service(request.param, tmp_path)
    yield made
    made.kill()


@pytest.mark.parametrize(
    ("kind", "service"), list(SERVICES.items()), indirect=["service"], ids=list(SERVICES)
)
def test_a_picture_or_voice_comes_when_its_service_is_back(
    kind: str, service: Service, open_table: Callable[..., Table], sql: Sql, tmp_path: Path
) -> None:
    sql("DELETE FROM media_jobs")
    service.start()
    service.kill()
    apis = {"image_api" if kind == "image" else "tts_api": service.url}
    table = open_table(media_workers=1, **apis).begun()
    said = table.say("I look around").json()
    assert said["narration"]
    assert table.get("turns")[0][kind]["state"] == "pending"
    service.start()
    while (state := table.get("turns")[0][kind]["state"]) != "ready":
        assert state == "pending"
        sql("UPDATE media_jobs SET run_after = now() WHERE kind = %s", kind)
    url = table.get("turns")[0][kind]["url"]
    assert (tmp_path / Path(url).name).stat().st_size > 1000
    assert table.is_true()


class Dying:
    """A narrator whose server dies after its first sentence, or before it."""

    name = "dying"

    def __init__(self, first: str) -> None:
        self._first = first

    def narrate(self, brief: Brief) -> Iterator[Piece]:
        if self._first:
            yield Piece(self._first)
        raise NarratorFailed(narrator=self.name, reason="the connection broke")


def test_a_narrator_that_dies_before_a_word_is_replaced(open_table: Callable[..., Table]) -> None:
    table = open_table([Dying(""), Storyteller()]).begun()
    turn = table.say("I look around").json()
    assert turn["narrator"]["name"] == "storyteller"
    assert turn["narrator"]["degraded"] is True
    assert "connection broke" in turn["narrator"]["reason"]


def test_a_narrator_that_dies_in_the_middle_keeps_what_it_said(
    open_table: Callable[..., Table],
) -> None:
    table = open_table([Dying("You look around. "), Storyteller()]).begun()
    turn = table.say("I look around").json()
    assert turn["narration"] == "You look around."
    assert turn["narrator"]["degraded"] is True
    assert table.is_true()


def test_dice_and_state_are_the_same_whoever_tells(
    open_table: Callable[..., Table], sql: Sql
) -> None:
    told, dying = open_table().begun(), open_table([Dying(""), Storyteller()])
    made = told.post("branch", {"after_turn": 1}).json()
    dying.campaign_id = made["id"]
    seeds = "UPDATE campaigns SET dice_seed = %s, dice_counter = 0 WHERE id = %s"
    for table in (told, dying):
        sql("DELETE FROM dice_seeds WHERE campaign_id = %s", table.campaign_id)
        sql(seeds, bytes(32), table.campaign_id)
    ours = told.say("I search the place from end to end").json()
    theirs = dying.say("I search the place from end to end").json()
    assert ours["rolls"] == theirs["rolls"]
    assert told.get("state") == dying.get("state")


class Breaking:
    """An embedder that is gone from one moment to the next."""

    name = "breaking"

    def __init__(self) -> None:
        self.is_gone = threading.Event()

    def embed(self, texts: Sequence[str]) -> Any:
        import numpy as np

        if self.is_gone.is_set():
            raise EmbedderUnavailable(reason="it is gone")
        return np.full((len(texts), 384), 384**-0.5, dtype=np.float32)


def test_without_the_embedder_turns_are_read_by_patterns_and_recalled_by_words(
    open_table: Callable[..., Table], sql: Sql
) -> None:
    table = open_table()
    embedder = Breaking()
    table.http.app.state.brain.embedder = embedder  # type: ignore[attr-defined]
    table.begun().say("I hum a song about herring")
    vectors = "SELECT count(*) FROM story_embeddings WHERE campaign_id = %s"
    while sql(vectors, table.campaign_id)[0][0] < 2:
        time.sleep(0.02)
    embedder.is_gone.set()
    for _ in range(6):
        table.say("I wait")
    turn = table.say("I hum that herring song once more").json()
    assert any("herring" in memory["text"] for memory in turn["memories"])
    assert any("full text" in note for note in turn["notes"])
    assert table.is_true()


def test_no_turn_reaches_for_anything_beyond_this_machine(table: Table) -> None:
    reached: list[object] = []
    is_watching = threading.Event()

    def watch(event: str, args: tuple[Any, ...]) -> None:
        if is_watching.is_set() and event in ("socket.connect", "socket.getaddrinfo"):
            address = args[1] if event == "socket.connect" else args[0]
            reached.append(address[0] if isinstance(address, tuple) else address)

    sys.addaudithook(watch)
    table.begun()
    is_watching.set()
    table.say("How does grappling work?")
    table.say("I attack the nearest thing")
    is_watching.clear()
    assert {host for host in reached if host not in ("127.0.0.1", "localhost", None)} == set()
