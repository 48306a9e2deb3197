"""The whole product running in a folder of its own, as a player starts it: for journeys and benchmarks."""

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

import httpx

ADDRESS = re.compile(r"Open\s+(http://\S+)\s")


def folder_for_everybody() -> Path:
    """Make a folder that the database's own user can reach too."""
    folder = Path(tempfile.mkdtemp(prefix="dnd-game-"))
    folder.chmod(0o755)
    return folder


class RunningTable:
    """One game under `var`. Parts can be killed as a crash would; the supervisor brings them back."""

    def __init__(self, var: Path, port: int, settings: Mapping[str, str] | None = None) -> None:
        self.var = var
        self._port = port
        self._settings = dict(settings or {})
        self._process: subprocess.Popen[str] | None = None
        self.url = ""

    def start(self) -> float:
        """Start it and wait for the page's address; return how many seconds that took."""
        began = time.monotonic()
        command = [
            sys.executable,
            "-m",
            "deploy.play",
            "--var",
            str(self.var),
            "--port",
            str(self._port),
        ]
        self._process = subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
            env={**os.environ, **self._settings},
        )
        assert self._process.stdout is not None
        said = ""
        for line in self._process.stdout:
            said += line
            if found := ADDRESS.search(line):
                self.url = found.group(1)
                return time.monotonic() - began
        raise AssertionError(f"the game did not start:\n{said}")

    def stop(self) -> None:
        """Press Ctrl-C and wait for the end."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
            self._process.communicate(timeout=60)

    def pids(self) -> list[int]:
        """Return the supervisor's process and all below it."""
        assert self._process is not None
        parents = {}
        for number in filter(str.isdigit, os.listdir("/proc")):
            stat = Path("/proc", number, "stat")
            try:
                fields = stat.read_text().rpartition(")")[2].split()
            except OSError:
                continue
            parents[int(stat.parent.name)] = int(fields[1])
        found = [self._process.pid]
        for pid in found:
            found += [child for child, parent in parents.items() if parent == pid]
        return found

    def kill(self, words: str) -> None:
        """Kill -9 every process of the game whose command line holds these words."""
        for pid in self.pids():
            try:
                command = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
            except OSError:
                continue
            if words in command:
                os.kill(pid, signal.SIGKILL)

    def _pid_of(self, words: str) -> int:
        for pid in self.pids():
            try:
                command = Path(f"/proc/{pid}/cmdline").read_bytes().decode()
            except OSError:
                continue
            if words in command and "uvicorn" in command:
                return pid
        raise LookupError(f"{words} does not run")

    def service_url(self, name: str) -> str:
        """Return the address of one service, read off its process."""
        words = Path(f"/proc/{self._pid_of(name)}/cmdline").read_bytes().decode().split("\0")
        return f"http://127.0.0.1:{words[words.index('--port') + 1]}"

    def environment(self, name: str) -> dict[str, str]:
        """Return what one service was started with, passwords included."""
        pairs = Path(f"/proc/{self._pid_of(name)}/environ").read_bytes().decode().split("\0")
        return dict(pair.split("=", 1) for pair in pairs if "=" in pair)

    def wait_for(self, name: str) -> None:
        """Wait until a service is well again, restarted or not."""
        while True:
            try:
                if httpx.get(f"{self.service_url(name)}/health", timeout=2).status_code == 200:
                    return
            except (httpx.TransportError, LookupError, OSError):
                pass
            time.sleep(0.05)

    def memory_mib(self) -> float:
        """Return the memory of all its processes, shared pages counted once (PSS)."""
        total_kib = 0
        for pid in self.pids():
            try:
                rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
            except OSError:
                continue
            total_kib += int(re.search(r"^Pss:\s+(\d+)", rollup, re.MULTILINE)[1])  # type: ignore[index]
        return total_kib / 1024
