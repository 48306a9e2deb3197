"""A supervisor that is killed outright takes its services with it."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.play.ports import choose_port

FAKE = Path(__file__).with_name("fake_service.py")
ROOT = Path(__file__).parents[3]

SUPERVISOR = """
import os, sys, threading
from pathlib import Path
from deploy.play.parts import ServicePart
from deploy.play.supervisor import Supervisor
fake, folder, *ports = sys.argv[1:]
parts = [
    ServicePart(
        name=f"s{port}", command=[sys.executable, fake, port, "--with-child", f"{folder}/{port}"],
        environment=dict(os.environ), folder=Path(folder), log_file=Path(folder, f"{port}.log"), port=int(port),
    )
    for port in ports
]
supervisor = Supervisor(parts, say=lambda line: None, stopping=threading.Event())
supervisor.start()
Path(folder, "all-up").touch()
supervisor.watch()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's help is Linux' own")
def test_no_service_outlives_a_killed_supervisor(tmp_path, wait_until, lives):
    one = choose_port(23_000 + os.getpid() % 20_000)
    two = choose_port(one + 1)
    supervisor = subprocess.Popen(
        [sys.executable, "-c", SUPERVISOR, str(FAKE), str(tmp_path), str(one), str(two)],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    wait_until((tmp_path / "all-up").exists)
    services = [int((tmp_path / str(port)).read_text().split()[0]) for port in (one, two)]
    children = [int((tmp_path / str(port)).read_text().split()[1]) for port in (one, two)]
    supervisor.send_signal(signal.SIGKILL)
    supervisor.wait()
    wait_until(lambda: not any(lives(pid) for pid in services))
    for (
        child
    ) in children:  # a service's own children are its own affair (they see their pipe close)
        os.kill(child, signal.SIGKILL)
