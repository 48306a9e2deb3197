"""Real servers with a tiny model: `transformers serve`, and llama.cpp's own server. Words, stops, probes, a campaign."""

import importlib.util
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

pytest.importorskip("torch")
pytest.importorskip("transformers")

from fastapi.testclient import TestClient

from deploy.play.database import bring_up_to_date
from deploy.play.embedded_postgres import EmbeddedPostgres, temporary_postgres
from llm_brain.app import create_app, make_brain
from llm_brain.config import Settings
from llm_brain.narrators.protocol import Brief, ChatMessage, Sampling
from llm_brain.narrators.server import LanguageModelServer, ServerChoice
from llm_brain.narrators.server.validating import validate
from tests.models.tiny_gguf import gguf_of
from tests.models.tiny_llama import SAYS, taught
from tests.unit.llm_brain.narrators.server.conftest import brief_of

pytestmark = pytest.mark.heavy
PASSWORDS = {
    "APP_DB_PASS": "app-for-tests",
    "WEB_DB_PASS": "web-for-tests",
}  # pragma: allowlist secret
NOBODY = "http://127.0.0.1:9"
BEGINS_S = 240.0
NEEDS = {
    "transformers": ("transformers", "fastapi", "uvicorn", "openai"),
    "llama.cpp": ("xllamacpp", "gguf"),
}


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return taught(tmp_path_factory.mktemp("tiny") / "tiny")


@pytest.fixture(scope="module", params=NEEDS)
def url(
    request: pytest.FixtureRequest, checkpoint: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The base URL of a server that runs the tiny model."""
    missing = [name for name in NEEDS[request.param] if importlib.util.find_spec(name) is None]
    if missing:
        pytest.skip(f"{request.param} cannot be served: {', '.join(missing)} is not installed")
    folder = tmp_path_factory.mktemp("server")
    port = _free_port()
    if request.param == "transformers":
        program = Path(sys.executable).with_name("transformers")
        command = [str(program), "serve", str(checkpoint), "--device", "cpu", "--port", str(port)]
    else:
        weights = gguf_of(checkpoint, folder / "tiny.gguf")
        script = Path(__file__).with_name("llama_cpp_server.py")
        command = [sys.executable, str(script), str(weights), str(port)]
    with _running(command, port, folder / "log") as base_url:
        yield base_url


@pytest.fixture(scope="module")
def server() -> Iterator[EmbeddedPostgres]:
    with temporary_postgres() as running:
        bring_up_to_date(running, PASSWORDS)
        yield running


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def _running(command: list[str], port: int, log: Path) -> Iterator[str]:
    environment = {**os.environ, "HF_HUB_OFFLINE": "1", "OMP_NUM_THREADS": "1"}
    with log.open("wb") as out:
        process = subprocess.Popen(command, stdout=out, stderr=out, env=environment)
    try:
        _until(lambda: _is_well(port) or process.poll() is not None)
        assert process.poll() is None, log.read_text(errors="replace")[-2000:]
        yield f"http://127.0.0.1:{port}/v1"
    finally:
        process.kill()
        process.wait()


def _is_well(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/health", trust_env=False).status_code == 200
    except httpx.HTTPError:
        return False


def _until(is_so: Callable[[], bool]) -> None:
    give_up_at = time.monotonic() + BEGINS_S
    while not is_so():
        assert time.monotonic() < give_up_at, "it never came to be so"
        time.sleep(0.05)


@contextmanager
def _narrator(url: str) -> Iterator[LanguageModelServer]:
    settings = Settings(app_db_pass="none", first_words_deadline_s=60, llm_connect_s=20)
    made = LanguageModelServer(ServerChoice((url,)), settings)
    try:
        assert made.look_now(60).state == "healthy", made.standing()
        yield made
    finally:
        made.close()


def test_its_words_come_whole_and_in_pieces(url: str) -> None:
    with _narrator(url) as narrator:
        pieces = [piece.text for piece in narrator.narrate(_brief()) if piece.text]
    assert "".join(pieces).strip() == SAYS
    assert len(pieces) > 1


def test_several_campaigns_are_told_at_once(url: str) -> None:
    told: dict[int, str] = {}
    with _narrator(url) as narrator:

        def tell(campaign_id: int) -> None:
            pieces = narrator.narrate(_brief(campaign_id))
            told[campaign_id] = "".join(piece.text for piece in pieces).strip()

        threads = [threading.Thread(target=tell, args=(number,)) for number in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
    assert told == dict.fromkeys(range(4), SAYS)


def test_after_a_telling_that_nobody_wanted_it_tells_the_next(url: str) -> None:
    with _narrator(url) as narrator:
        left = narrator.narrate(_brief())
        assert next(piece for piece in left if piece.text)
        left.close()
        pieces = narrator.narrate(_brief())
        assert "".join(piece.text for piece in pieces).strip() == SAYS


def test_what_is_found_out_about_it_is_so(url: str) -> None:
    settings = Settings(app_db_pass="none", llm_connect_s=20, first_words_deadline_s=60)
    (report,) = validate(ServerChoice((url,)), settings)
    found = {finding.name: finding.result for finding in report.findings}
    needed = ["reachable", "answers", "streams", "max_tokens", "time_to_first_token"]
    if report.model.endswith(".gguf"):
        needed += ["model_listed", "context_length", "stop", "json_schema", "grammar"]
    assert {name: found[name] for name in needed} == dict.fromkeys(needed, "pass"), report.findings
    assert report.can_tell


def test_a_campaign_is_told_by_it(url: str, server: EmbeddedPostgres) -> None:
    settings = Settings(
        db_host="127.0.0.1", db_port=server.port, app_db_pass=PASSWORDS["APP_DB_PASS"],
        image_api=NOBODY, tts_api=NOBODY, embedder="none", media_workers=0, sweep_s=0.5,
        llm_base_url=url, llm_connect_s=20, first_words_deadline_s=60,
    )  # fmt: skip
    with TestClient(create_app(brain=make_brain(settings))) as client:
        _until(lambda: client.get("/health").json()["narrator"] == "server")
        made = client.post("/campaigns", json={"name": "x", "adventure_seed": 7}).json()
        path = f"/campaigns/{made['id']}"
        client.post(f"{path}/characters", json={"pregenerated": "fighter"})
        assert client.post(f"{path}/begin").json()["narrator"]["name"] == "server"
        for words in ("I look around", "I wait", "I search the room"):
            turn = client.post("/dm_turn", json={"campaign_id": made["id"], "message": words})
            assert turn.json()["narrator"]["name"] == "server", turn.text
            assert turn.json()["narration"] in SAYS
        assert client.post(f"{path}/check").json() == {"ok": True, "differences": []}


def _brief(campaign_id: int = 1) -> Brief:
    said = (ChatMessage("system", "You narrate."), ChatMessage("user", "I open the door."))
    more = {"sampling": Sampling(temperature=0.0, top_p=1.0, max_new_tokens=64)}
    return brief_of(campaign_id, messages=said, **more)
