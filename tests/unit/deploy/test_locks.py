"""The locks: complete, checked, agreeing with each other, and naming no registry and no machine."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
OWNERS = (
    "image_gen",
    "tts_voice",
    "llm_brain",
    "web_service",
    "deploy/play",
    "deploy/models",
    "tests",
)
PINNED = re.compile(r"^([a-z0-9][a-z0-9.-]*)==([^ ;\\]+)", re.MULTILINE)
NAMED = re.compile(r"^([A-Za-z0-9_.-]+)(?:\[[^]]*\])?(?:==([^ #;]+))?", re.MULTILINE)


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def lock_text(owner: str) -> str:
    return (ROOT / owner / "requirements.lock").read_text()


@pytest.mark.parametrize("owner", OWNERS)
def test_a_lock_names_no_registry_and_no_machine(owner):
    assert not re.search(r"https?://|file:|find-links|index|^/|/tmp|/home|/root", lock_text(owner))


@pytest.mark.parametrize("owner", OWNERS)
def test_everything_asked_for_is_locked_at_the_version_asked_for(owner):
    locked = dict(PINNED.findall(lock_text(owner)))
    for name, version in NAMED.findall((ROOT / owner / "requirements.in").read_text()):
        assert plain(name) in locked, f"{name}: run `make lock`"
        assert not version or locked[plain(name)] == version, f"{name}: run `make lock`"


@pytest.mark.parametrize("service", ["llm_brain", "image_gen", "tts_voice"])
def test_the_full_casts_lock_has_all_that_the_service_needs_without_it(service):
    locked = dict(PINNED.findall((ROOT / service / "requirements-full.lock").read_text()))
    gives_way = {plain(name) for name, _ in NAMED.findall(asked_for_by_the_cast(service))}
    for name, version in NAMED.findall((ROOT / service / "requirements.in").read_text()):
        assert plain(name) in locked, f"{name}: run `make lock`"
        is_free = plain(name) in gives_way or not version
        assert is_free or locked[plain(name)] == version, f"{name}: run `make lock`"


def asked_for_by_the_cast(service: str) -> str:
    return (ROOT / service / "requirements-full.in").read_text()


@pytest.mark.parametrize("owner", OWNERS)
def test_every_locked_package_has_a_checksum(owner):
    blocks = re.split(r"\n(?=[a-z0-9])", lock_text(owner))
    assert all("--hash=sha256:" in block for block in blocks if PINNED.match(block))


def test_the_services_agree_on_every_version():
    versions: dict[str, set[str]] = {}
    for owner in OWNERS:
        for name, version in PINNED.findall(lock_text(owner)):
            versions.setdefault(name, set()).add(version)
    assert {name: found for name, found in versions.items() if len(found) > 1} == {}
