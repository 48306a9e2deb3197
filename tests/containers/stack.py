"""The real compose file in real containers, in a copy of the checkout as an operator has it: brought up, crashed, asked.

Names of containers are fixed, so one machine carries one stack: a running one is never touched.
"""

import json
import os
import pty
import select
import shutil
import signal
import subprocess
import sys
import termios
import time
from pathlib import Path
from typing import Any

from deploy.play.credentials import read_env
from deploy.play.ports import choose_port
from deploy.stack.engine import find_compose, output_of, states
from deploy.stack.waiting import SERVICES

ROOT = Path(__file__).parents[2]
PROJECT = "dungeon_container_test"
PATIENCE_S = 240.0
WANTED_PORTS = {
    "WEB_PORT": 38_080,
    "PUBLISHED_LLM_PORT": 38_000,
    "PUBLISHED_IMAGE_PORT": 38_001,
    "PUBLISHED_TTS_PORT": 38_002,
    "PUBLISHED_DB_PORT": 35_432,
}
OWNER = '{{index .Config.Labels "com.docker.compose.project"}}'


def copy_checkout(target: Path) -> None:
    """Copy what a clone of this working tree would have."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "-co", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    for name in filter(None, listed.split("\0")):
        source, copy = ROOT / name, target / name
        if source.is_file():
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, copy)


class Stack:
    """One stack of this test's own project, ports and folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.compose = find_compose()
        self.ports: dict[str, int] = {}
        for name, wanted in WANTED_PORTS.items():
            self.ports[name] = choose_port(wanted, taken=frozenset(self.ports.values()))
        self.environment = {
            **os.environ,
            "COMPOSE_PROJECT_NAME": PROJECT,
            "CAST": "embedded",
            "STAND_INS": os.environ.get("STAND_INS") or "1",
            "WEB_BIND": "127.0.0.1",
            "MEDIA_LEASE_S": "20",  # what a killed worker held is taken up after this, not after two minutes
            **{name: str(port) for name, port in self.ports.items()},
        }

    @property
    def url(self) -> str:
        return f"http://localhost:{self.ports['WEB_PORT']}"

    @property
    def settings(self) -> dict[str, str]:
        return read_env(self.folder / ".env")

    @property
    def owner_dsn(self) -> str:
        """How the database's owner reaches it from outside."""
        port, password = self.ports["PUBLISHED_DB_PORT"], self.settings["DB_PASS"]
        return f"host=127.0.0.1 port={port} dbname=dungeon_data user=dm_admin password={password}"

    def make_way(self) -> None:
        """Clear what an earlier run of this test left; refuse when somebody's stack is there."""
        for container in SERVICES.values():
            code, owner = output_of("docker", "container", "inspect", "--format", OWNER, container)
            assert code != 0 or owner.strip() == PROJECT, f"{container} is somebody's: `make down`"
        for kind, verb in (
            ("container", ["rm", "-f", "-v"]),
            ("network", ["rm"]),
            ("volume", ["rm"]),
        ):
            ours = f"label=com.docker.compose.project={PROJECT}"
            every = ["-a"] if kind == "container" else []
            _, ids = output_of("docker", kind, "ls", "-q", *every, "--filter", ours)
            if ids.split():
                output_of("docker", kind, *verb, *ids.split())

    def up(self) -> str:
        """Run what `make up` runs and return what it said."""
        return self.run(sys.executable, "-m", "deploy.stack", "up")

    def run(self, *command: str) -> str:
        """Run a command in the copy; it must end well. Returns its output."""
        done = subprocess.run(
            command, cwd=self.folder, env=self.environment,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
            text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}"
        return done.stdout

    def run_compose(self, *arguments: str) -> str:
        return self.run(*self.compose, *arguments)

    def type(self, line: str, then: str = "", until: str = "") -> str:
        """Type a line of the notes at a terminal, `then` into it; return what it shows.

        With `until` the terminal is closed once that is shown; without, the command must end well.
        """
        words = line.replace("docker-compose", " ".join(self.compose)).split()
        ours, theirs = pty.openpty()
        termios.tcsetwinsize(
            theirs, (40, 120)
        )  # psql pages what a terminal of no lines cannot show
        running = subprocess.Popen(
            words, cwd=self.folder, env=self.environment, stdin=theirs, stdout=theirs,
            stderr=theirs, start_new_session=True,
        )  # fmt: skip
        os.close(theirs)
        try:
            os.write(ours, then.encode())
            shown = _read_terminal(ours, until)
        finally:
            if until:
                os.killpg(running.pid, signal.SIGKILL)
            os.close(ours)
        code = running.wait(30)
        assert until in shown, shown
        assert until or code == 0, shown
        return shown

    def crash(self, service: str) -> None:
        """Kill the container's first process from outside, as a crash or the kernel would; wait until it is gone."""
        pid = self._first_process(service)
        assert pid > 1, f"{service} does not run"  # 0 would be our own process group
        os.kill(pid, signal.SIGKILL)
        give_up_at = time.monotonic() + PATIENCE_S
        while self._first_process(service) == pid:
            assert time.monotonic() < give_up_at, f"{service} cannot be killed"
            time.sleep(0.05)

    def _first_process(self, service: str) -> int:
        asked = ("docker", "container", "inspect", "--format", "{{.State.Pid}}", SERVICES[service])
        code, pid = output_of(*asked)
        assert code == 0, pid
        return int(pid)

    def wait_until_healthy(self, *services: str) -> None:
        """Wait for these services, all of them when none is named."""
        wanted = [SERVICES[s] for s in services or SERVICES]
        give_up_at = time.monotonic() + PATIENCE_S
        while not all(state.is_healthy for state in states(wanted).values()):
            assert time.monotonic() < give_up_at, states(wanted)
            time.sleep(0.3)

    def inspect(self, service: str, what: str) -> str:
        """Return something the engine knows of a service's container, asked for in its own template language."""
        asked = ("docker", "container", "inspect", "--format", what, SERVICES[service])
        return self.run(*asked).strip()

    def ask_brain(self, method: str, path: str, body: Any = None) -> Any:
        """Ask the brain with curl from inside the network."""
        data = (
            [] if body is None else ["-H", "content-type: application/json", "-d", json.dumps(body)]
        )
        url = f"http://llm_brain:8000{path}"
        return json.loads(
            self.run("docker", "exec", "dnd_website", "curl", "-fsS", "-X", method, *data, url)
        )

    def sql(self, query: str) -> str:
        """Ask the database as its owner; return the bare answer."""
        words = ("psql", "-U", "dm_admin", "-d", "dungeon_data", "-Atc", query)
        return self.run("docker", "exec", "dnd_postgres", *words).strip()

    def sql_until(self, query: str, answer: str) -> None:
        """Ask until this is the answer."""
        give_up_at = time.monotonic() + PATIENCE_S
        while (found := self.sql(query)) != answer:
            assert time.monotonic() < give_up_at, f"{query} is {found}"
            time.sleep(0.5)


def _read_terminal(handle: int, until: str) -> str:
    """Read until `until` is shown or the command has ended."""
    shown = b""
    give_up_at = time.monotonic() + PATIENCE_S
    while not until or until.encode() not in shown:
        assert time.monotonic() < give_up_at, (
            f"it goes on and on:\n{shown.decode(errors='replace')}"
        )
        if not select.select([handle], [], [], 1.0)[0]:
            continue
        try:
            shown += os.read(handle, 65_536)
        except OSError:  # the other end was closed: the command has ended
            break
    return shown.decode(errors="replace")
