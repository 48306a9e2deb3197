"""The dashboard and the alert rules ask only for metrics that a service really has, by labels that the metric really has."""

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from grafana_foundation_sdk.cog.encoder import JSONEncoder
from grafana_foundation_sdk.cog.plugins import register_default_plugins
from grafana_foundation_sdk.models.dashboard import Dashboard
from prometheus_client.metrics import MetricWrapperBase

pytest.importorskip("django")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "web_service.config.settings")

from image_gen.metrics import Metrics as PictureMetrics
from llm_brain.observe.gauges import Gauges
from llm_brain.observe.metrics import Metrics as BrainMetrics
from llm_brain.store.vital_signs import VitalSigns
from tts_voice.metrics import Metrics as VoiceMetrics
from web_service.observe import metrics as web_metrics

OBSERVE = Path(__file__).parents[2] / "deploy" / "observe"
DASHBOARD = json.loads((OBSERVE / "dungeon_master.json").read_text(encoding="utf-8"))
ALERTS = yaml.safe_load((OBSERVE / "alerts.yml").read_text(encoding="utf-8"))
OF_PROMETHEUS = {"job", "instance", "le"}
OF_THE_CLIENT = {
    "up": set(),
    "process_resident_memory_bytes": set(),
    "process_cpu_seconds_total": set(),
    "process_start_time_seconds": set(),
}
OURS = re.compile(r"\b([a-z][a-z0-9]*(?:_[a-z0-9]+)+|up)\b(?!\s*\()(?:\{([^}]*)\})?")
FUNCTIONS_WORDS = {"group_left", "group_right", "histogram_quantile", "clamp_min"}


class FakeVitals:
    signs = VitalSigns(1, 2, 3, 4.0, 5, 6.0, 7, 8)
    narrators = ()

    def felt(self) -> dict[str, str]:
        return {"database": "healthy"}


class FakePool:
    most = 10

    def in_use(self) -> int:
        return 3


def wrapped(owner: Any) -> Iterator[tuple[str, set[str]]]:
    """Yield every sample name and its labels of the metrics an object holds."""
    for metric in vars(owner).values():
        if isinstance(metric, MetricWrapperBase):
            ends = {"counter": ("_total",), "histogram": ("_bucket", "_sum", "_count")}
            for end in ends.get(metric._type, ("",)):
                yield metric._name + end, set(metric._labelnames)


def collected(collector: Any) -> Iterator[tuple[str, set[str]]]:
    for family in collector.collect():
        for sample in family.samples:
            yield sample.name, set(sample.labels)


@pytest.fixture(scope="module")
def known() -> dict[str, set[str]]:
    stats = {"pool_size": 3, "pool_available": 1, "pool_max": 20, "requests_waiting": 0}
    found = dict(OF_THE_CLIENT)
    for owner in (BrainMetrics(), PictureMetrics(), VoiceMetrics(), web_metrics):
        found |= dict(wrapped(owner))
    found |= dict(collected(Gauges(FakeVitals(), FakePool())))  # type: ignore[arg-type]
    found |= dict(collected(web_metrics.PoolGauges(lambda: stats)))
    return found


def asked(expression: str) -> Iterator[tuple[str, set[str]]]:
    """Yield every metric of an expression with the labels it is matched by."""
    plain = re.sub(r"\b(?:by|ignoring|on)\s*\([^)]*\)", "", expression)
    for name, matchers in OURS.findall(plain.replace("$__rate_interval", "5m")):
        if name not in FUNCTIONS_WORDS:
            yield name, set(re.findall(r"(\w+)\s*(?:=~|!~|!=|=)", matchers))


QUERIES = [
    (panel["title"], target["expr"], target["legendFormat"])
    for panel in DASHBOARD["panels"]
    for target in panel.get("targets", [])
]
QUERIES += [
    (note["name"], note["expr"], note["titleFormat"]) for note in DASHBOARD["annotations"]["list"]
]
QUERIES += [
    (rule["alert"], rule["expr"], rule["annotations"]["summary"].replace("$labels.", ""))
    for group in ALERTS["groups"]
    for rule in group["rules"]
]


