"""The operator's page over the real brain, the real voice service and a language-model server that speaks the real protocol."""

import io
import wave
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

pytest.importorskip("fastapi.testclient")
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test.utils import override_settings
from fastapi.testclient import TestClient
from pydantic import SecretStr

from llm_brain.app import create_app as create_brain
from llm_brain.app import make_brain
from llm_brain.config import Settings as BrainSettings
from llm_brain.narrators.storyteller import Storyteller
from tests.unit.llm_brain.narrators.server.fake_server import FakeServer, running
from tests.unit.web_service.conftest import Person
from tts_voice.app import create_app as create_voice
from tts_voice.config import Settings as VoiceSettings
from tts_voice.recordings import MAX_RECORDING_BYTES as MOST_THEY_TAKE
from web_service.clients.recordings import MAX_RECORDING_BYTES

KEY = "sk-verschwiegen-0123456789"
TOKEN = "a token for all"
NOBODY = "http://127.0.0.1:9/v1"


def transport_to(client: TestClient) -> httpx.MockTransport:
    """Pass calls on to a service as they are, its address apart."""

    def passed_on(request: httpx.Request) -> httpx.Response:
        path = request.url.raw_path.decode()
        kept = ("authorization", "content-type")
        headers = {name: request.headers[name] for name in kept if name in request.headers}
        answer = client.request(request.method, path, content=request.content, headers=headers)
        return httpx.Response(answer.status_code, content=answer.content)

    return httpx.MockTransport(passed_on)


@pytest.fixture
def brain(game_dsn: str) -> Iterator[TestClient]:
    settings = BrainSettings(
        db_host="127.0.0.1",
        db_port=int(connections["default"].settings_dict["PORT"]),
        app_db_pass=SecretStr("of the game"),
        service_token=SecretStr(TOKEN),
        embedder="none",
        media_workers=0,
    )
    told = make_brain(settings, [Storyteller()])
    with (
        TestClient(create_brain(brain=told)) as client,
        override_settings(BRAIN_TRANSPORT=transport_to(client), SERVICE_TOKEN=TOKEN),
    ):
        yield client


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Path]:
    settings = VoiceSettings(
        speaker="espeak",
        audio_dir=tmp_path / "audio",
        reference_voices_path=tmp_path / "voices",
        service_token=SecretStr(TOKEN),
    )
    client = TestClient(create_voice(settings))
    with override_settings(VOICE_TRANSPORT=transport_to(client), SERVICE_TOKEN=TOKEN):
        yield tmp_path / "voices"


@pytest.fixture
def server() -> Iterator[FakeServer]:
    with running() as server:
        yield server


def recording(seconds: float) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as wav:
        wav.setnchannels(1)
        wav.setsampwidth(2)
        wav.setframerate(16_000)
        wav.writeframes(b"\x01\x00" * int(seconds * 16_000))
    return file.getvalue()


def upload(content: bytes, **changes: Any) -> dict[str, Any]:
    file = SimpleUploadedFile("wen.wav", content)
    fields = {
        "name": "Old Wen",
        "file": file,
        "consent_by": "Wen: für unsere Spiele",
        "agrees": "on",
    }
    return fields | changes


def states(staff: Person) -> dict[str, str]:
    ladder = staff.get("/operator/").context["ladder"]
    assert ladder.problem == ""
    return {rung.name: rung.look for rung in ladder.rungs}


def test_a_server_set_on_the_page_tells_and_one_taken_away_does_not(
    staff: Person, brain: TestClient, server: FakeServer
) -> None:
    assert states(staff) == {"storyteller": "healthy"}
    answer = staff.post("/operator/model", {"base_url": server.url, "key": KEY})
    assert answer.status_code == 302, answer.content
    assert states(staff) == {"server": "healthy", "storyteller": "healthy"}
    page = staff.get("/operator/")
    assert page.context["ladder"].has_key
    assert page.context["ladder"].base_url == server.url
    assert KEY not in page.content.decode()
    assert server.looks[-1].headers["Authorization"] == f"Bearer {KEY}"
    staff.post("/operator/model", {"no_server": "on"})
    assert states(staff) == {"storyteller": "healthy"}


