"""Prometheus and Grafana of the overlay beside the stack: every service is heard, every panel and alarm can be worked out.

Where no image registry can be reached, Prometheus is Debian's own, and Grafana, which Debian has not, is left out.
"""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from deploy.play.ports import choose_port
from deploy.stack.engine import output_of
from tests.containers.stack import PROJECT, Stack
from tests.containers.table import Player
from tests.robustness.tables import until

OVERLAY = ("-f", "docker-compose.yml", "-f", "deploy/compose.observe.yml")
GRAFANA_IMAGE = "grafana/grafana:12.1.0"
PASSWORD = "for-tests-only"
SERVICES = {"llm_brain", "image_gen", "tts_voice", "web_service"}
SELDOM = "rate("
"""A panel over a rate shows nothing until two looks have been taken."""
DOCKERFILE = """FROM {base}
COPY prometheus /bin/prometheus
RUN mkdir /prometheus && chown nobody /prometheus
USER nobody
"""


def _debians_prometheus(stack: Stack, folder: Path) -> str:
    """Make an image of Debian's Prometheus on the stand-in for Python's; return its name."""
    for command in (
        ["apt-get", "download", "-q", "prometheus"],
        ["sh", "-c", "dpkg-deb -x prometheus_*.deb unpacked"],
    ):
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            pytest.skip(f"there is neither an image nor a package of Prometheus: {done.stderr}")
    context = folder / "unpacked" / "usr" / "bin"
    dockerfile = context / "Dockerfile"
    dockerfile.write_text(DOCKERFILE.format(base=stack.settings["PYTHON_IMAGE"]))
    image = f"{PROJECT}/prometheus"
    stack.run("docker", "build", "--quiet", "--tag", image, str(context))
    return image


@pytest.fixture(scope="module")
def prometheus(stack: Stack, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """What Prometheus answers, started as docs/operating.md says."""
    port = choose_port(39_090, taken=frozenset(stack.ports.values()))
    stack.environment |= {"PROMETHEUS_PORT": str(port), "GRAFANA_PASSWORD": PASSWORD}
    if "stand-in" in stack.settings.get("PYTHON_IMAGE", ""):
        stack.environment["PROMETHEUS_IMAGE"] = _debians_prometheus(
            stack, tmp_path_factory.mktemp("prometheus")
        )
    stack.run_compose(*OVERLAY, "up", "-d", "--no-deps", "prometheus")
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False) as http:
        yield http
    stack.run_compose(*OVERLAY, "rm", "-sf", "prometheus")


def _asked(prometheus: httpx.Client, path: str, **params: str) -> Any:
    answer = prometheus.get(f"/api/v1/{path}", params=params).json()
    assert answer["status"] == "success", answer
    return answer["data"]


def _is_heard(prometheus: httpx.Client) -> set[str]:
    try:
        targets = _asked(prometheus, "targets")["activeTargets"]
    except httpx.TransportError:  # it is not up yet
        return set()
    return {target["labels"]["job"] for target in targets if target["health"] == "up"}


def test_prometheus_hears_every_service(player: Player, prometheus: httpx.Client) -> None:
    player.say("I listen at the wall.")
    until(lambda: _is_heard(prometheus) == SERVICES, "all four services are heard")


def test_every_panel_can_be_worked_out(stack: Stack, prometheus: httpx.Client) -> None:
    until(lambda: _is_heard(prometheus) == SERVICES, "all four services are heard")
    board = json.loads((stack.folder / "deploy/observe/dungeon_master.json").read_text())
    asked = [
        target["expr"].replace("$__rate_interval", "5m").replace("$__range", "1h")
        for panel in board["panels"]
        for target in panel.get("targets", ())
    ]
    assert asked
    found = {
        expression: _asked(prometheus, "query", query=expression)["result"] for expression in asked
    }
    shown = [expression for expression, result in found.items() if result]
    assert len(shown) >= sum(SELDOM not in expression for expression in asked) / 2, found


def test_every_alarm_is_loaded_and_well(prometheus: httpx.Client) -> None:
    def alarms() -> list[dict[str, Any]]:
        groups = _asked(prometheus, "rules")["groups"]
        return [rule for group in groups for rule in group["rules"]]

    until(lambda: {rule["health"] for rule in alarms()} == {"ok"}, "every alarm was looked at once")
    assert {rule["lastError"] for rule in alarms() if "lastError" in rule} == set()


def test_grafana_shows_the_dashboard_by_itself(stack: Stack, prometheus: httpx.Client) -> None:
    if output_of("docker", "image", "inspect", GRAFANA_IMAGE)[0] != 0:
        code, said = output_of("docker", "pull", "--quiet", GRAFANA_IMAGE)
        if code != 0:
            pytest.skip(f"Grafana's image cannot be had here: {said.strip().splitlines()[-1]}")
    port = choose_port(33_000, taken=frozenset(stack.ports.values()))
    stack.environment["GRAFANA_PORT"] = str(port)
    stack.run_compose(*OVERLAY, "up", "-d", "--no-deps", "grafana")
    try:
        with httpx.Client(
            base_url=f"http://127.0.0.1:{port}", auth=("admin", PASSWORD), trust_env=False
        ) as http:

            def boards() -> list[str]:
                try:
                    found = http.get("/api/search", params={"type": "dash-db"})
                except httpx.TransportError:
                    return []
                return [board["uid"] for board in found.json()] if found.is_success else []

            until(lambda: bool(boards()), "the dashboard is there")
            sources = http.get("/api/datasources").json()
            health = http.get(f"/api/datasources/uid/{sources[0]['uid']}/health").json()
            assert health["status"] == "OK"
    finally:
        stack.run_compose(*OVERLAY, "rm", "-sf", "grafana")