@pytest.mark.parametrize(("title", "expression", "legend"), QUERIES)
def test_a_query_asks_for_what_there_is(
    title: str, expression: str, legend: str, known: dict[str, set[str]]
) -> None:
    metrics = dict(asked(expression))
    assert metrics, f"{title}: no metric in {expression}"
    assert set(metrics) - set(known) == set()
    for name, labels in metrics.items():
        assert labels - known[name] - OF_PROMETHEUS == set(), name
    grouped = {
        word for by in re.findall(r"\bby\s*\(([^)]*)\)", expression) for word in by.split(", ")
    }
    shown = set(re.findall(r"\{\{\s*(\w+)\s*\}\}", legend))
    everywhere = OF_PROMETHEUS.union(*(known[name] for name in metrics))
    assert (grouped | shown) - everywhere == set()
    if grouped:
        assert shown <= grouped


def test_panels_have_numbers_of_their_own_and_do_not_lie_on_each_other() -> None:
    panels = DASHBOARD["panels"]
    assert len({panel["id"] for panel in panels}) == len(panels)
    cells = [
        (x, y)
        for at in (panel["gridPos"] for panel in panels)
        for x in range(at["x"], at["x"] + at["w"])
        for y in range(at["y"], at["y"] + at["h"])
    ]
    assert len(set(cells)) == len(cells)
    assert max(x for x, _ in cells) < 24


def test_the_dashboard_finds_its_datasource_and_the_overlay_mounts_every_file() -> None:
    source = yaml.safe_load((OBSERVE / "grafana" / "datasource.yml").read_text())["datasources"][0]
    used = {panel["datasource"]["uid"] for panel in DASHBOARD["panels"] if "datasource" in panel}
    assert used == {source["uid"]}
    overlay = yaml.safe_load((OBSERVE.parent / "compose.observe.yml").read_text())
    mounts = [
        mount.split(":")
        for service in ("prometheus", "grafana")
        for mount in overlay["services"][service]["volumes"]
        if mount.startswith("./")
    ]
    root = OBSERVE.parents[1]
    assert all((root / path).is_file() for path, _, _ in mounts)
    files = {path for path in OBSERVE.rglob("*") if path.is_file()}
    assert {(root / path).resolve() for path, _, _ in mounts} == files
    places = {inside for _, inside, _ in mounts}
    assert set(yaml.safe_load((OBSERVE / "prometheus.yml").read_text())["rule_files"]) <= places
    home = overlay["services"]["grafana"]["environment"][
        "GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH"
    ]
    assert home in places


def test_every_service_is_asked_where_the_stack_has_it() -> None:
    stack = yaml.safe_load((OBSERVE.parents[1] / "docker-compose.yml").read_text())["services"]
    jobs = yaml.safe_load((OBSERVE / "prometheus.yml").read_text())["scrape_configs"]
    targets = {job["job_name"]: job["static_configs"][0]["targets"] for job in jobs}
    inside = {
        name: [f"{name}:{port.rpartition(':')[2]}" for port in service["ports"]]
        for name, service in stack.items()
        if name != "database"
    }
    assert targets == inside


def _leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Yield every value that is no object and no list, with the way to it."""
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    for name, one in inner:
        at = f"{path}/{name}"
        yield from _leaves(one, at) if isinstance(one, dict | list) else [(at, one)]


def test_grafanas_own_types_take_the_dashboard_and_know_every_field_of_it() -> None:
    register_default_plugins()
    taken = json.loads(JSONEncoder().encode(Dashboard.from_json(DASHBOARD)))
    kept = dict(_leaves(taken))
    # What Prometheus adds to an annotation is not among the types of the dashboard itself.
    ours = {at: one for at, one in _leaves(DASHBOARD) if not at.endswith("/titleFormat")}
    assert {at: kept.get(at, "dropped") for at in ours} == ours


@pytest.mark.parametrize("field", ["targets", "gridPos", "fieldConfig"])
def test_a_misspelt_field_of_a_panel_would_be_noticed(field: str) -> None:
    register_default_plugins()
    broken = json.loads(json.dumps(DASHBOARD))
    panel = next(one for one in broken["panels"] if field in one)
    panel[f"{field}s"] = panel.pop(field)
    taken = json.loads(JSONEncoder().encode(Dashboard.from_json(broken)))
    assert dict(_leaves(taken)) != dict(_leaves(broken))
