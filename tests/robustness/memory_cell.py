"""A memory cgroup with a greedy neighbour in it: squeezed, the kernel's OOM killer takes whoever else is inside. Needs root."""

import contextlib
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

CGROUPS = Path("/sys/fs/cgroup")
MIB = 2**20
SPARE_MIB = 16
GREEDY = """
import os, sys
open("/proc/self/oom_score_adj", "w").write("-1000")
open(sys.argv[1], "w").write(str(os.getpid()))
print("seated", flush=True)
eaten = []
for _ in range(int(sys.stdin.readline())):
    eaten.append(b"x" * 2**20)
print("full", flush=True)
sys.stdin.readline()
"""


class MemoryCell:
    """Version 1 or 2 of cgroups, whichever the kernel has mounted; skips the test where none can be made."""

    def __init__(self) -> None:
        is_v1 = (CGROUPS / "memory" / "cgroup.procs").exists()
        self.folder = (CGROUPS / "memory" if is_v1 else CGROUPS) / f"dnd-test-{os.getpid()}"
        self._limit, self._used, self._events = (
            ("memory.limit_in_bytes", "memory.usage_in_bytes", "memory.oom_control")
            if is_v1
            else ("memory.max", "memory.current", "memory.events")
        )
        self.entrance = self.folder / "cgroup.procs"
        self._greedy: subprocess.Popen[str] | None = None
        try:
            self.folder.mkdir()
        except OSError as error:
            pytest.skip(f"no memory cgroup can be made (that needs root): {error}")
        if not (self.folder / self._limit).exists() or "oom_kill " not in self._told():
            self.folder.rmdir()
            pytest.skip("the memory controller is not to be had in this kernel's cgroups")

    @property
    def kills(self) -> int:
        """How many processes in here the kernel's OOM killer has killed."""
        return int(self._told().partition("oom_kill ")[2].split()[0])

    def seat_the_greedy(self) -> None:
        """Have the neighbour come in, who cannot be killed for lack of memory."""
        command = [sys.executable, "-c", GREEDY, str(self.entrance)]
        self._greedy = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self._greedy.stdout is not None
        if self._greedy.stdout.readline() != "seated\n":
            pytest.skip("a process cannot be kept from the OOM killer here")

    def squeeze(self) -> None:
        """Allow little more than is used now and let the neighbour eat, until somebody has been killed for it."""
        assert self._greedy is not None
        assert self._greedy.stdin is not None
        used_mib = int((self.folder / self._used).read_text()) // MIB
        (self.folder / self._limit).write_text(str((used_mib + SPARE_MIB) * MIB))
        with contextlib.suppress(OSError):  # where there is swap, none of it
            (self.folder / "memory.swap.max").write_text("0")
        self._greedy.stdin.write(f"{used_mib}\n")
        self._greedy.stdin.flush()

    def close(self) -> None:
        """End the neighbour and the cgroup; whoever else is inside must be gone."""
        if self._greedy is not None:
            self._greedy.kill()
            self._greedy.communicate()
        for _ in range(100):
            with contextlib.suppress(OSError):  # the kernel still counts the dead
                self.folder.rmdir()
                return
            time.sleep(0.05)
        self.folder.rmdir()

    def _told(self) -> str:
        return (self.folder / self._events).read_text()
