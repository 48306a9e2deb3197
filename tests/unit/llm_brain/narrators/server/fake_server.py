"""An OpenAI-compatible server for tests: real HTTP on a real port, and every bad habit on request."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

STORY = ["The door ", "creaks open. ", "Dust ", "hangs in the light. ", "Nobody is here. "]
GONE_S = 10.0


def chunk(text: str | None = None, finish: str | None = None, **more: Any) -> bytes:
    """Return one event of a stream."""
    delta = {"content": text} if text is not None else {"role": "assistant"}
    found = {"choices": [{"index": 0, "delta": delta, "finish_reason": finish}], **more}
    return b"data: " + json.dumps(found).encode() + b"\n\n"


DONE = b"data: [DONE]\n\n"


class Call:
    """One request being answered."""

    def __init__(self, handler: BaseHTTPRequestHandler, body: dict[str, Any]) -> None:
        self.handler = handler
        self.body = body
        self.headers = dict(handler.headers)

    def head(self, status: int = 200, kind: str = "text/event-stream", **headers: str) -> None:
        self.handler.send_response(status)
        self.handler.send_header("Content-Type", kind)
        for name, value in headers.items():
            self.handler.send_header(name.replace("_", "-"), value)
        self.handler.end_headers()

    def write(self, data: bytes) -> None:
        self.handler.wfile.write(data)
        self.handler.wfile.flush()

    def answer(self, status: int, body: Any, kind: str = "application/json", **more: str) -> None:
        self.head(status, kind, **more)
        self.write(body if isinstance(body, bytes) else json.dumps(body).encode())

    def stream(self, *texts: str, finish: str = "stop") -> None:
        self.head()
        self.write(chunk())
        for text in texts:
            self.write(chunk(text))
        self.write(chunk("", finish) + DONE)

    def has_gone(self) -> bool:
        """Wait until the other side has closed the connection."""
        self.handler.connection.settimeout(GONE_S)
        try:
            return self.handler.connection.recv(1) == b""
        except ConnectionError:
            return True
        except TimeoutError:
            return False


Behaviour = Callable[[Call], None]


def tells(call: Call) -> None:
    call.stream(*STORY)


def lists(call: Call) -> None:
    call.answer(200, {"object": "list", "data": [{"id": "tiny", "max_model_len": 8192}]})


@dataclass
class FakeServer:
    """A running server: set `tells` to how the next request is to be answered."""

    tells: Behaviour = tells
    lists: Behaviour = lists
    port: int = 0
    calls: list[Call] = field(default_factory=list)
    looks: list[Call] = field(default_factory=list)
    server: ThreadingHTTPServer | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    def start(self) -> None:
        fake = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                call = Call(self, {})
                fake.looks.append(call)
                fake.lists(call)

            def do_POST(self) -> None:
                length = int(self.headers.get("Content-Length", 0))
                call = Call(self, json.loads(self.rfile.read(length)))
                fake.calls.append(call)
                with suppress(ConnectionError):
                    fake.tells(call)

            def log_message(self, *args: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", self.port), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def stop(self) -> None:
        if self.server is not None:
            self.server.shutdown()
            self.server.server_close()
            self.server = None


@contextmanager
def running(**habits: Any) -> Iterator[FakeServer]:
    """Run a server for the length of a block."""
    fake = FakeServer(**habits)
    fake.start()
    try:
        yield fake
    finally:
        fake.stop()


def until(is_so: Callable[[], bool], limit_s: float = 10.0) -> bool:
    """Wait for a condition; say whether it came true."""
    give_up_at = time.monotonic() + limit_s
    while time.monotonic() < give_up_at:
        if is_so():
            return True
        time.sleep(0.01)
    return is_so()