def test_a_server_that_is_not_there_is_on_the_ladder_with_its_reason(
    staff: Person, brain: TestClient
) -> None:
    assert staff.post("/operator/model", {"base_url": NOBODY}).status_code == 302
    [server, storyteller] = staff.get("/operator/").context["ladder"].rungs
    assert not server.tells
    assert "127.0.0.1:9" in server.reason
    assert storyteller.tells
    staff.post("/operator/model", {"no_server": "on"})


@pytest.mark.parametrize(
    "fields",
    [
        {"base_url": "file:///etc/passwd"},
        {"base_url": "http://169.254.169.254/v1"},
        {"base_url": NOBODY, "key": "two words"},
        {"base_url": ",".join(f"http://10.0.0.{i}/v1" for i in range(40))},
    ],
)
@pytest.mark.parametrize("path", ["/operator/model", "/operator/model/questions"])
def test_what_the_brain_refuses_is_said_above_the_form(
    staff: Person, brain: TestClient, fields: dict[str, str], path: str
) -> None:
    answer = staff.post(path, fields)
    assert answer.status_code == 422
    assert len(answer.context["server_form"].non_field_errors()) == 1
    assert "two words" not in answer.content.decode()


def test_what_a_server_can_do_is_told_and_nothing_is_changed(
    staff: Person, brain: TestClient, server: FakeServer
) -> None:
    both = f"{server.url},{NOBODY}"
    answer = staff.post("/operator/model/questions", {"base_url": both, "key": KEY})
    assert answer.status_code == 200
    here, nobody = answer.context["servers"]
    assert (here.can_tell, nobody.can_tell) == (True, False)
    assert {found.question for found in here.findings} > {"Is it there?", "Does it stop at a word?"}
    assert all(" " in found.question and found.sentence for found in here.findings)
    assert KEY not in answer.content.decode()
    assert states(staff) == {"storyteller": "healthy"}


def test_without_any_server_there_is_nobody_to_ask(staff: Person, brain: TestClient) -> None:
    answer = staff.post("/operator/model/questions", {})
    assert answer.status_code == 422
    assert answer.context["server_form"].non_field_errors()


def test_a_recording_is_kept_with_its_consent_and_deleted_with_it(
    staff: Person, shelf: Path
) -> None:
    answer = staff.post("/operator/voices", upload(recording(6)))
    assert answer.status_code == 302, answer.content
    assert (shelf / "Old Wen.wav").read_bytes() == recording(6)
    assert "Wen: für unsere Spiele" in (shelf / "Old Wen.consent.txt").read_text(encoding="utf-8")
    [one] = staff.get("/operator/").context["shelf"].recordings
    assert (one.name, one.has_consent, one.is_heard) == ("Old Wen", True, False)
    staff.post("/operator/voices/delete", {"name": "Old Wen"})
    assert list(shelf.iterdir()) == []


@pytest.mark.parametrize("content", [b"MZ not a sound", recording(2), recording(31)])
def test_what_cannot_be_cloned_is_refused_in_words(
    staff: Person, shelf: Path, content: bytes
) -> None:
    answer = staff.post("/operator/voices", upload(content))
    assert answer.status_code == 422
    [sentence] = answer.context["recording_form"].non_field_errors()
    assert "This recording cannot be used" in sentence
    assert not (shelf / "Old Wen.wav").exists()


@pytest.mark.parametrize("name", ["../up", "a.b", "x/y"])
def test_a_name_that_is_no_file_name_is_refused(staff: Person, shelf: Path, name: str) -> None:
    assert staff.post("/operator/voices", upload(recording(6), name=name)).status_code == 422
    staff.post("/operator/voices/delete", {"name": name})


def test_a_recording_of_the_same_name_gives_way_only_when_that_is_ticked(
    staff: Person, shelf: Path
) -> None:
    assert staff.post("/operator/voices", upload(recording(6))).status_code == 302
    assert staff.post("/operator/voices", upload(recording(7))).status_code == 409
    assert staff.post("/operator/voices", upload(recording(7), replace="on")).status_code == 302
    assert (shelf / "Old Wen.wav").read_bytes() == recording(7)


def test_a_wrong_token_is_said_to_be_the_reason(staff: Person, shelf: Path) -> None:
    with override_settings(SERVICE_TOKEN="another"):
        answer = staff.post("/operator/voices", upload(recording(6)))
    assert "SERVICE_TOKEN" in answer.context["recording_form"].non_field_errors()[0]


def test_both_sides_mean_the_same_size() -> None:
    assert MAX_RECORDING_BYTES == MOST_THEY_TAKE
