"""A caller who goes away ends the sentence that is being made for it, over a real socket."""

from __future__ import annotations

import socket
import threading
import time
from pathlib import Path

import pytest
import uvicorn

from tts_voice.app import create_app
from tts_voice.config import Settings
from tts_voice.errors import Stopped
from tts_voice.speakers.choosing import Choice
from tts_voice.speakers.protocol import IsOver, Speech
from tts_voice.voices import Voice


class Endless:
    """Speaks until it is told to stop."""

    name = "endless"
    clones_voices = True

    def __init__(self) -> None:
        self.speaking, self.stopped = threading.Event(), threading.Event()

    def load(self) -> None: ...

    def close(self) -> None: ...

    def speak(self, sentence: str, voice: Voice, speed: float) -> Speech:
        raise NotImplementedError

    def speak_until(self, sentence: str, voice: Voice, speed: float, is_over: IsOver) -> Speech:
        self.speaking.set()
        until, pause = time.monotonic() + 30, threading.Event()
        while not is_over() and time.monotonic() < until:
            pause.wait(0.005)
        if is_over():
            self.stopped.set()
        raise Stopped


@pytest.mark.parametrize("path", ["/narrate", "/narrate/stream"])
def test_hanging_up_ends_the_sentence_and_leaves_no_file(tmp_path: Path, path: str) -> None:
    speaker = Endless()
    settings = Settings(audio_dir=tmp_path, reference_voices_path=tmp_path / "none")
    app = create_app(settings, Choice(speaker, "test"))
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        assert app.state.studio.readiness.wait(30)
        while not server.started:
            time.sleep(0.005)
        port = server.servers[0].sockets[0].getsockname()[1]
        body = b'{"text": "Once upon a time."}'
        with socket.create_connection(("127.0.0.1", port)) as caller:
            caller.sendall(
                f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                f"Content-Length: {len(body)}\r\n\r\n".encode()
                + body
            )
            assert speaker.speaking.wait(20)
        assert speaker.stopped.wait(20)
        assert list(tmp_path.iterdir()) == []
    finally:
        server.should_exit = True
        thread.join(30)
