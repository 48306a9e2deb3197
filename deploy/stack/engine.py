"""The container engine as a command line: which compose there is, whether the engine answers, what its containers say.

It knows `docker compose` and `docker-compose`, and nothing of this game but container names it is given.
"""

import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from deploy.stack.errors import NoEngine

STATE_FORMAT = (
    "{{.Name}}|{{.State.Status}}|{{if .State.Health}}{{.State.Health.Status}}{{end}}"
    "|{{.RestartCount}}|{{.State.ExitCode}}"
)
LAST_CHECK = "{{range .State.Health.Log}}{{.Output}}\n{{end}}"


@dataclass(frozen=True)
class State:
    """A container at one moment. `health` is empty without a health check."""

    status: str = "absent"
    health: str = ""
    restarts: int = 0
    exit_code: int = 0

    @property
    def is_healthy(self) -> bool:
        """Whether it runs and its health check says so."""
        return self.status == "running" and self.health == "healthy"

    @property
    def word(self) -> str:
        """Say it in one word."""
        return self.health or "running" if self.status == "running" else self.status


def output_of(*command: str) -> tuple[int, str]:
    """Run a command and return its exit code and all it said."""
    done = subprocess.run(  # noqa: S603
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    return done.returncode, done.stdout


def find_compose() -> list[str]:
    """Return the compose command there is. Raises NoEngine, also when no engine answers."""
    if shutil.which("docker") is None:
        raise NoEngine(
            "Docker is not installed. On Debian or Ubuntu: sudo apt-get install docker.io "
            "docker-compose. Without containers, `make play` starts the same game."
        )
    code, said = output_of("docker", "info", "--format", "{{.ServerVersion}}")
    if code != 0:
        raise NoEngine(
            f"The container engine does not answer:\n  {said.strip()}\n"
            "Start it (sudo systemctl start docker), and be root or in the group docker."
        )
    if output_of("docker", "compose", "version")[0] == 0:
        return ["docker", "compose"]
    if shutil.which("docker-compose"):
        return ["docker-compose"]
    raise NoEngine(
        "Neither `docker compose` nor `docker-compose` is here: sudo apt-get install docker-compose"
    )


@dataclass(frozen=True)
class Compose:
    """Compose calls in one folder, with one environment."""

    command: Sequence[str]
    folder: Path
    environment: Mapping[str, str]

    @property
    def in_words(self) -> str:
        """The command as a person types it."""
        return " ".join(self.command)

    def start(self, *arguments: str, output: int | None = None) -> "subprocess.Popen[str]":
        """Start a call; `output` is subprocess's, None shows it."""
        return subprocess.Popen(  # noqa: S603
            [*self.command, *arguments],
            cwd=self.folder,
            env=dict(self.environment),
            stdout=output,
            stderr=subprocess.STDOUT if output is not None else None,
            text=True,
        )

    def run(self, *arguments: str) -> int:
        """Run a call to its end, shown; return its exit code."""
        return self.start(*arguments).wait()


def states(containers: Sequence[str]) -> dict[str, State]:
    """Return the state of each container by name."""
    found = dict.fromkeys(containers, State())
    _, said = output_of("docker", "container", "inspect", "--format", STATE_FORMAT, *containers)
    for line in said.splitlines():
        name, *fields = line.lstrip("/").split("|")
        if name in found and len(fields) == 4:
            status, health, restarts, exit_code = fields
            found[name] = State(status, health, int(restarts), int(exit_code))
    return found


def log_tail(container: str, lines: int = 25) -> str:
    """Return the last lines of a container's log and what its last health check said."""
    _, log = output_of("docker", "logs", "--tail", str(lines), container)
    code, checks = output_of("docker", "container", "inspect", "--format", LAST_CHECK, container)
    last = [line for line in checks.splitlines() if line.strip()][-1:] if code == 0 else []
    said = [f"  | {line}" for line in log.splitlines()[-lines:]]
    return "\n".join([*said, *(f"  health check: {line.strip()}" for line in last)])
