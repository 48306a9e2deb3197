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
from typing import Any

import httpx
import pytest

pytest.importorskip("torch")
pytest.importorskip("transformers")

from fastapi.testclient import TestClient

from deploy.play.database import bring_up_to_date
from deploy.play.embedded_postgres import EmbeddedPostgres, temporary_postgres
from llm_brain.app import create_app, make_brain
from llm_brain.config import Settings
from llm_brain.narrators.desk import Desk
from llm_brain.narrators.forms import Form
from llm_brain.narrators.protocol import Brief, ChatMessage, Sampling
from llm_brain.narrators.server import LanguageModelServer, ServerChoice
from llm_brain.narrators.server.validating import validate
from llm_brain.referee.proposing.openings import MOST, Openings
from llm_brain.referee.proposing.wishes import MOST_TOKENS, form_of
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
OTHER_WORDS = "A cold bell rings on the stones. Who waits under water?"
WHOLE = {"ok": True, "differences": []}
BOTH = ("server", "server")
Turn = tuple[str, str]
"""Who told a turn, and in which words."""
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
    with _served(request.param, checkpoint, tmp_path_factory.mktemp("server")) as base_url:
        yield base_url


@contextmanager
def _served(by: str, checkpoint: Path, folder: Path) -> Iterator[str]:
    """Serve a checkpoint by one of the two; the folder is for what that leaves behind."""
    missing = [name for name in NEEDS[by] if importlib.util.find_spec(name) is None]
    if missing:
        pytest.skip(f"{by} cannot be served: {', '.join(missing)} is not installed")
    port = _free_port()
    if by == "transformers":
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


def test_forms_are_filled_by_their_schema_or_declined_and_it_tells_on(url: str) -> None:
    wanted = form_of(Openings(frozenset(MOST), {"The Bell": {"go to the Quay": "enter:quay"}}))
    said = (ChatMessage("system", "Fill in the form."), ChatMessage("user", "What is here?"))
    with _narrator(url) as narrator:
        for temperature in (0.0, 1.0):
            form = Form("proposal", said, wanted, MOST_TOKENS, 60.0, temperature=temperature)
            filling = Desk().ask(narrator, form)
            is_forced = narrator.model.endswith(".gguf")
            assert filling.why if filling.found is None else isinstance(filling.found, wanted)
            assert filling.found is not None or not is_forced, filling.why
        assert narrator.standing().state == "healthy"
        pieces = [piece.text for piece in narrator.narrate(_brief()) if piece.text]
    assert "".join(pieces).strip() == SAYS


def test_what_is_found_out_about_it_is_so(url: str) -> None:
    settings = Settings(app_db_pass="none", llm_connect_s=20, first_words_deadline_s=60)
    (report,) = validate(ServerChoice((url,)), settings)
    found = {finding.name: finding.result for finding in report.findings}
    needed = ["reachable", "answers", "streams", "max_tokens", "time_to_first_token"]
    if report.model.endswith(".gguf"):
        needed += ["model_listed", "context_length", "stop", "json_schema", "grammar"]
    assert {name: found[name] for name in needed} == dict.fromkeys(needed, "pass"), report.findings
    assert report.can_tell


@contextmanager
def _table(server: EmbeddedPostgres, **more: Any) -> Iterator[TestClient]:
    """A brain that asks nobody but language-model servers."""
    settings = Settings(
        db_host="127.0.0.1", db_port=server.port, app_db_pass=PASSWORDS["APP_DB_PASS"],
        image_api=NOBODY, tts_api=NOBODY, embedder="none", media_workers=0, sweep_s=0.5,
        llm_connect_s=20, first_words_deadline_s=60, **more,
    )  # fmt: skip
    with TestClient(create_app(brain=make_brain(settings))) as client:
        yield client


def _founded(client: TestClient) -> int:
    made = client.post("/campaigns", json={"name": "x", "adventure_seed": 7}).json()
    client.post(f"/campaigns/{made['id']}/characters", json={"pregenerated": "fighter"})
    return int(made["id"])


def _take(client: TestClient, campaign_id: int, words: str) -> Turn:
    answer = client.post("/dm_turn", json={"campaign_id": campaign_id, "message": words})
    assert answer.status_code == 200, answer.text
    return answer.json()["narrator"]["name"], answer.json()["narration"]


def test_a_campaign_is_told_by_it(url: str, server: EmbeddedPostgres) -> None:
    with _table(server, llm_base_url=url) as client:
        _until(lambda: client.get("/health").json()["narrator"] == "server")
        table = _founded(client)
        assert client.post(f"/campaigns/{table}/begin").json()["narrator"]["name"] == "server"
        for words in ("I look around", "I wait", "I search the room"):
            narrator, narration = _take(client, table, words)
            assert narrator == "server"
            assert narration in SAYS
        assert client.post(f"/campaigns/{table}/check").json() == WHOLE


def test_one_campaign_goes_from_server_to_server_and_loses_nothing(
    checkpoint: Path, server: EmbeddedPostgres, tmp_path: Path
) -> None:
    other = taught(tmp_path / "other", says=OTHER_WORDS)
    wanted = ("I look around", "I wait", "I listen", "I wait again", "I look at my boots")
    with (
        _served("transformers", checkpoint, tmp_path) as first,
        _served("llama.cpp", other, tmp_path) as second,
        _table(server) as client,
    ):
        table = _founded(client)
        told: list[Turn] = []
        for base_url, said in zip((first, second, "", second, first), wanted, strict=True):
            client.put("/model", json={"base_url": base_url}).raise_for_status()
            told.append(_take(client, table, said))
        assert [narrator for narrator, _ in told] == [*BOTH, "storyteller", *BOTH]
        assert told[0][1] in SAYS
        assert told[1][1] in OTHER_WORDS
        assert told[3][1] in OTHER_WORDS
        assert told[4][1] in SAYS
        kept = client.get(f"/campaigns/{table}/turns").json()[1:]
        assert [(turn["narrator"]["name"], turn["narration"]) for turn in kept] == told
        assert [turn["message"] for turn in kept] == list(wanted)
        assert [turn["turn_number"] for turn in kept] == [2, 3, 4, 5, 6]
        assert client.post(f"/campaigns/{table}/check").json() == WHOLE
        client.delete("/model").raise_for_status()


def _brief(campaign_id: int = 1) -> Brief:
    said = (ChatMessage("system", "You narrate."), ChatMessage("user", "I open the door."))
    more = {"sampling": Sampling(temperature=0.0, top_p=1.0, max_new_tokens=64)}
    return brief_of(campaign_id, messages=said, **more)
