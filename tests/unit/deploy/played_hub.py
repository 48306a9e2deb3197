"""A model hub on this machine: it lists, gives whole files or the rest of one, refuses, lies, breaks off, sends elsewhere."""

import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from deploy.models.wishes import DEFAULTS
from tts_voice.speakers.chatterbox.weights import STANDARD

COMMIT = "0123456789abcdef0123456789abcdef01234567"  # pragma: allowlist secret
LARGE = (".safetensors", ".pt", ".bin", ".pth")

Files = dict[str, bytes]
BIG = bytes(range(256)) * 4096
LLAMA: Files = {
    "config.json": b'{"model_type": "llama"}',
    "tokenizer.json": b"{}",
    "model-00001-of-00002.safetensors": BIG,
    "model-00002-of-00002.safetensors": BIG[::-1],
    "README.md": b"# A model",
    "original/consolidated.00.pth": b"pickled",
    "pytorch_model.bin": b"pickled",
}
PARTS = ("unet", "vae", "text_encoder", "safety_checker")
DIFFUSION: Files = {
    "model_index.json": b'{"_class_name": "P", "unet": ["diffusers", "U"], "vae": ["diffusers", "V"]}',
    "v1-5-pruned.ckpt": b"pickled",
    "v1-5-pruned.safetensors": b"all in one",
    **{f"{part}/config.json": part.encode() for part in PARTS},
    **{f"{part}/model.safetensors": part.encode() * 9 for part in PARTS},
    **{f"{part}/model.fp16.safetensors": part.encode() * 5 for part in PARTS},
    **{f"{part}/model.bin": b"pickled" for part in PARTS},
    "unet/model.non_ema.safetensors": b"for training",
}
CHATTERBOX: Files = {
    **{name: name.encode() * 7 for name in STANDARD.files},
    "conds.pt": b"a pickle",
    "t3_cfg.pt": b"pickled",
    "README.md": b"# A voice",
}
MODELS = {
    DEFAULTS["LLM_MODEL"]: LLAMA,
    DEFAULTS["IMAGE_MODEL"]: DIFFUSION,
    DEFAULTS["IMAGE_FEW_STEPS_LORA"]: {"lora.safetensors": b"a lora", "lora.bin": b"pickled"},
    DEFAULTS["TTS_MODEL"]: CHATTERBOX,
}
NARRATOR = DEFAULTS["LLM_MODEL"]


class PlayedHub(ThreadingHTTPServer):
    """What it has and how it behaves is set by the test; what it was asked for is kept."""

    def __init__(self, models: dict[str, Files]) -> None:
        super().__init__(("127.0.0.1", 0), _Door)
        self.models = models
        self.refused: dict[str, tuple[int, str]] = {}
        self.gated: dict[str, tuple[int, str]] = {}
        self.listed_sizes: dict[str, int] = {}
        self.lies: set[str] = set()
        self.breaks_after: dict[str, int] = {}
        self.sends_elsewhere = ""
        self.given: list[tuple[str, str]] = []
        self.tokens: list[tuple[str, str]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    @property
    def names(self) -> list[str]:
        return [name for name, _ in self.given]

    def siblings(self, model: str) -> list[dict[str, object]]:
        return [self._sibling(name, body) for name, body in self.models[model].items()]

    def _sibling(self, name: str, body: bytes) -> dict[str, object]:
        size = self.listed_sizes.get(name, len(body))
        found: dict[str, object] = {"rfilename": name, "size": size, "blobId": git_id(body)}
        if name.endswith(LARGE):
            found["lfs"] = {"sha256": sha256(body), "size": size, "pointerSize": 134}
        return found


class _Door(BaseHTTPRequestHandler):
    server: PlayedHub

    def log_message(self, *_: object) -> None:
        pass

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        hub, path = self.server, self.path.partition("?")[0]
        hub.tokens.append((path, self.headers.get("Authorization", "")))
        is_api = path.startswith("/api/models/")
        model = "/".join(path.removeprefix("/api/models").split("/")[1:3])
        refusal = hub.refused.get(model) or (None if is_api else hub.gated.get(model))
        if refusal:
            self._send(b"", refusal[0], {"X-Error-Code": refusal[1]})
        elif model not in hub.models:
            self._send(b"", 404, {"X-Error-Code": "RepoNotFound"})
        elif is_api:
            body = {"id": model, "sha": COMMIT, "siblings": hub.siblings(model)}
            self._send(json.dumps(body).encode(), 200)
        else:
            self._give(model, path.split(f"/resolve/{COMMIT}/")[-1])

    def _give(self, model: str, name: str) -> None:
        hub, body = self.server, self.server.models[model][name]
        etag = sha256(body) if name.endswith(LARGE) else git_id(body)
        about = {"ETag": f'"{etag}"', "X-Repo-Commit": COMMIT}
        if hub.sends_elsewhere and name.endswith(LARGE):
            about |= {"X-Linked-Size": str(len(body)), "X-Linked-Etag": about.pop("ETag")}
            self._send(b"", 302, about | {"Location": hub.sends_elsewhere + self.path})
            return
        if name in hub.lies:
            body = bytes(len(body))
        asked = self.headers.get("Range", "")
        if self.command == "GET":
            hub.given.append((name, asked))
        if asked:
            start = int(asked.removeprefix("bytes=").rstrip("-"))
            about["Content-Range"] = f"bytes {start}-{len(body) - 1}/{len(body)}"
            self._send(body[start:], 206, about)
        else:
            self._send(
                body,
                200,
                about,
                most=hub.breaks_after.pop(name, None) if self.command == "GET" else None,
            )

    def _send(
        self, body: bytes, status: int, about: dict[str, str] | None = None, most: int | None = None
    ) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **(about or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body[:most])


@contextmanager
def played(models: dict[str, Files]) -> Iterator[PlayedHub]:
    """Run a hub for the length of a block."""
    hub = PlayedHub(models)
    threading.Thread(target=hub.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield hub
    finally:
        hub.shutdown()
        hub.server_close()


def sha256(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def git_id(body: bytes) -> str:
    return hashlib.sha1(b"blob %d\0" % len(body) + body).hexdigest()
