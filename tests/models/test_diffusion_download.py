"""Downloads with the hub's own client, from a hub that this test plays: what is asked for, and what a refusal sounds like."""

import hashlib
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.models.tiny_diffusion import save_tiny_model

pytest.importorskip("torch")
pytest.importorskip("diffusers")
pytestmark = pytest.mark.heavy

ROOT = Path(__file__).parents[2]
SHA = "0123456789abcdef0123456789abcdef01234567"  # pragma: allowlist secret
REFUSED = {"owner/gated": 403, "owner/private": 401, "owner/missing": 404}
ASK = """
import json, sys
from pathlib import Path
from image_gen.config import Settings
from image_gen.errors import PainterUnavailable
from image_gen.painters.diffusion.loading import open_studio
for name in sys.argv[2:]:
    try:
        asked = Settings(painter="diffusion", image_device="cpu", image_model=name, diffusers_cache=sys.argv[1])
        open_studio(asked, lambda _: None)
        print(json.dumps([name, "loaded"]))
    except PainterUnavailable as trouble:
        print(json.dumps([name, str(trouble)]))
"""


class Hub(ThreadingHTTPServer):
    """A hub with one model, and some that it refuses."""

    def __init__(self, model: Path) -> None:
        super().__init__(("127.0.0.1", 0), Door)
        self.model = model
        self.sent: list[str] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Door(BaseHTTPRequestHandler):
    server: Hub

    def log_message(self, *_: object) -> None:
        pass

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        path = self.path.split("?")[0].removeprefix("/api/models")
        name = "/".join(path.split("/")[1:3])
        if name in REFUSED:
            self._send(b"{}", REFUSED[name])
        elif self.path.startswith("/api/models"):
            files = [
                f.relative_to(self.server.model).as_posix()
                for f in self.server.model.rglob("*")
                if f.is_file()
            ]
            listed = [{"rfilename": file} for file in files]
            tree = [{"type": "file", "path": f, "size": 1, "oid": SHA} for f in files]
            body = tree if "/tree/" in path else {"id": name, "sha": SHA, "siblings": listed}
            self._send(json.dumps(body).encode(), 200)
        else:
            file = path.split(f"/resolve/{SHA}/")[-1].split("/resolve/main/")[-1]
            if self.command == "GET":
                self.server.sent.append(file)
            self._send((self.server.model / file).read_bytes(), 200)

    def _send(self, body: bytes, status: int) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("ETag", f'"{hashlib.sha256(body).hexdigest()}"')
        self.send_header("X-Repo-Commit", SHA)
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub]:
    model = save_tiny_model(tmp_path_factory.mktemp("hub") / "model")
    (model / "unet" / "diffusion_pytorch_model.bin").write_bytes(b"pickled")
    (model / "whole.ckpt").write_bytes(b"pickled")
    hub = Hub(model)
    threading.Thread(target=hub.serve_forever, daemon=True).start()
    yield hub
    hub.shutdown()


def ask(hub_url: str, cache: Path, *names: str) -> dict[str, str]:
    """Load models in a process that takes the played hub for the real one."""
    own = {"HF_ENDPOINT": hub_url, "HF_HOME": str(cache / "home"), "OMP_NUM_THREADS": "1"}
    environment = {
        k: v for k, v in os.environ.items() if k not in ("HF_TOKEN", "HF_HUB_OFFLINE")
    } | own
    done = subprocess.run(
        [sys.executable, "-c", ASK, str(cache), *names],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    return dict(json.loads(line) for line in done.stdout.splitlines())


def test_a_model_is_downloaded_once_without_its_pickles_and_refusals_say_what_to_do(
    hub: Hub, tmp_path: Path
) -> None:
    said = ask(hub.url, tmp_path, "owner/free", "owner/free", *REFUSED, "no-such-folder")
    assert said["owner/free"] == "loaded"
    assert "HF_TOKEN" in said["owner/gated"]
    assert "HF_TOKEN" in said["owner/private"]
    assert "IMAGE_MODEL" in said["owner/missing"]
    assert "neither a folder" in said["no-such-folder"]
    assert "unet/diffusion_pytorch_model.safetensors" in hub.sent
    assert [file for file in hub.sent if file.endswith((".bin", ".ckpt"))] == []
    assert len(hub.sent) == len(set(hub.sent))


def test_what_was_downloaded_is_enough_when_the_network_is_gone(hub: Hub, tmp_path: Path) -> None:
    assert ask(hub.url, tmp_path, "owner/free") == {"owner/free": "loaded"}
    said = ask("http://127.0.0.1:9", tmp_path, "owner/free", "owner/other")
    assert said["owner/free"] == "loaded"
    assert "connect the network" in said["owner/other"]
