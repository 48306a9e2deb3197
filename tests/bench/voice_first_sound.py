"""Time from a narration's request to its first sound, over HTTP: median and 95th percentile.

    python tests/bench/voice_first_sound.py [--url http://127.0.0.1:8002] [--rounds 50]

Without --url it starts the service itself with the embedded speaker. It prints and never fails
on time.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import httpx

ROOT = Path(__file__).resolve().parents[2]
SHORT = "The door creaks open."
TURN = (
    "The goblin snarls and lunges across the table, scattering coins and cards. "
    "You twist aside, and its rusty blade bites deep into the oak beside your ear. "
    "“You cheat!” it hisses. Roll initiative: a d20 plus your Dexterity modifier. "
) * 2


@contextlib.contextmanager
def own_service() -> Iterator[str]:
    """Run the service on a free port for the length of the block."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "uvicorn", "--factory", "tts_voice.app:create_app"]
        process = subprocess.Popen(
            [*command, "--port", str(port), "--log-level", "warning"],
            cwd=ROOT,
            env={**os.environ, "SPEAKER": "espeak", "AUDIO_DIR": folder},
        )
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(15)


def wait_until_ready(client: httpx.Client) -> float:
    """Return the seconds until /health/ready answered 200; RuntimeError after a minute."""
    began = time.perf_counter()
    while time.perf_counter() - began < 60:
        with contextlib.suppress(httpx.TransportError):
            if client.get("/health/ready").status_code == 200:
                return time.perf_counter() - began
        time.sleep(0.05)
    raise RuntimeError("the service did not become ready within 60 s")


def listen(client: httpx.Client, text: str) -> tuple[float, float]:
    """Return milliseconds until the first audio event and until done."""
    began = time.perf_counter()
    first_ms = 0.0
    with client.stream("POST", "/narrate/stream", json={"text": text}) as answer:
        for line in answer.iter_lines():
            if not first_ms and line.startswith('data: {"type": "audio"'):
                first_ms = (time.perf_counter() - began) * 1000
    return first_ms, (time.perf_counter() - began) * 1000


def report(name: str, values_ms: list[float]) -> None:
    """Print median and 95th percentile in milliseconds."""
    p95 = statistics.quantiles(values_ms, n=20)[-1]
    print(f"{name:36} median {statistics.median(values_ms):7.1f} ms   p95 {p95:7.1f} ms")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url")
    parser.add_argument("--rounds", type=int, default=50)
    asked = parser.parse_args()
    with contextlib.ExitStack() as stack:
        url = asked.url or stack.enter_context(own_service())
        token = os.environ.get("SERVICE_TOKEN")
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        client = stack.enter_context(httpx.Client(base_url=url, headers=headers, timeout=120))
        print(f"ready after {wait_until_ready(client):.2f} s")
        for name, text in (("one short sentence", SHORT), (f"a turn of {len(TURN)} chars", TURN)):
            listen(client, text)
            times = [listen(client, text) for _ in range(asked.rounds)]
            report(f"{name}: first sound", [first for first, _ in times])
            report(f"{name}: all spoken and stored", [whole for _, whole in times])


if __name__ == "__main__":
    main()
