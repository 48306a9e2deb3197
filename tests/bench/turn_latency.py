"""How long a storyteller turn takes by `POST /dm_turn`, all in, and how much of it is neither narrator nor embedder.

A real database (durable, unlike the tests'), a real server process, one client, one campaign played by its own suggestions
and by free text. Run: `python -m tests.bench.turn_latency [TURNS] [none|auto ...]`. It prints figures and never fails on them.
"""

import os
import secrets
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from deploy.play.database import bring_up_to_date
from deploy.play.embedded_postgres import EmbeddedPostgres
from deploy.play.ports import choose_port

FREE_TEXT = [
    "I look around for anything out of place", "I search the floor for tracks", "What do I know about this place?",
    "I ask whoever is here what happened last night", "I listen at the nearest door", "I wait a moment and watch",
]  # fmt: skip


def _percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def _line(name: str, values: list[float]) -> str:
    p50, p95 = statistics.median(values), _percentile(values, 0.95)
    return f"{name:<44} p50 {p50:7.1f} ms   p95 {p95:7.1f} ms   n {len(values)}"


def say(http: httpx.Client, campaign: int, message: str) -> tuple[float, dict[str, Any]]:
    """Take a turn; return the milliseconds the client waited, and the turn."""
    began = time.perf_counter()
    answer = http.post("/dm_turn", json={"campaign_id": campaign, "message": message})
    took = (time.perf_counter() - began) * 1000
    if answer.status_code != 200:
        raise SystemExit(answer.text)
    return took, answer.json()


def _play(http: httpx.Client, turns: int) -> list[tuple[float, dict[str, Any]]]:
    """Return (milliseconds seen by the client, the turn) of each turn."""
    seen = []
    made = http.post("/campaigns", json={"name": "Bench", "adventure_seed": 11}).json()
    path = f"/campaigns/{made['id']}"
    http.post(f"{path}/characters", json={"pregenerated": "fighter"})
    turn = http.post(f"{path}/begin").json()
    for number in range(turns):
        texts = turn["suggestions"] if number % 2 and turn["suggestions"] else FREE_TEXT
        took, turn = say(http, made["id"], texts[number % len(texts)])
        seen.append((took, turn))
    return seen


@contextmanager
def a_brain(
    server: EmbeddedPostgres, passwords: dict[str, str], embedder: str
) -> Iterator[httpx.Client]:
    """Run a brain of its own and yield a client of it, once its embedder is there."""
    port = choose_port(18_000)
    env = os.environ | {
        "DB_HOST": "127.0.0.1", "DB_PORT": str(server.port), "APP_DB_PASS": passwords["APP_DB_PASS"],
        "EMBEDDER": embedder, "MEDIA_WORKERS": "0", "LOG_LEVEL": "WARNING",
    }  # fmt: skip
    command = [sys.executable, "-m", "uvicorn", "--factory", "llm_brain.app:create_app", "--port", str(port),
               "--log-level", "warning"]  # fmt: skip
    with subprocess.Popen(command, env=env) as process:
        try:
            _until_open(port, process)
            with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as http:
                while http.get("/health").json()["components"].get("embedder") == "loading":
                    time.sleep(0.1)
                yield http
        finally:
            process.terminate()


def measure(server: EmbeddedPostgres, passwords: dict[str, str], turns: int, embedder: str) -> None:
    """Start a brain, play, and print."""
    with a_brain(server, passwords, embedder) as http:
        seen = _play(http, turns)
    print(f"\nembedder: {embedder}")
    print(_line("a turn by /dm_turn, as the client sees it", [took for took, _ in seen]))
    own = [took - _narrator_ms(turn["timings_ms"]) for took, turn in seen]
    if embedder == "none":
        print(_line("  of which neither narrator nor embedder", own))
    for step in seen[-1][1]["timings_ms"]:
        print(_line(f"  {step}", [turn["timings_ms"].get(step, 0.0) for _, turn in seen]))


def _narrator_ms(steps: dict[str, float]) -> float:
    return steps.get("narrate", 0.0) - steps.get("release", 0.0)


def _until_open(port: int, process: "subprocess.Popen[bytes]") -> None:
    while True:
        if process.poll() is not None:
            raise SystemExit(f"the brain ended with {process.returncode}")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)


def main() -> None:
    turns = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    passwords = {"APP_DB_PASS": secrets.token_hex(8), "WEB_DB_PASS": secrets.token_hex(8)}
    with tempfile.TemporaryDirectory() as folder:
        server = EmbeddedPostgres(
            Path(folder), admin_password=secrets.token_hex(8), wanted_port=choose_port(57_000)
        )
        with server:
            bring_up_to_date(server, passwords)
            for embedder in sys.argv[2:] or ("none", "auto"):
                measure(server, passwords, turns, embedder)


if __name__ == "__main__":
    main()
