"""Turns per second over fifty campaigns at once, with one brain process and with two on the same database.

A database of its own for each number of brains, real server processes, one client a campaign that plays its own loop: a
suggestion, then free text, each with a key of its own; a busy answer is asked again with the same key. Every campaign's ledger
is checked at the end. Run: `python -m tests.bench.throughput [TURNS] [CAMPAIGNS] [none|auto ...]`; BRAINS=1,2 and DURABLE=no
change the rest. It prints figures; the only thing it can fail on is a ledger that is not true or a turn that is refused.
"""

import os
import statistics
import sys
import threading
import time
import uuid
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from deploy.play.database import bring_up_to_date
from deploy.play.embedded_postgres import temporary_postgres
from tests.bench.turn_latency import FREE_TEXT, a_brain

PASSWORDS = {"APP_DB_PASS": "of the game", "WEB_DB_PASS": "of the web"}
HEROES = ("fighter", "rogue", "wizard", "cleric")
TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")
PATIENCE_S = 120.0
PARTS = ("context", "intent", "referee", "commit_1", "recall", "narrate", "release")


@dataclass
class Seen:
    """What a client saw: milliseconds of each turn, their steps, and how often it was told to come again."""

    took_ms: list[float] = field(default_factory=list)
    steps: list[dict[str, float]] = field(default_factory=list)
    busy: int = 0


@dataclass(frozen=True)
class Result:
    """What one number of brains made of the same load; CPU is in cores used while it lasted."""

    turns_a_second: float
    seen: list[Seen]
    cpu: dict[str, float]


def cpu_s(pids: Iterable[int]) -> float:
    """Return the CPU seconds of some processes, their children and those they have buried."""
    total = 0.0
    for pid in pids:
        try:
            numbers = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        total += sum(map(int, numbers[11:15])) / TICKS_A_SECOND
        total += cpu_s(children(pid))
    return total


