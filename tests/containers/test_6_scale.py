"""Several of each behind the proxy: a turn begun at one is followed at another, and whoever is killed costs no turn."""

import json
import re
import time
from collections.abc import Iterator
from functools import partial

import pytest

from deploy.play.ports import choose_port
from tests.containers.stack import PATIENCE_S, PROJECT, Stack
from tests.containers.strike import struck_in_the_middle
from tests.containers.table import Player

FILES = "docker-compose.yml:deploy/compose.scale.yml"
BRAINS = ("llm_brain", "more_brains")
WEBSITES = ("web_service", "more_websites")
ROUNDS = 3
TURNS_ASKED = re.compile(
    r"^http_request_seconds_count\{.*route=\"/dm_turn\".*\} (\S+)$", re.MULTILINE
)


def containers(stack: Stack, service: str) -> list[str]:
    """Return the ids of a service's running containers."""
    labels = (f"com.docker.compose.project={PROJECT}", f"com.docker.compose.service={service}")
    filters = [word for label in labels for word in ("--filter", f"label={label}")]
    return stack.run("docker", "ps", "-q", *filters).split()


def wait_for_replicas(stack: Stack) -> None:
    """Wait until the proxy gives work to two brains and two websites."""
    asked = "exec 3<>/dev/tcp/127.0.0.1/8404 && printf 'GET /replicas;csv HTTP/1.0\\r\\n\\r\\n' >&3 && cat <&3"
    give_up_at = time.monotonic() + PATIENCE_S
    while True:
        lines = stack.run("docker", "exec", "dnd_proxy", "bash", "-c", asked).splitlines()
        up = [line.split(",")[0] for line in lines if ",UP," in line and ",BACKEND," not in line]
        if sorted(up) == ["brains", "brains", "websites", "websites"]:
            return
        assert time.monotonic() < give_up_at, lines
        time.sleep(0.3)


def ask(stack: Stack, container: str, method: str, path: str, body: object = None) -> object:
    """Ask a brain inside its own container."""
    data = [] if body is None else ["-H", "content-type: application/json", "-d", json.dumps(body)]
    url = f"http://127.0.0.1:8000{path}"
    return json.loads(
        stack.run("docker", "exec", container, "curl", "-fsS", "-X", method, *data, url)
    )


@pytest.fixture(scope="module")
def door(stack: Stack) -> Iterator[str]:
    """The address of the proxy before two websites, two brains and two workers; afterwards the stack is as it was."""
    port = choose_port(38_090, taken=frozenset(stack.ports.values()))
    stack.environment |= {
        "COMPOSE_FILE": FILES,
        "PROXY_BIND": "127.0.0.1",
        "PROXY_PORT": str(port),
    }
    try:
        said = stack.up()
        assert "All five and the proxy are healthy" in said
        assert f"http://localhost:{port}" in said
        stack.run_compose("up", "-d", "--scale", "media_workers=2")
        wait_for_replicas(stack)
        yield f"http://127.0.0.1:{port}"
    finally:
        del stack.environment["COMPOSE_FILE"]
        stack.run_compose("up", "-d", "--remove-orphans")
        stack.wait_until_healthy()


@pytest.fixture(scope="module")
def guest(stack: Stack, door: str) -> Iterator[Player]:
    """Somebody who plays through the proxy."""
    guest = Player(door)
    guest.sit_down()
    guest.say("I look around and listen.")
    return guest


@pytest.fixture(autouse=True)
def no_turn_of_the_guest_is_lost(stack: Stack, guest: Player) -> Iterator[None]:
    """After each test both brains give the same whole story, and the ledger says the same as the tables."""
    yield
    stack.wait_until_healthy()
    for service in BRAINS:
        [brain] = containers(stack, service)
        turns = ask(stack, brain, "GET", f"/campaigns/{guest.campaign_id}/turns?limit=200")
        assert [turn["turn_number"] for turn in turns] == list(range(1, len(turns) + 1))
        assert [turn["message"] for turn in turns[1:]] == guest.sent
        assert {turn["status"] for turn in turns} == {"told"}
        check = ask(stack, brain, "POST", f"/campaigns/{guest.campaign_id}/check")
        assert check == {"ok": True, "differences": []}


def turns_taken(stack: Stack, service: str) -> float:
    """Return how many turns a service's one brain was asked for."""
    [brain] = containers(stack, service)
    said = stack.run("docker", "exec", brain, "curl", "-fsS", "http://127.0.0.1:8000/metrics")
    return sum(float(count) for count in TURNS_ASKED.findall(said))


def test_both_brains_are_asked(stack: Stack, guest: Player):
    before = {service: turns_taken(stack, service) for service in BRAINS}
    for number in range(8):
        guest.say(f"I wait, and wait again {number}.")
    assert all(turns_taken(stack, service) > before[service] for service in BRAINS)


def test_a_turn_taken_at_one_brain_is_there_at_the_other(stack: Stack, guest: Player):
    [one], [other] = (containers(stack, s) for s in BRAINS)
    body = {"campaign_id": guest.campaign_id, "message": "I sing.", "idempotency_key": "song-1"}
    told = ask(stack, one, "POST", "/dm_turn", body)
    guest.sent.append("I sing.")
    again = ask(stack, other, "POST", "/dm_turn", body)
    for what in ("turn_id", "turn_number", "narration", "sentences"):
        assert again[what] == told[what]


def test_nobody_can_lie_about_the_address_they_come_from(stack: Stack, guest: Player):
    fields = {"username": "nobody", "password": "x"}
    guest.http.post("/accounts/sign-in", data=fields, headers={"X-Forwarded-For": "203.0.113.7"})
    keys = stack.sql("SELECT string_agg(key, ' ') FROM web.rate_counts WHERE key LIKE 'pace:%.%'")
    assert "203.0.113.7" not in keys
    assert "172.25.255.250" not in keys


@pytest.mark.parametrize("service", [*BRAINS, *WEBSITES])
def test_a_replica_killed_under_a_turn_costs_no_turn(stack: Stack, guest: Player, service: str):
    for number in range(ROUNDS):
        [container] = containers(stack, service)
        with struck_in_the_middle(stack, partial(stack.run, "docker", "kill", container)):
            guest.say(f"I search the ground, blow {number} at {service}.")
        guest.say(f"I go on without {service}, {number}.")
        stack.run_compose("up", "-d", "--scale", "media_workers=2")
        wait_for_replicas(stack)


def test_a_killed_worker_leaves_its_work_to_the_other(stack: Stack, guest: Player):
    one, _ = containers(stack, "media_workers")
    with struck_in_the_middle(stack, lambda: stack.run("docker", "kill", one)):
        guest.say("I hum, so that there is something to be heard.")
    stack.sql_until("SELECT count(*) FROM media_jobs WHERE status IN ('queued', 'leased')", "0")
    assert stack.sql("SELECT count(*) FROM media_jobs WHERE status = 'dead'") == "0"
    turns = stack.ask_brain("GET", f"/campaigns/{guest.campaign_id}/turns?limit=200")
    assert {turn["audio"]["state"] for turn in turns} == {"ready"}
