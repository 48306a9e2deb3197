"""Keeps one eSpeak NG worker running: asks it, waits no longer than a deadline, replaces it.

One sentence at a time under one lock. A worker that dies or overruns is killed, a new one is
started and the sentence asked once more; only then does it fail. It does not know what a voice
is: speaker.py makes the request.
"""

from __future__ import annotations

import contextlib
import json
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tts_voice.errors import Busy, SentenceNotSpoken, SpeakerUnavailable

WORKER = Path(__file__).with_name("worker.py")
HEADER = struct.Struct(">II")
ATTEMPTS = 2


class WorkerLost(Exception):
    """The worker died or overran its deadline; never leaves this module."""


class WorkerProcess:
    """The running worker, or the next one."""

    def __init__(
        self,
        *,
        deadline_s: float,
        busy_after_s: float,
        command: Sequence[str] = (sys.executable, "-P", str(WORKER)),
    ) -> None:
        self._deadline_s = deadline_s
        self._busy_after_s = busy_after_s
        self._command = list(command)
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._closed = False
        self.restarts = 0

    @property
    def pid(self) -> int | None:
        """Return the process id of the worker in use, None when there is none."""
        process = self._process
        return process.pid if process and process.poll() is None else None

    def start(self) -> None:
        """Start the worker unless it runs; SpeakerUnavailable when it cannot."""
        with self._turn():
            try:
                self._running()
            except WorkerLost as error:
                raise SpeakerUnavailable(reason=str(error)) from error

    def ask(self, request: dict[str, Any]) -> tuple[bytes, int]:
        """Return PCM and sample rate in Hz for one request; Busy, SentenceNotSpoken."""
        with self._turn():
            for attempt in range(1, ATTEMPTS + 1):
                try:
                    return self._ask_once(request)
                except WorkerLost as error:
                    self._kill()
                    self.restarts += 1
                    if attempt == ATTEMPTS:
                        raise SentenceNotSpoken(reason=str(error)) from error
        raise AssertionError("unreachable: every attempt returns or raises")

    def close(self) -> None:
        """End the worker for good, in the middle of a sentence if need be."""
        self._closed = True
        process = self._process
        if process:
            process.kill()  # frees whoever is waiting for its answer
        with self._turn():
            self._kill()

    @contextlib.contextmanager
    def _turn(self) -> Iterator[None]:
        if not self._lock.acquire(timeout=self._busy_after_s):
            raise Busy(retry_after_s=1)
        try:
            yield
        finally:
            self._lock.release()

    def _ask_once(self, request: dict[str, Any]) -> tuple[bytes, int]:
        process = self._running()
        assert process.stdin
        try:
            process.stdin.write(json.dumps(request).encode() + b"\n")
            process.stdin.flush()
        except OSError as error:
            raise WorkerLost("the eSpeak NG worker is gone") from error
        sample_rate_hz, payload = self._answer(process)
        if sample_rate_hz == 0:
            raise SentenceNotSpoken(reason=payload.decode(errors="replace"))
        return payload, sample_rate_hz

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process and self._process.poll() is None:
            return self._process
        self._kill()
        if self._closed:
            raise SpeakerUnavailable(reason="the service is shutting down")
        self._process = subprocess.Popen(  # noqa: S603  our own program, no shell
            self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        sample_rate_hz, payload = self._answer(self._process)
        if sample_rate_hz == 0:
            self._kill()
            raise SpeakerUnavailable(reason=payload.decode(errors="replace"))
        return self._process

    def _answer(self, process: subprocess.Popen[bytes]) -> tuple[int, bytes]:
        # Killing the process is what unblocks the read, on every operating system.
        timer = threading.Timer(self._deadline_s, process.kill)
        timer.start()
        try:
            assert process.stdout
            header = process.stdout.read(HEADER.size)
            if len(header) < HEADER.size:
                raise WorkerLost("the eSpeak NG worker died or took too long")
            sample_rate_hz, size = HEADER.unpack(header)
            payload = process.stdout.read(size)
            if len(payload) < size:
                raise WorkerLost("the eSpeak NG worker died in the middle of a sentence")
            return sample_rate_hz, payload
        finally:
            timer.cancel()

    def _kill(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        for pipe in (process.stdin, process.stdout):
            if pipe:
                with contextlib.suppress(OSError):
                    pipe.close()
        process.wait()
