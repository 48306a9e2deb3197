"""Containers driven against walls: memory that runs out under a turn, and packets that are dropped without a word between
brain and database and between website and brain. Each ends with the campaign whole and the next turn told.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest

from deploy.stack.waiting import SERVICES
from tests.containers.stack import Stack
from tests.containers.table import Player, assert_whole
from tests.robustness.tables import held_in_the_middle, until

MIB = 2**20
SPARE_MIB = 8
AMPLE = ("--memory", "16g", "--memory-swap", "16g")
USED = "cat /sys/fs/cgroup/memory/memory.usage_in_bytes 2>/dev/null || cat /sys/fs/cgroup/memory.current"
GREEDY = "import sys\neaten = [b'x' * 2**20 for _ in range(int(sys.argv[1]))]"
ADDRESS = "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}"


@contextmanager
def _little_memory(stack: Stack, service: str) -> Iterator[int]:
    """Allow a container little more than it uses now; yields how many MiB that is."""
    name = SERVICES[service]
    used_mib = int(stack.run("docker", "exec", name, "sh", "-c", USED)) // MIB
    limit = f"{used_mib + SPARE_MIB}m"
    try:
        stack.run("docker", "update", "--memory", limit, "--memory-swap", limit, name)
        yield used_mib
    finally:
        stack.run("docker", "update", *AMPLE, name)


def test_a_brain_out_of_memory_under_a_turn_is_back_and_tells_it(stack: Stack, player: Player):
    started = stack.inspect("llm_brain", "{{.State.StartedAt}}")
    with ThreadPoolExecutor(1) as people:
        with held_in_the_middle(stack.owner_dsn) as standing:
            saying = people.submit(player.say, "I go on until nothing more fits into my head.")
            standing()
            with _little_memory(stack, "llm_brain") as mib:
                greedy = ["docker", "exec", "dnd_llm", "python", "-c", GREEDY, str(mib // 2)]
                subprocess.run(greedy, check=False, capture_output=True)
                until(
                    lambda: stack.inspect("llm_brain", "{{.State.StartedAt}}") != started,
                    "the brain is started again",
                )
        saying.result()
    events = ("docker", "events", "--since", started, "--until", "0s", "--filter", "event=oom")
    assert "dnd_llm" in stack.run(*events), "it was the kernel that ended it"
    player.say("I breathe.")
    assert_whole(stack, player)


@contextmanager
def _parted(stack: Stack, service: str, other: str) -> Iterator[None]:
    """Drop every packet between two containers, in the network of the first, which must not be restarted meanwhile."""
    iptables = shutil.which("iptables", path="/usr/sbin:/sbin:/usr/bin:/bin")
    if os.geteuid() != 0 or shutil.which("nsenter") is None or iptables is None:
        pytest.skip("packets can be dropped only by root, with nsenter and iptables")
    pid, address = stack.inspect(service, "{{.State.Pid}}"), stack.inspect(other, ADDRESS)
    inside = ("nsenter", "--target", pid, "--net", iptables, "-w")
    rules = (("INPUT", "-s", address), ("OUTPUT", "-d", address))
    try:
        for rule in rules:
            stack.run(*inside, "-I", *rule, "-j", "DROP")
        yield
    finally:
        for rule in rules:
            subprocess.run([*inside, "-D", *rule, "-j", "DROP"], check=False, capture_output=True)


@pytest.mark.parametrize(
    ("service", "other"), [("llm_brain", "database"), ("web_service", "llm_brain")]
)
def test_a_network_that_parts_and_heals(stack: Stack, player: Player, service: str, other: str):
    with _parted(stack, service, other):
        refused = player.say_once("I call into the dark.", player.token())
        assert refused.status_code == 503, refused.text
        assert len(refused.json()["error"]["message"].split()) > 5
        assert 'id="turn-' in player.page()
    player.say(f"I am glad to hear {other} again.")
    assert_whole(stack, player)
