"""A network that loses every packet without a word (iptables, DROP): no reset, no refusal, as a cable pulled. Needs root."""

import shutil
import subprocess
from collections.abc import Iterable

import pytest

Rule = tuple[str, ...]
OURS = ("-m", "comment", "--comment", "dungeon master test")


class DroppedPackets:
    """On loopback only, and only to and from the ports it is told; skips the test where no rule can be made."""

    def __init__(self) -> None:
        self._iptables = shutil.which("iptables", path="/usr/sbin:/sbin:/usr/bin:/bin") or ""
        self._rules: list[Rule] = []
        if not self._iptables:
            pytest.skip("there is no iptables here")

    def to(self, port: int) -> None:
        """Part everybody from a server."""
        self._drop(("--dport", str(port)))
        self._drop(("--sport", str(port)))

    def flows(self, port: int, clients: Iterable[int]) -> None:
        """Part these clients, by their ports, from a server; new ones get through."""
        for client in clients:
            self._drop(("--sport", str(client), "--dport", str(port)))
            self._drop(("--sport", str(port), "--dport", str(client)))

    def heal(self) -> None:
        """Let everything through again."""
        while self._rules:
            rule = self._rules[-1]
            subprocess.run([self._iptables, "-w", "-D", *rule], check=True, capture_output=True)
            self._rules.pop()

    def _drop(self, match: Rule) -> None:
        rule = ("INPUT", "-i", "lo", "-p", "tcp", *match, *OURS, "-j", "DROP")
        command = [self._iptables, "-w", "-I", *rule]
        done = subprocess.run(command, check=False, capture_output=True, text=True)
        if done.returncode != 0:
            pytest.skip(f"no packets can be dropped (that needs root): {done.stderr.strip()}")
        self._rules.append(rule)
