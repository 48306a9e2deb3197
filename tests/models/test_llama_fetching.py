"""Fetching a checkpoint with the hub's real client from a hub of our own: every refusal is its own fault."""

import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

pytest.importorskip("torch")
pytest.importorskip("huggingface_hub")

from llm_brain.narrators.llama import faults
from llm_brain.narrators.llama.fetching import fetch, fetched_bytes
from llm_brain.narrators.llama.loading import load
from llm_brain.narrators.llama.whereabouts import cached
from tests.models.tiny_llama import checkpoint

pytestmark = pytest.mark.heavy
MODEL = "some/model"


@contextmanager
def _hub(status: int, code: str = "") -> Iterator[str]:
    """Run a hub that answers everything with one refusal."""

    class Refuses(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            if code:
                self.send_header("X-Error-Code", code)
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_HEAD = do_GET  # noqa: N815

        def log_message(self, *_: object) -> None:
            pass

    hub = ThreadingHTTPServer(("127.0.0.1", 0), Refuses)
    threading.Thread(target=hub.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{hub.server_port}"
    finally:
        hub.shutdown()
        hub.server_close()


@pytest.mark.parametrize(
    ("status", "code", "token", "fault"),
    [
        (401, "GatedRepo", None, faults.TokenMissing),
        (401, "", "hf_wrong", faults.TokenRefused),
        (401, "RepoNotFound", "hf_wrong", faults.TokenRefused),
        (403, "GatedRepo", "hf_right", faults.GateClosed),
        (403, "GatedRepo", None, faults.TokenMissing),
        (404, "RepoNotFound", "hf_right", faults.ModelUnknown),
        (410, "", None, faults.HubUnreachable),
    ],
)
def test_a_refusal_is_its_own_fault(
    tmp_path: Path, status: int, code: str, token: str | None, fault: type[faults.ModelFault]
) -> None:
    with _hub(status, code) as endpoint, pytest.raises(fault) as caught:
        fetch(MODEL, tmp_path, token, endpoint)
    assert "hf_" not in str(caught.value)


def test_no_network_is_its_own_fault(tmp_path: Path) -> None:
    with pytest.raises(faults.HubUnreachable):
        fetch(MODEL, tmp_path, None, "http://127.0.0.1:9")


def test_a_name_that_is_none_is_unknown(tmp_path: Path) -> None:
    with pytest.raises(faults.ModelUnknown):
        fetch("not a/name/at all", tmp_path, None, "http://127.0.0.1:9")


def test_what_the_hub_s_client_keeps_is_found_again_without_asking(tmp_path: Path) -> None:
    kept = tmp_path / "models--some--model"
    snapshot = kept / "snapshots" / "abc"
    snapshot.mkdir(parents=True)
    assert cached(MODEL, tmp_path) is None
    for name in ("config.json", "tokenizer.json", "model.safetensors"):
        (snapshot / name).write_text("{}")
    assert cached(MODEL, tmp_path) == snapshot
    (kept / "blobs").mkdir()
    (kept / "blobs" / "x.incomplete").write_bytes(bytes(7))
    assert fetched_bytes(MODEL, tmp_path) == 7


@contextmanager
def _giving_hub(folder: Path) -> Iterator[str]:
    """Run a hub that has one model: the files of a folder."""
    commit = "0123456789abcdef0123456789abcdef01234567"  # pragma: allowlist secret
    files = sorted(file for file in folder.iterdir() if file.is_file())

    class Gives(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.partition("?")[0]
            if "/resolve/" in path:
                body = (folder / path.rsplit("/", 1)[1]).read_bytes()
            elif "/tree/" in path:
                listed = [
                    {"type": "file", "path": f.name, "size": f.stat().st_size, "oid": f"{i:040x}"}
                    for i, f in enumerate(files)
                ]
                body = json.dumps(listed).encode()
            else:
                siblings = [{"rfilename": f.name, "size": f.stat().st_size} for f in files]
                body = json.dumps({"id": MODEL, "sha": commit, "siblings": siblings}).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.send_header("ETag", f'"{hashlib.sha1(body).hexdigest()}"')
            self.send_header("X-Repo-Commit", commit)
            self.end_headers()
            if self.command == "GET":
                self.wfile.write(body)

        do_HEAD = do_GET  # noqa: N815

        def log_message(self, *_: object) -> None:
            pass

    hub = ThreadingHTTPServer(("127.0.0.1", 0), Gives)
    threading.Thread(target=hub.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{hub.server_port}"
    finally:
        hub.shutdown()
        hub.server_close()


def test_a_whole_checkpoint_is_fetched_and_loads_without_the_hub(tmp_path: Path) -> None:
    made = checkpoint(tmp_path / "made")
    (made / "pytorch_model.bin").write_bytes(b"never fetched")
    with _giving_hub(made) as endpoint:
        fetched = fetch(MODEL, tmp_path / "hub", None, endpoint)
    assert not (fetched / "pytorch_model.bin").exists()
    assert cached(MODEL, tmp_path / "hub") == fetched
    assert load(fetched, "cpu", "float32").ends


def test_a_disk_too_small_is_seen_before_anything_is_fetched(tmp_path: Path) -> None:
    made = checkpoint(tmp_path / "made")
    with (made / "huge.safetensors").open("wb") as huge:
        huge.truncate(2**43)
    with _giving_hub(made) as endpoint, pytest.raises(faults.DiskFull):
        fetch(MODEL, tmp_path / "hub", None, endpoint)