def children(pid: int) -> list[int]:
    """Return the processes that a process's first thread started and that still live."""
    try:
        return [int(p) for p in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def open_campaign(http: httpx.Client, number: int) -> tuple[int, dict[str, Any]]:
    """Make a campaign and tell its opening; return its id and the opening."""
    made = http.post("/campaigns", json={"name": f"Table {number}", "adventure_seed": 100 + number})
    path = f"/campaigns/{made.json()['id']}"
    hero = {"pregenerated": HEROES[number % len(HEROES)]}
    http.post(f"{path}/characters", json=hero).raise_for_status()
    return made.json()["id"], http.post(f"{path}/begin").raise_for_status().json()


def next_message(turn: dict[str, Any], number: int) -> str:
    """Return what the player says next: an offer in turn with words of their own."""
    offers = turn["suggestions"]
    return str(offers[number % len(offers)] if offers and number % 2 else FREE_TEXT[number % 6])


def ask(http: httpx.Client, campaign: int, message: str, seen: Seen) -> dict[str, Any]:
    """Take one turn, asking again with the same key while the brain is busy."""
    wish = {"campaign_id": campaign, "message": message, "idempotency_key": uuid.uuid4().hex}
    give_up_at = time.monotonic() + PATIENCE_S
    while time.monotonic() < give_up_at:
        answer = http.post("/dm_turn", json=wish)
        if answer.status_code == 200:
            turn: dict[str, Any] = answer.json()
            return turn
        if answer.status_code not in (409, 503):
            break
        seen.busy += 1
        time.sleep(0.2)
    raise RuntimeError(f"campaign {campaign}: {answer.status_code} {answer.text}")


def play_on(url: str, campaign: int, turn: dict[str, Any], turns: int, seen: Seen) -> None:
    """Play a campaign's loop of turns; stop early where its adventure ends."""
    with httpx.Client(base_url=url, timeout=120) as http:
        for number in range(turns):
            if turn.get("is_over"):
                return
            began = time.perf_counter()
            turn = ask(http, campaign, next_message(turn, number), seen)
            seen.took_ms.append((time.perf_counter() - began) * 1000)
            seen.steps.append(turn["timings_ms"])


@contextmanager
def brains(count: int, embedder: str) -> Iterator[tuple[list[httpx.Client], int]]:
    """Run so many brains on a fresh durable database; yield a client of each, and the database's process id."""
    with ExitStack() as held:
        is_quick = os.environ.get("DURABLE", "yes") == "no"
        server = held.enter_context(temporary_postgres(is_disposable=is_quick))
        bring_up_to_date(server, PASSWORDS)
        pid = server.pid or 0
        yield [held.enter_context(a_brain(server, PASSWORDS, embedder)) for _ in range(count)], pid


def measure(count: int, embedder: str, campaigns: int, turns: int) -> Result:
    """Play every campaign at once on so many brains, and check every ledger afterwards."""
    with brains(count, embedder) as (clients, database):
        opened = [open_campaign(clients[n % count], n) for n in range(campaigns)]
        seen = [Seen() for _ in opened]
        players = [
            threading.Thread(
                target=play_on,
                args=(str(clients[n % count].base_url), *opened[n], turns, seen[n]),
            )
            for n in range(campaigns)
        ]
        whose = {
            "brains": [pid for pid in children(os.getpid()) if pid != database],
            "database": [database],
        }
        before, began = {who: cpu_s(pids) for who, pids in whose.items()}, time.perf_counter()
        for player in players:
            player.start()
        for player in players:
            player.join()
        took_s = time.perf_counter() - began
        cpu = {who: (cpu_s(pids) - before[who]) / took_s for who, pids in whose.items()}
        check_all(clients[-1], [campaign for campaign, _ in opened], seen, turns)
    return Result(sum(len(one.took_ms) for one in seen) / took_s, seen, cpu)


def check_all(http: httpx.Client, campaigns: list[int], seen: list[Seen], turns: int) -> None:
    """End the run where a ledger is not true or a campaign did not play all of its turns."""
    for campaign, one in zip(campaigns, seen, strict=True):
        found = http.post(f"/campaigns/{campaign}/check").raise_for_status().json()
        if not found["ok"]:
            raise SystemExit(f"campaign {campaign} disagrees with its ledger: {found}")
        if len(one.took_ms) < turns:
            raise SystemExit(f"campaign {campaign} played {len(one.took_ms)} of {turns} turns")


def show(count: int, result: Result) -> None:
    """Print one number of brains."""
    took = sorted(ms for one in result.seen for ms in one.took_ms)
    p95 = took[int(len(took) * 0.95)]
    used = ", ".join(f"{who} {cores:.2f}" for who, cores in result.cpu.items())
    busy = sum(one.busy for one in result.seen)
    print(
        f"{count} brain{'s' * (count > 1)}: {result.turns_a_second:6.1f} turns/s   a turn p50 {statistics.median(took):6.0f} ms"
        f"  p95 {p95:6.0f} ms   n {len(took)}   cores: {used}   busy answers {busy}"
    )
    steps = [step for one in result.seen for step in one.steps]
    inside = {part: statistics.median(step.get(part, 0.0) for step in steps) for part in PARTS}
    print("   p50, ms: " + ", ".join(f"{part} {ms:.1f}" for part, ms in inside.items()))


def main() -> None:
    turns = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    campaigns = int(sys.argv[2]) if len(sys.argv) > 2 else 50
    counts = [int(number) for number in os.environ.get("BRAINS", "1,2").split(",")]
    for embedder in sys.argv[3:] or ("none",):
        print(
            f"embedder: {embedder}; {campaigns} campaigns of {turns} turns each, every ledger checked"
        )
        rates = []
        for count in counts:
            result = measure(count, embedder, campaigns, turns)
            show(count, result)
            rates.append(result.turns_a_second)
        if len(rates) > 1:
            print(f"ratio {rates[-1] / rates[0]:.2f}", flush=True)


if __name__ == "__main__":
    main()
