"""What all three inner services have in common at the door: a token before anything, small bodies only, no port to the
world without a token, and no call of theirs that goes where an answer points.
"""

import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from image_gen.app import create_app as picture_app
from image_gen.config import Settings as PictureSettings
from llm_brain.app import create_app as brain_app
from llm_brain.config import Settings as BrainSettings
from llm_brain.media.services import MediaServices, ServiceRefused
from tts_voice.app import create_app as voice_app
from tts_voice.config import Settings as VoiceSettings

TOKEN = "a token for tests"
ANY_OBJECT = defaultdict(lambda: "1", {"image_id": "x", "name": "x"})
OF_THE_OPERATOR = {"base_url"}
"""The one address a call may bring: that of a language-model server, which only whoever holds the token can name."""
INSIDE = ["http://169.254.169.254/v1", "http://[fe80::1]/v1", "http://metadata.google.internal/v1"]
Make = Callable[..., FastAPI]
APPS: dict[str, Make] = {
    "llm_brain": lambda _folder, **more: brain_app(
        BrainSettings(app_db_pass="none", db_host="127.0.0.1", db_port=9, embedder="none", **more)
    ),
    "image_gen": lambda folder, **more: picture_app(PictureSettings(images_dir=folder, **more)),
    "tts_voice": lambda folder, **more: voice_app(VoiceSettings(audio_dir=folder, **more)),
}


@pytest.fixture(params=APPS)
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Make:
    return lambda **more: APPS[request.param](tmp_path, **more)


def test_no_call_but_health_is_answered_without_the_token(make: Make) -> None:
    app = make(service_token=TOKEN)
    http = TestClient(app)
    for path, operations in app.openapi()["paths"].items():
        for method in operations:
            for given in ("", "Bearer ", "Bearer wrong", f"Basic {TOKEN}", f"Bearer {TOKEN}x"):
                answer = http.request(
                    method, path.format_map(ANY_OBJECT), headers={"Authorization": given}
                )
                is_open = path.startswith("/health")
                assert (answer.status_code == 401) == (not is_open), path
    for path in ("/docs", "/openapi.json", "/redoc"):
        assert http.get(path).status_code == 401


@pytest.mark.parametrize("address", ["0.0.0.0", "192.168.1.5", "::"])
def test_a_port_is_not_shown_to_the_world_without_a_token(make: Make, address: str) -> None:
    with pytest.raises((ValueError, RuntimeError)):
        make(ai_bind=address)
    make(ai_bind=address, service_token=TOKEN)
    make(ai_bind="127.0.0.1")


def test_a_huge_body_is_refused_whatever_it_says_of_its_length(make: Make) -> None:
    http = TestClient(make())
    path = next(path for path in http.app.openapi()["paths"] if path in ("/dm_turn", "/generate", "/narrate"))  # type: ignore[attr-defined]  # fmt: skip

    def endless() -> Iterator[bytes]:
        for _ in range(64):
            yield b" " * 16384

    for body in (b" " * 1_048_576, endless()):
        answer = http.post(path, content=body)
        assert answer.status_code == 413
        assert answer.json()["error"]["code"] == "body_too_large"


@pytest.fixture
def inside() -> Iterator[tuple[str, list[str]]]:
    """A service that sends every caller on to an address inside; yield its address and what it was asked."""
    asked: list[str] = []

    class SendingOn(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked.append(self.path)
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(307)
            self.send_header("Location", "/latest/meta-data/")
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_GET = do_POST  # noqa: N815

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), SendingOn)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_brain_follows_no_redirect(inside: tuple[str, list[str]]) -> None:
    url, asked = inside
    services = MediaServices(BrainSettings(app_db_pass="none", image_api=url, tts_api=url))
    with pytest.raises(ServiceRefused):
        services.paint({"prompt": "x"})
    with pytest.raises(ServiceRefused):
        services.speak({"text": "x"})
    services.close()
    assert asked == ["/generate", "/narrate"]


def test_nobody_can_hand_a_service_an_address_to_fetch(make: Make) -> None:
    """What would have to be guarded against addresses inside does not exist: no field of any call is an address but one."""
    document = make().openapi()
    fields = {
        name
        for schema_name, schema in document.get("components", {}).get("schemas", {}).items()
        if schema_name.endswith("In") or schema_name.startswith("New")
        for name, field in schema.get("properties", {}).items()
    }
    fields |= {
        parameter["name"]
        for path in document["paths"].values()
        for operation in path.values()
        for parameter in operation.get("parameters", ())
    }
    suspicious = ("url", "uri", "href", "host", "address", "callback", "webhook", "endpoint")
    assert fields
    found = {name for name in fields if any(word in name.lower() for word in suspicious)}
    assert found <= OF_THE_OPERATOR


@pytest.mark.parametrize("address", [*INSIDE, "file:///etc/passwd", "http://someone@localhost/v1"])
@pytest.mark.parametrize("call", [("PUT", "/model"), ("POST", "/validate-model")])
def test_an_operators_address_cannot_be_turned_on_the_inside(
    call: tuple[str, str], address: str, tmp_path: Path
) -> None:
    http = TestClient(APPS["llm_brain"](tmp_path))
    answer = http.request(*call, json={"base_url": address})
    assert answer.status_code == 422, answer.text
    assert answer.json()["error"]["message"]
