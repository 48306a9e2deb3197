"""What the brain adds to a language-model server's own time to first token.

A server that needs a known time stands behind a real brain (its own process, a durable Postgres). Each turn is cut in two,
with the server's own time left out: from the player's request to the server's receiving the prompt (the game's whole turn
up to the telling: intent, referee, commit 1, recall, prompt), and from the server's sending something to the player's
hearing it. The same is done without a brain in between; what is more with one is what the brain adds. Sentences are released
whole, so what is sent last before a release is the token that ends the first sentence, not the first token; that wait for
the sentence's end belongs to the server and is printed apart. Run: `python -m tests.bench.server_first_token [TURNS]`.
"""

import json
import os
import secrets
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from deploy.play.database import bring_up_to_date
from deploy.play.embedded_postgres import EmbeddedPostgres
from deploy.play.ports import choose_port
from tests.bench.turn_latency import FREE_TEXT, a_brain
from tests.unit.llm_brain.narrators.server.fake_server import (
    DONE,
    Call,
    FakeServer,
    chunk,
    running,
)

THINKS_S = 0.1
"""The server's own time to its first token."""
TOKEN_S = 0.004
READS_S = 0.5
"""How long a player reads before the next turn: what the brain does after a turn is done by then."""
SAID = ("The", " door", " creaks", " open", ".", " Dust", " hangs", " in", " the", " light", ".")
SENTENCE = 5
"""The token with which the first sentence is known to have ended: the one after its full stop."""
LENGTH = 255
"""Tokens a telling may have, by which it is known from whatever else a turn asks a model."""


BEFORE = ("context", "intent", "referee", "commit_1", "recall", "prompt")
"""The steps of a turn until the server is asked."""


@dataclass
class Stamps:
    """When the server got the last prompt, and when it sent what; seconds of this process' clock."""

    asked: float = 0.0
    sent: list[float] = field(default_factory=list)

    def tells(self, call: Call) -> None:
        """Answer a prompt slowly, and anything that is no telling at once."""
        if call.body.get("max_tokens") != LENGTH:
            call.answer(400, {"error": {"message": "only tellings here"}})
            return
        self.asked, self.sent = time.perf_counter(), []
        call.head()
        call.write(chunk())
        time.sleep(THINKS_S)
        for text in SAID:
            self.sent.append(time.perf_counter())
            call.write(chunk(text))
            time.sleep(TOKEN_S)
        call.write(chunk("", "stop") + DONE)


@dataclass(frozen=True)
class Cut:
    """The milliseconds of one answer in which the server did nothing."""

    before: float
    after: float
    first_sentence: float = 0.0
    steps: dict[str, float] = field(default_factory=dict)


def without_a_brain(server: FakeServer, stamps: Stamps, times: int) -> Iterator[Cut]:
    """Ask the server itself."""
    with httpx.Client(timeout=60) as http:
        for _ in range(times):
            body = {
                "model": "tiny",
                "stream": True,
                "max_tokens": LENGTH,
                "messages": [{"role": "user", "content": "x" * 4000}],
            }
            began, heard = time.perf_counter(), 0.0
            with http.stream("POST", f"{server.url}/chat/completions", json=body) as answer:
                for line in answer.iter_lines():
                    if not heard and SAID[0] in line:
                        heard = time.perf_counter()
            yield Cut(_ms(stamps.asked - began), _ms(heard - stamps.sent[0]))


def through_a_brain(http: httpx.Client, stamps: Stamps, times: int) -> Iterator[Cut]:
    """Take turns, and hear each one's first sentence."""
    made = http.post("/campaigns", json={"name": "Bench", "adventure_seed": 11}).json()
    http.post(f"/campaigns/{made['id']}/characters", json={"pregenerated": "fighter"})
    http.post(f"/campaigns/{made['id']}/begin").raise_for_status()
    for number in range(times):
        time.sleep(READS_S)
        body = {"campaign_id": made["id"], "message": FREE_TEXT[number % len(FREE_TEXT)]}
        began = time.perf_counter()
        heard, done = 0.0, {}
        with http.stream("POST", "/dm_turn/stream", json=body) as answer:
            for event, data in _events(answer):
                if event == "sentence" and not heard:
                    heard = time.perf_counter()
                done = data if event == "done" else done
        if done.get("narrator", {}).get("name") != "server" or not heard:
            raise SystemExit(f"the server did not tell this turn: {done.get('narrator')}")
        ended = stamps.sent[SENTENCE]
        yield Cut(
            _ms(stamps.asked - began),
            _ms(heard - ended),
            _ms(ended - stamps.sent[0]),
            done["timings_ms"],
        )


def _events(answer: httpx.Response) -> Iterator[tuple[str, Any]]:
    event = ""
    for line in answer.iter_lines():
        if line.startswith("event:"):
            event = line.partition(":")[2].strip()
        elif line.startswith("data:"):
            yield event, json.loads(line.partition(":")[2])


def _ms(seconds: float) -> float:
    return seconds * 1000


def _line(name: str, values: list[float]) -> str:
    p95 = sorted(values)[min(len(values) - 1, int(len(values) * 0.95))]
    return (
        f"{name:<62} p50 {statistics.median(values):7.1f} ms   p95 {p95:7.1f} ms   n {len(values)}"
    )


def report(direct: list[Cut], brain: list[Cut]) -> None:
    """Print both, and the difference of their medians."""
    print(f"the server thinks for {_ms(THINKS_S):.0f} ms, which is left out everywhere")
    print(_line("without a brain: request to prompt received", [c.before for c in direct]))
    print(_line("without a brain: token sent to token heard", [c.after for c in direct]))
    print(_line("through a turn:  request to prompt received", [c.before for c in brain]))
    print(_line("through a turn:  sentence's end sent to sentence heard", [c.after for c in brain]))
    print(
        _line(
            "  (first token to the first sentence's end, the server's own)",
            [c.first_sentence for c in brain],
        )
    )
    for step in BEFORE:
        print(_line(f"  {step}", [c.steps.get(step, 0.0) for c in brain]))
    added = statistics.median(c.before + c.after for c in brain)
    added -= statistics.median(c.before + c.after for c in direct)
    after = statistics.median(c.after for c in brain) - statistics.median(c.after for c in direct)
    print(f"the brain adds {added:.1f} ms in all (aim 30), of which {after:.1f} ms on the way back")


def main() -> None:
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 60
    passwords = {"APP_DB_PASS": secrets.token_hex(8), "WEB_DB_PASS": secrets.token_hex(8)}
    stamps = Stamps()
    with tempfile.TemporaryDirectory() as folder, running(tells=stamps.tells) as server:
        os.environ |= {
            "NARRATOR": "server",
            "LLM_BASE_URL": server.url,
            "MAX_NEW_TOKENS": str(LENGTH),
        }
        database = EmbeddedPostgres(
            Path(folder), admin_password=secrets.token_hex(8), wanted_port=choose_port(57_000)
        )
        with database:
            bring_up_to_date(database, passwords)
            direct = list(without_a_brain(server, stamps, times))
            for embedder in ("none", "auto"):
                with a_brain(database, passwords, embedder) as http:
                    print(f"\nembedder: {embedder}")
                    report(direct, list(through_a_brain(http, stamps, times)))


if __name__ == "__main__":
    main()
